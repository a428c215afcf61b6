"""`TABLE.csv`: UTF-8 without mark, comma, LF, quoted where needed, `true` and `false`, empty for null, lists as JSON text (RFC 4180)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pipeline.publish.resources import Edition, Resource
from pipeline.tables.contract import Cell

# A lone carriage return is quoted too: readers take it for a line end. The csv module leaves it bare before Python 3.13.
_NEEDS_QUOTES = re.compile(r'[",\r\n]')


def write(edition: Edition) -> Iterator[Resource]:
    """One file a table."""
    for table in edition.contract.tables:
        with (edition.folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            file.write(",".join(table.column_names) + "\n")
            file.writelines(",".join(map(cell, row)) + "\n" for row in edition.tables.rows[table.name])
        yield Resource(
            table.name, f"{table.name}.csv", table.title, table.description, "csv", "text/csv", bool(table.quoted_columns), table
        )


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
