"""Short decisions made complete: what a reviewer leaves out is taken from the rows as they are now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.errors import CallError, DataError
from pipeline.review.content import Rows
from pipeline.review.decisions import ENDS
from pipeline.review.places import place_at, words

_TABLE_BY_COLUMN = {"predicate": "relations", "stance": "viewpoints", "entity": "mentions", "name": "entities"}
_ORDER = ("action", "table", "id", "row", "value", "evidence", "reason")


def fill(item: Mapping[str, Any], rows: Rows, where: str) -> dict[str, Any]:
    """The decision with its table, id, content and evidence, in the order of the file. Raises DataError where there is no such row."""
    full = dict(item)
    row = full.get("row", {})
    if "id" in full and full["action"] != "add":
        table = full.setdefault("table", rows.table_of(full["id"]) or "")
        if full["id"] not in rows.tables.get(table, {}):
            if "row" in full:
                return ordered(full)
            raise DataError(f"{where}: no row has the id '{full['id']}'; see the ids with: pipeline review list")
        full["row"] = rows.content(table, full["id"]) | row
        full.setdefault("evidence", rows.evidence(table, full["id"]))
    elif row:
        full.setdefault("table", next((table for column, table in _TABLE_BY_COLUMN.items() if column in row), ""))
        full["row"] = row | {name: _end(row[name], rows) for name in ENDS.get(full["table"], ()) if name in row}
        if full["table"] == "entities":
            full.setdefault("evidence", [place_at(rows.extraction.text, *span) for span in words(rows.extraction.text, row["name"])])
    if full["action"] == "merge" and "value" in full:
        full["value"] = _end(full["value"], rows)
    if not full.get("evidence"):
        full.pop("evidence", None)
    return ordered(full)


def _end(end: Any, rows: Rows) -> Any:
    """The entity with this id, name or alias as it is recorded; what is not there stays as it was written."""
    entity = rows.entity_named(end if isinstance(end, str) else end.get("id", end["name"]))
    if entity is None or (not isinstance(end, str) and end.get("scope", entity.scope_id) != entity.scope_id):
        return end
    return rows.end(entity.entity_id)


def ordered(item: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a decision in the order in which files have them."""
    return {name: item[name] for name in _ORDER if name in item}


EDITABLE = {
    "relations": ("predicate", "object", "modality", "valid_from", "valid_to"),
    "viewpoints": ("stance", "cue", "holder", "about"),
    "entities": ("name", "type", "description"),
    "mentions": ("entity", "kind"),
    "statements": ("negated", "modality"),
}
_KEY_PARTS = {"predicate", "object"}


def current(rows: Rows, table: str, row_id: str) -> dict[str, str]:
    """What the editable columns of a row say, as text; entities by their id."""
    content = {"modality": "asserted"} | rows.content(table, row_id)
    values: dict[str, str] = {}
    for name in EDITABLE[table]:
        value = content.get(name, content.get("literal") if name == "object" else None)
        if isinstance(value, dict):
            value = rows.tables[table][row_id].object_id if name == "object" else getattr(rows.tables[table][row_id], f"{name}_id")
        values[name] = str(value).lower() if isinstance(value, bool) else str(value or "")
    return values


def edited(rows: Rows, table: str, row_id: str, changes: Mapping[str, str], reason: str) -> list[dict[str, Any]]:
    """The decisions that make the columns in `changes` say what they should; other ends or another predicate make another relation."""
    decision = {"table": table, "id": row_id}
    if not changes:
        return [{"action": "confirm", **decision}]
    if table == "relations" and changes.keys() & _KEY_PARTS:
        row = rows.content(table, row_id) | {name: value for name, value in changes.items() if name != "object"}
        if "object" in changes:
            row[_object_column(rows, row, changes["object"])] = changes["object"]
        added = {"action": "add", "table": table, "row": row, "evidence": rows.evidence(table, row_id), "reason": reason}
        return [{"action": "reject", **decision, "reason": reason}, added]
    items: list[dict[str, Any]] = []
    rest: dict[str, Any] = dict(changes)
    if table == "entities":
        for name, action in (("name", "rename"), ("type", "retype")):
            if name in rest:
                items.append({"action": action, **decision, "value": rest.pop(name), "reason": reason})
    if rest:
        items.append(
            {"action": "confirm", **decision, "value": {name: _typed(name, value) for name, value in rest.items()}, "reason": reason}
        )
    return items


def _object_column(rows: Rows, row: dict[str, Any], name: str) -> str:
    """Whether the new object is an entity or, as the old one was, a literal."""
    if row.pop("literal", None) is not None and rows.entity_named(name) is None:
        return "literal"
    if rows.entity_named(name) is None:
        raise CallError(f"there is no entity '{name}'; give an id, a name or an alias of one (add new ones with: pipeline review add)")
    return "object"


def _typed(name: str, value: str) -> Any:
    if name == "negated":
        return value == "true"
    return value or None
