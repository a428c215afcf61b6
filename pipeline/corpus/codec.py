"""What is kept of a document between builds, and sent between processes, as bytes: its parse, and the records read off it.

Columns in MessagePack, compressed with Zstandard: compact, quick, and nothing that could run code when it is read back.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

import pyarrow as pa
import srsly

from pipeline.records import RECORDS, Extraction, columns
from pipeline.source.text import Source
from pipeline.source.tokens import Parse

_CODEC = pa.Codec("zstd", compression_level=1)
_SIZE_BYTES = 8
_WORDS = 4  # the first columns of a parse are words, which repeat: they are kept once
# The tables whose records are read off a document; its own record comes from its source.
_TABLES = [name for name in RECORDS if name not in ("documents", "failures")]
_CELLS = {name: attrgetter(*columns(RECORDS[name])) for name in _TABLES}


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
    """The records read off a document, without what its source says anyhow."""
    tables = {name: list(zip(*map(_CELLS[name], getattr(extraction, name)), strict=True)) for name in _TABLES}
    return _pack([tables, extraction.skipped])


def unpack_extraction(blob: bytes, source: Source) -> Extraction:
    """The inverse of `pack_extraction`. Raises ValueError for anything else."""
    tables, skipped = _unpack(blob)
    records: dict[str, Any] = {name: tuple(map(RECORDS[name], *tables[name])) if tables[name] else () for name in _TABLES}
    return Extraction(text=source.text, document=source.document, skipped=skipped, **records)


def _pack(data: Any) -> bytes:
    raw = srsly.msgpack_dumps(data)
    return len(raw).to_bytes(_SIZE_BYTES, "big") + bytes(_CODEC.compress(raw))


def _unpack(blob: bytes) -> Any:
    try:
        raw = _CODEC.decompress(blob[_SIZE_BYTES:], int.from_bytes(blob[:_SIZE_BYTES], "big"))
        return srsly.msgpack_loads(raw.to_pybytes())
    except Exception as error:
        raise ValueError(f"not a kept document ({error})") from error
