"""A release is published as a whole or not at all, the same bytes every time, and never over somebody's files."""

import errno
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.config import SCHEMAS
from pipeline.errors import CallError, DataError
from pipeline.publish import csv_files, exchange
from pipeline.publish.package import Package
from pipeline.publish.release import check_target, publish
from pipeline.publish.resources import Edition
from pipeline.publish.root import derive_root_package
from pipeline.records import Extraction
from pipeline.tables.contract import load_contract
from pipeline.tables.merge import Tables, merge
from pipeline.tables.report import Report
from pipeline.tables.validate import validate_release


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_everything_is_in_one_folder(release: Path) -> None:
    tables = [table.name for table in load_contract().tables]
    expected = {f"{name}.{suffix}" for name in tables for suffix in ("csv", "json")}
    assert expected | {"datapackage.json", "wells.db", "sources/water-agency.txt"} <= content(release).keys()


def test_nothing_is_left_beside_it(release: Path) -> None:
    assert [path.name for path in release.parent.iterdir()] == ["dist"]


def test_two_builds_write_the_same_bytes(release: Path, extraction: Extraction, package: Package, tmp_path: Path) -> None:
    publish(merge([extraction]), package, tmp_path / "elsewhere" / "again")
    assert content(tmp_path / "elsewhere" / "again") == content(release)


def test_the_source_is_the_exact_text(release: Path, extraction: Extraction) -> None:
    assert (release / "sources" / "water-agency.txt").read_bytes() == extraction.text.encode("utf-8")


def test_a_new_release_takes_the_place_of_the_old_one(release: Path, make: Callable[[str], Extraction], package: Package) -> None:
    publish(merge([make("other")]), package, release)
    assert (release / "sources" / "other.txt").exists()
    assert not (release / "sources" / "water-agency.txt").exists()
    assert [path.name for path in release.parent.iterdir()] == ["dist"]


def test_without_the_exchange_call_the_release_is_replaced_all_the_same(
    release: Path, make: Callable[[str], Extraction], package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_exchange", lambda left, right: False)
    publish(merge([make("other")]), package, release)
    assert (release / "sources" / "other.txt").exists()
    assert [path.name for path in release.parent.iterdir()] == ["dist"]


def test_tables_that_break_the_contract_are_not_published(release: Path, extraction: Extraction, package: Package) -> None:
    before = content(release)
    tables = merge([extraction])
    broken = Tables({**tables.rows, "aliases": [("nobody", "NB", "acronym")]}, tables.texts)
    with pytest.raises(DataError, match=r"nothing was published: aliases, row 1, entity_id: foreign-key: 'nobody'"):
        publish(broken, package, release)
    assert content(release) == before
    assert [path.name for path in release.parent.iterdir()] == ["dist"]


def test_a_full_disk_leaves_the_old_release(
    release: Path, extraction: Extraction, package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(release)

    def full(edition: Edition) -> Iterator[None]:
        (edition.folder / "half.csv").write_text("half of it", encoding="utf-8")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        yield

    monkeypatch.setattr(csv_files, "write", full)
    with pytest.raises(CallError, match=r"dist: the release cannot be written \(No space left on device\)"):
        publish(merge([extraction]), package, release)
    assert content(release) == before
    assert [path.name for path in release.parent.iterdir()] == ["dist"]


def test_files_that_vanish_while_they_are_checked_are_no_fault_of_the_tables(
    release: Path, extraction: Extraction, package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(release)

    def vanishing(folder: Path) -> Report:
        (folder / "relations.csv").unlink()
        return validate_release(folder)

    monkeypatch.setattr("pipeline.publish.release.validate_release", vanishing)
    with pytest.raises(CallError, match=r"cannot be written \(files vanished"):
        publish(merge([extraction]), package, release)
    assert content(release) == before


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file": (lambda out: out.write_text("mine"), "is a file"),
    "a folder of other files": (lambda out: (out.mkdir(), (out / "thesis.txt").write_text("mine")), "holds files but no release"),
    "a link": (lambda out: out.symlink_to(out.parent), "is a link"),
    "a project with a descriptor": (
        lambda out: (
            out.mkdir(),
            (out / "datapackage.json").write_text('{"name": "x", "resources": []}'),
            (out / "thesis.txt").write_text("mine"),
        ),
        r"no part of its release \(thesis\.txt\)",
    ),
    "a folder with a broken descriptor": (
        lambda out: (out.mkdir(), (out / "datapackage.json").write_text("{")),
        "not a readable descriptor",
    ),
    "a place below a file": (lambda out: out.parent.write_text("mine"), "cannot be written"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_only_a_release_is_replaced(case: str, tmp_path: Path, extraction: Extraction, package: Package) -> None:
    prepare, message = REFUSED[case]
    place = tmp_path / "place"
    if case != "a place below a file":
        place.mkdir()
    prepare(place / "out")
    before = content(tmp_path)
    with pytest.raises((CallError, DataError), match=message):
        publish(merge([extraction]), package, place / "out")
    assert content(tmp_path) == before


def test_an_empty_folder_may_be_the_target(tmp_path: Path) -> None:
    check_target(tmp_path)
    check_target(tmp_path / "new")


def test_leftovers_of_a_killed_run_are_removed_and_those_of_a_running_one_stay(tmp_path: Path) -> None:
    target = tmp_path / "dist"
    (tmp_path / ".dist.dead.staging").mkdir()
    (tmp_path / ".dist.dead.staging" / "half.csv").write_text("half of it", encoding="utf-8")
    with exchange.staged(target) as running:
        with exchange.staged(target) as second:
            (second / "second").touch()
            assert running.exists() and not (tmp_path / ".dist.dead.staging").exists()
        (running / "first").touch()
    assert content(tmp_path).keys() == {"dist/first"}


KILLED = """
import os, signal, sys
from pathlib import Path
from pipeline.publish.exchange import staged
with staged(Path(sys.argv[1])) as folder:
    (folder / "half.csv").write_text("half of it")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_run_leaves_the_old_release_and_the_next_one_cleans_up(release: Path, extraction: Extraction, package: Package) -> None:
    before = content(release)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(release)], check=False)
    assert killed.returncode < 0
    assert content(release) == before
    publish(merge([extraction]), package, release)
    assert content(release) == before
    assert [path.name for path in release.parent.iterdir()] == ["dist"]


def test_the_root_descriptor_leads_to_the_same_files(release: Path) -> None:
    root = release.parent
    derive_root_package(release, root)
    derived = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    own = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    assert [f"dist/{r['path']}" for r in own["resources"]] == [r["path"] for r in derived["resources"]]
    assert all((root / r["path"]).is_file() for r in derived["resources"])
    assert sorted(path.name for path in root.iterdir()) == ["datapackage.json", "dist"]


def test_a_stale_root_descriptor_is_written_anew_and_somebody_elses_stays(release: Path) -> None:
    root = release.parent
    file = root / "datapackage.json"
    assert derive_root_package(release, root)
    right = file.read_bytes()
    assert not derive_root_package(release, root)
    for stale in (b"", b"{", right.replace(b'"1.2.3"', b'"1.2.2"')):
        file.write_bytes(stale)
        assert derive_root_package(release, root)
        assert file.read_bytes() == right
    file.write_text('{"name": "mine", "resources": [{"path": "mine.csv"}]}', encoding="utf-8")
    assert not derive_root_package(release, root)
    assert "mine.csv" in file.read_text(encoding="utf-8")


def test_every_hash_that_a_file_lists_is_that_of_a_file_as_it_is(release: Path) -> None:
    """So none lists the hash of a file that was written after it; the sums list all but themselves."""
    hashes = {hashlib.sha256(raw).hexdigest(): path for path, raw in content(release).items()}
    said = {path: set(re.findall(r"\b[0-9a-f]{64}\b", raw.decode("utf-8", "ignore"))) for path, raw in content(release).items()}
    assert said["SHA256SUMS"] == {found for found, path in hashes.items() if path != "SHA256SUMS"}
    examples = re.findall(r"[0-9a-f]{64}", (SCHEMAS / "tables" / "documents.json").read_text(encoding="utf-8"))
    assert {(path, found) for path, listed in said.items() for found in listed - {*hashes, *examples}} == set()
    assert not [path for path, listed in said.items() if path != "SHA256SUMS" and "datapackage.json" in {hashes.get(found) for found in listed}]


def test_a_release_that_was_only_renamed_away_is_put_back(release: Path) -> None:
    before = content(release)
    release.rename(release.parent / ".dist.killed.replaced")
    exchange.clean(release)
    assert content(release) == before
    (release.parent / ".dist.killed.replaced").mkdir()
    exchange.clean(release)
    assert [path.name for path in release.parent.iterdir()] == ["dist"]


def test_the_root_is_not_taken_for_a_release(release: Path, extraction: Extraction, package: Package) -> None:
    derive_root_package(release, release.parent)
    (release.parent / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CallError, match="no part of its release"):
        publish(merge([extraction]), package, release.parent)


def test_the_fixture_is_valid(release: Path) -> None:
    assert validate_release(release).issues == ()
