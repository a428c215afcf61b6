"""Rows on disk: one Parquet file a table, written and read as a stream, so that the number of rows has no limit but the disk's."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
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
ROWS = 16_384
_TEXTS = 128
TYPES = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "array": pa.list_(pa.string())}


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

    def batches(self, size: int = ROWS) -> Iterator[pa.RecordBatch]:
        """The rows as Arrow batches of that size, the last but smaller, for what works on columns."""
        with parquet.ParquetFile(self.file) as file:
            yield from file.iter_batches(batch_size=size)


def batches_of(table: Table, rows: Sequence[Row], size: int = ROWS) -> Iterator[pa.RecordBatch]:
    """Rows of a table as Arrow batches of that size, wherever they are."""
    if isinstance(rows, StoredRows):
        yield from rows.batches(size)
        return
    schema = pa.schema([pa.field(column.name, TYPES[column.type]) for column in table.columns])
    for at in range(0, len(rows), size):
        cells = zip(*rows[at : at + size], strict=True)
        yield pa.RecordBatch.from_arrays([pa.array(column, kind) for column, kind in zip(cells, schema.types, strict=True)], schema=schema)


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
        return ((key, text) for batch in self._rows.batches(_TEXTS) for key, text in zip(*map(_cells, batch.columns), strict=True))


def _cells(column: pa.Array) -> list[Any]:
    """The cells as Python objects; numbers with gaps go the slow way, as NumPy has no gaps in them."""
    if column.null_count and not pa.types.is_string(column.type):
        return cast(list[Any], column.to_pylist())
    return cast(list[Any], column.to_numpy(zero_copy_only=False).tolist())
