"""What is learned from annotated articles."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import DataError
from pipeline.evaluation import training
from pipeline.evaluation.corpora import CORPORA
from pipeline.evaluation.learning import Example, Learner, written
from pipeline.evaluation.training import RIGHT, Examples, examples, learn_links, learn_stances, learn_trust
from pipeline.extract.rulebook import INVERSE
from pipeline.extract.weighing import weights_of

VIEWS = Path(__file__).parents[1] / "articles" / "views" / "dev"
ARTICLES = Path(__file__).parents[1] / "articles" / "dev"


def _stance(number: int, word: str, stance: str) -> Example:
    return Example(f"article {number}", ("verdict=critical", f"word={word}"), frozenset((stance,)), stance)


def _link(number: int, word: str, *predicates: str) -> Example:
    return Example(f"article {number}", (f"verb={word}",), frozenset(predicates))


STANCES = [_stance(n, *pair) for n in range(20) for pair in (("boon", "supportive"), ("burden", "critical"), ("date", "neutral"))]
STANCES.append(_stance(21, "rare", "neutral"))
LINKS = [_link(n, *row) for n in range(60) for row in (("license", "regulates", "responsible_for"), ("leave", INVERSE + "succeeds"), ("mention",))]

TRUST = [Example(f"article {n}", (f"rule={rule}",), frozenset(right)) for n in range(30) for rule, right in (("good", (RIGHT,)), ("bad", ()))]


def test_a_word_weighs_for_the_stance_that_it_was_seen_with() -> None:
    model = learn_stances(STANCES)
    assert model["classes"] == ["critical", "neutral", "supportive"]
    for word, place in (("burden", 0), ("date", 1), ("boon", 2)):
        weights = model["weights"][f"word={word}"]
        assert weights[place] == max(weights) > 0
    assert "word=rare" not in model["weights"]
    assert model["right_by_rules"] == round(20 / 61, 3)
    assert model["right_cross_validated"] >= round(60 / 61, 3)


def test_what_is_more_likely_than_not_is_linked() -> None:
    model = learn_links(LINKS)
    assert model["classes"] == [INVERSE + "succeeds", "regulates", "responsible_for"]
    judge = weights_of(model).best
    assert [(word, judge([f"verb={word}"])[1] > 0) for word in ("license", "leave", "mention", "never seen")] == [
        ("license", True), ("leave", True), ("mention", False), ("never seen", False),
    ]  # fmt: skip
    assert judge(["verb=leave"])[0] == INVERSE + "succeeds"
    assert model["right_cross_validated"] == model["found_cross_validated"] == 1


def test_a_rule_that_was_mostly_wrong_is_doubted() -> None:
    model = learn_trust(TRUST)
    assert model["classes"] == [RIGHT]
    judge = weights_of(model).best
    assert judge(["rule=good"])[1] > 0 > judge(["rule=bad"])[1]
    assert model["right_cross_validated"] == model["found_cross_validated"] == 1


@pytest.mark.parametrize(("learn", "known"), [(learn_stances, STANCES), (learn_links, LINKS), (learn_trust, TRUST)])
def test_learning_twice_gives_the_same_bytes_and_they_are_json(learn, known) -> None:
    once = written(learn(known))
    assert once == written(learn(list(known)))
    assert json.loads(once) == learn(known)


def test_small_weights_are_none() -> None:
    model = Learner(one_of=False, rarest=1, strength=0.3, least=0.2).learn([*LINKS, _link(99, "note", "regulates")])
    weights = [weight for sign, row in model["weights"].items() if sign != "always" for weight in row]
    assert min(abs(weight) for weight in weights if weight) >= 0.2
    assert 0 in weights


def test_examples_are_the_views_that_the_rules_leave_open() -> None:
    found = examples(VIEWS).stances
    assert len(found) > 100
    assert all(example.signs[0].startswith("verdict=") and example.target in example.acceptable for example in found)


def test_examples_are_the_things_that_no_rule_relates_to_the_subject() -> None:
    found = examples(ARTICLES)
    assert found.articles == len(list(ARTICLES.glob("*.json")))
    assert sum(not example.acceptable for example in found.links) > sum(bool(example.acceptable) for example in found.links) > 100
    assert all(any(sign.startswith("type=") for sign in example.signs) for example in found.links)
    assert sum(bool(example.acceptable) for example in found.trust) > 3 * sum(not example.acceptable for example in found.trust) > 100


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that learning writes; none is there."""
    files = [tmp_path / f"{name}.json" for name in ("stances", "links", "trust")]
    for file, name in zip(files, ("STANCES", "LINKS", "TRUST"), strict=True):
        monkeypatch.setattr(training, name, file)
    monkeypatch.setattr(training, "CORPORA", ())
    return files


def test_learning_goes_on_from_the_weights_at_hand(weights: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "examples", lambda folder: Examples(7, list(STANCES), list(LINKS), list(TRUST)))
    training.main(["anywhere"])
    assert [json.loads(file.read_text(encoding="utf-8"))["articles"] for file in weights] == [7, 7, 7]
    new = [_stance(n, *pair) for n in range(6) for pair in (("queue", "critical"), ("shelter", "supportive"), ("tuesday", "neutral"))]
    monkeypatch.setattr(training, "examples", lambda folder: Examples(3, new))
    training.main(["anywhere", "elsewhere"])
    stances, links, trust = (json.loads(file.read_text(encoding="utf-8")) for file in weights)
    assert (stances["articles"], stances["examples"], stances["last_examples"]) == (13, 61 + 36, 36)
    assert (links["articles"], trust["articles"]) == (7, 7)  # there was nothing to learn for them


def test_what_was_learned_before_is_known_still() -> None:
    before = weights_of(learn_stances(STANCES))
    words = {"boon": "supportive", "date": "neutral", "burden": "critical", "shelter": "supportive", "tuesday": "neutral", "queue": "critical"}
    new = [_stance(n, *pair) for n in range(60) for pair in words.items() if pair[0] != "boon"]  # nothing new of this one
    alone, further = learn_stances(new), learn_stances(new, before)
    assert "word=boon" not in alone["weights"]
    said = {word: further["weights"][f"word={word}"] for word in words}
    assert {word: further["classes"][row.index(max(row))] for word, row in said.items()} == words


def test_each_class_needs_an_example() -> None:
    before = weights_of(learn_stances(STANCES))
    with pytest.raises(DataError, match="no example that is neutral"):
        learn_stances([_stance(n, *pair) for n in range(20) for pair in (("queue", "critical"), ("shelter", "supportive"))], before)


def test_classes_that_the_new_examples_lack_keep_their_weights() -> None:
    before = weights_of(learn_links(LINKS))
    further = weights_of(learn_links([_link(n, *row) for n in range(60) for row in (("license", "regulates"), ("mention",))], before))
    assert further.classes == before.classes
    assert further.best(["verb=leave"])[0] == INVERSE + "succeeds"
    assert further.best(["verb=license"])[0] == "regulates"


def test_what_is_learned_again_alone_is_not_learned(weights: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "CORPORA", (replace(CORPORA[0], folder=tmp_path, develop=True),))
    passages = Examples(3, list(STANCES))
    monkeypatch.setattr(training, "examples", lambda folder: Examples(7, [], list(LINKS), list(TRUST)) if folder == tmp_path else passages)
    training.main(["anywhere"])
    assert [file.exists() for file in weights] == [True, False, False]


@pytest.mark.parametrize("folders", [0, 1])
def test_learning_from_nothing_is_refused(folders: int, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="CORPORA="):
        training.main([str(tmp_path)] * folders)
