"""`python -m pipeline.evaluation`: score extraction on every annotated corpus at hand.

With all corpora there it also writes what depends on them: the observed precision of each rule, the figures that every release carries, and
`docs/quality.md`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pipeline.evaluation.corpora import CORPORA, SENTENCES, Verdicts, evaluate_articles, evaluate_sentences
from pipeline.evaluation.report import errors, figures, quality, report
from pipeline.publish.datapackage import QUALITY
from pipeline.records import Decision
from pipeline.review.shares import TABLES, Share, shares
from pipeline.tables.contract import load_contract
from pipeline.tables.reader import read_csv

PRECISIONS = Path("pipeline/extract/rules/precision.json")
REPORT = Path("docs/quality.md")
RELEASE = Path("dist")


def write_precisions(verdicts: Verdicts, file: Path = PRECISIONS) -> None:
    """Write how many judged rows of each rule were right, and how many there were."""
    rows: dict[str, dict[str, list[float]]] = {"relations": {}, "statements": {}, "viewpoints": {}}
    for kind, rule, _ in sorted(verdicts):
        rows[kind][rule] = [round(verdicts[kind, rule, "right"], 2), verdicts[kind, rule, "judged"]]
    file.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def _published() -> list[Share]:
    """The review of the published dataset."""
    contract = load_contract()
    rows = {name: [row for row, _ in read_csv(RELEASE / f"{name}.csv", contract.table(name))] for name in (*TABLES, "decisions")}
    return shares({name: len(found) for name, found in rows.items()}, (Decision(*row) for row in rows["decisions"]))  # type: ignore[arg-type]


def main() -> None:
    """Print every figure; with all corpora at hand, rewrite the rules' precisions, the figures of releases and the quality report."""
    corpora = [corpus for corpus in CORPORA if corpus.folder.is_dir()]
    results = [evaluate_articles(corpus) for corpus in corpora]
    sentences = evaluate_sentences() if SENTENCES.exists() else None
    for line in figures(results, sentences):
        print(line)
    if "--errors" in sys.argv:
        for line in errors(results):
            print(line)
    if len(corpora) == len(CORPORA) and sentences is not None:
        verdicts = sum((result.verdicts for result in results if result.corpus.develop), sentences.verdicts)
        write_precisions(verdicts)
        QUALITY.write_text(json.dumps(quality(results, sentences), indent=1) + "\n", encoding="utf-8")
        REPORT.write_text(report(results, sentences, verdicts, _published()), encoding="utf-8")
        print(f"wrote {PRECISIONS}, {QUALITY.name} and {REPORT}")
    else:
        print(f"not all corpora are here, so {PRECISIONS} and {REPORT} stay as they are")


if __name__ == "__main__":
    main()
