"""The release that a site shows: its folder, its descriptor, its database and its source texts. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.tables.descriptor import DESCRIPTOR, database_of, read_descriptor


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """A published folder; `descriptor` is the data of its `datapackage.json`."""

    directory: Path
    descriptor: dict[str, Any]
    database: Path

    @property
    def title(self) -> str:
        """The dataset's title for people."""
        return str(self.descriptor.get("title") or self.descriptor["name"])

    @property
    def resources(self) -> list[dict[str, Any]]:
        """The files of the release as the descriptor lists them."""
        return list(self.descriptor["resources"])

    @property
    def database_hash(self) -> str:
        """The SHA-256 of the database, as the descriptor has it, in hexadecimal digits; empty where it has none."""
        listed = (resource.get("hash", "") for resource in self.resources if self.directory / resource["path"] == self.database)
        return str(next(listed, "")).removeprefix("sha256:")

    def files(self) -> dict[str, Path]:
        """Path as listed -> file, for the descriptor and everything that it lists: all that the site may hand out."""
        listed = [DESCRIPTOR, *(resource["path"] for resource in self.resources)]
        root = self.directory.resolve()
        return {path: root / path for path in listed if (root / path).resolve().is_relative_to(root)}

    def text(self, document_id: str) -> str | None:
        """The exact text of a document, or nothing where the release does not carry it."""
        return _text(self.directory / "sources" / f"{document_id}.txt")


@lru_cache(maxsize=8)
def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None


@lru_cache(maxsize=8)
def open_release(directory: Path) -> Release:
    """The release in `directory`. Raises CallError where there is none, or none with a database, DataError where it is broken."""
    return Release(directory, read_descriptor(directory), database_of(directory))
