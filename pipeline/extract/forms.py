"""Other forms of a name: acronyms, translations and variants, as brackets after it give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.extract.lexicon import is_common, vocabulary
from pipeline.source.tokens import Token

_SMALL = frozenset({"of", "for", "and", "the", "on"})
_QUOTES = frozenset(['"', "'", "``", "''"])
_MAX_WORDS = 16


@dataclass(frozen=True, slots=True)
class Form:
    """Another form of a name at tokens `start` to `end` of its sentence; `kind` is acronym, translation or variant."""

    start: int
    end: int
    kind: str


@cache
def _introductions() -> frozenset[str]:
    return frozenset(vocabulary("names")["introductions"])


def is_acronym(text: str) -> bool:
    """Whether a word is written like an acronym: two capitals or more, and no more small letters than capitals."""
    capitals = sum(c.isupper() for c in text)
    return capitals >= 2 and capitals * 2 >= sum(c.isalpha() for c in text)


def initials(tokens: Sequence[Token]) -> str:
    """The first letters of the capitalised words, in small letters."""
    return "".join(token.lower[0] for token in tokens if token.text[0].isupper())


def abbreviates(short: str, tokens: Sequence[Token]) -> bool:
    """Whether the letters of `short` stand in this order in the words, the first one at the beginning of a word: "Defra", "MeitY"."""
    letters = [c for c in short.lower() if c.isalnum()]
    if not 2 <= len(letters) <= 12 or not short[0].isupper():
        return False
    text = "".join(f" {token.lower}" for token in tokens if token.text[0].isalnum())
    at = text.find(f" {letters[0]}") + 1
    for letter in letters[1:]:
        found = text.find(letter, at + 1) if at else -1
        if found < 0:
            return False
        at = found
    return True


def bracket(tokens: Sequence[Token], at: int, limit: int) -> int:
    """The index of the bracket that closes the one at `at`; 0 where there is none within `limit` tokens or none opens there."""
    if at >= len(tokens) or tokens[at].text != "(":
        return 0
    for i in range(at + 1, min(len(tokens), at + limit)):
        if tokens[i].text == ")":
            return i if i > at + 1 else 0
        if tokens[i].text == "(":
            return 0
    return 0


def read_forms(name: Sequence[Token], inside: Sequence[Token]) -> list[Form]:
    """The other forms of `name` in the bracket after it: "German: Bundesamt, BA" holds a translation and an acronym."""
    forms: list[Form] = []
    segment: list[Token] = []
    segment_before: list[Token] = []
    is_foreign = False
    for token in inside:
        if token.text == ":":
            if segment and segment[-1].text.islower():  # "(**director:** Ada Smith)" tells of something else
                return forms
            is_foreign, segment = True, []
        elif token.text in (";", ","):
            forms += _form([*name, *segment_before], segment, is_foreign)
            segment_before, segment = segment, []
            is_foreign = is_foreign and token.text == ","
        elif segment or token.lower not in _introductions():
            segment.append(token)
    return forms + _form([*name, *segment_before], segment, is_foreign)


def _form(name: Sequence[Token], segment: Sequence[Token], is_foreign: bool) -> list[Form]:
    words = list(segment)
    while words and words[0].text in _QUOTES:
        words.pop(0)
    while words and words[-1].text in _QUOTES:
        words.pop()
    if not words or words[0].text[0].isdigit() or len(words) > _MAX_WORDS:
        return []
    start, end = words[0].i, words[-1].i + 1
    if len(words) == 1 and (is_acronym(words[0].text) or abbreviates(words[0].text, name)):
        return [Form(start, end, "acronym")]
    is_english = not is_common(name[0].lower) and all(w.text[0].isupper() or w.lower in _SMALL for w in words) and len(words) > 1
    if is_english and name[0].text[0].isupper() and is_common(words[-1].lower):
        return [Form(start, end, "translation")]  # "Autorité de la concurrence (French Competition Authority)"
    if is_foreign or (words[0].text[0].isupper() and not any(is_common(word.lower) or word.text[0].isdigit() for word in words[:3])):
        return [Form(start, end, "translation" if is_foreign or len(words) > 1 else "variant")]
    return []
