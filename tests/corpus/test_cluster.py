"""A real cluster of processes reads what this process reads, and survives workers that die or hang; without its scheduler a build says so."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from pipeline.build import Options, build
from pipeline.corpus import cluster as module
from pipeline.corpus.cluster import DaskEngine
from pipeline.corpus.engine import Chunk, LocalEngine
from pipeline.corpus.worker import Done, Job, read_jobs
from pipeline.errors import CallError
from pipeline.source.parse import DEFAULT_MODEL
from pipeline.source.text import Source

FORMATS = ("csv", "sqlite", "sources")


@contextlib.contextmanager
def running(workers: int = 2) -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with running() as found:
        yield found


def drain(engine: DaskEngine | LocalEngine, chunks: list[Chunk]) -> dict[str, Done]:
    for chunk in chunks:
        engine.submit(chunk)
    found: list[Done] = []
    while (results := engine.results()) is not None:
        found += results
    engine.close()
    return {done.document_id: done for done in found}


def once(chunk: Chunk, folder: Path, then: str) -> list[Done] | None:
    """What happens the first time that the text about ports is met: its worker dies or hangs; afterwards, nothing special."""
    if any("ports" in job.source.text for job in chunk):
        try:
            (folder / "met").touch(exist_ok=False)
        except FileExistsError:
            return None
        os.kill(os.getpid(), signal.SIGKILL) if then == "dies" else time.sleep(600)
    return None


def dies_once(folder: str, chunk: Chunk) -> list[Done]:
    once(chunk, Path(folder), "dies")
    return read_jobs(DEFAULT_MODEL, chunk)


def hangs_once(folder: str, chunk: Chunk) -> list[Done]:
    once(chunk, Path(folder), "hangs")
    return [Done(job.source.document.document_id, b"read") for job in chunk]


def always_dies(folder: str, chunk: Chunk) -> list[Done]:
    if any("ports" in job.source.text for job in chunk):
        os.kill(os.getpid(), signal.SIGKILL)
    return [Done(job.source.document.document_id, b"read") for job in chunk]


def engine_of(cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch, folder: Path, function: object, **options: float) -> DaskEngine:
    """An engine whose workers run another function, which is given a folder in the model's place."""
    engine = DaskEngine(DEFAULT_MODEL, cluster.scheduler_address, **options)
    monkeypatch.setattr(module, "read_jobs", function)
    engine.model = str(folder)
    return engine


def test_the_release_is_the_same_to_the_last_byte(cluster: LocalCluster, folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "local" / "release", Options(formats=FORMATS))
    build(
        [folder],
        tmp_path / "cluster" / "release",
        Options(formats=FORMATS, engine=lambda model: DaskEngine(model, cluster.scheduler_address)),
    )
    here, there = (
        {p.name: p.read_bytes() for p in (tmp_path / name / "release").rglob("*") if p.is_file()} for name in ("local", "cluster")
    )
    assert there == here


def test_a_worker_killed_in_the_middle_costs_nothing_but_time(
    sources: list[Source], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chunks = [[Job(source)] for source in sources]
    expected = drain(LocalEngine(DEFAULT_MODEL, 1), chunks)  # type: ignore[arg-type]
    with running() as own:
        assert drain(engine_of(own, monkeypatch, tmp_path, dies_once), chunks) == expected  # type: ignore[arg-type]
    assert (tmp_path / "met").exists()


def test_a_hanging_worker_is_restarted(sources: list[Source], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running() as own:
        found = drain(engine_of(own, monkeypatch, tmp_path, hangs_once, patience=12), [[Job(source) for source in sources]])
    assert {name: done.extraction for name, done in found.items()} == {source.document.document_id: b"read" for source in sources}


def test_only_the_document_that_kills_every_worker_is_lost(sources: list[Source], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running() as own:
        found = drain(engine_of(own, monkeypatch, tmp_path, always_dies), [[Job(source) for source in sources]])
    assert {name for name, done in found.items() if done.extraction} == {"water-agency", "ministry-of-rivers"}
    assert "died" in str(found["port-office"].error)


def test_without_its_scheduler_a_build_ends_and_goes_on_where_it_was(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Lost(DaskEngine):
        """Its scheduler vanishes after the first document."""

        def results(self) -> list[Done] | None:
            found = super().results()
            own.close()
            return found

    monkeypatch.setattr("pipeline.corpus.reading._CHUNK_CHARACTERS", 1)
    options = {"formats": FORMATS, "cache": tmp_path / "cache"}
    with running() as own, pytest.raises(CallError, match="the scheduler is lost"):
        build([folder], tmp_path / "release", Options(engine=lambda model: Lost(model, own.scheduler_address), **options))  # type: ignore[arg-type]
    assert not (tmp_path / "release").exists()
    read: list[str] = []
    parse = "pipeline.corpus.worker.parse"
    real = module.read_jobs.__globals__["parse"]
    monkeypatch.setattr(parse, lambda nlp, text, blocks: read.append(text) or real(nlp, text, blocks))
    build([folder], tmp_path / "release", Options(**options))  # type: ignore[arg-type]
    assert len(read) == 2


def test_where_nobody_answers_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONNECT", 1)
    with pytest.raises(CallError, match="no Dask scheduler answers there"):
        DaskEngine(DEFAULT_MODEL, "tcp://127.0.0.1:1")


def test_workers_with_other_code_are_refused(cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.Keys, "of", classmethod(lambda cls, model: module.Keys("", "other code")))
    with pytest.raises(CallError, match="another version"):
        DaskEngine(DEFAULT_MODEL, cluster.scheduler_address)
