"""Which words of a phrase or clause a statement quotes: the head with its modifiers, but nothing that is a statement of its own."""

from __future__ import annotations

from collections.abc import Collection

from pipeline.extract.clauses import is_contrast
from pipeline.extract.syntax import conjuncts, is_noun
from pipeline.extract.trees import left_edge
from pipeline.source.tokens import Token, text_order

_COORDINATION = frozenset({"conj", "cc", "preconj"})
_APART = frozenset({"relcl", "appos", "parataxis", "advcl", "dep", "intj", "meta"})
_EDGE = frozenset({",", ";", ":", ".", "-", "–", "—", "--", "...", "…", "(", ")", "[", "]"})
_QUOTES = {"'": "'", '"': '"', "`": "'"}
# A longer list inside a phrase stays in it.
MAX_INNER = 50
# "between A and B" is one place or relation; it cannot be told of A and of B.
_JOINT = frozenset({"between", "among"})


def phrase(head: Token, cut: Collection[int] = (), whole: Collection[int] = ()) -> list[Token]:
    """The words of the noun or adjective phrase of `head`, without conjuncts, relative clauses and appositives.

    `cut` holds the indices of tokens that go with all below them, because they are arguments of their own; `whole` those of coordinated words
    that stay, because they are inside a name ("Ministry of Coal and Steel").
    """
    found, stack = [], [head]
    while stack:
        token = stack.pop()
        found.append(token)
        for child in token.children:
            if (
                (child.dep in _APART and not is_close(child))
                or (child.dep == "acl" and _is_set_off(token, child))
                or child.i in cut
                or (token is head and child.dep in _COORDINATION and child.i not in whole)
            ):
                continue
            stack.append(child)
    return _in_order(found)


def is_close(appositive: Token) -> bool:
    """Whether a name belongs to the noun right before it: "the lawyer **Ann Lee**"."""
    if appositive.dep != "appos" or appositive.pos != "PROPN" or appositive.head.pos != "NOUN":
        return False
    return left_edge(appositive) == appositive.head.i + 1


def clause(head: Token, cut: Collection[int] = ()) -> list[Token]:
    """All words below a verb, without those in `cut` and without a clause that is set against it."""
    found, stack = [], [head]
    while stack:
        token = stack.pop()
        found.append(token)
        stack.extend(child for child in token.children if child.i not in cut and not is_contrast(child))
    return _in_order(found)


def coordinated(head: Token, whole: Collection[int] = ()) -> list[Token]:
    """The conjuncts of `head` that are phrases of their own, not parts of the same name."""
    return [token for token in conjuncts(head) if token.i not in whole or token is head]


def alternatives(head: Token, cut: Collection[int] = (), whole: Collection[int] = ()) -> list[frozenset[int]]:
    """What to leave out of a noun phrase so that each alternative has one of the conjuncts inside it.

    "an influence on banks and insurers" gives two sets: the words of "and insurers", and those of "banks and". Where nothing is coordinated
    inside, the one alternative leaves nothing out.
    """
    inner: Token | None = head if is_noun(head) else None
    while inner is not None:
        preps = [c for c in inner.children if c.dep == "prep" and c.i not in cut and c.lower not in _JOINT]
        inner = preps[-1].child("pobj") if preps else None
        joined = coordinated(inner, whole) if inner is not None else []
        if inner is not None and 1 < len(joined) <= MAX_INNER and all(is_noun(one) for one in joined):
            everything = {token.i for token in inner.subtree()}
            return [frozenset(everything - {token.i for token in phrase(one, cut, whole)}) for one in joined]
    return [frozenset()]


def _is_set_off(noun: Token, participle: Token) -> bool:
    """Whether a comma stands between a noun and its participle: it adds something, and does not tell which one is meant."""
    return any(child.text == "," and noun.i < child.i < participle.i for child in noun.children)


def _in_order(tokens: list[Token]) -> list[Token]:
    """The words in text order, without punctuation and unpaired quotation marks at the ends."""
    tokens.sort(key=text_order)
    start, end = 0, len(tokens)
    while start < end and (tokens[start].text in _EDGE or _is_unpaired(tokens, start, start + 1, end)):
        start += 1
    while start < end and (tokens[end - 1].text in _EDGE or tokens[end - 1].dep == "cc" or _is_unpaired(tokens, end - 1, start, end - 1)):
        end -= 1
    return tokens[start:end]


def _is_unpaired(tokens: list[Token], at: int, start: int, end: int) -> bool:
    """Whether a quotation mark has no other between `start` and `end`."""
    mark = tokens[at].text[0]
    return mark in _QUOTES and tokens[at].pos == "PUNCT" and not any(t.text[0] in _QUOTES and t.pos == "PUNCT" for t in tokens[start:end])
