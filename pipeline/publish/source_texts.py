"""`sources/<document_id>.txt`: each text exactly as it was decoded, so that every offset of the tables can be checked in a download."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.publish.resources import Edition, Resource

FOLDER = "sources"


def write(edition: Edition) -> Iterator[Resource]:
    """One file a document."""
    (edition.folder / FOLDER).mkdir()
    titles = {record["document_id"]: record["title"] for record in edition.records("documents")}
    for document_id, text in edition.tables.texts.items():
        path = f"{FOLDER}/{document_id}.txt"
        (edition.folder / path).write_bytes(text.encode("utf-8"))
        yield Resource(
            f"source-{document_id}", path, f"Source text: {titles[document_id]}",
            "The text that start and end count in, in code points: UTF-8, without byte order mark, line ends as received.",
            "txt", "text/plain", True, document_id=document_id,
        )  # fmt: skip
