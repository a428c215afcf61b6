"""A few small texts about made-up bodies."""

from pathlib import Path

import pytest

from pipeline.source.inputs import read_sources
from pipeline.source.text import Source

ARTICLES = {
    "wells": "Water Agency\n\nThe Water Agency (WA) licenses wells. It answers to the Ministry of Rivers.",
    "rivers": "Ministry of Rivers\n\nThe Ministry of Rivers oversees the WA. Critics worry that “its budget” is too small.",
    "ports": "Port Office\n\nThe Port Office regulates ports and works with the Water Agency.[2] Its board meets in Porthaven.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The texts as files."""
    found = tmp_path / "articles"
    found.mkdir()
    for name, text in ARTICLES.items():
        (found / f"{name}.txt").write_text(text, encoding="utf-8")
    return found


@pytest.fixture
def sources(folder: Path) -> list[Source]:
    """The texts as they are read."""
    return list(read_sources([folder]))
