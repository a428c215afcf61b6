"""What holds for any decisions: rows stay sound, and what was confirmed is published whatever the rules find later."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import DataError
from pipeline.records import Extraction
from pipeline.review.apply import apply_decisions
from pipeline.review.content import Rows
from pipeline.review.decisions import Entry, check, complete, entry_of
from pipeline.review.fill import fill

TABLES = ("entities", "mentions", "statements", "relations", "viewpoints")
KEYS = {
    "entities": "entity_id",
    "mentions": "mention_id",
    "statements": "statement_id",
    "relations": "relation_id",
    "viewpoints": "viewpoint_id",
}


def entries(extraction: Extraction, items: list[dict[str, Any]]) -> list[Entry]:
    rows = Rows(extraction)
    return [complete(entry_of("harbour", fill(item, rows, "here"), lambda *path, at=at: f"here:{at}")) for at, item in enumerate(items)]


def decide(extraction: Extraction, actions: str) -> list[dict[str, Any]]:
    """One decision a row: `c` confirm, `r` reject, anything else none."""
    targets = [(table, getattr(row, KEYS[table])) for table in TABLES for row in getattr(extraction, table)]
    word = {"c": "confirm", "r": "reject"}
    return [
        {"action": word[action], "table": table, "id": row_id, "reason": "r"}
        for action, (table, row_id) in zip(actions, targets, strict=False)
        if action in word
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("cr-", min_size=21, max_size=21))
def test_any_decisions_leave_sound_rows_or_conflict(harbour: Extraction, actions: str) -> None:
    found = entries(harbour, decide(harbour, actions))
    try:
        check(found)
    except DataError as error:
        assert "keep one of the two" in str(error)
        return
    after = apply_decisions(harbour, found)
    entities = {entity.entity_id: entity for entity in after.entities}
    assert all({relation.subject_id, relation.object_id} <= entities.keys() for relation in after.relations)
    assert all(row.relation_id in {relation.relation_id for relation in after.relations} for row in after.evidence)
    assert all(entity.mentions == sum(m.entity_id == key for m in after.mentions) for key, entity in entities.items())
    for entry in found:
        if entry.action == "reject" and entry.table in ("entities", "relations", "statements"):
            assert entry.id not in {getattr(row, KEYS[entry.table]) for row in getattr(after, entry.table)}
        if entry.action == "confirm" and entry.table in ("entities", "relations"):
            assert entry.id in {getattr(row, KEYS[entry.table]) for row in getattr(after, entry.table)}
    assert len(after.decisions) == len({decision.decision_id for decision in after.decisions}) == len(found)


@pytest.mark.parametrize("kept", ["", "relations", "entities"])
def test_all_that_was_confirmed_survives_rules_that_find_less(harbour: Extraction, kept: str) -> None:
    found = entries(harbour, decide(harbour, "c" * 99))
    lost = {name: () for name in ("entities", "aliases", "mentions", "statements", "relations", "evidence", "viewpoints") if name != kept}
    poorer = replace(harbour, **lost) if kept != "relations" else replace(harbour, mentions=(), statements=(), viewpoints=())
    before, after = apply_decisions(harbour, found), apply_decisions(poorer, found)
    assert {r.relation_id: (r.status, r.modality, r.evidence) for r in after.relations} == {
        r.relation_id: (r.status, r.modality, r.evidence) for r in before.relations
    }
    assert {(e.entity_id, e.name, e.type, e.named) for e in after.entities} == {
        (e.entity_id, e.name, e.type, e.named) for e in before.entities
    }
    for table in ("mentions", "viewpoints", "evidence"):
        places = [{(row.start, row.end) for row in getattr(edition, table)} for edition in (before, after)]
        assert places[0] == places[1], table
    assert [(s.subject, s.subject_start, s.subject_id) for s in after.statements] == [
        (s.subject, s.subject_start, s.subject_id) for s in before.statements
    ]
    assert set(after.aliases) == set(before.aliases)
