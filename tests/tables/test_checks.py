"""Each promise of the contract by itself: which cells break it, and which do not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from pipeline.corpus.columns import columns_of
from pipeline.records import Extraction
from pipeline.tables.checks import (
    Rows,
    check_counts,
    check_keys,
    check_places,
    check_predicates,
    check_quotes,
    check_references,
    check_rows,
)
from pipeline.tables.contract import load_contract
from pipeline.tables.merge import Tables, merge
from pipeline.tables.report import Issue
from tests.conftest import TEXT, make_extraction

CONTRACT = load_contract()
Found = tuple[str, int | None, str | None, str | None]


@pytest.fixture(scope="module")
def tables() -> Tables:
    merged = merge([make_extraction()])
    return Tables({name: [tuple(row) for row in rows] for name, rows in merged.rows.items()}, dict(merged.texts))


def with_cells(tables: Tables, name: str, number: int, **cells: object) -> Rows:
    """The rows with other cells in one of them, which is counted from 1."""
    table = CONTRACT.table(name)
    row = dict(zip(table.column_names, tables.rows[name][number - 1], strict=True))
    assert cells.keys() <= row.keys()
    rows = list(tables.rows[name])
    rows[number - 1] = tuple((row | cells).values())
    return {**tables.rows, name: rows}


def number_of(tables: Tables, name: str, **cells: object) -> int:
    """The number of the one row with these cells."""
    names = CONTRACT.table(name).column_names
    [number] = [n for n, row in enumerate(tables.rows[name], 1) if cells.items() <= dict(zip(names, row, strict=True)).items()]
    return number


def found(issues: Iterator[Issue], slug: str, table: str) -> list[Found]:
    issues_ = list(issues)
    assert {(issue.slug, issue.table) for issue in issues_} <= {(slug, table)}
    return [(issue.table, issue.row, issue.field, issue.value) for issue in issues_]


def test_nothing_is_wrong_with_what_is_right(tables: Tables) -> None:
    for table in CONTRACT.tables:
        assert list(check_rows(table, tables.rows[table.name])) == []
        assert list(check_keys(table, tables.rows[table.name])) == []
        assert list(check_references(CONTRACT, table, tables.rows)) == []
        assert list(check_counts(CONTRACT, table, tables.rows)) == []
        assert list(check_predicates(CONTRACT, table, tables.rows)) == []
        assert list(check_places(CONTRACT, table, tables.rows, tables.texts)) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("water-agency", "WA", "nickname"), [("aliases", 2, "kind", "nickname")]),
        (("water-agency", "WA ", "acronym"), [("aliases", 2, "alias", "WA ")]),
        (("water-agency", None, "acronym"), [("aliases", 2, "alias", "empty")]),
        (("water-agency", "WA", "variant"), []),
    ],
)
def test_rows_follow_their_schema(row: tuple[Any, ...], expected: list[Found]) -> None:
    assert found(check_rows(CONTRACT.table("aliases"), [("water-agency", "W", "acronym"), row]), "schema", "aliases") == expected


def test_a_row_that_is_wrong_as_a_whole_has_no_field(tables: Tables) -> None:
    rows = with_cells(tables, "relations", 1, object_value="2011", object_id="wells")
    assert found(check_rows(CONTRACT.table("relations"), rows["relations"]), "schema", "relations") == [("relations", 1, None, None)]


@pytest.mark.parametrize(
    ("keys", "slug", "expected"),
    [
        ("abc", "order", []),
        ("aabc", "primary-key", [(2, "a")]),
        ("abb", "primary-key", [(3, "b")]),
        ("bab", "both", [(2, "a"), (3, "b")]),
        ("acb", "order", [(3, "b")]),
        ("cba", "order", [(2, "b"), (3, "a")]),
        (["b", None, "a"], "order", []),
        ([None, "a"], "order", []),
    ],
)
def test_keys_are_unique_and_in_order(keys: list[str | None], slug: str, expected: list[tuple[int, str]]) -> None:
    """Of rows with a key of one column."""
    table = CONTRACT.table("documents")
    issues = list(check_keys(table, [(key, "t", "p", "h", 1, "en") for key in keys]))
    assert sorted((issue.row, issue.value) for issue in issues) == expected  # type: ignore[type-var]
    assert all(issue.table == "documents" and issue.field == "document_id" and slug in (issue.slug, "both") for issue in issues)


def test_a_key_of_several_columns_is_taken_as_a_whole() -> None:
    table = CONTRACT.table("aliases")
    rows = [("a", "x", "acronym"), ("a", "y", "acronym"), ("b", "x", "variant"), ("b", "x", "acronym"), ("a", "z", "acronym")]
    issues = [(issue.slug, issue.row, issue.field, issue.value) for issue in check_keys(table, rows)]
    assert issues == [("primary-key", 4, "entity_id, alias", "b, x"), ("order", 5, "entity_id, alias", "a, z")]


REFERENCES = [
    ("mentions", 3, {"entity_id": "nobody"}, "entity_id", "nobody"),
    ("mentions", 1, {"sentence_id": "sen-0"}, "sentence_id", "sen-0"),
    ("relations", 2, {"predicate": "likes"}, "predicate", "likes"),
    ("relations", 3, {"object_id": "nobody"}, "object_id", "nobody"),
    ("entities", 1, {"scope_id": "nobody"}, "scope_id", "nobody"),
    ("entities", 1, {"type": "hole"}, "type", "hole"),
    ("evidence", 2, {"statement_id": "sta-0"}, "statement_id", "sta-0"),
    ("evidence", 2, {"statement_id": None}, None, None),
    ("statements", 1, {"attributed_to": None, "subject_id": "wells"}, None, None),
]


@pytest.mark.parametrize(("name", "number", "cells", "field", "value"), REFERENCES)
def test_references_lead_to_a_row(
    tables: Tables, name: str, number: int, cells: dict[str, Any], field: str | None, value: str | None
) -> None:
    issues = check_references(CONTRACT, CONTRACT.table(name), with_cells(tables, name, number, **cells))
    assert found(issues, "foreign-key", name) == ([(name, number, field, value)] if field else [])


@pytest.mark.parametrize(
    ("name", "number", "cells", "expected"),
    [
        ("entities", 1, {"mentions": 2}, [("entities", 1, "mentions", "2")]),
        ("entities", 2, {"mentions": 0}, [("entities", 2, "mentions", "0")]),
        ("entities", 2, {"documents": 7}, []),
        ("relations", 3, {"evidence": 2}, [("relations", 3, "evidence", "2")]),
        ("mentions", 1, {"entity_id": "nobody"}, []),
    ],
)
def test_counts_count(tables: Tables, name: str, number: int, cells: dict[str, Any], expected: list[Found]) -> None:
    rows = with_cells(tables, name, number, **cells)
    assert found(check_counts(CONTRACT, CONTRACT.table(name), rows), "count", name) == expected


def test_a_row_that_is_gone_is_missed_by_what_counts_it(tables: Tables) -> None:
    rows = {**tables.rows, "mentions": tables.rows["mentions"][1:]}
    gone = tables.rows["mentions"][0][1]
    number = number_of(tables, "entities", entity_id=gone)
    issues = check_counts(CONTRACT, CONTRACT.table("entities"), rows)
    assert [issue.row for issue in issues] == [number]


END = len(TEXT)
PLACES: list[tuple[str, int, dict[str, Any], str, list[tuple[str, str]]]] = [
    ("mentions", 1, {"text": "Fire Agency"}, "quote", [("text", "Fire Agency")]),
    ("sentences", 2, {"text": "It digs."}, "quote", [("text", "It digs.")]),
    ("evidence", 2, {"quote": "It digs."}, "quote", [("quote", "It digs.")]),
    ("viewpoints", 1, {"text": None}, "quote", [("text", "empty")]),
    ("mentions", 1, {"start": -1}, "span", [("start", "-1:{end}")]),
    ("mentions", 1, {"start": 30, "end": 20}, "span", [("start", "30:20")]),
    ("mentions", 1, {"end": END + 1}, "span", [("start", f"{{start}}:{END + 1}")]),
    ("mentions", 1, {"start": None}, "span", [("start", "None:{end}")]),
    ("mentions", 1, {"end": None}, "span", [("start", "{start}:None")]),
    ("mentions", 1, {"start": None, "end": None}, "span", [("start", "None:None")]),
    ("mentions", 1, {"start": "1"}, "span", [("start", "1:{end}")]),
    ("mentions", 1, {"start": END, "end": END, "text": ""}, "span", []),
    ("mentions", 1, {"start": 0, "end": 0, "text": ""}, "span", []),
    ("mentions", 1, {"sentence_id": "sen-0", "text": "It"}, "quote", []),
    ("sections", 1, {"end": END + 1}, "span", [("start", f"0:{END + 1}")]),
    ("sections", 1, {"end": END}, "span", []),
    ("sections", 1, {"document_id": "nobody", "end": END + 1}, "span", []),
    ("sections", 1, {"start": 5, "title": "Fire"}, "span", []),
    ("statements", 1, {"object_end": END + 1}, "span", [("object_start", f"{{object_start}}:{END + 1}")]),
    ("statements", 2, {"subject_start": -1}, "span", [("subject_start", "-1:{subject_end}")]),
    ("statements", 2, {"relation_start": 9, "relation_end": 8}, "span", [("relation_start", "9:8")]),
    ("statements", 2, {"subject": "Fire", "object_start": 0, "object_end": 0}, "span", []),
    ("aliases", 1, {"alias": "Fire"}, "span", []),
]


@pytest.mark.parametrize(("name", "number", "cells", "slug", "expected"), PLACES)
def test_places_are_what_the_source_says(
    tables: Tables, name: str, number: int, cells: dict[str, Any], slug: str, expected: list[tuple[str, str]]
) -> None:
    row = dict(zip(CONTRACT.table(name).column_names, tables.rows[name][number - 1], strict=True))
    issues = check_places(CONTRACT, CONTRACT.table(name), with_cells(tables, name, number, **cells), tables.texts)
    assert found(issues, slug, name) == [(name, number, field, value.format(**row)) for field, value in expected]


DECISION = ("dec-1", "water-agency", "reject", "mentions", "men-1", "{}", None, "r", "sen-1")


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ((0, 12, "Water Agency"), []),
        ((None, None, None), []),
        ((0, 12, "Fire Agency"), [("decisions", 1, "quote", "Fire Agency")]),
        ((0, None, None), [("decisions", 1, "start", "0:None")]),
        ((None, 12, None), [("decisions", 1, "start", "None:12")]),
    ],
)
def test_a_decision_may_have_no_place(tables: Tables, place: tuple[Any, Any, Any], expected: list[Found]) -> None:
    rows = {**tables.rows, "decisions": [(*DECISION, *place, "applied")]}
    issues = list(check_places(CONTRACT, CONTRACT.table("decisions"), rows, tables.texts))
    assert [(issue.table, issue.row, issue.field, issue.value) for issue in issues] == expected


def test_what_stands_there_instead_is_told(tables: Tables) -> None:
    rows = with_cells(tables, "mentions", 1, start=0, end=12, text="Fire Agency")
    [issue] = check_places(CONTRACT, CONTRACT.table("mentions"), rows, tables.texts)
    assert "'Water Agency'" in issue.note
    rows = with_cells(tables, "mentions", 1, start=0, end=END, text="Fire Agency")
    [issue] = check_places(CONTRACT, CONTRACT.table("mentions"), rows, tables.texts)
    assert f"'{TEXT[:80]}'" in issue.note, "no more of a long text"


def test_rows_after_one_whose_document_is_unknown_are_looked_at(tables: Tables) -> None:
    changed = {**tables.rows, "mentions": with_cells(tables, "mentions", 1, sentence_id="sen-0")["mentions"]}
    rows = with_cells(Tables(changed, tables.texts), "mentions", 2, text="Fire Agency")
    assert [issue.row for issue in check_places(CONTRACT, CONTRACT.table("mentions"), rows, tables.texts)] == [2]


def test_without_its_text_a_document_is_left_alone(tables: Tables) -> None:
    rows = with_cells(tables, "mentions", 1, text="Fire Agency")
    assert list(check_places(CONTRACT, CONTRACT.table("mentions"), rows, {})) == []


QUOTED: list[tuple[str, dict[str, Any], list[Found]]] = [
    ("sentences", {"text": "It digs."}, [("sentences", 2, "text", "It digs.")]),
    ("mentions", {"text": "Fire"}, [("mentions", 2, "text", "Fire")]),
    ("evidence", {"quote": "Fire"}, [("evidence", 2, "quote", "Fire")]),
    ("viewpoints", {}, []),
    ("statements", {"subject_start": -1}, [("statements", 2, None, None)]),
    ("statements", {"subject_start": 3, "subject_end": 2}, [("statements", 2, None, None)]),
    ("statements", {"subject_start": 2, "subject_end": 2}, []),
    ("statements", {"relation_start": 0}, []),
    ("statements", {"object_end": END}, []),
    ("statements", {"object_end": END + 1}, [("statements", 2, None, None)]),
    ("statements", {"object_end": END + 1, "subject_start": -1}, [("statements", 2, None, None)]),
]


@pytest.mark.parametrize(("name", "cells", "expected"), QUOTED)
def test_quotes_by_columns(extraction: Extraction, name: str, cells: dict[str, Any], expected: list[Found]) -> None:
    rows = getattr(extraction, name)
    changed = (*rows[:1], *(replace(row, **cells) for row in rows[1:2]), *rows[2:])
    issues = check_quotes(columns_of(replace(extraction, **{name: changed})))
    slug = "span" if name == "statements" else "quote"
    assert found(issues, slug, name) == expected


def test_a_document_of_few_tables_is_checked_too(extraction: Extraction) -> None:
    few = replace(extraction, statements=(), mentions=(), viewpoints=(replace(extraction.viewpoints[0], text="Fire"),))
    assert found(check_quotes(columns_of(few)), "quote", "viewpoints") == [("viewpoints", 1, "text", "Fire")]


# (type, whether named) of the two ends, None for a literal one -> whether the predicate links them.
ENDS: list[tuple[str, tuple[str, bool], tuple[str, bool] | None, bool]] = [
    ("regulates", ("government_body", True), ("sector", False), True),
    ("regulates", ("law", True), ("sector", True), True),
    ("regulates", ("sector", True), ("government_body", True), False),
    ("regulates", ("person", True), ("sector", True), False),
    ("regulates", ("government_body", True), ("person", True), False),
    ("regulates", ("government_body", True), None, False),
    ("established_on", ("government_body", True), None, True),
    ("established_on", ("person", True), None, False),
    ("established_on", ("government_body", True), ("sector", False), False),
    ("coordinates_with", ("law", True), ("government_body", True), True),
    ("coordinates_with", ("government_body", True), ("law", True), True),
    ("coordinates_with", ("law", True), ("law", True), False),
    ("is_a", ("government_body", True), ("government_body", False), True),
    ("is_a", ("government_body", True), ("person", False), True),
    ("is_a", ("government_body", True), ("government_body", True), False),
    ("affects", ("person", True), ("place", False), True),
    ("unheard_of", ("person", True), ("place", False), True),
]


@pytest.mark.parametrize(("predicate", "left", "right", "fits"), ENDS)
def test_predicates_link_what_they_may(
    tables: Tables, predicate: str, left: tuple[str, bool], right: tuple[str, bool] | None, fits: bool
) -> None:
    entities = [("a", "A", left[0], left[1], None, None, 1, 1), *([("b", "B", right[0], right[1], None, None, 1, 1)] if right else [])]
    before = ("a.x", "a", "affects", "a", None, "asserted", None, None, 1, 0.5, "extracted", "r")
    row = ("a.y", "a", predicate, "b" if right else None, None if right else "2011", "asserted", None, None, 1, 0.5, "extracted", "r")
    rows = {**tables.rows, "entities": entities, "relations": [before, row]}
    issues = list(check_predicates(CONTRACT, CONTRACT.table("relations"), rows))
    assert found(iter(issues), "predicate", "relations") == ([] if fits else [("relations", 2, "predicate", predicate)])
    assert all(f"{left[0]} to {right[0] if right else 'a literal'}" in issue.note for issue in issues)


@pytest.mark.parametrize("ends", [("a", "nobody"), ("nobody", "a"), ("nobody", None)])
def test_ends_that_are_nothing_are_left_to_the_references(tables: Tables, ends: tuple[str, str | None]) -> None:
    row = ("a.y", ends[0], "regulates", ends[1], None, "asserted", None, None, 1, 0.5, "extracted", "r")
    rows = {**tables.rows, "entities": [("a", "A", "person", True, None, None, 1, 1)], "relations": [row]}
    assert list(check_predicates(CONTRACT, CONTRACT.table("relations"), rows)) == []


def test_only_relations_have_predicates(tables: Tables, make: Callable[[str], Extraction]) -> None:
    assert list(check_predicates(CONTRACT, CONTRACT.table("entities"), tables.rows)) == []
