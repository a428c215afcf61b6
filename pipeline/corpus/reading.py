"""From sources to what is read off them: out of the cache where it is kept, else by an engine; a stream, in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from pipeline.corpus.cache import Cache
from pipeline.corpus.codec import unpack_extraction
from pipeline.corpus.columns import Columns
from pipeline.corpus.engine import Chunk, Engine
from pipeline.corpus.keys import Keys
from pipeline.corpus.worker import Done, Job
from pipeline.source.text import Source

# A chunk is about a second's work: long enough that handing it over costs nothing, short enough that all workers end together.
_CHUNK_CHARACTERS = 50_000
_LOOK_UP = 64

Tell = Callable[[Source, bool], None]


@dataclass(frozen=True, slots=True)
class Unread:
    """A source that could not be read into records, and why."""

    source: Source
    reason: str


@dataclass(slots=True)
class Reader:
    """Reads sources with an engine, keeping what is read in a cache where there is one.

    `tell` hears of each document as it is done, and whether it was parsed for it or taken from the cache.
    """

    engine: Engine
    keys: Keys
    cache: Cache | None = None
    tell: Tell = lambda source, parsed: None
    _chunk: list[Job] = field(default_factory=list)
    _pending: dict[str, Source] = field(default_factory=dict)

    def read(self, sources: Iterable[Source]) -> Iterator[Columns | Unread]:
        """What is read off each source, as it comes in; memory holds only the documents that are being read."""
        done = False
        try:
            for some in _batches(sources):
                yield from self._kept(some)
                while self._size() >= _CHUNK_CHARACTERS:
                    yield from self._submit()
            while self._chunk:
                yield from self._submit()
            while (results := self.engine.results()) is not None:
                yield from self._finish(results)
            done = True
        finally:
            self.engine.close(abandon=not done)

    def _kept(self, sources: list[Source]) -> Iterator[Columns]:
        """What the cache has of these sources; the others wait for a worker, with their parse where the cache has that."""
        found = self.cache.get(map(self.keys.extraction, sources)) if self.cache else {}
        missing = []
        for source in sources:
            blob = found.get(self.keys.extraction(source)) if found else None
            if blob is None:
                missing.append(source)
                continue
            self.tell(source, False)
            yield unpack_extraction(blob, source)
        parses = self.cache.get(map(self.keys.parse, missing)) if self.cache and missing else {}
        self._chunk += (Job(source, parses.get(self.keys.parse(source)) if parses else None) for source in missing)

    def _submit(self) -> Iterator[Columns | Unread]:
        """Hand a chunk's worth of what waits to the engine, once it has room."""
        while self.engine.full and (results := self.engine.results()) is not None:
            yield from self._finish(results)
        size = at = 0
        while at < len(self._chunk) and size < _CHUNK_CHARACTERS:
            size += len(self._chunk[at].source.text)
            at += 1
        chunk: Chunk = self._chunk[:at]
        del self._chunk[:at]
        self._pending |= {job.source.document.document_id: job.source for job in chunk}
        self.engine.submit(chunk)

    def _finish(self, results: list[Done]) -> Iterator[Columns | Unread]:
        done = [(self._pending.pop(result.document_id), result) for result in results]
        if self.cache:
            self.cache.put("parse", {self.keys.parse(source): result.parse for source, result in done if result.parse})
            self.cache.put("extraction", {self.keys.extraction(source): result.extraction for source, result in done if result.extraction})
        for source, result in done:
            self.tell(source, True)
            if result.extraction is None:
                yield Unread(source, str(result.error))
            else:
                yield unpack_extraction(result.extraction, source)

    def _size(self) -> int:
        return sum(len(job.source.text) for job in self._chunk)


def _batches(sources: Iterable[Source]) -> Iterator[list[Source]]:
    stream = iter(sources)
    while some := list(islice(stream, _LOOK_UP)):
        yield some
