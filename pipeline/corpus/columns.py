"""What was read off a document, by columns: how it is kept, sent and merged, so that nothing on the way has to touch each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

import pyarrow as pa

from pipeline.records import RECORDS, Document, Extraction

_TYPES = {"str": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
# Table -> its columns, as the record type has them.
SCHEMAS = {
    name: pa.schema([pa.field(cell.name, _TYPES[str(cell.type).removesuffix(" | None")]) for cell in fields(record)])
    for name, record in RECORDS.items()
}
# The tables whose rows are read off a document; its own row comes from its source.
TABLES = tuple(name for name in RECORDS if name not in ("documents", "failures"))
_KINDS = {name: schema.types for name, schema in SCHEMAS.items()}
_CELLS = {name: attrgetter(*schema.names) for name, schema in SCHEMAS.items()}


@dataclass(frozen=True, slots=True)
class Columns:
    """An `Extraction` with a batch a table instead of records; a table without rows may be missing."""

    text: str
    document: Document
    tables: Mapping[str, pa.RecordBatch]
    skipped: Mapping[str, int]


def columns_of(extraction: Extraction) -> Columns:
    """The columns of the records."""
    tables = {name: batch(name, records) for name in TABLES if (records := getattr(extraction, name))}
    return Columns(extraction.text, extraction.document, tables, extraction.skipped)


def records_of(columns: Columns) -> Extraction:
    """The inverse of `columns_of`."""
    records: dict[str, Any] = {
        name: tuple(map(RECORDS[name], *(cells.to_pylist() for cells in table.columns))) for name, table in columns.tables.items()
    }
    return Extraction(text=columns.text, document=columns.document, skipped=dict(columns.skipped), **records)


def batch(name: str, records: Any) -> pa.RecordBatch:
    """Records of one table as columns; at least one."""
    cells = zip(*map(_CELLS[name], records), strict=True)
    return pa.RecordBatch.from_arrays([pa.array(column, kind) for column, kind in zip(cells, _KINDS[name], strict=True)], schema=SCHEMAS[name])
