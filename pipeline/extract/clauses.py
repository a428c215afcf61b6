"""The clauses of a sentence, from the top of the parse down: each verb with its verb group, subject and arguments.

Subjects that a clause shares with the one above it (relative, participial, infinitival and coordinated clauses) are found
here, after the control rules of generative grammar: the object of "ask" or "allow", else the subject, does what the infinitive says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from pipeline.extract.lexicon import vocabulary
from pipeline.extract.syntax import (
    RELATIVE_PRONOUNS,
    SUBJECTS,
    is_infinitive,
    is_noun,
    is_passive,
    is_predicate,
    prepositional,
)
from pipeline.extract.trees import left_edge
from pipeline.source.tokens import Sentence, Token, text_order

_COMPLEMENTS = frozenset({"attr", "acomp", "oprd"})
_GROUP = frozenset({"aux", "auxpass", "neg", "prt"})
_DENIABLE = frozenset({"subject", "object", "complement", "agent"})
_CENTURIES = frozenset(str(n) for n in range(10, 21))
_CLAUSAL = frozenset({"ccomp", "xcomp", "advcl"})


@dataclass(slots=True)
class Argument:
    """One argument of a proposition.

    `head` is the syntactic head of the phrase (its first conjunct, where it is coordinated). `role` is `subject`,
    `agent` (of a passive), `object`, `indirect`, `complement` (of a copula or an object predicative), `oblique` (after
    a preposition, or a bare noun of time or measure), `clause` (a finite, infinitival or gerund complement), `purpose` (an
    infinitive that says what for) or `adverbial` (another clause that modifies). `marker` holds the preposition or complementiser.
    """

    head: Token
    role: str
    marker: tuple[Token, ...] = ()

    @property
    def preposition(self) -> str:
        """The marker in small letters, words joined by a blank; empty where there is none."""
        return " ".join(token.lower for token in self.marker)


@dataclass(slots=True)
class Clause:
    """A verb with what it has of its own and from the clauses above it.

    `words` are the tokens of the verb group, in order. `gap` is the noun that a relative clause speaks of where that is not its subject.
    `is_part` says that its words only begin a longer verb group, as "tries" of "tries to sell" does.
    """

    verb: Token
    subject: Token | None
    words: tuple[Token, ...] = ()
    passive: bool = False
    negated: bool = False
    modality: str = "asserted"
    attributed_to: Token | None = None
    gap: Token | None = None
    arguments: list[Argument] = field(default_factory=list)
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """The words of rules/clauses.yaml: what each list decides is said there."""

    modals: dict[str, str]
    infinitives: dict[str, str]
    object_control: frozenset[str]
    object_control_prepositions: frozenset[str]
    had: frozenset[str]
    reporting: frozenset[str]
    conditional: frozenset[str]
    titles: frozenset[str]
    time_nouns: frozenset[str]
    time_prepositions: frozenset[str]
    discourse: frozenset[str]
    contrast: frozenset[str]
    light: frozenset[str]
    singling: frozenset[str]


@cache
def clause_words() -> ClauseWords:
    """rules/clauses.yaml, each list ready for look-ups. Raises DataError where the file is broken."""
    rules = vocabulary("clauses")

    def meanings(name: str) -> dict[str, str]:
        return {word: meaning for meaning, words in rules[name].items() for word in words}

    lists = {name: frozenset(words) for name, words in rules.items() if isinstance(words, list)}
    return ClauseWords(modals=meanings("modals"), infinitives=meanings("infinitives"), **lists)


def clauses(sentence: Sentence) -> list[Clause]:
    """The clauses of a sentence, each after the one that governs it."""
    found: dict[int, Clause] = {}
    stack: list[tuple[Token, Clause | None]] = [(root, None) for root in reversed(sentence.roots)]
    while stack:
        token, governor = stack.pop()
        if is_predicate(token):
            governor = found[token.i] = _clause(sentence, token, governor)
        for child in reversed(token.children):
            stack.append((child, governor))
    for clause in found.values():
        _share_arguments(clause, found)
    return list(found.values())


def is_time(token: Token) -> bool:
    """Whether a noun names a time: a year, a month, a day, "the last decade"."""
    text = token.text
    return token.lower in clause_words().time_nouns or (len(text) in (4, 5) and text[:2] in _CENTURIES and text[:4].isdigit())


def is_contrast(verb: Token) -> bool:
    """Whether a clause is set against the one above it: "unions object, while economists agree"."""
    return verb.dep == "advcl" and any(child.dep == "mark" and child.lower in clause_words().contrast for child in verb.children)


def _clause(sentence: Sentence, verb: Token, governor: Clause | None) -> Clause:
    group = [child for child in verb.children if child.dep in _GROUP]
    clause = Clause(verb, next((child for child in verb.children if child.dep in SUBJECTS), None), passive=is_passive(verb))
    before: tuple[Token, ...] = ()
    if governor is not None:
        clause.attributed_to = governor.attributed_to if not is_contrast(verb) else None
        if verb.dep == "conj" and verb.head is governor.verb:
            before = _from_first_conjunct(clause, governor, group)
        else:
            before = _from_governor(sentence, clause, governor)
    elif clause.subject is None and verb.dep == "acl" and is_noun(verb.head) and not is_infinitive(verb):
        clause.subject = verb.head  # a phrase without a main verb: "The Museum of Clay, founded in 1971"
    clause.words = tuple(sorted({t.i: t for t in [*before, *group, verb]}.values(), key=text_order))
    _read_group(clause, group)
    _resolve_relative(clause)
    clause.arguments = [*_arguments(clause), *clause.arguments]
    if any(a.role in _DENIABLE and any(c.dep == "det" and c.lower in ("no", "neither") for c in a.head.children) for a in clause.arguments):
        clause.negated = True
    if governor is not None and verb.dep == "parataxis" and verb.head is governor.verb and verb.lemma in clause_words().reporting:
        governor.attributed_to = clause.subject
        clause.arguments.append(Argument(governor.verb, "clause"))
    return clause


def _read_group(clause: Clause, group: list[Token]) -> None:
    """Negation and modality of the clause's own words."""
    words = clause_words()
    for child in group:
        if child.dep == "neg":
            clause.negated = True
        elif child.dep == "aux" and child.lower in words.modals:
            clause.modality = words.modals[child.lower]
    if clause.modality == "asserted" and any(c.dep == "mark" and c.lower in words.conditional for c in clause.verb.children):
        clause.modality = "possible"


def _from_first_conjunct(clause: Clause, first: Clause, group: list[Token]) -> tuple[Token, ...]:
    """What a coordinated verb shares with the first: subject, fronted adverbials, auxiliaries that fit its form."""
    clause.gap = first.gap
    if clause.subject is not None:
        return ()
    clause.subject = first.subject
    clause.arguments += [a for a in first.arguments if a.role in ("oblique", "adverbial") and _is_fronted(a, first)]
    if any(word.dep in ("aux", "auxpass") for word in group) or not _fits(clause.verb.tag, first.verb.tag):
        return ()
    clause.passive = clause.passive or (first.passive and clause.verb.tag == "VBN")
    clause.modality, clause.negated = first.modality, first.negated
    return tuple(word for word in first.words if word.i < first.verb.i)


def _is_fronted(argument: Argument, clause: Clause) -> bool:
    """Whether an adverbial stands before the subject, and so speaks of all coordinated verbs: "In 1990 X sold A and bought B"."""
    return clause.subject is not None and argument.head.i < clause.subject.i < clause.words[0].i


def _fits(tag: str, first_tag: str) -> bool:
    """Whether a coordinated verb form can share the auxiliaries of the first; bare form and present are often confused."""
    return tag == first_tag or {tag, first_tag} <= {"VB", "VBP"}


def _from_governor(sentence: Sentence, clause: Clause, governor: Clause) -> tuple[Token, ...]:
    """Subject and meaning that a clause has from the one above it; returns the words of the verb group that it continues."""
    verb, words = clause.verb, clause_words()
    if verb.dep == "ccomp" and verb.head is governor.verb and verb.head.lemma in words.reporting and not _is_side_by_side(verb):
        clause.attributed_to = governor.subject or governor.attributed_to
    if clause.subject is not None or verb.dep == "relcl":
        return ()
    if is_infinitive(verb) and verb.dep != "xcomp" and (verb.dep == "pcomp" or _asks(verb)):
        return ()  # "debates on how to tax": nobody is said to tax
    if verb.dep in ("acl", "amod") and is_noun(verb.head):
        clause.subject = governor.subject if is_infinitive(verb) or _is_detached(sentence, verb) else verb.head
    elif (doer := _doer_after_preposition(verb)) is not None:
        clause.subject = doer
    elif verb.dep in ("xcomp", "ccomp"):
        return _complement(clause, governor)
    elif verb.dep in ("advcl", "pcomp", "conj", "dep", "prep"):
        clause.subject = (_object(governor.verb) if _is_done_by_object(verb, governor) else None) or governor.subject
        if is_infinitive(verb):
            clause.modality = "intended"
    return ()


def _doer_after_preposition(verb: Token) -> Token | None:
    """Who is to do something: "waited **for prices** to fall", "calls **on banks** to merge"."""
    if not is_infinitive(verb):
        return None
    marks = ("for", "on", "upon") if verb.head.lemma in clause_words().object_control else ("for",)
    doers = (prep.child("pobj") for prep in verb.head.all("prep") if prep.lower in marks and prep.i < verb.i)
    edge = left_edge(verb)
    return next((noun for noun in doers if noun is not None and max(word.i for word in [noun, *noun.subtree()]) == edge - 1), None)


def _is_done_by_object(verb: Token, governor: Clause) -> bool:
    """Whether the object of the governor does what an adjunct without a subject says: "asked him to go", "kept banks from merging"."""
    words = clause_words()
    if verb.dep == "pcomp":
        is_given = verb.head.lower == "with" and governor.verb.lemma in words.object_control  # "charged it with monitoring banks"
        is_had = verb.head.head.lemma in words.had and verb.head.head.pos == "NOUN"  # "has the task of **training** pilots"
        return is_given or (verb.head.lower in words.object_control_prepositions and not is_had)
    return is_infinitive(verb) and governor.verb.lemma in words.object_control and not governor.passive


def _complement(clause: Clause, governor: Clause) -> tuple[Token, ...]:
    """A complement without a subject of its own: "tries to sell", "began selling", "is able to sell", "asks banks to sell"."""
    words = clause_words()
    link = clause.verb.head
    controlled = _object(governor.verb) if governor.verb.lemma in words.object_control and not governor.passive else None
    if controlled is not None:
        clause.subject = controlled
        return ()
    clause.subject, clause.negated, clause.modality, clause.gap = governor.subject, governor.negated, governor.modality, governor.gap
    continues = _object(governor.verb) is None and clause.verb.i > governor.verb.i and not _asks(clause.verb)
    if clause.modality == "asserted" and is_infinitive(clause.verb):
        clause.modality = words.infinitives.get(link.lemma, "asserted" if continues else "intended")
    if not continues:
        return ()
    governor.is_part = True
    clause.arguments += [a for a in governor.arguments if a.role in ("oblique", "adverbial")]
    adjectives = [child for child in link.all("acomp") if link.i < child.i < clause.verb.i]  # "is **necessary** to climb"
    return (*governor.words, link, *adjectives)


def _asks(verb: Token) -> bool:
    """Whether a question word introduces the clause: "decides how to act", but not "the loans **that** it decides to sell"."""
    is_relative = verb.head.dep == "relcl"
    return any(child.tag[0] == "W" and child.i < verb.i and not (is_relative and child.lower in RELATIVE_PRONOUNS) for child in verb.children)


def _is_side_by_side(verb: Token) -> bool:
    """Whether a clause that the parser calls a complement is a sentence of its own: "A was built; B was sold", "A grew, B shrank"."""
    if verb.i > verb.head.i or verb.head.lemma in clause_words().reporting:
        return verb.i < verb.head.i and any(child.text == ";" and child.i > verb.i for child in verb.head.children)
    return all(child.dep != "mark" for child in verb.children)


def _is_detached(sentence: Sentence, verb: Token) -> bool:
    """An active participle after a comma speaks of the subject, whatever noun it was attached to: "sets rules, encouraging trade"."""
    return verb.tag == "VBG" and verb.i > 0 and sentence.tokens[verb.i - 1].text == ","


def _object(verb: Token) -> Token | None:
    return verb.child("dobj", "dative")


def _resolve_relative(clause: Clause) -> None:
    """Put the antecedent of a relative clause in the place of its pronoun, or of what it lacks."""
    if clause.verb.dep != "relcl":
        return
    subject = clause.subject
    if subject is None or (subject.lower in RELATIVE_PRONOUNS and subject.i < clause.verb.i):
        clause.subject = clause.verb.head
    else:
        clause.gap = clause.verb.head


def _arguments(clause: Clause) -> Iterator[Argument]:
    if clause.subject is not None:
        yield Argument(clause.subject, "subject")
    for child in clause.verb.children:
        dep = child.dep
        if dep in ("dobj", "dative") and child.pos != "ADP":
            yield Argument(_antecedent(child, clause), "object" if dep == "dobj" else "indirect")
            yield from _times(child)
        elif dep in _COMPLEMENTS:
            yield Argument(child, "complement")
            if clause.verb.lemma != "be":
                yield from _times(child)
        elif dep in ("prep", "agent", "dative") and not is_predicate(child):
            yield from _obliques(child, clause, "agent" if dep == "agent" else "oblique")
        elif dep == "advmod" and child.children:  # "close to", "ahead of", "together with"
            for prep in child.all("prep"):
                yield from (Argument(a.head, a.role, (child, *a.marker)) for a in _obliques(prep, clause, "oblique"))
        elif dep == "npadvmod" and (is_time(child) or child.child("nummod", "quantmod") is not None):
            yield Argument(child, "oblique")
        elif dep == "dep" and is_noun(child):
            yield from _after_colon(child)
        elif dep in _CLAUSAL and is_predicate(child) and not (dep == "ccomp" and _is_no_complement(child)):
            yield Argument(child, _clause_role(child), tuple(c for c in child.children if c.dep == "mark"))
    yield from _gap(clause)


def _after_colon(noun: Token) -> Iterator[Argument]:
    """The list that a preposition announces: "specialises in: banking, insurance"."""
    for prep in noun.head.all("prep"):
        if prep.i < noun.i and prep.children and all(child.text == ":" for child in prep.children):
            yield Argument(noun, "oblique", (prep,))


def _times(noun: Token) -> Iterator[Argument]:
    """A phrase of time that the parser attached to the object belongs to the clause: "opened an inquiry in 1995"."""
    if noun.children and is_noun(noun):
        last = noun.children[-1]
        if last.dep == "prep" and last.lower in clause_words().time_prepositions:
            yield from (Argument(head, "oblique", marker) for marker, head in prepositional(last) if is_time(head))


def _clause_role(child: Token) -> str:
    if child.dep != "advcl":
        return "clause"
    return "purpose" if is_infinitive(child) else "adverbial"


def _obliques(prep: Token, clause: Clause, role: str) -> Iterator[Argument]:
    for marker, head in prepositional(prep):
        yield Argument(_antecedent(head, clause), role, marker)


def _antecedent(token: Token, clause: Clause) -> Token:
    """What an object stands for: the antecedent where it is the pronoun of the relative clause."""
    if clause.gap is not None and token.lower in RELATIVE_PRONOUNS and token.tag[0] == "W" and token.i < clause.verb.i:
        return clause.gap
    return token


def _is_no_complement(verb: Token) -> bool:
    """Whether the parser calls a complement what is a sentence or a relative clause of its own."""
    return _is_side_by_side(verb) or any(child.dep == "nsubj" and child.tag == "WDT" for child in verb.children)


def _gap(clause: Clause) -> Iterator[Argument]:
    """The object of a relative clause that has no pronoun for it: "the loans that banks sell", "the loans banks sell"."""
    verb = clause.verb
    if clause.gap is None or clause.passive or not (verb.dep in ("relcl", "xcomp") or _goes_on_with_gap(verb)):
        return
    for child in verb.children:
        if child.dep in ("dobj", "attr", "ccomp", "xcomp", "acomp") or (child.i < verb.i and child.tag in ("WRB", "WP$")):
            return
        if child.dep == "prep" and (child.i < verb.i or not child.children):
            return
    yield Argument(clause.gap, "object")


def _goes_on_with_gap(verb: Token) -> bool:
    """ "whom the board names and the court **confirms**": a second clause with a subject of its own lacks the same object."""
    first = verb.head
    is_object = any(child.dep == "dobj" and child.tag in ("WP", "WDT") for child in first.children)
    return verb.dep == "conj" and first.dep == "relcl" and is_object and verb.child("nsubj") is not None


def _share_arguments(clause: Clause, found: dict[int, Clause]) -> None:
    """In "drafts and enforces rules", what stands after the last of two verbs that are joined directly belongs to both."""
    verb = clause.verb
    joined = verb.child("conj")
    if joined is None or any(child.i > verb.i and child.dep not in ("cc", "conj", "punct", "advmod") for child in verb.children):
        return
    other = found.get(joined.i)
    if other is None or other.passive != clause.passive or any(child.dep in SUBJECTS for child in joined.children):
        return
    if all(child.dep in ("cc", "punct") or not verb.i < child.i < joined.i for child in verb.children):
        clause.arguments += [a for a in other.arguments if a.role in ("object", "agent")]
