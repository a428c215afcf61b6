"""The made-up corpora that speed is measured on are corpora: they keep the contract, and are the same every time."""

from pipeline.publish.package import Package
from pipeline.publish.release import publish
from tests.bench.tables import made_up


def test_a_made_up_corpus_keeps_the_contract(tmp_path):
    tables = made_up(1_500)
    assert len(tables.rows["mentions"]) == 1_500
    assert all(tables.rows[name] for name in ("relations", "evidence", "viewpoints", "aliases"))
    publish(tables, Package.of({"name": "made-up", "title": "Made up", "version": "1.0.0"}), tmp_path / "release", ["sqlite"])


def test_the_seed_decides():
    assert made_up(500).rows == made_up(500).rows
    assert made_up(500).rows != made_up(500, seed=2).rows
