"""The sums of a release's files: what `sha256sum` says, and every tampering told."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.tables.sums import FILE, check_sums, sums


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "harbour.txt").write_text("Ports are wet.", encoding="utf-8")
    (tmp_path / "entities.csv").write_text("entity_id\nports\n", encoding="utf-8")
    (tmp_path / FILE).write_text(sums(tmp_path), encoding="utf-8")
    return tmp_path


def test_every_file_is_listed_by_path(folder: Path) -> None:
    assert [line.split("  ")[1] for line in sums(folder).splitlines()] == ["entities.csv", "sources/harbour.txt"]
    assert list(check_sums(folder)) == []


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="this system has no sha256sum")
def test_sha256sum_agrees(folder: Path) -> None:
    assert subprocess.run(["sha256sum", "--check", "--strict", FILE], cwd=folder, capture_output=True, check=False).returncode == 0


def test_what_was_changed_added_or_removed_is_told(folder: Path) -> None:
    (folder / "entities.csv").write_text("entity_id\nwells\n", encoding="utf-8")
    (folder / "sources" / "harbour.txt").rename(folder / "sources" / "port.txt")
    found = [(issue.field, issue.note) for issue in check_sums(folder)]
    assert found == [
        ("entities.csv", "has another hash: the file was changed"),
        ("sources/harbour.txt", "is missing"),
        ("sources/port.txt", "is not listed"),
    ]


def test_a_folder_without_sums_promises_none(tmp_path: Path) -> None:
    assert list(check_sums(tmp_path)) == []
