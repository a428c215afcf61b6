"""A build killed (SIGKILL) at random moments.

A third of the moments are drawn from the whole build, a third from publishing, a third from the exchange to the end: the exchange itself, the removal
of the old folder, and the derivation of the root's descriptor. Half of the builds use a cache, some have two worker processes, some find no target.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections import Counter
from pathlib import Path

from pipeline.cli import main
from pipeline.tables.validate import validate_release
from tests.soak.project import EXCHANGE, PUBLISHING, Files, Project, Run, files

SIZE = 200
PHASES = {"anywhere": None, "publishing": PUBLISHING, "exchange and after": EXCHANGE}


class Trial:
    """The two releases that are right, how long the phases of a build take, and what was seen."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.project = Project(folder / "project")
        self.right: dict[str, Files] = {"none": {}}
        self.roots: dict[str, str] = {"none": ""}
        self.seen: dict[str, Counter[str]] = {phase: Counter() for phase in PHASES}
        for state in ("old", "new"):
            last = self.project.make(state)
            self.right[state], self.roots[state] = files(self.project.dist), self.project.root()
            in_child(lambda: validate_release(self.project.dist).valid or os._exit(1))
        self.lasts = dict.fromkeys(PHASES, 0.0)
        self._time(last)
        self.there = "new"

    def kill_one(self, number: int) -> None:
        """Kill one build, look at what is there, and build again."""
        phase = list(PHASES)[number % len(PHASES)]
        before = self.there
        if number % 10 == 9:
            shutil.rmtree(self.project.dist)
            (self.project.folder / "datapackage.json").unlink()
            before = "none"
        wanted = "old" if before == "new" else "new"
        how = {"cache": number % 2 == 0, "workers": 2 if number % 5 == 0 and phase == "anywhere" else 1}
        while not self._killed(self.project.start(wanted, **how), phase):  # type: ignore[arg-type]
            self.seen[phase]["ended first"] += 1
            self._check_whole(wanted)
            self._build_again(before)
        self._look(phase, before, wanted)
        self._build_again(wanted, **how)
        self.there = wanted

    def _killed(self, run: Run, phase: str) -> bool:
        mark = PHASES[phase]
        if mark and not run.until(mark):
            return not run.end()
        time.sleep(self.random.uniform(0, self.lasts[phase]))
        killed = run.kill()
        assert run.orphans() == [], "worker processes of a killed build live on"
        return killed

    def _look(self, phase: str, before: str, wanted: str) -> None:
        """The target is the release that was there or the one that was wanted; a descriptor of the root that is stale is mended by any command."""
        found = files(self.project.dist)
        state = next((state for state in (before, wanted) if self.right[state] == found), None)
        assert state, f"{phase}: the target is neither the old release nor the new one: {sorted(found)}"
        root = self.project.root()
        assert root in (self.roots[before], self.roots[wanted]), f"{phase}: the root's descriptor is damaged"
        seen = self.seen[phase]
        seen["kills"] += 1
        seen["target new" if state == wanted else "target old"] += 1
        seen["left something behind"] += bool(self.project.stray())
        if state != "none" and root != self.roots[state]:
            seen["root stale"] += 1
            in_child(self._any_command)
            assert self.project.root() == self.roots[state], "a command did not mend the root's descriptor"

    def _any_command(self) -> None:
        os.chdir(self.project.folder)
        os.dup2(os.open(self.project.log, os.O_WRONLY | os.O_APPEND), 1)
        os.dup2(1, 2)
        main(["formats"], standalone_mode=False)

    def _build_again(self, state: str, **how: object) -> None:
        """A rerun succeeds and leaves nothing lying about."""
        if state == "none":
            shutil.rmtree(self.project.dist)
            (self.project.folder / "datapackage.json").unlink()
            return
        self._time(self.project.make(state, **how))
        self._check_whole(state)

    def _time(self, run: Run) -> None:
        """Remember how long the phases of a build take now; one that found nothing changed has only the first."""
        for phase, mark in PHASES.items():
            if mark is None or mark in run.marks:
                self.lasts[phase] = run.marks[b""] - (run.marks[mark] if mark else 0.0)

    def _check_whole(self, state: str) -> None:
        assert files(self.project.dist) == self.right[state], "the release is not what it should be"
        assert self.project.root() == self.roots[state], "the root's descriptor is not that of the release"
        assert self.project.stray() == [], f"something was left behind: {self.project.stray()}"


def in_child(function: object) -> None:
    """Call a function in a process of its own, which must end well."""
    pid = os.fork()
    if not pid:
        code = 1
        try:
            function()  # type: ignore[operator]
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, "a process that should end well did not"


def run(folder: Path, size: int, seed: int = 9) -> str:
    """Kill `size` builds."""
    trial = Trial(folder, seed)
    for number in range(size):
        trial.kill_one(number)
        if (number + 1) % 20 == 0:
            print(f"{number + 1} of {size} killed", flush=True)
    columns = ("kills", "target old", "target new", "left something behind", "root stale", "ended first")
    rows = [f"| {phase} | " + " | ".join(str(seen[c]) for c in columns) + " |" for phase, seen in trial.seen.items()]
    total = sum((seen for seen in trial.seen.values()), Counter[str]())
    rows.append("| all | " + " | ".join(str(total[column]) for column in columns) + " |")
    return f"""{total["kills"]} builds were killed with SIGKILL. After each, the target was, to the last byte, the release of before or the new one (or still absent,
where it had been), and both are valid; the build was run again, succeeded, and nothing was left lying about, neither folders nor worker processes. A stale
`datapackage.json` of the root was mended by the next command.

| killed within | {" | ".join(columns)} |
| --- | {" | ".join(["---:"] * len(columns))} |
{chr(10).join(rows)}
"""
