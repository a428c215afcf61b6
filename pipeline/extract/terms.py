"""Generic terms: what of a noun phrase is its name, and which nouns only carry another one.

A term is the shortest phrase that still means the same out of context: head and classifying modifiers, without determiner,
number, possessive and judging adjective. Everything works on the tree of one phrase and is linear in its size.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline.extract.lexicon import noun_class, singular, vocabulary
from pipeline.extract.syntax import conjuncts
from pipeline.extract.types import type_of_term
from pipeline.source.tokens import Token

_MODIFIERS = frozenset({"amod", "compound", "nmod", "npadvmod"})
_INSIDE = frozenset({"amod", "compound", "nmod", "npadvmod", "advmod", "punct", "dep", "pobj", "prep"})
_HYPHENS = frozenset("-‑–/")
_MAX_WORDS = 8


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(vocabulary("terms")[key])


@cache
def _transparent() -> dict[str, frozenset[str]]:
    return {preposition: frozenset(nouns) for preposition, nouns in vocabulary("terms")["transparent"].items()}


def is_vague(noun: Token) -> bool:
    """Whether a noun has no content of its own: "range", "role"."""
    return noun.lemma.lower() in _words("vague") or noun.lower in _words("vague")


def is_judging(token: Token) -> bool:
    """Whether a modifier judges or counts and names no kind: "new", "key", "three"."""
    return (
        token.lower in _words("evaluative")
        or token.tag in ("CD", "JJS", "PDT", "RB", "RBR", "RBS")
        and token.dep != "compound"
        or token.dep == "nummod"
    )


def carried(noun: Token) -> list[Token]:
    """The nouns that a transparent head carries: X and Y of "rules on X and Y", "areas like X and Y", "a wide range of X and Y"."""
    if any(child.dep in ("compound", "nmod") for child in noun.children):
        return []
    lemma = singular(noun.lower)
    for child in noun.children:
        if child.i < noun.i:
            continue
        if child.dep == "prep" and (lemma in _transparent().get(child.lower, ()) or (child.lower in _words("examples") and is_vague(noun))):
            if target := child.child("pobj", "pcomp"):
                return conjuncts(target)
        if child.lower == "such" and is_vague(noun) and (preposition := child.child("prep")) and (target := preposition.child("pobj")):
            return conjuncts(target)
        if child.dep == "acl" and lemma in _transparent().get(child.lower, ()) and (target := child.child("dobj")):
            return conjuncts(target)
    return []


def modifiers(noun: Token) -> list[Token]:
    """The words of the premodifiers that classify a noun, in text order; those of a coordination inside are left to `variants`."""
    found: list[Token] = []
    for child in noun.children:
        if child.i < noun.i and child.dep in _MODIFIERS and not is_judging(child):
            found.extend(_modifier(child))
    return found


def _modifier(child: Token) -> Iterator[Token]:
    """A modifier with what stands before it inside it, and without what is coordinated with it."""
    stack, found = [child], []
    while stack:
        token = stack.pop()
        found.append(token)
        stack.extend(c for c in token.children if c.dep in _INSIDE and (c.text[0].isalnum() or c.text in _HYPHENS) and not is_judging(c))
    found.sort(key=lambda token: token.i)
    while found and not found[0].text[0].isalnum():
        found.pop(0)
    yield from found


def variants(noun: Token) -> list[list[Token]]:
    """The phrases that a noun heads, one for each coordinated modifier where each is a term by itself: "economic and social planning"."""
    coordinated = next(
        (c for c in noun.children if c.i < noun.i and c.dep in _MODIFIERS and any(g.dep == "conj" and g.i < noun.i for g in c.children)),
        None,
    )
    if coordinated is None:
        return [[*modifiers(noun), noun]]
    parts = [part for part in conjuncts(coordinated) if part.i < noun.i]
    shared = [
        t
        for child in noun.children
        if child.i < noun.i and child.dep in _MODIFIERS and child is not coordinated and not is_judging(child)
        for t in _modifier(child)
    ]
    if not _splits(noun):
        words = sorted([t for t in coordinated.subtree() if t.i < noun.i] + shared, key=lambda t: t.i)
        return [[*words, noun]]
    halves = [list(_modifier(part)) for part in parts if not is_judging(part)]
    if not halves:
        return [[*shared, noun]]
    if _is_classifier(noun) and all(half[-1].pos in ("NOUN", "PROPN", "VERB") for half in halves):
        return halves
    return [[*sorted([*shared, *half], key=lambda t: t.i), noun] for half in halves]


def _splits(noun: Token) -> bool:
    """Whether coordinated modifiers make several things: always of a plural, and of what has no plural."""
    if noun.tag in ("NNS", "NNPS"):
        return True
    determined = any(child.dep in ("det", "poss") for child in noun.children)
    return not determined or type_of_term([noun.lower], 0, False) == "activity"


def _is_classifier(noun: Token) -> bool:
    return singular(noun.lower) in ("sector", "industry", "field", "area", "matter")


def phrase(tokens: list[Token], kept: set[int]) -> str:
    """The words as the text writes them, in small letters but for the tokens whose id is in `kept` and acronyms."""
    parts: list[str] = []
    previous: Token | None = None
    for token in tokens:
        if previous is not None and not (previous.i + 1 == token.i and previous.end == token.start):
            parts.append(" ")
        word = token.text if id(token) in kept or sum(c.isupper() for c in token.text) > 1 else token.lower
        parts.append(word)
        previous = token
    return "".join(parts)


def complement(noun: Token) -> list[Token]:
    """The "of" phrase that a bare abstract noun needs to mean something: "security of supply", "abstraction of water"; else nothing."""
    if any(child.i < noun.i and child.dep in _MODIFIERS for child in noun.children):
        return []
    for child in noun.children:
        if child.dep == "prep" and child.lower == "of" and (target := child.child("pobj")) is not None:
            if any(g.dep in ("det", "poss", "conj") for g in target.children) or target.pos == "PROPN":
                return []
            return [child, *variants(target)[0]]
    return []


def is_open(noun: Token) -> bool:
    """Whether a bare noun is an abstract one that an "of" phrase fills: an act, a state, a quality."""
    return noun_class(noun.lower) in ("act", "attribute", "state", "process", "event", "possession") or noun.lower.endswith("ing")
