"""Builds of several texts: the same bytes with the cache and without, only what has changed is read, and one bad text stops nothing."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import fsspec
import pytest

import pipeline.build as module
from pipeline.build import Options, build, build_to
from pipeline.corpus import reading, worker
from pipeline.corpus.engine import LocalEngine
from pipeline.corpus.keys import Keys
from pipeline.corpus.progress import State
from pipeline.errors import CallError, DataError
from pipeline.source.text import Source
from pipeline.tables.contract import load_contract
from pipeline.tables.reader import read_csv

FORMATS = ("csv", "sqlite", "sources")


def contents(release: Path) -> dict[str, bytes]:
    return {path.relative_to(release).as_posix(): path.read_bytes() for path in release.rglob("*") if path.is_file()}


def rows(release: Path, table: str) -> list[dict[str, object]]:
    contract = load_contract().table(table)
    return [dict(zip(contract.column_names, row, strict=True)) for row, _ in read_csv(release / f"{table}.csv", contract)]


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were parsed, as they are."""
    texts: list[str] = []
    parse = worker.parse

    def recorded(nlp: object, text: str, blocks: object) -> object:
        texts.append(text)
        return parse(nlp, text, blocks)  # type: ignore[arg-type]

    monkeypatch.setattr(worker, "parse", recorded)
    return texts


@pytest.fixture
def run(folder: Path, tmp_path: Path) -> Callable[..., Path]:
    """Build the texts into a folder of that name, with a cache unless told otherwise."""

    def built(name: str, *, cache: bool = True, **options: bool) -> Path:
        build([folder], tmp_path / name / "release", Options(formats=FORMATS, cache=tmp_path / "cache" if cache else None, **options))  # type: ignore[arg-type]
        return tmp_path / name / "release"

    return built


def test_only_a_changed_text_is_parsed_again_and_the_bytes_are_those_of_a_clean_build(
    run: Callable[..., Path], folder: Path, parsed: list[str]
) -> None:
    first = contents(run("first"))
    assert len(parsed) == 3
    assert contents(run("again")) == first
    assert len(parsed) == 3
    (folder / "ports.txt").write_text("Port Office\n\nThe Port Office runs harbours.", encoding="utf-8")
    changed = contents(run("changed"))
    assert parsed[3:] == ["Port Office\n\nThe Port Office runs harbours."]
    assert changed == contents(run("clean", cache=False)) != first


def test_a_changed_rule_reads_the_kept_parses(run: Callable[..., Path], parsed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    first = contents(run("first"))
    keys = Keys.of
    monkeypatch.setattr(Keys, "of", classmethod(lambda cls, model: Keys(keys(model).parsing, "another state of the rules")))
    monkeypatch.setattr(worker, "load_model", lambda name: pytest.fail("the model was loaded"))
    assert contents(run("again")) == first


def test_a_damaged_entry_is_made_again(run: Callable[..., Path], tmp_path: Path, parsed: list[str]) -> None:
    first = contents(run("first"))
    with sqlite3.connect(tmp_path / "cache" / "documents.sqlite") as connection:
        connection.execute("update entries set value = substr(value, 1, 20)")
    assert contents(run("again")) == first
    assert len(parsed) == 6
    assert contents(run("once more")) == first
    assert len(parsed) == 6


def test_a_release_that_is_up_to_date_stays_and_a_changed_byte_is_mended(run: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    release = run("release")
    first, made = contents(release), (release / "entities.csv").stat().st_ino
    run("release")
    assert (release / "entities.csv").stat().st_ino == made
    (release / "entities.csv").write_bytes(first["entities.csv"].replace(b"Port", b"Poet", 1))
    assert contents(run("release")) == first
    assert (release / "entities.csv").stat().st_ino != made


def test_a_release_can_be_sent_to_a_store(run: Callable[..., Path], folder: Path) -> None:
    store = fsspec.filesystem("memory")
    here = contents(run("local"))
    build_to([folder], "memory://bucket/release", Options(formats=FORMATS))
    store.pipe("/bucket/other/file.txt", b"not ours")
    assert {name.removeprefix("/bucket/release/"): store.cat(name) for name in store.find("/bucket/release")} == here
    (folder / "ports.txt").unlink()
    build_to([folder], "memory://bucket/release", Options(formats=FORMATS))
    assert "sources/port-office.txt" in here
    assert not store.exists("/bucket/release/sources/port-office.txt")
    with pytest.raises(CallError, match=r"memory:///?bucket/other: holds files but no release"):
        build_to([folder], "memory://bucket/other", Options(formats=FORMATS))


def test_chunks_do_not_matter(run: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    first = contents(run("first", cache=False))
    monkeypatch.setattr(reading, "_CHUNK_CHARACTERS", 1)
    monkeypatch.setattr(reading, "_LOOK_UP", 1)
    assert contents(run("again", cache=False)) == first


def test_what_cannot_be_read_is_listed_and_the_rest_is_published(run: Callable[..., Path], folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"Caf\xe9")
    (folder / "more.jsonl").write_text('{"title": "no text"}\n{"id": "seas", "text": "The Sea Board maps seas."}\n', encoding="utf-8")
    release = run("first")
    assert [row["document_id"] for row in rows(release, "documents")] == ["ministry-of-rivers", "port-office", "seas", "water-agency"]
    failures = rows(release, "failures")
    assert sorted((row["path"], row["stage"]) for row in failures) == [("bad.txt", "read"), ("more.jsonl:1", "read")]
    assert all(str(folder) not in str(row["error"]) for row in failures)
    with pytest.raises(DataError, match=r"bad\.txt.*not UTF-8"):
        run("strict", strict=True)


def test_a_text_that_no_rule_can_cope_with_is_listed_too(run: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    extract = worker.extract

    def broken(source: Source, sentences: object) -> object:
        if source.document.document_id == "port-office":
            raise KeyError("a bug")
        return extract(source, sentences)  # type: ignore[arg-type]

    monkeypatch.setattr(worker, "extract", broken)
    [failure] = rows(run("first"), "failures")
    assert (failure["document_id"], failure["stage"], failure["error"]) == ("port-office", "extract", "unexpected KeyError: 'a bug'")
    with pytest.raises(DataError, match=r"ports\.txt: unexpected KeyError"):
        run("strict", strict=True)


def test_a_broken_rule_is_no_fault_of_a_text(run: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(source: Source, sentences: object) -> object:
        raise DataError("rules/types.yaml:2: not valid YAML")

    monkeypatch.setattr(worker, "extract", broken)
    with pytest.raises(DataError, match=r"^rules/types\.yaml:2: not valid YAML"):
        run("first")


def test_where_nothing_can_be_read_the_build_fails(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.txt").write_bytes(b"Caf\xe9")
    with pytest.raises(DataError, match="not UTF-8"):
        build([folder / "bad.txt"], tmp_path / "release")
    assert not (tmp_path / "release").exists()


@pytest.mark.parametrize("change", ["vanishes", "changes"])
def test_a_text_that_does_not_stay_while_it_is_read_ends_the_build(change: str, folder: Path, tmp_path: Path) -> None:
    def meddle(model: str) -> LocalEngine:
        if change == "vanishes":
            (folder / "ports.txt").unlink()
        else:
            (folder / "ports.txt").write_text("Port Office\n\nIt digs.", encoding="utf-8")
        return LocalEngine(model, 1)

    with pytest.raises(CallError, match=r"^ports\.txt: changed or vanished while the build was reading; build again"):
        build([folder], tmp_path / "release", Options(formats=FORMATS, engine=meddle))
    assert not (tmp_path / "release").exists()


def test_the_work_of_another_build_is_not_taken_for_ones_own(
    run: Callable[..., Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another build takes the place between publishing and remembering, the next build is not up to date."""
    first = contents(run("release"))
    (folder / "ports.txt").write_text("Port Office\n\nThe Port Office digs.", encoding="utf-8")
    publish = module.publish

    def overtaken(tables: object, package: object, out: Path, *rest: object) -> str:
        sums = publish(tables, package, out, *rest)  # type: ignore[arg-type]
        for name, raw in first.items():
            (out / name).write_bytes(raw)
        return sums

    with monkeypatch.context() as patch:
        patch.setattr(module, "publish", overtaken)
        assert contents(run("release")) == first
    assert contents(run("release")) != first


def test_progress_counts_what_is_done_and_what_was_parsed(folder: Path, tmp_path: Path) -> None:
    told: list[State] = []
    for name in ("first", "second"):
        build([folder], tmp_path / name, Options(formats=FORMATS, cache=tmp_path / "cache"), told.append)
    reading_states = [state for state in told if state.total]
    assert [(state.done, state.total) for state in reading_states] == [(1, 3), (2, 3), (3, 3)] * 2
    assert all(state.words_a_second for state in reading_states[:3])
    assert all(state.words_a_second is None for state in reading_states[3:])
    assert reading_states[2].seconds_left == 0
    assert json.loads(reading_states[0].to_json())["total"] == 3
    assert reading_states[2].to_text().startswith("Reading documents (3 of 3), ")
