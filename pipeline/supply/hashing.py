"""Hashes of texts, files and folders."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path


def digest(*parts: str) -> str:
    """A hash of texts, in their order."""
    found = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        found.update(len(raw).to_bytes(8, "big") + raw)
    return found.hexdigest()


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def tree(place: Path | str) -> str:
    """A hash of a file, or of all files below a folder with their names; of the name alone where there is no such place.

    Compiled Python does not count. A place is read once in a process.
    """
    if isinstance(place, str):
        return digest(place)
    files = [place] if place.is_file() else sorted(file for file in place.rglob("*") if file.is_file() and file.suffix != ".pyc")
    return digest(*(f"{file.relative_to(place.parent).as_posix()} {file_hash(file)}" for file in files))
