"""What signs together say: a log-linear model whose weights were learned from annotated articles.

A file of `rules/` holds for each sign its weight for each class, in the order of `classes`; `make train` learns them. The sum over the signs of what is
to be decided speaks for each class.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import DataError
from pipeline.extract.rulebook import RULES

Sign = str
# Whether a view is critical, neutral or supportive; what the subject of a document has to do with a thing; whether a relation that a rule read is right.
STANCES = RULES / "stances.json"
LINKS = RULES / "links.json"
TRUST = RULES / "trust.json"
# Of everything, whatever is known of it.
ALWAYS: Sign = "always"


@dataclass(frozen=True, slots=True)
class Weights:
    """The classes, and for each sign its weight for each of them, in their order."""

    classes: tuple[str, ...]
    rows: Mapping[Sign, Sequence[float]]
    _known: dict[Sign, tuple[tuple[int, float], ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, sign: Sign) -> tuple[tuple[int, float], ...]:
        """The places of the classes that a sign speaks for or against, with its weights; none for a sign that was not seen when the weights were learned.

        Of many signs a text has few, and a sign speaks of few classes: what is asked for is kept.
        """
        known = self._known.get(sign)
        if known is None:
            if sign not in self.rows:
                return ()
            known = self._known[sign] = tuple((place, weight) for place, weight in enumerate(self.rows[sign]) if weight)
        return known

    def best(self, signs: Iterable[Sign]) -> tuple[str, float]:
        """The class with the largest sum, of equal ones the first, and its sum."""
        sums = self.sums(signs)
        best = max(range(len(sums)), key=sums.__getitem__)
        return self.classes[best], sums[best]

    def sums(self, signs: Iterable[Sign]) -> list[float]:
        """What the signs say together for each class."""
        sums = [0.0] * len(self.classes)
        for sign in (ALWAYS, *signs):
            for place, weight in self.of(sign):
                sums[place] += weight
        return sums


def weights_of(learned: Mapping[str, Any]) -> Weights:
    """The weights of what was learned, as a file of `rules/` holds it. Raises ValueError, KeyError, TypeError or AttributeError for anything else."""
    classes, rows = tuple(learned["classes"]), learned["weights"]
    if any(len(row) != len(classes) for row in rows.values()) or ALWAYS not in rows:
        raise ValueError("a sign has not one weight for each class")
    sum(sum(row) for row in rows.values())  # a TypeError where one is no number
    return Weights(classes, rows)


def best_class(file: Path, signs: Iterable[Sign]) -> tuple[str, float]:
    """The best class by the weights of a file, and its sum. Raises DataError for a broken file."""
    return _read(file).best(signs)


def is_known(file: Path, sign: Sign) -> bool:
    """Whether a sign was seen often enough when the weights of a file were learned. Raises DataError for a broken file."""
    return sign in _read(file).rows


def learned_from(file: Path) -> dict[str, float]:
    """From how many articles and examples the weights were learned, and how often they were right, cross-validated."""
    return {key: value for key, value in json.loads(file.read_text(encoding="utf-8")).items() if key not in ("classes", "weights")}


@cache
def _read(file: Path) -> Weights:
    try:
        return weights_of(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{file}: not readable weights ({error}); restore it from the repository") from error
