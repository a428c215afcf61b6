"""How far the rows of a rule can be trusted: the precision that was observed on the annotated corpora.

`rules/precision.json` holds for each kind of row (relations, viewpoints, statements) and each rule how many of the judged rows were right, and
how many were judged; `python -m pipeline.evaluation` counts them. A statement is right by the share of its words that an annotated one has.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

from pipeline.errors import DataError
from pipeline.extract.rulebook import RULES

# Rules are few and their counts small: each precision is drawn towards the common one as if it had been judged this often.
PRIOR_WEIGHT = 4.0
_UNKNOWN = 0.5

Counts = dict[str, tuple[float, int]]
# (kind of row, rule) -> how far it can be trusted, from 0 to 1
Confidence = Callable[[str, str], float]


@cache
def confidence_of(kind: str, rule: str) -> float:
    """The smoothed precision of a rule for rows of a `kind`: (right + w * common precision of the kind) / (judged + w)."""
    counts, common = _precisions(kind)
    right, judged = counts.get(rule, (0.0, 0))
    return round((right + PRIOR_WEIGHT * common) / (judged + PRIOR_WEIGHT), 3)


def unjudged(kind: str, rule: str) -> float:
    """One confidence for every rule: to judge rules without what they were judged before, so that judging twice gives the same counts."""
    return _UNKNOWN


@cache
def _precisions(kind: str) -> tuple[Counts, float]:
    """The counts of the rules of a kind, and the precision over all of them. Raises DataError for a broken file."""
    file = RULES / "precision.json"
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))[kind]
        counts: Counts = {rule: (float(right), int(judged)) for rule, (right, judged) in rows.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{file}: not readable counts of right and judged rows ({error}); restore it from the repository") from error
    judged = sum(n for _, n in counts.values())
    return counts, sum(right for right, _ in counts.values()) / judged if judged else _UNKNOWN
