"""One entity made two: the places that mean the second, and what is said there, go to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pipeline.records import Mention
from pipeline.review.decisions import Entry, end_id
from pipeline.review.edition import Edition
from pipeline.review.places import Span

_Moves = Callable[[str, int, int], bool]


def split(edition: Edition, entry: Entry, spans: list[Span], decided: object) -> bool:
    """Make the entity in the entry's value of the mentions at `spans`; False where there is nothing to split."""
    old, new = entry.id, end_id(entry.value)
    if old not in edition.entities:
        return False
    if new not in edition.entities:
        edition.put_entity(new, entry.value, entry.where)
    for alias in entry.value.get("aliases", ()):
        edition.aliases.pop((old, alias), None)
    for span, place in zip(spans, entry.evidence, strict=True):
        there = edition.mention_at(span)
        edition.put_mention(new, span, there.kind if there else "name", place.where)
    moved = [m for m in edition.mentions.values() if (m.start, m.end) in spans]
    stays = [m for m in edition.mentions.values() if m.entity_id == old]
    _move(edition, old, new, _mover(moved, stays))
    return True


def _mover(moved: list[Mention], stays: list[Mention]) -> _Moves:
    """Whether a place speaks of the second: a moved mention and none that stays is in it, or else in its sentence."""

    def moves(sentence_id: str, start: int, end: int) -> bool:
        def inside(mentions: list[Mention]) -> bool:
            return any(m.start < end and start < m.end for m in mentions)

        if inside(moved) or inside(stays):
            return not inside(stays)
        return any(m.sentence_id == sentence_id for m in moved) and all(m.sentence_id != sentence_id for m in stays)

    return moves


def _move(edition: Edition, old: str, new: str, moves: _Moves) -> None:
    for evidence in list(edition.evidence.values()):
        relation = edition.relations.get(evidence.relation_id)
        if relation and old in (relation.subject_id, relation.object_id) and moves(evidence.sentence_id, evidence.start, evidence.end):
            ends: dict[str, Any] = {side: new for side in ("subject_id", "object_id") if getattr(relation, side) == old}
            edition.copy_evidence(evidence, replace(relation, **ends))
    for key, row in edition.statements.items():
        parts = {
            "subject_id": (row.subject_start, row.subject_end),
            "object_id": (row.object_start, row.object_end),
            "attributed_to": (row.subject_start, row.object_end),
        }
        changes: dict[str, Any] = {name: new for name, span in parts.items() if getattr(row, name) == old and moves(row.sentence_id, *span)}
        edition.statements[key] = replace(row, **changes)
    for key, view in edition.viewpoints.items():
        sides = ("holder_id", "about_id") if moves(view.sentence_id, view.start, view.end) else ()
        changes = {side: new for side in sides if getattr(view, side) == old}
        edition.viewpoints[key] = replace(view, **changes)
