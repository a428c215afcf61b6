"""Verbs that open the items of a list, and that the parser took for nouns: "- **Supervises** insurers", "- **licenses** operators", "- **training** teachers".

Each function puts one shape right in place; sentences that are no list items are left as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from pipeline.extract.lemmas import known_verbs, third_person
from pipeline.extract.trees import NOUNS, OPENING, rebuild
from pipeline.extract.types import type_of_term
from pipeline.source.tokens import Sentence, Token

_SHORT = 3
# What may stand behind the noun, but not behind the verb, that opens an item.
_NO_OBJECT = frozenset({"of", ":", "–", "—", "-"})
_DONE_TO = frozenset({"group", "sector", "technology"})


def items_of_verbs(sentences: Sequence[Sentence]) -> dict[int, str]:
    """The tag of the verbs with which the items of a list go on, by the id() of their sentence.

    "The agency: - **issues** permits; - **approves** tariffs" has VBZ, "The agency may: - **grant** permits; - **search** ships" VB.
    """
    found: dict[int, str] = {}
    before: Sentence | None = None
    for is_item, group in groupby(sentences, key=lambda sentence: sentence.kind == "list_item"):
        items = list(group)
        if is_item and any(item.tokens[0].tag == "VBZ" for item in items):
            found.update((id(item), "VBZ") for item in items)
        elif is_item and before is not None and _asks_for_infinitive(before):
            found.update((id(item), "VB") for item in items)
        before = items[-1]
    return found


def _asks_for_infinitive(lead: Sentence) -> bool:
    """ "The agency **may**:", "the agency is **to**"."""
    words = [token for token in lead.tokens[-2:] if token.text != ":"]
    return bool(words) and (words[-1].tag == "MD" or words[-1].lower == "to")


def first_of_item(sentence: Sentence, tag: str) -> None:
    """ "- **licenses** operators", "- **issues** permits to pilots", "- **search** ships" in a list of verbs, where a noun or an adjective was read."""
    first, root = sentence.tokens[0], sentence.roots[0]
    lemma = _base(first) if tag == "VB" else third_person(first) if first.lower.endswith("s") and first.tag in (*NOUNS, "VBZ") else None
    is_phrase = len(sentence.tokens) > _SHORT and sentence.tokens[1].lower not in _NO_OBJECT
    if lemma is None or not is_phrase or first.tag == tag == "VB":
        return
    if first is root:
        later = (child for child in first.children if child.i > first.i and child.dep in ("acl", "appos", "npadvmod") and child.tag in (*NOUNS, "VBG"))
        target = None if first.child("dobj") is not None else next(later, None)
        rebuild(sentence.tokens, first, lemma, {first: (first, "ROOT")} | ({target: (first, "dobj")} if target is not None else {}), tag)
    elif first.dep in ("compound", "nsubj", "nmod", "amod"):
        heads = {first: (first, "ROOT"), first.head: (first, "dobj")}
        if first.head is root and rebuild(sentence.tokens, first, lemma, heads, tag):
            sentence.roots = [first]


def _base(word: Token) -> str | None:
    """The verb that a word is the base form of, if the rules know it."""
    return word.lower if word.tag in ("JJ", "NN", "NNP", "VB", "VBP") and word.lower in known_verbs() else None


def verb_of_item(sentence: Sentence) -> None:
    """ "- **Supervises** insurers and banks": a plural that opens an item and has a phrase right behind it is the verb."""
    first = sentence.tokens[0]
    if sentence.kind != "list_item" or first.tag not in ("NNS", "NNP", "NNPS") or first.head is not first or len(sentence.tokens) < _SHORT:
        return
    after, lemma = sentence.tokens[1], third_person(first) if first.lower.endswith("s") else None
    is_opened = after.tag in ("DT", "PRP$") or (after.tag in OPENING and first.child("dobj") is not None)
    if lemma is None or not is_opened:
        return
    first.pos, first.tag, first.lemma = "VERB", "VBZ", lemma
    for noun in first.children:
        if noun.dep == "appos" and noun.tag in NOUNS:
            noun.dep = "dobj"


def gerund_of_item(sentence: Sentence) -> None:
    """ "- **training** teachers and improving schools": a noun with an object is a gerund."""
    first = sentence.tokens[0]
    if sentence.kind == "list_item" and first.tag == "VBG" and first.dep == "advcl" and first.head.pos == "PROPN" and first.head in sentence.roots:
        verb = first.child("conj") or first  # "- preparing and enforcing the A Act, **the B Act** and the C Act"
        target, listed = verb.child("dobj"), first.head
        if target is not None and target.i < listed.i:
            heads = {first: (first, "ROOT"), listed: (target, "conj")}
            sentence.roots = [first] if rebuild(sentence.tokens, first, first.lemma, heads, "VBG") else sentence.roots
    if sentence.kind == "list_item" and first.tag == "VBG" and first.dep in ("amod", "compound") and _is_done_to(first, first.head):
        heads = {first: (first, "ROOT"), first.head: (first, "dobj")}
        sentence.roots = [first] if rebuild(sentence.tokens, first, first.lemma, heads, "VBG") else sentence.roots
    for root in sentence.roots if sentence.kind == "list_item" else ():
        if root.tag == "NN" and root.lower.endswith("ing") and (target := root.child("dobj")) is not None and target.i > root.i:
            stem = root.lower[:-3]
            root.pos, root.tag = "VERB", "VBG"
            root.lemma = next((verb for verb in (stem, f"{stem}e", stem[:-1]) if verb in known_verbs()), root.lemma)


def _is_done_to(gerund: Token, noun: Token) -> bool:
    """ "- **managing** harbours", but not "- licensing authorities", "- training programmes"."""
    is_plain = noun.tag == "NNS" and noun.head is noun and noun.child("det", "poss", "nummod") is None
    return is_plain and gerund.lemma in known_verbs() and type_of_term([noun.lower], 0, True) in _DONE_TO
