"""How far a build is, in figures that are true: documents done, words a second of those that were parsed, the time left, the workers."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

READING = "Reading documents"
# The time left is told once so many characters were parsed: before, the start of the workers is most of what has been seen.
_TELLING = 200_000


@dataclass(frozen=True, slots=True)
class State:
    """Where a build is; `total` is 0 for a stage that counts nothing, and figures that are not known yet are None."""

    stage: str
    done: int = 0
    total: int = 0
    words_a_second: int | None = None
    seconds_left: int | None = None
    workers: int = 1

    def to_json(self) -> str:
        """One line for a program."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def to_text(self) -> str:
        """One line for a log."""
        parts = [f"{self.stage} ({self.done:,} of {self.total:,})" if self.total else self.stage]
        if self.words_a_second is not None:
            parts.append(f"{self.words_a_second:,} words a second with {self.workers} worker{'s' if self.workers != 1 else ''}")
        if self.seconds_left:
            parts.append(f"{self.seconds_left // 60}:{self.seconds_left % 60:02} left")
        return ", ".join(parts)


Progress = Callable[[State], None]


def silent(state: State) -> None:
    """The progress of nobody who looks."""


class Meter:
    """Counts documents as they are done; the time left is reckoned by characters, from those that had to be parsed in this build.

    `characters` is the length of all texts together.
    """

    def __init__(self, documents: int, characters: int, progress: Progress) -> None:
        self._documents, self._characters, self._progress = documents, characters, progress
        self._done = self._seen = self._parsed = self._words = 0
        self._began = time.monotonic()

    def count(self, text: str, workers: int, *, parsed: bool) -> None:
        """One more document is done: read anew, or taken from the cache."""
        self._done += 1
        self._seen += len(text)
        if parsed:
            self._parsed += len(text)
            self._words += len(text.split())
        passed = time.monotonic() - self._began
        known = self._parsed > 0 and passed > 0
        left = self._characters - self._seen
        self._progress(
            State(
                READING,
                self._done,
                self._documents,
                round(self._words / passed) if known else None,
                round(passed * left / self._parsed) if known and (self._parsed > _TELLING or not left) else None,
                workers,
            )
        )
