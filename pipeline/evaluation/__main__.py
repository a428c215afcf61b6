"""`python -m pipeline.evaluation`: score extraction on every annotated corpus at hand.

With all corpora there it also writes what depends on them: the observed precision of each rule, and `docs/quality.md`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from pipeline.evaluation.corpora import CORPORA, SENTENCES, Result, evaluate_articles, evaluate_sentences
from pipeline.evaluation.report import errors, figures, report

PRECISIONS = Path("pipeline/extract/rules/precision.json")
REPORT = Path("docs/quality.md")


def write_precisions(results: Iterable[Result], file: Path = PRECISIONS) -> None:
    """Write how often each rule was right, and of how many rows, on the corpora to develop on; the held-out one never shapes a build."""
    totals: dict[str, tuple[int, int]] = {}
    for result in results:
        if result.corpus.develop:
            for rule, (right, of) in result.rules.items():
                hits, total = totals.get(rule, (0, 0))
                totals[rule] = (hits + right, total + of)
    rows = {rule: [right, of] for rule, (right, of) in sorted(totals.items())}
    file.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Print every figure; with all corpora at hand, rewrite the rules' precisions and the quality report."""
    corpora = [corpus for corpus in CORPORA if corpus.folder.is_dir()]
    results = [evaluate_articles(corpus) for corpus in corpora]
    sentences = evaluate_sentences() if SENTENCES.exists() else None
    for line in figures(results, sentences):
        print(line)
    if "--errors" in sys.argv:
        for line in errors(results):
            print(line)
    if len(corpora) == len(CORPORA) and sentences is not None:
        write_precisions(results)
        REPORT.write_text(report(results, sentences), encoding="utf-8")
        print(f"wrote {PRECISIONS} and {REPORT}")
    else:
        print(f"not all corpora are here, so {PRECISIONS} and {REPORT} stay as they are")


if __name__ == "__main__":
    main()
