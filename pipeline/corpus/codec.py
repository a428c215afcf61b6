"""What is kept of a document between builds, and sent between processes, as bytes: its parse, and the columns read off it.

Columns in MessagePack or Arrow's own form, compressed with Zstandard: compact, quick, and nothing that could run code when it is read back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgpack
import pyarrow as pa

from pipeline.corpus.columns import SCHEMAS, Columns, columns_of
from pipeline.records import Extraction
from pipeline.source.text import Source
from pipeline.source.tokens import Parse

_CODEC = pa.Codec("zstd", compression_level=1)
_SIZE_BYTES = 8
_WORDS = 4  # the first columns of a parse are words, which repeat: they are kept once


def pack_parse(parses: Sequence[Parse]) -> bytes:
    """The parse of the blocks of a document."""
    number: dict[str, int] = {}

    def numbered(words: Sequence[str]) -> list[int]:
        return [number.setdefault(word, len(number)) for word in words]

    blocks = [[*map(numbered, (parse.lemma, parse.pos, parse.tag, parse.dep)), *parse[_WORDS:]] for parse in parses]
    return _pack([list(number), blocks])


def unpack_parse(blob: bytes) -> list[Parse]:
    """The inverse of `pack_parse`. Raises ValueError for anything else."""
    words, blocks = _unpack(blob)
    return [Parse(*([words[at] for at in column] for column in block[:_WORDS]), *block[_WORDS:]) for block in blocks]


def pack_extraction(extraction: Extraction) -> bytes:
    """The columns read off a document, without what its source says anyhow."""
    columns = columns_of(extraction)
    return _pack([{name: table.serialize().to_pybytes() for name, table in columns.tables.items()}, columns.skipped])


def unpack_extraction(blob: bytes, source: Source) -> Columns:
    """What `pack_extraction` was given, by columns. Raises ValueError for anything else."""
    tables, skipped = _unpack(blob)
    batches = {name: pa.ipc.read_record_batch(pa.py_buffer(raw), SCHEMAS[name]) for name, raw in tables.items()}
    return Columns(source.text, source.document, batches, skipped)


def _pack(data: Any) -> bytes:
    raw = msgpack.packb(data)
    return len(raw).to_bytes(_SIZE_BYTES, "big") + bytes(_CODEC.compress(raw))


def _unpack(blob: bytes) -> Any:
    try:
        raw = _CODEC.decompress(blob[_SIZE_BYTES:], int.from_bytes(blob[:_SIZE_BYTES], "big"))
        return msgpack.unpackb(raw)
    except Exception as error:
        raise ValueError(f"not a kept document ({error})") from error
