"""Weights for signs, learned from annotated examples: logistic regression with an L2 penalty (scikit-learn).

Learning goes on from earlier weights where there are any: what they say of an example is one more thing known of it, and as that is a sum over its signs, what
is learned of it goes back into their weights. Nothing is left to chance: the same examples and earlier weights give the same weights.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import DataError
from pipeline.extract.weighing import ALWAYS, Sign, Weights, weights_of

if TYPE_CHECKING:
    import numpy as np

# The folds of a cross-validation; an article is in one fold only.
FOLDS = 10
_DIGITS = 3
# What earlier weights say for a class; no sign is called so.
_EARLIER = "earlier weights: "


@dataclass(frozen=True, slots=True)
class Example:
    """Something of one article to be classified: its signs, the acceptable classes, none where there is nothing to say, and which of them is to be learned."""

    article: str
    signs: tuple[Sign, ...]
    acceptable: frozenset[str]
    target: str = ""


@dataclass(frozen=True, slots=True)
class Learner:
    """How weights are learned.

    `one_of`: each example has one class, the `target`; else each class is learned against all others. `rarest` is how often a sign has to be seen,
    and a class; `strength` the inverse of the penalty; smaller weights than `least` are none.
    """

    one_of: bool
    rarest: int
    strength: float
    least: float = 0.0

    def learn(self, known: Sequence[Example], before: Weights | None = None) -> dict[str, Any]:
        """The classes, and for each sign its weight for each of them; weights `before` are kept as far as the examples bear them out.

        Raises DataError where each example has one class and a class of the weights `before` has none.
        """
        from sklearn.feature_extraction import DictVectorizer

        counts = Counter(sign for example in known for sign in dict.fromkeys(example.signs))
        vectorizer = DictVectorizer()
        rows = vectorizer.fit_transform(
            [{sign: 1.0 for sign in example.signs if counts[sign] >= self.rarest} | _said_before(before, example) for example in known]
        )
        names = [ALWAYS, *vectorizer.get_feature_names_out()]
        classes, columns = self._fitted(rows, names, known, before.classes if before else ())
        weights = dict(zip(names, columns, strict=True))
        if before:
            weights = _joined(weights, before)
        rounded = {name: [self._rounded(weight, name) for weight in row] for name, row in sorted(weights.items())}
        return {"classes": list(classes), "weights": {name: row for name, row in rounded.items() if any(row) or name == ALWAYS}}

    def _fitted(self, rows: Any, names: list[str], known: Sequence[Example], earlier: tuple[str, ...]) -> tuple[tuple[str, ...], np.ndarray]:
        """The classes, and in a column for each what is always so, each sign and the sum of each `earlier` class say for it."""
        import numpy as np
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=self.strength, max_iter=5000)
        if self.one_of:
            targets = [example.target for example in known]
            if missing := {*earlier} - {*targets}:
                raise DataError(f"the articles have no example that is {' or '.join(sorted(missing))}; name more articles")
            model.fit(rows, targets)
            return tuple(str(name) for name in model.classes_), np.column_stack([model.intercept_, model.coef_]).T
        seen = Counter(name for example in known for name in example.acceptable)
        classes = earlier or tuple(sorted(name for name, times in seen.items() if times >= self.rarest))
        columns = []
        for name in classes:
            if seen[name] >= self.rarest:
                model.fit(rows, [name in example.acceptable for example in known])
                columns.append(np.concatenate([model.intercept_, model.coef_[0]]))
            else:  # what was learned earlier stands
                columns.append(np.array([float(sign == _EARLIER + name) for sign in names]))
        return classes, np.array(columns).T

    def _rounded(self, weight: float, sign: Sign) -> float:
        return round(float(weight), _DIGITS) if abs(weight) >= self.least or sign == ALWAYS else 0

    def cross_validated(self, known: Sequence[Example], before: Weights | None = None) -> Iterator[tuple[Example, str, float]]:
        """Each example with the best class and its sum by what was learned from other articles."""
        articles = sorted({example.article for example in known})
        for fold in range(FOLDS):
            tested = set(articles[fold::FOLDS])
            learned = weights_of(self.learn([example for example in known if example.article not in tested], before))
            yield from ((example, *learned.best(example.signs)) for example in known if example.article in tested)


def _said_before(before: Weights | None, example: Example) -> dict[str, float]:
    """What earlier weights say of an example for each of their classes."""
    return {_EARLIER + name: said for name, said in zip(before.classes, before.sums(example.signs), strict=True)} if before else {}


def _joined(weights: dict[Sign, np.ndarray], before: Weights) -> dict[Sign, np.ndarray]:
    """The weights, with what was learned of the sums of the earlier ones put back into the weights of their signs."""
    sums = [weights.pop(_EARLIER + name) for name in before.classes]
    joined = dict(weights)
    for sign in before.rows:
        for place, weight in before.of(sign):
            joined[sign] = joined.get(sign, 0) + weight * sums[place]
    return joined


def written(model: dict[str, Any]) -> str:
    """A model as JSON, a sign a line."""
    rows = ",\n".join(f"{json.dumps(sign, ensure_ascii=False)}: {json.dumps(row)}" for sign, row in model["weights"].items())
    rest = json.dumps({key: value for key, value in model.items() if key != "weights"})
    return f'{rest[:-1]}, "weights": {{\n{rows}\n}}}}\n'
