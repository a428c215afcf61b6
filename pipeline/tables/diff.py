"""What changed between two releases, by stable keys: rows added and removed, cells changed, and changes of the tables themselves.

Rows of both sides are read in the order of their keys and compared as they pass, so that memory does not grow with the tables. A side is a
release folder, its `datapackage.json`, or a SQLite database; files whose rows are in another order are sorted on disk first.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.errors import CallError, DataError
from pipeline.tables.contract import load_contract
from pipeline.tables.descriptor import DESCRIPTOR, read_descriptor
from pipeline.tables.reader import open_database

Key = tuple[str, ...]
Cells = tuple[str, ...]
_TRUE_FALSE = {"0": "false", "1": "true"}


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table on one side with their types, and its key."""

    types: Mapping[str, str]
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A row that was added, removed or changed (then `cells` has old and new texts by column), or a change of the table itself.

    `kind` is `added`, `removed`, `changed` or `schema`; for the last `note` says what changed.
    """

    table: str
    kind: str
    key: Key = ()
    cells: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    note: str = ""


class Side:
    """The tables of a release; every cell as the text that it has in CSV."""

    def __init__(self, tables: Mapping[str, Columns], read: Callable[[str], Iterator[Cells]], *, in_order: bool) -> None:
        self.tables = tables
        self._read = read
        self._in_order = in_order

    def rows(self, name: str, columns: Iterable[str]) -> Iterator[tuple[Key, Cells]]:
        """The rows of a table in the order of their keys, with the cells of the named columns."""
        table = self.tables[name]
        names = list(table.types)
        key, wanted = [names.index(column) for column in table.key], [names.index(column) for column in columns]

        def picked() -> Iterator[tuple[Key, Cells]]:
            for row in self._read(name):
                yield tuple(row[at] for at in key), tuple(row[at] for at in wanted)

        if self._in_order or all(left <= right for (left, _), (right, _) in pairwise(picked())):
            return picked()
        return _sorted_on_disk(picked())


def open_side(path: Path) -> Side:
    """The tables of a release folder, of a descriptor, or of a SQLite database. Raises CallError where there is none of these."""
    if path.is_dir() and (path / DESCRIPTOR).is_file():
        path = path / DESCRIPTOR
    if not path.is_file() or not (path.name == DESCRIPTOR or _is_database(path)):
        raise CallError(f"{path}: there is no release here; give a release folder, a {DESCRIPTOR} or a SQLite database")
    return _package(path) if path.name == DESCRIPTOR else _database(path)


def _is_database(file: Path) -> bool:
    with file.open("rb") as content:
        return content.read(16) == b"SQLite format 3\x00"


def diff(old: Side, new: Side) -> Iterator[Change]:
    """The changes from `old` to `new`, a table after the other: of the table itself first, then of its rows in the order of their keys."""
    for name in dict.fromkeys([*old.tables, *new.tables]):
        if name not in new.tables or name not in old.tables:
            added = name in new.tables
            yield Change(name, "schema", note=f"table {'added' if added else 'removed'}")
            side = new if added else old
            yield from (Change(name, "added" if added else "removed", key) for key, _ in side.rows(name, ()))
            continue
        before, after = old.tables[name], new.tables[name]
        yield from _schema_changes(name, before, after)
        if before.key != after.key:
            yield Change(name, "schema", note=f"key changed from {', '.join(before.key)} to {', '.join(after.key)}; rows are not compared")
            continue
        shared = [column for column in before.types if column in after.types]
        yield from _row_changes(name, shared, old.rows(name, shared), new.rows(name, shared))


def _schema_changes(name: str, before: Columns, after: Columns) -> Iterator[Change]:
    for column in dict.fromkeys([*before.types, *after.types]):
        was, is_ = before.types.get(column), after.types.get(column)
        if was is None or is_ is None:
            yield Change(name, "schema", note=f"column {column} {'added' if was is None else 'removed'}")
        elif was != is_:
            yield Change(name, "schema", note=f"column {column} changed from {was} to {is_}")


def _row_changes(name: str, columns: list[str], old: Iterator[tuple[Key, Cells]], new: Iterator[tuple[Key, Cells]]) -> Iterator[Change]:
    left, right = next(old, None), next(new, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left[0] < right[0]):
            assert left is not None
            yield Change(name, "removed", left[0])
            left = next(old, None)
        elif left is None or right[0] < left[0]:
            yield Change(name, "added", right[0])
            right = next(new, None)
        else:
            if left[1] != right[1]:
                cells = {column: pair for column, *pair in zip(columns, left[1], right[1], strict=True) if pair[0] != pair[1]}
                yield Change(name, "changed", left[0], {column: (pair[0], pair[1]) for column, pair in cells.items()})
            left, right = next(old, None), next(new, None)


def _package(path: Path) -> Side:
    try:
        found = {
            resource["name"]: (path.parent / resource["path"], resource["schema"])
            for resource in read_descriptor(path.parent)["resources"]
            if resource.get("format") == "csv" and "schema" in resource
        }
        tables = {
            name: Columns({field["name"]: field["type"] for field in schema["fields"]}, tuple(schema["primaryKey"]))
            for name, (_, schema) in found.items()
        }
    except (KeyError, TypeError) as error:
        raise DataError(f"{path}: not a table schema ({error!r}); give a descriptor that `pipeline build` wrote") from error

    def read(name: str) -> Iterator[Cells]:
        return _csv_rows(found[name][0], tables[name])

    return Side(tables, read, in_order=False)


def _csv_rows(file: Path, table: Columns) -> Iterator[Cells]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            header = next(reader, [])
            if header != list(table.types):
                raise DataError(f"{file}: the header is {','.join(header)[:200]}; its descriptor says {','.join(table.types)}")
            for number, row in enumerate(reader, 1):
                if len(row) != len(header):
                    raise DataError(f"{file}: row {number} has {len(row)} cells instead of {len(header)}; the file is damaged")
                yield tuple(row)
    except OSError as error:
        raise DataError(f"{file}: cannot be read ({error.strerror}); the release is incomplete") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{file}: not CSV in UTF-8 ({error}); the file is damaged") from error


def _database(path: Path) -> Side:
    """The tables of the contract that are in a database; their types are the contract's, as SQLite knows no boolean."""
    known = {table.name: table for table in load_contract().tables}
    tables = {}
    try:
        with closing(open_database(path)) as connection:
            there = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
            for name in (name for name in known if name in there):
                info = connection.execute(f"pragma table_info([{name}])").fetchall()
                key = [column for _, column in sorted((at, column) for _, column, _, _, _, at in info if at)]
                types = {column.name: column.type for column in known[name].columns}
                tables[name] = Columns({column: types.get(column, declared.lower()) for _, column, declared, *_ in info}, tuple(key))
    except sqlite3.Error as error:
        raise DataError(f"{path}: not a readable SQLite database ({error})") from error

    def read(name: str) -> Iterator[Cells]:
        booleans = [type_ == "boolean" for type_ in tables[name].types.values()]
        keys = ", ".join(f"[{column}]" for column in tables[name].key)
        with closing(open_database(path)) as connection:
            for row in connection.execute(f"select * from [{name}] order by {keys}"):  # noqa: S608
                yield tuple(_text(cell, is_boolean) for cell, is_boolean in zip(row, booleans, strict=True))

    return Side(tables, read, in_order=True)


def _text(cell: Any, is_boolean: bool) -> str:
    text = "" if cell is None else str(cell)
    return _TRUE_FALSE.get(text, text) if is_boolean else text


def _sorted_on_disk(rows: Iterator[tuple[Key, Cells]]) -> Iterator[tuple[Key, Cells]]:
    """The rows sorted by key with the help of a temporary database."""
    with tempfile.NamedTemporaryFile(suffix=".db") as file, closing(sqlite3.connect(file.name)) as connection:
        connection.execute("create table rows (key text, cells text)")
        connection.executemany("insert into rows values (?, ?)", (("\x00".join(key), json.dumps(cells)) for key, cells in rows))
        for key, cells in connection.execute("select key, cells from rows order by key"):
            yield tuple(key.split("\x00")), tuple(json.loads(cells))


class Counts:
    """How many changes of each kind passed, a table."""

    def __init__(self) -> None:
        self.tables: dict[str, Counter[str]] = {}

    def count(self, changes: Iterable[Change]) -> Iterator[Change]:
        """The changes, counted as they pass."""
        for change in changes:
            self.tables.setdefault(change.table, Counter())[change.kind] += 1
            yield change
