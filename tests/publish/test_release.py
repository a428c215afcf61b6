"""A release is published as a whole or not at all, the same bytes every time, and never over somebody's files."""

import errno
import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
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
from pipeline.tables.report import Issue, Report
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


@pytest.mark.parametrize(("fault", "told"), [(sqlite3.OperationalError("disk I/O error"), "disk I/O error"), (MemoryError(), None)])
def test_only_what_the_place_is_to_blame_for_is_told_as_such(
    fault: Exception, told: str | None, release: Path, extraction: Extraction, package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(release)

    def failing(edition: Edition) -> Iterator[None]:
        raise fault
        yield

    monkeypatch.setattr(csv_files, "write", failing)
    with pytest.raises(CallError if told else type(fault), match=told):
        publish(merge([extraction]), package, release, formats=())
    assert content(release) == before
    assert [path.name for path in release.parent.iterdir()] == ["dist"]


def test_each_of_the_first_problems_is_told_and_how_many_there_are(extraction: Extraction, package: Package, tmp_path: Path) -> None:
    tables = merge([extraction])
    for nobodies in (1, 3, 4):
        broken = Tables({**tables.rows, "aliases": [(f"nobody-{n}", "NB", "acronym") for n in range(nobodies)]}, tables.texts)
        with pytest.raises(DataError, match=f"in {nobodies} places") as caught:
            publish(broken, package, tmp_path / "dist", formats=())
        assert str(caught.value).count("foreign-key") == min(nobodies, 3)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("rows", "read"), [(-1, False), (0, True), (1, True)])
def test_a_release_of_not_too_many_rows_is_read_again(
    rows: int, read: bool, extraction: Extraction, package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = merge([extraction])
    seen: list[Path] = []

    def validate(folder: Path) -> Report:
        seen.append(folder)
        return validate_release(folder)

    monkeypatch.setattr("pipeline.publish.release.validate_release", validate)
    monkeypatch.setattr("pipeline.publish.release._READ_BACK", sum(tables.counts().values()) + rows)
    key = publish(tables, package, tmp_path / "dist", formats=())
    assert [folder.parent for folder in seen] == [tmp_path] * read
    assert key == hashlib.sha256((tmp_path / "dist" / "SHA256SUMS").read_bytes()).hexdigest()


def test_what_is_read_again_and_wrong_is_not_published(
    extraction: Extraction, package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = Issue("quote", "mentions", 1, "text", "x", "is wrong")
    monkeypatch.setattr("pipeline.publish.release.validate_release", lambda folder: Report(str(folder), (), (issue,)))
    with pytest.raises(DataError, match="nothing was published: mentions, row 1, text: quote"):
        publish(merge([extraction]), package, tmp_path / "dist", formats=())
    assert list(tmp_path.iterdir()) == []


def test_a_release_says_which_formats_it_has_and_only_knows_its_own_texts(extraction: Extraction, package: Package, tmp_path: Path) -> None:
    more = replace(package, terms={**package.terms, "elsewhere": {"origin": "unread"}})
    publish(merge([extraction]), more, tmp_path / "dist", formats=("json",))
    report = json.loads((tmp_path / "dist" / "build-report.json").read_text(encoding="utf-8"))
    assert {"csv", "json", "sources", "report", "bill"} == set(report["formats"])
    assert all(b"elsewhere" not in raw and b"unread" not in raw for raw in content(tmp_path / "dist").values())


def test_what_comes_while_a_release_is_written_is_not_lost(
    extraction: Extraction, package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def validate(folder: Path) -> Report:
        (tmp_path / "dist").mkdir()
        (tmp_path / "dist" / "thesis.txt").write_text("mine", encoding="utf-8")
        return validate_release(folder)

    monkeypatch.setattr("pipeline.publish.release.validate_release", validate)
    with pytest.raises(CallError, match="holds files but no release"):
        publish(merge([extraction]), package, tmp_path / "dist", formats=())
    assert content(tmp_path).keys() == {"dist/thesis.txt"}


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["a", "b", "c"], r"\(a, b, c\)"),
        (["a", "b", "c", "d"], r"\(a, b, c and 1 more\)"),
        (["a", "b", "c", "d", "sub/e"], r"\(a, b, c and 2 more\)"),
        (["sub/a"], r"\(sub/a\)"),
        (["SHA256SUMS", "sub/"], None),
    ],
)
def test_files_of_others_are_named(names: list[str], told: str | None, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"name": "x", "resources": [{"path": "mine.csv"}]}', encoding="utf-8")
    for name in ("mine.csv", *names):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).mkdir() if name.endswith("/") else (tmp_path / name).touch()
    if told is None:
        check_target(tmp_path)
    else:
        with pytest.raises(CallError, match=told):
            check_target(tmp_path)


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
    assert not [
        path for path, listed in said.items() if path != "SHA256SUMS" and "datapackage.json" in {hashes.get(found) for found in listed}
    ]


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
