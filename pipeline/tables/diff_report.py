"""The changes between two releases as text, Markdown or JSON, written as they are found."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from pipeline.tables.diff import Change, Counts

KINDS = ("schema", "added", "removed", "changed")
_SIGNS = {"schema": "!", "added": "+", "removed": "-", "changed": "~"}
_SHOWN = 200


def as_text(changes: Iterable[Change], counts: Counts) -> Iterator[str]:
    """A line a change: `+` added, `-` removed, `~` changed, `!` a change of the table; then the counts."""
    for change in counts.count(changes):
        yield f"{_SIGNS[change.kind]} {change.table} {_what(change)}{''.join(f'; {line}' for line in _cells(change, str))}"
    yield from (f"{table}: {_sum(counts, table)}" for table in counts.tables)
    if not counts.tables:
        yield "No changes."


def as_markdown(changes: Iterable[Change], counts: Counts) -> Iterator[str]:
    """A section a table with a list of its changes, then a table of the counts: ready for a change log."""
    table = None
    for change in counts.count(changes):
        if change.table != table:
            table = change.table
            yield f"### {table}\n"
        yield f"- {change.kind} {_code(_what(change)) if change.key else change.note}"
        yield from (f"  - {line}" for line in _cells(change, _code))
    if table is None:
        yield "No changes."
        return
    yield "\n| table | added | removed | changed | schema |\n| --- | ---: | ---: | ---: | ---: |"
    for name, found in counts.tables.items():
        yield f"| {name} | {found['added']} | {found['removed']} | {found['changed']} | {found['schema']} |"


def as_json(changes: Iterable[Change], counts: Counts) -> Iterator[str]:
    """One object: `changes`, a list of objects, and `summary`, the counts a table."""
    yield '{"changes": ['
    last = None
    for change in counts.count(changes):
        if last is not None:
            yield f"{last},"
        cells = {column: {"old": old, "new": new} for column, (old, new) in change.cells.items()}
        entry = {"table": change.table, "change": change.kind, "key": list(change.key), "cells": cells, "note": change.note}
        last = json.dumps({name: value for name, value in entry.items() if value}, ensure_ascii=False)
    if last is not None:
        yield last
    summary = {table: {kind: found[kind] for kind in KINDS} for table, found in counts.tables.items()}
    yield f'], "summary": {json.dumps(summary)}}}'


FORMATS: dict[str, Callable[[Iterable[Change], Counts], Iterator[str]]] = {"text": as_text, "markdown": as_markdown, "json": as_json}


def _what(change: Change) -> str:
    return change.note or ", ".join(change.key)


def _cells(change: Change, quote: Callable[[str], str]) -> Iterator[str]:
    for column, (old, new) in change.cells.items():
        yield f"{column}: {quote(_short(old))} -> {quote(_short(new))}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"


def _code(text: str) -> str:
    """Text as Markdown code; one more backtick than the longest run in it, so that no text ends it."""
    ticks = "`"
    while ticks in text:
        ticks += "`"
    pad = " " if not text or text[0] == "`" or text[-1] == "`" else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _sum(counts: Counts, table: str) -> str:
    return ", ".join(f"{counts.tables[table][kind]} {kind}" for kind in KINDS if counts.tables[table][kind])
