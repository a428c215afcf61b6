"""Places by quote: found, unclear, or not there."""

from __future__ import annotations

import pytest

from pipeline.errors import DataError
from pipeline.records import Sentence
from pipeline.review.places import Place, locate, place_at, sentence_of, words

TEXT = "Ports. Ports are Ports’ ports: sports, ports."

FOUND = [
    (Place("are"), (13, 16)),
    (Place("Ports. "), (0, 7)),
    (Place("Ports", 1), (0, 5)),
    (Place("Ports", 2), (7, 12)),
    (Place("Ports", 3), (17, 22)),
    (Place("are", 1), (13, 16)),
    (Place("Ports", start=7, end=12), (7, 12)),
    (Place("Ports", 3, 0, 5), (0, 5)),
    (Place("Ports.", None, 0), (0, 6)),
    (Place("are", None, None, 3), (13, 16)),
]


@pytest.mark.parametrize(("place", "span"), FOUND)
def test_a_place_is_found(place: Place, span: tuple[int, int]) -> None:
    assert locate(TEXT, place) == span


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (Place("piers", where="f:1"), "f:1: .*does not say 'piers'"),
        (Place("PORTS", where="f:1"), "f:1: .*does not say"),
        (Place("Ports", where="f:1"), "f:1: .*stands 3 times"),
        (Place("Ports", 4, where="f:1"), "f:1: .*no occurrence 4"),
        (Place("are", 2, where="f:1"), "f:1: .*no occurrence 2"),
        (Place("Ports", start=0, end=6, where="f:1"), "f:1: characters 0 to 6 are 'Ports.'"),
        (Place("Ports", start=1, end=5, where="f:1"), "f:1: characters 1 to 5 are 'orts'"),
    ],
)
def test_what_is_not_there_or_not_clear_is_told(place: Place, told: str) -> None:
    with pytest.raises(DataError, match=told):
        locate(TEXT, place)


def test_occurrences_may_overlap() -> None:
    assert [locate("aaaa", Place("aa", nth)) for nth in (1, 2, 3)] == [(0, 2), (1, 3), (2, 4)]


@pytest.mark.parametrize("span", [span for _, span in FOUND])
def test_a_recorded_place_leads_back(span: tuple[int, int]) -> None:
    recorded = place_at(TEXT, *span)
    assert ("occurrence" in recorded) is (TEXT.count(recorded["quote"]) > 1)
    assert locate(TEXT, Place(**recorded)) == span


def sentence(start: int, end: int) -> Sentence:
    return Sentence(f"sen-{start}", "d", "s", 0, 0, "paragraph", start, end, TEXT[start:end])


@pytest.mark.parametrize(
    ("span", "start"),
    [((2, 6), 2), ((3, 4), 2), ((2, 3), 2), ((7, 20), 7), ((19, 20), 7), ((6, 6), 2), ((1, 3), None), ((2, 7), None), ((5, 8), None), ((7, 21), None), ((20, 22), 20), ((0, 1), None)],
)  # fmt: skip
def test_a_span_stands_in_one_sentence(span: tuple[int, int], start: int | None) -> None:
    sentences = [sentence(2, 6), sentence(7, 20), sentence(20, 22)]
    if start is None:
        with pytest.raises(DataError, match="f:1: the quote is not within one sentence"):
            sentence_of(sentences, span, "f:1")
    else:
        assert sentence_of(sentences, span, "f:1").start == start


@pytest.mark.parametrize(
    ("name", "spans"),
    [
        ("ports", [(0, 5), (7, 12), (17, 22), (24, 29), (39, 44)]),
        ("sports", [(31, 37)]),
        ("port", []),
        ("ports.", [(0, 6), (39, 45)]),
        ("a", []),
    ],
)
def test_words_are_whole_in_any_case_of_letters(name: str, spans: list[tuple[int, int]]) -> None:
    assert list(words(TEXT, name)) == spans
