"""A small project of its own for trials of faults: two states of its texts, and builds of them as processes that can be watched and killed.

Builds are forked from this process, in which everything is imported and the model is loaded, so that a run takes as long as its build.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NoReturn

from pipeline.build import Options, build
from pipeline.corpus import engine
from pipeline.errors import PipelineError
from pipeline.publish import exchange

ROOT = Path(__file__).parents[2]
TEXTS = {
    "old": {
        "water.txt": "Water Agency\n\nThe Water Agency (WA) licenses wells. It was set up in 2011.\nCritics worry that the fees are too low.\n",
        "ports.txt": "Port Office\n\nThe Port Office is overseen by the Ministry of Rivers. It runs harbours and works with the Water Agency on dredging.\n",
    },
    "new": {
        "water.txt": "Water Agency\n\nThe Water Agency (WA) licenses wells and dams. It was reformed in 2019.\nSupporters say that the fees are fair.\n",
        "roads.txt": "Office of Roads\n\nThe Office of Roads plans roads under the Roads Act 2001. Its board is appointed by the Ministry of Rivers.\n",
    },
}
# Those that people use most; the others are written in the same way, and a build of all of them takes long.
FORMATS = ("csv", "json", "sqlite", "sources", "parquet", "xlsx")
PUBLISHING, EXCHANGE = b"p", b"x"
_WAIT = 15.0

Files = dict[str, str]


@dataclass
class Run:
    """A build that was started: its process, the marks that it has set and when, in seconds from its start."""

    pid: int
    pipe: int
    began: float = field(default_factory=time.monotonic)
    marks: dict[bytes, float] = field(default_factory=dict)

    def until(self, mark: bytes) -> bool:
        """Wait for a mark; False where the build ended first."""
        while mark not in self.marks:
            found = os.read(self.pipe, 1)
            if not found:
                return False
            self.marks[found] = time.monotonic() - self.began
        return True

    def end(self) -> int:
        """Wait for the end: the exit code, or minus the signal."""
        self.until(b"")
        os.close(self.pipe)
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.marks[b""] = time.monotonic() - self.began
        return code

    def kill(self) -> bool:
        """Kill its first process; False where it had ended by itself."""
        os.kill(self.pid, 9)
        return self.end() == -9

    def orphans(self) -> list[int]:
        """The processes of the build that are still there after a while."""
        deadline = time.monotonic() + _WAIT
        while (left := _session(self.pid)) and time.monotonic() < deadline:
            time.sleep(0.02)
        return left


class Project:
    """`old/` and `new/` with texts, `dist/` and the root's descriptor, a cache, and a folder for temporary files."""

    def __init__(self, folder: Path, log: Path | None = None) -> None:
        self.folder = folder
        self.dist = folder / "dist"
        self.temporary = folder / "temporary"
        self.log = log or folder / "log.txt"
        self.temporary.mkdir(parents=True)
        self.log.touch()
        for state, texts in TEXTS.items():
            (folder / state).mkdir()
            for name, text in texts.items():
                (folder / state / name).write_text(text, encoding="utf-8")
            (folder / state / "package.yaml").write_text(f"name: wells\ntitle: Wells\nversion: 1.0.{len(texts)}\n", encoding="utf-8")
        _warm_up()

    def start(
        self,
        state: str,
        *,
        cache: bool = False,
        workers: int = 1,
        out: Path = Path("dist"),
        before: Callable[[], object] = lambda: None,
        anew: bool = False,
    ) -> Run:
        """Start a build of a state of the texts in a session of its own; `before` is called in it first.

        `anew` starts the command, which has everything still to import and to load, and sets no marks.
        """
        read, write = os.pipe()
        pid = os.fork()
        if pid:
            os.close(write)
            return Run(pid, read)
        code = 70
        try:
            os.close(read)
            os.setsid()
            weakref.finalize._registry.clear()  # what this process will remove as it ends is no business of its child
            self._prepare(write)
            before()
            if anew:
                self._command(state, out)
            engine._WORTH_STARTING = 0
            options = Options(workers=workers, formats=FORMATS, cache=self.folder / "cache" if cache else None)
            build([Path(state)], out, options, lambda told: _mark(write, PUBLISHING) if told.stage == "Publishing" else None)
            code = 0
        except PipelineError as error:
            print(f"Error: {error}", flush=True)
            code = error.exit_code
        except (MemoryError, ImportError) as error:  # as the command tells it; a library that is loaded late may find no memory either
            print(f"Error: {type(error).__name__}: {error} (memory)", flush=True)
            code = 1
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            weakref.finalize._exitfunc()  # as a process does that ends by itself
            sys.stdout.flush()
            os._exit(code)

    def make(self, state: str, **options: object) -> Run:
        """A build that must succeed."""
        run = self.start(state, **options)  # type: ignore[arg-type]
        code = run.end()
        assert code == 0, f"the build of '{state}' ended with {code}: {self.log.read_text(encoding='utf-8')[-2000:]}"
        return run

    def stray(self) -> list[str]:
        """What lies about that is no part of the project."""
        known = {"old", "new", "dist", "datapackage.json", "cache", "temporary", "log.txt"}
        return sorted(
            [path.name for path in self.folder.iterdir() if path.name not in known]
            + [f"temporary/{path.name}" for path in self.temporary.iterdir()]
        )

    def root(self) -> str:
        """The hash of the root's descriptor, or nothing."""
        file = self.folder / "datapackage.json"
        return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else ""

    def _command(self, state: str, out: Path) -> NoReturn:
        """Become the command that builds a state of the texts."""
        os.environ["PYTHONPATH"] = str(ROOT)
        options = ("--out", str(out), "--no-cache", "--workers", "1", "--format", ",".join(FORMATS))
        os.execv(sys.executable, [sys.executable, "-m", "pipeline", "build", state, *options])

    def _prepare(self, write: int) -> None:
        os.chdir(self.folder)
        log = os.open(self.log, os.O_WRONLY | os.O_APPEND)
        for stream in (1, 2):
            os.dup2(log, stream)
        os.environ["TMPDIR"] = str(self.temporary)
        tempfile.tempdir = None
        put_in_place = exchange._put_in_place

        def marked(staging: Path, target: Path) -> None:
            _mark(write, EXCHANGE)
            put_in_place(staging, target)

        exchange._put_in_place = marked


@cache
def _warm_up() -> None:
    """Build something once in this process, so that the builds that are forked from it neither import nor load anything."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "texts", "water.txt")
        text.parent.mkdir()
        text.write_text(TEXTS["old"][text.name], encoding="utf-8")
        build([text.parent], Path(folder, "dist"), Options(workers=1, formats=FORMATS, cache=None))


def files(folder: Path) -> Files:
    """The hash of each file below a folder; nothing where there is no folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()
    }


def _mark(write: int, mark: bytes) -> None:
    os.write(write, mark)


def _session(leader: int) -> list[int]:
    """The living processes of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, *rest = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(rest[2]) == leader and state != "Z":
                found.append(int(entry.name))
    return found
