"""How much of a release was reviewed, and what that says about the extraction before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.records import Decision

TABLES = ("entities", "relations", "viewpoints")


@dataclass(frozen=True, slots=True)
class Share:
    """The rows of one table in a release, and how many of them, or besides them, each decision is about."""

    table: str
    published: int
    confirmed: int
    added: int
    rejected: int
    changed: int

    @property
    def reviewed(self) -> float:
        """The share of the published rows that somebody confirmed or added."""
        return (self.confirmed + self.added) / self.published if self.published else 0.0

    @property
    def precision(self) -> float:
        """Of the reviewed rows that were extracted, the share that is right."""
        judged = self.confirmed + self.rejected
        return self.confirmed / judged if judged else 0.0

    @property
    def recall(self) -> float:
        """Of the rows that are right by the review, the share that was extracted."""
        right = self.confirmed + self.added
        return self.confirmed / right if right else 0.0


def shares(counts: Mapping[str, int], decisions: Iterable[Decision]) -> list[Share]:
    """The shares of the reviewed tables; `counts` are the published rows a table. A row counts once for each action on it."""
    done = Counter((table, action) for table, action, _ in {(d.row_table, _kind(d.action), d.row_id) for d in decisions})
    return [
        Share(name, counts[name], done[name, "confirm"], done[name, "add"], done[name, "reject"], done[name, "change"]) for name in TABLES
    ]


def _kind(action: str) -> str:
    return action if action in ("confirm", "add", "reject") else "change"


def as_markdown(found: Iterable[Share]) -> Iterator[str]:
    """The shares as the lines of a Markdown table."""
    yield "| table | published | confirmed | added | rejected | renamed, merged or retyped | reviewed |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for s in found:
        yield f"| {s.table} | {s.published:,} | {s.confirmed:,} | {s.added:,} | {s.rejected:,} | {s.changed:,} | {s.reviewed:.0%} |"
