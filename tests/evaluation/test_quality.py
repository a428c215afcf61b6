"""The figures that releases carry are those of the quality report."""

import json
from pathlib import Path

import pytest

from pipeline.evaluation.report import ACCURACY
from pipeline.publish.datapackage import QUALITY

QUALITY_DATA = json.loads(QUALITY.read_text(encoding="utf-8"))
REPORT = (Path(__file__).parents[2] / "docs" / "quality.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("measure", sorted(QUALITY_DATA["articles"][0]["measures"]))
def test_the_report_has_the_same_figures(measure):
    scores = [corpus["measures"].get(measure) for corpus in QUALITY_DATA["articles"]]
    cells = " | ".join(f"P {s['precision']:.3f}, R {s['recall']:.3f}, F1 {s['f1']:.3f}" if s else "–" for s in scores)
    assert f"| {measure} | {cells} |" in REPORT


def test_the_share_of_right_types_and_the_statements_too():
    line = next(line for line in REPORT.splitlines() if line.startswith(f"| {ACCURACY} |"))
    for corpus in QUALITY_DATA["articles"]:
        assert "coarseTypesRight" not in corpus or f"{corpus['coarseTypesRight']:.3f} right" in line
        assert f"{corpus['name']} ({corpus['articles']})" in REPORT
    statements = QUALITY_DATA["statements"]
    assert f"{statements['sentences']} sentences with {statements['tuples']:,} tuples" in REPORT
    assert f"P {statements['precision']:.3f}, R {statements['recall']:.3f}, **F1 {statements['f1']:.3f}**" in REPORT
