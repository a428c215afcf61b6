"""Open statements against annotated tuples, sentence by sentence, with the metric of WiRe57.

The measure is that of Léchelle, Gotti and Langlais (WiRe57, LAW 2019), on tuples in the layout of CaRB (Bhardwaj, Aggarwal and Mausam,
EMNLP 2019): a statement and a tuple match where subject, relation and object each share a word; pairs are taken by the best word F1.
Precision is the share of a statement's words that its tuple has, recall the share of the tuple's words that the
statement has; both are averaged over all statements and all tuples, so that what is not matched counts as nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.records import Extraction, Statement

Words = list[str]


@dataclass(frozen=True, slots=True)
class Tuple:
    """Subject, relation and object of a tuple, and its further arguments, as lists of words; `rules` made them, where they were extracted."""

    parts: tuple[Words, Words, Words]
    further: tuple[Words, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TupleScore:
    """Sums of matched precision and recall, and the numbers of statements and tuples that they are averages over."""

    precision_sum: float = 0.0
    recall_sum: float = 0.0
    statements: int = 0
    tuples: int = 0

    def __add__(self, other: TupleScore) -> TupleScore:
        return TupleScore(
            self.precision_sum + other.precision_sum,
            self.recall_sum + other.recall_sum,
            self.statements + other.statements,
            self.tuples + other.tuples,
        )

    @property
    def precision(self) -> float:
        return self.precision_sum / self.statements if self.statements else 0.0

    @property
    def recall(self) -> float:
        return self.recall_sum / self.tuples if self.tuples else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def read_tuples(file: Path) -> dict[str, list[Tuple]]:
    """The annotated tuples by sentence, of a tab-separated file: sentence, relation, subject, object, further arguments."""
    found: dict[str, list[Tuple]] = defaultdict(list)
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            sentence, *fields = line.split("\t")
            relation, subject, *arguments = (field.split() for field in fields)
            found[sentence.strip()].append(Tuple((subject, relation, arguments[0] if arguments else []), tuple(arguments[1:])))
    return dict(found)


def as_tuples(extraction: Extraction) -> list[Tuple]:
    """The statements of an extraction; those of one proposition with one subject are one tuple with further arguments."""
    grouped: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in extraction.statements:
        grouped[statement.subject, statement.proposition_id].append(statement)
    return [_as_tuple(group) for group in grouped.values()]


def _as_tuple(group: Sequence[Statement]) -> Tuple:
    first, *rest = ((s.subject.split(), s.relation.split(), s.object.split()) for s in group)
    further = tuple([word for word in relation if word not in first[1]] + argument for _, relation, argument in rest)
    return Tuple(first, further, tuple(s.rule for s in group))


def score_sentence(found: Sequence[Tuple], expected: Sequence[Tuple]) -> TupleScore:
    """The score of one sentence's statements."""
    matched = matches(found, expected).values()
    return TupleScore(sum(p for p, _ in matched), sum(r for _, r in matched), len(found), len(expected))


def matches(found: Sequence[Tuple], expected: Sequence[Tuple]) -> dict[int, tuple[float, float]]:
    """Precision and recall in words of each found statement (by index) that has an annotated tuple; one to one, the best F1 first."""
    pairs = []
    for i, have in enumerate(found):
        for j, want in enumerate(expected):
            if value := _match(have, want):
                precision, recall = value
                pairs.append((-2 * precision * recall / (precision + recall), j, i, value))
    pairs.sort()
    taken: dict[int, tuple[float, float]] = {}
    used: set[int] = set()
    for _, j, i, value in pairs:
        if i not in taken and j not in used:
            used.add(j)
            taken[i] = value
    return taken


def _match(have: Tuple, want: Tuple) -> tuple[float, float] | None:
    """Precision and recall in words, or None where a part has nothing in common."""
    hits = said = wanted = 0
    for mine, theirs in zip(have.parts, want.parts, strict=True):
        found = _shared(mine, theirs)
        if (mine and not found) or (theirs and not mine):
            return None
        hits, said, wanted = hits + found, said + len(mine), wanted + (len(theirs) if mine else 0)
    for i, theirs in enumerate(want.further):
        wanted += len(theirs)
        if i < len(have.further):
            hits, said = hits + _shared(have.further[i], theirs), said + len(have.further[i])
    return hits / said, min(1.0, hits / wanted)


def _shared(mine: Iterable[str], theirs: Sequence[str]) -> int:
    return sum(word in theirs for word in mine)
