"""Each format read back with the tool of its users gives the rows that went in."""

import csv
import json
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import CallError
from pipeline.publish.csv_files import cell
from pipeline.publish.datapackage import table_schema
from pipeline.publish.formats import FORMATS, Format, chosen, usual
from pipeline.publish.package import Package
from pipeline.publish.release import publish
from pipeline.publish.resources import Edition
from pipeline.publish.sqlite import write as write_database
from pipeline.tables.contract import load_contract
from pipeline.tables.merge import Tables
from pipeline.tables.reader import read_csv, read_database, read_json

TABLES = [table.name for table in load_contract().tables]


@pytest.mark.parametrize("name", TABLES)
def test_every_format_holds_the_same_rows(published: Path, tables: Tables, name: str) -> None:
    table = load_contract().table(name)
    rows = list(tables.rows[name])
    assert [row for row, wrong in read_csv(published / f"{name}.csv", table) if not wrong] == rows
    assert read_json(published / f"{name}.json", table) == rows
    assert read_database(published / "wells.db", table) == rows


CELLS = {
    "plain": ("water", "water"),
    "comma": ("a, b", '"a, b"'),
    "quote": ('the "agency"', '"the ""agency"""'),
    "LF": ("a\nb", '"a\nb"'),
    "lone CR": ("a\rb", '"a\rb"'),
    "curly quotes and emoji": ("“💧”", "“💧”"),
    "formula": ("=1+1", "=1+1"),
    "null": (None, ""),
    "true": (True, "true"),
    "false": (False, "false"),
    "zero": (0, "0"),
    "number": (0.8, "0.8"),
    "list": (["ORG", "RULE"], '"[""ORG"", ""RULE""]"'),
}


@pytest.mark.parametrize("case", CELLS)
def test_cells(case: str) -> None:
    value, text = CELLS[case]
    assert cell(value) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=5))
def test_any_text_survives_csv(values: list[str]) -> None:
    line = ",".join(map(cell, values)) + "\n"
    assert list(csv.reader(StringIO(line, newline=""), strict=True)) == [values]


def test_json_is_one_array_with_an_object_a_line(published: Path) -> None:
    text = (published / "aliases.json").read_text(encoding="utf-8")
    assert text == '[\n{"entity_id": "water-agency", "alias": "WA", "kind": "acronym"}\n]\n'
    assert json.loads((published / "decisions.json").read_text(encoding="utf-8")) == []


@pytest.fixture
def database(published: Path) -> sqlite3.Connection:
    with closing(sqlite3.connect(published / "wells.db")) as connection:
        yield connection


def test_the_database_is_sound(database: sqlite3.Connection) -> None:
    assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert database.execute("pragma foreign_key_check").fetchall() == []


@pytest.mark.parametrize("name", TABLES)
def test_the_database_has_the_types_keys_and_indexes_of_the_schema(database: sqlite3.Connection, name: str) -> None:
    table = load_contract().table(name)
    types = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "array": "TEXT"}
    columns = database.execute(f"pragma table_info([{name}])").fetchall()
    assert [(c[1], c[2], bool(c[3])) for c in columns] == [(c.name, types[c.type], not c.nullable) for c in table.columns]
    assert tuple(c[1] for c in sorted(columns, key=lambda c: c[5]) if c[5]) == table.primary_key
    keys = {(k[3], k[2], k[4]) for k in database.execute(f"pragma foreign_key_list([{name}])")}
    assert keys == {(k.columns[0], k.table, k.references[0]) for k in table.foreign_keys}
    indexes = [i[1] for i in database.execute(f"pragma index_list([{name}])")]
    indexed = {tuple(c[2] for c in database.execute(f"pragma index_info([{index}])")) for index in indexes}
    assert indexed == {table.primary_key, *(k.columns for k in table.foreign_keys), *table.indexes}


SEARCHES = [
    ("sentences", "licensing", ["The Water Agency (WA), an “executive” body 💧, licenses wells."]),
    ("sentences", "cafe", ["Its board was set up in 2011 and works with the Port 🚢 Office on café hygiene."]),
    ("sentences", "bakery", []),
    ("entities", "agency", ["Water Agency"]),
    ("statements", "license", ["licenses"]),
]


@pytest.mark.parametrize(("table", "words", "expected"), SEARCHES)
def test_search_finds_words_by_their_stem(database: sqlite3.Connection, table: str, words: str, expected: list[str]) -> None:
    label = load_contract().table(table).label
    query = f"select [{label}] from [{table}] where rowid in (select rowid from [{table}_fts] where [{table}_fts] match ?)"
    assert [row[0] for row in database.execute(query, (words,))] == expected


def test_search_tables_are_declared_as_datasette_looks_for_them(database: sqlite3.Connection) -> None:
    declared = dict(database.execute("select name, sql from sqlite_master where sql like '%fts5%'"))
    searched = [table.name for table in load_contract().tables if table.search]
    assert sorted(declared) == sorted(f"{name}_fts" for name in searched)
    assert all(f'content="{name}"' in declared[f"{name}_fts"] for name in searched)


def test_views_give_names_instead_of_ids(database: sqlite3.Connection) -> None:
    relations = database.execute("select subject, predicate, object, quotes from relations_readable order by subject, object").fetchall()
    assert relations == [
        ("Port 🚢 Office", "coordinates with", "board", "works with the Port 🚢 Office"),
        ("Water Agency", "regulates", "wells", "The Water Agency (WA), an “executive” body 💧, licenses wells"),
        ("board", "was established on", "2011", "Its board was set up in 2011"),
    ]
    viewpoints = database.execute("select holder, stance, about, viewpoint, document from viewpoints_readable").fetchall()
    assert viewpoints == [("critics", "critical", "Water Agency", "“the fees, all told,” are too low", "Water Agency")]
    statements = database.execute(
        "select subject_entity, object_entity, attributed_to from statements_readable order by relation"
    ).fetchall()
    assert statements == [(None, None, "critics"), ("Water Agency", "wells", None)]
    entities = database.execute(
        "select name, type, scope, aliases from entities_readable where aliases is not null or scope is not null order by name"
    )
    assert entities.fetchall() == [("Water Agency", "government body", None, "WA"), ("board", "government body", "Water Agency", None)]


@pytest.mark.parametrize("view", [view.name for view in load_contract().views])
def test_views_have_a_row_for_each_row_of_their_table(database: sqlite3.Connection, view: str) -> None:
    table = view.removesuffix("_readable")
    assert database.execute(f"select count(*) from [{view}]").fetchone() == database.execute(f"select count(*) from [{table}]").fetchone()


def test_the_database_file_is_the_same_from_any_library(published: Path, tables: Tables, package: Package, tmp_path: Path) -> None:
    """The bytes that depend on the library are those of the pinned one: its version stands in the header of the file."""
    import apsw

    folder = tmp_path / "again"
    folder.mkdir()
    list(write_database(Edition(tables, package, folder)))
    written = (folder / "wells.db").read_bytes()
    assert written == (published / "wells.db").read_bytes()
    major, minor, patch = map(int, apsw.sqlite_lib_version().split("."))
    assert int.from_bytes(written[96:100], "big") == major * 1_000_000 + minor * 1_000 + patch
    assert [path.name for path in folder.iterdir()] == ["wells.db"]


@pytest.fixture
def descriptor(published: Path) -> dict:
    return json.loads((published / "datapackage.json").read_text(encoding="utf-8"))


def test_frictionless_has_nothing_to_say(published: Path) -> None:
    report = frictionless.validate(str(published / "datapackage.json"))
    assert (report.valid, report.warnings, report.stats["errors"]) == (True, [], 0)
    assert [task.warnings for task in report.tasks if task.warnings] == []


def test_the_descriptor_lists_every_file_with_hash_and_size(published: Path, descriptor: dict) -> None:
    files = {path.relative_to(published).as_posix() for path in published.rglob("*") if path.is_file()}
    assert {resource["path"] for resource in descriptor["resources"]} == files - {"datapackage.json", "SHA256SUMS"}
    assert all(resource["bytes"] == (published / resource["path"]).stat().st_size for resource in descriptor["resources"])
    assert all(resource["hash"].startswith("sha256:") for resource in descriptor["resources"])


def test_the_descriptor_says_who_what_and_from_where(descriptor: dict) -> None:
    assert (descriptor["name"], descriptor["version"], descriptor["keywords"]) == ("wells", "1.2.3", ["water"])
    assert descriptor["contributors"] == [{"title": "Contributors of this dataset", "roles": ["creator"]}]
    assert descriptor["sources"] == [
        {"title": "Source text: Water Agency", "origin": "made up", "licence": "unknown", "note": "For tests."}
    ]
    assert descriptor["created"] == "2001-02-03T00:00:00Z"
    assert "homepage" not in descriptor


def test_no_licence_is_claimed_for_what_quotes_a_source(descriptor: dict) -> None:
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    assert [licence["name"] for licence in resources["predicates"]["licenses"]] == ["CC-BY-4.0"]
    assert resources["source-water-agency"]["terms"] == {"quoted": "unknown"}
    assert resources["evidence"]["terms"] == {"quoted": "unknown", "annotations": "CC-BY-4.0", "quotedFields": ["quote"]}
    quoting = {"sentences", "evidence", "mentions", "viewpoints", "statements", "wells-db", "source-water-agency", "sentences-json"}
    assert not any("licenses" in resources[name] for name in quoting)
    assert "licenses" not in descriptor


@pytest.mark.parametrize("name", TABLES)
def test_table_schemas_are_valid(name: str) -> None:
    assert frictionless.Schema.metadata_validate(table_schema(load_contract().table(name))) is not None
    assert list(frictionless.Schema.metadata_validate(table_schema(load_contract().table(name)))) == []


CHOICES = [
    (["sqlite"], ["csv", "sqlite", "sources", "report", "bill"]),
    (["croissant"], ["csv", "parquet", "sources", "report", "bill", "croissant"]),
    (None, [format_.name for format_ in FORMATS]),
]


@pytest.mark.parametrize(("names", "expected"), CHOICES)
def test_formats_are_chosen_by_name_in_the_order_of_the_registry(names: list[str] | None, expected: list[str]) -> None:
    assert [format_.name for format_ in chosen(names)] == expected


def test_a_corpus_has_fewer_formats_where_none_are_named() -> None:
    assert usual(1) == [format_.name for format_ in FORMATS]
    assert usual(10_000) == ["csv", "jsonl", "parquet", "sqlite", "sources", "report", "bill"]


def test_a_name_that_is_no_format_is_refused() -> None:
    with pytest.raises(CallError, match="there is no format 'docx'; there are csv, "):
        chosen(["docx"])


@pytest.mark.parametrize("format_", FORMATS, ids=lambda f: f.name)
def test_every_format_can_be_published_without_the_others(format_: Format, tables: Tables, package: Package, tmp_path: Path) -> None:
    publish(tables, package, tmp_path / "dist", [format_.name])
    descriptor = json.loads((tmp_path / "dist" / "datapackage.json").read_text(encoding="utf-8"))
    assert len(descriptor["resources"]) >= len(TABLES) + 1


@pytest.mark.parametrize("format_", FORMATS, ids=lambda f: f.name)
def test_every_format_has_a_module_and_a_line_on_what_it_is_for(format_: object) -> None:
    assert callable(format_.writer())  # type: ignore[attr-defined]
    assert format_.description and "\n" not in format_.description  # type: ignore[attr-defined]
