"""Text that means something to somebody else's parser comes out of every format as it went in."""

import json
from dataclasses import replace
from pathlib import Path

import duckdb
import networkx as nx
import openpyxl
import pytest
import rdflib
import yaml

from pipeline.publish.package import Package
from pipeline.publish.release import publish
from pipeline.records import Alias, Entity, Extraction, Failure
from pipeline.tables.contract import load_contract
from pipeline.tables.merge import merge
from pipeline.tables.reader import read_csv, read_database, read_json
from pipeline.tables.validate import validate_release

HOSTILE = [
    "=cmd|' /C calc'!A0", "@SUM(1)", "<script>alert(1)</script>", "'; drop table entities; --", "../../etc/passwd", "a|b\\|c`d`", "{{7*7}}", "a\tb",
    '"quoted", and comma', "\\N", "NULL", "nan", "true", "0012", "# comment", "--- !!python/object", "]]>", "&amp;", "\u202eevil\u200b", "x\ny", "e\u0301",
    "国务院 💧", "x" * 5_000,
]  # fmt: skip


@pytest.fixture(scope="module")
def settings() -> Package:
    return Package.of({"name": "wells", "title": 'A <b> & "c"\n---\nx: [', "version": "1.0.0", "description": "---\n!!python/object"})


@pytest.fixture
def hostile(extraction: Extraction, settings: Package, tmp_path: Path) -> Path:
    """A release with an entity and an alias for each of the texts."""
    entities = tuple(Entity(f"thing-{at}", text, "concept", False, None, text, 0, 1) for at, text in enumerate(HOSTILE))
    aliases = tuple(Alias("water-agency", text, "variant") for text in HOSTILE)
    made = replace(extraction, entities=(*extraction.entities, *entities), aliases=(*extraction.aliases, *aliases))
    publish(merge([made]), settings, tmp_path / "dist")
    return tmp_path / "dist"


def test_every_format_gives_the_text_back(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = load_contract().table("aliases")
    expected = {*HOSTILE, "WA"}
    assert {row[1] for row, _ in read_csv(hostile / "aliases.csv", table)} == expected
    assert {row[1] for row in read_json(hostile / "aliases.json", table)} == expected
    assert {row[1] for row in read_database(hostile / "wells.db", table)} == expected
    assert {
        json.loads(line)["alias"] for line in (hostile / "jsonl" / "aliases.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    } == expected
    assert {row[0].value for row in openpyxl.load_workbook(hostile / "wells.xlsx")["aliases"]["B2:B99"]} - {None} == expected
    monkeypatch.chdir(hostile)
    with duckdb.connect() as connection:
        connection.execute((hostile / "duckdb.sql").read_text(encoding="utf-8"))
        assert {alias for (alias,) in connection.execute("select alias from aliases").fetchall()} == expected


def test_no_reader_takes_many_semicolons_for_columns(extraction: Extraction, settings: Package, tmp_path: Path) -> None:
    def failure(at: int) -> Failure:
        path, double = f"rows.jsonl:{at}", f"rows-{at}" if at % 8 == 3 else None
        why = (
            f"the document id '{double}' is already that of b.jsonl; give each an id"
            if double
            else "there is no `text`; give one, and an id"
        )
        return Failure(f"fai-{at:016x}", path, double, "read", f"{path}: {why}")

    failures = [failure(at) for at in range(100)]
    publish(merge([extraction], failures), settings, tmp_path / "dist")
    assert validate_release(tmp_path / "dist").issues == ()


def test_graphs_and_linked_data_give_the_text_back(hostile: Path) -> None:
    names = {text for node, text in nx.read_graphml(hostile / "graph" / "graph.graphml").nodes(data="name") if node.startswith("thing-")}
    assert names == set(HOSTILE)
    labels = {text for node, text in nx.read_gexf(hostile / "graph" / "graph.gexf").nodes(data="name") if node.startswith("thing-")}
    assert labels == set(HOSTILE)
    turtle = rdflib.Graph().parse(hostile / "wells.ttl", publicID="https://example.org/wells/")
    assert {str(label) for label in turtle.objects(None, rdflib.SKOS.altLabel)} == {*HOSTILE, "WA"}
    assert set(turtle) == set(rdflib.Graph().parse(hostile / "wells.jsonld", format="json-ld"))


def test_the_card_keeps_its_front_matter(hostile: Path) -> None:
    front = (hostile / "README.md").read_text(encoding="utf-8").split("---\n")[1]
    assert yaml.safe_load(front)["pretty_name"] == 'A <b> & "c" --- x: ['


def test_a_name_of_nothing_but_blanks_is_not_published(extraction: Extraction, settings: Package, tmp_path: Path) -> None:
    from pipeline.errors import DataError

    with pytest.raises(DataError, match="alias must match pattern"):
        publish(merge([replace(extraction, aliases=(Alias("water-agency", "\x85", "variant"),))]), settings, tmp_path / "dist")
    assert list(tmp_path.iterdir()) == []
