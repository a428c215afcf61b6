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

from pipeline.records import Extraction

Words = list[str]


@dataclass(frozen=True, slots=True)
class Tuple:
    """Subject, relation and object of a tuple, and its further arguments, as lists of words."""

    parts: tuple[Words, Words, Words]
    further: tuple[Words, ...] = ()


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
    grouped: dict[tuple[str, str], list[tuple[Words, Words, Words]]] = defaultdict(list)
    for s in extraction.statements:
        grouped[s.subject, s.proposition_id].append((s.subject.split(), s.relation.split(), s.object.split()))
    return [
        Tuple(first, tuple([word for word in relation if word not in first[1]] + argument for _, relation, argument in rest))
        for first, *rest in grouped.values()
    ]


def score_sentence(found: Sequence[Tuple], expected: Sequence[Tuple]) -> TupleScore:
    """The score of one sentence's statements."""
    pairs = []
    for i, have in enumerate(found):
        for j, want in enumerate(expected):
            if value := _match(have, want):
                precision, recall = value
                pairs.append((-2 * precision * recall / (precision + recall), j, i, value))
    pairs.sort()
    used_found: set[int] = set()
    used_expected: set[int] = set()
    total = TupleScore(0.0, 0.0, len(found), len(expected))
    for _, j, i, (precision, recall) in pairs:
        if i not in used_found and j not in used_expected:
            used_found.add(i)
            used_expected.add(j)
            total += TupleScore(precision, recall)
    return total


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
