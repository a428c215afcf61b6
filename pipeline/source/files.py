"""Files wherever they lie: on this machine, or at a URL that fsspec can open; read as bytes, uncompressed on the way."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from pipeline.errors import CallError

_COMPRESSIONS = (".gz", ".bz2", ".xz", ".zst")


@dataclass(frozen=True, slots=True)
class Location:
    """A file, a folder or a pattern; `path` is a local path, or a URL."""

    path: str

    def __str__(self) -> str:
        return self.path

    def __truediv__(self, name: str) -> Location:
        return Location(f"{self.path.rstrip('/')}/{name}" if self.remote else str(Path(self.path) / name))

    @property
    def remote(self) -> bool:
        """Whether it is a URL."""
        return "://" in self.path

    def exists(self) -> bool:
        """Whether there is anything."""
        return bool(file_system(self).exists(self.path)) if self.remote else Path(self.path).exists()

    def is_dir(self) -> bool:
        """Whether it is a folder."""
        return bool(file_system(self).isdir(self.path)) if self.remote else Path(self.path).is_dir()

    def parent(self) -> Location:
        """The folder that it is in."""
        return Location(self.path.rsplit("/", 1)[0] if self.remote else str(Path(self.path).parent))

    def below(self) -> list[Location]:
        """All files in the folder and its folders but hidden ones, sorted."""
        found = (
            _unstripped(self, file_system(self).find(self.path)) if self.remote else map(str, filter(Path.is_file, Path(self.path).rglob("*")))
        )
        return [place for place in map(Location, sorted(found, key=_in_order)) if not _hidden(place.relative_to(self))]

    def matching(self) -> list[Location]:
        """All files that the pattern matches, sorted; `**` goes through folders."""
        here = (name for name in glob(self.path, recursive=True) if Path(name).is_file())
        found = _unstripped(self, file_system(self).glob(self.path)) if self.remote else here
        return list(map(Location, sorted(found, key=_in_order)))

    def fixed_part(self) -> Location:
        """The folder of a pattern: its part before the first sign that stands for others."""
        parts = self.path.split("/")
        fixed = next(at for at, part in enumerate(parts) if has_magic(part))
        return Location("/".join(parts[:fixed]) or ("/" if self.path.startswith("/") else "."))

    def folder(self) -> Location:
        """The folder that it stands for: itself, that of a pattern, or the one that a file is in."""
        return self.fixed_part() if is_pattern(self) else self if self.is_dir() else self.parent()

    def relative_to(self, folder: Location) -> str:
        """The path below a folder, with slashes."""
        if self.remote:
            return self.path.removeprefix(folder.path).lstrip("/")
        return Path(self.path).relative_to(folder.path).as_posix()

    def identity(self) -> str:
        """The same for all ways to write the place of a file."""
        return self.path if self.remote else str(Path(self.path).resolve())


def located(path: Path | str) -> Location:
    """The place that somebody named, as its file system writes it. Raises CallError for a URL that nothing here can open."""
    place = Location(str(path))
    return Location(_unstripped(place, [place.path])[0]) if place.remote else place


def is_pattern(place: Location) -> bool:
    """Whether it has signs that stand for others, and no file is called so."""
    return has_magic(place.path) and (place.remote or not Path(place.path).exists())


def compression_of(name: str) -> str:
    """The suffix of a compressed file, or nothing."""
    suffix = PurePosixPath(name).suffix
    return suffix if suffix.lower() in _COMPRESSIONS else ""


@contextmanager
def opened(place: Location) -> Iterator[BinaryIO]:
    """The bytes of a file, uncompressed. Raises CallError where it cannot be opened or its compression is broken."""
    try:
        with _raw(place) as raw:
            yield _uncompressed(raw, compression_of(place.path).lower())
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CallError(f"{place}: cannot be read ({reason}); check the path, its permissions, and that the file is whole") from error


def _raw(place: Location) -> Any:
    if not place.remote:
        return Path(place.path).open("rb")
    return file_system(place).open(place.path, "rb")


def _uncompressed(raw: BinaryIO, compression: str) -> BinaryIO:
    if compression == ".gz":
        return cast(BinaryIO, gzip.open(raw))
    if compression == ".bz2":
        return cast(BinaryIO, bz2.open(raw))
    if compression == ".xz":
        return cast(BinaryIO, lzma.open(raw))
    if compression == ".zst":
        import pyarrow as pa

        return cast(BinaryIO, io.BufferedReader(pa.CompressedInputStream(pa.PythonFile(raw, mode="r"), "zstd")))
    return raw


def file_system(place: Location) -> Any:
    """The file system of a URL. Raises CallError where the library for it is missing."""
    import fsspec

    try:
        return fsspec.core.url_to_fs(place.path)[0]
    except (ImportError, ValueError) as error:
        raise CallError(f"{place}: {error}") from error


def _unstripped(place: Location, names: list[str]) -> list[str]:
    """fsspec leaves the protocol out of what it lists."""
    system = file_system(place)
    return [str(system.unstrip_protocol(system._strip_protocol(name))) for name in names]


def _in_order(name: str) -> tuple[str, ...]:
    return tuple(name.split("/"))


def _hidden(relative: str) -> bool:
    return any(part.startswith(".") for part in PurePosixPath(relative).parts)
