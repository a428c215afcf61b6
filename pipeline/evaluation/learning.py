"""Weights for signs, learned from annotated examples: logistic regression with an L2 penalty (scikit-learn).

Nothing is left to chance: the same examples give the same weights.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.extract.weighing import ALWAYS, Sign, weights_of

# The folds of a cross-validation; an article is in one fold only.
FOLDS = 10
_DIGITS = 3


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

    def learn(self, known: Sequence[Example]) -> dict[str, Any]:
        """The classes, and for each sign its weight for each of them."""
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.linear_model import LogisticRegression

        counts = Counter(sign for example in known for sign in dict.fromkeys(example.signs))
        vectorizer = DictVectorizer()
        rows = vectorizer.fit_transform([{sign: 1.0 for sign in example.signs if counts[sign] >= self.rarest} for example in known])
        model = LogisticRegression(C=self.strength, max_iter=5000)
        if self.one_of:
            model.fit(rows, [example.target for example in known])
            classes, columns = [str(name) for name in model.classes_], [model.intercept_, *model.coef_.T]
        else:
            seen = Counter(name for example in known for name in example.acceptable)
            classes = sorted(name for name, times in seen.items() if times >= self.rarest)
            fits = [model.fit(rows, [name in example.acceptable for example in known]) and (model.intercept_[0], *model.coef_[0]) for name in classes]
            columns = list(zip(*fits, strict=True))
        names = [ALWAYS, *vectorizer.get_feature_names_out()]
        weights = {name: [self._rounded(weight, name) for weight in column] for name, column in zip(names, columns, strict=True)}
        return {"classes": classes, "weights": {name: row for name, row in sorted(weights.items()) if any(row) or name == ALWAYS}}

    def _rounded(self, weight: float, sign: Sign) -> float:
        return round(float(weight), _DIGITS) if abs(weight) >= self.least or sign == ALWAYS else 0

    def cross_validated(self, known: Sequence[Example]) -> Iterator[tuple[Example, str, float]]:
        """Each example with the best class and its sum by what was learned from other articles."""
        articles = sorted({example.article for example in known})
        for fold in range(FOLDS):
            tested = set(articles[fold::FOLDS])
            learned = weights_of(self.learn([example for example in known if example.article not in tested]))
            yield from ((example, *learned.best(example.signs)) for example in known if example.article in tested)


def written(model: dict[str, Any]) -> str:
    """A model as JSON, a sign a line."""
    rows = ",\n".join(f"{json.dumps(sign, ensure_ascii=False)}: {json.dumps(row)}" for sign, row in model["weights"].items())
    rest = json.dumps({key: value for key, value in model.items() if key != "weights"})
    return f'{rest[:-1]}, "weights": {{\n{rows}\n}}}}\n'
