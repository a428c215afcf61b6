"""The records that travel through the pipeline: one frozen dataclass a table.

Field names and their order are the columns of the contract in `schemas/`; a test holds the two together.
Offsets (`start`, `end`, `*_start`, `*_end`) are half-open and count Unicode code points of the source text as
it stands in `raw/` after decoding UTF-8 and removing a byte order mark. `None` is an empty cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields


@dataclass(frozen=True, slots=True)
class Document:
    """A source text."""

    document_id: str
    title: str
    path: str
    sha256: str
    characters: int
    language: str


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a document; the lead has an empty title."""

    section_id: str
    document_id: str
    position: int
    level: int
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, a heading or a title: `source[start:end] == text`."""

    sentence_id: str
    document_id: str
    section_id: str
    position: int
    block: int
    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing the text speaks of."""

    entity_id: str
    name: str
    type: str
    named: bool
    scope_id: str | None
    description: str | None
    mentions: int
    documents: int


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of an entity; `kind` is acronym, variant or translation."""

    entity_id: str
    alias: str
    kind: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names an entity; `kind` is name, alias, nominal or pronoun."""

    mention_id: str
    entity_id: str
    sentence_id: str
    start: int
    end: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Statement:
    """An open triple read off one sentence."""

    statement_id: str
    sentence_id: str
    proposition_id: str
    subject: str
    relation: str
    object: str
    subject_start: int
    subject_end: int
    relation_start: int
    relation_end: int
    object_start: int
    object_end: int
    subject_id: str | None
    object_id: str | None
    negated: bool
    modality: str
    attributed_to: str | None
    rule: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed edge between two entities, or from an entity to a literal."""

    relation_id: str
    subject_id: str
    predicate: str
    object_id: str | None
    object_value: str | None
    modality: str
    valid_from: str | None
    valid_to: str | None
    evidence: int
    confidence: float | None
    status: str
    rule: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place that supports a relation: `source[start:end] == quote`."""

    evidence_id: str
    relation_id: str
    sentence_id: str
    statement_id: str | None
    start: int
    end: int
    quote: str
    rule: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """What somebody is reported to hold: `source[start:end] == text`."""

    viewpoint_id: str
    holder_id: str | None
    stance: str
    cue: str
    text: str
    about_id: str | None
    sentence_id: str
    start: int
    end: int
    rule: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a review decided on one row: `row` and `value` are JSON; `state` tells whether it still matches anything."""

    decision_id: str
    document_id: str
    action: str
    row_table: str
    row_id: str
    row: str | None
    value: str | None
    reason: str | None
    sentence_id: str | None
    start: int | None
    end: int | None
    quote: str | None
    state: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A source text that could not be read into the tables: at which stage, and why."""

    failure_id: str
    path: str
    document_id: str | None
    stage: str
    error: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read off one document, as records of the contract.

    Entity ids are unique within the document; merging several documents may lengthen them.
    `text` is the exact decoded source; `skipped` counts characters outside every sentence, by reason.
    """

    text: str
    document: Document
    sections: tuple[Section, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    entities: tuple[Entity, ...] = ()
    aliases: tuple[Alias, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    relations: tuple[Relation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    viewpoints: tuple[Viewpoint, ...] = ()
    decisions: tuple[Decision, ...] = ()
    skipped: dict[str, int] = field(default_factory=dict)


# Table name -> record type, in the order in which the tables are published.
RECORDS = {
    "documents": Document,
    "sections": Section,
    "sentences": Sentence,
    "entities": Entity,
    "aliases": Alias,
    "mentions": Mention,
    "statements": Statement,
    "relations": Relation,
    "evidence": Evidence,
    "viewpoints": Viewpoint,
    "decisions": Decision,
    "failures": Failure,
}


def columns(record_type: type) -> tuple[str, ...]:
    """The column names of a record type, in contract order."""
    return tuple(f.name for f in fields(record_type))
