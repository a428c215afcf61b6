"""Why a row is in a release: the row, what made it, and its place in the source."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from pipeline.errors import CallError, DataError, printable
from pipeline.extract.descriptions import describe
from pipeline.tables.contract import load_contract
from pipeline.tables.descriptor import database_of
from pipeline.tables.reader import open_database

# A relation or an entity has no place of its own: these rows show where it stands.
_PLACES = {
    "relations": "select start, end, sentence_id, rule from evidence where relation_id = ? order by start",
    "entities": "select start, end, sentence_id, null as rule from mentions where entity_id = ? order by start limit 20",
}


def explain(row_id: str, directory: Path, *, highlight: Callable[[str], str]) -> str:
    """The chain behind the row with the key `row_id`, as lines of text; `highlight` marks the evidence within its sentence.

    Raises CallError where there is no release, or no such row in it, and DataError where its database is damaged.
    """
    database = database_of(directory)
    try:
        with closing(open_database(database)) as connection:
            connection.row_factory = sqlite3.Row
            found = list(_find(connection, row_id))
            if found:
                return "\n".join(line for table, row in found for line in _lines(connection, table, row, row_id, highlight))
    except sqlite3.DatabaseError as error:
        raise DataError(f"{database}: the database is damaged ({error}); restore the release or build it again") from error
    raise CallError(f"{directory}: no row has the id '{row_id}'; ids stand in the first column of each table")


def _find(connection: sqlite3.Connection, row_id: str) -> Iterator[tuple[str, sqlite3.Row]]:
    """The rows with that key, of every table: a document and the entity that it is about may share their id."""
    for table in load_contract().tables:
        if len(table.primary_key) == 1:
            rows = connection.execute(f"select * from [{table.name}] where [{table.primary_key[0]}] = ?", (row_id,))  # noqa: S608
            yield from ((table.name, row) for row in rows)


def _lines(connection: sqlite3.Connection, table: str, row: sqlite3.Row, row_id: str, highlight: Callable[[str], str]) -> Iterator[str]:
    yield f"{table}: {row_id}"
    width = max(map(len, row.keys()))
    for column in row.keys():  # noqa: SIM118 - iterating a Row gives its values
        if row[column] is not None:
            yield f"  {column:{width}}  {printable(str(row[column]))}"
    rules = {row["rule"]} if "rule" in row.keys() else set()  # noqa: SIM118
    places = [dict(place) for place in connection.execute(_PLACES[table], (row_id,))] if table in _PLACES else [_place(table, row)]
    for place in places:
        yield from _quote(connection, place, highlight)
        rules.add(place.get("rule"))
    for rule in sorted(rule for rule in rules if rule):
        yield f"Rule {rule}: {describe(rule)}"


def _place(table: str, row: sqlite3.Row) -> dict[str, Any]:
    names = row.keys()
    if "start" in names and "sentence_id" in names:
        return {"sentence_id": row["sentence_id"], "start": row["start"], "end": row["end"]}
    if table == "statements":
        spans = [row[f"{part}_{side}"] for part in ("subject", "relation", "object") for side in ("start", "end")]
        return {"sentence_id": row["sentence_id"], "start": min(spans), "end": max(spans)}
    return {}


def _quote(connection: sqlite3.Connection, place: dict[str, Any], highlight: Callable[[str], str]) -> Iterator[str]:
    if not place:
        return
    query = """select s.text, s.start, c.title as section, d.title, d.path from sentences s
      join sections c on c.section_id = s.section_id join documents d on d.document_id = s.document_id where s.sentence_id = ?"""
    sentence = connection.execute(query, (place["sentence_id"],)).fetchone()
    start, end = (max(0, place[side] - sentence["start"]) for side in ("start", "end"))
    text = sentence["text"]
    section = f", section “{sentence['section']}”" if sentence["section"] else ""
    yield f"In {sentence['title']}{section} ({sentence['path']}, characters {place['start']} to {place['end']}):"
    yield f"  {printable(text[:start])}{highlight(printable(text[start:end]))}{printable(text[end:])}"
