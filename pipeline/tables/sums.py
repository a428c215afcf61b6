"""`SHA256SUMS` of a release, in the form that `sha256sum -c` reads: a hash and a path a line, sorted by path."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.supply.hashing import file_hash

FILE = "SHA256SUMS"


def sums(folder: Path) -> str:
    """The sums of all files in `folder` but the sums themselves."""
    return as_text(hashes(folder))


def sums_key(folder: Path) -> str:
    """One hash that stands for all files of a release: that of its sums."""
    return file_hash(folder / FILE)


def as_text(found: Mapping[str, str]) -> str:
    """Hashes by path, a line each."""
    return "".join(f"{found[name]}  {name}\n" for name in sorted(found))


def hashes(folder: Path) -> dict[str, str]:
    """The hash of each file in `folder` but the sums, by its path."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: file_hash(path) for name, path in files.items() if name != FILE}


def stated(folder: Path) -> dict[str, str]:
    """The hash that the sums in `folder` say of each file, by its path; none where there are no sums."""
    try:
        lines = (folder / FILE).read_bytes().decode("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return {}
    parts = (line.partition("  ") for line in lines)
    return {path: digest for digest, _, path in parts}


def is_intact(folder: Path) -> bool:
    """Whether the files in `folder` are those of its sums, to the last byte."""
    return stated(folder) == hashes(folder)
