"""Faults of the machine: no room, no permission, no memory, what vanishes, builds at once, a clock that jumps, the order in which things reach the disk."""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from pipeline.publish import exchange, root
from tests.soak.project import PUBLISHING, Files, Project, Run, files

SIZE = 5
_ROOM = 400_000_000  # bytes of the small disk where nothing is wrong

Seen = Counter[str]

# The C library's own end where a new thread finds no memory: no signal, but nothing that the program could tell either.
_LOADER_GAVE_UP = 127


class Trial:
    """A project with the release of one of its two states, and what both releases are."""

    def __init__(self, folder: Path, log: Path | None = None, seed: int = 9) -> None:
        self.random = random.Random(seed)
        self.project = Project(folder, log)
        self.right: dict[str, Files] = {}
        self.roots: dict[str, str] = {}
        for state in ("old", "new"):
            self.project.make(state)
            self.right[state], self.roots[state] = files(self.project.dist), self.project.root()
        self.there, self.wanted = "new", "old"

    def start(self, before: Callable[[], object] = lambda: None, **options: object) -> Run:
        """Start a build of the state that is not there."""
        self.project.log.write_text("", encoding="utf-8")
        return self.project.start(self.wanted, before=before, **options)  # type: ignore[arg-type]

    def build(self, expected: str, before: Callable[[], object] = lambda: None, **options: object) -> str:
        """Build under a fault; see `look`."""
        return self.look(self.start(before, **options).end(), expected)

    def look(self, code: int, expected: str) -> str:
        """What became of a build under a fault: it was published, or it failed with one of the expected words, and the target is a whole release."""
        told = self.project.log.read_text(encoding="utf-8")
        if code == _LOADER_GAVE_UP and "cannot allocate memory for thread-local data" in told:
            code = -code
        assert code in (0, 1, 2) or code < 0, f"ended with {code}: {told[-2000:]}"
        assert code <= 0 or any(words in told for words in expected.split("|")), f"said {told[-2000:]}"
        found = files(self.project.dist)
        state = next((state for state in (self.there, self.wanted) if self.right[state] == found), None)
        assert state and (code or state == self.wanted), "the target is neither the old release nor the new one"
        return f"target {'new' if state == self.wanted else 'old'}, {'succeeded' if code == 0 else 'told' if code > 0 else 'killed by the system'}"

    def restore(self) -> None:
        """Without the fault a rerun succeeds and leaves nothing lying about."""
        self.project.make(self.wanted)
        assert files(self.project.dist) == self.right[self.wanted]
        assert self.project.root() == self.roots[self.wanted]
        assert self.project.stray() == [], self.project.stray()
        self.there, self.wanted = self.wanted, self.there


def large_files(trial: Trial, size: int) -> Seen:
    """No file may grow beyond a limit (RLIMIT_FSIZE), which stands for a full disk wherever a disk cannot be mounted."""
    seen: Seen = Counter()
    largest = max(path.stat().st_size for path in trial.project.dist.rglob("*"))
    for _ in range(size):
        limit = trial.random.randrange(1, largest)
        seen[
            trial.build("cannot be written|not a readable", lambda limit=limit: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        ] += 1  # type: ignore[misc]
        trial.restore()
    return seen


def memory(trial: Trial, size: int) -> Seen:
    """Too little memory (RLIMIT_AS) for the command, or for the worker processes of a build."""
    seen: Seen = Counter()
    for number in range(size):
        is_command = number % 2 == 0
        used = 0 if is_command else int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        limit = used + trial.random.randrange(*((500, 1100) if is_command else (1, 100))) * 1_000_000  # with less the command cannot even begin
        words = "memory|MemoryError|cannot be written|die as they start|Cannot allocate|failed to map segment"
        seen[trial.build(words, lambda limit=limit: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)), workers=1 if is_command else 2, anew=is_command)] += 1  # type: ignore[misc]
        trial.restore()
    return seen


def vanishing(trial: Trial, size: int) -> Seen:
    """The folder in which the release is being written vanishes."""
    seen: Seen = Counter()
    gone = trial.project.folder / "gone"
    for _ in range(size):
        gone.mkdir()
        run = trial.start(out=Path("gone/dist"))
        assert run.until(PUBLISHING)
        time.sleep(trial.random.uniform(0, 0.5))
        shutil.rmtree(gone, ignore_errors=True)
        code = run.end()
        told = trial.project.log.read_text(encoding="utf-8")
        assert code == 0 or (code == 2 and "cannot be written" in told), f"ended with {code}: {told[-2000:]}"
        seen["succeeded" if code == 0 else "told"] += 1
        trial.project.make(trial.wanted, out=Path("gone/dist"))
        assert files(gone / "dist") == trial.right[trial.wanted]
        assert [path.name for path in gone.iterdir()] == ["dist"]
        shutil.rmtree(gone)
    return seen


def at_once(trial: Trial, size: int) -> Seen:
    """Three builds of two states of the texts into one target."""
    seen: Seen = Counter()
    for number in range(size):
        runs = [trial.project.start(state, cache=number % 2 == 0) for state in ("new", "old", "new")]
        codes = [run.end() for run in runs]
        assert codes == [0, 0, 0], f"ended with {codes}: {trial.project.log.read_text(encoding='utf-8')[-2000:]}"
        found = files(trial.project.dist)
        [state] = [state for state, right in trial.right.items() if right == found]
        assert trial.project.root() == trial.roots[state], "the root's descriptor is that of another build"
        assert trial.project.stray() == [], trial.project.stray()
        seen[f"target {state}, all succeeded"] += 1
        trial.there, trial.wanted = (state, "old" if state == "new" else "new")
    return seen


def clock(trial: Trial, size: int) -> Seen:
    """A clock that jumps to and fro, and texts from the past and the future."""
    seen: Seen = Counter()

    def jump() -> None:
        for name in ("time", "monotonic", "perf_counter"):
            setattr(time, name, lambda: trial.random.uniform(0, 4e9))
        for path in Path().rglob("*.txt"):
            at = trial.random.uniform(0, 4e9)
            os.utime(path, (at, at))

    for number in range(size):
        seen[trial.build("never", jump, cache=number % 2 == 0)] += 1
        trial.restore()
    assert set(seen) == {"target new, succeeded"}, seen
    return seen


def order(trial: Trial, size: int) -> Seen:
    """What reaches the disk when: every file and folder before the exchange, the exchange before the root's descriptor."""
    events = trial.project.folder / "temporary" / "events"

    def record() -> None:
        log = os.open(events, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

        def tell(what: str, path: object) -> None:
            os.write(log, f"{what}\t{path}\n".encode())

        fsync, put, replace = os.fsync, exchange._exchange, Path.replace
        os.fsync = lambda descriptor: (tell("flushed", os.readlink(f"/proc/self/fd/{descriptor}")), fsync(descriptor))[1]  # type: ignore[assignment, func-returns-value, misc]
        exchange._exchange = lambda left, right: (tell("staged", left), put(left, right), tell("exchanged", right))[1]
        Path.replace = lambda self, target: (tell("replaced", Path(target).resolve()), replace(self, target))[1]  # type: ignore[method-assign, assignment, return-value]
        sys.addaudithook(
            lambda event, said: tell("opened", said[0]) if event == "open" and said[1] and "w" in str(said[1]) and said[0] != log else None
        )

    assert root.write_whole is exchange.write_whole
    seen = Counter([trial.build("never", record)])
    told = [line.split("\t") for line in events.read_text(encoding="utf-8").splitlines()]
    events.unlink()
    staging = next(path for what, path in told if what == "staged")
    at = next(number for number, (what, _) in enumerate(told) if what == "exchanged")
    flushed_before = {path for what, path in told[:at] if what == "flushed"}
    wanted = {staging, *(str(Path(staging, path.relative_to(trial.project.dist))) for path in trial.project.dist.rglob("*"))}
    assert wanted <= flushed_before, f"not on the disk before the exchange: {sorted(wanted - flushed_before)}"
    written = [Path(path).name for what, path in told if what == "opened" and path.startswith(staging)]
    assert written[-1] == "SHA256SUMS", f"written after the sums: {written[-3:]}"
    base = str(trial.project.folder)
    after = [(what, path) for what, path in told[at:] if what != "opened"]
    expected = [
        ("exchanged", str(trial.project.dist)), ("flushed", base), ("flushed", f"{base}/.datapackage.json.staging"), ("replaced", f"{base}/datapackage.json"), ("flushed", base)
    ]  # fmt: skip
    assert after == expected, after
    seen["files and folders on the disk before the exchange"] = len(wanted)
    trial.restore()
    return seen


def small_disk(folder: Path, size: int) -> tuple[Seen, Seen] | None:
    """A disk (tmpfs) that fills up at some moment of the build, and one that turns read-only; None where none may be mounted."""
    disk = folder / "disk"
    disk.mkdir()
    if not _mount(disk, f"size={_ROOM}"):
        return None
    full: Seen = Counter()
    frozen: Seen = Counter()
    try:
        trial = Trial(disk / "project", folder / "log.txt")
        used = shutil.disk_usage(disk).used
        needed = 3 * sum(path.stat().st_size for path in trial.project.dist.rglob("*") if path.is_file())
        for _ in range(size):
            _mount(disk, f"remount,size={used + trial.random.randrange(1, needed)}")
            full[trial.build("cannot be written|cannot be used")] += 1
            _mount(disk, f"remount,size={_ROOM}")
            trial.restore()
        for moment in ("before", "while publishing")[: 1 + (size > 1)]:
            run = trial.start(lambda: setattr(tempfile, "tempdir", str(folder)))
            if moment == "while publishing":
                run.until(PUBLISHING)
            frozen_now = _mount(disk, "remount,ro")
            code = run.end()
            told = trial.look(code, "cannot be written|cannot be used|Read-only")
            frozen[f"{moment}: {told}" + ("" if frozen_now else " (the disk was in use and stayed writable)")] += 1
            _mount(disk, "remount,rw")
            trial.restore()
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=False, capture_output=True)
    return full, frozen


def _mount(disk: Path, options: str) -> bool:
    return subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(disk)], check=False, capture_output=True).returncode == 0


FAULTS: dict[str, Callable[[Trial, int], Seen]] = {
    "no file may grow beyond a random size (RLIMIT_FSIZE)": large_files,
    "too little memory (RLIMIT_AS), the command or two workers": memory,
    "the folder of the target vanishes": vanishing,
    "three builds into one target at once": at_once,
    "a clock that jumps": clock,
    "the order in which things reach the disk": order,
}


def run(folder: Path, size: int) -> str:
    """Try each fault `size` times."""
    trial = Trial(folder / "project")
    found = {name: fault(trial, size) for name, fault in FAULTS.items() if not print(name, flush=True)}
    disks = small_disk(folder, size)
    if disks:
        found["a small disk (tmpfs) is full"], found["the disk turns read-only (tmpfs)"] = disks
    rows = [f"| {name} | {'; '.join(f'{what}: {count}' for what, count in sorted(seen.items()))} |" for name, seen in found.items()]
    missing = "" if disks else "\nDisks that are full or read-only were not tried: nothing may be mounted here.\n"
    return f"""Each fault {size} times at random moments. After each the target was, to the last byte, the old release or the new one; what failed said so in one line; without
the fault a rerun succeeded, and nothing was left lying about.

| fault | what was seen |
| --- | --- |
{chr(10).join(rows)}
{missing}"""
