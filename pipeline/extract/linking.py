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
from pipeline.extract.references import reference_opening
from pipeline.extract.rulebook import INVERSE
from pipeline.extract.surroundings import head_of, surroundings, told_of, words_above
from pipeline.extract.terms import is_vague
from pipeline.extract.viewpoints import ViewpointDraft, is_held_in
from pipeline.extract.weighing import LINKS, Sign, best_class
from pipeline.source.tokens import Sentence, Token

RULE = "weighed"
# A noun with these labels only says of what sort another one is.
_PARTS = frozenset({"amod", "compound", "nmod", "poss"})
# What a body has and is itself: "its **head office** is in Bergen".
_SEATS = frozenset({"headquarters", "office"})
# Of what a sentence tells that does not concern the subject.
_OTHER = "other "
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
    head = head_of(*thing.mentions[0][:3])
    is_seat = thing.type == "place" and head is not None and head.lower in _SEATS
    return head is not None and head.dep not in _PARTS and not (is_seat or is_vague(head)) and (" " in thing.name or thing.type == "group")


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
    related = list(related)
    known = {id(end) for draft in related if subject in (draft.subject, draft.object) for end in (draft.subject, draft.object)} | {id(subject)}
    told, here, rank = told_of(related), _told_in(related, subject), _ranks(entities)
    for thing in entities.things:
        if id(thing) in known or not (thing.named or id(thing) in told or is_term(thing)):
            continue
        place = next((m[:3] for m in thing.mentions if m[0].kind in ("paragraph", "list_item") and reference_opening(m[0]) is None), None)
        head = head_of(*place) if place is not None else None
        if place is None or head is None or is_held_in(viewpoints, place[1]) or _is_denied(head):
            continue
        sentence, type_ = place[0], thing.sort
        said = [*(f"also {row}" for row in told.get(id(thing), ())), *(f"here {row}" for row in here.get(id(sentence), ()))]
        around = [*said, f"place={rank[id(sentence)]}", f"subject is {subject.type}"]
        mentions = f"mentions={min(_MANY, len(thing.mentions))}"
        signs = (*surroundings(entities, thing, head, sentence), mentions, *around, *(f"{sign} of {type_}" for sign in around))
        yield Candidate(thing, *place, signs)


def _told_in(related: Iterable[RelationDraft], subject: Thing) -> dict[int, list[str]]:
    """What each sentence, by its id(), tells of the subject of the document, and what of others."""
    told: dict[int, set[str]] = defaultdict(set)
    for draft in related:
        whose = "" if draft.subject is subject else INVERSE if draft.object is subject else _OTHER
        told[id(draft.sentence)].add(f"{whose}{draft.predicate}")
    return {key: sorted(rows) for key, rows in told.items()}


def _ranks(entities: Entities) -> dict[int, int]:
    """Whether each sentence, by its id(), that mentions anything is the first, the second ... of them."""
    first = {id(sentence): start for thing in entities.things for sentence, start, *_ in thing.mentions}
    return {key: min(rank, _MANY) for rank, key in enumerate(sorted(first, key=first.__getitem__))}


def _is_denied(noun: Token) -> bool:
    """Whether a noun stands in what is not so: "is **not** responsible for fishing"."""
    return any(word.head.child("neg") is not None for word in words_above(noun))
