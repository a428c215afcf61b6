"""What the items of a list are to the body that a text is about, by what introduces them: the sentence with a colon before them, else their heading.

"The main units are:" and the heading "Structure" announce parts, "Member states" members, "Partners" whom it works with, "Legal basis" the rules that it
acts under. All else is taken for its mandate. The words are the lists `..._leads` of the rulebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.extract.rulebook import load_rulebook
from pipeline.source.tokens import Sentence, Token

MANDATE = "mandate"
# In the order in which they are asked.
_KINDS = ("part", "member", "partner", "rule")


def leads(sentences: Iterable[Sentence]) -> dict[int, str]:
    """What the list items are, by the id() of their sentence: part, member, partner, rule or mandate."""
    found: dict[int, str] = {}
    heading = announced = MANDATE
    section = -1
    for sentence in sentences:
        if sentence.section != section:
            section, heading, announced = sentence.section, MANDATE, ""
        if sentence.kind == "heading":
            heading, announced = _kind(_nouns(sentence.tokens)), ""
        elif sentence.kind == "list_item":
            found[id(sentence)] = announced or heading
        else:
            announced = _announced(sentence.tokens) if sentence.tokens[-1].text == ":" else ""
    return found


def _announced(tokens: list[Token]) -> str:
    if len(tokens) > 1 and tokens[-2].lower == "with":  # "It works with:"
        return "partner"
    return _kind(_nouns(tokens))


def _nouns(tokens: list[Token]) -> Iterator[Token]:
    """The nouns that say what follows: no objects of prepositions ("relations with **members**" are relations)."""
    return (token for token in tokens if token.pos in ("NOUN", "PROPN") and token.dep != "pobj" and token.tag[0] == "N")


def _kind(nouns: Iterator[Token]) -> str:
    words = {word for token in nouns for word in (token.lemma.lower(), token.lower)}
    lists = load_rulebook().lists
    return next((kind for kind in _KINDS if words & lists[f"{kind}_leads"]), MANDATE)
