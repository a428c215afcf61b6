"""Folders that are only there while something is being made: each is locked by its maker, so that what a killed process left can be told and removed.

The locks are the system's own (flock): they end with the process, whatever ends it, and need no file, clock or process number.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NAME = ("pipeline-", ".scratch")


class Scratch:
    """A folder for temporary files in the system's place for them; it goes when nothing uses this object any more.

    What earlier processes left there as they were killed, `clear_scratch` removes. Raises OSError where there is no room.
    """

    def __init__(self) -> None:
        self.folder, lock = new_folder(Path(tempfile.gettempdir()), *_NAME)
        self._close = weakref.finalize(self, remove, self.folder, lock)

    def __enter__(self) -> Path:
        return self.folder

    def __exit__(self, *_: object) -> None:
        self._close()


def clear_scratch() -> None:
    """Remove the temporary folders that killed processes of this user have left."""
    remove_leftovers(Path(tempfile.gettempdir()), *_NAME)


def new_folder(parent: Path, prefix: str, suffix: str) -> tuple[Path, int | None]:
    """An empty folder below `parent` and its lock; another process may take it for a leftover before it is locked, and remove it."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, suffix=suffix, dir=parent))
        lock = _lock(folder)
        if folder.exists():
            return folder, lock


def remove(folder: Path, lock: int | None) -> None:
    """Remove a folder, then let go of its lock."""
    shutil.rmtree(folder, ignore_errors=True)
    if lock is not None:
        os.close(lock)


def leftovers(parent: Path, prefix: str, suffix: str) -> Iterator[tuple[Path, int]]:
    """The user's folders of that name whose process is gone, each with a lock on it that the caller ends."""
    for folder in parent.iterdir():
        if folder.name.startswith(prefix) and folder.name.endswith(suffix) and _own(folder):
            lock = _lock(folder)
            if lock is not None:
                yield folder, lock


def remove_leftovers(parent: Path, prefix: str, suffix: str) -> None:
    """Remove the folders of that name whose process is gone."""
    for folder, lock in leftovers(parent, prefix, suffix):
        remove(folder, lock)


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Wait until no other process is in such a block for the same folder; where there are no locks, go on at once."""
    lock = _lock(folder, wait=True)
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


def _own(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    return not hasattr(os, "getuid") or found.st_uid == os.getuid()


def _lock(folder: Path, *, wait: bool = False) -> int | None:
    """A lock on a folder; None where another process has it and it is not waited for, where the folder is gone, or where there are no locks."""
    if sys.platform == "win32":  # no such locks: leftovers of a killed process cannot be told from the work of a running one, and stay
        return None
    import fcntl

    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
