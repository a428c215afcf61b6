"""What is told of an office or a body beside its name: "its chairman, **at present Anna Berg**", "the agency, **formerly the Lighthouse Board**"."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from pipeline.extract.lexicon import is_month
from pipeline.extract.trees import NOUNS
from pipeline.source.tokens import Sentence, Token

_NOW = frozenset({"currently", "now", "present", "presently", "since", "today"})
_FORMERLY = frozenset({"formerly", "originally", "previously"})
_SMALL = frozenset({"at", "the"}) | _NOW
# Between an office and who holds it stand at most so many words.
_REACH = 9


def incumbents(sentence: Sentence, offices: Container[str]) -> Iterator[tuple[Token, Token]]:
    """The noun of an office, and the first word of the name behind a comma or a bracket that tells who holds it now.

    `offices` are the nouns that name one, in small letters.
    """
    tokens = sentence.tokens
    for mark in tokens[1:-1]:
        office = tokens[mark.i - 1]
        if mark.text not in (",", "(") or office.lower not in offices:
            continue
        told = tokens[mark.i + 1 : mark.i + _REACH]
        name = next((token for token in told if token.pos == "PROPN" and not is_month(token.lower)), None)
        before = [token for token in told if name is not None and token.i < name.i]
        after = tokens[name.i : name.i + _REACH] if name is not None and mark.text == "(" else []
        is_now = any(token.lower in _NOW for token in before) and all(_is_passed_over(token) for token in before)
        if name is not None and (is_now or (not before and any(token.lower == "since" for token in after))):
            yield office, name


def _is_passed_over(token: Token) -> bool:
    """ "since **July 2022 the economist** Anna Berg"."""
    return token.lower in _SMALL or is_month(token.lower) or token.tag in ("CD", "JJ", "NN")


def former_names(sentence: Sentence) -> Iterator[tuple[Token, Token]]:
    """The noun of a body, and the head of the name behind a comma or a bracket that it had before."""
    tokens = sentence.tokens
    for token in tokens[2:-1]:
        if token.lower not in _FORMERLY or tokens[token.i - 1].text not in (",", "("):
            continue
        told = tokens[token.i + 1 : token.i + _REACH]
        end = next((place for place, word in enumerate(told) if word.text in (",", ")", ";", ".")), len(told))
        names = [word for word in told[:end] if word.pos == "PROPN"]
        body = tokens[_before_bracket(tokens, token.i - 2)]
        if names and told[0].lower in ("the", names[0].lower) and body.tag in NOUNS:
            yield body, names[-1]


def _before_bracket(tokens: Sequence[Token], end: int) -> int:
    """The index of the word before a bracket that closes at an index: "the Ports Agency (PA), formerly ..."; the index itself where none does."""
    if tokens[end].text != ")":
        return end
    return max(0, next((at for at in range(end, 0, -1) if tokens[at].text == "("), 1) - 1)
