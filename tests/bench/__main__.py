"""`python -m tests.bench [DOCUMENTS]` measures the pipeline beside the parser and writes docs/performance.md; `--check` only holds two ratios."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench.generate import write_corpus

FEW = 100
# What a change may not fall below: far enough under what is measured that a busy machine does not fail it.
LEAST_EXTRACTION, LEAST_BUILD = 0.6, 0.4
CHECKED = 60
# One core is one core, for everybody that is measured.
ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True)
class Measured:
    """A measurement; `words` is the size of the corpus."""

    words: int
    seconds: float
    megabytes: float
    worker_megabytes: float
    rows: int = 0
    triples: int = 0

    @property
    def speed(self) -> float:
        """Words a second."""
        return self.words / self.seconds


def measure(name: str, corpus: Path, out: Path) -> Measured:
    """Run one measurement in a process of its own."""
    words = sum(len(json.loads(line)["text"].split()) for line in corpus.open(encoding="utf-8"))
    command = [sys.executable, "-m", "tests.bench.measure", name, str(corpus), str(out)]
    found = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | ONE_CORE)
    if found.returncode:
        raise SystemExit(f"{name}: {found.stderr[-2000:]}")
    print(f"{name:12} {corpus.stem:>8} {found.stdout.strip()}", file=sys.stderr)
    return Measured(words, **json.loads(found.stdout.splitlines()[-1]))


def check(folder: Path) -> None:
    """Fail where extraction or the whole build have become slow beside the parser."""
    corpus, one = write_corpus(folder / "corpus.jsonl", CHECKED), write_corpus(folder / "one.jsonl", 1)
    raw = measure("raw", corpus, folder / "raw")
    extraction = measure("extraction", corpus, folder / "extraction")
    start, build = measure("build_1", one, folder / "start"), measure("build_1", corpus, folder / "build")
    ratios = raw.seconds / extraction.seconds, raw.seconds / (build.seconds - start.seconds)
    print(f"extraction at {ratios[0]:.2f} of the parser (least {LEAST_EXTRACTION}), build at {ratios[1]:.2f} (least {LEAST_BUILD})")
    if ratios[0] < LEAST_EXTRACTION or ratios[1] < LEAST_BUILD:
        raise SystemExit("slower than it may be")


def run(documents: int, folder: Path) -> str:
    """All measurements, as the text of docs/performance.md."""
    corpus = write_corpus(folder / "corpus.jsonl", documents)
    few, one = write_corpus(folder / "few.jsonl", min(FEW, documents)), write_corpus(folder / "one.jsonl", 1)
    found = {name: measure(name, corpus, folder / name) for name in ("raw", "extraction", "build_1", "build_2")}
    if _there("textacy"):
        found["triples"] = measure("triples", corpus, folder / "triples")
    start, some = measure("build_1", one, folder / "one"), measure("build_1", few, folder / "few")
    kept = folder / "kept" / "release"
    kept.parent.mkdir()
    first = measure("build_kept", corpus, kept)
    same = measure("build_kept", corpus, kept)
    lines = corpus.read_text(encoding="utf-8").splitlines()
    changed = json.loads(lines[0])
    changed["text"] += "\nIt was reformed in 1999.\n"
    corpus.write_text("\n".join([json.dumps(changed), *lines[1:]]) + "\n", encoding="utf-8")
    one_changed = measure("build_kept", corpus, kept)
    return report(documents, found, start, some, (first, same, one_changed))


def report(documents: int, found: dict[str, Measured], start: Measured, some: Measured, kept: tuple[Measured, Measured, Measured]) -> str:
    """The page; every figure is from the run."""
    raw, build = found["raw"], found["build_1"]
    names = {
        "raw": "the parser alone (`nlp.pipe`)", "extraction": "extraction to records", "build_1": "whole build, validated, all default formats",
        "build_2": "the same with 2 workers", "triples": "textacy's subject–verb–object triples",
    }  # fmt: skip
    rows = []
    for name, title in names.items():
        if name in found:
            m = found[name]
            seconds = m.seconds - (start.seconds if name.startswith("build") else 0)
            memory = max(m.megabytes, m.worker_megabytes)
            rows.append(f"| {title} | {m.words / seconds:,.0f} | {raw.seconds / seconds:.2f} | {memory:,.0f} |")
    if "triples" not in found:
        rows.append(f"| {names['triples']} | not installed | | |")
    each, each_of_few = (build.seconds - start.seconds) / build.words, (some.seconds - start.seconds) / some.words
    first, same, changed = kept
    workers = (build.seconds - start.seconds) / (found["build_2"].seconds - start.seconds)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"""# Performance

Measured by `make bench` on {os.cpu_count()} cores and {memory:.0f} GiB of memory, Python {platform.python_version()}: {documents:,} made-up articles of
{raw.words / documents:,.0f} words on average, {build.rows / documents:,.0f} rows each. Nothing else may run beside it for the figures to mean anything; ratios
are steadier than speeds. Each line is a process of its own with one core, but where it says otherwise; the start of a build (loading the model and the rules,
{start.seconds:.1f} s) is subtracted.

| | words a second | of the parser | peak memory, MB (largest process) |
| --- | ---: | ---: | ---: |
{chr(10).join(rows)}

| | |
| --- | ---: |
| two workers instead of one | {workers:.2f} times as fast |
| cost of a word in {documents:,} documents, of that in {some.words / raw.words * documents:,.0f} | {each / each_of_few:.2f} |
| building again, nothing changed | {same.seconds / first.seconds:.1%} of a full build |
| building again, one text changed | {changed.seconds / first.seconds:.1%} of a full build |
"""


def _there(module: str) -> bool:
    from importlib.util import find_spec

    return find_spec(module) is not None


def main(arguments: list[str]) -> None:
    """The command."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        if arguments == ["--check"]:
            check(folder)
        else:
            text = run(int(arguments[0]) if arguments else 1000, folder)
            Path("docs/performance.md").write_text(text, encoding="utf-8")
            print(text)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
