"""docs/performance.md out of what was measured: ratios first, as they are steadier than speeds."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.bench.run import Measured

_NAMES = {
    "raw": "the parser alone (`nlp.pipe`, as spaCy loads it)", "extraction": "extraction to records", "build": "whole build, validated, all default formats",
    "triples": "textacy's subject–verb–object triples",
}  # fmt: skip
_WORDS = 1000  # of an article in the projection
_YEAR, _DAY, _HOUR = 365 * 86_400, 86_400, 3600


@dataclass(frozen=True, slots=True)
class Found:
    """What was measured: over so many `articles` by name of the measurement, and over short documents by their number and what was built."""

    articles: int
    by_name: Mapping[str, Measured]
    by_number: Mapping[int, Mapping[str, Measured]]


def page(found: Found, more: Sequence[str] = ()) -> str:
    """The whole page; `more` are parts that stand at its end."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    raw = found.by_name["raw"]
    busy = [m.cpu / m.seconds for name, m in found.by_name.items() if name in _NAMES]
    head = f"""# Performance

Measured by `make bench` on {os.cpu_count()} cores and {memory:.0f} GiB of memory, Python {platform.python_version()}, over made-up articles
(`tests/bench/generate.py`). Ratios and speeds are of the processor's time, with numeric libraries held to one thread, so that they hold on a busy machine
too. In this run a process got {min(busy):.0%} to {max(busy):.0%} of a core's time: where that is far below 100%, the machine was shared, and what is said
of the clock is worth little.
"""
    parts = [head, _beside(found, raw), _numbers(found), _kept(found), _workers(found), _projection(found), *more]
    return "\n".join(part.strip() + "\n" for part in parts)


def _beside(found: Found, raw: Measured) -> str:
    rows = [(_NAMES["raw"], f"{raw.speed:,.0f}", "1", f"{raw.megabytes:,.0f}")]
    rows += [
        (title, f"{m.speed:,.0f}", f"{m.of_parser:.2f}", f"{m.megabytes:,.0f}")
        for name, title in _NAMES.items()
        if name != "raw" and (m := found.by_name.get(name))
    ]
    if "triples" not in found.by_name:
        rows.append((_NAMES["triples"], "not installed", "", ""))
    build = found.by_name["build"]
    return f"""## Beside the parser

{found.articles:,} articles of {raw.words / found.articles:,.0f} words on average, {build.rows / found.articles:,.0f} rows each, read by
one process. Each is measured between two runs of the parser over some of the same texts, in the same process, once everything is loaded.

{_table(("", "words a second", "of the parser", "peak memory, MB"), rows)}

Of the build, the contract is held against {build.rows / build.validation_cpu:,.0f} rows a second, and {build.rows / build.sqlite_cpu:,.0f} rows a second go into the
SQLite database with all its indexes, those for search included.
"""


def _numbers(found: Found) -> str:
    first = {number: builds["first"] for number, builds in sorted(found.by_number.items())}
    few, *_, many = first
    rows = [(f"{number:,}", f"{m.cpu:,.1f}", f"{m.of_parser:.2f}", f"{m.megabytes:,.0f}") for number, m in first.items()]
    return f"""## Many documents

Short documents, of {first[many].words / many:,.0f} words on average, built by one process with an empty cache.

{_table(("documents", "seconds of the processor", "of the parser", "peak memory, MB"), rows)}

Once what a build of one document costs is subtracted, a word of {many:,} documents costs {first[many].each / first[few].each:.2f} of what one of {few:,}
costs, each beside the parser in the same process.
"""


def _kept(found: Found) -> str:
    rows = []
    for number, builds in sorted(found.by_number.items()):
        share = [f"{builds[name].cpu / builds['first'].cpu:.1%}" if name in builds else "" for name in ("same", "changed", "ruled")]
        sums = {builds[name].sums for name in ("first", "back", "ruled") if name in builds}
        rows.append((f"{number:,}", *share, "yes" if len(sums) == 1 else "NO"))
    return f"""## Building again

The same documents, and what a build costs in the processor's time beside the first one. “As a clean build” says whether every file has the bytes of the
first build once the changed document is changed back, and after the rules are called changed though they are the same.

{_table(("documents", "nothing changed", "one document changed", "the rules changed", "as a clean build"), rows)}
"""


def _workers(found: Found) -> str:
    one, two, alone, both = (found.by_name[name] for name in ("build_alone", "build_2", "cluster_1", "cluster_2"))
    rows = [
        (title, f"{m.seconds:,.0f}", f"{first.seconds / m.seconds:.2f}", f"{m.all_cpu / first.all_cpu:.2f}", f"{m.cpu / m.all_cpu:.0%}", f"{m.megabytes:,.0f}")
        for title, m, first in (
            ("one process", one, one), ("two workers", two, one), ("Dask, one worker", alone, alone), ("Dask, two workers", both, alone),
        )
    ]  # fmt: skip
    head = ("", "seconds of the clock", "times as fast", "work in all", "of it in the first process", "peak memory of all, MB")
    return f"""## Workers

The {found.articles:,} articles again, from the start of the process to its end. “Work in all” is the processor's time of all processes beside that with one.

{_table(head, rows)}
"""


def _projection(found: Found) -> str:
    """From the costs of a further word: of reading it, and of all that is left when everything comes out of the cache."""
    reading = found.by_name["extraction"].cpu / found.by_name["extraction"].words * _WORDS
    *_, some, many = (builds["back"] for _, builds in sorted(found.by_number.items()))
    serial = (many.cpu - some.cpu) / (many.words - some.words) * _WORDS
    rows = [
        (f"{number:,}", *(_spoken(number * max(reading / workers, serial)) for workers in (1, 16, 128, 1024)))
        for number in (1_000_000, 100_000_000)
    ]
    return f"""## What it comes to

An article of {_WORDS:,} words costs a worker {reading:.3f} s of reading, and the process that the command runs in {serial:.3f} s of taking back what was
read, merging and publishing (from the builds above in which all but one document came out of the cache). If workers are as fast as here, never wait, and the network and the disk keep up, then reading is shared out and
the rest is not, so that more than about {reading / serial:.0f} workers gain nothing.

{_table(("articles", "1 worker", "16 workers", "128 workers", "1,024 workers"), rows)}

This is arithmetic, not a measurement: the largest corpus that was measured is the one above. Merging sorts on disk, which grows slightly faster than the
number of rows. What has no end in sight at one release is better published as several: by country, by year.
"""


def _spoken(seconds: float) -> str:
    for unit, name in ((_YEAR, "years"), (_DAY, "days"), (_HOUR, "hours")):
        if seconds >= 2 * unit:
            return f"{seconds / unit:,.0f} {name}"
    return f"{seconds / 60:,.0f} minutes"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    return "\n".join(_lines(list(head), rows))


def _lines(head: list[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| --- |{' ---: |' * (len(head) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
