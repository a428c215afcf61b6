"""What the repository says of its release in several places is the same."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
PACKAGE = yaml.safe_load((ROOT / "raw" / "package.yaml").read_text(encoding="utf-8"))
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
HEADINGS = re.findall(r"^## (\d+\.\d+\.\d+) \((\d{4}-\d{2}-\d{2})\)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_version_and_date_are_those_of_the_newest_change() -> None:
    version, date = HEADINGS[0]
    assert (PACKAGE["version"], CITATION["version"], str(CITATION["date-released"])) == (version, version, date)
    assert PACKAGE.get("released", date) == date


def test_the_citation_names_the_dataset_and_no_invented_person() -> None:
    assert CITATION["title"] == PACKAGE["title"]
    assert CITATION["authors"] == [{"name": "Contributors of this dataset"}]


def test_releases_are_listed_newest_first() -> None:
    versions = [tuple(map(int, version.split("."))) for version, _ in HEADINGS]
    assert versions == sorted(versions, reverse=True)
