"""Every rule's own examples, and what is said of a rule file that is not well-formed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import DataError
from pipeline.extract import rulebook
from pipeline.extract.rulebook import Example, Rule, load_rulebook, predicate_is_symmetric, predicates
from tests.extract.reading import Reading, read_all

CASES = [(rule, example) for rule in load_rulebook().rules for example in rule.examples]


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return read_all(f"{example.about}\n\n{example.text}\n\nIt was visited." for _, example in CASES)


@pytest.mark.parametrize(
    ("number", "rule", "example"), [(i, *case) for i, case in enumerate(CASES)], ids=[f"{rule.id}-{i}" for i, (rule, _) in enumerate(CASES)]
)
def test_the_example_of_a_rule_gives_what_it_says(number: int, rule: Rule, example: Example, readings: list[Reading]) -> None:
    triples = readings[number].triples
    folded = {triple.casefold() for triple in triples}
    assert [triple for triple in example.gives if triple.casefold() not in folded] == [], triples
    assert [triple for triple in example.never if triple.casefold() in folded] == [], triples


def test_every_predicate_is_concluded_by_a_rule_or_a_pattern() -> None:
    concluded = {conclusion.predicate for rule in load_rulebook().rules for conclusion in rule.conclusions}
    assert set(predicates()) - concluded == {"is_a"}, "is_a is read from copulas and appositions"


@pytest.mark.parametrize(("predicate", "symmetric"), [("related_to", True), ("coordinates_with", True), ("part_of", False)])
def test_symmetry_comes_from_the_vocabulary(predicate: str, symmetric: bool) -> None:
    assert predicate_is_symmetric(predicate) is symmetric


RULE = "  - {id: sail, predicate: promotes, verb: [sail], subject: actor, object: patient, examples: [{text: It sails boats., gives: [It | promotes | boats]}]}\n"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("rules:\n  - {id: sail}\n", "predicate"),
        ("rules:\n" + RULE.replace("promotes, verb", "sails, verb"), "'sails', which is no predicate"),
        ("rules:\n" + RULE.replace("verb: [sail]", "verb: [$ships]"), "no word list 'ships'"),
        ("rules:\n" + RULE.replace("verb: [sail]", "verb: [sail], noun: [boat]"), "exactly one of"),
        ("rules:\n" + RULE.replace("verb: [sail], ", ""), "exactly one of"),
        ("rules:\n" + RULE + RULE, "already used"),
        ("rules:\n" + RULE.replace("It | promotes | boats", "boats"), "subject | predicate | object"),
        ("rules: [\n", "not valid YAML"),
    ],
)
def test_a_broken_rule_file_is_blamed(content: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "relations").mkdir()
    (tmp_path / "relations" / "broken.yaml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(rulebook, "RULES", tmp_path)
    load_rulebook.cache_clear()
    try:
        with pytest.raises(DataError, match=r"broken\.yaml") as error:
            load_rulebook()
        assert complaint in str(error.value)
    finally:
        load_rulebook.cache_clear()
