"""Rows as lines of text, a batch at a time: cells are written a column at once, and only the few that need it by themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
from pyarrow import compute


def lines(batch: pa.RecordBatch, before: Sequence[str], after: str, written: Callable[[pa.Array], pa.Array]) -> memoryview:
    """The rows of a batch in UTF-8: each cell as `written` gives it, with its column's text of `before` in front, and `after` behind the last."""
    parts: list[Any] = [part for text, cells in zip(before, batch.columns, strict=True) for part in (text, written(cells))]
    return _content(compute.binary_join_element_wise(*parts, after, ""))


def text_of(cells: pa.Array, write: Callable[[Any], str], special: bytes, quote: str = "") -> pa.Array:
    """Cells as texts between `quote`; those with a byte of `special`, and what is neither text, whole number nor truth, are left to `write`."""
    if pa.types.is_integer(cells.type) or pa.types.is_boolean(cells.type):
        text = compute.cast(cells, pa.string())
    elif pa.types.is_string(cells.type):
        text = compute.binary_join_element_wise(quote, cells, quote, "") if quote else cells
        content = bytes(_content(cells))
        if any(byte in content for byte in special):
            pattern = "[" + "".join(f"\\x{byte:02x}" for byte in special) + "]"
            found = compute.fill_null(compute.match_substring_regex(cells, pattern), False)
            text = compute.replace_with_mask(text, found, pa.array(map(write, cells.filter(found).to_pylist()), pa.string()))
    else:
        text = pa.array((None if cell is None else write(cell) for cell in cells.to_pylist()), pa.string())
    return compute.fill_null(text, write(None)) if text.null_count else text


def _content(texts: pa.Array) -> memoryview:
    """The bytes of all texts, one after the other."""
    _, ends, content = texts.buffers()
    if content is None:
        return memoryview(b"")
    places = memoryview(ends).cast("i")
    return memoryview(content)[places[texts.offset] : places[texts.offset + len(texts)]]
