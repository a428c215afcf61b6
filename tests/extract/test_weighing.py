"""The class that signs speak for."""

import json
from pathlib import Path

import pytest

from pipeline.errors import DataError
from pipeline.extract.weighing import STANCES, best_class

MODEL = {
    "classes": ["critical", "neutral", "supportive"],
    "weights": {"always": [0.5, 0.0, 0.0], "word=boon": [-1.0, 0.0, 1.0], "cue=note": [-0.5, 0.75, -0.25], "word=ship": [0.0, 0.0, 0.0]},
}


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    file = tmp_path / "stances.json"
    file.write_text(json.dumps(MODEL), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("signs", "stance"),
    [
        ([], "critical"),
        (["word=ship", "word=never seen"], "critical"),
        (["cue=note"], "neutral"),
        (["word=boon"], "supportive"),
        (["cue=note", "word=boon"], "neutral"),
        (["word=boon", "cue=note"], "neutral"),
        (["word=boon", "cue=note", "word=boon"], "supportive"),
    ],
)
def test_the_class_with_the_largest_sum_has_it(weights: Path, signs: list[str], stance: str) -> None:
    assert best_class(weights, signs)[0] == stance


def test_the_sum_is_told() -> None:
    assert best_class(STANCES, ["balance=1"])[1] != best_class(STANCES, ["balance=-1"])[1]


@pytest.mark.parametrize(
    "broken",
    ["{", "[]", json.dumps({**MODEL, "weights": {}}), json.dumps({**MODEL, "classes": ["critical"]}), json.dumps({**MODEL, "weights": {"always": "x"}})],
)
def test_a_broken_file_is_named(tmp_path: Path, broken: str) -> None:
    file = tmp_path / "stances.json"
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(DataError, match=r"stances\.json.*restore"):
        best_class(file, ["cue=note"])
