"""Propositions as they are to be stated: of whom they are said, with the whole verb group and the arguments in order.

Within one sentence a pronoun is replaced by the subject that it stands for, what is said of a predicate noun or an appositive is said of
its subject, and a gerund goes on the verb group before it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.extract.clauses import Argument, clause_words, is_time
from pipeline.extract.coref import is_expletive
from pipeline.extract.forms import is_acronym
from pipeline.extract.lexicon import noun_class
from pipeline.extract.phrases import coordinated
from pipeline.extract.propositions import Proposition
from pipeline.extract.syntax import conjuncts, first_conjunct, is_noun, prepositional
from pipeline.source.tokens import Sentence, Token

CLAUSAL = frozenset({"clause", "purpose", "adverbial"})
_VERBAL = frozenset({"verb", "participle", "copula"})
_ORDER = {"object": 0, "complement": 0, "indirect": 1, "clause": 1, "agent": 2, "oblique": 3, "purpose": 4, "adverbial": 5}
_PERSONAL = {
    "he": "person",
    "she": "person",
    "his": "person",
    "her": "person",
    "it": "thing",
    "its": "thing",
    "they": "many",
    "their": "many",
}
_PEOPLE = frozenset({"person", "leader"})
_ACTORS = _PEOPLE | {"company", "group", "organization", "people"}
_PLURAL_PRONOUNS = frozenset({"they", "their", "these", "those", "we", "both", "many", "several", "few"})
_LINKING = frozenset({"be", "become", "remain"})
# "is charged with drafting", "succeeds in drafting": after these the gerund goes on the verb group.
_CONTINUING = frozenset({"with", "in", "for", "from", "of", "to", "at", "on", "about", "into", "against"})


@dataclass(slots=True)
class Frame:
    """A proposition ready to be stated.

    `whole` holds the indices of tokens whose head is in the same proper name: they are never taken apart.
    """

    proposition: Proposition
    subject: Token
    words: tuple[Token, ...]
    arguments: list[Argument]
    kind: str
    passive: bool
    negated: bool
    modality: str
    whole: frozenset[int]
    is_part: bool = False

    @property
    def verb(self) -> Token:
        """The head of the predicate: the main verb, else the noun or adjective that implies the relation."""
        return self.words[-1] if self.words else self.proposition.predicate

    @property
    def predicate(self) -> Token:
        return self.proposition.predicate


def frames(propositions: Iterable[Proposition], names: Iterable[tuple[int, int]]) -> list[Frame]:
    """The frames of the propositions of one sentence that can be stated; `names` are source offsets of proper names."""
    said = list(propositions)
    whole = _inside_names(said[0].sentence, names) if said else frozenset()
    found = [_frame(p, p.arguments[0].head, whole) for p in said if _has_subject(p, whole)]
    for frame in found:
        _join_light_verb(frame)
        _join_prepositions(frame)
    _complete_verb_groups(found)
    _resolve_pronouns(found)
    return [frame for frame in found if not frame.is_part and not _is_unclear(frame)]


def is_plural(noun: Token) -> bool:
    """Whether a noun or pronoun is plural by its form."""
    return noun.tag in ("NNS", "NNPS") or noun.lower in _PLURAL_PRONOUNS


def subjects(frame: Frame) -> list[Token]:
    """The coordinated subjects; a title or an adjective speaks of its own noun only."""
    if not is_noun(frame.subject) or frame.predicate.dep in ("compound", "amod"):
        return [frame.subject]
    return coordinated(frame.subject, frame.whole)


def stated_arguments(frame: Frame) -> list[Argument]:
    """The arguments in the order in which they are stated, the object first, then what it is called; without any, an adverb after the verb."""
    found = frame.arguments
    if is_adjectival(frame):
        found = [a for a in found if a.role != "complement"]
    elif frame.kind == "copula":  # "is a member of the board": the phrase stays with its noun
        found = [a for a in found if not (a.marker and a.marker[0].head is frame.predicate) or is_time(a.head)]
    if any(a.role != "adverbial" for a in found):
        found = [a for a in found if a.role != "adverbial"]
    if not found and frame.words:
        found = [Argument(c, "oblique") for c in frame.verb.children if c.dep == "advmod" and c.i > frame.verb.i][-1:]
    return sorted(found, key=lambda a: (_ORDER[a.role], a.preposition != "as", a.head.i < frame.verb.i, a.head.i))


def is_adjectival(frame: Frame) -> bool:
    """Whether the relation is an adjective with its preposition, as in "is subject to fees"."""
    predicate = frame.predicate
    if predicate.pos != "ADJ" or not (frame.kind == "copula" or predicate.dep == "amod"):
        return False
    return any(a.marker and a.role == "oblique" and a.marker[0].i > predicate.i and not is_time(a.head) for a in frame.arguments)


def _has_subject(p: Proposition, whole: frozenset[int]) -> bool:
    """Whether a proposition says something of something: nothing follows from how a name is made up ("People's Bank"), and an act is done, not
    had ("the council's vote")."""
    if p.kind == "possessive" and noun_class(p.predicate.lower) == "act":
        return False
    return bool(p.arguments) and p.arguments[0].role == "subject" and (p.kind in _VERBAL or p.arguments[0].head.i not in whole)


def _inside_names(sentence: Sentence, names: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The tokens whose head is in the same name."""
    tokens = sentence.tokens
    starts = [token.start for token in tokens]
    found = set()
    for start, end in names:
        for token in tokens[bisect_left(starts, start) : bisect_left(starts, end)]:
            if token.head is not token and start <= token.head.start and token.head.end <= end:
                found.add(token.i)
    return frozenset(found)


def _frame(p: Proposition, subject: Token, whole: frozenset[int]) -> Frame:
    arguments = [a for a in p.arguments[1:] if a.role != "subject" and a.head.tag not in ("WP", "WDT", "WRB") and not _is_discourse(a)]
    bearer = _bearer(p, subject) if p.kind in _VERBAL else subject
    return Frame(p, bearer, p.words, arguments, p.kind, p.passive, p.negated, p.modality, whole)


def _is_discourse(argument: Argument) -> bool:
    """Whether a phrase such as "in addition" or "for example" only frames what is said."""
    return bool(argument.marker) and not argument.head.children and argument.head.lower in clause_words().discourse


def _bearer(p: Proposition, subject: Token) -> Token:
    """Of whom a clause about a predicate noun or an appositive is true: "X is a body that licenses banks" says that X licenses banks."""
    verb = p.words[-1] if p.words else p.predicate
    above = verb.head.head if verb.dep == "conj" else verb.head
    if subject not in (above, verb.head) or subject.i > verb.i:
        return subject
    noun = subject
    while noun.dep == "conj" and noun.head is not noun:
        noun = noun.head
    if noun.dep == "attr" and noun.head.lemma in _LINKING:
        owner = noun.head.child("nsubj", "nsubjpass")
        return owner if owner is not None and owner.tag[0] != "W" else subject
    return noun.head if noun.dep == "appos" and is_noun(noun.head) else subject


def _complete_verb_groups(found: list[Frame]) -> None:
    """Let gerunds after the preposition of a verb go on the verb group: "is charged with" and "drafting", or "and keeping", are one relation."""
    by_verb = {frame.verb.i: frame for frame in found if frame.words}
    for frame in found:
        if frame.verb.tag != "VBG":
            continue
        verb = first_conjunct(frame.verb)
        if verb.dep != "pcomp" or verb.tag != "VBG" or verb.head.lower not in _CONTINUING:
            continue
        upper = by_verb.get(verb.head.head.i)
        if upper is None or verb.i < upper.verb.i or upper.proposition.arguments[0].head is not frame.proposition.arguments[0].head:
            continue
        if any(a.role in ("object", "complement", "indirect") for a in upper.arguments):
            continue
        frame.words = (*upper.words, verb.head, *frame.words)
        frame.arguments += [a for a in upper.arguments if a.role in ("oblique", "agent") and a.head is not verb]
        frame.subject, frame.kind, frame.passive = upper.subject, upper.kind, upper.passive
        frame.negated, frame.modality = upper.negated, upper.modality
        upper.is_part = True


def _join_light_verb(frame: Frame) -> None:
    """Let a bare noun go on its light verb, so that the preposition brings the object: "takes part in" and what it takes part in."""
    noun = next((a.head for a in frame.arguments if a.role == "object"), None)
    if noun is None or frame.kind not in _VERBAL or frame.verb.lemma not in clause_words().light:
        return
    if noun.tag != "NN" or noun.i < frame.verb.i or any(child.dep != "prep" for child in noun.children):
        return
    below = [Argument(head, "oblique", marker) for child in noun.children for marker, head in prepositional(child)]
    beside = [a for a in frame.arguments if a.role == "oblique" and a.marker and a.marker[0].i == noun.i + 1]
    if joined := below or beside:
        rest = [a for a in frame.arguments if a.role != "object" and a not in joined]
        frame.arguments = [Argument(a.head, a.role, (noun, *a.marker)) for a in joined] + rest


def _join_prepositions(frame: Frame) -> None:
    """Read a bare noun between two prepositions as one preposition: "in accordance with", "under supervision of"."""
    for argument in frame.arguments:
        noun = argument.head
        if argument.role == "oblique" and argument.marker and noun.tag == "NN" and len(noun.children) == 1 and not is_time(noun):
            below = [pair for child in noun.children if child.dep == "prep" for pair in prepositional(child)]
            if len(below) == 1:
                argument_marker, head = below[0]
                frame.arguments = [a for a in frame.arguments if a is not argument]
                frame.arguments.append(Argument(head, "oblique", (*argument.marker, noun, *argument_marker)))
                return


def _resolve_pronouns(found: list[Frame]) -> None:
    """Replace a personal pronoun by what it stands for in the sentence: the nearest earlier subject that agrees with it, else such an object.

    A pronoun whose first place in the sentence stays open is the same one later.
    """
    subjects: list[Token] = []
    objects: list[Token] = []
    for frame in found:
        wanted = _PERSONAL.get(frame.subject.lower)
        if wanted is not None and not is_expletive(frame.subject):
            frame.subject = _antecedent(frame.subject, wanted, subjects, objects)
        if frame.kind in _VERBAL:
            if frame.subject not in subjects:
                subjects.append(frame.subject)
            objects += [a.head for a in frame.arguments if a.role in ("object", "agent")]


def _antecedent(pronoun: Token, wanted: str, subjects: list[Token], objects: list[Token]) -> Token:
    agreeing = [noun for noun in subjects if noun.i < pronoun.i and _agrees(noun, wanted)]
    if not agreeing and wanted == "many":
        agreeing = [noun for noun in objects if noun.i < pronoun.i and _agrees(noun, wanted) and noun_class(noun.lower) in _ACTORS]
    nouns = [noun for noun in subjects if noun.i < pronoun.i and noun.pos != "PRON"]
    if not agreeing and wanted == "many" and len(nouns) == 1 and nouns[0].tag == "NNP":
        agreeing = nouns  # "they" of a body: the only one named before
    if not agreeing:
        agreeing = [noun for noun in subjects if noun.i < pronoun.i and noun.lower == pronoun.lower][:1]
    if not agreeing:
        agreeing = [noun for noun in objects if noun.i < pronoun.i and _agrees(noun, wanted)]
    return max(agreeing, key=lambda noun: noun.i, default=pronoun)


def _agrees(noun: Token, wanted: str) -> bool:
    """Whether a pronoun that stands for a person, a thing or many can stand for the noun; the work in "its work" is not what "it" is."""
    if noun.pos not in ("NOUN", "PROPN", "NUM"):
        return False
    owner = noun.child("poss")
    if owner is not None and _PERSONAL.get(owner.lower) == wanted:
        return False
    if wanted == "person":
        is_body = noun.child("det") is not None or is_acronym(noun.text)  # "the SEC"
        return (noun.tag in ("NNP", "NNPS") and not is_body) or (noun.tag == "NN" and noun_class(noun.lower) in _PEOPLE)
    return (is_plural(noun) or len(conjuncts(noun)) > 1) == (wanted == "many")


def _is_unclear(frame: Frame) -> bool:
    """Whether it is not known of whom a frame is said.

    So it is with a relative pronoun for which nothing was found, an owner that is only a pronoun, a gerund that depends on a noun ("the
    task of drafting laws") and an infinitive that does ("efforts to draft laws").
    """
    subject, verb = frame.subject, frame.verb
    if subject.tag in ("WP", "WDT") or (frame.kind == "possessive" and subject.pos == "PRON"):
        return True
    if not frame.words:
        return False
    while verb.dep in ("conj", "advcl") and verb.head is not verb and subject.head is not verb:
        verb = verb.head
    if verb.dep == "pcomp" and (verb is not frame.verb or len(frame.words) == 1):
        return is_noun(verb.head.head) and subject is not verb.head.head
    return verb.dep in ("acl", "relcl") and frame.words[0].lower == "to" and not _is_singled_out(verb.head)


def _is_singled_out(noun: Token) -> bool:
    """Whether an infinitive tells what a noun did: "the first state to tax banks", not "efforts to tax banks"."""
    return any(child.lower in clause_words().singling for child in noun.children)
