"""Places in a source text that decisions point at, by quote."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.errors import DataError
from pipeline.records import Sentence

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A quote with the how-manieth such text it is (from 1), or with its offsets; neither is needed where it stands only once."""

    quote: str
    occurrence: int | None = None
    start: int | None = None
    end: int | None = None
    where: str = ""


def locate(text: str, place: Place) -> Span:
    """The offsets of a place. Raises DataError (file, line) where it is not in the text, or not clear."""
    if place.start is not None and place.end is not None:
        there = text[place.start : place.end]
        if there != place.quote:
            raise DataError(f"{place.where}: characters {place.start} to {place.end} are {there!r}, not {place.quote!r}; correct the place")
        return place.start, place.end
    starts = list(_starts(text, place.quote))
    if not starts:
        raise DataError(f"{place.where}: the source does not say {place.quote!r}; quote it character for character")
    if place.occurrence is None and len(starts) > 1:
        raise DataError(f"{place.where}: {place.quote!r} stands {len(starts)} times in the source; say which with `occurrence`")
    wanted = place.occurrence or 1
    if wanted > len(starts):
        raise DataError(
            f"{place.where}: {place.quote!r} stands {len(starts)} times in the source, so there is no occurrence {wanted}; correct it"
        )
    start = starts[wanted - 1]
    return start, start + len(place.quote)


def place_at(text: str, start: int, end: int) -> dict[str, Any]:
    """The place of a span, as it is recorded: the quote, and the how-manieth it is where there are several."""
    quote = text[start:end]
    starts = list(_starts(text, quote))
    return {"quote": quote} if len(starts) == 1 else {"quote": quote, "occurrence": starts.index(start) + 1}


def sentence_of(sentences: Sequence[Sentence], span: Span, where: str) -> Sentence:
    """The sentence that a span stands in. Raises DataError where it is in none, or in several. `sentences` are in text order."""
    at = bisect_right(sentences, span[0], key=lambda sentence: sentence.start) - 1
    if at >= 0 and sentences[at].start <= span[0] and span[1] <= sentences[at].end:
        return sentences[at]
    raise DataError(f"{where}: the quote is not within one sentence (characters {span[0]} to {span[1]}); quote words of one sentence")


def words(text: str, name: str) -> Iterator[Span]:
    """Where `name` stands in the text as whole words, in any case of letters."""
    pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
    yield from (match.span() for match in re.finditer(pattern, text, re.IGNORECASE))


def _starts(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)
