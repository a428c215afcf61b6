"""Measurements in processes of their own, watched from outside: time, processor's time and memory of a process and all that it starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from pipeline.corpus.keys import digest, everything

# One core is one core, for everybody that is measured.
_ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_GLANCE = 0.25  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Measured:
    """A measurement. `seconds` are those of the clock, `cpu` those of the processor in the measured process itself, `all_cpu` with those that it started,
    from their start on; `megabytes` is the most memory that all had together. `parser_…` is the parser's run beside it, over some of the words, `start_…` what
    the same costs for one document; `validation_…` and `sqlite_…` are parts of a build."""

    words: int
    seconds: float
    cpu: float
    all_cpu: float
    megabytes: float
    rows: int = 0
    triples: int = 0
    parser_seconds: float = 0.0
    parser_cpu: float = 0.0
    parser_words: int = 0
    start_seconds: float = 0.0
    start_cpu: float = 0.0
    validation_seconds: float = 0.0
    validation_cpu: float = 0.0
    sqlite_seconds: float = 0.0
    sqlite_cpu: float = 0.0
    sums: str = ""

    @property
    def speed(self) -> float:
        """Words a second of one core."""
        return self.words / self.cpu

    @property
    def of_parser(self) -> float:
        """The speed beside that of the parser."""
        return self.speed / (self.parser_words / self.parser_cpu)

    @property
    def each(self) -> float:
        """What a word costs once what one document costs anyhow is subtracted, beside what it costs the parser."""
        return (self.cpu - self.start_cpu) / self.words / (self.parser_cpu / self.parser_words)


class Bench:
    """Measurements in a folder. Each is printed as it is made and kept there, so that a run that was stopped goes on where it was."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._state = digest(everything(), *(file.read_text(encoding="utf-8") for file in sorted(Path(__file__).parent.glob("*.py"))))

    def measure(self, name: str, corpus: Path, out: Path, label: str = "") -> Measured:
        """Run one measurement over a corpus, or take it from an earlier run of the same code."""
        file = self.folder / f"{label or name}-{corpus.stem}.json"
        kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        if kept.get("state") != self._state:
            kept = {"state": self._state, "found": _run(name, corpus, out)}
            file.write_text(json.dumps(kept), encoding="utf-8")
        print(f"{label or name:12} {corpus.stem:14} {json.dumps(kept['found'])}", file=sys.stderr, flush=True)
        return Measured(**kept["found"])


def _run(name: str, corpus: Path, out: Path) -> dict[str, Any]:
    out.parent.mkdir(parents=True, exist_ok=True)
    with corpus.open(encoding="utf-8") as lines:
        words = sum(len(json.loads(line)["text"].split()) for line in lines)
    command = [sys.executable, "-m", "tests.bench.measure", name, str(corpus), str(out)]
    with (out.parent / "stderr").open("w+", encoding="utf-8") as errors:
        process = psutil.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=os.environ | _ONE_CORE)
        watched = _watch(process)
        printed = process.communicate()[0]
        if process.returncode:
            errors.seek(0)
            raise SystemExit(f"{name}: {errors.read()[-2000:]}")
    sums = out / "SHA256SUMS"
    said = digest(sums.read_text(encoding="utf-8")) if sums.exists() else ""
    return {"words": words, **json.loads(printed.splitlines()[-1]), **watched, "sums": said}


def _watch(process: psutil.Popen) -> dict[str, float]:
    """The processor's time of a process and all that it starts, and the most memory that they have at one time, until it ends."""
    spent: dict[int, float] = {}
    most = 0
    while True:
        together = 0
        for one in _family(process):
            try:
                with one.oneshot():
                    times, together = one.cpu_times(), together + one.memory_info().rss
                    spent[one.pid] = times.user + times.system
            except psutil.Error:  # it has ended meanwhile
                continue
        most = max(most, together)
        try:
            process.wait(_GLANCE)
        except psutil.TimeoutExpired:
            continue
        return {"all_cpu": sum(spent.values()), "megabytes": most / 2**20}


def _family(process: psutil.Popen) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []
