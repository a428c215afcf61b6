"""What is doubted of what rules read."""

import json
from pathlib import Path

import pytest

from pipeline.extract import doubting
from pipeline.extract.doubting import doubted, readings
from tests.extract.reading import read_all

TEXT = "Coastal Agency\n\nThe Coastal Agency is an agency.\n\nIt licenses ferries and pilots. It licenses pilots in the north.\n"


def test_a_relation_is_one_however_often_it_is_read() -> None:
    (reading,) = read_all([TEXT])
    found = {(r.drafts[0].predicate, r.drafts[0].object.name): r for r in readings(reading.relations, reading.entities)}
    assert len(found["regulates", "pilots"].drafts) == 2
    assert "places=2" in found["regulates", "pilots"].signs
    assert "of subject=True" in found["regulates", "ferries"].signs
    assert sum(len(r.drafts) for r in found.values()) == len(reading.relations)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ({}, set()),
        ({"rule=supervise": [0.1], "noun=pilots": [-9]}, {"pilots"}),
        ({"rule=supervise": [0.1], "noun=pilots": [-9], "predicate=regulates": [8.5]}, set()),
        ({"noun=pilots": [-9]}, set()),  # the weights do not know the rule
        ({"rule=class": [0.1], "noun=agency": [-9]}, set()),  # what it is called is told in so many words
    ],
)
def test_what_signs_speak_against_is_doubted(
    weights: dict[str, list[float]], expected: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "trust.json"
    file.write_text(json.dumps({"classes": ["right"], "weights": {"always": [0.5], **weights}}), encoding="utf-8")
    monkeypatch.setattr(doubting, "TRUST", file)
    (reading,) = read_all([TEXT])
    wrong = doubted(reading.relations, reading.entities)
    assert {draft.object.name for draft in reading.relations if id(draft) in wrong} == expected
