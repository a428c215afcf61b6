"""The check by columns says what the compiled validator says of each row, and finds what is wrong between tables."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.corpus.columns import columns_of
from pipeline.records import Extraction
from pipeline.tables.checks import check_quotes, check_rows
from pipeline.tables.contract import Table, load_contract
from pipeline.tables.merge import Tables, merge
from pipeline.tables.store import TYPES
from pipeline.tables.volume import check_volume, row_condition

TABLES = {table.name: table for table in load_contract().tables}
# Blanks that regular expressions disagree on, ends of lines, cases, and what is longer or shorter than it should be.
TEXTS = ["", " ", "x", "x ", " x", "x\n", "\x85x", "x\x1f", "x\u2003", "\u00a0x", "\u200bx", "X", "a--b", "a---b", "-a", "2011", "2011-1", "a.b.c", "💧", "é" * 64,
         "0" * 64, "men-0123456789abcdef", "fai-0123456789abcdeg", "en", "en-GB", "null", "it's"]  # fmt: skip
NUMBERS = [-1, 0, 1, 2, 10**12]
FRACTIONS = [-0.1, 0.0, 0.5, 1.0, 1.1]


def valid_row(table: Table) -> dict[str, Any]:
    """A row of the schema's own examples."""
    row = {column.name: column.schema["examples"][0] for column in table.columns}
    if "oneOf" in table.schema:
        row["object_value"] = None
    return row


def is_valid(table: Table, row: dict[str, Any]) -> bool:
    return not list(check_rows(table, [tuple(row.values())]))


def accepted(table: Table, rows: list[dict[str, Any]]) -> list[bool]:
    """Which rows the condition is true for."""
    columns = {
        column.name: pa.array([row[column.name] for row in rows], TYPES[column.type]) for column in table.columns if column.type in TYPES
    }
    found = pa.table({**columns, "_row": pa.array(range(len(rows)))})
    with duckdb.connect() as database:
        database.register("found", found)
        kept = {row for (row,) in database.execute(f"select _row from found where {row_condition(table)}").fetchall()}
    return [number in kept for number in range(len(rows))]


@pytest.mark.parametrize("name", TABLES)
def test_the_condition_is_the_schema_for_each_cell(name: str) -> None:
    table = TABLES[name]
    values = {"string": TEXTS, "integer": NUMBERS, "number": FRACTIONS, "boolean": [True, False]}
    rows = [valid_row(table)]
    for column in table.columns:
        if column.type in values:
            rows += [valid_row(table) | {column.name: value} for value in [*values[column.type], None, *column.enum]]  # type: ignore[list-item]
    expected = [is_valid(table, row) for row in rows]
    assert accepted(table, rows) == expected
    assert expected[0]
    assert not all(expected)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.text(max_size=8) | st.sampled_from(TEXTS), st.text(max_size=4)), min_size=1, max_size=20))
def test_the_condition_is_the_schema_for_any_text(cells: list[tuple[str, str]]) -> None:
    table = TABLES["aliases"]
    rows = [{"entity_id": entity_id or "a", "alias": alias, "kind": "acronym"} for alias, entity_id in cells]
    assert accepted(table, rows) == [is_valid(table, row) for row in rows]


def test_nothing_is_found_where_nothing_is_wrong(extraction: Extraction, make: Callable[[str], Extraction]) -> None:
    assert list(check_volume(merge([extraction, make("z")]).rows)) == []
    assert list(check_quotes(columns_of(extraction))) == []


def changed(tables: Tables, table: str, number: int, **cells: object) -> dict[str, Any]:
    """The rows of the tables with some cells of one row changed."""
    rows = [dict(zip(TABLES[table].column_names, row, strict=True)) for row in tables.rows[table]]
    rows[number] |= cells
    return {**tables.rows, table: [tuple(row.values()) for row in rows]}


DAMAGE = {
    "a key twice": ("mentions", {"mention_id": None}, "primary-key"),
    "a dangling reference": ("mentions", {"entity_id": "nobody"}, "foreign-key"),
    "a wrong count": ("entities", {"mentions": 99}, "count"),
    "an unknown word": ("aliases", {"kind": "nickname"}, "schema"),
    "both ends of a relation": ("relations", {"object_value": "2011"}, "schema"),
    "a predicate between the wrong types": ("relations", {"predicate": "led_by"}, "predicate"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_what_is_wrong_is_found_and_placed(name: str, extraction: Extraction) -> None:
    table, cells, slug = DAMAGE[name]
    tables = merge([extraction])
    if name == "a key twice":
        cells = {"mention_id": tables.rows["mentions"][1][0]}
    issues = [issue for issue in check_volume(changed(tables, table, 0, **cells)) if issue.slug == slug]
    assert [(issue.table, issue.row) for issue in issues][:1] == [(table, 2 if name == "a key twice" else 1)]


@pytest.mark.parametrize(
    ("table", "cells"), [("mentions", {"start": 1}), ("viewpoints", {"text": "other"}), ("statements", {"object_end": 10_000})]
)
def test_a_quote_that_the_text_does_not_have_is_found(table: str, cells: dict[str, object], extraction: Extraction) -> None:
    first, *others = getattr(extraction, table)
    [issue] = check_quotes(columns_of(replace(extraction, **{table: (replace(first, **cells), *others)})))
    assert (issue.table, issue.row) == (table, 1)
