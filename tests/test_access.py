"""A release as Python objects: types, names, ends and places."""

import doctest
from pathlib import Path

import pandas as pd
import pytest

import pipeline.access
from pipeline import load
from pipeline.access import Data
from pipeline.errors import CallError
from pipeline.tables.contract import load_contract


@pytest.fixture
def data(published: Path) -> Data:
    return load(published)


def test_the_examples_of_the_documentation_hold(published: Path) -> None:
    result = doctest.testmod(pipeline.access, extraglobs={"release": published})
    assert (result.failed, result.attempted) == (0, 7)


@pytest.mark.parametrize("table", load_contract().tables, ids=lambda table: table.name)
def test_tables_are_typed_frames(data: Data, table: object) -> None:
    frame = getattr(data, table.name)  # type: ignore[attr-defined]
    dtypes = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean", "array": "object"}
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {c.name: dtypes[c.type] for c in table.columns}  # type: ignore[attr-defined]
    assert len(frame) == len(list(data.records(table.name)))  # type: ignore[attr-defined]


def test_null_is_not_an_empty_text(data: Data) -> None:
    assert data.relations["object_value"].isna().sum() == 2
    assert data.sections["title"].tolist() == [""]


def test_every_quote_is_in_the_text(data: Data) -> None:
    for piece in data.evidence.itertuples():
        assert data.text("water-agency")[piece.start : piece.end] == piece.quote


@pytest.mark.parametrize("name", ["water-agency", "Water Agency", "WATER AGENCY", "WA", "wa"])
def test_entities_are_found_by_id_name_or_alias(data: Data, name: str) -> None:
    assert data.entity(name).id == "water-agency"


def test_an_entity_knows_its_rows(data: Data) -> None:
    agency, board = data.entity("WA"), data.entity("water-agency--board")
    assert agency.aliases() == ["WA"]
    assert agency.mentions()["kind"].tolist().count("pronoun") == 1
    assert agency.viewpoints()["stance"].tolist() == ["critical"]
    assert agency.evidence()["quote"].tolist() == ["The Water Agency (WA), an “executive” body 💧, licenses wells"]
    assert sorted(board.relations()["object"]) == ["2011", "board"]


def test_unknown_names_bring_the_nearest(data: Data) -> None:
    with pytest.raises(KeyError, match="did you mean water agency"):
        data.entity("Water Agencies")
    with pytest.raises(AttributeError, match="no table 'relation'; there are documents, "):
        _ = data.relation
    with pytest.raises(KeyError):
        data.text("../../etc/passwd")


def test_the_graph_has_every_entity_and_relation(data: Data) -> None:
    graph = data.graph()
    assert set(graph.nodes) == set(data.entities["entity_id"])
    assert {key for _, _, key in graph.edges(keys=True)} == set(data.relations.dropna(subset=["object_id"])["relation_id"])
    assert graph.nodes["water-agency--board"]["established_on"] == "2011"


def test_where_there_is_no_release_the_call_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="there is no release here"):
        load(tmp_path)


def test_frames_are_kept(data: Data) -> None:
    assert data.entities is data.entities
    assert isinstance(data.entities, pd.DataFrame)
