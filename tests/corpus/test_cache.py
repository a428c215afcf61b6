"""A cache may be damaged, gone or unwritable, and no build fails or lies for it."""

import sqlite3
from pathlib import Path

import pytest

from pipeline.corpus.cache import Cache, cache_folder, clear, usage

ENTRIES = {f"key{number}": bytes([number]) * 3000 for number in range(200)}


def filled(folder: Path) -> Path:
    cache = Cache(folder)
    cache.put("parse", ENTRIES)
    cache.close()
    return folder / "documents.sqlite"


def test_what_is_put_is_there_for_the_next_one(tmp_path: Path) -> None:
    filled(tmp_path)
    cache = Cache(tmp_path)
    assert cache.get([*ENTRIES, "another"]) == ENTRIES
    cache.put("parse", {"key1": b"new"})
    assert cache.get(["key1"]) == {"key1": b"new"}


def test_a_changed_entry_is_not_given_out(tmp_path: Path) -> None:
    file = filled(tmp_path)
    with sqlite3.connect(file) as connection:
        connection.execute("update entries set value = x'00' where key = 'key7'")
    cache = Cache(tmp_path)
    assert cache.get(ENTRIES) == {key: value for key, value in ENTRIES.items() if key != "key7"}
    assert cache.damaged == 1


@pytest.mark.parametrize("damage", ["all of it", "the middle", "the end"])
def test_a_damaged_file_is_begun_anew(damage: str, tmp_path: Path) -> None:
    file = filled(tmp_path)
    raw = bytearray(file.read_bytes())
    start, end = {"all of it": (0, len(raw)), "the middle": (4096, len(raw) - 4096), "the end": (len(raw) // 2, len(raw))}[damage]
    raw[start:end] = b"\x55" * (end - start)
    file.write_bytes(raw)
    cache = Cache(tmp_path)
    kept = cache.get(ENTRIES)
    assert all(ENTRIES[key] == value for key, value in kept.items())
    cache.put("parse", ENTRIES)
    cache.put("parse", ENTRIES)
    cache.close()
    assert Cache(tmp_path).get(ENTRIES) == ENTRIES


def test_without_a_place_to_write_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file")
    cache.put("parse", ENTRIES)
    assert cache.get(ENTRIES) == {}
    cache.close()


def test_use_is_told_and_the_cache_can_be_cleared(tmp_path: Path) -> None:
    assert usage(tmp_path).bytes == 0
    filled(tmp_path)
    assert usage(tmp_path).kinds == {"parse": (200, 600_000)}
    assert any("200 entries" in line for line in usage(tmp_path).lines())
    assert clear(tmp_path) > 600_000
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_what_was_named_else_the_variable_else_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIPELINE_CACHE", str(tmp_path / "variable"))
    assert cache_folder(tmp_path / "named") == tmp_path / "named"
    assert cache_folder() == tmp_path / "variable"
    monkeypatch.delenv("PIPELINE_CACHE")
    assert cache_folder().name == "pipeline"
