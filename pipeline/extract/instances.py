"""Which named thing a description stands for: "the Port Fund is a **body** that licenses pilots" says what the Port Fund does."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extract import types
from pipeline.extract.entities import Entities, Thing
from pipeline.extract.lexicon import singular
from pipeline.extract.slots import Slots
from pipeline.extract.syntax import conjuncts
from pipeline.source.tokens import Sentence, Token

# A fronted phrase ("A body of the Crown, the office ...") has its head among the first words.
_OPENING = 6


class Instances:
    """The named things of one document by what it calls them; made of its slots, entities and sentences."""

    def __init__(self, slots: Slots, entities: Entities, sentences: Iterable[Sentence]) -> None:
        self.slots, self.entities = slots, entities
        self._named: dict[int, Thing] = {}
        self._find(sentences)

    def of(self, noun: Token) -> list[Thing]:
        """The named thing that a class is predicated of: what "a body that licenses banks" licenses is done by the one that is such a body."""
        if places := self._places(noun):
            return places
        described = self.slots.bearers.get(noun)
        is_known = noun.head.lower == "as" or any(child.lower in ("the", "this") for child in noun.children if child.dep == "det")
        if described is None and noun.tag == "NN" and is_known:
            known = [self._named[id(thing)] for thing in self.entities.of(noun) if id(thing) in self._named]
            return known if noun.dep not in ("attr", "appos") else []
        if described is None or described is noun or (noun.tag != "NN" and described.dep in ("attr", "appos")):
            return []
        all_of_them = conjuncts(described) if noun.tag == "NNS" else [described]  # "**A and B** are the laws that it enforces"
        named = [thing for token in all_of_them for thing in self.entities.of(token) if thing.named]
        own = self.entities.of(noun)
        return named if named and own and not any(thing.named for thing in own) else []

    def _places(self, noun: Token) -> list[Thing]:
        """The places that a class names itself: "in the port **city** of Bergen", "the **towns** of Molde and Hamar"."""
        of = noun.child("prep") if types.is_locality(singular(noun.lower)) else None
        name = of.child("pobj") if of is not None and of.lower == "of" and of.i == noun.i + 1 else None
        if name is None or name.pos != "PROPN":
            return []
        return [thing for token in conjuncts(name) for thing in self.entities.of(token) if thing.named and thing.type == "place"]

    def _find(self, sentences: Iterable[Sentence]) -> None:
        """Which named thing each class is said of, where it is one: "the agency" is then that one."""
        for noun, described in self.slots.bearers.items():
            named = [thing for thing in self.entities.of(described) if thing.named]
            for thing in self.entities.of(noun) if len(named) == 1 else ():
                if not thing.named and noun.tag == "NN":
                    self._named.setdefault(id(thing), named[0])
        for sentence in sentences:
            self.slots.begin(sentence)
            for token in sentence.tokens:
                if token.lower == "as" and token.dep == "prep" and (role := token.child("pobj")) is not None:
                    self._note(role, self.slots.by_as(token.head))
                elif token.i < _OPENING and token.tag == "NN" and (subject := self.slots.fronted(token)) is not None:
                    self._note(token, [subject])

    def _note(self, noun: Token, described: list[Token]) -> None:
        named = [thing for head in described for thing in self.entities.of(head) if thing.named]
        for thing in self.entities.of(noun) if noun.tag == "NN" and len(named) == 1 else ():
            if not thing.named and thing.type == named[0].type:
                self._named.setdefault(id(thing), named[0])
