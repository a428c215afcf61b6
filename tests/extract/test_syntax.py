"""Helpers over the parse tree."""

import pytest

from pipeline.extract.syntax import conjuncts, first_conjunct, is_passive, is_predicate, prepositional
from tests.extract.parsing import parsed, word


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("The Agency supervises banks, insurers and pension funds.", "banks", ["banks", "insurers", "funds"]),
        ("The Agency supervises banks.", "banks", ["banks"]),
        ("The Agency supervises banks but not insurers.", "banks", ["banks"]),
        ("The board and the minister met.", "board", ["board", "minister"]),
        ("The rules were clear and fair.", "clear", ["clear", "fair"]),
        ("The rules were not clear but fair.", "clear", ["clear", "fair"]),
    ],
)
def test_conjuncts_are_the_coordinated_heads_to_the_right(text, head, expected):
    assert [token.text for token in conjuncts(word(text, head))] == expected


def test_a_later_conjunct_knows_the_first():
    text = "The Agency supervises banks, insurers and pension funds."
    assert first_conjunct(word(text, "funds")) is word(text, "banks")
    assert first_conjunct(word(text, "Agency")) is word(text, "Agency")


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("The Agency was founded in 1990.", "founded", True),
        ("Rules drafted by the board are binding.", "drafted", True),
        ("The Agency founded a school.", "founded", False),
        ("The Agency has founded a school.", "founded", False),
        ("The Agency, having founded a school, was closed.", "founded", False),
    ],
)
def test_passives_are_told_from_actives(text, verb, expected):
    assert is_passive(word(text, verb)) is expected


@pytest.mark.parametrize(
    ("text", "token", "expected"),
    [
        ("The Agency has published reports.", "published", True),
        ("The Agency has published reports.", "has", False),
        ("The published reports are long.", "published", False),
        ("The Agency regulates manufacturing.", "manufacturing", False),
        ("Based in Oslo, the Office collects data.", "Based", True),
    ],
)
def test_only_verbs_that_head_a_clause_are_predicates(text, token, expected):
    assert is_predicate(word(text, token)) is expected


@pytest.mark.parametrize(
    ("text", "preposition", "expected"),
    [
        ("The Agency left out of fear.", "out", [("out of", "fear")]),
        ("The Agency works with insurers and banks.", "with", [("with", "insurers")]),
        ("It closed because of losses.", "because", [("because of", "losses")]),
        ("It regulates sectors such as banking.", "as", [("such as", "banking")]),
    ],
)
def test_prepositions_are_read_with_all_their_words(text, preposition, expected):
    token = word(text, preposition)
    top = token if token.dep == "prep" else token.head
    assert [(" ".join(t.lower for t in marker), head.text) for marker, head in prepositional(top)] == expected


def test_every_sentence_of_a_long_coordination_is_walked_without_recursion():
    text = "The Agency supervises " + ", ".join(f"sector {n}" for n in range(400)) + " and banks."
    for sentence in parsed(text):
        for token in sentence.tokens:
            assert len({t.i for t in conjuncts(token)}) == len(conjuncts(token))
