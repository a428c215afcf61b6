"""What was read off each document, written to disk as it comes in, for merging."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy
import pyarrow as pa
from pyarrow import parquet

from pipeline.corpus.columns import SCHEMAS, Columns, batch, columns_of
from pipeline.errors import DataError
from pipeline.records import Extraction, Failure
from pipeline.tables.checks import check_quotes
from pipeline.tables.identity import normal

DOCUMENT, NORMAL = "_document", "_normal"
TEXTS = "_texts"
# Table -> the name in it that is compared between documents.
_COMPARED = {"entities": "name", "aliases": "alias"}
_TEXT = pa.schema([("document_id", pa.string()), ("text", pa.string())])
_BYTES = 4_000_000  # what waits of a table before it is written


def spool(found: Iterable[Extraction | Columns], failures: Iterable[Failure], folder: Path) -> None:
    """Write each table to `folder/TABLE.parquet`, with the document of each row and, for names, the form in which they are compared.

    The texts go to `folder/_texts.parquet`. `failures` is read after `found`. Raises DataError for a quote that is not in its text.
    """
    files = {name: _File(folder / f"{name}.parquet", schema, _COMPARED.get(name)) for name, schema in (SCHEMAS | {TEXTS: _TEXT}).items()}
    for item in found:
        columns = columns_of(item) if isinstance(item, Extraction) else item
        for issue in check_quotes(columns):
            raise DataError(str(issue))
        document_id = columns.document.document_id
        text = pa.RecordBatch.from_arrays([pa.array([document_id]), pa.array([columns.text])], schema=_TEXT)
        for name, rows in {**columns.tables, "documents": batch("documents", [columns.document]), TEXTS: text}.items():
            files[name].write(rows, document_id)
    if records := list(failures):
        files["failures"].write(batch("failures", records), "")
    for file in files.values():
        file.close()


class _File:
    """The rows of one table, written for several documents at a time; the file is there, if empty, once it is closed."""

    def __init__(self, file: Path, schema: pa.Schema, compared: str | None) -> None:
        self._schema, self._compared = schema, compared
        more = [pa.field(name, pa.string()) for name in ((DOCUMENT, NORMAL) if compared else (DOCUMENT,))]
        # Read once, as a whole: neither a dictionary nor statistics would save anything.
        options = {"compression": "zstd", "compression_level": 1, "use_dictionary": False, "write_statistics": False}
        self._writer = parquet.ParquetWriter(file, pa.schema([*schema, *more]), **options)
        self._waiting: list[pa.RecordBatch] = []
        self._documents: list[str] = []
        self._bytes = 0

    def write(self, rows: pa.RecordBatch, document_id: str) -> None:
        """Add rows of a document."""
        self._waiting.append(rows)
        self._documents.append(document_id)
        self._bytes += rows.nbytes
        if self._bytes >= _BYTES:
            self._flush()

    def close(self) -> None:
        """Write what is left."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._waiting:
            table = pa.Table.from_batches(self._waiting, self._schema).combine_chunks()
            owners = numpy.repeat(numpy.arange(len(self._waiting)), [rows.num_rows for rows in self._waiting])
            more = [pa.array(self._documents, pa.string()).take(pa.array(owners))]
            if self._compared:
                more.append(_normal(table.column(self._compared)))
            self._writer.write_table(pa.Table.from_arrays([*table.columns, *more], schema=self._writer.schema))
            self._waiting, self._documents, self._bytes = [], [], 0


def _normal(names: pa.ChunkedArray) -> pa.Array:
    """The form in which names are compared; each is made once."""
    encoded = names.combine_chunks().dictionary_encode()
    return pa.array(map(normal, encoded.dictionary.to_pylist()), pa.string()).take(encoded.indices)
