"""`parquet/TABLE.parquet`: typed columns for pandas, DuckDB and Arrow, with descriptions and keys in the metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.publish.datapackage import table_schema
from pipeline.publish.resources import Edition, Resource
from pipeline.tables.contract import Column, Table
from pipeline.tables.store import TYPES

ROW_GROUP = 50_000


def write(edition: Edition) -> Iterator[Resource]:
    """One file a table, in row groups."""
    (edition.folder / "parquet").mkdir()
    for table in edition.contract.tables:
        path, schema = f"parquet/{table.name}.parquet", arrow_schema(table)
        with pq.ParquetWriter(edition.folder / path, schema, compression="zstd") as file:
            for group in edition.batches(table.name, ROW_GROUP):
                file.write_table(pa.Table.from_arrays(group.columns, schema=schema))
        yield Resource(
            f"{table.name}-parquet", path, f"{table.title} (Parquet)", f"The rows of {table.name}.csv as typed columns.",
            "parquet", "application/vnd.apache.parquet", bool(table.quoted_columns),
        )  # fmt: skip


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table; its metadata hold the description of the table and, as `table_schema`, its Table Schema with the keys."""
    metadata = {"title": table.title, "description": table.description, "table_schema": json.dumps(table_schema(table), ensure_ascii=False)}
    return pa.schema([_field(column) for column in table.columns], metadata)


def _field(column: Column) -> pa.Field:
    metadata = {"title": column.title, "description": column.description, **({"unit": column.unit} if column.unit else {})}
    return pa.field(column.name, TYPES[column.type], column.nullable, metadata)
