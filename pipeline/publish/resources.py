"""What a format module gives back for each file that it writes: enough to list the file in `datapackage.json`."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.tables.contract import Table


@dataclass(frozen=True, slots=True)
class Resource:
    """A published file, its `path` below the release folder.

    `table` is set for a file that is listed with its Table Schema. `quotes` says whether the file repeats source texts, whose terms are not
    the project's to give; `document_id` is set where it repeats one text only.
    """

    name: str
    path: str
    title: str
    description: str
    format: str
    mediatype: str
    quotes: bool
    table: Table | None = None
    document_id: str | None = None
