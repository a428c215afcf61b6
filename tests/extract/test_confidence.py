"""Confidence is an observed precision, smoothed."""

import json
from pathlib import Path

import pytest

from pipeline.errors import DataError
from pipeline.extract import confidence
from pipeline.extract.confidence import confidence_of

COUNTS = {"relations": {"sure": [9, 9], "shaky": [1, 4], "rare": [1, 1]}, "statements": {}, "viewpoints": {}}


@pytest.fixture
def counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(confidence, "RULES", tmp_path)
    for cached in (confidence._precisions, confidence.confidence_of):
        cached.cache_clear()
        monkeypatch.setattr(confidence, cached.__name__, cached)
    (tmp_path / "precision.json").write_text(json.dumps(COUNTS), encoding="utf-8")
    return tmp_path / "precision.json"


@pytest.fixture(autouse=True)
def _forget() -> object:
    yield
    confidence._precisions.cache_clear()
    confidence.confidence_of.cache_clear()


def test_a_precision_is_drawn_towards_the_common_one(counts: Path) -> None:
    common = 11 / 14
    assert confidence_of("relations", "sure") == round((9 + 4 * common) / 13, 3)
    assert confidence_of("relations", "shaky") < confidence_of("relations", "rare") < confidence_of("relations", "sure")
    assert confidence_of("relations", "never judged") == round(common, 3)


def test_without_any_count_nothing_is_known(counts: Path) -> None:
    assert confidence_of("statements", "verb-object") == 0.5


def test_a_broken_file_is_named(counts: Path) -> None:
    counts.write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match=r"precision\.json"):
        confidence_of("relations", "sure")
