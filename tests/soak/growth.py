"""Time and memory for texts of hostile shapes, as they grow.

Each shape is read in a process of its own, from bytes to valid tables, in doubling sizes up to the largest text that a build takes unless it is told
otherwise. What is read in less than linear time is no quadratic step; a shape breaks the promise where a text of twice the length takes far more than twice as long.
"""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from tests.soak.hostile import Way
from tests.soak.shapes import SHAPES

SIZE = 80_000
DOUBLINGS = 3
MOST = 3.2  # a doubling that takes this many times as long is no longer linear; a busy machine must not fail it
_LEAST_SECONDS = 0.5


def read(text: str) -> tuple[str, int]:
    """Take a text the whole way to checked tables; gives what became of it, and how many rows."""
    from pipeline.build import Options, extractions
    from pipeline.corpus.inventory import Failures, Inventory
    from pipeline.errors import PipelineError
    from pipeline.tables.merge import merge
    from pipeline.tables.volume import check_volume

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "text.txt")
        file.write_bytes(text.encode("utf-8"))
        try:
            inventory = Inventory.of([file])
            failures = Failures(inventory, strict=True)
            tables = merge(failures.without(extractions([file], inventory, Options(workers=1))), failures.records)
        except PipelineError as error:
            assert "unexpected" not in str(error), error
            return str(error).replace(str(file), "text.txt"), 0
        wrong = list(check_volume(tables.rows))
        assert not wrong, wrong[0]
        return "read", sum(tables.counts().values())


def _measured(name: str, size: int, connection: object) -> None:
    text = SHAPES[name](size)
    base, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    outcome, rows = read(text)
    seconds = time.process_time() - began
    megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) / 1024
    connection.send((outcome, rows, seconds, megabytes))  # type: ignore[attr-defined]


def measure(name: str, size: int, limit: float = 600.0) -> tuple[str, int, float, float]:
    """(outcome, rows, seconds, megabytes) of a shape in that size, by a process of its own."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_measured, args=(name, size, there))
    process.start()
    there.close()
    found = here.recv() if here.poll(limit) else ("takes too long", 0, limit, 0.0)
    process.kill()
    process.join()
    return found


def run(folder: Path, size: int, only: Callable[[str], bool] = lambda name: True) -> str:
    """Read every shape in sizes up to `size` characters."""
    Way().take(b"Water Agency\n\nThe Water Agency plans roads.", None)  # model, rules and vocabularies are loaded once
    rows, broken = [], []
    for name in filter(only, SHAPES):
        sizes = [size >> step for step in reversed(range(DOUBLINGS))]
        found = [measure(name, one) for one in sizes]
        growth = [b[2] / a[2] for a, b in pairwise(found) if b[2] > _LEAST_SECONDS]
        steepest = max(growth, default=0.0)
        outcome = next((f[0] for f in found if f[0] != "read"), "read")
        if steepest > MOST or outcome == "takes too long":
            broken.append(name)
        seconds = " | ".join(f"{f[2]:.1f}" for f in found)
        rows.append(f"| {name} | {seconds} | {steepest:.1f} | {max(f[3] for f in found):,.0f} | {outcome} |")
        print(rows[-1], flush=True)
    assert not broken, f"not linear: {', '.join(broken)}"
    heads = " | ".join(f"s for {size >> step:,}" for step in reversed(range(DOUBLINGS)))
    return f"""Seconds of the processor for texts of so many characters, the steepest growth from one size to its double (of those that take more than
{_LEAST_SECONDS} s; 2 is linear), and the most memory that reading took, in MB.

| shape | {heads} | steepest | MB | outcome |
| --- | {"---: | " * DOUBLINGS} ---: | ---: | --- |
{chr(10).join(rows)}
"""
