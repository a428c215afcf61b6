"""Generic terms: what of a noun phrase is its name, and which nouns only carry another one.

A term is the shortest phrase that still means the same out of context: head and classifying modifiers, without determiner,
number, possessive and judging adjective. Everything works on the tree of one phrase and is linear in its size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from pipeline.extract.lexicon import compounds, noun_class, singular, vocabulary
from pipeline.extract.syntax import conjuncts
from pipeline.extract.types import is_rule_head, type_of_term
from pipeline.source.tokens import Token

_MODIFIERS = frozenset({"amod", "compound", "nmod", "npadvmod"})
_INSIDE = frozenset({"amod", "compound", "nmod", "npadvmod", "advmod", "punct", "dep", "pobj", "prep"})
HYPHENS = frozenset("-‑–/")
_MAX_WORDS = 8


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(vocabulary("terms")[key])


@cache
def _transparent() -> dict[str, frozenset[str]]:
    return {preposition: frozenset(nouns) for preposition, nouns in vocabulary("terms")["transparent"].items()}


def ties(before: Token, hyphen: Token, after: Token) -> bool:
    """Whether a token is a hyphen between two words without a space: "e-government"."""
    return hyphen.text in HYPHENS and before.end == hyphen.start and hyphen.end == after.start


def is_vague(noun: Token) -> bool:
    """Whether a noun has no content of its own: "range", "role"."""
    return noun.lemma.lower() in _words("vague") or noun.lower in _words("vague")


def is_judging(token: Token) -> bool:
    """Whether a modifier judges or counts and names no kind: "new", "key", "three"."""
    return (
        token.lower in _words("evaluative")
        or token.tag in ("CD", "JJR", "JJS", "PDT", "RB", "RBR", "RBS")
        and token.dep != "compound"
        or token.dep == "nummod"
    )


def carried(noun: Token) -> list[Token]:
    """The nouns that a transparent head carries: X and Y of "rules on X and Y", "areas like X and Y", "a wide range of X and Y"."""
    lemma = singular(noun.lower)
    if modifiers(noun) or (lemma in _words("parts") and noun.dep in ("attr", "appos", "npadvmod")):
        return []
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
        if child.i < noun.i and child.dep in _MODIFIERS and not _is_left_out(child, noun):
            found.extend(_modifier(child))
        elif child.dep == "poss" and child.tag == "NNS" and not any(c.dep in ("det", "poss") for c in child.children):
            found.extend(child.subtree())  # "farmers' associations": whose they are is what kind they are
    return found


def _is_left_out(modifier: Token, noun: Token) -> bool:
    """Whether a modifier judges, unless it is part of a term with the noun or the modifier after it: "general public"."""
    if not is_judging(modifier):
        return False
    after = [noun, *(child for child in noun.children if modifier.i < child.i < noun.i)]
    return not any(_is_compound(modifier.lower, word.lower) for word in after)


def _is_compound(first: str, last: str) -> bool:
    """Whether two words are one term by the lexicon or the vocabulary: "high court"."""
    return f"{first}_{singular(last)}" in compounds() or f"{first} {singular(last)}" in _words("kept")


def _modifier(child: Token) -> Iterator[Token]:
    """A modifier with what stands before it inside it, and without what is coordinated with it."""
    stack, found = [child], []
    while stack:
        token = stack.pop()
        found.append(token)
        stack.extend(c for c in token.children if c.dep in _INSIDE and (c.text[0].isalnum() or c.text in HYPHENS) and not is_judging(c))
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


def _as_written(token: Token) -> str:
    return token.text


def spelled(tokens: list[Token], write: Callable[[Token], str] = _as_written) -> str:
    """The words as `write` gives them, with one space between where the text has any or where words were left out."""
    parts: list[str] = []
    previous: Token | None = None
    for token in tokens:
        if previous is not None and (previous.i + 1 != token.i or previous.end != token.start):
            parts.append(" ")
        parts.append(write(token))
        previous = token
    return "".join(parts)


def complement(noun: Token) -> list[Token]:
    """What a bare noun needs to mean something: "security of supply", "abstraction of water", "act of 1989"; else nothing.

    Of acts and states, the "of" phrase with a bare noun; of laws, the year.
    """
    if any(child.i < noun.i and child.dep in _MODIFIERS for child in noun.children):
        return []
    preposition = next((child for child in noun.children if child.lower == "of" and child.dep == "prep"), None)
    target = preposition.child("pobj") if preposition is not None else None
    if preposition is None or target is None:
        return []
    if target.text.isdigit() and len(target.text) == 4 and is_rule_head(noun.lower):
        return [preposition, target]
    if f"{singular(noun.lower)}_of_{target.lower}" in compounds():
        return [preposition, target]
    if not _is_open(noun) or target.pos == "PROPN" or any(child.dep in ("det", "poss", "conj", "nummod") for child in target.children):
        return []
    return [preposition, *variants(target)[0]]


def _is_open(noun: Token) -> bool:
    """Whether a noun is an abstract one that an "of" phrase fills, and not the work of an authority, which is a term by itself."""
    word = noun.lower
    return word not in _words("authority") and (
        noun_class(word) in ("act", "attribute", "state", "process", "event", "possession") or word.endswith("ing")
    )
