"""What a format module is given to write from, and what it gives back for each file: enough to list the file in `datapackage.json`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.publish.origin import Origin
from pipeline.publish.package import Package
from pipeline.tables.contract import Contract, Table, load_contract
from pipeline.tables.merge import Tables
from pipeline.tables.store import ROWS, batches_of


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


@dataclass(frozen=True, slots=True)
class Edition:
    """A release in the making: its tables and settings, where it comes from, the folder to write into, and the files that are there already."""

    tables: Tables
    package: Package
    folder: Path
    origin: Origin = field(default_factory=Origin)
    written: list[Resource] = field(default_factory=list)

    @property
    def contract(self) -> Contract:
        """What the tables are."""
        return load_contract()

    def batches(self, table: str, size: int = ROWS) -> Iterator[pa.RecordBatch]:
        """The rows of a table as Arrow batches of that size, the last but smaller, for what works on columns."""
        return batches_of(self.contract.table(table), self.tables.rows[table], size)

    def records(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of a table as mappings from column to cell."""
        names = self.contract.table(table).column_names
        return (dict(zip(names, row, strict=True)) for row in self.tables.rows[table])
