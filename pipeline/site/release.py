"""The release that a site shows: its folder, its descriptor, its database and its source texts. Nothing here writes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.errors import CallError, DataError

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """A published folder; `descriptor` is the data of its `datapackage.json`."""

    directory: Path
    descriptor: dict[str, Any]

    @property
    def title(self) -> str:
        """The dataset's title for people."""
        return str(self.descriptor.get("title") or self.descriptor["name"])

    @property
    def database(self) -> Path:
        """The SQLite file, which is named after the package."""
        return self.directory / f"{self.descriptor['name']}.db"

    @property
    def resources(self) -> list[dict[str, Any]]:
        """The files of the release as the descriptor lists them."""
        return list(self.descriptor.get("resources", ()))

    def files(self) -> dict[str, Path]:
        """Path as listed -> file, for the descriptor and everything that it lists: all that the site may hand out."""
        listed = [DESCRIPTOR, *(str(resource["path"]) for resource in self.resources if "path" in resource)]
        root = self.directory.resolve()
        return {path: root / path for path in listed if (root / path).resolve().is_relative_to(root)}

    def text(self, document_id: str) -> str | None:
        """The exact text of a document, or nothing where the release does not carry it."""
        return _text(self.directory / "sources" / f"{document_id}.txt")


@lru_cache(maxsize=8)
def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    except FileNotFoundError:
        return None


@lru_cache(maxsize=8)
def open_release(directory: Path) -> Release:
    """The release in `directory`. Raises CallError where there is none, DataError where it is broken."""
    path = directory / DESCRIPTOR
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise CallError(f"{directory}: there is no release here ({DESCRIPTOR} is missing); make one with `pipeline build`") from error
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: cannot be read ({error}); build the release again with `pipeline build`") from error
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("name"), str):
        raise DataError(f"{path}: it has no name; build the release again with `pipeline build`")
    release = Release(directory, descriptor)
    if not release.database.is_file():
        raise DataError(f"{release.database}: the database is missing; build the release again with `pipeline build`")
    return release
