"""`python -m tests.coverage [PYTEST OPTION]...`: run the whole suite, measure which code it runs, and write `docs/coverage.md`.

Lines and branches count, in every process that the tests start.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "coverage.md"
_KEYS = ("covered_lines", "num_statements", "covered_branches", "num_branches")
_LEAST = 20  # modules that are told by name: those with the most that no test runs


def measure(folder: Path, options: list[str]) -> dict[str, Any]:
    """Coverage's own report, of a run of the suite that must pass."""
    environment = {**os.environ, "COVERAGE_FILE": str(folder / "coverage")}
    for arguments in (["run", "-m", "pytest", *options], ["combine", "--quiet"], ["json", "--quiet", "-o", str(folder / "coverage.json")]):
        subprocess.run([sys.executable, "-m", "coverage", *arguments], cwd=ROOT, check=True, env=environment)
    found: dict[str, Any] = json.loads((folder / "coverage.json").read_text(encoding="utf-8"))
    return found


def page(found: Mapping[str, Any]) -> str:
    """The figures as Markdown: by package, and the modules with the most that no test runs."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    files = {name: entry["summary"] for name, entry in found["files"].items() if entry["summary"]["num_statements"]}
    packages: dict[str, dict[str, int]] = {}
    for name, summary in files.items():
        total = packages.setdefault("/".join(Path(name).parts[:2]), dict.fromkeys(_KEYS, 0))
        for key in _KEYS:
            total[key] += summary[key]
    yield "# What the tests run"
    yield ""
    yield f"The test suite runs {_percent(found['totals'])} of the lines and branches of `pipeline/`, by `make coverage`, in all processes that it starts. That a line is"
    yield "run does not say that a test would notice if it were wrong: the mutants in [soak.md](soak.md) tell that."
    yield ""
    yield "| package | lines | branches | run |"
    yield "| --- | ---: | ---: | ---: |"
    yield from (f"| `{name}` | {p['num_statements']:,} | {p['num_branches']:,} | {_percent(p)} |" for name, p in sorted(packages.items()))
    yield ""
    yield "The modules with the most lines that no test runs:"
    yield ""
    yield "| module | lines not run | run |"
    yield "| --- | ---: | ---: |"
    for name, summary in sorted(files.items(), key=lambda item: (-item[1]["missing_lines"], item[0]))[:_LEAST]:
        if summary["missing_lines"]:
            yield f"| `{name}` | {summary['missing_lines']} | {_percent(summary)} |"


def _percent(summary: Mapping[str, int]) -> str:
    of = summary["num_statements"] + summary["num_branches"]
    return f"{100 * (summary['covered_lines'] + summary['covered_branches']) / of:.1f} %" if of else "100.0 %"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="coverage-") as folder:
        figures = measure(Path(folder), sys.argv[1:])
    PAGE.write_text(page(figures), encoding="utf-8")
    print(f"{_percent(figures['totals'])}: {PAGE.relative_to(ROOT)}")
