"""Any number of processes reads the same; a process that dies takes no other document with it."""

import os
import signal

import pytest

from pipeline.corpus import engine as module
from pipeline.corpus.engine import LocalEngine
from pipeline.corpus.worker import Done, Job
from pipeline.errors import CallError
from pipeline.source.parse import DEFAULT_MODEL
from pipeline.source.text import Source

DEADLY = "ports"


def drain(engine: LocalEngine, jobs: list[Job]) -> dict[str, Done]:
    for job in jobs:
        engine.submit([job])
    found = []
    while (results := engine.results()) is not None:
        found += results
    engine.close()
    return {done.document_id: done for done in found}


def die_of_ports(model: str, jobs: list[Job]) -> list[Done]:
    """What a worker does, but that one document kills it, as where memory runs out."""
    if any(DEADLY in job.source.text for job in jobs):
        os.kill(os.getpid(), signal.SIGKILL)
    return [Done(job.source.document.document_id, b"read") for job in jobs]


def test_processes_read_what_one_process_reads(sources: list[Source], monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = [Job(source) for source in sources]
    alone = drain(LocalEngine(DEFAULT_MODEL, 1), jobs)
    monkeypatch.setattr(module, "_WORTH_STARTING", 0)
    engine = LocalEngine(DEFAULT_MODEL, 2)
    assert drain(engine, jobs) == alone
    assert engine.workers == 2
    assert {done.error for done in alone.values()} == {None}


def test_no_process_is_started_for_few_texts(sources: list[Source]) -> None:
    engine = LocalEngine(DEFAULT_MODEL, 4)
    engine.submit([Job(source) for source in sources])
    assert engine.workers == 1
    assert not engine.full


def test_only_the_document_that_kills_its_process_is_lost(sources: list[Source], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WORTH_STARTING", 0)
    monkeypatch.setattr(module, "read_jobs", die_of_ports)
    found = drain(LocalEngine("any", 2), [Job(source) for source in sources])
    assert {name for name, done in found.items() if done.extraction} == {"water-agency", "ministry-of-rivers"}
    assert "died" in str(found["port-office"].error)


def test_where_no_process_can_start_it_is_said(sources: list[Source], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WORTH_STARTING", 0)
    monkeypatch.setattr(module, "_obey", os.abort)
    with pytest.raises(CallError, match="--workers 1"):
        drain(LocalEngine("any", 2), [Job(source) for source in sources])
