"""Cells of Datasette's tables that lead somewhere: an entity to its page, a row to its place in the text."""

from __future__ import annotations

import sqlite3

from markupsafe import Markup

from pipeline.site.context import Site

# Table -> the column that shows where a row stands, and so leads there.
_PLACED = {
    "sections": "start",
    "sentences": "start",
    "mentions": "start",
    "statements": "subject_start",
    "relations": "evidence",
    "evidence": "start",
    "viewpoints": "start",
}
# Columns that hold such ids wherever they turn up: in a view, in the answer to a question.
_ENTITIES = {"entity_id", "subject_id", "object_id", "holder_id", "about_id", "scope_id", "attributed_to"}
_ROWS = {
    "section_id": "sections",
    "sentence_id": "sentences",
    "mention_id": "mentions",
    "statement_id": "statements",
    "relation_id": "relations",
    "evidence_id": "evidence",
    "viewpoint_id": "viewpoints",
}


def render(site: Site, row: sqlite3.Row, value: object, column: str, table: str | None) -> Markup | None:
    """The cell as a link, or nothing where Datasette's own way will do. `value` is a dict where Datasette found a label for an id."""
    label, key = (value["label"], value["value"]) if isinstance(value, dict) else (value, value)
    if table in _PLACED and column == _PLACED[table]:
        return _link(site.links.place(table, str(row[0])), f"{key}", "in the text")
    if column in _ENTITIES and isinstance(key, str):
        return _link(site.links.entity(key), str(label))
    if column in _ROWS and isinstance(key, str):
        return _link(site.links.row(_ROWS[column], key), key) + Markup("<br>") + _link(site.links.place(_ROWS[column], key), "in the text")
    return None


def _link(address: str, text: str, hint: str | None = None) -> Markup:
    shown = Markup("{} <small>{}</small>").format(text, hint) if hint else Markup.escape(text)
    return Markup('<a href="{}">{}</a>').format(address, shown)
