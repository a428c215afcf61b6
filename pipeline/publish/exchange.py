"""A folder is replaced as a whole: written beside its place under another name, flushed to disk, then exchanged in one step.

On Linux the exchange is one system call (renameat2 with RENAME_EXCHANGE), so that whoever looks sees the old folder or the new one at every
moment, also after a loss of power. Where the system or file system has no such call, the old folder is renamed away and the new one renamed in: both
are whole at all times, but for the moment between the two renames neither stands in its place; a run that is killed there is put right by the next.
"""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.scratch import exclusive, leftovers, new_folder, remove, remove_leftovers

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
_STAGING, _ASIDE = ".staging", ".replaced"


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """An empty folder beside `target` that takes its place when the block ends, and vanishes where the block fails.

    Any number of runs may stage for one target at once: they take its place one after the other, and the last to end wins. Leftovers of runs that
    were killed are removed. Raises OSError where the file system refuses.
    """
    _make_folder(target.parent)
    clean(target)
    staging, lock = new_folder(target.parent, f".{target.name}.", _STAGING)
    try:
        staging.chmod(0o777 & ~_umask())
        yield staging
        _flush(staging)
        with exclusive(target.parent):
            _put_in_place(staging, target)
    finally:
        remove(staging, lock)  # after the exchange this is the old folder


def clean(target: Path) -> None:
    """Remove what runs that were killed left beside `target`, and put back what one of them had only renamed away. Raises OSError."""
    if not target.parent.is_dir():
        return
    with exclusive(target.parent):
        for aside, lock in leftovers(target.parent, f".{target.name}.", _ASIDE):
            if not target.exists():
                aside.rename(target)
            remove(aside, lock)
    remove_leftovers(target.parent, f".{target.name}.", _STAGING)


def write_whole(path: Path, content: bytes) -> None:
    """A file with that content in the place of `path`: the old one or the new one at every moment, also after a loss of power. Raises OSError."""
    staging = path.with_name(f".{path.name}{_STAGING}")
    staging.write_bytes(content)
    _flush_path(staging)
    staging.replace(path)
    _flush_folder(path.parent)


def _make_folder(folder: Path) -> None:
    """Make a folder and those that it is in, each entered on the disk."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _flush_folder(folder.parent)


def _put_in_place(staging: Path, target: Path) -> None:
    if not target.exists():
        staging.rename(target)
        _flush_folder(target.parent)
    elif _exchange(staging, target):
        _flush_folder(target.parent)
    else:
        aside, lock = new_folder(target.parent, f".{target.name}.", _ASIDE)
        target.rename(aside)
        staging.rename(target)
        _flush_folder(target.parent)
        remove(aside, lock)


def _exchange(left: Path, right: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    if renameat2(_AT_FDCWD, os.fsencode(left), _AT_FDCWD, os.fsencode(right), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(right))


def _flush(folder: Path) -> None:
    """Everything below the folder is on the disk before the folder takes its place."""
    for parent, _, files in os.walk(folder):
        for name in files:
            _flush_path(os.path.join(parent, name))
        _flush_folder(Path(parent))


def _flush_folder(folder: Path) -> None:
    if os.name == "posix":
        _flush_path(folder)


def _flush_path(path: str | Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
