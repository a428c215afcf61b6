"""A folder is replaced as a whole: written beside its place under another name, flushed to disk, then exchanged in one step.

On Linux the exchange is one system call (renameat2 with RENAME_EXCHANGE), so that whoever looks sees the old folder or the new one at every
moment, also after a loss of power. Where the system or file system has no such call, the old folder is renamed away and the new one renamed in: both
are whole at all times, but for the moment between the two renames neither stands in its place.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
_SUFFIX = ".staging"


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """An empty folder beside `target` that takes its place when the block ends, and vanishes where the block fails.

    Any number of runs may stage for one target at once: the last to end wins. Leftovers of runs that were killed are removed. Raises OSError
    where the file system refuses.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(target)
    staging, lock = _new_folder(target)
    try:
        staging.chmod(0o777 & ~_umask())
        yield staging
        _flush(staging)
        _put_in_place(staging, target)
        _flush_folder(target.parent)
    finally:
        _remove(staging, lock)  # after the exchange this is the old folder


def _new_folder(target: Path) -> tuple[Path, int | None]:
    """An empty, locked folder beside `target`; another run may take it for a leftover before it is locked, and remove it."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=_SUFFIX, dir=target.parent))
        lock = _lock(folder)
        if folder.exists():
            return folder, lock


def _remove(folder: Path, lock: int | None) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if lock is not None:
        os.close(lock)


def _put_in_place(staging: Path, target: Path) -> None:
    if not target.exists():
        staging.rename(target)
    elif not _exchange(staging, target):
        aside, lock = _new_folder(target)
        target.rename(aside)
        staging.rename(target)
        _remove(aside, lock)


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


def _lock(folder: Path) -> int | None:
    """A lock on the folder that ends with this process; None where another process has it, the folder is gone, or there are no locks."""
    try:
        import fcntl
    except ImportError:  # not a Unix: leftovers of a killed run cannot be told from a running one, and stay
        return None
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _remove_leftovers(target: Path) -> None:
    for folder in target.parent.iterdir():
        if folder.name.startswith(f".{target.name}.") and folder.name.endswith(_SUFFIX):
            lock = _lock(folder)
            if lock is not None:
                _remove(folder, lock)


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
