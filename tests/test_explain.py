"""The chain behind a row, on a real release of a small text."""

import shutil
from pathlib import Path

import pytest

from pipeline.build import build
from pipeline.errors import CallError, DataError
from pipeline.explain import explain

TEXT = "Coastal Agency\n\nThe Coastal Agency is a public body that regulates ports in Norway. Critics argue that it is slow.\n"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain")
    (folder / "agency.txt").write_text(TEXT, encoding="utf-8")
    build([folder / "agency.txt"], folder / "release")
    return folder / "release"


def marked(row_id: str, release: Path) -> str:
    return explain(row_id, release, highlight=lambda text: f"[[{text}]]")


def test_a_relation_shows_its_rule_and_its_evidence(release: Path) -> None:
    text = marked("coastal-agency.regulates.ports", release)
    assert "predicate     regulates" in text
    assert "[[" in text and "ports" in text.split("[[")[1].split("]]")[0]
    assert "agency.txt, characters" in text
    assert "Rule " in text and "regulates" in text.split("Rule ")[1]


def test_an_entity_shows_its_mentions(release: Path) -> None:
    assert "[[The Coastal Agency]]" in marked("coastal-agency", release) or "[[Coastal Agency]]" in marked("coastal-agency", release)


@pytest.mark.parametrize("table", ["statements", "viewpoints", "mentions", "evidence", "sentences"])
def test_every_row_with_a_place_is_shown_there(table: str, release: Path) -> None:
    lines = (release / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    text = marked(lines[1].split(",")[0], release)
    assert text.startswith(f"{table}: ")
    assert table == "sentences" or "[[" in text


def test_an_unknown_row_is_a_wrong_call(release: Path) -> None:
    with pytest.raises(CallError, match="no row has the id 'nobody'"):
        marked("nobody", release)


def test_a_damaged_database_is_named(release: Path, tmp_path: Path) -> None:
    damaged = shutil.copytree(release, tmp_path / "release")
    [database] = damaged.glob("*.db")
    database.write_text("not a database", encoding="utf-8")
    with pytest.raises(DataError, match=rf"{database.name}: the database is damaged"):
        marked("coastal-agency", damaged)
