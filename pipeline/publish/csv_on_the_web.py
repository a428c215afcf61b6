"""`csv-metadata.json`: the CSV files described with types, keys and references for W3C tooling (https://www.w3.org/TR/tabular-metadata/)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.publish.resources import Edition, Resource
from pipeline.tables.contract import Column, Table

FILE = "csv-metadata.json"
_BASES = {"string": "string", "integer": "integer", "number": "double", "boolean": "boolean", "array": "json"}


def write(edition: Edition) -> Iterator[Resource]:
    """One description of all tables."""
    description = {
        "@context": "http://www.w3.org/ns/csvw",
        "dc:title": edition.package.title,
        "dialect": {"header": True, "encoding": "utf-8", "lineTerminators": ["\n"]},
        "tables": [_table(table) for table in edition.contract.tables],
    }
    (edition.folder / FILE).write_text(json.dumps(description, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    yield Resource(
        "csv-on-the-web",
        FILE,
        "CSV on the Web metadata",
        "Types, keys and references of the CSV files.",
        "json",
        "application/csvm+json",
        False,
    )


def _table(table: Table) -> dict[str, Any]:
    keys = [
        {
            "columnReference": list(key.columns),
            "reference": {"resource": f"{key.table}.csv", "columnReference": list(key.references)},
        }
        for key in table.foreign_keys
    ]
    return {
        "url": f"{table.name}.csv",
        "dc:title": table.title,
        "dc:description": table.description,
        "tableSchema": {
            "columns": [_column(column) for column in table.columns],
            "primaryKey": list(table.primary_key),
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _column(column: Column) -> dict[str, Any]:
    datatype: dict[str, Any] = {"base": _BASES[column.type]}
    if column.type == "boolean":
        datatype["format"] = "true|false"
    elif column.enum:
        datatype["format"] = "|".join(column.enum)
    elif "pattern" in column.schema:
        datatype["format"] = column.schema["pattern"].removeprefix("^").removesuffix("$")
    for word in ("minimum", "maximum"):
        if word in column.schema:
            datatype[word] = column.schema[word]
    return {
        "name": column.name,
        "titles": [column.name],
        "dc:title": column.title,
        "dc:description": column.description,
        "datatype": datatype,
        "required": not column.may_be_blank,
    }
