"""A source text as it was received: decoded and named, nothing altered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import DataError
from pipeline.ids import slug
from pipeline.records import Document
from pipeline.source.layout import Layout, lay_out

# How long a text may be unless a build is told otherwise: docs/corpus.md says what time and memory that takes.
MAX_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """A text with its layout, and what the sources file says of it (`terms`: origin, licence, note)."""

    document: Document
    text: str
    layout: Layout
    terms: dict[str, str]


def source_of(text: str, raw: bytes, path: str, entry: Mapping[str, Any], name: str = "") -> Source:
    """A source of a decoded `text`, whose title is that of its entry, else its first line, else its `name`, else its path without the suffix."""
    layout = lay_out(text)
    title = entry.get("title") or layout.title or name or Path(path).stem
    document = Document(
        document_id=entry.get("id") or slug(title),
        title=title,
        path=path,
        sha256=hashlib.sha256(raw).hexdigest(),
        characters=len(text),
        language=entry.get("language", "en"),
    )
    terms: dict[str, str] = {key: entry[key].strip() for key in ("origin", "licence", "note") if key in entry}
    return Source(document, text, layout, terms)


def decode(raw: bytes, name: str) -> str:
    """UTF-8 to text without a byte order mark, line ends as they are. Raises DataError where it is not such a text."""
    if b"\x00" in raw:
        raise DataError(f"{name}: byte {raw.index(0)} is NUL, so this is a binary file or UTF-16; give plain text in UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"{name}:{line}: byte {error.start} (0x{raw[error.start]:02x}) is not UTF-8; convert the file, for example with iconv"
        ) from error
    if not text.strip():
        raise DataError(f"{name}: the file is empty; give a text with at least one sentence")
    return text
