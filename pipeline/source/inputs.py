"""Where source texts come from: files, folders, patterns, and files that hold many texts (JSON Lines, Parquet), also compressed.

A path with `://` is opened through fsspec (s3://, gs://, https://, memory:// …), where the library for it is installed. What is wrong with
one text is told as a `Refused`, so that the others can still be read; what is wrong with the call or a sources file is raised.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from pipeline.config import load_yaml
from pipeline.errors import CallError, DataError, PipelineError
from pipeline.ids import slug
from pipeline.source.files import Location, compression_of, is_pattern, located, opened
from pipeline.source.text import MAX_CHARACTERS, Source, decode, source_of

SOURCES_FILE = "sources.yaml"
_TEXT, _JSON_LINES, _PARQUET = (".txt",), (".jsonl", ".ndjson"), (".parquet",)
# What may be said of a text in a file that holds many, beside the text itself.
_ENTRY = ("id", "title", "language", "origin", "licence", "note")
_ID, _MAX_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), 80
_BYTES_A_CHARACTER = 4
_BYTES_AN_ESCAPE, _BYTES_BESIDE = 12, 100_000
_ROWS = 256

Read = Callable[[], Source]


@dataclass(frozen=True, slots=True)
class Refused:
    """A text that could not be read: its path for the tables, its id where that is known, and why."""

    path: str
    document_id: str | None
    error: PipelineError
    where: str

    @property
    def reason(self) -> str:
        """Why, without the folder that the file happens to lie in."""
        return str(self.error).replace(self.where, self.path)


def read_sources(paths: Iterable[Path | str], *, max_characters: int = MAX_CHARACTERS) -> Iterator[Source]:
    """The source texts at `paths`, in order of their paths. Raises as `read_inputs`, and for the first text that is refused."""
    for found in read_inputs(paths, max_characters=max_characters):
        if isinstance(found, Refused):
            raise found.error
        yield found


def read_inputs(paths: Iterable[Path | str], *, max_characters: int = MAX_CHARACTERS) -> Iterator[Source | Refused]:
    """The source texts at `paths` (files, folders that are searched through, or patterns), in order of their paths.

    Refused is a text that is not UTF-8, is empty or too long, has no text, or has the id of an earlier one. Raises CallError for a path
    that is not there or a folder without texts, DataError for a broken sources file.
    """
    taken: dict[str, str] = {}
    for file, relative, entry in _find(paths):
        for where, path, read in _texts_in(file, relative, entry, max_characters):
            try:
                source = read()
            except PipelineError as error:
                yield Refused(path, entry.get("id"), error, where)
                continue
            name = source.document.document_id
            if name in taken:
                double = DataError(f"{where}: the document id '{name}' is already that of {taken[name]}; give each an id in {SOURCES_FILE}")
                yield Refused(path, name, double, where)
                continue
            taken[name] = where
            yield source


def read_source(file: Location, relative: str, entry: Mapping[str, Any], *, max_characters: int = MAX_CHARACTERS) -> Source:
    """One text; `relative` is its path for the tables and `entry` what the sources file says of it."""
    most = max_characters * _BYTES_A_CHARACTER
    with opened(file) as stream:
        raw = stream.read(most + 1)
    if len(raw) > most:
        raise DataError(f"{file}: more than {most:,} bytes; {_too_long(max_characters)}")
    return _checked(raw, str(file), relative, entry, _stem(relative), max_characters)


def _checked(raw: bytes, where: str, relative: str, entry: Mapping[str, Any], name: str, max_characters: int) -> Source:
    text = decode(raw, where)
    if len(text) > max_characters:
        raise DataError(f"{where}: {len(text):,} characters; {_too_long(max_characters)}")
    return source_of(text, raw, relative, entry, name)


def _too_long(max_characters: int) -> str:
    return f"a text may have {max_characters:,} characters; split the text, or allow more with --max-characters"


def _texts_in(file: Location, relative: str, entry: Mapping[str, Any], max_characters: int) -> Iterator[tuple[str, str, Read]]:
    """(place for messages, path for the tables, function that reads it) for each text of a file."""
    kind = _kind(str(file))
    if kind not in (*_JSON_LINES, *_PARQUET):
        yield str(file), relative, partial(read_source, file, relative, entry, max_characters=max_characters)
        return
    records = partial(_json_lines, most=_longest_line(max_characters)) if kind in _JSON_LINES else _parquet
    try:
        with opened(file) as stream:
            for number, record in records(stream):
                where, path = f"{file}:{number}", f"{relative}:{number}"
                name = f"{_stem(relative)} {number}"
                yield where, path, partial(_read_record, record, where, path, entry, name, max_characters)
    except (PipelineError, ValueError) as error:
        yield str(file), relative, partial(_fail, f"{file}: cannot be read to its end ({error}); the file is damaged or of another kind")


def _json_lines(stream: BinaryIO, most: int) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank; of one with more than `most` bytes, so many and one."""
    number = 0
    while line := stream.readline(most + 1):
        number += 1
        rest = line
        while len(rest) > most and not rest.endswith(b"\n"):
            rest = stream.readline(most + 1)
        if line.strip():
            yield number, line


def _longest_line(max_characters: int) -> int:
    """How many bytes a line may have: each character may be written as two escapes, and there is more than the text."""
    return max_characters * _BYTES_AN_ESCAPE + _BYTES_BESIDE


def _parquet(stream: BinaryIO) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a Parquet file, as far as their columns mean anything here; read in small groups."""
    import pyarrow as pa
    from pyarrow import parquet

    # What is compressed as a whole cannot be read from its end, where Parquet has its table of contents.
    file = parquet.ParquetFile(stream if stream.seekable() else pa.BufferReader(stream.read()))
    columns = [name for name in ("text", *_ENTRY) if name in file.schema_arrow.names]
    number = 0
    for batch in file.iter_batches(batch_size=_ROWS, columns=columns):
        for record in batch.to_pylist():
            number += 1
            yield number, record


def _read_record(record: bytes | dict[str, Any], where: str, path: str, entry: Mapping[str, Any], name: str, max_characters: int) -> Source:
    """The text of one line or row: `text`, and optionally `id`, `title` and what else a sources file may say."""
    if isinstance(record, bytes):
        if len(record) > _longest_line(max_characters):
            raise DataError(f"{where}: more than {_longest_line(max_characters):,} bytes; {_too_long(max_characters)}")
        try:
            record = json.loads(record)
        except (ValueError, RecursionError) as error:
            raise DataError(f"{where}: not a JSON object ({error}); mend the line") from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise DataError(f"{where}: there is no `text`; give an object with text, and optionally id and title")
    try:
        raw = record["text"].encode("utf-8")
    except UnicodeEncodeError as error:
        raise DataError(f"{where}: character {error.start} is half of a pair (a lone surrogate); mend the text") from error
    said = {column: _words(record[column]) for column in _ENTRY if _words(record.get(column))}
    if said.get("language", "en") != "en":
        raise DataError(f"{where}: the language is '{said['language'][:20]}'; only English (en) is read")
    if "id" in said and (not _ID.fullmatch(said["id"]) or len(said["id"]) > _MAX_ID):
        said["id"] = slug(said["id"])
    return _checked(raw, where, path, {**entry, **said}, name, max_characters)


def _stem(path: str) -> str:
    """The name of a file without the suffixes of its kind and compression."""
    return PurePosixPath(path.removesuffix(compression_of(path))).stem


def _words(value: Any) -> str:
    text = "" if value is None or isinstance(value, bool | list | dict) else " ".join(str(value).split())
    return text.encode("utf-8", "replace").decode("utf-8")


def _fail(message: str) -> Source:
    raise DataError(message)


def _find(paths: Iterable[Path | str]) -> Iterator[tuple[Location, str, Mapping[str, Any]]]:
    """(file, path for the tables, sources entry) for every file with texts; a file given twice counts once."""
    seen: set[str] = set()
    for path in sorted(paths, key=str):
        place = located(path)
        if not is_pattern(place) and not place.exists():
            raise CallError(f"{path}: no such file or folder; give an existing text, or a folder of texts")
        folder = place.folder()
        found = place.matching() if is_pattern(place) else place.below() if folder == place else [place]
        files = [file for file in found if file == place or _kind(str(file))]
        if not files:
            raise CallError(f"{path}: no text here; put at least one {_TEXT[0]} file into the folder")
        entries = _entries(folder)
        if place.is_dir():
            for name in sorted(entries.keys() - {file.relative_to(folder) for file in files}):
                raise DataError(f"{folder / SOURCES_FILE}: there is no text at '{name}'; correct the path or remove the entry")
        for file in files:
            if file.identity() not in seen:
                seen.add(file.identity())
                relative = file.relative_to(folder)
                yield file, relative, entries.get(relative, {})


def _kind(name: str) -> str:
    """The suffix that tells what a file holds, without that of its compression; nothing for a file that holds no texts."""
    suffix = PurePosixPath(name.removesuffix(compression_of(name))).suffix.lower()
    return suffix if suffix in (*_TEXT, *_JSON_LINES, *_PARQUET) else ""


def _entries(folder: Location) -> dict[str, dict[str, Any]]:
    """The entries of the folder's sources file by path; none where there is no such file."""
    file = folder / SOURCES_FILE
    if file.remote or not file.exists():
        return {}
    entries: dict[str, dict[str, Any]] = {}
    for entry in load_yaml(Path(str(file)), "sources")["sources"]:
        path = PurePosixPath(entry["path"])
        if path.is_absolute() or ".." in path.parts:
            raise DataError(f"{file}: '{path}' leaves the folder; give a path below {folder}")
        if str(path) in entries:
            raise DataError(f"{file}: '{path}' is listed twice; keep one entry")
        entries[str(path)] = entry
    return entries
