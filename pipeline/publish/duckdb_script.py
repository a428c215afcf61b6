"""`duckdb.sql`: a script that makes the tables, with types, comments and keys, in DuckDB out of the Parquet files."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.publish.resources import Edition, Resource
from pipeline.publish.sqlite import referred_first
from pipeline.tables.contract import Column, Table

FILE = "duckdb.sql"
_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "array": "VARCHAR[]"}


def write(edition: Edition) -> Iterator[Resource]:
    """One script for all tables."""
    tables = referred_first(edition.contract)
    script = "\n".join(
        [
            "-- Makes all tables of this folder in DuckDB. Run it in the folder: duckdb tables.duckdb < duckdb.sql",
            *(line for table in tables for line in _statements(table)),
            *(f"CREATE VIEW {view.name} AS {view.sql};" for view in edition.contract.views),
        ]
    )
    (edition.folder / FILE).write_text(script + "\n", encoding="utf-8", newline="\n")
    yield Resource(
        "duckdb-script", FILE, "DuckDB script", "Makes all tables in DuckDB out of the Parquet files.", "sql", "application/sql", False
    )


def _statements(table: Table) -> Iterator[str]:
    parts = [_definition(column) for column in table.columns]
    parts.append(f"  PRIMARY KEY ({', '.join(table.primary_key)})")
    # DuckDB checks a reference of a table to itself row by row, so that it would refuse rows that stand before their owners.
    parts += [
        f"  FOREIGN KEY ({', '.join(key.columns)}) REFERENCES {key.table} ({', '.join(key.references)})"
        for key in table.foreign_keys
        if key.table != table.name
    ]
    yield f'CREATE TABLE "{table.name}" (\n' + ",\n".join(parts) + "\n);"
    yield f'COMMENT ON TABLE "{table.name}" IS {_text(table.description)};'
    yield from (f'COMMENT ON COLUMN "{table.name}"."{column.name}" IS {_text(column.description)};' for column in table.columns)
    yield f"INSERT INTO \"{table.name}\" SELECT * FROM 'parquet/{table.name}.parquet';"  # noqa: S608 - names of the contract


def _definition(column: Column) -> str:
    return f'  "{column.name}" {_TYPES[column.type]}{"" if column.nullable else " NOT NULL"}'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
