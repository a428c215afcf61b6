"""Short texts, each parsed once for all tests."""

from __future__ import annotations

from functools import cache

from pipeline.source.layout import lay_out
from pipeline.source.parse import load_model, parse_blocks
from pipeline.source.tokens import Sentence, Token


@cache
def parsed(text: str) -> list[Sentence]:
    """The sentences of a short text."""
    return next(parse_blocks(load_model(), [(text, lay_out(text).blocks)]))


def unmended(text: str) -> Sentence:
    """The last sentence of an article of one sentence, parsed anew at each call, as the model reads it."""
    whole = f"Coastal Agency\n\n{text}"
    return next(parse_blocks(load_model(), [(whole, lay_out(whole).blocks)]))[-1]


def word(text: str, wanted: str) -> Token:
    """The first token of `text` that reads `wanted`."""
    return next(token for sentence in parsed(text) for token in sentence.tokens if token.text == wanted)
