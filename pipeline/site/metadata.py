"""Datasette's metadata, derived: from the contract what the tables and columns are, from the release what the dataset is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.errors import DataError
from pipeline.site.release import Release
from pipeline.tables.contract import Column, Table, load_contract

QUERIES = Path(__file__).parent / "queries"
# Datasette counts the values of a facet on every visit; in a table of more rows than these a visitor has to ask for it.
_FACETED_ROWS = 100_000


@lru_cache(maxsize=8)
def site_metadata(release: Release) -> dict[str, Any]:
    """Titles, descriptions, labels, facets and saved queries for the one database of `release`."""
    contract = load_contract()
    sizes = table_sizes(release)
    tables = {table.name: _table(table, sizes[table.name]) for table in contract.tables if table.name in sizes}
    tables |= {view.name: {"title": _view_title(view.name), "description": view.description} for view in contract.views}
    database = {
        "title": release.title,
        "description": release.descriptor.get("description", ""),
        "tables": tables,
        "queries": {query["name"]: {**query, "hide_sql": True} for query in saved_queries(release)},
    }
    return {"title": release.title, "databases": {release.database.stem: database}}


def saved_queries(release: Release) -> list[dict[str, str]]:
    """Name, title, description and SQL of each: the dataset's own questions first, then those that hold for every dataset."""
    own = [
        {key: str(query.get(key, "")) for key in ("name", "title", "description", "sql")} for query in release.descriptor.get("queries", ())
    ]
    names = {query["name"] for query in own}
    return own + [query for query in _general_queries() if query["name"] not in names]


def _general_queries() -> Iterator[dict[str, str]]:
    """One query a file: a comment line with the question, comment lines that explain it, then a SELECT statement."""
    for file in sorted(QUERIES.glob("*.sql")):
        lines = file.read_text(encoding="utf-8").splitlines()
        comment = [line.removeprefix("--").strip() for line in lines if line.startswith("--")]
        if len(comment) < 2:
            raise DataError(f"{file}: a saved query begins with a comment line that asks its question, and one that explains it; add them")
        sql = "\n".join(line for line in lines if not line.startswith("--"))
        yield {"name": file.stem, "title": comment[0], "description": " ".join(comment[1:]), "sql": sql}


@lru_cache(maxsize=8)
def table_sizes(release: Release) -> dict[str, int]:
    """The rows of each table that is there: the largest row number, read off the last page and not by counting."""
    there = sorted({table.name for table in load_contract().tables} & _tables(release))
    return {table: _ask(release, f"select max(rowid) from [{table}]")[0][0] or 0 for table in there}  # noqa: S608


def searchable(release: Release) -> set[str]:
    """The tables whose texts are indexed for searching."""
    there = _tables(release)
    return {table.name for table in load_contract().tables if f"{table.name}_fts" in there}


@lru_cache(maxsize=8)
def _tables(release: Release) -> frozenset[str]:
    return frozenset(str(name) for (name,) in _ask(release, "select name from sqlite_master where type = 'table'"))


def _ask(release: Release, sql: str) -> list[Any]:
    """The answer of the database before Datasette has opened it."""
    with closing(sqlite3.connect(f"{release.database.resolve().as_uri()}?immutable=1", uri=True)) as connection:
        try:
            return connection.execute(sql).fetchall()
        except sqlite3.DatabaseError as error:
            raise DataError(f"{release.database}: {error}; build the release again with `pipeline build`") from error


def _table(table: Table, rows: int) -> dict[str, Any]:
    return {
        "title": table.title,
        "description": table.description.replace("`", ""),
        "label_column": table.label,
        "columns": {column.name: _column(column) for column in table.columns},
        "facets": list(table.facets) if rows <= _FACETED_ROWS else [],
    }


def _column(column: Column) -> str:
    """The description as plain text: Datasette escapes it, and backticks would stand there as they are."""
    described = column.description.replace("`", "")
    return f"{described} Unit: {column.unit}." if column.unit else described


def inspected(release: Release) -> dict[str, Any]:
    """What Datasette wants to know of a database that does not change, in the layout of `datasette inspect`.

    A readable view has as many rows as its table, since it only joins what a row refers to.
    """
    tables = table_sizes(release)
    views = {view.name: tables[_viewed(view.name)] for view in load_contract().views if _viewed(view.name) in tables}
    counts = {name: {"count": count} for name, count in (tables | views).items()}
    return {"hash": release.database_hash, "size": release.database.stat().st_size, "file": str(release.database), "tables": counts}


def _viewed(view: str) -> str:
    """The table that a view makes readable."""
    return view.removesuffix("_readable")


def _view_title(name: str) -> str:
    return f"{_viewed(name).capitalize()} with names and quotes"
