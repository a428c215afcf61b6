"""Every rule that can stand in a row says what it does."""

import pytest

from pipeline.extract.descriptions import describe
from pipeline.extract.rulebook import load_rulebook

DESCRIBED = {
    "class": "what something is",
    "see-reference": "See X",
    "reported-clause": "verb of saying",
    "verb-object": "the object of the triple is the object of the verb",
    "apposition-complement": "two phrases side by side",
    "review": "recorded review decision",
}


@pytest.mark.parametrize("rule", DESCRIBED)
def test_patterns(rule: str) -> None:
    assert DESCRIBED[rule] in describe(rule)


def test_every_frame_names_its_words_and_an_example() -> None:
    for rule in load_rulebook().rules:
        line = describe(rule.id)
        assert line.startswith(f"the {rule.trigger} ")
        assert any(conclusion.predicate in line for conclusion in rule.conclusions)


def test_an_unknown_rule_is_no_rule() -> None:
    with pytest.raises(KeyError):
        describe("no-such-rule")
