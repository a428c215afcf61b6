"""`sources/<document_id>.txt`: each text exactly as it was decoded, so that every offset of the tables can be checked in a download."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.publish.package import Package
from pipeline.publish.resources import Resource
from pipeline.tables.contract import load_contract
from pipeline.tables.merge import Tables

FOLDER = "sources"


def write(tables: Tables, package: Package, folder: Path) -> Iterator[Resource]:
    """One file a document."""
    (folder / FOLDER).mkdir()
    columns = load_contract().table("documents").column_names
    titles = {row[columns.index("document_id")]: row[columns.index("title")] for row in tables.rows["documents"]}
    for document_id, text in tables.texts.items():
        path = f"{FOLDER}/{document_id}.txt"
        (folder / path).write_bytes(text.encode("utf-8"))
        yield Resource(
            f"source-{document_id}", path, f"Source text: {titles[document_id]}",
            "The text that start and end count in, in code points: UTF-8, without byte order mark, line ends as received.",
            "txt", "text/plain", True, document_id=document_id,
        )  # fmt: skip
