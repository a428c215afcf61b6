"""Items of a list that the parser hung on the wrong word: "the protection of wetlands, the management of parks and the control of hunting".

Each function puts one shape right and says whether it did, as those of `attaching` do for other phrases.
"""

from __future__ import annotations

from pipeline.extract.syntax import is_noun
from pipeline.extract.trees import comma_before, hang, is_below, is_set_off
from pipeline.source.tokens import Sentence, Token

_SINGULAR = frozenset({"NN", "NNP"})
_PLURAL = frozenset({"NNS", "NNPS"})


def built_alike(_: Sentence, noun: Token) -> bool:
    """ "the protection of wetlands, **the management** of parks and the control of hunting": beside what is built in the same way."""
    high = _like(noun, noun.head)
    return high is not None and hang(noun, high, "conj")


def _like(noun: Token, low: Token) -> Token | None:
    """The noun before the "of" of a bare one that is built like another noun, with "the" and "of"."""
    high = low.head.head
    if low.head.lower != "of" or not is_noun(high) or high.i > low.i or low.child("det") is not None or high.pos == "PROPN":
        return None
    are_alike = all(word.child("det") is not None and _of(word) for word in (high, noun))
    return high if are_alike and not _of(low) else None


def _of(noun: Token) -> bool:
    return any(preposition.lower == "of" for preposition in noun.all("prep"))


def low_list(sentence: Sentence, item: Token) -> bool:
    """ "rules on **rail**, post and gas": items that follow the object of a preposition belong to it, unless they are built like what it is in."""
    comma = comma_before(sentence, item)
    if comma is None or not _goes_on(item) or is_set_off(sentence, item):
        return False
    if sentence.kind == "list_item" and any(token.text == ":" for token in sentence.tokens[: item.head.i]):
        return False  # what follows the label of an item is one list
    first = sentence.tokens[comma.i - 1]
    while first.head.i == first.i + 1 and first.dep in ("compound", "nmod"):
        first = first.head
    if first.dep != "pobj" or not is_noun(first) or not item.head.i < first.i or any(child.dep == "conj" for child in first.children):
        return False
    if not is_below(first, item.head) and item.dep == "conj":
        return False
    if _has_preposition(item) and _has_preposition(item.head):
        return False  # "licensing of banks, inspection of ships and ..."
    if (first.pos == "PROPN") != (item.pos == "PROPN") or (item.head.pos == item.pos == "PROPN"):
        return False
    return hang(item, _like(item, first) or first, "conj")


def named_members(sentence: Sentence, item: Token) -> bool:
    """ "two panels, the Food Panel and the Drug Panel, advise it": several names behind a plural with its number say which they are."""
    if item.dep != "conj" or item.head.tag not in _PLURAL or item.pos != "PROPN" or item.head.child("nummod") is None:
        return False
    if not any(child.dep == "conj" for child in item.children) or comma_before(sentence, item) is None:
        return False
    item.dep = "appos"
    return True


def list_of_singulars(sentence: Sentence, item: Token) -> bool:
    """ "the Post, the Ferry Company and the Port", "the Post, **the ferries** and the Port": what follows one thing is no apposition of it, being several."""
    is_alike = item.tag in _SINGULAR and item.pos == item.head.pos
    is_several = item.tag in _PLURAL and item.head.pos == "PROPN" and item.child("det") is not None and item.head.child("det") is not None
    if item.dep != "appos" or item.head.tag not in _SINGULAR or not (is_alike or is_several):
        return False
    goes_on = any(child.dep == "conj" for child in item.children) or (_is_indefinite(item) and _is_indefinite(item.head) and _ends_later(item))
    if not goes_on or comma_before(sentence, item) is None or is_set_off(sentence, item):
        return False
    item.dep = "conj"
    return True


def _is_indefinite(noun: Token) -> bool:
    return any(child.lower in ("a", "an") for child in noun.all("det"))


def _ends_later(item: Token) -> bool:
    """ "a president, **a deputy** and six judges", where the last was hung on the first."""
    return item.head.pos == "NOUN" and any(child.i > item.i and child.child("nummod", "det") is not None for child in item.head.all("conj"))


def _goes_on(item: Token) -> bool:
    """Whether "and" joins another item."""
    return any(child.dep == "conj" and is_noun(child) for child in item.children) and any(child.dep == "cc" for child in item.children)


def _has_preposition(noun: Token) -> bool:
    return any(child.dep == "prep" and child.i > noun.i for child in noun.children)
