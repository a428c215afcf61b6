"""What signs together say of a stance: a log-linear model whose weights were learned from annotated views.

`rules/stances.json` holds for each sign its weight for each stance, in the order of `stances`; `make train` learns them. The stance with the largest
sum has it, of equal ones the first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache

from pipeline.errors import DataError
from pipeline.extract.rulebook import RULES

Sign = str
WEIGHTS = RULES / "stances.json"
# Of every view, whatever is known of it.
ALWAYS: Sign = "always"


def weigh(signs: Iterable[Sign]) -> str:
    """The stance that the signs speak for; signs that were not seen when the weights were learned say nothing."""
    stances, weights = _model()
    sums = list(weights[ALWAYS])
    for sign in signs:
        for place, weight in enumerate(weights.get(sign, ())):
            sums[place] += weight
    return stances[sums.index(max(sums))]


def learned_from() -> dict[str, float]:
    """From how many articles and views the weights were learned, and the shares of the views that are right: by the rules alone, cross-validated."""
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {key: data[key] for key in ("articles", "views", "right_by_rules", "right_cross_validated")}


@cache
def _model() -> tuple[tuple[str, ...], dict[Sign, tuple[float, ...]]]:
    """The stances, and for each sign its weight for each of them. Raises DataError for a broken file."""
    try:
        data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
        stances = tuple(data["stances"])
        weights = {sign: tuple(map(float, row)) for sign, row in data["weights"].items()}
        if any(len(row) != len(stances) for row in weights.values()) or ALWAYS not in weights:
            raise ValueError("a sign has not one weight for each stance")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{WEIGHTS}: not readable weights of stances ({error}); restore it from the repository") from error
    return stances, weights
