"""The examples in docs/review.md follow the schema, and conflict in nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.config import load_yaml
from pipeline.review.decisions import check, read_entries

GUIDE = Path(__file__).parents[2] / "docs" / "review.md"
SHORT, FULL = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("example", [SHORT, FULL])
def test_examples_follow_the_schema(example: str, tmp_path: Path) -> None:
    (tmp_path / "review.yaml").write_text(example, encoding="utf-8")
    assert load_yaml(tmp_path / "review.yaml", "decisions")["document"] == "water-agency"


def test_the_long_example_has_every_action_and_no_conflict(tmp_path: Path) -> None:
    (tmp_path / "review.yaml").write_text(FULL, encoding="utf-8")
    entries = read_entries(tmp_path / "review.yaml")
    check(entries)
    assert {entry.action for entry in entries} == {"confirm", "reject", "add", "merge", "split", "rename", "retype", "realias"}
