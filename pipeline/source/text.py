"""Source texts as they were received: found, decoded and named, nothing altered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.config import load_yaml
from pipeline.errors import CallError, DataError
from pipeline.ids import slug
from pipeline.records import Document
from pipeline.source.layout import Layout, lay_out

SOURCES_FILE = "sources.yaml"
SUFFIXES = (".txt",)
MAX_CHARACTERS = 10_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """A text with its layout, and what the sources file says of it (`terms`: origin, licence, note)."""

    document: Document
    text: str
    layout: Layout
    terms: dict[str, str]


def read_sources(paths: Iterable[Path], *, max_characters: int = MAX_CHARACTERS) -> Iterator[Source]:
    """The source texts at `paths` (files, or folders that are searched through), in order of their paths.

    Raises CallError for a path that is not there or a folder without texts, DataError for a text that cannot be
    read as UTF-8, is empty or too long, a broken sources file, or two texts with one id.
    """
    taken: dict[str, str] = {}
    for file, relative, entry in _find(paths):
        source = read_source(file, relative, entry, max_characters=max_characters)
        name = source.document.document_id
        if name in taken:
            raise DataError(f"{file}: the document id '{name}' is already that of {taken[name]}; give each an id in {SOURCES_FILE}")
        taken[name] = str(file)
        yield source


def read_source(file: Path, relative: str, entry: dict[str, Any], *, max_characters: int = MAX_CHARACTERS) -> Source:
    """One text; `relative` is its path for the tables and `entry` what the sources file says of it."""
    raw = _read_bytes(file)
    text = decode(raw, str(file))
    if len(text) > max_characters:
        raise DataError(f"{file}: {len(text):,} characters are more than the {max_characters:,} allowed; split the text")
    return source_of(text, raw, relative, entry)


def source_of(text: str, raw: bytes, path: str, entry: dict[str, Any]) -> Source:
    """A source of a decoded `text`, whose title is that of its entry, else its first line, else its path without the suffix."""
    layout = lay_out(text)
    title = entry.get("title") or layout.title or Path(path).stem
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


def _read_bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CallError(f"{file}: cannot be read ({error.strerror}); check the path and its permissions") from error


def _find(paths: Iterable[Path]) -> Iterator[tuple[Path, str, dict[str, Any]]]:
    """(file, path for the tables, sources entry) for every text; a file given twice counts once."""
    seen: set[Path] = set()
    for path in sorted(paths):
        if not path.exists():
            raise CallError(f"{path}: no such file or folder; give an existing text, or a folder of texts")
        folder = path if path.is_dir() else path.parent
        entries = _entries(folder)
        files = [path] if not path.is_dir() else _texts_below(folder)
        if path.is_dir():
            for name in entries.keys() - {file.relative_to(folder).as_posix() for file in files}:
                raise DataError(f"{folder / SOURCES_FILE}: there is no text at '{name}'; correct the path or remove the entry")
        for file in files:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                relative = file.relative_to(folder).as_posix()
                yield file, relative, entries.get(relative, {})


def _texts_below(folder: Path) -> list[Path]:
    files = sorted(
        file for file in folder.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file() and not _hidden(file.relative_to(folder))
    )
    if not files:
        raise CallError(f"{folder}: no text here; put at least one {SUFFIXES[0]} file into the folder")
    return files


def _hidden(relative: Path) -> bool:
    return any(part.startswith(".") for part in relative.parts)


def _entries(folder: Path) -> dict[str, dict[str, Any]]:
    """The entries of the folder's sources file by path; none where there is no such file."""
    file = folder / SOURCES_FILE
    if not file.exists():
        return {}
    entries: dict[str, dict[str, Any]] = {}
    for entry in load_yaml(file, "sources")["sources"]:
        path = PurePosixPath(entry["path"])
        if path.is_absolute() or ".." in path.parts:
            raise DataError(f"{file}: '{path}' leaves the folder; give a path below {folder}")
        if str(path) in entries:
            raise DataError(f"{file}: '{path}' is listed twice; keep one entry")
        entries[str(path)] = entry
    return entries
