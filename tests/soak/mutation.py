"""Mutants of the code for ids, offsets, review and publishing, and whether the tests notice.

Each mutant is wrong in one place. A sample of all of them, the same every time, meets the tests of its module. Those that no test notices are listed:
some of them do the same as the original, the others show what is not tested.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.ids import digest
from tests.soak.mutants import Mutant, mutants

SIZE = 400
_SEED = 7
_ROOT = Path(__file__).parents[2]
_REVIEW = (
    "tests/review/test_edition.py",
    "tests/review/test_split.py",
    "tests/review/test_places.py",
    "tests/review/test_decisions.py",
    "tests/review/test_outcome.py",
    "tests/review/test_apply.py",
    "tests/review/test_properties.py",
)
# Module -> the tests that should notice, the quickest first.
TARGETS: dict[str, tuple[str, ...]] = {
    "pipeline/ids.py": ("tests/test_ids.py",),
    "pipeline/source/text.py": ("tests/source/test_text.py", "tests/source/test_inputs.py"),
    "pipeline/source/layout.py": ("tests/source/test_layout.py",),
    "pipeline/source/tokens.py": ("tests/source/test_tokens.py", "tests/source/test_parse.py"),
    "pipeline/review/apply.py": _REVIEW,
    "pipeline/review/edition.py": _REVIEW,
    "pipeline/review/decisions.py": _REVIEW,
    "pipeline/review/places.py": _REVIEW,
    "pipeline/review/split.py": _REVIEW,
    "pipeline/tables/checks.py": ("tests/tables/test_checks.py", "tests/tables/test_volume.py", "tests/tables/test_validate.py"),
    "pipeline/tables/sums.py": ("tests/tables/test_sums.py",),
    "pipeline/publish/exchange.py": ("tests/publish/test_exchange.py", "tests/publish/test_release.py"),
    "pipeline/publish/release.py": ("tests/publish/test_release.py",),
    "pipeline/publish/verify.py": ("tests/publish/test_witnesses.py", "tests/publish/test_verify.py"),
}
_COPIED = ("pipeline", "schemas", "tests", "raw", "dist", "docs")
_PATIENCE = 5  # times as long as the tests take where nothing is wrong, and a while
_WHILE = 30.0


def run(folder: Path, size: int) -> str:
    """Try `size` mutants; the text of the section."""
    chosen = sample(size)
    noticed, lasting = Counter[str](), defaultdict[str, list[Mutant]](list)
    with _Worker(_copy(folder / "project")) as worker:
        wanted = {mutant.module for mutant in chosen}
        seconds = {tests: worker.baseline(module, tests) for module, tests in TARGETS.items() if module in wanted}
        began = time.monotonic()
        for number, mutant in enumerate(chosen, 1):
            if worker.notices(mutant, seconds[TARGETS[mutant.module]]):
                noticed[mutant.module] += 1
            else:
                lasting[mutant.module].append(mutant)
                print(f"  not noticed: {mutant}", flush=True)
            if number % 20 == 0:
                print(f"{number} of {len(chosen)} mutants, {sum(noticed.values())} noticed, {time.monotonic() - began:.0f} s", flush=True)
    return "\n".join(_section(len(everything()), chosen, noticed, lasting))


def everything() -> list[Mutant]:
    """All mutants of all targets."""
    return [mutant for module in TARGETS for mutant in mutants(module, (_ROOT / module).read_text(encoding="utf-8"))]


def sample(size: int) -> list[Mutant]:
    """`size` of them, or all, in the order of the modules; a mutant stays in the sample however the code around it changes."""
    found = everything()
    seen = Counter[tuple[str, str, str]]()
    ranks = []
    for at, mutant in enumerate(found):
        key = (mutant.module, mutant.before, mutant.after)
        seen[key] += 1
        ranks.append((digest(str(_SEED), *key, str(seen[key])), at))
    return [found[at] for at in sorted(at for _, at in sorted(ranks)[:size])]


def _copy(project: Path) -> Path:
    """The project without what is not needed to test it, to be made wrong."""
    project.mkdir()
    for name in _COPIED:
        shutil.copytree(_ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in _ROOT.iterdir():
        if file.is_file() and not file.name.startswith("."):
            shutil.copyfile(file, project / file.name)
    return project


class _Worker:
    """The process that runs the tests."""

    def __init__(self, project: Path) -> None:
        self._baselines: dict[tuple[str, ...], float] = {}
        command = [sys.executable, str(Path(__file__).with_name("noticed.py"))]
        self._process = subprocess.Popen(command, cwd=project, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()  # type: ignore[union-attr]
        self._process.wait()

    def baseline(self, module: str, tests: tuple[str, ...]) -> float:
        """How long the tests take where nothing is wrong. Raises AssertionError where they fail all the same."""
        if tests not in self._baselines:
            answer = self._ask(module, None, tests, 600)
            assert answer["exit"] == 0, f"the tests of {module} fail without a mutant: {answer}"
            self._baselines[tests] = answer["seconds"]
        return self._baselines[tests]

    def notices(self, mutant: Mutant, seconds: float) -> bool:
        """Whether a test fails, or does not end, with the mutant in place."""
        return bool(self._ask(mutant.module, mutant.text, TARGETS[mutant.module], seconds * _PATIENCE + _WHILE)["exit"] != 0)

    def _ask(self, module: str, text: str | None, tests: Sequence[str], seconds: float) -> dict[str, Any]:
        question = json.dumps({"module": module, "text": text, "tests": list(tests), "seconds": seconds})
        print(question, file=self._process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())  # type: ignore[union-attr]
        return answer


def _section(of: int, chosen: Sequence[Mutant], noticed: Counter[str], lasting: dict[str, list[Mutant]]) -> Iterator[str]:
    made = Counter(mutant.module for mutant in chosen)
    total = sum(noticed.values())
    yield f"Of {len(chosen):,} mutants, a sample of the {of:,} that there are, the tests notice {total:,}: **{100 * total / len(chosen):.1f} %**."
    yield "A mutant is a comparison, an operator, a condition, a constant, a call or a result made wrong; messages and assertions are left alone. Only the"
    yield "tests of the module itself are run, so that the whole suite may notice more."
    yield ""
    yield "| module | mutants | noticed |"
    yield "| --- | ---: | ---: |"
    yield from (f"| `{module}` | {made[module]} | {noticed[module]} |" for module in TARGETS if made[module])
    if lasting:
        yield ""
        yield "Not noticed:"
        yield ""
        yield from (f"- {mutant}" for module in TARGETS for mutant in lasting[module])
