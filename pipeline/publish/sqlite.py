"""`NAME.db`: all tables in one SQLite database, with types, keys, indexes, full-text search and readable views.

The file is the same, byte for byte, whichever SQLite library writes it: page size, encoding and cleared free space are set, the pages are rebuilt by
VACUUM, and the four header fields that count writes or name the library are set to constants (https://www.sqlite.org/fileformat2.html#the_database_header).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import sqlite_utils

from pipeline.publish.package import Package
from pipeline.publish.resources import Resource
from pipeline.tables.contract import Contract, Row, Table, load_contract
from pipeline.tables.merge import Tables

_TYPES = {"string": str, "integer": int, "number": float, "boolean": bool, "array": str}
# Offset in the file -> value: the file change counter and the version-valid-for number, which must agree; the schema cookie; the
# version number of the library that wrote last (any past version is a valid value: this is the first with the present format of STRICT-less files).
_HEADER = {24: 1, 40: 1, 92: 1, 96: 3_037_000}


def write(tables: Tables, package: Package, folder: Path) -> Iterator[Resource]:
    """One file, named after the package."""
    contract = load_contract()
    path = folder / f"{package.name}.db"
    with closing(sqlite_utils.Database(path, execute_plugins=False)) as database:
        for pragma in (
            "page_size = 4096",
            "encoding = 'UTF-8'",
            "auto_vacuum = 0",
            "secure_delete = 1",
            "journal_mode = OFF",
            "synchronous = OFF",
        ):
            database.execute(f"pragma {pragma}").fetchall()
        for table in _referred_first(contract):
            _create(database, table)
            _fill(database, table, tables.rows[table.name])
        for view in contract.views:
            database.create_view(view.name, view.sql)
        database.vacuum()
    _normalise_header(path)
    yield Resource(
        f"{package.name}-db", path.name, "SQLite database",
        "All tables with their keys, full-text search over sentences, entities and statements, and readable views.",
        "sqlite", "application/vnd.sqlite3", True,
    )  # fmt: skip


def _referred_first(contract: Contract) -> Iterable[Table]:
    """The tables in such an order that every reference leads to a table that is there already."""
    graph = {table.name: [key.table for key in table.foreign_keys if key.table != table.name] for table in contract.tables}
    return map(contract.table, TopologicalSorter(graph).static_order())


def _create(database: sqlite_utils.Database, table: Table) -> None:
    made: Any = database[table.name]
    made.create(
        {column.name: _TYPES[column.type] for column in table.columns},
        pk=table.primary_key if len(table.primary_key) > 1 else table.primary_key[0],
        foreign_keys=[(key.columns[0], key.table, key.references[0]) for key in table.foreign_keys],
        not_null=[column.name for column in table.columns if not column.nullable],
    )
    indexed = dict.fromkeys([*(key.columns for key in table.foreign_keys), *table.indexes])
    for columns in indexed:
        made.create_index(columns)


def _fill(database: sqlite_utils.Database, table: Table, rows: Iterable[Row]) -> None:
    lists = [at for at, column in enumerate(table.columns) if column.type == "array"]
    places = ", ".join("?" * len(table.columns))
    with database.conn:
        database.conn.executemany(f"insert into [{table.name}] values ({places})", _with_lists_as_text(rows, lists))  # noqa: S608
    if table.search:
        made: Any = database[table.name]
        made.enable_fts(table.search, fts_version="FTS5", tokenize="porter")
        made.optimize()


def _with_lists_as_text(rows: Iterable[Row], lists: list[int]) -> Iterable[Row]:
    if not lists:
        return rows
    return (tuple(json.dumps(cell, ensure_ascii=False) if at in lists else cell for at, cell in enumerate(row)) for row in rows)


def _normalise_header(path: Path) -> None:
    with path.open("r+b") as file:
        for offset, value in _HEADER.items():
            file.seek(offset)
            file.write(value.to_bytes(4, "big"))
