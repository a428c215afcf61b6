"""`TABLE.json`: one array of objects a table, one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyarrow as pa

from pipeline.publish.lines import lines, text_of
from pipeline.publish.resources import Edition, Resource
from pipeline.tables.contract import Table

_encode = json.JSONEncoder(ensure_ascii=False).encode
_SPECIAL = b'"\\' + bytes(range(0x20))  # what does not stand for itself in a JSON text
_BETWEEN = ",\n"


def write(edition: Edition) -> Iterator[Resource]:
    """One file a table."""
    for table in edition.contract.tables:
        with (edition.folder / f"{table.name}.json").open("wb") as file:
            file.write(b"[")
            for part, content in enumerate(objects(edition, table, before=_BETWEEN)):
                file.write(content if part else content[1:])
            file.write(b"\n]\n" if file.tell() > 1 else b"]\n")
        yield Resource(
            f"{table.name}-json", f"{table.name}.json", f"{table.title} (JSON)", f"The rows of {table.name}.csv as one JSON array of objects.",
            "json", "application/json", bool(table.quoted_columns),
        )  # fmt: skip


def objects(edition: Edition, table: Table, *, before: str = "", after: str = "") -> Iterator[memoryview]:
    """The rows of a table as JSON objects, many at a time, with a text before and after each."""
    names = [f"{', ' if at else before + '{'}{_encode(name)}: " for at, name in enumerate(table.column_names)]
    return (lines(batch, names, "}" + after, _cells) for batch in edition.batches(table.name))


def _cells(column: pa.Array) -> pa.Array:
    return text_of(column, _encode, _SPECIAL, quote='"')
