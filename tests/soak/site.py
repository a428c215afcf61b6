"""The site under load and attack

50 visitors at once for `SIZE` seconds over the real mix of pages, then attacks, generated requests, and a release whose every text column tries to
break out, in a browser. Only the loopback is asked.
"""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote, urlsplit

from hypothesis import HealthCheck, Phase, given, settings

from pipeline.site.keeping import MOST_BYTES
from tests.bench.tables import write_release
from tests.site.attacks import ALL, TOO_MUCH, api_requests, ask_sql, send
from tests.site.hostile import addresses, columns, write_hostile
from tests.site.serving import Served, served

SIZE = 60
VISITORS = 50
MENTIONS = 100_000
# What the memory may grow by in the second half of the load; what the site keeps is full before it begins.
GROWTH = 1.10
REQUESTS_A_SECOND = 50
CHROMIUM = "/usr/bin/chromium"
# What visitors look at, and how often of a hundred times.
MIX = {
    "overview": 10, "reader": 18, "entity": 18, "panel": 10, "graph": 4, "viewpoints": 6, "search": 12, "table": 8, "filtered table": 4, "row": 4, "question": 3, "json": 2,
    "static": 1,
}  # fmt: skip


@dataclass
class Seen:
    """What the visitors saw."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    kinds: dict[str, list[float]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


def run(folder: Path, size: int) -> str:
    """All parts; `size` is the seconds of the load, and the number of generated requests follows from it."""
    with served(write_release(MENTIONS, folder / "corpus")) as site:
        seen = load(site, size)
        alive(site)
    print(f"load: {len(seen.seconds):,} requests", flush=True)
    with served(write_hostile(folder / "hostile"), quiet=True) as site:
        tried = {attack.__name__: attack(site) for attack in ALL}
        slowest = max(_took(lambda sql=sql: ask_sql(site, sql)) for sql in TOO_MUCH.values())
        print(f"attacks: {tried}", flush=True)
        generated = generate(site, size * REQUESTS_A_SECOND)
        print(f"generated: {generated}", flush=True)
        pages = browse(site)
        alive(site)
    return report(size, seen, tried, slowest, generated, pages)


def load(site: Served, seconds: float) -> Seen:
    """Visitors who ask one page after another, without a pause, until the time is over."""
    fill(site)
    seen, until = Seen(), time.monotonic() + seconds
    pages = Pages(site)
    visitors = [threading.Thread(target=_visit, args=(site, pages, number, until, seen)) for number in range(VISITORS)]
    for visitor in visitors:
        visitor.start()
    while time.monotonic() < until:
        seen.memory.append(_memory(site.process))
        time.sleep(0.5)
    for visitor in visitors:
        visitor.join()
    assert not seen.broken, seen.broken[:5]
    assert not [status for status in seen.statuses if status >= 400], seen.statuses
    half = len(seen.memory) // 2
    assert max(seen.memory[half:]) <= GROWTH * max(seen.memory[: half + 1]), f"memory grows: {seen.memory}"
    return seen


def fill(site: Served) -> None:
    """Ask for so many large answers that what the site keeps is full: only then tells its memory anything."""
    size = number = 0
    while size < 1.2 * MOST_BYTES:
        size += len(send(site, f"/{site.name}/sentences.json?_size=1000&_nocount=1&_nth={number}").body)
        number += 1


class Pages:
    """Addresses drawn from the mix; entities are drawn as they are mentioned, so that a few are asked for again and again."""

    def __init__(self, site: Served) -> None:
        self.data = f"/{site.name}"
        self.mentioned = [row[0] for row in site.rows("select entity_id from mentions order by mention_id limit 20000")]
        self.sentences = site.rows("select document_id, start, end, sentence_id from sentences order by sentence_id limit 20000")
        self.relations = [
            site.row("relations", row[0]) for row in site.rows("select relation_id from relations order by relation_id limit 5000")
        ]

    def draw(self, chance: random.Random) -> tuple[str, str]:
        """A kind of page, and the address of one."""
        kind = chance.choices(list(MIX), list(MIX.values()))[0]
        entity, (document, start, end, sentence) = chance.choice(self.mentioned), chance.choice(self.sentences)
        word = chance.choice(("water", "energy", "Arvenia", "oversees", "Agency 21", "Act", "neglected", "housing speaker"))
        paths: dict[str, str] = {
            "overview": "/",
            "reader": f"/-/reader/{document}" + (f"?start={start}&end={end}" if chance.random() < 0.5 else ""),
            "entity": f"/-/entity/{entity}",
            "panel": f"/-/panel/{entity}?sentence={sentence}",
            "graph": "/-/graph.json?limit=400" if chance.random() < 0.5 else f"/-/graph.json?entity={entity}&limit=400",
            "viewpoints": f"/-/viewpoints?page={chance.randint(1, 9)}",
            "search": f"/-/explore?q={quote(word)}" + ("&kind=sentences&page=2" if chance.random() < 0.2 else ""),
            "table": f"{self.data}/{chance.choice(('entities', 'relations', 'statements_readable', 'relations_readable', 'mentions', 'sentences'))}",
            "filtered table": f"{self.data}/mentions?entity_id={entity}",
            "row": chance.choice(self.relations),
            "question": f"{self.data}/{chance.choice(('find-an-entity', 'who-holds-what', 'what-a-body-regulates'))}?name={word}&holder={word}&body={word}".replace(" ", "+"),
            "json": f"{self.data}/relations.json?subject_id={entity}",
            "static": "/static/site.css",
        }  # fmt: skip
        return kind, paths[kind]


def _visit(site: Served, pages: Pages, number: int, until: float, seen: Seen) -> None:
    chance = random.Random(number)
    connection = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=60)
    while time.monotonic() < until:
        kind, path = pages.draw(chance)
        began = time.perf_counter()
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            seen.broken.append(f"{path}: {error!r}")
            connection.close()
            continue
        took = time.perf_counter() - began
        seen.seconds.append(took)
        seen.kinds.setdefault(kind, []).append(took)
        seen.statuses[answer.status] += 1
        if answer.status >= 500:
            seen.broken.append(f"{path}: {answer.status}")
    connection.close()


def _memory(process: int) -> float:
    """Megabytes that a process holds."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def _took(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


def alive(site: Served) -> None:
    """The site still answers."""
    assert send(site, "/").status == 200


def generate(site: Served, examples: int) -> Counter[int]:
    """Status -> how often it was the answer to a generated request to what answers in JSON."""
    statuses: Counter[int] = Counter()

    @settings(max_examples=examples, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(path=api_requests(site.name))
    def ask(path: str) -> None:
        status = send(site, path).status
        statuses[status] += 1
        assert status < 500, f"{path}: {status}"

    ask()
    return statuses


def browse(site: Served) -> int:
    """Every kind of page of the hostile release in the real browser: nothing runs, pops up, is fetched from elsewhere or breaks the policy."""
    from playwright.sync_api import sync_playwright

    problems: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(base_url=site.address)
        page.on("dialog", lambda dialog: (problems.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" and "404" not in message.text else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: problems.append(request.url) if not request.url.startswith((site.address, "data:")) else None)
        page.add_init_script("addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective}`))")
        visited = 0
        for path in addresses(site):
            page.goto(path)
            page.wait_for_load_state("networkidle")
            injected = page.evaluate("document.images.length + document.querySelectorAll('[onload], [onerror], [onclick]').length")
            assert not problems and not injected, f"{path}: {problems} {injected}"
            visited += 1
        browser.close()
    return visited


def report(size: int, seen: Seen, tried: dict[str, int], slowest: float, generated: Counter[int], pages: int) -> str:
    """The section."""
    return "\n".join(_report(size, seen, tried, slowest, generated, pages))


def _report(size: int, seen: Seen, tried: dict[str, int], slowest: float, generated: Counter[int], pages: int) -> Iterator[str]:
    cuts = quantiles(seen.seconds, n=100)
    yield f"**Load.** {VISITORS} visitors at once for {size} s, one request after another without a pause, over a made-up corpus of {MENTIONS:,} mentions; they and"
    yield f"the server share the machine. {len(seen.seconds):,} requests, {len(seen.seconds) / size:,.0f} a second; half took less than {cuts[49]:.2f} s, 99 of 100 less than"
    yield f"{cuts[98]:.2f} s, the longest {max(seen.seconds):.2f} s. Answers: {_listed(seen.statuses)}; none failed. Memory of the server: {seen.memory[0]:.0f} MB at the start,"
    yield f"at most {max(seen.memory[: len(seen.memory) // 2]):.0f} MB in the first half and {max(seen.memory[len(seen.memory) // 2 :]):.0f} MB in the second."
    yield ""
    yield "| page | requests | median, s | 99 of 100, s |"
    yield "| --- | ---: | ---: | ---: |"
    for kind, found in sorted(seen.kinds.items(), key=lambda item: -len(item[1])):
        own = quantiles(found, n=100) if len(found) > 1 else found * 99
        yield f"| {kind} | {len(found):,} | {own[49]:.2f} | {own[98]:.2f} |"
    yield ""
    yield f"**Attacks**, none of which came through: {tried['too_much']} queries that are slow or huge, cut off after {slowest:.1f} s at most; {tried['writes']} tries to write,"
    yield f"after which the database was the same to the last byte; {tried['traversals']:,} paths that lead upwards; {tried['injections']} line breaks and foreign hosts in addresses and heads."
    yield ""
    yield f"**Generated requests** to what answers in JSON: {sum(generated.values()):,}. Answers: {_listed(generated)}."
    yield ""
    yield f"**Words that try to break out** in all {len(columns())} columns that hold words, in the package file and in the text itself: {pages} pages in Chromium, no script run,"
    yield "nothing fetched from elsewhere, no message on the console, no violation of the Content-Security-Policy."


def _listed(statuses: Counter[int]) -> str:
    return ", ".join(f"{count:,} with {status}" for status, count in sorted(statuses.items()))
