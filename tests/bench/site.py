"""`python -m tests.bench.site [MENTIONS]` measures how long the pages of the site take over a made-up corpus, 1,000,000 mentions unless told otherwise.

`measure(mentions)` gives the rows of a table and `as_markdown` writes them.
"""

from __future__ import annotations

import http.client
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from tests.bench.tables import write_release
from tests.site.serving import Served, served

MENTIONS = 1_000_000
REQUESTS = 9
LIMIT = 200


@dataclass(frozen=True, slots=True)
class Timed:
    """A kind of page, and the milliseconds until all of it was there, median and maximum over several requests; `work` is the processor
    time of the server for one, which says what an idle machine takes even where other programs run beside it."""

    page: str
    median: float
    maximum: float
    work: float
    kilobytes: float


def pages(site: Served) -> dict[str, str]:
    """Kind of page -> the address of the costliest of its kind: the entity of most mentions, the words that stand in every sentence."""
    top = site.one("select entity_id from entities order by mentions desc")[0]
    document = site.one("select document_id from documents limit 1 offset (select count(*) / 2 from documents)")[0]
    relation, statement = site.one("select relation_id from relations")[0], site.one("select statement_id from statements")[0]
    sentence = site.one("select sentence_id from sentences where kind = 'paragraph'")[0]
    data = f"/{site.name}"
    return {
        "overview": "/",
        "documents": "/-/reader",
        "documents, by title": "/-/reader?q=water",
        "reader": f"/-/reader/{document}",
        "reader, at a place": f"/-/reader/{document}?start=9000&end=9020#lit",
        "reader, panel beside the text": f"/-/panel/{top}?sentence={sentence}",
        "entity of most mentions": f"/-/entity/{top}",
        "entity of most mentions, page 9": f"/-/entity/{top}?page=9",
        "graph, 400 entities": "/-/graph.json?limit=400",
        "graph, 2,000 entities": "/-/graph.json?limit=2000",
        "graph around one entity": f"/-/graph.json?entity={top}",
        "viewpoints": "/-/viewpoints",
        "viewpoints, by topic": "/-/viewpoints?about=water",
        "explore": "/-/explore",
        "search, a common word": "/-/explore?q=water",
        "search, a word of every sentence": "/-/explore?q=oversees",
        "search, a word of every sentence, page 3": "/-/explore?q=oversees&kind=statements&page=3",
        "place of a relation": f"/-/place/relations/{quote(relation, safe='')}",
        "reconciliation of a name": "/-/reconcile?queries=" + quote('{"q": {"query": "Arvenia Water Agency"}}'),
        "data and SQL": data,
        "own SQL": f"{data}?sql=" + quote("select * from relations_readable limit 20"),
        **{f"table {table}": f"{data}/{table}" for table in ("entities", "sentences", "mentions", "statements", "relations", "evidence")},
        "table entities, of a type": f"{data}/entities?type=law",
        "table mentions, of the entity of most": f"{data}/mentions?entity_id={top}",
        "table statements, of the entity of most": f"{data}/statements?subject_id={top}",
        "table relations, of a predicate": f"{data}/relations?predicate=related_to",
        "table statements, facets asked for": f"{data}/statements?_facet=rule",
        "table sentences, searched, a common word": f"{data}/sentences?_search=water",
        "table sentences, searched, a word of all": f"{data}/sentences?_search=oversees",
        "table mentions, sorted without an index": f"{data}/mentions?_sort=start",
        "table mentions as JSON": f"{data}/mentions.json",
        **{f"view {view}": f"{data}/{view}_readable" for view in ("entities", "statements", "relations", "viewpoints")},
        "row of a relation": site.row("relations", relation),
        "row of a statement": site.row("statements", statement),
        **{f"question {name}": f"{data}/{name}?{_ANY}" for name in _questions()},
    }


_ANY = "&".join(f"{name}={word}" for name, word in (("one", "arvenia"), ("other", "belmark"), *((n, "water") for n in ("name", "body", "holder", "about", "rule", "words"))))  # fmt: skip


def _questions() -> Iterator[str]:
    from pipeline.site.metadata import QUERIES

    return (file.stem for file in sorted(QUERIES.glob("*.sql")))


def measure(mentions: int = MENTIONS, requests: int = REQUESTS) -> list[Timed]:
    """Every kind of page of a site over so many mentions, through its server, one request after another."""
    folder = Path(tempfile.mkdtemp(prefix="bench-site-"))
    try:
        release = write_release(mentions, folder / "release")
        with served(release) as site:
            return [_time(site, name, path, requests) for name, path in pages(site).items()]
    finally:
        shutil.rmtree(folder)


def _time(site: Served, name: str, path: str, requests: int) -> Timed:
    connection = http.client.HTTPConnection(urlsplit(site.address).netloc)
    took, size, before = [], 0, _work(site.process)
    for number in range(requests):
        began = time.perf_counter()
        # No two addresses are the same, so that nothing that is kept can answer.
        connection.request("GET", f"{path.partition('#')[0]}{'&' if '?' in path else '?'}_request={number}")
        answer = connection.getresponse()
        size = len(answer.read())
        took.append(1000 * (time.perf_counter() - began))
        if answer.status >= 400:
            raise SystemExit(f"{name}: {path} was answered with {answer.status}")
    connection.close()
    return Timed(name, statistics.median(took), max(took), (_work(site.process) - before) / requests, size / 1000)


def _work(process: int) -> float:
    """The milliseconds of processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def as_markdown(found: Iterable[Timed], mentions: int) -> str:
    """The measurements as a section of a page."""
    rows = sorted(found, key=lambda timed: -timed.median)
    lines = [f"| {row.page} | {row.median:.0f} | {row.maximum:.0f} | {row.work:.0f} | {row.kilobytes:,.0f} |" for row in rows]
    slow = [row.page for row in rows if row.median >= LIMIT]
    return "\n".join(
        (
            "## The site",
            "",
            f"Pages over a made-up corpus with {mentions:,} mentions, asked one after another over the loopback, each {REQUESTS} times: milliseconds until all",
            f"of it was there. A page is to take less than {LIMIT}; {'; '.join(slow) + ' took more' if slow else 'all did'}.",
            f"The most work for the server's processor was {max(row.work for row in rows):.0f} ms, which is what a page takes where nothing else runs. The costliest of each kind is shown.",
            "",
            "| page | median, ms | maximum, ms | server's processor, ms | kB |",
            "| --- | ---: | ---: | ---: | ---: |",
            *lines,
        )
    )


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else MENTIONS
    print(as_markdown(measure(size), size))
