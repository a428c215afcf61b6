"""Short texts read as far as their entities, for the tests."""

from __future__ import annotations

from pipeline.extract.entities import Entities, Thing
from pipeline.source.layout import lay_out
from pipeline.source.tokens import Token
from tests.extract.parsing import parsed


class Read:
    """A text with its sentences and entities."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentences = parsed(text)
        self.entities = Entities(text, lay_out(text).title or "", self.sentences)

    def token(self, word: str) -> Token:
        """The first token that is written so."""
        return next(token for sentence in self.sentences for token in sentence.tokens if token.text == word)

    def of(self, word: str) -> list[str]:
        """The names of what the first phrase headed by the word refers to."""
        return [thing.name for thing in self.entities.of(self.token(word))]

    @property
    def named(self) -> dict[str, Thing]:
        return {thing.name: thing for thing in self.entities.things if thing.named}
