"""A review at a terminal: one row after the other, least certain first, one key a decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.errors import PipelineError, printable
from pipeline.records import Sentence
from pipeline.review.content import Rows
from pipeline.review.desk import TABLES, Desk, Item
from pipeline.review.fill import current, edited

KEYS = "[c]onfirm  [r]eject  [e]dit  [s]kip  [u]ndo  [q]uit"
REJECTED = "the text does not say so"
CLEARED = "-"
EDITED = "corrected after reading the sentence"


@dataclass(frozen=True, slots=True)
class Terminal:
    """How a session talks to its reviewer: `key` waits for one key, `ask` for a line with a default, `mark` makes text stand out."""

    show: Callable[[str], None]
    key: Callable[[], str]
    ask: Callable[[str, str], str]
    mark: Callable[[str], str]


def run_session(desk: Desk, terminal: Terminal, tables: Sequence[str] = TABLES, document_id: str | None = None) -> int:
    """Show every unreviewed row and record what is decided on it, until all are seen or the reviewer quits; how many were decided on."""
    return _Session(desk, terminal, tables, document_id).run()


class _Session:
    def __init__(self, desk: Desk, terminal: Terminal, tables: Sequence[str], document_id: str | None) -> None:
        self.desk, self.terminal, self.tables, self.document_id = desk, terminal, tables, document_id
        self.seen: list[tuple[Item, bool]] = []  # what was left behind, and whether something was recorded on it

    def run(self) -> int:
        while (item := self._next()) is not None:
            self.terminal.show(self._screen(item))
            if not self._act(item):
                break
        else:
            self.terminal.show("Everything is reviewed or skipped.")
        decided = sum(recorded for _, recorded in self.seen)
        self.terminal.show(f"{decided} decision{'s' if decided != 1 else ''} recorded in {self.desk.folder / 'review'}/.")
        return decided

    def _next(self) -> Item | None:
        left = {(item.document_id, item.table, item.row_id) for item, _ in self.seen}
        items = self.desk.items(self.tables, self.document_id)
        self.reviewed, self.total = sum(item.state != "unreviewed" for item in items), len(items)
        return next((i for i in items if i.state == "unreviewed" and (i.document_id, i.table, i.row_id) not in left), None)

    def _act(self, item: Item) -> bool:
        """Do what the next key says; False to quit."""
        while True:
            key = self.terminal.key().lower()
            try:
                if key in ("q", "\x03", "\x04"):
                    return False
                if key in ("c", "r", "e"):
                    self.desk.record(item.document_id, self._decisions(key, item))
                    self.seen.append((item, True))
                    return True
                if key == "s":
                    self.seen.append((item, False))
                    return True
                if key == "u" and self._undo():
                    return True
                self.terminal.show("There is nothing to undo." if key == "u" else KEYS)
            except PipelineError as error:
                self.terminal.show(f"Not recorded: {error}")

    def _decisions(self, key: str, item: Item) -> list[dict[str, Any]]:
        target = {"table": item.table, "id": item.row_id}
        if key == "c":
            return [{"action": "confirm", **target}]
        if key == "r":
            return [{"action": "reject", **target, "reason": REJECTED}]
        rows = self.desk.rows[item.document_id]
        changes = {}
        for name, value in current(rows, item.table, item.row_id).items():
            answer = self.terminal.ask(name, value).strip()
            answer = "" if answer == CLEARED else answer
            if answer != value:
                changes[name] = answer
        return edited(rows, item.table, item.row_id, changes, self.terminal.ask("reason", EDITED).strip() or EDITED)

    def _undo(self) -> bool:
        if not self.seen:
            return False
        _, recorded = self.seen.pop()
        return self.desk.undo() if recorded else True

    def _screen(self, item: Item) -> str:
        rows = self.desk.rows[item.document_id]
        certain = "" if item.confidence is None else f", confidence {item.confidence:.2f}"
        rule = getattr(rows.tables[item.table][item.row_id], "rule", None)
        lines = [
            "",
            f"{self.reviewed} of {self.total} reviewed: {item.table} of {item.document_id}{certain}{f', rule {rule}' if rule else ''}",
        ]
        lines.append(f"  {printable(describe(rows, item.table, item.row_id))}")
        lines += [f"    {text}" for text in quotes(rows, item.table, item.row_id, self.terminal.mark)]
        return "\n".join([*lines, KEYS])


def describe(rows: Rows, table: str, row_id: str) -> str:
    """What a row says, on one line."""
    content = rows.content(table, row_id)
    parts = [
        value["name"] if isinstance(value, dict) and "name" in value else str(value) for key, value in content.items() if key not in _HIDDEN
    ]
    return " | ".join(parts)


_HIDDEN = {"spans", "proposition", "subject_id", "object_id"}


def quotes(rows: Rows, table: str, row_id: str, mark: Callable[[str], str], show: Callable[[str], str] = printable) -> list[str]:
    """The sentences in which a row can be seen (three at most), with the places marked; `show` makes their text fit to be shown."""
    found = []
    for start, end in rows.places(table, row_id)[:3]:
        sentence = _sentence(rows, start)
        if sentence is not None:
            text, first, last = sentence.text, start - sentence.start, end - sentence.start
            found.append(f"{show(text[:first])}{mark(show(text[first:last]))}{show(text[last:])}")
    return found


def _sentence(rows: Rows, start: int) -> Sentence | None:
    return next((s for s in rows.extraction.sentences if s.start <= start < s.end), None)
