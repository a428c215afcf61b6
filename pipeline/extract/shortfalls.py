"""What there is too little of, and what took too long: "**only a third** of the complaints are answered", "**ten years passed before** it paid"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.cues import cues
from pipeline.source.tokens import Token

# What is only so much is too little.
_ONLY = frozenset({"barely", "hardly", "just", "merely", "only", "scarcely"})
_LITTLE = frozenset({"dozen", "few", "fifth", "fraction", "half", "handful", "quarter", "sixth", "tenth", "third"})
# Little that is bad is good, but not where little of it is dealt with: "only a fifth of complaints are **decided** in time".
_SETTLING = frozenset(
    {"address", "answer", "clear", "decide", "examine", "handle", "hear", "investigate", "process", "prosecute", "pursue", "resolve", "settle", "solve",
     "uphold"}
)  # fmt: skip
_SPANS = frozenset({"decade", "month", "week", "year"})
_PASSING = frozenset({"elapse", "go", "pass"})
_WORKING = frozenset({"apply", "exist", "function", "meet", "operate", "reach", "run", "serve", "work"})


def tells_little(words: Sequence[Token]) -> bool:
    """Whether words tell how little there is of something that is wanted."""
    return any(_is_little(words, position) for position in range(len(words)))


def tells_share(words: Sequence[Token]) -> bool:
    """ "**only a third of** users trust it": what so few do is good, and so that they are few is not."""
    lower = [token.lower for token in words]
    return any(lower[i] in _ONLY and lower[i + 2] in _LITTLE and lower[i + 3] == "of" and _is_little(words, i) for i in range(len(lower) - 3))


def _is_little(words: Sequence[Token], position: int) -> bool:
    """Whether a word tells how little there is: "**only** a handful of ships", "**barely** a fifth", "**fewer than** half"; but of nothing bad."""
    is_less = [token.lower for token in words[position : position + 2]] in (["fewer", "than"], ["less", "than"])
    start = position + 1 + is_less
    is_amount = any(token.lower in _LITTLE or token.tag == "CD" for token in words[start : start + 2])
    of_what = words[start : start + 6]
    is_of_bad = any(token.lemma in cues().undesired for token in of_what) and not any(token.lemma in _SETTLING for token in of_what)
    return (is_less or words[position].lower in _ONLY) and is_amount and not is_of_bad


def has_stopped(words: Sequence[Token]) -> bool:
    """ "a third of the pumps **no longer work**"."""
    lower = [token.lower for token in words]
    at = next((i for i in range(len(lower) - 2) if lower[i : i + 2] == ["no", "longer"]), None)
    return at is not None and words[at + 2].lemma in _WORKING


def took_long(words: Sequence[Token]) -> bool:
    """ "A **decade passed before** the money was traced", "**three years went by before** the first permit"."""
    for span, verb in pairwise(words):
        if span.lemma in _SPANS and verb.lemma in _PASSING:
            return any(word.lower == "before" and word.i > verb.i for word in words)
    return False
