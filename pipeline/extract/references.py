""" "See X", "See also X and Y", "See how A interacts with X": what the text points at, linked to the subject of the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import dropwhile, takewhile

from pipeline.extract.drafts import RelationDraft
from pipeline.extract.entities import Entities
from pipeline.extract.writing import links
from pipeline.source.tokens import Sentence, Token

RULE = "see-reference"


def references(entities: Entities, sentences: Iterable[Sentence]) -> Iterator[RelationDraft]:
    """`related_to` from the document's subject to each target of a reference, in text order."""
    subject = entities.subject
    if subject is None:
        return
    sentences = list(sentences)
    linked = links(sentences)
    for sentence in sentences:
        opening = reference_opening(sentence)
        if opening is None and id(sentence) not in linked:
            continue
        start = opening.start if opening is not None else sentence.start
        for token in _targets(sentence, opening.i + 1 if opening is not None else 0):
            for thing in entities.of(token):
                if thing is not subject:
                    yield RelationDraft(subject, "related_to", thing, "asserted", None, None, sentence, start, token.end, None, RULE)


def reference_opening(sentence: Sentence) -> Token | None:
    """The "see" of a sentence that refers the reader: at its beginning, or after a phrase and a comma."""
    for position, token in enumerate(sentence.tokens):
        if token.lower == "see" and (position == 0 or sentence.tokens[position - 1].text in (",", ";", "(", ":")):
            has_subject = any(child.dep == "nsubj" and child.i < token.i for child in token.children)
            return None if has_subject else token
        if position > 6:
            return None
    return None


def _targets(sentence: Sentence, position: int) -> Iterator[Token]:
    """The heads of the capitalised phrases from the token at `position` on."""
    found = []
    tokens = sentence.tokens
    while position < len(tokens):
        if tokens[position].text[0].isupper() and (phrase := _phrase(tokens, position)):
            found.append(phrase)
            position = phrase[-1].i
        position += 1
    for phrase in found:
        inside = {token.i for token in phrase}
        # A phrase may begin with a preposition, in a title or by a mistake of the parser; it never ends with one.
        core = list(takewhile(lambda token: token.pos != "ADP", dropwhile(lambda token: token.pos == "ADP", phrase)))
        outer = [token for token in core if token.head.i not in inside or token.head is token]
        yield (outer or core)[-1]


def _phrase(tokens: list[Token], start: int) -> list[Token]:
    """A capitalised phrase from `start`: small nouns go on ("Energy transition"), and "in", "of" before a capital ("in Norway")."""
    phrase = [tokens[start]]
    for token in tokens[start + 1 :]:
        following = tokens[token.i + 1] if token.i + 1 < len(tokens) else None
        goes_on = token.text[0].isupper() or token.pos in ("NOUN", "PROPN", "ADJ", "NUM", "PART") or token.text in ("-", "–", "(", ")")
        if not goes_on and token.pos in ("ADP", "DET") and following is not None:
            goes_on = following.text[0].isupper() or following.lower == "the"
        if not goes_on:
            break
        phrase.append(token)
    while phrase and phrase[-1].pos in ("ADP", "DET", "PUNCT", "PART"):
        phrase.pop()
    return phrase
