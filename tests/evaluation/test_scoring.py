"""The measures on small hand-made cases whose right answer is obvious."""

import pytest

from pipeline.evaluation.annotation import Annotated, Item, words
from pipeline.evaluation.scoring import compare, name_similarity
from pipeline.evaluation.tuples import Tuple, score_sentence

NAMES = {
    ("the Office of Roads", "Office of Road"): 1.0,
    ("Office of Roads", "office of roads"): 1.0,
    ("China's roads", "China roads"): 1.0,
    ("public roads", "roads"): 0.495,
    ("roads", "canals"): 0.0,
    ("road safety", "road works"): 0.0,
    ("a b c roads", "roads"): 0.0,
}


@pytest.mark.parametrize("pair", NAMES, ids=" ~ ".join)
def test_names(pair: tuple[str, str]) -> None:
    left, right = (frozenset([words(name)]) for name in pair)
    assert name_similarity(left, right) == pytest.approx(NAMES[pair])


def entity(name: str, types: str = "sector", *, optional: bool = False) -> Item:
    return Item(name, frozenset(types.split("/")), frozenset([words(name)]), optional=optional)


def relation(subject: str, predicates: str, object_: str, *, optional: bool = False) -> Item:
    names = frozenset([words(subject)]), frozenset([words(object_)])
    return Item(f"{subject} {predicates} {object_}", frozenset(predicates.split("/")), *names, optional=optional)


def score(measure: str, expected: list[Item], found: list[Item]) -> tuple[float, float, float]:
    kind = "relations" if "relations" in measure else "viewpoints" if measure == "viewpoints" else "entities"
    empty: dict[str, tuple[Item, ...]] = {"entities": (), "relations": (), "viewpoints": ()}
    comparison = compare(Annotated(**{**empty, kind: tuple(expected)}), Annotated(**{**empty, kind: tuple(found)}))[measure]
    return comparison.score.right, comparison.score.wrong, comparison.score.missed


ROADS, CANALS = entity("roads"), entity("canals")
CASES = {
    "found": ("entities", [ROADS], [ROADS], (1, 0, 0)),
    "missed": ("entities", [ROADS], [], (0, 0, 1)),
    "extra": ("entities", [], [ROADS], (0, 1, 0)),
    "found twice is one extra": ("entities", [ROADS], [ROADS, entity("public roads")], (1, 1, 0)),
    "optional found": ("entities", [entity("roads", optional=True)], [ROADS], (0, 0, 0)),
    "optional missed": ("entities", [entity("roads", optional=True)], [], (0, 0, 0)),
    "an optional twin takes nothing from a required one": (
        "entities",
        [entity("roads", optional=True), entity("public roads")],
        [ROADS],
        (1, 0, 0),
    ),
    "a half match is not strict": ("entities (strict)", [entity("public roads")], [ROADS], (0, 1, 1)),
    "type alternatives": ("coarse types", [entity("roads", "place/technology")], [entity("roads", "sector")], (1, 0, 0)),
    "wrong type": ("coarse types", [entity("roads", "place")], [ROADS], (0, 1, 0)),
    "predicate alternatives": (
        "relations",
        [relation("A", "regulates/promotes", "roads")],
        [relation("A", "promotes", "roads")],
        (1, 0, 0),
    ),
    "a second alternative is forgiven": (
        "relations",
        [relation("A", "regulates/promotes", "roads")],
        [relation("A", "promotes", "roads"), relation("A", "regulates", "roads")],
        (1, 0, 0),
    ),
    "a predicate has a direction": ("relations", [relation("A", "part_of", "B")], [relation("B", "part_of", "A")], (0, 1, 1)),
    "a symmetric one has none": ("relations", [relation("A", "related_to", "B")], [relation("B", "related_to", "A")], (1, 0, 0)),
    "wrong predicate": ("relations", [relation("A", "part_of", "B")], [relation("A", "member_of", "B")], (0, 1, 1)),
    "wrong predicate, unlabelled": (
        "relations (unlabelled)",
        [relation("A", "part_of", "B")],
        [relation("A", "member_of", "B")],
        (1, 0, 0),
    ),
    "a year is enough of a date": (
        "relations",
        [Item("", frozenset(["established_on"]), frozenset([("a",)]), value="1998-01-01")],
        [Item("", frozenset(["established_on"]), frozenset([("a",)]), value="1998")],
        (1, 0, 0),
    ),
    "another year is not": (
        "relations",
        [Item("", frozenset(["established_on"]), frozenset([("a",)]), value="1998")],
        [Item("", frozenset(["established_on"]), frozenset([("a",)]), value="1997")],
        (0, 1, 1),
    ),
    "a viewpoint needs the stance": (
        "viewpoints",
        [Item("", frozenset(["critical"]), frozenset([("critics",)]), text=("it", "fails"))],
        [Item("", frozenset(["supportive"]), frozenset([("critics",)]), text=("it", "fails"))],
        (0, 1, 1),
    ),
    "a viewpoint may differ by some words": (
        "viewpoints",
        [Item("", frozenset(["critical"]), frozenset([("critics",)]), text=("it", "fails", "often"))],
        [Item("", frozenset(["critical"]), frozenset([("critics",)]), text=("it", "fails"))],
        (1, 0, 0),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_counts(name: str) -> None:
    measure, expected, found, counts = CASES[name]
    assert score(measure, expected, found) == counts


def triple(subject: str, relation: str, object_: str, *further: str) -> Tuple:
    return Tuple((subject.split(), relation.split(), object_.split()), tuple(text.split() for text in further))


TUPLES = {
    "the same": ([triple("it", "plans", "roads")], [triple("it", "plans", "roads")], 1.0, 1.0),
    "too long an object": ([triple("it", "plans", "many roads")], [triple("it", "plans", "roads")], 0.75, 1.0),
    "too short an object": ([triple("it", "plans", "roads")], [triple("it", "plans", "many roads")], 1.0, 0.75),
    "another subject": ([triple("he", "plans", "roads")], [triple("it", "plans", "roads")], 0.0, 0.0),
    "a further argument": ([triple("it", "plans", "roads", "for us")], [triple("it", "plans", "roads", "for us")], 1.0, 1.0),
    "a further argument missing": ([triple("it", "plans", "roads")], [triple("it", "plans", "roads", "now")], 1.0, 0.75),
    "one statement too many": ([triple("it", "plans", "roads"), triple("it", "has", "maps")], [triple("it", "plans", "roads")], 0.5, 1.0),
    "nothing said": ([], [triple("it", "plans", "roads")], 0.0, 0.0),
}


@pytest.mark.parametrize("name", TUPLES)
def test_tuples(name: str) -> None:
    found, expected, precision, recall = TUPLES[name]
    result = score_sentence(found, expected)
    assert (result.precision, result.recall) == (precision, recall)
