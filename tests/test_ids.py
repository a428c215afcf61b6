"""Ids are readable where they can be, never empty, and depend on content alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ids import Numbering, digest, relation_id, scoped, slug

SLUGS = {
    "Ministry of Trade": "ministry-of-trade",
    "Her Majesty's Inspectorate": "her-majestys-inspectorate",
    "Her Majesty’s Inspectorate": "her-majestys-inspectorate",
    "T'Sou-ke Nation": "tsou-ke-nation",
    "T’Sou-ke Nation": "tsou-ke-nation",
    "Té Pūtea": "te-putea",
    "a" * 80: "a" * 80,
    "5G": "5g",
    "../../etc": "etc",
}


PARTS = st.text(alphabet="a\x1f\ud800", max_size=3)
PUBLISHED = ["sen-788f3149abc7c3a7", "sen-7285178d0093d85c", "sta-27d5ab9d7124a4e3"]


@pytest.mark.parametrize("name", SLUGS)
def test_slugs(name: str) -> None:
    assert slug(name) == SLUGS[name]


@given(st.text(max_size=300))
def test_a_slug_is_never_empty_or_dangerous(name: str) -> None:
    assert 0 < len(slug(name)) <= 97
    assert set(slug(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug(name).startswith("-") and not slug(name).endswith("-")


@pytest.mark.parametrize(
    ("name", "other", "begins"),
    [
        ("国务院", "外交部", ""),
        ("国 Office", "外 Office", "office-"),
        ("a" * 81, "a" * 82, "a" * 80 + "-"),
        ("a" * 79 + " b", "a" * 79 + " c", "a" * 79 + "-"),
        ("!", "?", ""),
        ("\ud800", "\ud801", ""),
    ],
)
def test_what_letters_cannot_tell_apart_a_hash_does(name: str, other: str, begins: str) -> None:
    assert re.fullmatch(f"{begins}[0-9a-f]{{16}}", slug(name))
    assert slug(name) != slug(other)
    assert slug(name) == slug(name)


@given(st.lists(PARTS, min_size=1, max_size=4), st.lists(PARTS, min_size=1, max_size=4))
def test_other_parts_have_another_digest(some: list[str], others: list[str]) -> None:
    """Also where a part holds the character that stands between parts."""
    assert (digest(*some) == digest(*others)) is (some == others)


@pytest.mark.parametrize(
    ("some", "others"),
    [(["a\x1fb"], ["a", "b"]), (["\x1f"], ["", ""]), (["\x1f"], ["", "", ""]), (["a\x1f", "b"], ["a", "\x1fb"]), (["a", ""], ["a"])],
)
def test_parts_are_not_joined_to_others(some: list[str], others: list[str]) -> None:
    assert digest(*some) != digest(*others)


def test_offices_carry_their_owner() -> None:
    assert scoped("central-bank", "board") == "central-bank--board"


def test_the_ends_of_a_symmetric_relation_are_in_id_order() -> None:
    assert relation_id("b", "coordinates_with", "a", symmetric=True) == relation_id("a", "coordinates_with", "b", symmetric=True)
    assert relation_id("b", "part_of", "a", symmetric=False) == "b.part_of.a"


def test_ids_stay_what_they_are_in_published_releases() -> None:
    ids = Numbering("water-agency")
    assert [ids("sen", "It digs."), ids("sen", "It digs."), ids("sta", "It", "digs", "wells")] == PUBLISHED
    assert slug("国务院") == "a22144d42e68f71b"
    assert digest("one", "two", length=6) == "356f2b"


def test_numbering_counts_equal_texts_and_nothing_else() -> None:
    first, second = Numbering("doc"), Numbering("doc")
    assert first("s", "One.") == second("s", "One.")
    assert first("s", "Two.") != first("s", "One.")
    second("s", "Zero.")
    assert first("s", "One.") != second("s", "One."), "the third and the second such text"
    assert Numbering("other")("s", "One.") != Numbering("doc")("s", "One.")
