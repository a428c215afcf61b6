"""`SHA256SUMS` of a release, in the form that `sha256sum -c` reads: a hash and a path a line, sorted by path."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pipeline.tables.report import Issue

FILE = "SHA256SUMS"


def sums(folder: Path) -> str:
    """The sums of all files in `folder` but the sums themselves."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{_sha256(folder / name)}  {name}\n" for name in files if name != FILE)


def sums_key(folder: Path) -> str:
    """One hash that stands for all files of a release: that of its sums."""
    return _sha256(folder / FILE)


def check_sums(folder: Path) -> Iterator[Issue]:
    """Every file of the release is listed with its hash, and every listed file is there; a folder without sums promises none."""
    if not (folder / FILE).is_file():
        return
    said, found = _by_path((folder / FILE).read_text(encoding="utf-8")), _by_path(sums(folder))
    for name in sorted(said.keys() | found.keys()):
        if said.get(name) != found.get(name):
            note = "is not listed" if name not in said else "is missing" if name not in found else "has another hash: the file was changed"
            yield Issue("sums", FILE, None, name, said.get(name), note)


def _by_path(text: str) -> dict[str, str]:
    parts = (line.partition("  ") for line in text.splitlines())
    return {path: digest for digest, _, path in parts}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
