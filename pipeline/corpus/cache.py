"""The work of earlier builds, kept under keys that hash all that it depends on: one SQLite file in the user's cache folder.

An entry that is not what was written is noticed by its checksum and made again; a file that is no database is begun anew. The
cache only saves time: where it cannot be read or written (full disk, no permission, locked too long), the build goes on without it, and says so.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipeline.errors import CallError

VARIABLE = "PIPELINE_CACHE"
_FILE = "documents.sqlite"
_log = logging.getLogger(__name__)
_AT_ONCE = 500  # SQLite allows a limited number of values in one question
_SCHEMA = "create table if not exists entries (key text primary key, kind text not null, sum blob not null, value blob not null) strict"


@dataclass(frozen=True, slots=True)
class Usage:
    """What a cache holds: entries and bytes by kind, and the size of the file."""

    file: Path
    kinds: Mapping[str, tuple[int, int]]
    bytes: int

    def lines(self) -> Iterator[str]:
        """For people."""
        yield f"{self.file}: {self.bytes / 1e6:,.1f} MB"
        for kind, (entries, size) in self.kinds.items():
            yield f"  {kind:10} {entries:>9,} entries {size / 1e6:>9,.1f} MB"


def cache_folder(named: Path | None = None) -> Path:
    """Where the cache lies: the folder that was named, else that of the variable PIPELINE_CACHE, else the user's cache folder."""
    from platformdirs import user_cache_path

    return named or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else user_cache_path("pipeline", appauthor=False))


class Cache:
    """A store of bytes by key; any number of processes may use one at once. `damaged` counts the entries that had to be made again."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / _FILE
        self.damaged = 0
        self._connection = self._open()

    def get(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values there are for these keys."""
        found: dict[str, bytes] = {}
        wanted = iter(keys)
        while part := list(islice(wanted, _AT_ONCE)):
            places = ", ".join("?" * len(part))
            for key, checksum, value in self._ask(f"select key, sum, value from entries where key in ({places})", part):  # noqa: S608
                if _sum(value) == checksum:
                    found[key] = value
                else:
                    self.damaged += 1
        return found

    def put(self, kind: str, entries: Mapping[str, bytes]) -> None:
        """Keep values under their keys; all of them or, where the cache cannot be written, none."""
        rows = [(key, kind, _sum(value), value) for key, value in entries.items()]
        if self._connection is not None and rows:
            try:
                with self._connection:
                    self._connection.executemany("insert or replace into entries values (?, ?, ?, ?)", rows)
            except sqlite3.Error as error:
                self._give_up(error)

    def close(self) -> None:
        """Let go of the file; warn of what was damaged in it."""
        if self.damaged:
            details = {"cache": str(self.file), "damaged": self.damaged}
            _log.warning("%s: %s entries were damaged and are made again", self.file, f"{self.damaged:,}", extra={"details": details})
        if self._connection is not None:
            self._connection.close()

    def _open(self) -> sqlite3.Connection | None:
        for attempt in (1, 2):
            try:
                self.file.parent.mkdir(parents=True, exist_ok=True)
                connection = sqlite3.connect(self.file, timeout=30)
                connection.execute("pragma journal_mode = wal")
                connection.execute("pragma synchronous = normal")
                connection.execute(_SCHEMA)
                return connection
            except sqlite3.DatabaseError as error:
                if attempt == 2 or isinstance(error, sqlite3.OperationalError):
                    self._warn(error)
                    return None
                _remove(self.file)  # not a database: damaged from its first bytes
                _log.warning("%s: was no cache, and is begun anew", self.file, extra={"details": {"cache": str(self.file)}})
            except OSError as error:
                self._warn(error)
                return None
        return None

    def _ask(self, question: str, values: list[str]) -> list[tuple[str, bytes, bytes]]:
        if self._connection is None:
            return []
        try:
            return self._connection.execute(question, values).fetchall()
        except sqlite3.DatabaseError as error:
            self.damaged += len(values)
            self._give_up(error)
            return []

    def _give_up(self, error: Exception) -> None:
        """Go on without this file; one that is damaged within is begun anew, for this build and the next."""
        if self._connection is None:
            return
        sound = _is_sound(self._connection)
        self._connection.close()
        self._connection = None
        if sound:
            self._warn(error)
        else:
            _remove(self.file)
            self._connection = self._open()

    def _warn(self, error: Exception) -> None:
        """Say that there is no cache from here on, and why."""
        reason = getattr(error, "strerror", None) or error
        _log.warning(
            "%s: the cache cannot be used (%s), so that nothing is kept for the next build; name another folder with --cache, or none with --no-cache",
            self.file, reason, extra={"details": {"cache": str(self.file), "reason": str(reason)}},
        )  # fmt: skip


def usage(folder: Path) -> Usage:
    """What the cache in `folder` holds. Raises CallError where the file is no cache."""
    file = folder / _FILE
    if not file.exists():
        return Usage(file, {}, 0)
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute("select kind, count(*), sum(length(value)) from entries group by kind order by kind").fetchall()
    except sqlite3.Error as error:
        raise CallError(f"{file}: cannot be read ({error}); remove it with: pipeline cache clear") from error
    return Usage(file, {kind: (count, size) for kind, count, size in rows}, file.stat().st_size)


def clear(folder: Path) -> int:
    """Remove the cache in `folder`; gives the bytes that were freed."""
    file = folder / _FILE
    freed = file.stat().st_size if file.exists() else 0
    _remove(file)
    return freed


def _is_sound(connection: sqlite3.Connection) -> bool:
    try:
        return bool(connection.execute("pragma quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def _remove(file: Path) -> None:
    for path in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        path.unlink(missing_ok=True)


def _sum(value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=16).digest()
