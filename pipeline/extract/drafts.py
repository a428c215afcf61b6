"""What the relation stages hand on: relations as read off one place each."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extract.entities import Thing
from pipeline.extract.propositions import Proposition
from pipeline.source.tokens import Sentence


@dataclass(frozen=True, slots=True)
class RelationDraft:
    """A relation as read off one place: `object` is a thing or a literal, `start` and `end` are source offsets of the evidence.

    `score` is how likely it is, where that was weighed; else it is trusted as its `rule` is.
    """

    subject: Thing
    predicate: str
    object: Thing | str
    modality: str
    valid_from: str | None
    valid_to: str | None
    sentence: Sentence
    start: int
    end: int
    proposition: Proposition | None
    rule: str
    score: float | None = None
