"""What is learned from annotated views."""

import json
from pathlib import Path

import pytest

from pipeline.evaluation import training
from pipeline.evaluation.training import Example, examples, learn, written

OWN = Path(__file__).parents[1] / "articles" / "views" / "dev"


def _example(number: int, word: str, stance: str, verdict: str = "critical") -> Example:
    return Example(f"article {number}", (f"verdict={verdict}", f"word={word}"), frozenset((stance,)), stance)


KNOWN = [_example(n, *pair) for n in range(20) for pair in (("boon", "supportive"), ("burden", "critical"), ("date", "neutral"))] + [_example(21, "rare", "neutral")]


def test_a_word_weighs_for_the_stance_that_it_was_seen_with() -> None:
    model = learn(KNOWN, 21)
    assert model["stances"] == ["critical", "neutral", "supportive"]
    for word, place in (("burden", 0), ("date", 1), ("boon", 2)):
        weights = model["weights"][f"word={word}"]
        assert weights[place] == max(weights) > 0
    assert "word=rare" not in model["weights"]
    assert model["right_by_rules"] == round(20 / 61, 3)
    assert model["right_cross_validated"] >= round(60 / 61, 3)


def test_learning_twice_gives_the_same_bytes_and_they_are_json() -> None:
    once = written(learn(KNOWN, 21))
    assert once == written(learn(list(KNOWN), 21))
    assert json.loads(once) == learn(KNOWN, 21)


def test_examples_are_the_views_that_the_rules_leave_open() -> None:
    found = list(examples(OWN))
    assert len(found) > 100
    assert all(example.signs[0].startswith("verdict=") and example.stance in example.acceptable for example in found)


def test_the_weights_of_a_larger_training_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    weights = tmp_path / "stances.json"
    weights.write_text('{"articles": 1000000}', encoding="utf-8")
    monkeypatch.setattr(training, "WEIGHTS", weights)
    monkeypatch.setattr(training, "CORPORA", ())
    training.main([str(OWN)])
    assert weights.read_text(encoding="utf-8") == '{"articles": 1000000}'
    assert "stays as it is" in capsys.readouterr().out
    weights.write_text('{"articles": 1}', encoding="utf-8")
    training.main([str(OWN)])
    assert json.loads(weights.read_text(encoding="utf-8"))["articles"] == len(list(OWN.glob("*.json")))
