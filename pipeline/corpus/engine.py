"""Where chunks of documents are read: in this process, or in several on this machine. A cluster's engine has the same four methods."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from functools import cache
from multiprocessing import current_process, get_all_start_methods, get_context, parent_process
from typing import Any, Protocol

from pipeline.corpus.worker import Done, Job, read_jobs
from pipeline.errors import CallError
from pipeline.scratch import Scratch

Chunk = Sequence[Job]

# Processes are started when more text than this waits to be parsed: below, they would cost more time than they save.
_WORTH_STARTING = 400_000
_WAITING_A_WORKER = 2
_DIED = "the process that read it died, twice; the text may need more memory than there is"


class Engine(Protocol):
    """Reads chunks of documents, in whatever order."""

    workers: int

    def submit(self, chunk: Chunk) -> None:
        """Take on a chunk."""

    @property
    def full(self) -> bool:
        """Whether to wait for results before submitting more, so that what waits does not fill the memory."""

    def results(self) -> list[Done] | None:
        """The documents of a chunk that is done, waiting for one where need be; None where nothing is left to do."""

    def close(self, *, abandon: bool = False) -> None:
        """Let go of the workers; `abandon` what is not done."""


class LocalEngine:
    """Reads with up to `workers` processes; few documents are read in this one. Documents whose process dies are tried once more, alone."""

    def __init__(self, model: str, workers: int | None = None) -> None:
        self.model = model
        self.allowed = workers or usable_cores()
        self.workers = 1
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: deque[Chunk] = deque()
        self._running: dict[Future[list[Done]], Chunk] = {}
        self._suspects: deque[Job] = deque()

    def submit(self, chunk: Chunk) -> None:
        self._waiting.append(chunk)
        if self._pool is None and self.allowed > 1 and self._size() > _WORTH_STARTING:
            self.workers = self.allowed
            self._pool = self._start(self.workers)
        if self._pool is not None:
            while self._waiting:
                self._run(self._pool, self._waiting.popleft())

    @property
    def full(self) -> bool:
        if self._pool is not None:
            return len(self._running) >= self.workers * _WAITING_A_WORKER
        return self.allowed == 1 or self._size() > _WORTH_STARTING

    def results(self) -> list[Done] | None:
        if self._pool is None:
            return read_jobs(self.model, self._waiting.popleft()) if self._waiting else None
        if self._running:
            ready = wait(self._running, return_when=FIRST_COMPLETED).done.pop()
            chunk = self._running.pop(ready)
            try:
                return ready.result()
            except BrokenExecutor as error:
                if not self._suspects and not self._can_start():
                    raise CallError(
                        "the processes that read the texts die as they start; read them in this one with --workers 1"
                    ) from error
                self._suspects.extend(chunk)
                return []
        return [self._alone(self._suspects.popleft())] if self._suspects else None

    def close(self, *, abandon: bool = False) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=abandon)

    def _run(self, pool: ProcessPoolExecutor, chunk: Chunk) -> None:
        try:
            self._running[pool.submit(read_jobs, self.model, chunk)] = chunk
        except BrokenExecutor:
            self._pool = self._start(self.workers)
            self._run(self._pool, chunk)

    def _alone(self, job: Job) -> Done:
        """Read a document in a process of its own."""
        with self._start(1) as pool:
            try:
                return pool.submit(read_jobs, self.model, [job]).result()[0]
            except BrokenExecutor:
                return Done(job.source.document.document_id, error=_DIED)

    def _can_start(self) -> bool:
        """Whether processes work at all: a program that uses this one without a guard around its main part starts itself again and again."""
        with self._start(1) as pool:
            try:
                return pool.submit(os.getpid).result() > 0
            except BrokenExecutor:
                return False

    def _start(self, workers: int) -> ProcessPoolExecutor:
        _quarters()
        method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
        context = get_context(method)
        if method == "forkserver":
            context.set_forkserver_preload([read_jobs.__module__, "spacy"])
        return ProcessPoolExecutor(workers, mp_context=context, initializer=_obey)

    def _size(self) -> int:
        return sum(len(job.source.text) for chunk in self._waiting for job in chunk)


def usable_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _quarters() -> Scratch:
    """The folder in which multiprocessing keeps its socket until this process ends: one that the next build removes where this one is killed."""
    scratch = Scratch()
    current_process()._config.setdefault("tempdir", str(scratch.folder))  # type: ignore[attr-defined]
    return scratch


def _obey() -> None:
    """Leave Ctrl-C, which reaches every process of a terminal, to the first one, which lets the others end in order; end when that one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    """Without this, the workers of a build that was killed would wait for work for ever."""
    parent.join()
    os._exit(1)
