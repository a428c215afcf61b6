"""Two small releases compared, in every form that a side can have."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.errors import CallError, DataError
from pipeline.publish.package import Package
from pipeline.publish.release import publish
from pipeline.records import Alias, Document, Entity, Extraction, Section, Sentence
from pipeline.tables.diff import Change, Columns, Counts, Side, diff, open_side
from pipeline.tables.diff_report import FORMATS
from pipeline.tables.merge import merge

TEXT = "Ports are wet."


def release(folder: Path, *entities: Entity, aliases: tuple[Alias, ...] = ()) -> Path:
    sentence = Sentence("sen-" + "0" * 16, "harbour", "sec-" + "0" * 16, 0, 0, "paragraph", 0, len(TEXT), TEXT)
    extraction = Extraction(
        TEXT,
        Document("harbour", "Harbour", "harbour.txt", "0" * 64, len(TEXT), "en"),
        (Section("sec-" + "0" * 16, "harbour", 0, 0, "", 0, len(TEXT)),),
        (sentence,),
        tuple(entities),
        aliases,
    )
    publish(merge([extraction]), Package("harbour", "Harbour", "0.0.0"), folder)
    return folder


def entity(entity_id: str, name: str, type_: str = "sector", named: bool = False) -> Entity:
    return Entity(entity_id, name, type_, named, None, None, 0, 1)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    release(folder / "old", entity("ferries", "ferries"), entity("ports", "ports"), aliases=(Alias("ports", "harbours", "variant"),))
    release(folder / "new", entity("ports", "Ports", "technology", named=True), entity("wells", "wells"))
    return folder


@pytest.fixture
def old(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built / "old", tmp_path / "old"))


@pytest.fixture
def new(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built / "new", tmp_path / "new"))


EXPECTED = [
    Change("entities", "removed", ("ferries",)),
    Change("entities", "changed", ("ports",), {"name": ("ports", "Ports"), "type": ("sector", "technology"), "named": ("false", "true")}),
    Change("entities", "added", ("wells",)),
    Change("aliases", "removed", ("ports", "harbours")),
]


@pytest.mark.parametrize("left", ["", "datapackage.json", "harbour.db"])
@pytest.mark.parametrize("right", ["", "datapackage.json", "harbour.db"])
def test_folders_packages_and_databases_compare_alike(old: Path, new: Path, left: str, right: str) -> None:
    assert list(diff(open_side(old / left), open_side(new / right))) == EXPECTED
    assert list(diff(open_side(new / left), open_side(new / right))) == []


def test_a_file_in_another_order_is_the_same_table(old: Path) -> None:
    shuffled = old.parent / "shuffled"
    shutil.copytree(old, shuffled)
    header, *rows = (shuffled / "entities.csv").read_text(encoding="utf-8").splitlines()
    (shuffled / "entities.csv").write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
    assert list(diff(open_side(old), open_side(shuffled))) == []


def test_changes_of_the_tables_themselves(old: Path) -> None:
    other = old.parent / "other"
    shutil.copytree(old, other)
    descriptor = json.loads((other / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in descriptor["resources"] if resource["format"] == "csv"}
    descriptor["resources"] = [resources["aliases"], resources["entities"]]
    columns = resources["entities"]["schema"]["fields"]
    columns[0], columns[1] = {**columns[0], "type": "integer"}, {**columns[1], "name": "label"}
    (other / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    text = (other / "entities.csv").read_text(encoding="utf-8")
    (other / "entities.csv").write_text(text.replace("name", "label", 1), encoding="utf-8")
    changes = [change for change in diff(open_side(old), open_side(other)) if change.kind == "schema"]
    assert [(change.table, change.note) for change in changes if change.table == "entities"] == [
        ("entities", "column entity_id changed from string to integer"),
        ("entities", "column name removed"),
        ("entities", "column label added"),
    ]
    assert ("sentences", "table removed") in [(change.table, change.note) for change in changes]


def test_text_markdown_and_json(old: Path, new: Path) -> None:
    def run(format_: str) -> str:
        return "\n".join(FORMATS[format_](diff(open_side(old), open_side(new)), Counts()))

    assert run("text").splitlines() == [
        "- entities ferries",
        "~ entities ports; name: ports -> Ports; type: sector -> technology; named: false -> true",
        "+ entities wells",
        "- aliases ports, harbours",
        "entities: 1 added, 1 removed, 1 changed",
        "aliases: 1 removed",
    ]
    assert "- changed `ports`\n  - name: `ports` -> `Ports`" in run("markdown")
    assert "| entities | 1 | 1 | 1 | 0 |" in run("markdown")
    found = json.loads(run("json"))
    assert found["changes"][0] == {"table": "entities", "change": "removed", "key": ["ferries"]}
    assert found["summary"]["entities"] == {"schema": 0, "added": 1, "removed": 1, "changed": 1}


def test_exit_codes(old: Path, new: Path) -> None:
    def code(*arguments: str) -> int:
        return CliRunner().invoke(main, ["diff", *arguments]).exit_code

    assert code(str(old), str(old)) == 0
    assert code(str(old), str(new), "--format", "json") == 1
    assert code(str(old), str(old / "missing")) == 2


def test_what_is_no_release_is_told(old: Path, tmp_path: Path) -> None:
    with pytest.raises(CallError, match="there is no release here"):
        open_side(tmp_path / "nothing")
    with pytest.raises(CallError, match=r"entities\.csv: there is no release here"):
        open_side(old / "entities.csv")
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")
    with pytest.raises(DataError, match="not the descriptor of a release"):
        open_side(tmp_path)
    (old / "entities.csv").write_text("entity_id\nports\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"entities.csv: the header is entity_id; its descriptor says"):
        list(diff(open_side(old), open_side(old)))


def side(rows: dict[str, str]) -> Side:
    items = list(rows.items())
    return Side({"words": Columns({"key": "string", "cell": "string"}, ("key",))}, lambda name: iter(items), in_order=False)


@given(st.dictionaries(st.text("abc", min_size=1), st.text("xy")), st.dictionaries(st.text("abc", min_size=1), st.text("xy")))
def test_a_diff_is_what_sets_of_rows_say(old: dict[str, str], new: dict[str, str]) -> None:
    changes = list(diff(side(old), side(new)))
    keys = {kind: {change.key[0] for change in changes if change.kind == kind} for kind in ("added", "removed", "changed")}
    assert keys["added"] == new.keys() - old.keys()
    assert keys["removed"] == old.keys() - new.keys()
    assert keys["changed"] == {key for key in old.keys() & new.keys() if old[key] != new[key]}
    assert [change.key for change in changes] == sorted(change.key for change in changes)
