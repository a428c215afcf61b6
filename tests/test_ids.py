"""Ids are readable where they can be, never empty, and depend on content alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ids import Numbering, relation_id, scoped, slug

SLUGS = {
    "Ministry of Trade": "ministry-of-trade",
    "Her Majesty's Inspectorate": "her-majestys-inspectorate",
    "Her Majesty’s Inspectorate": "her-majestys-inspectorate",
    "Té Pūtea": "te-putea",
    "5G": "5g",
    "../../etc": "etc",
}


@pytest.mark.parametrize("name", SLUGS)
def test_slugs(name: str) -> None:
    assert slug(name) == SLUGS[name]


@given(st.text(max_size=300))
def test_a_slug_is_never_empty_or_dangerous(name: str) -> None:
    assert 0 < len(slug(name)) <= 97
    assert set(slug(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug(name).startswith("-") and not slug(name).endswith("-")


def test_names_without_latin_letters_stay_apart() -> None:
    assert slug("国务院") != slug("外交部")
    assert slug("国务院") == slug("国务院")


def test_offices_carry_their_owner() -> None:
    assert scoped("central-bank", "board") == "central-bank--board"


def test_the_ends_of_a_symmetric_relation_are_in_id_order() -> None:
    assert relation_id("b", "coordinates_with", "a", symmetric=True) == relation_id("a", "coordinates_with", "b", symmetric=True)
    assert relation_id("b", "part_of", "a", symmetric=False) == "b.part_of.a"


def test_numbering_counts_equal_texts_and_nothing_else() -> None:
    first, second = Numbering("doc"), Numbering("doc")
    assert first("s", "One.") == second("s", "One.")
    assert first("s", "Two.") != first("s", "One.")
    second("s", "Zero.")
    assert first("s", "One.") != second("s", "One."), "the third and the second such text"
    assert Numbering("other")("s", "One.") != Numbering("doc")("s", "One.")
