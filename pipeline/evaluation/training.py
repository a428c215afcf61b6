"""`python -m pipeline.evaluation.training [FOLDER ...]`: learn from annotated views what the signs of a stance weigh.

Reads the corpora to develop on and every further FOLDER of annotated articles (NAME.txt with NAME.json). An example is a view that was
extracted and is annotated, with the signs that its stance is to be weighed by and the annotated stance. The model is a multinomial
logistic regression with an L2 penalty (scikit-learn), fitted without chance: the same examples give the same weights.

The weights of a larger training are kept: they may have been learned from corpora that are not at hand.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError
from pipeline.evaluation.annotation import Item, Words, read_annotation, words
from pipeline.evaluation.corpora import CORPORA, annotated_files, source_beside
from pipeline.evaluation.scoring import MIN_CLAIM_F1, word_f1
from pipeline.extract.document import read
from pipeline.extract.signs import stance_by_rules
from pipeline.extract.weighing import ALWAYS, WEIGHTS, Sign
from pipeline.source.parse import load_model, parse_blocks

# A sign that was seen less often is left out.
RAREST = 5
# The inverse of the penalty, and the folds of the cross-validation; an article is in one fold only.
STRENGTH, FOLDS = 0.2, 10
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A view of one article: its signs, the acceptable stances, and which of them is to be learned."""

    article: str
    signs: tuple[Sign, ...]
    acceptable: frozenset[str]
    stance: str

    @property
    def by_rules(self) -> str:
        """The stance that the rules alone tell."""
        return stance_by_rules(self.signs)


def examples(folder: Path) -> Iterator[Example]:
    """The examples of a folder of annotated articles, in the order of their names."""
    nlp = load_model()
    for file in annotated_files(folder):
        source = source_beside(file)
        (sentences,) = parse_blocks(nlp, [(source.text, source.layout.blocks)])
        expected = read_annotation(file).viewpoints
        for draft in read(source, sentences).viewpoints:
            item = _annotated(words(source.text[draft.start : draft.end]), expected)
            if draft.signs and item is not None:
                by_rules = stance_by_rules(draft.signs)
                stance = by_rules if by_rules in item.kinds else min(item.kinds)
                yield Example(f"{folder}/{file.stem}", draft.signs, item.kinds, stance)


def _annotated(text: Words, expected: Iterable[Item]) -> Item | None:
    """The annotated view with most words in common, if they are enough to be the same one."""
    f1, item = max(((word_f1(item.text, text), item) for item in expected), key=lambda pair: pair[0], default=(0.0, None))
    return item if f1 >= MIN_CLAIM_F1 else None


def learn(known: Sequence[Example], articles: int) -> dict[str, Any]:
    """What `rules/stances.json` holds: the weights of the signs, learned from the views of so many articles, and how often they are right."""
    vectorizer, model = _fit(known)
    names = [ALWAYS, *vectorizer.get_feature_names_out()]
    columns = [model.intercept_, *model.coef_.T]
    weights = {name: [round(float(weight), _DIGITS) for weight in column] for name, column in zip(names, columns, strict=True)}
    return {
        "articles": articles,
        "views": len(known),
        "right_by_rules": round(sum(example.by_rules in example.acceptable for example in known) / len(known), _DIGITS),
        "right_cross_validated": round(_cross_validated(known), _DIGITS),
        "stances": [str(stance) for stance in model.classes_],
        "weights": dict(sorted(weights.items())),
    }


def _fit(known: Sequence[Example]):  # type: ignore[no-untyped-def]  # scikit-learn has no types
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    counts = Counter(sign for example in known for sign in example.signs)
    vectorizer = DictVectorizer()
    rows = vectorizer.fit_transform([{sign: 1.0 for sign in example.signs if counts[sign] >= RAREST} for example in known])
    return vectorizer, LogisticRegression(C=STRENGTH, max_iter=5000).fit(rows, [example.stance for example in known])


def _cross_validated(known: Sequence[Example]) -> float:
    """The share of examples whose stance is acceptable when it is weighed by what was learned from other articles."""
    articles = sorted({example.article for example in known})
    right = 0
    for fold in range(FOLDS):
        tested = set(articles[fold::FOLDS])
        vectorizer, model = _fit([example for example in known if example.article not in tested])
        rest = [example for example in known if example.article in tested]
        said = model.predict(vectorizer.transform([dict.fromkeys(example.signs, 1.0) for example in rest]))
        right += sum(stance in example.acceptable for stance, example in zip(said, rest, strict=True))
    return right / len(known)


def written(model: dict[str, Any]) -> str:
    """A model as JSON, a sign a line."""
    rows = ",\n".join(f"{json.dumps(sign, ensure_ascii=False)}: {json.dumps(row)}" for sign, row in model["weights"].items())
    rest = json.dumps({key: value for key, value in model.items() if key != "weights"})
    return f'{rest[:-1]}, "weights": {{\n{rows}\n}}}}\n'


def main(folders: Sequence[str]) -> None:
    """Learn and write the weights, and print how often the rules alone and the weights are right."""
    corpora = [*(corpus.folder for corpus in CORPORA if corpus.develop and corpus.folder.is_dir()), *map(Path, folders)]
    articles = sum(len(annotated_files(folder)) for folder in corpora)
    model = learn([example for folder in corpora for example in examples(folder)], articles)
    print(f"{model['views']} views of uncertain stance in {articles} articles; right by the rules alone: {model['right_by_rules']}")
    print(f"right as weighed by what {FOLDS - 1} of {FOLDS} parts of the articles tell: {model['right_cross_validated']}")
    before = json.loads(WEIGHTS.read_text(encoding="utf-8"))["articles"]
    if articles < before:
        print(f"{WEIGHTS.name} stays as it is: it was learned from {before} articles; name the folders of all of them to learn it anew")
        return
    WEIGHTS.write_text(written(model), encoding="utf-8")
    print(f"wrote {WEIGHTS.name}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except PipelineError as error:
        sys.exit(str(error))
