"""Ids outlive edits: files renamed, paragraphs in another order, other documents beside; what did not change keeps its ids."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipeline.build import build

AGENCY = """Harbour Agency

The Harbour Agency is a government body that supervises ports. It works with the Coastal Council.

Critics argue that the agency is slow. The Harbour Agency was established in 1998.

The agency licenses ferries under the Harbour Act 1998.
"""
COUNCIL = """Coastal Council

The Coastal Council is a public body. It promotes tourism.
"""
TABLES = ("sections", "sentences", "entities", "mentions", "statements", "relations", "evidence", "viewpoints")


def ids(release: Path, table: str) -> dict[str, str]:
    """Key -> what the row says, without its places and counts, which an edit elsewhere may move."""
    with (release / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    key = next(iter(rows[0])) if rows else ""
    moved = {"position", "block", "mentions", "documents", "evidence"}
    return {row[key]: str([(c, v) for c, v in row.items() if c not in moved and not c.endswith(("start", "end"))]) for row in rows}


@pytest.fixture
def before(tmp_path: Path) -> Path:
    return published(tmp_path / "before", {"agency.txt": AGENCY, "council.txt": COUNCIL})


def published(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        file = folder / "raw" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    build([folder / "raw"], folder / "out")
    return folder / "out"


def test_renamed_files_keep_all_ids(before: Path, tmp_path: Path) -> None:
    after = published(tmp_path / "after", {"z/first.txt": AGENCY, "a.txt": COUNCIL})
    for table in TABLES:
        assert ids(after, table) == ids(before, table), table


def test_paragraphs_in_another_order_keep_the_ids_of_their_rows(before: Path, tmp_path: Path) -> None:
    title, *paragraphs = AGENCY.strip().split("\n\n")
    moved = "\n\n".join([title, paragraphs[0], paragraphs[2], paragraphs[1]]) + "\n"
    after = published(tmp_path / "after", {"agency.txt": moved, "council.txt": COUNCIL})
    for table in ("sections", "sentences", "entities", "mentions", "relations", "viewpoints", "statements", "evidence"):
        assert ids(after, table).keys() == ids(before, table).keys(), table


def test_another_paragraph_and_document_leave_the_others_their_ids(before: Path, tmp_path: Path) -> None:
    after = published(
        tmp_path / "after",
        {
            "agency.txt": AGENCY + "\nThe agency inspects lighthouses.\n",
            "council.txt": COUNCIL,
            "new.txt": "Salt Board\n\nThe Salt Board sells salt.\n",
        },
    )
    for table in TABLES:
        assert ids(before, table).keys() <= ids(after, table).keys(), table
