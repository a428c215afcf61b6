"""One measurement a process, so that each begins with the same memory: `python -m tests.bench.measure NAME CORPUS [OUT]` prints it as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.source.inputs import read_sources
from pipeline.source.parse import load_model, readable

Clock = dict[str, float]


@contextmanager
def timed(clock: Clock) -> Iterator[None]:
    """Add the seconds of the block to the clock."""
    began = time.perf_counter()
    yield
    clock["seconds"] = clock.get("seconds", 0.0) + time.perf_counter() - began


def raw(corpus: Path, out: Path, clock: Clock) -> None:
    """The parser alone: spaCy's nlp.pipe over the same texts, with the same components."""
    nlp = _warm()
    blocks = [readable(source.text, block) for source in read_sources([corpus]) for block in source.layout.blocks]
    with timed(clock):
        for _ in nlp.pipe(blocks):
            pass


def extraction(corpus: Path, out: Path, clock: Clock) -> None:
    """From sources to records."""
    from pipeline.corpus.worker import Job, read_jobs
    from pipeline.source.parse import DEFAULT_MODEL

    _warm()
    sources = list(read_sources([corpus]))
    read_jobs(DEFAULT_MODEL, [Job(sources[0])])  # the rules and vocabularies are loaded once
    with timed(clock):
        for source in sources:
            read_jobs(DEFAULT_MODEL, [Job(source)])


def triples(corpus: Path, out: Path, clock: Clock) -> None:
    """textacy's subject-verb-object triples, from the same texts."""
    from textacy.extract import subject_verb_object_triples

    nlp = _warm()
    blocks = [readable(source.text, block) for source in read_sources([corpus]) for block in source.layout.blocks]
    with timed(clock):
        clock["triples"] = sum(1 for doc in nlp.pipe(blocks) for _ in subject_verb_object_triples(doc))


def build_1(corpus: Path, out: Path, clock: Clock) -> None:
    """The whole build to validated tables in all default formats, with one process and no cache."""
    _build(corpus, out, clock, workers=1)


def build_2(corpus: Path, out: Path, clock: Clock) -> None:
    """The same with two processes."""
    _build(corpus, out, clock, workers=2)


def build_kept(corpus: Path, out: Path, clock: Clock) -> None:
    """The same with one process and a cache, full or not."""
    _build(corpus, out, clock, workers=1, cache=out.parent / "cache")


def _build(corpus: Path, out: Path, clock: Clock, *, workers: int, cache: Path | None = None) -> None:
    from pipeline.build import Options, build
    from pipeline.publish.formats import MANY, usual

    with timed(clock):
        summary = build([corpus], out, Options(workers=workers, cache=cache, formats=usual(MANY + 1)))
    clock["rows"] = sum(summary.rows.values())


def _warm():  # type: ignore[no-untyped-def]
    nlp = load_model()
    list(nlp.pipe(["The office plans roads."] * 3))
    return nlp


MEASURES: dict[str, Callable[[Path, Path, Clock], None]] = {
    function.__name__: function for function in (raw, extraction, triples, build_1, build_2, build_kept)
}


def main(name: str, corpus: str, out: str) -> None:
    """Measure, and print what was found."""
    clock: Clock = {}
    MEASURES[name](Path(corpus), Path(out), clock)
    own, child = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({**clock, "megabytes": own, "worker_megabytes": child}))


if __name__ == "__main__":
    main(*sys.argv[1:])
