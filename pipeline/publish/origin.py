"""What a release was made from and with, as far as its tables do not tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.supply.components import Component, components, deviating
from pipeline.supply.hashing import file_hash
from pipeline.supply.model import Model


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a release comes from; nothing of it depends on the clock, the machine, the cache or the number of workers.

    `settings` are (path below its folder, SHA-256) of the files beside the texts that the build read. `skipped` counts characters of the texts that
    belong to no sentence's meaning, by reason. `left_alone` names the decisions on documents that were not built. `libraries` are those that are
    pinned, and `unpinned` the names of those of them that were there in another version. `formats` are set as the release is written.
    """

    model: Model | None = None
    settings: tuple[tuple[str, str], ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    left_alone: tuple[str, ...] = ()
    libraries: tuple[Component, ...] = field(default_factory=components)
    unpinned: tuple[str, ...] = field(default_factory=lambda: deviating(components()))
    formats: tuple[str, ...] = ()


def settings_files(folders: Iterable[Path], patterns: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """(path below its folder, SHA-256) of the files in `folders` that match."""
    wanted = tuple(patterns)
    found = {
        (file.relative_to(folder).as_posix(), file_hash(file)) for folder in folders for pattern in wanted for file in folder.glob(pattern)
    }
    return tuple(sorted(found))
