"""The promises of the contract, one function each: from the rows of a release to the problems in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from pipeline.compiled_schema import compiled
from pipeline.corpus.columns import Columns
from pipeline.tables.contract import Contract, Row, Table
from pipeline.tables.report import Issue

Rows = Mapping[str, Sequence[Row]]
# Table -> its column that repeats the source between `start` and `end`.
QUOTES = {"sentences": "text", "mentions": "text", "evidence": "quote", "viewpoints": "text", "decisions": "quote"}
# Table, count column -> where the counted rows stand, and the column there that refers to the counting row.
COUNTS = {("entities", "mentions"): ("mentions", "entity_id"), ("relations", "evidence"): ("evidence", "relation_id")}
_PARTS = ("subject", "relation", "object")


def check_rows(table: Table, rows: Sequence[Row]) -> Iterator[Issue]:
    """Every row is valid against the table's JSON Schema."""
    import fastjsonschema

    validate = compiled(table.schema)
    names = table.column_names
    for number, row in enumerate(rows, 1):
        try:
            validate(dict(zip(names, row, strict=True)))
        except fastjsonschema.JsonSchemaValueException as error:
            field = error.path[1] if len(error.path) > 1 else None
            yield Issue("schema", table.name, number, field, _text(error.value) if field else None, error.message.removeprefix("data."))


def check_keys(table: Table, rows: Sequence[Row]) -> Iterator[Issue]:
    """Keys are unique, and rows stand in their order."""
    positions = table.key_positions()
    field = ", ".join(table.primary_key)
    keys: list[Any] = [tuple(row[at] for at in positions) for row in rows]
    seen: set[Any] = set()
    for number, key in enumerate(keys, 1):
        if key in seen:
            yield Issue("primary-key", table.name, number, field, _text(*key), "stands in an earlier row too")
        seen.add(key)
    for number, (left, right) in enumerate(pairwise(keys), 2):
        if None not in left and None not in right and right < left:
            yield Issue("order", table.name, number, field, _text(*right), "comes before the key of the row above; rows are sorted by key")


def check_references(contract: Contract, table: Table, rows: Rows) -> Iterator[Issue]:
    """Every reference leads to a row."""
    for key in table.foreign_keys:
        target = contract.table(key.table)
        positions = target.key_positions()
        known = {tuple(row[at] for at in positions) for row in rows[target.name]}
        columns = [table.column_names.index(name) for name in key.columns]
        for number, row in enumerate(rows[table.name], 1):
            value = tuple(row[at] for at in columns)
            if None not in value and value not in known:
                yield Issue("foreign-key", table.name, number, ", ".join(key.columns), _text(*value), f"is no key of {key.table}")


def check_counts(contract: Contract, table: Table, rows: Rows) -> Iterator[Issue]:
    """Counts are the number of the rows that they count."""
    for (name, field), (counted, reference) in COUNTS.items():
        if name != table.name:
            continue
        at = contract.table(counted).column_names.index(reference)
        found = Counter(row[at] for row in rows[counted])
        column, key = table.column_names.index(field), table.key_positions()[0]
        for number, row in enumerate(rows[name], 1):
            if row[column] != found[row[key]]:
                yield Issue("count", name, number, field, _text(row[column]), f"{counted} has {found[row[key]]} such rows")


def check_places(contract: Contract, table: Table, rows: Rows, texts: Mapping[str, str]) -> Iterator[Issue]:
    """Every quote is the source between its offsets, within its sentence's document; the spans of statements lie in the source."""
    names = table.column_names
    document_of = _documents_of_sentences(contract, rows)
    own = names.index("document_id") if "document_id" in names else None
    sentence = names.index("sentence_id") if "sentence_id" in names else None
    spans = [(names.index(start), names.index(end), start, quote) for start, end, quote in _spans(table)]
    quoted = names.index(QUOTES[table.name]) if table.name in QUOTES else None
    for number, row in enumerate(rows[table.name], 1):
        document = row[own] if own is not None else document_of.get(row[sentence]) if sentence is not None else None
        text = texts.get(str(document))
        if text is None:
            continue  # a broken reference or a missing text: reported as such
        for first, last, field, is_quote in spans:
            start, end = row[first], row[last]
            if start is end is None and table.columns[first].nullable:
                continue
            if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end <= len(text):
                yield Issue(
                    "span", table.name, number, field, f"{start}:{end}", f"is no span of the {len(text):,} characters of {document}"
                )
            elif is_quote and quoted is not None and text[start:end] != row[quoted]:
                yield Issue(
                    "quote", table.name, number, names[quoted], _text(row[quoted]), f"the source has '{text[start:end][:80]}' there"
                )


def check_quotes(columns: Columns) -> Iterator[Issue]:
    """Every quote of a document is its text between the offsets, and the spans of its statements lie in the text."""
    text, document_id = columns.text, columns.document.document_id
    for name, quote in QUOTES.items():
        if name not in columns.tables:
            continue
        starts, ends, quotes = (columns.tables[name].column(column).to_pylist() for column in ("start", "end", quote))
        for number, (start, end, said) in enumerate(zip(starts, ends, quotes, strict=True), 1):
            if start is not None and text[start:end] != said:
                note = f"document '{document_id}' has '{text[start:end][:80]}' at {start}:{end}"
                yield Issue("quote", name, number, quote, said, note)
    if "statements" in columns.tables:
        table = columns.tables["statements"]
        spans = [(table.column(f"{part}_start").to_numpy(), table.column(f"{part}_end").to_numpy()) for part in _PARTS]
        wrong = sum(~((start >= 0) & (start <= end) & (end <= len(text))) for start, end in spans)
        for at in wrong.nonzero()[0].tolist():
            yield Issue("span", "statements", at + 1, None, None, f"is no span of the {len(text):,} characters of '{document_id}'")


def _spans(table: Table) -> Iterator[tuple[str, str, bool]]:
    """The pairs of offset columns of a table, and whether the table quotes what lies between them."""
    if "start" in table.column_names:
        yield "start", "end", table.name in QUOTES
    if f"{_PARTS[0]}_start" in table.column_names:
        yield from ((f"{part}_start", f"{part}_end", False) for part in _PARTS)


def _documents_of_sentences(contract: Contract, rows: Rows) -> dict[Any, Any]:
    names = contract.table("sentences").column_names
    key, document = names.index("sentence_id"), names.index("document_id")
    return {row[key]: row[document] for row in rows["sentences"]}


def check_predicates(contract: Contract, table: Table, rows: Rows) -> Iterator[Issue]:
    """The two ends of a relation have types that its predicate allows, those of a symmetric one in either order."""
    if table.name != "relations":
        return
    allowed = allowed_ends(contract)
    columns = contract.table("entities").column_names
    key, type_, named = (columns.index(name) for name in ("entity_id", "type", "named"))
    kinds = {row[key]: (row[type_], row[named]) for row in rows["entities"]}
    subject, predicate, object_ = (table.column_names.index(name) for name in ("subject_id", "predicate", "object_id"))
    for number, row in enumerate(rows[table.name], 1):
        if row[predicate] in allowed and row[subject] in kinds and (row[object_] is None or row[object_] in kinds):
            ends = (kinds[row[subject]], kinds[row[object_]] if row[object_] is not None else None)
            if not any(_fits(ends[0], left) and _fits(ends[1], right) for left, right in allowed[row[predicate]]):
                note = f"does not link {ends[0][0]} to {ends[1][0] if ends[1] else 'a literal value'}"
                yield Issue("predicate", table.name, number, "predicate", _text(row[predicate]), note)


def allowed_ends(contract: Contract) -> dict[Any, list[tuple[list[str], list[str]]]]:
    """Predicate -> the pairs of classes that its ends may have, with coarse classes spelled out as types."""
    types: dict[str, list[str]] = {}
    columns = contract.table("entity_types").column_names
    for row in contract.vocabularies["entity_types"]:
        entry = dict(zip(columns, row, strict=True))
        for coarse in (str(entry["coarse"]), "any"):
            types.setdefault(coarse, []).append(str(entry["type"]))
    types["any generic"] = [f"generic {name}" for name in types["any"]]
    allowed: dict[Any, list[tuple[list[str], list[str]]]] = {}
    columns = contract.table("predicates").column_names
    for row in contract.vocabularies["predicates"]:
        entry = dict(zip(columns, row, strict=True))
        left, right = ([name for coarse in entry[f"{end}_types"] for name in types[coarse]] for end in ("subject", "object"))  # type: ignore[union-attr]
        allowed[entry["predicate"]] = [(left, right), (right, left)] if entry["symmetric"] else [(left, right)]
    return allowed


def _fits(end: tuple[Any, Any] | None, types: list[str]) -> bool:
    if end is None:
        return not types
    return end[0] in types or (not end[1] and f"generic {end[0]}" in types)


def _text(*values: Any) -> str:
    return ", ".join("empty" if value is None else str(value) for value in values)
