"""The contract, read from `schemas/`: the tables with their columns, keys and references, the vocabularies and the SQL views.

Everything that describes the tables elsewhere (Table Schema, SQL, Parquet schema, data dictionary, validators) is derived from
the `Contract`, so that a column is added by one edit in `schemas/tables/` and the code that fills it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.config import SCHEMAS
from pipeline.errors import DataError
from pipeline.records import RECORDS

Cell = str | int | float | bool | list[str] | None
Row = tuple[Cell, ...]

_PYTHON_TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `schema` is the JSON Schema of its values, `type` the one type in it besides null."""

    name: str
    title: str
    description: str
    type: str
    nullable: bool
    schema: Mapping[str, Any]

    @property
    def enum(self) -> list[str]:
        """All values that there may be, or nothing where they are open."""
        return list(self.schema.get("enum", ()))

    @property
    def unit(self) -> str | None:
        """What a number counts."""
        return self.schema.get("unit")

    @property
    def quotes_source(self) -> bool:
        """Whether values are words of a source text, and so stand under its terms."""
        return bool(self.schema.get("quotesSource"))

    @property
    def may_be_blank(self) -> bool:
        """Whether a cell may be empty in a file that does not tell null from an empty text."""
        return self.nullable or re.search(self.schema.get("pattern", "."), "") is not None

    def blank(self) -> Cell:
        """What an empty cell of such a file means."""
        return None if self.nullable or self.type != "string" else ""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`columns` hold keys of `table`, found there in `references`; an empty cell refers to nothing."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `description` says what one row is, `schema` is the JSON Schema of a row as an object."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    label: str
    facets: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...]
    search: tuple[str, ...]
    schema: Mapping[str, Any]

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(column.name for column in self.columns)

    @property
    def quoted_columns(self) -> tuple[str, ...]:
        """The columns that repeat words of a source text."""
        return tuple(column.name for column in self.columns if column.quotes_source)

    def key_positions(self) -> tuple[int, ...]:
        """Where in a row the primary key stands."""
        return tuple(map(self.column_names.index, self.primary_key))

    def column(self, name: str) -> Column:
        """The column of that name."""
        return self.columns[self.column_names.index(name)]


@dataclass(frozen=True, slots=True)
class View:
    """A readable view of the database: its name, what one row is, and its SELECT statement."""

    name: str
    description: str
    sql: str


@dataclass(frozen=True, slots=True)
class Contract:
    """All tables in the order in which they are published, the rows of the vocabularies among them, and the views."""

    tables: tuple[Table, ...]
    vocabularies: Mapping[str, list[Row]]
    views: tuple[View, ...]

    def table(self, name: str) -> Table:
        """The table of that name."""
        return next(table for table in self.tables if table.name == name)


@cache
def load_contract(directory: Path = SCHEMAS) -> Contract:
    """The contract in `directory`. Raises DataError that names the file, the place and the remedy where it is broken."""
    meta = _validator(_read(directory / "table.json"))
    files = sorted((directory / "tables").glob("*.json"))
    if not files:
        raise DataError(f"{directory / 'tables'}: there is no table schema here; restore the folder from the repository")
    tables = [(file, _table(file, meta)) for file in files]
    by_name = {table.name: table for _, table in tables}
    for file, table in tables:
        _check_references(file, table, by_name)
        _check_record(file, table)
    for name in RECORDS.keys() - by_name.keys():
        raise DataError(f"{directory / 'tables' / name}.json: this schema is missing; restore it from the repository")
    ordered = tuple(table for _, table in sorted(tables, key=lambda item: (item[1].schema["table"]["position"], item[1].name)))
    vocabularies = {file.stem: _vocabulary(file, by_name) for file in sorted((directory / "vocabularies").glob("*.json"))}
    return Contract(ordered, vocabularies, tuple(_views(directory / "views")))


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(f"{file}: cannot be read ({error.strerror}); restore it from the repository") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise DataError(f"{file}:{error.lineno}:{error.colno}: not valid JSON: {error.msg}; mend the line") from error


def _validator(schema: Mapping[str, Any]) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema)


def _blame(file: Path, validator: Any, data: Any) -> None:
    """Raise a DataError for the first thing in `data` that the schema of `validator` forbids."""
    error = next(iter(sorted(validator.iter_errors(data), key=lambda e: (len(e.absolute_path), e.json_path))), None)
    if error is not None:
        expected = error.schema.get("description") if isinstance(error.schema, dict) else None
        raise DataError(f"{file}: {error.json_path}: {error.message[:300]}; expected: {expected or 'what schemas/table.json says'}")


def _table(file: Path, meta: Any) -> Table:
    schema = _read(file)
    _blame(file, meta, schema)
    columns = tuple(_column(name, entry) for name, entry in schema["properties"].items())
    keyword = schema["table"]
    table = Table(
        name=file.stem,
        title=schema["title"],
        description=schema["description"],
        columns=columns,
        primary_key=tuple(keyword["primaryKey"]),
        foreign_keys=tuple(
            ForeignKey(tuple(key["columns"]), key["table"], tuple(key["references"])) for key in keyword.get("foreignKeys", ())
        ),
        label=keyword.get("label", keyword["primaryKey"][0]),
        facets=tuple(keyword.get("facets", ())),
        indexes=tuple(map(tuple, keyword.get("indexes", ()))),
        search=tuple(keyword.get("search", ())),
        schema=schema,
    )
    if tuple(schema["required"]) != table.column_names:
        raise DataError(f"{file}: $.required: it must list all properties in their order: {', '.join(table.column_names)}")
    return table


def _column(name: str, schema: Mapping[str, Any]) -> Column:
    types = schema["type"]
    nullable = isinstance(types, list)
    return Column(name, schema["title"], schema["description"], types[0] if nullable else types, nullable, schema)


def _check_references(file: Path, table: Table, tables: Mapping[str, Table]) -> None:
    """Every name in the keyword `table` is a column, and every reference leads to a primary key."""
    used = [*table.primary_key, table.label, *table.facets, *table.search, *(name for index in table.indexes for name in index)]
    used += [name for key in table.foreign_keys for name in key.columns]
    for name in used:
        if name not in table.column_names:
            raise DataError(f"{file}: $.table: '{name}' is no column; allowed are {', '.join(table.column_names)}")
    for key in table.foreign_keys:
        target = tables.get(key.table)
        if target is None:
            raise DataError(f"{file}: $.table.foreignKeys: there is no table '{key.table}'; allowed are {', '.join(sorted(tables))}")
        if target.primary_key != key.references or len(key.columns) != len(key.references):
            raise DataError(
                f"{file}: $.table.foreignKeys: references must be the primary key of {key.table}: {', '.join(target.primary_key)}"
            )


def _check_record(file: Path, table: Table) -> None:
    """The record type of the same name, where there is one, has the same columns with the same types."""
    if table.name not in RECORDS:
        return
    made = {field.name: field.type for field in fields(RECORDS[table.name])}
    said = {column.name: _PYTHON_TYPES[column.type] + (" | None" if column.nullable else "") for column in table.columns}
    if list(made.items()) != list(said.items()):
        name = next((b or a for a, b in _pairs(list(said), list(made)) if a != b or said[a] != made[b]), "")
        raise DataError(
            f"{file}: $.properties: the column '{name}' is {said.get(name, 'missing')} here and {made.get(name, 'missing')}"
            f" in {RECORDS[table.name].__name__} of pipeline/records.py; make the two agree, in name, type and order"
        )


def _pairs(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[str, str]]:
    for i in range(max(len(left), len(right))):
        yield (left[i] if i < len(left) else "", right[i] if i < len(right) else "")


def _vocabulary(file: Path, tables: Mapping[str, Table]) -> list[Row]:
    """The rows of a vocabulary file, sorted by their key."""
    table = tables.get(file.stem)
    if table is None:
        raise DataError(f"{file}: there is no table schema for this vocabulary; add schemas/tables/{file.name}")
    entries = _read(file)
    _blame(file, _validator({"type": "array", "items": table.schema}), entries)
    rows: list[Row] = [tuple(entry[name] for name in table.column_names) for entry in entries]
    key = table.key_positions()
    return sorted(rows, key=lambda row: [str(row[i]) for i in key])


def _views(directory: Path) -> Iterator[View]:
    """One view a file: comment lines that say what a row is, then a SELECT statement."""
    for file in sorted(directory.glob("*.sql")):
        lines = file.read_text(encoding="utf-8").splitlines()
        comment = [line.removeprefix("--").strip() for line in lines if line.startswith("--")]
        sql = "\n".join(line for line in lines if not line.startswith("--")).strip()
        if not comment or not sql.lower().startswith(("select", "with")):
            raise DataError(f"{file}: a view is a comment that says what one row is, then a SELECT statement; mend the file")
        yield View(file.stem, " ".join(comment), sql.rstrip(";"))
