"""What a sentence says, clause by clause: predicates with their arguments, read off the dependency parse.

A proposition is the common ground of open statements and typed relations: it names the predicate, its polarity and
modality, and the heads of its arguments; how much of each argument is quoted, and what it refers to, is for later stages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from pipeline.extract.syntax import (
    RELATIVE_PRONOUNS,
    SUBJECTS,
    auxiliaries,
    conjuncts,
    is_noun,
    is_passive,
    is_predicate,
    prepositional,
)
from pipeline.source.tokens import Sentence, Token

_COMPLEMENTS = frozenset({"attr", "acomp", "oprd"})
_PARTICIPIAL = frozenset({"acl", "advcl", "pcomp"})


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
class Proposition:
    """One predicate with its arguments.

    `predicate` is the head verb, predicative adjective or noun, appositive or possessed noun. `kind` is `verb`, `copula`,
    `apposition`, `possessive`, `participle` (a verb without a finite form and subject of its own) or `nominal`. `words` are the tokens of
    the relation, in order (empty where it is implied): "tries to sell" for the predicate "sell". The subject is one of the arguments; for
    passives it is the grammatical subject. Subjects of relative, participial, infinitival and coordinated clauses are already found.
    `modality` is asserted, possible, required or intended; `attributed_to` is the head of the phrase that is reported to say so.
    A copula has one proposition for each of its coordinated complements.
    """

    sentence: Sentence
    predicate: Token
    kind: str
    words: tuple[Token, ...]
    arguments: tuple[Argument, ...]
    passive: bool = False
    negated: bool = False
    modality: str = "asserted"
    attributed_to: Token | None = None

    def argument(self, *roles: str) -> Argument | None:
        """The first argument with one of the roles."""
        for argument in self.arguments:
            if argument.role in roles:
                return argument
        return None


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    modals: dict[str, str]
    infinitives: dict[str, str]
    object_control: frozenset[str]
    reporting: frozenset[str]
    conditional: frozenset[str]


@cache
def vocabulary() -> _Vocabulary:
    """The words of rules/clauses.yaml, each list ready for look-ups."""
    rules = yaml.safe_load((Path(__file__).parent / "rules" / "clauses.yaml").read_text(encoding="utf-8"))

    def by_word(lists: dict[str, list[str]]) -> dict[str, str]:
        return {word: name for name, words in lists.items() for word in words}

    return _Vocabulary(
        by_word(rules["modals"]),
        by_word(rules["infinitives"]),
        frozenset(rules["object_control"]),
        frozenset(rules["reporting"]),
        frozenset(rules["conditional"]),
    )


@dataclass(slots=True)
class _Clause:
    """A verb with what it has from the clauses above it."""

    verb: Token
    subject: Token | None
    words: list[Token]
    passive: bool
    negated: bool
    modality: str
    attributed_to: Token | None
    gap: Token | None = None
    arguments: list[Argument] = field(default_factory=list)
    is_part: bool = False  # its words are the beginning of a longer verb group, "tries" of "tries to sell"


def propositions(sentence: Sentence) -> Iterator[Proposition]:
    """All propositions of a sentence, in the order of their predicates."""
    found: list[Proposition] = []
    for clause in _clauses(sentence):
        if not clause.is_part:
            found.extend(_of_clause(sentence, clause))
    found.extend(_of_nouns(sentence))
    found.sort(key=lambda p: p.predicate.i)
    yield from found


def _clauses(sentence: Sentence) -> list[_Clause]:
    """The clauses from the roots down, so that each finds its governor's subject and modality ready."""
    found: list[_Clause] = []
    stack: list[tuple[Token, _Clause | None]] = [(root, None) for root in reversed(sentence.roots)]
    while stack:
        token, governor = stack.pop()
        if is_predicate(token):
            governor = _clause(sentence, token, governor)
            found.append(governor)
        stack.extend((child, governor) for child in reversed(token.children))
    for clause in found:
        _share_objects(clause, found)
    return found


def _clause(sentence: Sentence, verb: Token, governor: _Clause | None) -> _Clause:
    words = vocabulary()
    clause = _Clause(verb, _own_subject(verb), [], is_passive(verb), False, "asserted", None)
    own_words = [child for child in verb.children if child.dep in ("aux", "auxpass", "neg", "prt")]
    chained: list[Token] = []
    if governor is not None:
        if verb.dep == "conj" and verb.head is governor.verb:
            chained = _from_first_conjunct(clause, governor, own_words)
        else:
            chained = _from_governor(sentence, clause, governor)
    clause.words = sorted({t.i: t for t in [*chained, *own_words, verb]}.values(), key=lambda t: t.i)
    for child in own_words:
        if child.dep == "neg":
            clause.negated = True
        elif child.dep == "aux" and child.lower in words.modals:
            clause.modality = words.modals[child.lower]
    if any(child.dep == "mark" and child.lower in words.conditional for child in verb.children) and clause.modality == "asserted":
        clause.modality = "possible"
    _resolve_relative(clause)
    clause.arguments = list(_arguments(clause))
    return clause


def _own_subject(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep in SUBJECTS:
            return child
    return None


def _from_first_conjunct(clause: _Clause, first: _Clause, own_words: list[Token]) -> list[Token]:
    """What a coordinated verb shares with the first: subject, auxiliaries that fit its form, modality, attribution."""
    clause.attributed_to = first.attributed_to
    clause.gap = first.gap
    if clause.subject is not None:
        return []
    clause.subject = first.subject
    has_own = any(word.dep in ("aux", "auxpass") for word in own_words)
    if has_own or not _fits(clause.verb.tag, first.verb.tag):
        return []
    clause.passive = clause.passive or (first.passive and clause.verb.tag in ("VBN", "VBD"))
    clause.modality, clause.negated = first.modality, first.negated
    return [word for word in first.words if word.i < first.verb.i]


def _fits(tag: str, first_tag: str) -> bool:
    """Whether a coordinated verb form can share the auxiliaries of the first; participle and past are often confused."""
    return tag == first_tag or {tag, first_tag} <= {"VBN", "VBD"} or {tag, first_tag} <= {"VB", "VBP"}


def _from_governor(sentence: Sentence, clause: _Clause, governor: _Clause) -> list[Token]:
    """Subject and meaning that a clause has from the one above it; returns the words of the verb group that it continues."""
    words = vocabulary()
    verb = clause.verb
    clause.attributed_to = governor.attributed_to
    is_report = verb.dep == "ccomp" and verb.head is governor.verb and verb.head.lemma in words.reporting
    if is_report:
        clause.attributed_to = governor.subject or governor.attributed_to
    if clause.subject is not None or verb.dep == "relcl":
        return []
    if verb.dep in ("acl", "amod") and is_noun(verb.head):
        clause.subject = governor.subject if _is_infinitive(verb) or _is_detached(sentence, verb) else verb.head
        return []
    if verb.dep in ("xcomp", "ccomp"):
        return _continue(clause, governor)
    if verb.dep in ("advcl", "pcomp", "conj", "dep"):
        clause.subject = governor.subject
        if _is_infinitive(verb):
            clause.modality = "intended"
    return []


def _continue(clause: _Clause, governor: _Clause) -> list[Token]:
    """A complement without a subject of its own: "tries to sell", "began selling", "is able to sell", "asks banks to sell"."""
    words = vocabulary()
    link = clause.verb.head
    controlled = _object(governor.verb) if governor.verb.lemma in words.object_control and not governor.passive else None
    if controlled is not None:
        clause.subject = controlled
        return []
    clause.subject = governor.subject
    clause.negated = governor.negated
    clause.modality = governor.modality if governor.modality != "asserted" else "asserted"
    if clause.modality == "asserted" and _is_infinitive(clause.verb):
        clause.modality = words.infinitives.get(link.lemma, "asserted")
    if _object(governor.verb) is not None or clause.verb.i < governor.verb.i:
        if clause.modality == "asserted" and _is_infinitive(clause.verb):
            clause.modality = "intended"
        return []
    governor.is_part = True
    return [*governor.words, link]


def _is_detached(sentence: Sentence, verb: Token) -> bool:
    """An active participle after a comma speaks of the subject, whatever noun it was attached to: "sets rules, encouraging trade"."""
    return verb.tag == "VBG" and verb.i > 0 and sentence.tokens[verb.i - 1].text == ","


def _object(verb: Token) -> Token | None:
    return verb.child("dobj", "dative")


def _is_infinitive(verb: Token) -> bool:
    return verb.tag == "VB" and any(child.lower == "to" for child in auxiliaries(verb))


def _resolve_relative(clause: _Clause) -> None:
    """Put the antecedent of a relative clause in the place of the pronoun; the gap of one without a pronoun is its object."""
    verb = clause.verb
    if verb.dep != "relcl":
        return
    antecedent = verb.head
    subject = clause.subject
    if subject is None or (subject.lower in RELATIVE_PRONOUNS and subject.i < verb.i):
        clause.subject = antecedent
    else:
        clause.gap = antecedent


def _arguments(clause: _Clause) -> Iterator[Argument]:
    if clause.subject is not None:
        yield Argument(clause.subject, "subject")
    for child in clause.verb.children:
        dep = child.dep
        if dep == "dobj":
            yield Argument(_antecedent(child, clause), "object")
        elif dep == "dative":
            if child.pos == "ADP":
                yield from _obliques(child, clause, "oblique")
            else:
                yield Argument(_antecedent(child, clause), "indirect")
        elif dep in _COMPLEMENTS:
            yield Argument(child, "complement")
        elif dep in ("prep", "agent"):
            yield from _obliques(child, clause, "oblique" if dep == "prep" else "agent")
        elif dep == "npadvmod" and is_noun(child):
            yield Argument(child, "oblique")
        elif dep in ("ccomp", "xcomp", "advcl") and is_predicate(child):
            yield Argument(child, _clause_role(child), tuple(c for c in child.children if c.dep == "mark"))
    yield from _gap(clause)


def _clause_role(child: Token) -> str:
    if child.dep != "advcl":
        return "clause"
    return "purpose" if _is_infinitive(child) else "adverbial"


def _obliques(prep: Token, clause: _Clause, role: str) -> Iterator[Argument]:
    for marker, head in prepositional(prep):
        yield Argument(_antecedent(head, clause), role, marker)


def _antecedent(token: Token, clause: _Clause) -> Token:
    """What an object stands for: the antecedent where it is the pronoun of the relative clause."""
    if clause.gap is not None and token.lower in RELATIVE_PRONOUNS and token.tag[0] == "W" and token.i < clause.verb.i:
        return clause.gap
    return token


def _gap(clause: _Clause) -> Iterator[Argument]:
    """The object of a relative clause that has no pronoun for it: "the loans that banks sell", "the loans banks sell"."""
    verb = clause.verb
    if clause.gap is None or clause.passive or verb.dep != "relcl":
        return
    for child in verb.children:
        if child.dep in ("dobj", "attr", "ccomp", "xcomp", "acomp") or (child.i < verb.i and child.tag in ("WRB", "WP$")):
            return
        if child.dep == "prep" and (child.i < verb.i or not child.children):
            return
    yield Argument(clause.gap, "object")


def _share_objects(clause: _Clause, clauses: list[_Clause]) -> None:
    """ "drafts and enforces rules": what stands after the last of two verbs that are joined directly belongs to both."""
    verb = clause.verb
    if any(child.i > verb.i and child.dep not in ("cc", "conj", "punct", "advmod") for child in verb.children):
        return
    following = verb.child("conj")
    if following is None or _own_subject(following) is not None:
        return
    between = [child for child in verb.children if verb.i < child.i < following.i and child.dep not in ("cc", "punct")]
    if between:
        return
    for other in clauses:
        if other.verb is following and other.passive == clause.passive:
            clause.arguments += [a for a in other.arguments if a.role in ("object", "agent")]
            return


def _of_clause(sentence: Sentence, clause: _Clause) -> Iterator[Proposition]:
    verb = clause.verb
    kind = "participle" if verb.dep in _PARTICIPIAL and verb.tag in ("VBG", "VBN") and _own_subject(verb) is None else "verb"
    complement = next((a for a in clause.arguments if a.role == "complement"), None)
    if complement is None or verb.lemma != "be":
        yield _proposition(sentence, clause, verb, kind, tuple(clause.words), clause.arguments)
        return
    others = [a for a in clause.arguments if a is not complement]
    for head in conjuncts(complement.head):
        own = [Argument(h, "oblique", m) for c in head.children if c.dep in ("prep", "agent") for m, h in prepositional(c)]
        if head.pos == "VERB" and head.tag in ("VBN", "VBG") and head is not complement.head:
            continue  # "is responsible for A and charged with B": the participle is a clause of its own
        arguments = [*others, Argument(head, "complement"), *own]
        yield _proposition(sentence, clause, head, "copula", tuple(clause.words), arguments)


def _proposition(
    sentence: Sentence, clause: _Clause, predicate: Token, kind: str, words: tuple[Token, ...], arguments: list[Argument]
) -> Proposition:
    return Proposition(
        sentence, predicate, kind, words, tuple(arguments), clause.passive, clause.negated, clause.modality, clause.attributed_to
    )


def _of_nouns(sentence: Sentence) -> Iterator[Proposition]:
    """What noun phrases imply: "X, a regulator" that X is one, "the board's chair" that the board has one."""
    for token in sentence.tokens:
        if token.dep == "appos" and is_noun(token) and is_noun(token.head):
            yield Proposition(sentence, token, "apposition", (), (Argument(token.head, "subject"), Argument(token, "complement")))
        elif token.dep == "poss" and is_noun(token.head):
            yield Proposition(sentence, token.head, "possessive", (), (Argument(token, "subject"), Argument(token.head, "object")))
