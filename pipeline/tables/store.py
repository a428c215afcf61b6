"""Rows on disk: one Parquet file a table, written and read as a stream, so that the number of rows has no limit but the disk's."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, cast, overload

import duckdb
import pyarrow as pa
from pyarrow import parquet

from pipeline.errors import CallError
from pipeline.tables.contract import Row, Table

MEMORY = "512MB"  # what DuckDB may use before it writes to disk
_ROWS = 16_384
_TEXTS = 128
TYPES = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}


def arrow_schema(table: Table, *more: str) -> pa.Schema:
    """The columns of a table, and `more` columns of text."""
    fields = [pa.field(column.name, TYPES[column.type]) for column in table.columns]
    return pa.schema([*fields, *(pa.field(name, pa.string()) for name in more)])


@contextmanager
def temporary_files() -> Iterator[None]:
    """Around what works on temporary files. Raises CallError where these cannot be written, MemoryError where DuckDB has no memory."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise MemoryError(str(error).splitlines()[0]) from error
    except (OSError, duckdb.IOException) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise CallError(
            f"{tempfile.gettempdir()}: temporary files cannot be written ({reason}); free some room, or name another place in the variable TMPDIR"
        ) from error


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """A database for questions to files like these; it keeps what the memory has no room for in `folder`."""
    settings: dict[str, Any] = {"memory_limit": MEMORY, "temp_directory": str(folder), "preserve_insertion_order": False}
    return duckdb.connect(str(folder / "rows.duckdb"), config={**settings, "autoinstall_known_extensions": False})


def parquet_file(file: Path) -> str:
    """The name of a file in SQL."""
    return "'" + str(file).replace("'", "''") + "'"


class RowWriter:
    """Writes rows to a Parquet file, a group at a time; the file is there, if empty, once the writer is closed."""

    def __init__(self, file: Path, schema: pa.Schema) -> None:
        self._schema = schema
        self._writer = parquet.ParquetWriter(file, schema, compression="zstd", compression_level=1)
        self._rows: list[Row] = []

    def write(self, rows: Iterable[Row]) -> None:
        """Add rows, with a cell for each field of the schema."""
        self._rows += rows
        if len(self._rows) >= _ROWS:
            self._flush()

    def close(self) -> None:
        """Write what is left."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            columns = [pa.array(cells, field.type) for cells, field in zip(zip(*self._rows, strict=True), self._schema, strict=True)]
            self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
            self._rows = []


class StoredRows(Sequence[Row]):
    """The rows of a Parquet file: read anew, a group at a time, whenever they are iterated over.

    `disk` is the owner of the folder that the file is in; it lives as long as its last rows.
    """

    def __init__(self, file: Path, disk: object = None) -> None:
        self.file = file
        self._disk = disk
        self._length: int = parquet.read_metadata(file).num_rows

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Row]:
        for batch in self.batches():
            yield from zip(*map(_cells, batch.columns), strict=True)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        return list(self)[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows as Arrow batches, for what works on columns."""
        with parquet.ParquetFile(self.file) as file:
            yield from file.iter_batches(batch_size=_ROWS)


class StoredTexts(Mapping[str, str]):
    """Texts by document id, in the order of the ids, read one at a time; for going through them, or looking up again and again the same few."""

    def __init__(self, file: Path, disk: object = None) -> None:
        self._rows = StoredRows(file, disk)
        self._found = lru_cache(_TEXTS)(self._look_up)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        return (document_id for document_id, _ in self._pairs())

    def __getitem__(self, key: str) -> str:
        return self._found(key)

    def _look_up(self, key: str) -> str:
        for document_id, text in self._pairs():
            if document_id == key:
                return text
        raise KeyError(key)

    def items(self) -> Any:
        """(document id, text), as a stream."""
        return self._pairs()

    def _pairs(self) -> Iterator[tuple[str, str]]:
        return cast(Iterator[tuple[str, str]], iter(self._rows))


def _cells(column: pa.Array) -> list[Any]:
    """The cells as Python objects; numbers with gaps go the slow way, as NumPy has no gaps in them."""
    if column.null_count and not pa.types.is_string(column.type):
        return cast(list[Any], column.to_pylist())
    return cast(list[Any], column.to_numpy(zero_copy_only=False).tolist())
