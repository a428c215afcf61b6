"""Chunks of documents read on a Dask cluster that is there already; what was read comes back here, into the cache and the release.

A worker that dies has its chunks read by others, which is Dask's own doing. One that hangs is restarted by its nanny. A document that kills or
hangs its worker again when it is read alone is given up. Where the scheduler is lost the build ends; what had come back is in the cache.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import Any

from pipeline.corpus.engine import Chunk
from pipeline.corpus.keys import Keys
from pipeline.corpus.worker import Done, read_jobs
from pipeline.errors import CallError

PATIENCE = 600.0  # seconds without any result after which whoever works is taken to hang
CONNECT = 10.0
_STARTING = 120.0  # seconds in which a worker that was restarted is there again, on a busy machine too
_WAITING_A_WORKER = 2
_CHECK = 1.0
_DIED = "its worker died or hung, again when it was read alone; the text may need more memory or time than there is"


class DaskEngine:
    """Reads with the workers of the cluster at `address`. Raises CallError where no cluster answers, or its workers have other code or another model."""

    def __init__(self, model: str, address: str, *, patience: float = PATIENCE) -> None:
        from distributed import Client

        self.model, self.address, self.patience = model, address, patience
        try:
            self._client = Client(address, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise CallError(f"{address}: no Dask scheduler answers there ({error}); start one with: dask scheduler") from error
        self._waiting: deque[Chunk] = deque()
        self._running: dict[Any, Chunk] = {}
        self.workers = self._count_workers()

    def submit(self, chunk: Chunk) -> None:
        with self._connected():
            self._running[self._client.submit(read_jobs, self.model, chunk, pure=False)] = chunk

    @property
    def full(self) -> bool:
        return len(self._running) >= self.workers * _WAITING_A_WORKER

    def results(self) -> list[Done] | None:
        if not self._running:
            if not self._waiting:
                return None
            self.submit(self._waiting.popleft())
        with self._connected():
            ready = self._next()
            if ready is None:
                return self._restart()
            chunk = self._running.pop(ready)
            if ready.status == "finished":
                done: list[Done] = ready.result()
                return done
            if ready.status == "error" and not _is_death(ready.exception()):
                raise ready.exception()
            if ready.status != "error":
                raise CancelledError
        return self._again(chunk)

    def close(self, *, abandon: bool = False) -> None:
        self._running.clear()  # the scheduler drops what nobody waits for
        self._client.close(timeout=CONNECT)

    def _next(self) -> Any:
        """A future that has ended; None where workers are busy for too long and none does. Raises CallError where there are no workers for as long."""
        from distributed import wait

        waited = idle = 0.0
        while waited < self.patience:
            try:
                with self._client.as_current():
                    return next(iter(wait(list(self._running), timeout=_CHECK, return_when="FIRST_COMPLETED").done))
            except TimeoutError:
                busy = any(self._client.processing().values())
                waited, idle = (waited + _CHECK, 0.0) if busy else (waited, idle + _CHECK)
            if self._client.status != "running":
                raise CancelledError
            if idle > max(self.patience, _STARTING):
                raise CallError(f"{self.address}: the cluster has lost its workers; start some and run the same command again")
        return None

    def _restart(self) -> list[Done]:
        """Restart the workers that are busy with what does not end, and read it again."""
        chunks = list(self._running.values())
        busy = [worker for worker, keys in self._client.processing().items() if keys]
        self._client.cancel(list(self._running), force=True)
        self._running.clear()
        self._client.restart_workers(busy, timeout=CONNECT * 6, raise_for_error=False)
        return [done for chunk in chunks for done in self._again(chunk)]

    def _again(self, chunk: Chunk) -> list[Done]:
        """Read each document of a chunk by itself; give up one that was."""
        if len(chunk) == 1:
            return [Done(chunk[0].source.document.document_id, error=_DIED)]
        self._waiting.extend([job] for job in chunk)
        return []

    def _count_workers(self) -> int:
        """How many workers there are; all of them have the same code and model as this process."""
        with self._connected():
            try:
                self._client.wait_for_workers(1, timeout=CONNECT)
            except TimeoutError as error:
                raise CallError(
                    f"{self.address}: the cluster has no workers; start one with: dask worker {self.address} --nthreads 1"
                ) from error
            own = Keys.of(self.model).reading
            states: dict[str, Any] = self._client.run(_state, self.model, on_error="return")
        for worker, state in states.items():
            if state != own:
                raise CallError(
                    f"{self.address}: the worker {worker} has another version of the pipeline or of {self.model}; install the same everywhere"
                )
        return len(states)

    @contextmanager
    def _connected(self) -> Iterator[None]:
        try:
            yield
        except (OSError, CancelledError) as error:
            raise CallError(
                f"{self.address}: the scheduler is lost; start it and run the same command again: what was read is in the cache"
            ) from error


def _state(model: str) -> str:
    """What a worker would read with."""
    return Keys.of(model).reading


def _is_death(error: BaseException | None) -> bool:
    from distributed import KilledWorker

    return isinstance(error, KilledWorker)
