"""`jsonl/TABLE.jsonl`: one JSON object a line (JSON Lines), for streams and tools that read a row at a time."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.publish.json_files import objects
from pipeline.publish.resources import Edition, Resource


def write(edition: Edition) -> Iterator[Resource]:
    """One file a table."""
    (edition.folder / "jsonl").mkdir()
    for table in edition.contract.tables:
        path = f"jsonl/{table.name}.jsonl"
        with (edition.folder / path).open("wb") as file:
            file.writelines(objects(edition, table, after="\n"))
        yield Resource(
            f"{table.name}-jsonl", path, f"{table.title} (JSON Lines)", f"The rows of {table.name}.csv, one JSON object a line.",
            "jsonl", "application/jsonl", bool(table.quoted_columns),
        )  # fmt: skip
