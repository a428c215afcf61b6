"""`TABLE.json`: one array of objects a table, one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pipeline.publish.package import Package
from pipeline.publish.resources import Resource
from pipeline.tables.contract import load_contract
from pipeline.tables.merge import Tables


def write(tables: Tables, package: Package, folder: Path) -> Iterator[Resource]:
    """One file a table."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    for table in load_contract().tables:
        names = table.column_names
        with (folder / f"{table.name}.json").open("w", encoding="utf-8", newline="\n") as file:
            separator = "[\n"
            for row in tables.rows[table.name]:
                file.write(separator + encode(dict(zip(names, row, strict=True))))
                separator = ",\n"
            file.write("\n]\n" if separator != "[\n" else "[]\n")
        yield Resource(
            f"{table.name}-json", f"{table.name}.json", f"{table.title} (JSON)", f"The rows of {table.name}.csv as one JSON array of objects.",
            "json", "application/json", bool(table.quoted_columns),
        )  # fmt: skip
