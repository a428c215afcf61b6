"""A release at a URL that fsspec can write to (s3://, gs://, memory:// …): made on this machine, then sent.

A store of objects has no folder that could be exchanged in one step. So what is new is sent first, then the sums and the descriptor, which make it a
release, and what only the old release had is removed last: who reads meanwhile can tell by the sums.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import CallError
from pipeline.source.files import Location, file_system
from pipeline.tables.descriptor import DESCRIPTOR
from pipeline.tables.sums import FILE as SUMS

_LAST = (SUMS, DESCRIPTOR)


def check_store(place: Location) -> None:
    """Raise CallError where the place cannot be looked at, or holds files but no release: they would be lost among it."""
    with _told(place):
        if _files(place) and not (place / DESCRIPTOR).exists():
            raise CallError(f"{place}: holds files but no release ({DESCRIPTOR} is missing); name an empty or new place, or empty this one")


def upload(release: Path, place: Location) -> None:
    """Let the release in the folder `release` take the place of the one at `place`. Raises CallError where it cannot be written."""
    system = file_system(place)
    new = {path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file()}
    with _told(place):
        old = _listed(place)
        for name in (*sorted(new.difference(_LAST)), *(name for name in _LAST if name in new)):
            target = str(place / name)
            system.makedirs(target.rpartition("/")[0], exist_ok=True)
            system.put_file(str(release / name), target)
        for name in sorted(old - new):
            if (place / name).exists():
                system.rm_file(str(place / name))


def _files(place: Location) -> list[str]:
    return [str(name) for name in file_system(place).find(place.path)]


def _listed(place: Location) -> set[str]:
    """The files that the release at the place lists."""
    if not (place / DESCRIPTOR).exists():
        return set()
    try:
        return {resource["path"] for resource in json.loads(file_system(place).cat_file(str(place / DESCRIPTOR)))["resources"]}
    except (ValueError, TypeError, KeyError) as error:
        raise CallError(f"{place / DESCRIPTOR}: is no descriptor of a release ({error}); empty the place, or name another") from error


@contextmanager
def _told(place: Location) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CallError(
            f"{place}: the release cannot be written there ({error}); check the address and your permissions, and run the same command again"
        ) from error
