"""`TABLE.csv`: UTF-8 without mark, comma, LF, quoted where needed, `true` and `false`, empty for null, lists as JSON text (RFC 4180)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pyarrow as pa

from pipeline.publish.lines import lines, text_of
from pipeline.publish.resources import Edition, Resource
from pipeline.tables.contract import Cell

# A lone carriage return is quoted too: readers take it for a line end. The csv module leaves it bare before Python 3.13.
_SPECIAL = b'",\r\n'
_NEEDS_QUOTES = re.compile(f"[{_SPECIAL.decode()}]")


def write(edition: Edition) -> Iterator[Resource]:
    """One file a table."""
    for table in edition.contract.tables:
        before = ["", *[","] * (len(table.columns) - 1)]
        with (edition.folder / f"{table.name}.csv").open("wb") as file:
            file.write((",".join(table.column_names) + "\n").encode())
            for batch in edition.batches(table.name):
                file.write(lines(batch, before, "\n", _cells))
        yield Resource(
            table.name, f"{table.name}.csv", table.title, table.description, "csv", "text/csv", bool(table.quoted_columns), table
        )


def _cells(column: pa.Array) -> pa.Array:
    return text_of(column, cell, _SPECIAL)


def cell(value: Cell) -> str:
    """One cell as it stands in the file."""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"' if _NEEDS_QUOTES.search(value) else value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return cell(json.dumps(value, ensure_ascii=False))
    return str(value)
