"""A folder takes the place of another as a whole, on every system, and everything is on the disk by then."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.publish import exchange
from pipeline.publish.exchange import clean, staged, write_whole

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the call")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with what was there before."""
    folder = tmp_path / "dist"
    folder.mkdir()
    (folder / "old").write_text("old")
    return folder


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that reach the disk, and `exchange` where a folder takes its place, in order."""
    seen: list[str] = []
    put = exchange._put_in_place

    def put_in_place(staging: Path, target: Path) -> None:
        seen.append("exchange")
        put(staging, target)

    monkeypatch.setattr(exchange, "_put_in_place", put_in_place)
    monkeypatch.setattr(os, "fsync", lambda descriptor: seen.append(os.readlink(f"/proc/self/fd/{descriptor}")))
    return seen


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.mark.parametrize("way", ["as it is", "no call", "no library", "refused"])
def test_a_folder_takes_the_place_of_another(old: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if way == "no call":
        monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: SimpleNamespace())
    elif way == "no library":
        monkeypatch.setattr(ctypes, "CDLL", missing)
    elif way == "refused":
        monkeypatch.setattr(exchange, "_exchange", lambda *_: False)
    with staged(old) as folder:
        assert (folder.parent, list(folder.iterdir())) == (old.parent, [])
        (folder / "new").write_text("new")
        assert names(old) == {"old"}
    assert names(old.parent) == {"dist", "dist/new"}


def missing(*_: object, **__: object) -> None:
    raise OSError("there is no library")


@pytest.mark.parametrize("target", ["dist", "a/b/dist"])
def test_a_place_may_be_new_and_named_from_here(target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        with staged(Path(target)) as folder:
            (folder / name).touch()
        assert names(tmp_path / target) == {name}
    assert [path.name for path in (tmp_path / target).parent.iterdir()] == ["dist"]


def test_what_fails_leaves_everything_as_it_was(old: Path) -> None:
    with pytest.raises(ZeroDivisionError), staged(old) as folder:
        (folder / "new").touch()
        raise ZeroDivisionError
    assert names(old.parent) == {"dist", "dist/old"}


@LINUX
def test_two_folders_change_places_in_one_step(old: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "new").touch()
    assert exchange._exchange(other, old)
    assert names(tmp_path) == {"dist", "dist/new", "other", "other/old"}


@LINUX
def test_a_call_that_fails_says_why(old: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        exchange._exchange(tmp_path / "nowhere", old)
    assert caught.value.filename == str(old)


@pytest.mark.parametrize(
    ("code", "can"), [(errno.ENOSYS, False), (errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EACCES, None), (errno.ENOSPC, None)]
)
def test_a_file_system_without_the_call_is_no_failure(old: Path, code: int, can: bool | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: SimpleNamespace(renameat2=lambda *_: -1))
    monkeypatch.setattr(ctypes, "get_errno", lambda: code)
    if can is None:
        with pytest.raises(OSError, match=os.strerror(code)):
            exchange._exchange(old, old)
    else:
        assert exchange._exchange(old, old) is can


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o755), (0o077, 0o700), (0o002, 0o775)])
def test_whoever_may_read_other_folders_may_read_this_one(old: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        with staged(old):
            pass
        assert os.umask(mask) == mask, "the process keeps its mask"
    finally:
        os.umask(before)
    assert old.stat().st_mode & 0o777 == mode


@LINUX
@pytest.mark.parametrize("call", [True, False])
def test_everything_is_on_the_disk_before_it_takes_its_place(
    old: Path, call: bool, flushed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if not call:
        monkeypatch.setattr(exchange, "_exchange", lambda *_: False)
    with staged(old) as folder:
        (folder / "sub").mkdir()
        (folder / "sub" / "b").touch()
        (folder / "a").touch()
        expected = {str(folder), *(str(folder / name) for name in ("sub", "sub/b", "a"))}
    at = flushed.index("exchange")
    assert set(flushed[:at]) == expected
    assert flushed[at + 1 :] == [str(old.parent)]


@LINUX
def test_new_folders_are_entered_on_the_disk(tmp_path: Path, flushed: list[str]) -> None:
    with staged(tmp_path / "a" / "b" / "dist"):
        pass
    assert flushed[:2] == [str(tmp_path), str(tmp_path / "a")]
    assert flushed[-1] == str(tmp_path / "a" / "b")


@LINUX
def test_a_file_is_replaced_as_a_whole(tmp_path: Path, flushed: list[str]) -> None:
    file = tmp_path / "sums"
    for content in (b"old", b"new"):
        write_whole(file, content)
        assert file.read_bytes() == content
    assert names(tmp_path) == {"sums"}
    assert flushed == [str(tmp_path / ".sums.staging"), str(tmp_path)] * 2


# What lies there, whether the target stands, and what is left after cleaning.
LEFTOVERS = [
    (".dist.x.staging", True, {"dist", "dist/old"}),
    (".dist.x.staging", False, set()),
    (".dist.x.replaced", True, {"dist", "dist/old"}),
    (".dist.x.replaced", False, {"dist", "dist/left"}),
    (".other.x.staging", True, {"dist", "dist/old", ".other.x.staging", ".other.x.staging/left"}),
    ("dist.x.staging", False, {"dist.x.staging", "dist.x.staging/left"}),
    (".dist.x.other", False, {".dist.x.other", ".dist.x.other/left"}),
]


@pytest.mark.parametrize(("name", "stands", "expected"), LEFTOVERS)
def test_leftovers_are_removed_or_put_back(tmp_path: Path, name: str, stands: bool, expected: set[str]) -> None:
    target = tmp_path / "dist"
    if stands:
        target.mkdir()
        (target / "old").touch()
    (tmp_path / name).mkdir()
    (tmp_path / name / "left").touch()
    clean(target)
    assert names(tmp_path) == expected


def test_where_there_is_no_folder_there_is_nothing_to_clean(tmp_path: Path) -> None:
    clean(tmp_path / "nowhere" / "dist")
    assert names(tmp_path) == set()


def test_a_run_that_goes_on_is_left_alone(old: Path) -> None:
    with staged(old) as folder:
        clean(old)
        assert folder.is_dir()
