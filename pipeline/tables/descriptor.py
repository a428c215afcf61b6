"""`datapackage.json` as a reader finds it: what makes a folder a release, and the files that it lists."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import CallError, DataError

DESCRIPTOR = "datapackage.json"


def read_descriptor(directory: Path) -> dict[str, Any]:
    """The descriptor of the release in `directory`: it has a `name`, and `resources` that all have a `path`.

    Raises CallError where there is no release, DataError where its descriptor is broken.
    """
    file = directory / DESCRIPTOR
    if not file.is_file():
        raise CallError(
            f"{directory}: there is no release here ({DESCRIPTOR} is missing); build one with: pipeline build --out {directory}"
        )
    try:
        descriptor: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(f"{file}: not a readable descriptor ({error}); restore the release, or build it into another folder") from error
    if not _is_complete(descriptor):
        raise DataError(f"{file}: not the descriptor of a release, as that has a name, and resources with paths; restore it")
    return descriptor


def descriptor_text(descriptor: Mapping[str, Any]) -> str:
    """The content of a descriptor's file: indented JSON."""
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def database_of(directory: Path) -> Path:
    """The SQLite database of the release in `directory`. Raises as `read_descriptor`, and CallError where the release has none."""
    listed: list[Path] = [
        directory / resource["path"] for resource in read_descriptor(directory)["resources"] if resource.get("format") == "sqlite"
    ]
    if not listed or not listed[0].is_file():
        raise CallError(f"{directory}: this release has no SQLite database; build it again with: pipeline build --out {directory}")
    return listed[0]


def _is_complete(descriptor: Any) -> bool:
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("name"), str):
        return False
    resources = descriptor.get("resources")
    return isinstance(resources, list) and all(isinstance(r, dict) and isinstance(r.get("path"), str) for r in resources)
