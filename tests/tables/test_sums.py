"""The sums of a release's files: what `sha256sum` says, and every tampering noticed."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.tables.sums import FILE, is_intact, stated, sums, sums_key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "harbour.txt").write_text("Ports are wet.", encoding="utf-8")
    (tmp_path / "entities.csv").write_text("entity_id\nports\n", encoding="utf-8")
    (tmp_path / FILE).write_text(sums(tmp_path), encoding="utf-8")
    return tmp_path


def test_every_file_is_listed_by_path(folder: Path) -> None:
    assert [line.split("  ")[1] for line in sums(folder).splitlines()] == ["entities.csv", "sources/harbour.txt"]
    assert list(stated(folder)) == ["entities.csv", "sources/harbour.txt"]
    assert is_intact(folder)


def test_one_hash_stands_for_all_files_and_without_sums_nothing_is_said(folder: Path) -> None:
    assert sums_key(folder) == hashlib.sha256((folder / FILE).read_bytes()).hexdigest()
    (folder / FILE).unlink()
    assert stated(folder) == {}


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="this system has no sha256sum")
def test_sha256sum_agrees(folder: Path) -> None:
    assert subprocess.run(["sha256sum", "--check", "--strict", FILE], cwd=folder, capture_output=True, check=False).returncode == 0


CHANGES: dict[str, Callable[[Path], object]] = {
    "changed": lambda folder: (folder / "entities.csv").write_text("entity_id\nwells\n", encoding="utf-8"),
    "renamed": lambda folder: (folder / "sources" / "harbour.txt").rename(folder / "sources" / "port.txt"),
    "removed": lambda folder: (folder / "entities.csv").unlink(),
    "added": lambda folder: (folder / "more.csv").touch(),
    "without sums": lambda folder: (folder / FILE).unlink(),
    "sums that are no text": lambda folder: (folder / FILE).write_bytes(b"\xff\x00"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_is_not_intact(folder: Path, change: str) -> None:
    CHANGES[change](folder)
    assert not is_intact(folder)
