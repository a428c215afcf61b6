"""`python -m tests.bench [ARTICLES [DOCUMENTS]]` measures the pipeline beside the parser and writes docs/performance.md; `--check` only holds two ratios.

What is compared with the parser or with another number of workers is measured over ARTICLES of usual length, what depends on the number of documents over
up to DOCUMENTS short ones. What was measured is kept in build/bench, so that a run that was stopped goes on.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from tests.bench import site
from tests.bench.generate import write_corpus
from tests.bench.report import Found, page
from tests.bench.run import Bench, Measured

FOLDER, PAGE = Path("build", "bench"), Path("docs", "performance.md")
ARTICLES, DOCUMENTS = 1000, 10_000
# What a change may not fall below: far enough under what is measured that a busy machine does not fail it.
LEAST_EXTRACTION, LEAST_BUILD, CHECKED = 0.55, 0.45, 40


def _site() -> str:
    return site.as_markdown(site.measure(), site.MENTIONS)


# Further parts of the page: each measures something, and gives its part as Markdown.
SECTIONS: tuple[Callable[[], str], ...] = (_site,)


def check(bench: Bench) -> None:
    """Fail where extraction or the whole build have become slow beside the parser."""
    corpus = write_corpus(bench.folder / "checked.jsonl", CHECKED)
    for name, least in (("extraction", LEAST_EXTRACTION), ("build", LEAST_BUILD)):
        ratio = bench.measure(name, corpus, bench.folder / name / "release").of_parser
        print(f"{name}: {ratio:.2f} of the parser's speed, at least {least} is asked")
        if ratio < least:
            raise SystemExit(f"{name} has become slower than it may be")


def run(bench: Bench, articles: int, documents: int) -> Found:
    """All measurements."""
    corpus = write_corpus(bench.folder / f"articles{articles}.jsonl", articles)
    beside = ("raw", "extraction", "build", *(["triples"] if find_spec("textacy") else []))
    apart = ("build_alone", "build_2", "cluster_1", "cluster_2")
    found = {name: bench.measure(name, corpus, bench.folder / name / "release") for name in (*beside, *apart)}
    numbers = (documents // 100, documents // 10, documents)
    return Found(articles, found, {number: kept(bench, number, ruled=number < documents) for number in numbers})


def kept(bench: Bench, documents: int, *, ruled: bool) -> dict[str, Measured]:
    """Builds of so many short documents: from nothing, again, with one document changed, as it was before, and with changed rules if `ruled`."""
    corpus = write_corpus(bench.folder / f"short{documents}.jsonl", documents, short=True)
    original, out = corpus.read_text(encoding="utf-8"), bench.folder / corpus.stem / "release"

    def measure(label: str, name: str = "build_kept") -> Measured:
        return bench.measure(name, corpus, out, label)

    if not (bench.folder / f"first-{corpus.stem}.json").exists():
        shutil.rmtree(out.parent, ignore_errors=True)
    found = {"first": measure("first", "build_first"), "same": measure("same")}
    first, *others = original.splitlines()
    entry = json.loads(first)
    changed = {**entry, "text": entry["text"] + "\nIt was reformed in 1999.\n"}
    corpus.write_text("\n".join([json.dumps(changed), *others]) + "\n", encoding="utf-8")
    found["changed"] = measure("changed")
    corpus.write_text(original, encoding="utf-8")
    return found | {"back": measure("back")} | ({"ruled": measure("ruled", "build_ruled")} if ruled else {})


def main(arguments: list[str]) -> None:
    """The command."""
    if arguments == ["--check"]:
        with tempfile.TemporaryDirectory() as folder:
            check(Bench(Path(folder)))
        return
    bench = Bench(FOLDER)
    articles, documents = (*map(int, arguments), *(ARTICLES, DOCUMENTS)[len(arguments) :])
    PAGE.write_text(page(run(bench, articles, documents), [section() for section in SECTIONS]), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
