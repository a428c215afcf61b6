"""One measurement a process, so that each begins with the same memory: `python -m tests.bench.measure NAME CORPUS OUT` prints it as JSON.

What is compared with the parser is measured between two runs of the parser over some of the same texts, in the same process: a machine that is busy, or
becomes slower as it warms up, is so for both. A build of one document goes before: the first of two loads all code, the second tells what any build costs.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.source.inputs import read_sources
from pipeline.source.parse import DEFAULT_MODEL, EXCLUDED, readable
from pipeline.source.text import Source

Clock = dict[str, Any]
_BESIDE = 100  # documents that the parser is run over, before and after


@contextmanager
def timed(clock: Clock, name: str = "") -> Iterator[None]:
    """Add the block's seconds, and the processor's seconds of this process, to the clock."""
    wall, processor = time.perf_counter(), time.process_time()
    yield
    for key, spent in ((f"{name}seconds", time.perf_counter() - wall), (f"{name}cpu", time.process_time() - processor)):
        clock[key] = clock.get(key, 0.0) + spent


def raw(corpus: Path, out: Path, clock: Clock) -> None:
    """The parser alone: spaCy's nlp.pipe over the same texts, with the same components."""
    _warm()
    _parse(list(read_sources([corpus])), clock, "")


def extraction(corpus: Path, out: Path, clock: Clock) -> None:
    """From sources to what is read off them, packed."""
    from pipeline.corpus.worker import Job, read_jobs

    sources = list(read_sources([corpus]))
    _warm()
    read_jobs(DEFAULT_MODEL, [Job(sources[0])])  # the rules and vocabularies are loaded once
    with _beside_the_parser(corpus, clock), timed(clock):
        for source in sources:
            read_jobs(DEFAULT_MODEL, [Job(source)])


def triples(corpus: Path, out: Path, clock: Clock) -> None:
    """textacy's subject-verb-object triples, from the same texts."""
    from textacy.extract import subject_verb_object_triples

    nlp = _warm()
    sources = list(read_sources([corpus]))
    with _beside_the_parser(corpus, clock), timed(clock):
        clock["triples"] = sum(1 for doc in nlp.pipe(_blocks(sources)) for _ in subject_verb_object_triples(doc))


def build(corpus: Path, out: Path, clock: Clock) -> None:
    """The whole build to validated tables in all formats of a corpus, with one process and no cache."""
    from pipeline.publish import release, sqlite

    _warm_build(corpus, out, clock)
    release.check_volume = _clocked(release.check_volume, clock, "validation_")  # type: ignore[assignment]
    sqlite.write = _clocked(sqlite.write, clock, "sqlite_")  # type: ignore[assignment]
    with _beside_the_parser(corpus, clock):
        _build(corpus, out, clock, workers=1)


def build_first(corpus: Path, out: Path, clock: Clock) -> None:
    """The same with a cache that is empty before."""
    _warm_build(corpus, out, clock)
    with _beside_the_parser(corpus, clock):
        _build(corpus, out, clock, workers=1, cache=out.parent / "cache")


def build_alone(corpus: Path, out: Path, clock: Clock) -> None:
    """The same in a process that has done nothing yet."""
    _build(corpus, out, clock, workers=1)


def build_2(corpus: Path, out: Path, clock: Clock) -> None:
    """The same with two processes."""
    _build(corpus, out, clock, workers=2)


def build_kept(corpus: Path, out: Path, clock: Clock) -> None:
    """The same with one process and a cache, full or not."""
    _build(corpus, out, clock, workers=1, cache=out.parent / "cache")


def build_ruled(corpus: Path, out: Path, clock: Clock) -> None:
    """The same after a change of the rules, as the keys of the cache tell it."""
    from pipeline.corpus.keys import Keys

    of = Keys.of
    Keys.of = classmethod(lambda cls, model: cls(of(model).parsing, "another state of the rules"))  # type: ignore[method-assign, assignment]
    _build(corpus, out, clock, workers=1, cache=out.parent / "cache")


def cluster_1(corpus: Path, out: Path, clock: Clock) -> None:
    """The same on a Dask cluster of one process."""
    _on_cluster(corpus, out, clock, workers=1)


def cluster_2(corpus: Path, out: Path, clock: Clock) -> None:
    """The same on a Dask cluster of two processes."""
    _on_cluster(corpus, out, clock, workers=2)


def _on_cluster(corpus: Path, out: Path, clock: Clock, *, workers: int) -> None:
    from distributed import LocalCluster

    from pipeline.corpus.cluster import DaskEngine

    with LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        _build(corpus, out, clock, engine=lambda model: DaskEngine(model, cluster.scheduler_address))


def _warm_build(corpus: Path, out: Path, clock: Clock) -> None:
    from pipeline.publish import release

    release._READ_BACK = 0  # what only a small release gets would be taken for a cost of all
    one = out.parent / "one.jsonl"
    with corpus.open(encoding="utf-8") as lines:
        one.write_text(next(lines), encoding="utf-8")
    _build(one, out.parent / "one", {}, workers=1)
    _build(one, out.parent / "one", clock, "start_", workers=1)


def _build(corpus: Path, out: Path, clock: Clock, name: str = "", **options: Any) -> None:
    from pipeline.build import Options, build
    from pipeline.publish.formats import MANY, usual

    with timed(clock, name):
        summary = build([corpus], out, Options(formats=usual(MANY + 1), **options))
    clock["rows"] = sum(summary.rows.values())


def _clocked(function: Callable[[Any], Iterable[Any]], clock: Clock, name: str) -> Callable[[Any], list[Any]]:
    """The same function, whose time is told too."""

    def clocked(argument: Any) -> list[Any]:
        with timed(clock, name):
            return list(function(argument))

    return clocked


@contextmanager
def _beside_the_parser(corpus: Path, clock: Clock) -> Iterator[None]:
    some = list(islice(read_sources([corpus]), 2 * _BESIDE))
    before, after = some[: (len(some) + 1) // 2], some[len(some) // 2 :]
    _parse(before, {}, "")  # the first texts are always slower
    _parse(before, clock, "parser_")
    yield
    _parse(after, clock, "parser_")


def _parse(sources: list[Source], clock: Clock, name: str) -> None:
    nlp, blocks = _plain(), _blocks(sources)
    with timed(clock, name):
        for _ in nlp.pipe(blocks):
            pass
    clock[f"{name}words"] = clock.get(f"{name}words", 0) + sum(len(source.text.split()) for source in sources)


def _blocks(sources: list[Source]) -> list[str]:
    return [readable(source.text, block) for source in sources for block in source.layout.blocks]


@cache
def _plain():  # type: ignore[no-untyped-def]
    """The parser as spaCy loads it, without what is excluded in a build too: what is done there to make it quicker is no part of the measure."""
    import spacy

    return spacy.load(DEFAULT_MODEL, exclude=EXCLUDED)


def _warm():  # type: ignore[no-untyped-def]
    nlp = _plain()
    list(nlp.pipe(["The office plans roads."] * 3))
    return nlp


MEASURES: dict[str, Callable[[Path, Path, Clock], None]] = {
    function.__name__: function
    for function in (raw, extraction, triples, build, build_first, build_alone, build_2, build_kept, build_ruled, cluster_1, cluster_2)
}


def main(name: str, corpus: str, out: str) -> None:
    """Measure, and print what was found."""
    clock: Clock = {}
    MEASURES[name](Path(corpus), Path(out), clock)
    print(json.dumps(clock))


if __name__ == "__main__":
    main(*sys.argv[1:])
