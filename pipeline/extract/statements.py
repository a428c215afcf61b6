"""Open statements: what a reader would accept as said by a sentence, one minimal triple for each argument.

A proposition with several coordinated subjects or objects has one reading for each combination; the triples of a reading
(its object and its prepositional arguments) belong together. Follows the idea of clause-based open information extraction
(Del Corro and Gemulla 2013, ClausIE), with coordination distributed and noun phrases read as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.extract.clauses import Argument
from pipeline.extract.frames import CLAUSAL, Frame, frames, is_adjectival, is_plural, stated_arguments, subjects
from pipeline.extract.phrases import alternatives, clause, coordinated, phrase
from pipeline.extract.propositions import Proposition
from pipeline.extract.syntax import is_noun
from pipeline.source.tokens import Token, source_words, text_order

Span = tuple[int, int]

# A sentence that crosses longer lists than this ("A, B, … and Z regulate a, b, … and z") is stated with its subject as one.
MAX_READINGS = 100


@dataclass(slots=True)
class StatementDraft:
    """One open triple, before it has ids.

    `subject`, `relation` and `object` are texts; the spans are offsets into the source and cover them. `reading` numbers the
    combinations of coordinated arguments of one proposition: triples with the same proposition and reading belong together.
    `subject_head` and `object_head` are what the phrases are about; a pronoun or a relative pronoun is already replaced by what it stands for
    in the sentence. `rule` names the construction and the role of the object.
    """

    proposition: Proposition
    reading: int
    subject: str
    relation: str
    object: str
    subject_span: Span
    relation_span: Span
    object_span: Span
    subject_head: Token
    object_head: Token
    negated: bool
    modality: str
    attributed_to: Token | None
    rule: str


class _Phrase(NamedTuple):
    """What is quoted for an argument: its head and its words in order, never none."""

    head: Token
    words: list[Token]

    @property
    def span(self) -> Span:
        return self.words[0].start, self.words[-1].end


def statements(text: str, propositions: Iterable[Proposition], names: Iterable[Span] = ()) -> Iterator[StatementDraft]:
    """The statements of the propositions of one sentence.

    `text` is the whole source; `names` are the source offsets of proper names in the sentence, which are never taken apart.
    """
    stated: set[tuple[str, str, str]] = set()
    for frame in frames(propositions, names):
        if arguments := stated_arguments(frame):
            for draft in _of_frame(text, frame, arguments):
                triple = (draft.subject, draft.relation, draft.object)
                if triple not in stated:
                    stated.add(triple)
                    yield draft


def _of_frame(text: str, frame: Frame, arguments: list[Argument]) -> Iterator[StatementDraft]:
    """One reading for each coordinated subject and object; the further arguments are stated with the first object."""
    main, *further = arguments
    cut = {argument.marker[0].i for argument in arguments if argument.marker} | {frame.verb.i}
    if frame.kind == "possessive":
        cut |= {frame.proposition.arguments[0].head.i}
    if frame.kind == "apposition":
        cut |= {frame.subject.i}
    reading = 0
    objects = list(_objects(frame, main, cut))
    for said_of in _subjects(frame, cut, MAX_READINGS // max(1, len(objects))):
        if not said_of.words or any(word.tag[:2] == "WP" for word in said_of.words):
            continue  # "whose appointment" cannot stand alone
        for position, stated in enumerate(objects):
            if frame.kind == "possessive" and len(stated.words) == 1 and stated.head.pos == "NOUN":
                continue  # "the bank's value": that there is one is presupposed, not said
            reading += 1
            yield _draft(text, frame, reading, said_of, main, stated)
            if position == 0:
                for argument in further:
                    yield from (_draft(text, frame, reading, said_of, argument, one) for one in _conjunct_phrases(frame, argument, cut))


def _subjects(frame: Frame, cut: set[int], most: int) -> list[_Phrase]:
    """Each coordinated subject; all together as one where they are more than `most`."""
    heads = subjects(frame)
    if len(heads) > max(1, most):
        return [_Phrase(frame.subject, clause(frame.subject, cut - {frame.subject.i}))]
    return [_Phrase(head, _subject_words(frame, head, cut)) for head in heads]


def _subject_words(frame: Frame, subject: Token, cut: set[int]) -> list[Token]:
    if not is_noun(subject):
        return clause(subject)
    words = phrase(subject, (cut | _branch_of(frame.verb, subject)) - {subject.i}, frame.whole)
    if frame.kind == "possessive":
        return [token for token in words if token.tag != "POS" or token.head is not subject]
    if frame.predicate.dep == "compound":  # the name after a title
        return [token for token in words if token.i > frame.predicate.i and token.tag != "POS"]
    return [*_shared(frame.subject, subject, cut), *words]


def _branch_of(verb: Token, subject: Token) -> set[int]:
    """The modifier of the subject in which the verb stands: it is what the statement says, not of whom."""
    while verb.head is not verb and verb.head is not subject:
        verb = verb.head
    return {verb.i} if verb.dep in ("acl", "relcl", "prep") else set()


def _objects(frame: Frame, argument: Argument, cut: set[int]) -> Iterator[_Phrase]:
    """The main object, one for each conjunct at its top and inside it."""
    for whole in _conjunct_phrases(frame, argument, cut):
        for without in alternatives(whole.head, cut, frame.whole) if argument.role not in CLAUSAL else [frozenset()]:
            if words := [token for token in whole.words if token.i not in without]:
                yield _Phrase(whole.head, words)


def _conjunct_phrases(frame: Frame, argument: Argument, cut: set[int]) -> Iterator[_Phrase]:
    heads = [argument.head] if argument.role in CLAUSAL else coordinated(argument.head, frame.whole)
    if frame.kind == "apposition" and len(heads) > 1 and is_plural(frame.subject):
        yield _Phrase(argument.head, clause(argument.head))  # "two powers, A and B": only both are the two
        return
    for head in heads:
        if frame.kind == "possessive" and head is not argument.head and head.child("poss", "det"):
            continue  # "the board's chair and its staff": the second has an owner of its own
        if words := _object_words(frame, argument, head, cut):
            yield _Phrase(head, words)


def _object_words(frame: Frame, argument: Argument, head: Token, cut: set[int]) -> list[Token]:
    if argument.role in CLAUSAL or head.tag[:2] == "VB":
        apart = {token.i for token in argument.marker} | {frame.verb.i}
        if argument.role not in CLAUSAL:
            apart |= {child.i for child in head.children if child.dep in ("conj", "cc")}
        return clause(head, apart)
    if frame.predicate.dep == "compound":  # a title with what stands before it
        return [token for token in phrase(frame.predicate.head) if token.i <= frame.predicate.i and token.dep != "det"]
    words = phrase(head, cut - {head.i}, frame.whole)
    return [*_shared(argument.head, head, cut), *words] if words else []


def _shared(first: Token, head: Token, cut: set[int]) -> list[Token]:
    """What stands before the first conjunct and belongs to `head` too: "the board's chair and staff", "no bank or insurer"."""
    if head is first or head.child("poss", "det") is not None:
        return []
    for child in first.children:
        if child.i not in cut and (child.dep == "poss" or (child.dep == "det" and child.lower in ("no", "neither"))):
            return phrase(child)
    return []


def _draft(text: str, frame: Frame, reading: int, subject: _Phrase, argument: Argument, stated: _Phrase) -> StatementDraft:
    relation, span = _relation(text, frame, argument, subject)
    p = frame.proposition
    return StatementDraft(
        p, reading, source_words(text, subject.words), relation, source_words(text, stated.words), subject.span, span, stated.span,
        subject.head, stated.head, frame.negated, frame.modality, p.attributed_to, f"{p.kind}-{argument.role}",
    )  # fmt: skip


def _relation(text: str, frame: Frame, argument: Argument, subject: _Phrase) -> tuple[str, Span]:
    """The relation's text and span: the verb group with its adverbs, then the preposition; what is implied stands before them."""
    words = list(frame.words)
    if frame.words:
        words += [child for child in frame.verb.children if _is_adverb(child, frame) and child is not argument.head]
    if is_adjectival(frame):
        words += [frame.predicate, *frame.predicate.all("advmod", "neg")]
    fronted = argument.marker if words and argument.marker and argument.marker[-1].i < words[0].i else ()
    words = sorted({word.i: word for word in [*words, *(argument.marker if not fronted else ())]}.values(), key=text_order)
    implied, spoken = _implied(frame, subject.head), source_words(text, words)
    if implied and spoken:
        spoken = spoken[0].lower() + spoken[1:]
    relation = " ".join(part for part in (implied, spoken, source_words(text, fronted).lower()) if part)
    if not words:
        return relation or ("are in" if is_plural(subject.head) else "is in"), (subject.span[1], subject.span[1])
    return relation, ((fronted or words)[0].start, words[-1].end)


def _is_adverb(child: Token, frame: Frame) -> bool:
    """Whether a child of the verb is a plain adverb in the verb group or right after it, not one before the subject."""
    if child.dep != "advmod" or child.children or child.tag == "WRB" or child.i > frame.verb.i + 1:
        return False
    return not child.i < frame.subject.i < frame.verb.i


def _implied(frame: Frame, subject: Token) -> str:
    """The verb that the construction leaves out, in agreement with the subject; none where nothing is left out."""
    many = is_plural(subject)
    first = frame.words[0] if frame.words else frame.verb
    if frame.kind == "possessive":
        return "had" if _is_past(first) else "have" if many else "has"
    if first.dep in ("acl", "advcl", "prep") and first.tag in ("VBN", "VBD") and frame.passive:
        return ("were" if many else "was") if _is_past(first) else "are" if many else "is"
    if frame.kind == "apposition" or first.dep == "amod":
        return "are" if many else "is"
    return ""


def _is_past(token: Token) -> bool:
    """Whether the finite verb above a word is in the past tense."""
    while True:
        if token.pos in ("VERB", "AUX"):
            for word in token.all("aux", "auxpass") or [token]:
                if word.tag in ("VBD", "VBZ", "VBP", "MD"):
                    return word.tag == "VBD"
        if token.head is token:
            return False
        token = token.head
