"""The further formats, each read back with the tool of its users: the rows, types, keys and ends that went in."""

import json
import re
from pathlib import Path

import duckdb
import networkx as nx
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from jsonschema import Draft202012Validator

from pipeline.publish.package import Package
from pipeline.publish.resources import Edition
from pipeline.publish.spreadsheet import write as write_workbook
from pipeline.records import Extraction
from pipeline.tables.contract import load_contract
from pipeline.tables.merge import Tables

TABLES = [table.name for table in load_contract().tables]


@pytest.mark.parametrize("name", TABLES)
def test_json_lines(published: Path, tables: Tables, name: str) -> None:
    lines = (published / "jsonl" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    assert [tuple(json.loads(line).values()) for line in lines] == list(tables.rows[name])


@pytest.mark.parametrize("name", TABLES)
def test_parquet_has_the_types_and_keys_of_the_schema(published: Path, tables: Tables, name: str) -> None:
    file, table = published / "parquet" / f"{name}.parquet", load_contract().table(name)
    content = pq.read_table(file)
    assert [tuple(record.values()) for record in content.to_pylist()] == list(tables.rows[name])
    types = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool", "array": "list<element: string>"}
    assert [(f.name, str(f.type), f.nullable) for f in content.schema] == [(c.name, types[c.type], c.nullable) for c in table.columns]
    assert json.loads(content.schema.metadata[b"table_schema"])["primaryKey"] == list(table.primary_key)
    assert content.schema.field(0).metadata[b"description"].decode() == table.columns[0].description
    assert len(duckdb.sql(f"select * from '{file}'").fetchall()) == len(tables.rows[name])


def test_pandas_reads_parquet(published: Path) -> None:
    frame = pd.read_parquet(published / "parquet" / "entities.parquet")
    assert frame.loc[frame.entity_id == "port-office", ["name", "named", "mentions"]].values.tolist() == [["Port 🚢 Office", True, 1]]


def test_the_duckdb_script_makes_the_tables_with_their_keys(published: Path, tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(published)
    with duckdb.connect() as connection:
        connection.execute((published / "duckdb.sql").read_text(encoding="utf-8"))
        for name in TABLES:
            found = connection.execute(f'select * from "{name}" order by all').fetchall()
            assert sorted(map(repr, found)) == sorted(map(repr, tables.rows[name])), name
        keys = connection.execute("select table_name from duckdb_constraints() where constraint_type = 'PRIMARY KEY'").fetchall()
        assert sorted(name for (name,) in keys) == sorted(TABLES)
        with pytest.raises(duckdb.ConstraintException):
            connection.execute("insert into aliases values ('nobody', 'NB', 'acronym')")
        quotes = connection.execute("select quotes from relations_readable where predicate = 'regulates'").fetchall()
        assert quotes == [("The Water Agency (WA), an “executive” body 💧, licenses wells",)]


def test_nested_entities_are_valid_and_carry_their_quotes(published: Path) -> None:
    entries = json.loads((published / "entities_nested.json").read_text(encoding="utf-8"))
    schema = json.loads((published / "entities_nested.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(entries)
    agency = next(entry for entry in entries if entry["entity_id"] == "water-agency")
    assert agency["aliases"] == [{"alias": "WA", "kind": "acronym"}]
    (relation,) = agency["relations"]
    assert (relation["direction"], relation["predicate"], relation["entity"]["name"]) == ("out", "regulates", "wells")
    text = (published / "sources" / "water-agency.txt").read_bytes().decode()
    (place,) = relation["evidence"]
    assert text[place["start"] : place["end"]] == place["quote"]
    assert [viewpoint["holder"]["name"] for viewpoint in agency["viewpoints"]] == ["critics"]
    board = next(entry for entry in entries if entry["entity_id"] == "water-agency--board")
    assert board["scope"] == {"entity_id": "water-agency", "name": "Water Agency", "type": "government_body"}
    assert [(r["direction"], r["value"]) for r in board["relations"]] == [("in", None), ("out", "2011")]


@pytest.mark.parametrize("name", TABLES)
def test_sheets_have_typed_cells(published: Path, tables: Tables, name: str) -> None:
    sheet = openpyxl.load_workbook(published / "wells.xlsx")[name]
    header, *rows = sheet.iter_rows(values_only=True)
    assert header == load_contract().table(name).column_names
    expected = [tuple(json.dumps(c) if isinstance(c, list) else c for c in row) for row in tables.rows[name]]
    assert [
        tuple("" if e == "" and c is None else c for c, e in zip(row, wanted, strict=True))
        for row, wanted in zip(rows, expected, strict=False)
    ] == expected


HOSTILE = ["=1+1", "+1", "@SUM(A1)", "{=1}", "https://water.example/", "2011-01-01", "007", "a\rb", "\x07bell", "x" * 40_000]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_a_sheet_is_never_a_formula_a_link_or_a_number(tables: Tables, package: Package, tmp_path: Path, text: str) -> None:
    changed = Tables({**tables.rows, "aliases": [("water-agency", text, "variant")]}, tables.texts)
    list(write_workbook(Edition(changed, package, tmp_path)))
    cell = openpyxl.load_workbook(tmp_path / "wells.xlsx")["aliases"]["B2"]
    assert cell.data_type == "s" and cell.hyperlink is None
    assert len(cell.value) <= 32_767
    assert cell.value == text or re.search(r"_x00|…$", cell.value) or "\r" in text


def ends(graph: nx.MultiDiGraph) -> set[tuple[str, str, str]]:
    return {(s, data["predicate"], o) for s, o, data in graph.edges(data=True)}


def test_graph_files_hold_the_same_graph(published: Path, extraction: Extraction) -> None:
    expected = {(r.subject_id, r.predicate, r.object_id) for r in extraction.relations if r.object_id}
    graphml = nx.read_graphml(published / "graph" / "graph.graphml", force_multigraph=True)
    gexf = nx.read_gexf(published / "graph" / "graph.gexf")
    nodes = pd.read_csv(published / "graph" / "nodes.csv", keep_default_na=False)
    edges = pd.read_csv(published / "graph" / "edges.csv", keep_default_na=False)
    assert ends(graphml) == ends(gexf) == set(zip(edges.Source, edges.predicate, edges.Target, strict=True)) == expected
    entities = {entity.entity_id: entity for entity in extraction.entities}
    assert set(graphml.nodes) == set(gexf.nodes) == set(nodes.Id) == set(entities)
    for node, data in graphml.nodes(data=True):
        assert (data["name"], data["type"], data["named"], data["mentions"]) == (
            entities[node].name, entities[node].type, entities[node].named, entities[node].mentions,
        )  # fmt: skip
        assert data.get("scope_id") == entities[node].scope_id
    assert graphml.nodes["water-agency--board"]["established_on"] == "2011"
    assert {key for _, _, key in graphml.edges(keys=True)} == {r.relation_id for r in extraction.relations if r.object_id}


def test_graph_files_hold_no_date(published: Path) -> None:
    assert "lastmodifieddate" not in (published / "graph" / "graph.gexf").read_text(encoding="utf-8")
