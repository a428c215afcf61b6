"""Relations that a rule read and that all signs together speak against (`rules/trust.json`): these are not published.

A rule knows its words. What its ends are, how often the text names them and what else was read of them tell whether it was meant to be used here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extract.drafts import RelationDraft
from pipeline.extract.entities import Entities, Thing
from pipeline.extract.surroundings import head_of, surroundings, told_of
from pipeline.extract.weighing import TRUST, Sign, best_class, is_known

# What is less likely than 0.35 is doubted: the logarithm of these odds.
LEAST = -0.62
# Of an end that the sentence does not mention.
_ELSEWHERE = "elsewhere"
_MANY = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """A relation with all places where it was read, and the signs of whether it is one, that of its rule first."""

    drafts: list[RelationDraft]
    signs: tuple[Sign, ...]


def doubted(drafts: Sequence[RelationDraft], entities: Entities) -> set[int]:
    """The id() of each draft of a relation that is more likely wrong.

    What something is called in so many words is not doubted, nor what rules read that the weights were not learned from.
    """
    unlikely = (reading for reading in readings(drafts, entities) if best_class(TRUST, reading.signs)[1] < LEAST)
    return {id(draft) for reading in unlikely if is_known(TRUST, reading.signs[0]) for draft in reading.drafts if draft.predicate != "is_a"}


def readings(drafts: Sequence[RelationDraft], entities: Entities) -> Iterator[Reading]:
    """The relations of a document, in the order in which they were read first."""
    grouped: dict[tuple[int, str, int | str], list[RelationDraft]] = defaultdict(list)
    for draft in drafts:
        end = draft.object if isinstance(draft.object, str) else id(draft.object)
        grouped[id(draft.subject), draft.predicate, end].append(draft)
    ends = Counter(end for _, _, end in grouped)
    told = told_of(drafts)
    for (_, _, end), group in grouped.items():
        draft = min(group, key=lambda draft: draft.start)
        signs = (*_signs(draft, len(group), ends[end], entities.subject), *_of_end("subject", draft.subject, draft, entities, told))
        if isinstance(draft.object, Thing):
            signs = (*signs, *_of_end("object", draft.object, draft, entities, told))
        yield Reading(group, signs)


def _of_end(role: str, thing: Thing, draft: RelationDraft, entities: Entities, told: dict[int, list[Sign]]) -> Iterator[Sign]:
    """Where one end of a relation stands in the sentence that it was read in, and what else is told of it."""
    mentions = [mention[:3] for mention in thing.mentions if mention[0] is draft.sentence]
    place = next((mention for mention in mentions if draft.start <= mention[1] < draft.end), mentions[0] if mentions else None)
    noun = head_of(*place) if place is not None else None
    around = surroundings(entities, thing, noun, draft.sentence) if noun is not None else (_ELSEWHERE,)
    yield from (f"{role} {sign}" for sign in (*around, *(f"also {row}" for row in told.get(id(thing), ()))))


def _signs(draft: RelationDraft, places: int, shared: int, subject: Thing | None) -> Iterator[Sign]:
    rule, one, end = draft.rule, draft.subject.sort, draft.object
    is_subject = draft.subject is subject
    yield from (f"rule={rule}", f"predicate={draft.predicate}", f"subject={one}", f"rule={rule} from {one}", f"rule={rule} of subject={is_subject}")
    yield from (f"of subject={is_subject}", f"to subject={end is subject}", f"modality={draft.modality}", draft.sentence.kind, f"places={min(_MANY, places)}")
    yield from (f"words={min(_MANY + 2, len(draft.sentence.tokens) // 9)}", f"length={min(_MANY + 1, (draft.end - draft.start) // 25)}")
    yield from (f"subject named={min(_MANY, len(draft.subject.mentions))}", f"subject of {min(_MANY, len(draft.subject.name.split()))}")
    other = "literal"
    if isinstance(end, Thing):
        other, last = end.sort, end.name.split()[-1].lower()
        yield from (f"noun={last}", f"rule={rule} to noun={last}", f"object shared={min(_MANY, shared)}")
        yield from (f"object named={min(_MANY, len(end.mentions))}", f"object of {min(_MANY, len(end.name.split()))}")
    yield from (f"object={other}", f"rule={rule} to {other}", f"{draft.predicate} from {one} to {other}")
