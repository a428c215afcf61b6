"""The files of a release, read back as rows of the contract."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from pipeline.errors import DataError
from pipeline.tables.contract import Cell, Column, Row, Table

_BOOLEANS = {"true": True, "false": False}
csv.field_size_limit(2**31 - 1)


def read_csv(file: Path, table: Table) -> Iterator[tuple[Row, list[tuple[str, str]]]]:
    """The rows of a CSV file in order, each with its cells that are not of their column's type: (column, text as it stands there).

    Such a cell is None in the row. Raises DataError for a file that cannot be read, has another header, or a row with more or fewer cells.
    """
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            header = next(reader, [])
            if header != list(table.column_names):
                raise DataError(f"{file}: the header is {','.join(header)[:200]}; it must be {','.join(table.column_names)}")
            parsers = [_Parser(column) for column in table.columns]
            for number, cells in enumerate(reader, 1):
                if len(cells) != len(parsers):
                    raise DataError(f"{file}: row {number} has {len(cells)} cells instead of {len(parsers)}; the file is damaged")
                yield _parsed(cells, parsers, table)
    except OSError as error:
        raise DataError(f"{file}: cannot be read ({error.strerror}); the release is incomplete") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: byte {error.start} is not UTF-8; the file is damaged") from error
    except csv.Error as error:
        raise DataError(f"{file}: not valid CSV: {error}; the file is damaged") from error


def _parsed(cells: Sequence[str], parsers: Sequence[_Parser], table: Table) -> tuple[Row, list[tuple[str, str]]]:
    row: list[Cell] = []
    wrong: list[tuple[str, str]] = []
    for text, parse, column in zip(cells, parsers, table.columns, strict=True):
        try:
            row.append(parse(text))
        except (ValueError, KeyError):
            row.append(None)
            wrong.append((column.name, text))
    return tuple(row), wrong


class _Parser:
    """Turns the text of a cell into a value of the column's type; raises ValueError or KeyError where it is none."""

    def __init__(self, column: Column) -> None:
        self.blank = column.blank()
        self.parse: Any = {"string": str, "integer": int, "number": float, "boolean": _BOOLEANS.__getitem__, "array": json.loads}[
            column.type
        ]

    def __call__(self, text: str) -> Cell:
        value: Cell = self.parse(text) if text else self.blank
        return value


def read_json(file: Path, table: Table) -> list[Row]:
    """The rows of a JSON file. Raises DataError where it is not an array of objects with the columns of the table in order."""
    try:
        entries = json.loads(file.read_text(encoding="utf-8"))
        rows = [tuple(entry.values()) for entry in entries]
        if any(tuple(entry) != table.column_names for entry in entries):
            raise DataError(f"{file}: an object has other members than {', '.join(table.column_names)}; the file is damaged")
    except OSError as error:
        raise DataError(f"{file}: cannot be read ({error.strerror}); the release is incomplete") from error
    except (ValueError, AttributeError, TypeError) as error:
        raise DataError(f"{file}: not a JSON array of objects ({error}); the file is damaged") from error
    return rows


def read_database(file: Path, table: Table) -> list[Row]:
    """The rows of a table of a SQLite database, sorted by key. Raises DataError where the table is not there or has other columns."""
    booleans = {at for at, column in enumerate(table.columns) if column.type == "boolean"}
    lists = {at for at, column in enumerate(table.columns) if column.type == "array"}
    names = ", ".join(f"[{name}]" for name in table.column_names)
    keys = ", ".join(f"[{name}]" for name in table.primary_key)
    with closing(open_database(file)) as connection:
        try:
            rows = connection.execute(f"select {names} from [{table.name}] order by {keys}").fetchall()  # noqa: S608
        except sqlite3.Error as error:
            raise DataError(f"{file}: {table.name}: {error}; the database is damaged") from error
    if not booleans and not lists:
        return rows
    return [
        tuple(bool(c) if at in booleans and c in (0, 1) else json.loads(c) if at in lists else c for at, c in enumerate(row))
        for row in rows
    ]


def open_database(file: Path) -> sqlite3.Connection:
    """A connection that only reads and leaves no file beside the database."""
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
