"""What was read off each document, written to disk as it comes in, for merging."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.errors import DataError
from pipeline.records import RECORDS, Extraction, Failure
from pipeline.tables.checks import check_quotes
from pipeline.tables.contract import Contract
from pipeline.tables.identity import normal
from pipeline.tables.store import RowWriter, arrow_schema

DOCUMENT, NORMAL = "_document", "_normal"
TEXTS = "_texts"
# Table -> the name in it that is compared between documents.
_COMPARED = {"entities": "name", "aliases": "alias"}


def spool(extractions: Iterable[Extraction], failures: Iterable[Failure], contract: Contract, folder: Path) -> None:
    """Write each table to `folder/TABLE.parquet`, with the document of each row and, for names, the form in which they are compared.

    The texts go to `folder/_texts.parquet`. `failures` is read after `extractions`. Raises DataError for a quote that is not in its text.
    """
    tables = [contract.table(name) for name in RECORDS]
    writers = {
        table.name: RowWriter(
            folder / f"{table.name}.parquet", arrow_schema(table, DOCUMENT, *([NORMAL] if table.name in _COMPARED else []))
        )
        for table in tables
    }
    texts = RowWriter(folder / f"{TEXTS}.parquet", pa.schema([("document_id", pa.string()), ("text", pa.string())]))
    cells = {table.name: attrgetter(*table.column_names) for table in tables}
    compared = lru_cache(100_000)(normal)

    def write(name: str, records: Iterable[Any], document_id: str) -> None:
        if name in _COMPARED:
            of = attrgetter(_COMPARED[name])
            writers[name].write((*cells[name](record), document_id, compared(of(record))) for record in records)
        else:
            writers[name].write((*cells[name](record), document_id) for record in records)

    for extraction in extractions:
        for issue in check_quotes(extraction):
            raise DataError(str(issue))
        document_id = extraction.document.document_id
        texts.write([(document_id, extraction.text)])
        write("documents", [extraction.document], document_id)
        for name in RECORDS:
            write(name, getattr(extraction, name, ()), document_id)
    write("failures", failures, "")
    for writer in (*writers.values(), texts):
        writer.close()
