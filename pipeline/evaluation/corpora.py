"""The annotated corpora, and the scores of extraction on each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.evaluation.annotation import from_extraction, read_annotation
from pipeline.evaluation.scoring import Comparison, Score, compare
from pipeline.evaluation.tuples import TupleScore, as_tuples, matches, read_tuples, score_sentence
from pipeline.extract.confidence import unjudged
from pipeline.extract.document import extract
from pipeline.records import Extraction
from pipeline.source.files import Location
from pipeline.source.inputs import read_source
from pipeline.source.parse import load_model, parse_blocks
from pipeline.source.text import Source, source_of


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder of annotated articles; `develop` is false for those that nobody looks at while developing.

    `measures` are those that it is annotated for, all where it is None.
    """

    name: str
    folder: Path
    develop: bool = True
    measures: frozenset[str] | None = None


CORPORA = (
    Corpus("development articles", Path("../shared/gold/dev")),
    Corpus("own articles", Path("tests/articles/dev")),
    Corpus("own articles, held out", Path("tests/articles/heldout"), develop=False),
    Corpus("own passages", Path("tests/articles/views/dev"), measures=frozenset({"viewpoints"})),
    Corpus("own passages, held out", Path("tests/articles/views/heldout"), develop=False, measures=frozenset({"viewpoints"})),
)
SENTENCES = Path("../shared/gold/dev/statements.tsv")


# (kind of row, rule, "right" or "judged") -> how many
Verdicts = Counter[tuple[str, str, str]]


def judge(verdicts: Verdicts, kind: str, rule: str, right: float) -> None:
    """Count one judged row of a rule; `right` is 1 or 0, or the share of it that is right."""
    verdicts[kind, rule, "right"] += right  # type: ignore[assignment]
    verdicts[kind, rule, "judged"] += 1


@dataclass(slots=True)
class Result:
    """The scores of one corpus, its errors by kind, and how often each rule was right."""

    corpus: Corpus
    articles: int = 0
    scores: dict[str, Score] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    verdicts: Verdicts = field(default_factory=Counter)

    def add(self, article: str, comparisons: dict[str, Comparison], extraction: Extraction) -> None:
        self.articles += 1
        if self.corpus.measures is not None:
            comparisons = {measure: comparison for measure, comparison in comparisons.items() if measure in self.corpus.measures}
        for measure, comparison in comparisons.items():
            self.scores[measure] = self.scores.get(measure, Score()) + comparison.score
            self.errors.setdefault(f"missing: {measure}", []).extend(f"{article}: {label}" for label in comparison.missing)
            self.errors.setdefault(f"extra: {measure}", []).extend(f"{article}: {label}" for label in comparison.extra)
        for measure, records in (("relations", extraction.relations), ("viewpoints", extraction.viewpoints)):
            verdicts = comparisons[measure].verdicts if measure in comparisons else None
            for index, right in (verdicts or {}).items():
                judge(self.verdicts, measure, records[index].rule, right)


@dataclass(slots=True)
class SentenceResult:
    """The score of open statements on annotated sentences, and how far each construction was right."""

    sentences: int = 0
    score: TupleScore = field(default_factory=TupleScore)
    verdicts: Verdicts = field(default_factory=Counter)


def read_all(sources: Iterable[Source], model: str | None = None) -> list[Extraction]:
    """The extractions of sources, without any review, and with all rules trusted alike."""
    nlp = load_model(model) if model else load_model()
    sources = list(sources)
    parsed = parse_blocks(nlp, ((source.text, source.layout.blocks) for source in sources))
    return [extract(source, sentences, unjudged) for source, sentences in zip(sources, parsed, strict=True)]


def annotated_files(folder: Path) -> list[Path]:
    """The annotations in a folder that have their text beside them, in the order of their names."""
    return [file for file in sorted(folder.glob("*.json")) if file.with_suffix(".txt").exists()]


def source_beside(annotation: Path) -> Source:
    """The text that an annotation is of."""
    text = annotation.with_suffix(".txt")
    return read_source(Location(str(text)), text.name, {})


def evaluate_articles(corpus: Corpus) -> Result:
    """Score the articles of a corpus: every NAME.txt with its NAME.json."""
    files = annotated_files(corpus.folder)
    sources = [source_beside(file) for file in files]
    result = Result(corpus)
    for file, extraction in zip(files, read_all(sources), strict=True):
        result.add(file.stem, compare(read_annotation(file), from_extraction(extraction)), extraction)
    return result


def evaluate_sentences(file: Path = SENTENCES) -> SentenceResult:
    """Score open statements on annotated sentences, each a document of its own."""
    expected = read_tuples(file)
    sources = [source_of(sentence, sentence.encode(), f"sentence-{number}.txt", {}) for number, sentence in enumerate(expected)]
    result = SentenceResult(sentences=len(expected))
    for extraction, tuples in zip(read_all(sources), expected.values(), strict=True):
        found = as_tuples(extraction)
        result.score += score_sentence(found, tuples)
        matched = matches(found, tuples)
        for index, statement in enumerate(found):
            for rule in statement.rules:
                judge(result.verdicts, "statements", rule, matched.get(index, (0.0, 0.0))[0])
    return result
