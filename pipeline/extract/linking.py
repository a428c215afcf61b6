"""What the subject of a document has to do with things that no rule relates to it.

An encyclopedic article tells of its subject in every sentence; where no rule knows the words, all `signs` of where a thing stands are weighed
(`rules/links.json`), and what is more likely than not is a relation. Its confidence is that likelihood.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp

from pipeline.extract import types
from pipeline.extract.drafts import RelationDraft
from pipeline.extract.entities import Entities, Thing
from pipeline.extract.lexicon import noun_class
from pipeline.extract.references import reference_opening
from pipeline.extract.rulebook import INVERSE
from pipeline.extract.syntax import NOMINAL_SUBJECTS
from pipeline.extract.terms import is_vague
from pipeline.extract.viewpoints import ViewpointDraft, is_held_in
from pipeline.extract.weighing import LINKS, Sign, best_class
from pipeline.source.tokens import Sentence, Token

RULE = "weighed"
# A noun with these labels only says of what sort another one is.
_PARTS = frozenset({"amod", "compound", "nmod", "poss"})
_VERBS = frozenset({"VERB", "AUX"})
# So many clauses up the subject of a verb is looked for, and so many words up from a noun its verb.
_CLIMB, _REACH = 5, 7
_MANY = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may have to do with the subject: its first mention outside of views, as source offsets, and the signs of what it is."""

    thing: Thing
    sentence: Sentence
    start: int
    end: int
    signs: tuple[Sign, ...]


def is_term(thing: Thing) -> bool:
    """Whether a generic thing is a term by itself where the text names it first: one of several words, or people."""
    if thing.named or thing.scope is not None or not thing.mentions or thing.mentions[0][0].kind not in ("paragraph", "list_item"):
        return False
    head = _head(*thing.mentions[0][:3])
    return head is not None and head.dep not in _PARTS and not is_vague(head) and (" " in thing.name or thing.type == "group")


def links(entities: Entities, viewpoints: Sequence[ViewpointDraft], related: Sequence[RelationDraft]) -> Iterator[RelationDraft]:
    """The relations between the document's subject and things that are not `related` to it, in the order of the things."""
    for candidate in candidates(entities, viewpoints, related):
        predicate, score = best_class(LINKS, candidate.signs)
        if score > 0 and entities.subject is not None:
            ends = (entities.subject, candidate.thing)
            subject, end = reversed(ends) if predicate.startswith(INVERSE) else ends
            yield RelationDraft(
                subject, predicate.removeprefix(INVERSE), end, "asserted", None, None, candidate.sentence, candidate.start, candidate.end, None, RULE,
                round(1 / (1 + exp(-score)), 3),
            )  # fmt: skip


def candidates(entities: Entities, viewpoints: Sequence[ViewpointDraft], related: Iterable[RelationDraft]) -> Iterator[Candidate]:
    """The things that are not `related` to the document's subject, which is a body: named ones, terms, and what anything else is said of."""
    subject = entities.subject
    if subject is None or subject.type not in types.ORGANISATIONS:
        return
    known, told = {id(subject)}, defaultdict(set)
    for draft in related:
        if isinstance(draft.object, Thing):
            told[id(draft.subject)].add(f"{draft.predicate} something")
            told[id(draft.object)].add(f"something {draft.predicate}")
            if subject in (draft.subject, draft.object):
                known |= {id(draft.subject), id(draft.object)}
    for thing in entities.things:
        if id(thing) in known or not (thing.named or id(thing) in told or is_term(thing)):
            continue
        place = next((m[:3] for m in thing.mentions if m[0].kind in ("paragraph", "list_item") and reference_opening(m[0]) is None), None)
        head = _head(*place) if place is not None else None
        if place is None or head is None or is_held_in(viewpoints, place[1]) or _is_denied(head):
            continue
        yield Candidate(thing, *place, tuple(_signs(entities, thing, head, place[0], sorted(told[id(thing)]))))


def _is_denied(noun: Token) -> bool:
    """Whether a noun stands in what is not so: "is **not** responsible for fishing"."""
    return any(word.head.child("neg") is not None for word in _above(noun))


def _head(sentence: Sentence, start: int, end: int) -> Token | None:
    """The noun that heads a mention."""
    words = [token for token in sentence.tokens if start <= token.start < end]
    return next((word for word in words if word.head is word or not start <= word.head.start < end), None)


def _signs(entities: Entities, thing: Thing, noun: Token, sentence: Sentence, told: list[str]) -> Iterator[Sign]:
    """All that may tell what a thing is to the subject: what it is, what stands over it, in whose clause, and what else is said of it."""
    type_ = thing.sort
    above = _above(noun)
    path = "/".join(f"{word.dep}{f' {word.head.lower}' if word.dep == 'pobj' else ''}" for word in above)
    top = above[-1].head if above else noun
    verb = top if top.pos in _VERBS else None
    clause = _clause(entities, sentence, noun, verb)
    yield from (f"type={type_}", f"path={path}", f"path={path} of {type_}", f"clause={clause}", f"clause={clause} of {type_}", sentence.kind)
    yield from (f"mentions={min(_MANY, len(thing.mentions))}", *(f"also {row}" for row in told), *(f"also {row} of {type_}" for row in told))
    if not thing.named:
        yield from (f"noun={noun.lemma.lower()}", f"class={noun_class(noun.lower)}")
    if verb is not None:
        word = f"{verb.lemma.lower()}{' passive' if verb.child('auxpass') is not None else ''}"
        yield from (f"verb={word}", f"verb={word} in {clause}", f"verb={word} over {type_}", f"verb={word} by {path}", f"verb={word} in {clause} over {type_}")
        yield f"as {verb.dep}"
    else:
        yield from (f"root={top.lemma.lower()}", f"root={top.lemma.lower()} over {type_}")
    if above:
        yield from (f"under={above[0].dep} {above[0].head.lemma.lower()}", f"under={above[0].dep} {above[0].head.lemma.lower()} of {type_}")
    if (over := next((word.head for word in above if word.head.pos in ("NOUN", "PROPN")), None)) is not None:
        yield from (f"of={over.lemma.lower()}", f"of={over.lemma.lower()} of {type_}")


def _above(noun: Token) -> list[Token]:
    """The words from a noun up to the one below its verb, or to the top."""
    found: list[Token] = []
    while noun.head is not noun and len(found) < _REACH:
        found.append(noun)
        noun = noun.head
        if noun.pos in _VERBS:
            break
    return found


def _clause(entities: Entities, sentence: Sentence, noun: Token, verb: Token | None) -> str:
    """Of whom the clause of a noun tells: the subject of the document ("own"), the noun, nobody, or a thing of a type."""
    who = _subject_of(verb)
    if who is None:
        return "item" if sentence.kind == "list_item" else "nobody"
    if who is noun:
        return "itself"
    things = entities.of(who)
    if entities.subject in things:
        return "own"
    return f"some {things[0].type}" if things else "something"


def _subject_of(verb: Token | None) -> Token | None:
    """The subject of a verb, or of one above it that shares it."""
    for _ in range(_CLIMB):
        if verb is None:
            return None
        if (who := verb.child(*NOMINAL_SUBJECTS)) is not None:
            return who
        verb = verb.head if verb.head is not verb else None
    return None
