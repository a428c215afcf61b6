"""One wrong cell, key, reference, offset, count or byte in a release is found and named."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.errors import CallError, DataError
from pipeline.tables.contract import load_contract
from pipeline.tables.report import Issue, Report, TableStatus
from pipeline.tables.validate import validate_release


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    """A change of one piece of text in a file of the release."""

    def change(release: Path) -> None:
        content = (release / name).read_bytes().decode()
        assert old in content, content
        (release / name).write_bytes(content.replace(old, new, 1).encode())

    return change


def in_database(sql: str) -> Callable[[Path], None]:
    def change(release: Path) -> None:
        with closing(sqlite3.connect(release / "wells.db")) as connection, connection:
            connection.execute(sql)

    return change


def swap_rows(name: str) -> Callable[[Path], None]:
    def change(release: Path) -> None:
        head, first, second, *rest = (release / name).read_bytes().decode().splitlines(keepends=True)
        (release / name).write_bytes("".join([head, second, first, *rest]).encode())

    return change


def twice(name: str) -> Callable[[Path], None]:
    def change(release: Path) -> None:
        head, first, *rest = (release / name).read_bytes().decode().splitlines(keepends=True)
        (release / name).write_bytes("".join([head, first, first, *rest]).encode())

    return change


# Damage -> slug, table, row, field of an issue that it must give.
DAMAGES: dict[str, tuple[Callable[[Path], None], tuple[str, str, int | None, str | None]]] = {
    "a value out of the list": (edit("aliases.csv", "acronym", "nickname"), ("schema", "aliases", 1, "kind")),
    "a stray blank": (edit("aliases.csv", ",WA,", ",WA ,"), ("schema", "aliases", 1, "alias")),
    "an empty cell": (edit("aliases.csv", ",WA,", ",,"), ("schema", "aliases", 1, "alias")),
    "not a number": (edit("documents.csv", ",en", "x,en"), ("type", "documents", 1, "characters")),
    "not a boolean": (edit("entities.csv", ",true,", ",True,"), ("type", "entities", 2, "named")),
    "both kinds of object": (edit("relations.csv", "wells,,asserted", "wells,2011,asserted"), ("schema", "relations", 3, None)),
    "no object": (edit("relations.csv", "regulates,wells,,", "regulates,,,"), ("schema", "relations", 3, None)),
    "another header": (edit("aliases.csv", "alias,kind", "name,kind"), ("file", "aliases", None, None)),
    "a missing cell": (edit("aliases.csv", ",acronym", ""), ("file", "aliases", None, None)),
    "a missing file": (lambda release: (release / "aliases.csv").unlink(), ("file", "aliases", None, None)),
    "a key twice": (twice("entities.csv"), ("primary-key", "entities", 2, "entity_id")),
    "rows out of order": (swap_rows("entities.csv"), ("order", "entities", 2, "entity_id")),
    "a reference to nothing": (edit("aliases.csv", "water-agency", "fire-agency"), ("foreign-key", "aliases", 1, "entity_id")),
    "a scope that is nothing": (edit("entities.csv", "false,water-agency,", "false,fire-agency,"), ("foreign-key", "entities", 4, "scope_id")),
    "a wrong count": (edit("entities.csv", ",3,1", ",4,1"), ("count", "entities", 3, "mentions")),
    "evidence miscounted": (edit("relations.csv", ",1,0.8", ",2,0.8"), ("count", "relations", 3, "evidence")),
    "a changed quote": (edit("evidence.csv", "was set up", "was put up"), ("quote", "evidence", None, "quote")),
    "a changed mention": (edit("mentions.csv", ",Its,", ",It,"), ("quote", "mentions", None, "text")),
    "a changed sentence": (edit("sentences.csv", "licenses wells.", "licenses walls."), ("quote", "sentences", None, "text")),
    "a changed viewpoint": (edit("viewpoints.csv", "too low", "too bad"), ("quote", "viewpoints", 1, "text")),
    "a span out of the text": (edit("sections.csv", ",0,0,,0,", ",0,0,,9999,"), ("span", "sections", 1, "start")),
    "a changed source": (edit("sources/water-agency.txt", "licenses", "licensed"), ("quote", "sentences", None, "text")),
    "a longer source": (edit("sources/water-agency.txt", "hygiene.", "hygiene. More."), ("source", "documents", 1, "characters")),
    "a missing source": (lambda release: (release / "sources/water-agency.txt").unlink(), ("source", "documents", 1, "document_id")),
    "an id that leaves the folder": (edit("documents.csv", "water-agency,", "../../etc,"), ("schema", "documents", 1, "document_id")),
    "ends that the predicate does not allow": (
        edit("entities.csv", "wells,wells,sector", "wells,wells,person"), ("predicate", "relations", 3, "predicate"),
    ),
    "JSON with another cell": (edit("aliases.json", '"WA"', '"WB"'), ("same-rows", "aliases.json", 1, None)),
    "JSON with a row less": (edit("aliases.json", '{"entity_id": "water-agency", "alias": "WA", "kind": "acronym"}', ""), ("same-rows", "aliases.json", None, None)),
    "JSON cut short": (edit("aliases.json", "]", ""), ("file", "aliases.json", None, None)),
    "JSON of another table": (edit("aliases.json", '"alias"', '"name"'), ("file", "aliases.json", None, None)),
    "a cell of the database": (in_database("update aliases set alias = 'WB'"), ("same-rows", "wells.db:aliases", 1, None)),
    "a reference of the database": (in_database("update aliases set entity_id = 'fire-agency'"), ("foreign-key", "wells.db", 1, "aliases")),
    "a table of the database": (in_database("drop table aliases"), ("integrity", "wells.db", None, None)),
    "a database that is none": (lambda release: (release / "wells.db").write_text("text"), ("integrity", "wells.db", None, None)),
    "no database": (lambda release: (release / "wells.db").unlink(), ("file", "wells.db", None, None)),
    "one byte of any file": (edit("predicates.csv", "regulates", "regulated"), ("frictionless", "predicates", None, None)),
}  # fmt: skip


def test_a_release_is_valid(release: Path) -> None:
    report = validate_release(release)
    assert report.issues == ()
    assert report.valid
    assert [status.table for status in report.tables] == [table.name for table in load_contract().tables]
    assert all(status.rows or status.table in ("decisions", "failures") for status in report.tables)


def test_validating_leaves_no_file(release: Path) -> None:
    before = sorted(release.rglob("*"))
    validate_release(release)
    assert sorted(release.rglob("*")) == before


@pytest.mark.parametrize("case", DAMAGES)
def test_damage_is_found(release: Path, case: str) -> None:
    damage, (slug, table, row, field) = DAMAGES[case]
    damage(release)
    report = validate_release(release)
    found = [issue for issue in report.issues if (issue.slug, issue.table) == (slug, table) and (issue.field == field or field is None)]
    assert found, report.to_text()
    assert row is None or row in {issue.row for issue in found}
    assert not report.valid


def test_the_ends_of_a_symmetric_relation_may_stand_in_either_order(release: Path) -> None:
    """A body works with a law, whichever of the two comes first by its id."""
    edit("entities.csv", "port-office,Port 🚢 Office,government_body", "port-office,Port 🚢 Office,law")(release)
    assert [issue for issue in validate_release(release).issues if issue.slug == "predicate"] == []


def test_where_there_is_no_release_the_call_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="there is no release here"):
        validate_release(tmp_path)


@pytest.mark.parametrize("content", ["{", "[]", '{"resources": [{}]}'])
def test_a_broken_descriptor_is_named(release: Path, content: str) -> None:
    (release / "datapackage.json").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"datapackage\.json: not (a readable|the) descriptor"):
        validate_release(release)


@pytest.fixture
def report() -> Report:
    issues = [Issue("schema", "aliases", row, "kind", "x" * 200, "must be one of ...") for row in range(1, 9)]
    return Report("dist", (TableStatus("documents", 1, 0), TableStatus("aliases", 8, 8)), tuple(issues))


def test_the_report_shows_a_line_a_table_and_details_of_failures(report: Report) -> None:
    lines = report.to_text().splitlines()
    assert lines[0].split() == ["ok", "documents", "1", "rows"]
    assert lines[1].split() == ["BAD", "aliases", "8", "rows"]
    assert lines[2].startswith("  aliases, row 1, kind: schema: 'xxx") and len(lines[2]) < 150
    assert lines[-2:] == ["  aliases: schema: 3 more", "dist: 8 problems"]


def test_the_report_as_json_has_every_issue(report: Report) -> None:
    content = json.loads(report.to_json())
    assert content["valid"] is False
    assert len(content["issues"]) == 8
    assert content["issues"][0] == {
        "slug": "schema",
        "table": "aliases",
        "row": 1,
        "field": "kind",
        "value": "x" * 200,
        "note": "must be one of ...",
    }
