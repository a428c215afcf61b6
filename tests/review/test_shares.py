"""What the decisions on a release say about the extraction before it."""

import pytest

from pipeline.records import Decision
from pipeline.review.shares import as_markdown, shares

COUNTS = {"entities": 0, "relations": 4, "viewpoints": 1}


def decision(action: str, row_id: str, table: str = "relations") -> Decision:
    return Decision(f"dec-{row_id}", "doc", action, table, row_id, None, None, None, None, None, None, None, "applied")


def test_shares_are_of_what_was_judged() -> None:
    decided = [decision("confirm", "a"), decision("confirm", "b"), decision("add", "c"), decision("reject", "d"), decision("retype", "e")]
    entities, relations, viewpoints = shares(COUNTS, decided)
    assert (relations.confirmed, relations.added, relations.rejected, relations.changed) == (2, 1, 1, 1)
    assert (relations.reviewed, relations.precision, relations.recall) == (0.75, pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert (entities.reviewed, viewpoints.precision, viewpoints.recall) == (0, 0, 0)


def test_a_row_decided_on_twice_counts_once() -> None:
    assert shares(COUNTS, [decision("confirm", "a"), decision("confirm", "a")])[1].confirmed == 1


def test_the_table_for_people() -> None:
    assert list(as_markdown(shares(COUNTS, [decision("confirm", "a")])))[3] == "| relations | 4 | 1 | 0 | 0 | 0 | 25% |"
