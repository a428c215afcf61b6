"""What a validation found: problems as records, a status for each table, and how both are shown."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass

_SHOWN = 5
_VALUE = 80


@dataclass(frozen=True, slots=True)
class Issue:
    """A problem: its kind (`slug`), where it stands (`row` counts from 1, without the header), what stands there and what is wrong with it.

    `table` is a table, or a file of the release; `row`, `field` and `value` are empty where the problem is not that of one cell.
    """

    slug: str
    table: str
    row: int | None
    field: str | None
    value: str | None
    note: str

    def __str__(self) -> str:
        place = ", ".join(filter(None, (self.table, f"row {self.row}" if self.row else "", self.field)))
        value = "" if self.value is None else f" '{self.value if len(self.value) <= _VALUE else self.value[:_VALUE] + '…'}'"
        return f"{place}: {self.slug}:{value} {self.note}"


@dataclass(frozen=True, slots=True)
class TableStatus:
    """How many rows a table, or bytes a file, has, and how many problems were found in it."""

    table: str
    rows: int
    issues: int


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found in a release; it is valid where there is no issue. `files` counts the files that were compared, 0 where none was."""

    directory: str
    tables: tuple[TableStatus, ...]
    issues: tuple[Issue, ...]
    files: int = 0

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.issues

    def to_json(self) -> str:
        """The report as one JSON object."""
        content = {"valid": self.valid, **asdict(self)}
        return json.dumps(content, ensure_ascii=False, indent=2)

    def to_text(self) -> str:
        """The report for people: a line a table, details only where something is wrong."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        width = max((len(status.table) for status in self.tables), default=0)
        for status in self.tables:
            yield f"{'ok ' if not status.issues else 'BAD'} {status.table:{width}} {status.rows:>9,} rows"
        shown: Counter[tuple[str, str]] = Counter()
        for issue in self.issues:
            shown[issue.table, issue.slug] += 1
            if shown[issue.table, issue.slug] <= _SHOWN:
                yield f"  {issue}"
        for (table, slug), count in shown.items():
            if count > _SHOWN:
                yield f"  {table}: {slug}: {count - _SHOWN} more"
        if self.files and self.valid:
            yield f"ok  {self.files} files, each as it was published; all formats hold the same"
        yield f"{self.directory}: " + ("valid" if self.valid else f"{len(self.issues)} problems")
