"""`NAME.db`: all tables in one SQLite database, with types, keys, indexes, full-text search and readable views.

The draft is made with whatever SQLite library Python has, filled, and only then indexed; the search indexes and the file itself are written anew by the
pinned library in the `apsw` package. The pages of a database, and the version number in its header, are those of the library that wrote it
(https://www.sqlite.org/fileformat2.html): this way they are the same on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import apsw
import sqlite_utils

from pipeline.publish.resources import Edition, Resource
from pipeline.tables.contract import Contract, Row, Table

_TYPES = {"string": str, "integer": int, "number": float, "boolean": bool, "array": str}


def write(edition: Edition) -> Iterator[Resource]:
    """One file, named after the package."""
    contract = edition.contract
    path, draft = (edition.folder / f"{edition.package.name}.{suffix}" for suffix in ("db", "db-draft"))
    with _drafting(draft) as database:
        for table in referred_first(contract):
            _create(database, table)
    with closing(apsw.Connection(str(draft))) as connection:
        _hurry(connection)
        with connection:
            for table in contract.tables:
                _fill(connection, table, edition.tables.rows[table.name])
    with _drafting(draft) as database:
        for table in referred_first(contract):
            _index(database, table)
        for view in contract.views:
            database.create_view(view.name, view.sql)
    _rewrite(draft, path, contract)
    draft.unlink()
    yield Resource(
        f"{edition.package.name}-db", path.name, "SQLite database",
        "All tables with their keys, full-text search over sentences, entities and statements, and readable views.",
        "sqlite", "application/vnd.sqlite3", True,
    )  # fmt: skip


@contextmanager
def _drafting(draft: Path) -> Iterator[sqlite_utils.Database]:
    with closing(sqlite_utils.Database(draft, execute_plugins=False)) as database:
        for pragma in ("page_size = 4096", "encoding = 'UTF-8'", "auto_vacuum = 0"):
            database.execute(f"pragma {pragma}").fetchall()
        _hurry(database)
        yield database


def _hurry(connection: Any) -> None:
    """Write without a thought for a loss of power: a draft that is not finished is thrown away."""
    for pragma in ("journal_mode = OFF", "synchronous = OFF"):
        connection.execute(f"pragma {pragma}").fetchall()


def referred_first(contract: Contract) -> Iterable[Table]:
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
    if table.search:
        made.enable_fts(table.search, fts_version="FTS5", tokenize="porter")  # of nothing yet: filled once, by the pinned library


def _index(database: sqlite_utils.Database, table: Table) -> None:
    """Indexes of a table that is full: sorted once, which is quicker than row by row."""
    made: Any = database[table.name]
    indexed = dict.fromkeys([*(key.columns for key in table.foreign_keys), *table.indexes])
    for columns in indexed:
        made.create_index(columns)


def _fill(connection: apsw.Connection, table: Table, rows: Iterable[Row]) -> None:
    lists = [at for at, column in enumerate(table.columns) if column.type == "array"]
    places = ", ".join("?" * len(table.columns))
    connection.executemany(f"insert into [{table.name}] values ({places})", _with_lists_as_text(rows, lists))  # noqa: S608


def _with_lists_as_text(rows: Iterable[Row], lists: list[int]) -> Iterable[Row]:
    if not lists:
        return rows
    return (tuple(json.dumps(cell, ensure_ascii=False) if at in lists else cell for at, cell in enumerate(row)) for row in rows)


def _rewrite(draft: Path, path: Path, contract: Contract) -> None:
    """Index the texts and write the whole file page by page, both with the pinned library."""
    with closing(apsw.Connection(str(draft))) as connection:
        for table in contract.tables:
            if table.search:
                for command in ("rebuild", "optimize"):
                    connection.execute(f"insert into [{table.name}_fts]([{table.name}_fts]) values (?)", (command,))  # noqa: S608
        connection.execute("vacuum into ?", (str(path),))
