"""A build applies the decisions beside its texts, unless it is told not to."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main

DECISIONS = """document: harbour-agency
decisions:
- action: add
  table: relations
  row:
    subject: {name: Harbour Agency, type: government_body, named: true}
    predicate: responsible_for
    object: {name: beaches, type: technology}
  evidence: [{quote: beaches are clean}]
  reason: made up
- action: rename
  table: entities
  id: lighthouses
  row: {name: lighthouses, type: technology}
  value: lights
  reason: there are none
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "review").mkdir()
    (tmp_path / "review" / "harbour-agency.yaml").write_text(DECISIONS, encoding="utf-8")
    (tmp_path / "harbour.txt").write_text(
        "Harbour Agency\n\nThe Harbour Agency supervises ports. All beaches are clean.\n", encoding="utf-8"
    )
    return tmp_path


def build(folder: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["build", str(folder), "--out", str(folder / "out"), *options])
    return result.exit_code, result.output


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "out" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_decisions_are_applied_published_and_stale_ones_told(folder: Path) -> None:
    code, out = build(folder)
    assert code == 0 and "rename entities lighthouses" in out
    statuses = {row["relation_id"]: (row["status"], row["rule"], row["confidence"]) for row in rows(folder, "relations")}
    assert statuses["harbour-agency.responsible_for.beaches"] == ("added", "review", "")
    assert {(row["action"], row["state"]) for row in rows(folder, "decisions")} == {("add", "applied"), ("rename", "stale")}


def test_without_review_there_are_no_decisions(folder: Path) -> None:
    assert build(folder, "--no-review")[0] == 0
    assert rows(folder, "decisions") == []
    assert {row["status"] for row in rows(folder, "relations")} <= {"extracted"}


def test_evidence_that_is_not_in_the_source_fails_with_its_line(folder: Path) -> None:
    file = folder / "review" / "harbour-agency.yaml"
    file.write_text(DECISIONS.replace("beaches are clean", "beaches are dirty"), encoding="utf-8")
    code, out = build(folder)
    assert code == 1 and f"{file}:9: the source does not say 'beaches are dirty'" in out
    assert not (folder / "out").exists()


def test_decisions_on_a_text_that_is_not_built_are_left_alone(folder: Path) -> None:
    file = folder / "review" / "harbour-agency.yaml"
    file.write_text(DECISIONS.replace("document: harbour-agency", "document: port-office"), encoding="utf-8")
    code, out = build(folder)
    assert code == 0 and "harbour-agency.yaml (document 'port-office')" in out
    assert rows(folder, "decisions") == []
