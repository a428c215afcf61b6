"""Precision, recall and F1 of extracted items against annotated ones.

Items are paired one to one, the best pairs first and required items before optional ones. Two names match relaxedly where they share the head word and at
least half of all their words. A relation matches where both ends do and the predicate is one of those annotated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.evaluation.annotation import Annotated, Item, Words
from pipeline.extract.rulebook import coarse_classes, predicates

_EXACT = 1.0
_MIN_SHARED_WORDS = 0.5
MIN_CLAIM_F1 = 0.6

Similarity = Callable[[Item, Item], float]


@dataclass(frozen=True, slots=True)
class Score:
    """Right, wrong and missed items, and what follows from them; figures of several documents add up."""

    right: float = 0
    wrong: float = 0
    missed: float = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """The score of one kind of items, the items behind it, and which extracted item (by index) was right, where that counts."""

    score: Score
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    verdicts: dict[int, bool] | None = None


def compare(expected: Annotated, found: Annotated) -> dict[str, Comparison]:
    """All measures of one document: entities strict and relaxed, coarse types, relations with and without predicate, viewpoints."""
    relaxed = _pair(expected.entities, found.entities, lambda e, f: name_similarity(e.names, f.names))
    labelled = relation_similarity(labelled=True)
    relations = _forgive_alternatives(expected.relations, found.relations, _pair(expected.relations, found.relations, labelled), labelled)
    return {
        "entities (strict)": _count(
            expected.entities, found.entities,
            _pair(expected.entities, found.entities, lambda e, f: _EXACT if e.names & f.names else 0.0),
        ),
        "entities": _count(expected.entities, found.entities, relaxed),
        "coarse types": _types(expected.entities, found.entities, relaxed),
        "relations": _count(expected.relations, found.relations, relations),
        "relations (unlabelled)": _count(
            expected.relations, found.relations, _pair(expected.relations, found.relations, relation_similarity(labelled=False))
        ),
        "viewpoints": _count(expected.viewpoints, found.viewpoints, _pair(expected.viewpoints, found.viewpoints, _claim_similarity)),
    }  # fmt: skip


def name_similarity(left: frozenset[Words], right: frozenset[Words]) -> float:
    """1 where a form is the same; else the best share of common words of two forms with one head, at least a half; else 0."""
    if left & right:
        return _EXACT
    shares = [len({*a} & {*b}) / len({*a} | {*b}) for a in left for b in right if a and b and a[-1] == b[-1]]
    best = max(shares, default=0.0)
    return 0.99 * best if best >= _MIN_SHARED_WORDS else 0.0


def _pair(expected: Sequence[Item], found: Sequence[Item], similarity: Similarity) -> dict[int, int]:
    """Greedy one-to-one pairs {found index: expected index}; ties go to the earlier items."""
    pairs = [(value, -e, -f) for e, want in enumerate(expected) for f, have in enumerate(found) if (value := similarity(want, have)) > 0]
    pairs.sort(reverse=True)
    taken: dict[int, int] = {}
    used: set[int] = set()
    for optional in (False, True):
        for _, e, f in pairs:
            if expected[-e].optional == optional and -e not in used and -f not in taken:
                used.add(-e)
                taken[-f] = -e
    return taken


def _forgive_alternatives(expected: Sequence[Item], found: Sequence[Item], taken: dict[int, int], similarity: Similarity) -> dict[int, int]:
    """A second acceptable predicate of a pair that is already found is no error."""
    for f, have in enumerate(found):
        if f not in taken:
            match = next((e for e, want in enumerate(expected) if len(want.kinds) > 1 and similarity(want, have) == _EXACT), None)
            if match is not None:
                taken[f] = match
    return taken


def _count(expected: Sequence[Item], found: Sequence[Item], taken: dict[int, int]) -> Comparison:
    matched = set(taken.values())
    required = {e for e, item in enumerate(expected) if not item.optional}
    verdicts = {f: f in taken for f in range(len(found)) if f not in taken or taken[f] in required}
    return Comparison(
        Score(len(required & matched), len(found) - len(taken), len(required - matched)),
        tuple(expected[e].label for e in sorted(required - matched)),
        tuple(item.label for f, item in enumerate(found) if f not in taken),
        verdicts,
    )


def _types(expected: Sequence[Item], found: Sequence[Item], taken: dict[int, int]) -> Comparison:
    """Of the entities found, how many have an acceptable coarse type (precision is the accuracy)."""
    wrong = [
        f"{found[f].label}: {'/'.join(sorted(found[f].kinds))} for {'/'.join(sorted(expected[e].kinds))}"
        for f, e in sorted(taken.items())
        if not {_coarse().get(kind) for kind in found[f].kinds} & {_coarse().get(kind) for kind in expected[e].kinds}
    ]
    return Comparison(Score(len(taken) - len(wrong), len(wrong)), (), tuple(wrong))


@cache
def _coarse() -> dict[str, str]:
    """Entity type -> its coarse class."""
    return {name: coarse for coarse, names in coarse_classes().items() if coarse != "any" for name in names}


@cache
def _symmetric() -> frozenset[str]:
    """The predicates that say the same with their ends exchanged."""
    return frozenset(name for name, predicate in predicates().items() if predicate.symmetric)


def relation_similarity(*, labelled: bool) -> Similarity:
    def similarity(want: Item, have: Item) -> float:
        if labelled and not want.kinds & have.kinds:
            return 0.0
        start = name_similarity(want.names, have.names)
        if want.value:
            return start * _same_value(want.value, have.value)
        value = start * name_similarity(want.object, have.object)
        if not labelled or have.kinds & _symmetric():
            value = max(value, name_similarity(want.object, have.names) * name_similarity(want.names, have.object))
        return value

    return similarity


def _same_value(want: str, have: str | None) -> float:
    """Dates are the same where the years are; other literals where all their words are."""
    left, right = set(re.findall(r"\d{4}|\w+", want)), set(re.findall(r"\d{4}|\w+", have or ""))
    years = {word for word in left if re.fullmatch(r"\d{4}", word)}
    return float(bool(right) and ((bool(years) and years <= right) or left == right))


def _claim_similarity(want: Item, have: Item) -> float:
    """Word F1 of the reported words, where holder and stance agree and at least the usual share is common."""
    if not want.kinds & have.kinds:
        return 0.0
    if (want.names or have.names) and not name_similarity(want.names, have.names):
        return 0.0
    f1 = word_f1(want.text, have.text)
    return f1 if f1 >= MIN_CLAIM_F1 else 0.0


def word_f1(one: Words, other: Words) -> float:
    """The F1 of the words that two texts share, however often each has them."""
    shared = (Counter(one) & Counter(other)).total()
    return 2 * shared / (len(one) + len(other)) if shared else 0.0
