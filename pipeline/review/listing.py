"""What is to be reviewed and what was, as text and JSON, for people and scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from pipeline.errors import printable
from pipeline.review.desk import Desk, Item, to_yaml
from pipeline.review.session import describe, quotes

STATES = ("unreviewed", "confirmed", "added", "changed", "rejected", "stale")


def list_rows(desk: Desk, tables: Sequence[str], states: Sequence[str], document_id: str | None, *, as_json: bool) -> Iterator[str]:
    """A line for each row of the tables in one of the states (all where none is named), least certain first."""
    for item in desk.items(tables, document_id):
        if not states or item.state in states:
            yield json.dumps(_entry(desk, item), ensure_ascii=False) if as_json else _line(item)


def status_lines(desk: Desk) -> Iterator[str]:
    """How far the review is, a line a table."""
    for table, counts in desk.status().items():
        seen, total = counts.total() - counts["unreviewed"], counts.total()
        parts = ", ".join(f"{counts[state]} {state}" for state in STATES[1:] if counts[state])
        yield f"{table:10} {seen} of {total} reviewed ({100 * seen // max(total, 1)} %){': ' + parts if parts else ''}"


def status_json(desk: Desk) -> str:
    """How many rows of each table are in which state."""
    return json.dumps({table: {state: counts[state] for state in STATES} for table, counts in desk.status().items()}, indent=2)


def draft(desk: Desk, tables: Sequence[str], document_id: str) -> Iterator[str]:
    """A decisions file that confirms every unreviewed row, with what each says and its sentence as comments, to be corrected by hand."""
    yield f"document: {document_id}\ndecisions:"
    rows = desk.rows[document_id]
    for item in desk.items(tables, document_id):
        if item.state == "unreviewed":
            certain = "" if item.confidence is None else f" ({item.confidence:.2f})"
            for line in (
                printable(describe(rows, item.table, item.row_id)) + certain,
                *quotes(rows, item.table, item.row_id, "[[{}]]".format),
            ):
                yield f"# {' '.join(line.split())}"
            yield to_yaml([{"action": "confirm", "table": item.table, "id": item.row_id}]).rstrip()


def _line(item: Item) -> str:
    confidence = "     " if item.confidence is None else f"{item.confidence:.3f}"
    return f"{item.state:10} {confidence} {item.table:10} {item.row_id}"


def _entry(desk: Desk, item: Item) -> dict[str, object]:
    rows = desk.rows[item.document_id]
    if item.row_id not in rows.tables[item.table]:
        return asdict(item)
    marked = quotes(rows, item.table, item.row_id, "[[{}]]".format, str)
    return {**asdict(item), "says": describe(rows, item.table, item.row_id), "quotes": marked}
