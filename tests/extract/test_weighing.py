"""The stance that signs speak for."""

import json
from pathlib import Path

import pytest

from pipeline.errors import DataError
from pipeline.extract import weighing
from pipeline.extract.weighing import weigh

MODEL = {
    "stances": ["critical", "neutral", "supportive"],
    "weights": {"always": [0.5, 0.0, 0.0], "word=boon": [-1.0, 0.0, 1.0], "cue=note": [-0.5, 0.75, -0.25], "word=ship": [0.0, 0.0, 0.0]},
}


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(weighing, "WEIGHTS", tmp_path / "stances.json")
    weighing._model.cache_clear()
    (tmp_path / "stances.json").write_text(json.dumps(MODEL), encoding="utf-8")
    yield tmp_path / "stances.json"
    weighing._model.cache_clear()


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
def test_the_stance_with_the_largest_sum_has_it(weights: Path, signs: list[str], stance: str) -> None:
    assert weigh(signs) == stance


@pytest.mark.parametrize(
    "broken",
    ["{", "[]", json.dumps({**MODEL, "weights": {}}), json.dumps({**MODEL, "stances": ["critical"]}), json.dumps({**MODEL, "weights": {"always": "x"}})],
)
def test_a_broken_file_is_named(weights: Path, broken: str) -> None:
    weights.write_text(broken, encoding="utf-8")
    weighing._model.cache_clear()
    with pytest.raises(DataError, match=r"stances\.json.*restore"):
        weigh(["cue=note"])
