"""How a document writes: which words it capitalises and which not, its title, and what in it points to other articles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.extract.capitals import is_capital
from pipeline.extract.lexicon import is_common, name_words
from pipeline.extract.spans import MAX_TOKENS
from pipeline.source.tokens import Sentence, Token


@dataclass(frozen=True, slots=True)
class Writing:
    """How a document writes its words: which it capitalises without need, which of those alone, and which it writes small.

    `title` is the words of the document's title, which are one name wherever they stand together.
    """

    capitalised: frozenset[str]
    alone: frozenset[str]
    small: frozenset[str]
    title: tuple[str, ...] = ()


def observe(sentences: Iterable[Sentence]) -> Writing:
    """The words of running text that are capitalised inside sentences, those in small letters, and the title."""
    capitalised: set[str] = set()
    alone: set[str] = set()
    small: set[str] = set()
    title: tuple[str, ...] = ()
    for sentence in sentences:
        if sentence.kind == "title":
            title = _title_words(sentence)
        elif sentence.kind != "heading" and not is_pointer(sentence):
            before = True
            for token in sentence.tokens:
                is_upper = token.text[0].isupper()
                if not is_upper:
                    small.add(token.text)
                elif token.i and not _is_inside_name(sentence.tokens, token):
                    capitalised.add(token.lower)
                    if not before:
                        alone.add(token.lower)
                    elif token.i > 1:
                        alone.discard(sentence.tokens[token.i - 1].lower)
                before = is_upper
    return Writing(frozenset(capitalised), frozenset(alone), frozenset(small), title)


def _is_inside_name(tokens: list[Token], token: Token) -> bool:
    """Whether a common word owes its capital to the name it ends: "the Ministry of **Schools**"."""
    is_joined = token.i > 1 and tokens[token.i - 1].lower in ("of", "for") and tokens[token.i - 2].text[0].isupper()
    return is_joined and is_common(token.lower)


def _title_words(sentence: Sentence) -> tuple[str, ...]:
    """The title in small letters, where it is a name: capitals inside it, or a word that is no common one; without article."""
    tokens = sentence.tokens[1:] if sentence.tokens[0].lower == "the" and len(sentence.tokens) > 1 else sentence.tokens
    is_named = any(is_capital(token) for token in tokens[1:]) or not is_common(tokens[0].lower)
    return tuple(token.lower for token in tokens) if is_named and len(tokens) <= MAX_TOKENS and tokens[-1].text != ")" else ()


def is_pointer(sentence: Sentence) -> bool:
    """Whether a sentence points to other articles ("See also Trade policy"), whose titles it capitalises."""
    opens = sentence.tokens[0].lower == "see" or any(root.lower == "see" for root in sentence.roots)
    return opens and any(token.lower == "see" and token.tag in ("VB", "VBP", "UH", "NN", "NNP") for token in sentence.tokens[:12])


def links(sentences: Iterable[Sentence]) -> set[int]:
    """The id()s of the sentences that are titles of other articles: what stands under a heading such as "See also", up to a sentence with a verb."""
    found: set[int] = set()
    is_below = False
    for sentence in sentences:
        words = " ".join(token.lower for token in sentence.tokens if token.text != ":")
        if words in name_words("link_headings"):
            is_below = True
        elif is_below and all(root.pos in ("NOUN", "PROPN", "ADJ") for root in sentence.roots):
            found.add(id(sentence))
        else:
            is_below = False
    return found
