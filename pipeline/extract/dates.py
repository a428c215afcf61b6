"""Dates as the text writes them, to ISO 8601 with the precision that the text has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.source.tokens import Token

_MONTH_NAMES = (
    ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"), ("july", "jul"),
    ("august", "aug"), ("september", "sep", "sept"), ("october", "oct"), ("november", "nov"), ("december", "dec"),
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names}
_YEARS = range(1000, 2200)
_BEGIN = frozenset({"since", "from", "starting", "beginning"})
_END = frozenset({"until", "till", "to", "through"})
_BEHIND = frozenset({"after", "before", "following"})


def date_at(token: Token) -> str | None:
    """The date that the phrase headed by `token` names: `2011`, `2013-03` or `1998-01-01`; None where it names none."""
    words = [token, *token.children]
    month = next((_MONTHS[word.lower.rstrip(".")] for word in words if word.lower.rstrip(".") in _MONTHS), None)
    numbers = [number for word in _numeric(words) if (number := _number(word)) is not None]
    year = next((number for number in numbers if number in _YEARS), None)
    if year is None:
        return None
    if month is None:
        return f"{year}" if token.lower.isdigit() else None
    day = next((number for number in numbers if 1 <= number <= 31), None)
    return f"{year}-{month:02}" if day is None else f"{year}-{month:02}-{day:02}"


def _numeric(words: Iterable[Token]) -> list[Token]:
    """The numbers among the words and, for "6 January of 1978" and attachments of the parser, one level below."""
    found = []
    for word in words:
        found += [word, *(child for child in word.children if child.pos == "NUM")]
    return found


def _number(token: Token) -> int | None:
    text = token.lower.removesuffix("st").removesuffix("nd").removesuffix("rd").removesuffix("th")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def first_date(phrases: Mapping[str, list[Token]], prepositions: Iterable[str]) -> str | None:
    """The first date after one of the prepositions, also below another phrase ("into being on 1 July 2010")."""
    for preposition in prepositions:
        for words, tokens in phrases.items():
            if words == preposition or (words.endswith(f" {preposition}") and words.split()[0] not in _BEHIND):  # but "after the strike of 1926"
                for token in tokens:
                    if date := date_at(token):
                        return date
    return None


def validity(phrases: Mapping[str, list[Token]]) -> tuple[str | None, str | None]:
    """From when and until when, by "since 2019", "until 2013" and "from 2019 to 2023"."""
    begin = end = None
    for words, tokens in phrases.items():
        last = words.rsplit(" ", 1)[-1]
        if last in _BEGIN:
            begin = begin or next(filter(None, map(date_at, tokens)), None)
        elif last in _END:
            end = end or next(filter(None, map(date_at, tokens)), None)
    return begin, end
