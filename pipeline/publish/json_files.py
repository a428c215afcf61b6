"""`TABLE.json`: one array of objects a table, one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pipeline.publish.resources import Edition, Resource


def write(edition: Edition) -> Iterator[Resource]:
    """One file a table."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    for table in edition.contract.tables:
        with (edition.folder / f"{table.name}.json").open("w", encoding="utf-8", newline="\n") as file:
            separator = "[\n"
            for record in edition.records(table.name):
                file.write(separator + encode(record))
                separator = ",\n"
            file.write("\n]\n" if separator != "[\n" else "[]\n")
        yield Resource(
            f"{table.name}-json", f"{table.name}.json", f"{table.title} (JSON)", f"The rows of {table.name}.csv as one JSON array of objects.",
            "json", "application/json", bool(table.quoted_columns),
        )  # fmt: skip
