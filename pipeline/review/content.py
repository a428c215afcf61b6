"""What a decision records of a row: its content and its places, taken from the rows as they are now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from pipeline import ids
from pipeline.records import Entity, Evidence, Extraction, Mention, Relation, Statement, Viewpoint
from pipeline.review.apply import span_of
from pipeline.review.places import place_at

PARTS = ("subject", "relation", "object")


class Rows:
    """The rows of one document by id, as reviewed so far."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.tables: dict[str, dict[str, Any]] = {
            "relations": {row.relation_id: row for row in extraction.relations},
            "viewpoints": {row.viewpoint_id: row for row in extraction.viewpoints},
            "entities": {row.entity_id: row for row in extraction.entities},
            "mentions": {row.mention_id: row for row in extraction.mentions},
            "statements": {row.statement_id: row for row in extraction.statements},
            "evidence": {row.evidence_id: row for row in extraction.evidence},
        }
        self._spans: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for evidence in extraction.evidence:
            self._spans["relations", evidence.relation_id].append((evidence.start, evidence.end))
        for mention in extraction.mentions:
            self._spans["entities", mention.entity_id].append((mention.start, mention.end))

    def table_of(self, row_id: str) -> str | None:
        """The table that has a row with this id."""
        return next((table for table, rows in self.tables.items() if row_id in rows), None)

    def entity_named(self, name: str) -> Entity | None:
        """The entity with this id, name or alias; none where several have it."""
        entities: dict[str, Entity] = self.tables["entities"]
        if name in entities:
            return entities[name]
        folded = name.casefold()
        found = {key for key, entity in entities.items() if entity.name.casefold() == folded}
        found = found or {alias.entity_id for alias in self.extraction.aliases if alias.alias.casefold() == folded}
        return entities[found.pop()] if len(found) == 1 else None

    def content(self, table: str, row_id: str) -> dict[str, Any]:
        """The content of a row in the form in which decisions record it; what has its usual value is left out."""
        return _CONTENT[table](self, self.tables[table][row_id])

    def places(self, table: str, row_id: str) -> list[tuple[int, int]]:
        """Where in the source the row can be seen: the evidence of a relation, the mentions of an entity, or its own place."""
        if table in ("relations", "entities"):
            return sorted(self._spans.get((table, row_id), ()))
        return [span_of(self.tables[table][row_id])]

    def evidence(self, table: str, row_id: str) -> list[dict[str, Any]]:
        """The places as decisions record them; of an entity the first mention by name will do."""
        spans = self.places(table, row_id)
        if table == "entities":
            named = [(m.start, m.end) for m in self.extraction.mentions if m.entity_id == row_id and m.kind in ("name", "alias")]
            spans = sorted(named)[:1] or spans[:1]
        return [place_at(self.extraction.text, *span) for span in spans]

    def end(self, entity_id: str) -> dict[str, Any]:
        """An entity as the end of a relation: enough to publish it where it is no longer extracted."""
        entity: Entity = self.tables["entities"][entity_id]
        own = ids.scoped(entity.scope_id, entity.name) if entity.scope_id else ids.slug(entity.name)
        return _filled(
            id=None if own == entity_id else entity_id,
            name=entity.name,
            type=entity.type,
            named=entity.named or None,
            scope=entity.scope_id,
        )


def _entity(rows: Rows, row: Entity) -> dict[str, Any]:
    aliases = {alias.alias: alias.kind for alias in rows.extraction.aliases if alias.entity_id == row.entity_id}
    end = rows.end(row.entity_id)
    end.pop("id", None)
    return end | _filled(description=row.description, aliases=aliases or None)


def _mention(rows: Rows, row: Mention) -> dict[str, Any]:
    return {"entity": rows.end(row.entity_id), "kind": row.kind}


def _relation(rows: Rows, row: Relation) -> dict[str, Any]:
    return _filled(
        subject=rows.end(row.subject_id),
        predicate=row.predicate,
        object=rows.end(row.object_id) if row.object_id else None,
        literal=row.object_value,
        modality=None if row.modality == "asserted" else row.modality,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _viewpoint(rows: Rows, row: Viewpoint) -> dict[str, Any]:
    return _filled(
        holder=rows.end(row.holder_id) if row.holder_id else None,
        stance=row.stance,
        cue=row.cue,
        about=rows.end(row.about_id) if row.about_id else None,
    )


def _statement(rows: Rows, row: Statement) -> dict[str, Any]:
    start = span_of(row)[0]
    return _filled(
        subject=row.subject,
        relation=row.relation,
        object=row.object,
        spans=[[getattr(row, f"{part}_{side}") - start for side in ("start", "end")] for part in PARTS],
        proposition=row.proposition_id,
        subject_id=row.subject_id,
        object_id=row.object_id,
        attributed_to=row.attributed_to,
        negated=row.negated or None,
        modality=None if row.modality == "asserted" else row.modality,
    )


def _evidence(rows: Rows, row: Evidence) -> dict[str, Any]:
    return {"relation": row.relation_id}


def _filled(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


_CONTENT: dict[str, Callable[[Rows, Any], dict[str, Any]]] = {
    "entities": _entity, "mentions": _mention, "relations": _relation,
    "viewpoints": _viewpoint, "statements": _statement, "evidence": _evidence,
}  # fmt: skip
