"""Phrases that the parser hung on the wrong word, told by the commas and conjunctions around them.

A small statistical parser is weakest where lists, appositions and participles meet. Eight shapes are put right: an object read as another verb's conjunct
("hears cases and funds **training**"), a gerund that is part of a compound noun, a list whose later items were hung
on a noun before its first one ("rules on **rail**, post and gas"), a list read as an apposition of a singular, an apposition read as
a second subject or as a list, a participle behind a fronted phrase, and in list items a participle read as the main verb. All other words keep their heads.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.lexicon import compounds
from pipeline.extract.syntax import is_noun
from pipeline.source.tokens import Sentence, Token

_LISTED = frozenset({"conj", "appos", "dep"})
_CLAUSES = frozenset({"acl", "advcl", "xcomp"})
_SINGULAR = frozenset({"NN", "NNP"})
_PLURAL = frozenset({"NNS", "NNPS"})


def reattach(sentence: Sentence) -> None:
    """Put the misattached phrases of a sentence right, in place."""
    changes = 0
    for token in sentence.tokens:
        if token.dep == "conj" and is_noun(token) and token.head.pos == "VERB":
            changes += _object_of_last_verb(sentence, token)
        elif token.tag == "VBG" and token.dep in _CLAUSES:
            changes += _compound_of_gerund(sentence, token)
        elif token.head.pos == "PUNCT" and is_noun(token):
            changes += _apposition_of_comma(sentence, token)
        if token.dep in _LISTED and is_noun(token) and is_noun(token.head) and token.head.i < token.i:
            changes += _low_list(sentence, token) or _list_of_singulars(sentence, token) or _named_members(sentence, token)
        elif token.dep == "nsubj":
            changes += _second_subject(sentence, token)
        elif token.dep == "pcomp" and token.lower == "being":
            changes += _came_into_being(token)
        elif token.tag == "VBN" and token.dep in ("ccomp", "advcl") and token.i < token.head.i:
            changes += _fronted_participle(sentence, token)
    if sentence.kind == "list_item":
        changes += _participle_as_root(sentence)
    if changes:
        sentence.roots = [token for token in sentence.tokens if token.head is token]


def _apposition_of_comma(sentence: Sentence, noun: Token) -> bool:
    """ "for its scheme, the Port **Plan**, it ...", where the parser hung the name on the comma."""
    comma = _comma_before(sentence, noun)
    before = sentence.tokens[comma.i - 1] if comma is not None else None
    return before is not None and is_noun(before) and _is_set_off(sentence, noun) and _hang(noun, before, "appos")


def _object_of_last_verb(sentence: Sentence, noun: Token) -> bool:
    """ "mediates in disputes and funds **training**": what follows a verb without an object is no second verb's conjunct."""
    first = min(token.i for token in noun.subtree())
    verb = sentence.tokens[first - 1]
    is_open = verb.pos == "VERB" and verb is not noun.head and verb.tag != "VBN" and verb.child("dobj", "ccomp", "xcomp") is None
    return is_open and _is_below(verb, noun.head) and _hang(noun, verb, "dobj")


def _compound_of_gerund(sentence: Sentence, gerund: Token) -> bool:
    """ "checks farms, **building** sites and factories": a fixed combination of words is one noun of the list."""
    noun = gerund.child("dobj")
    if noun is None or noun.i != gerund.i + 1 or f"{gerund.lower}_{noun.lemma}" not in compounds():
        return False
    before = sentence.tokens[gerund.i - 2] if gerund.i > 1 and sentence.tokens[gerund.i - 1].text == "," else None
    if before is None or not is_noun(before) or not _hang(noun, before, "conj"):
        return False
    gerund.pos, gerund.tag, gerund.lemma = "NOUN", "NN", gerund.lower
    return _hang(gerund, noun, "compound")


def _low_list(sentence: Sentence, item: Token) -> bool:
    """ "rules on **rail**, post and gas": items that follow the object of a preposition belong to it, unless they are built like what it is in."""
    comma = _comma_before(sentence, item)
    if comma is None or not _goes_on(item) or _is_set_off(sentence, item):
        return False
    if sentence.kind == "list_item" and any(token.text == ":" for token in sentence.tokens[: item.head.i]):
        return False  # what follows the label of an item is one list
    first = sentence.tokens[comma.i - 1]
    while first.head.i == first.i + 1 and first.dep in ("compound", "nmod"):
        first = first.head
    if first.dep != "pobj" or not is_noun(first) or not item.head.i < first.i or any(child.dep == "conj" for child in first.children):
        return False
    if not _is_below(first, item.head) and item.dep == "conj":
        return False
    if _has_preposition(item) and _has_preposition(item.head):
        return False  # "licensing of banks, inspection of ships and ..."
    if (first.pos == "PROPN") != (item.pos == "PROPN") or (item.head.pos == item.pos == "PROPN"):
        return False
    return _hang(item, first, "conj")


def _list_of_singulars(sentence: Sentence, item: Token) -> bool:
    """ "the Post, the Ferry Company and the Port": what follows one thing is no apposition of it where it is several."""
    if item.dep != "appos" or item.head.tag not in _SINGULAR or item.tag not in _SINGULAR or item.pos != item.head.pos:
        return False
    if not any(child.dep == "conj" for child in item.children) or _comma_before(sentence, item) is None or _is_set_off(sentence, item):
        return False
    item.dep = "conj"
    return True


def _named_members(sentence: Sentence, item: Token) -> bool:
    """ "two panels, the Food Panel and the Drug Panel, advise it": several names behind a plural with its number say which they are."""
    if item.dep != "conj" or item.head.tag not in _PLURAL or item.pos != "PROPN" or item.head.child("nummod") is None:
        return False
    if not any(child.dep == "conj" for child in item.children) or _comma_before(sentence, item) is None:
        return False
    item.dep = "appos"
    return True


def _second_subject(sentence: Sentence, noun: Token) -> bool:
    """ "Seatech, **a company** founded in 1973, builds ships": of two subjects the second, between commas, says what the first one is."""
    first = next((child for child in noun.head.children if child.dep == "nsubj"), noun)
    if first is noun or not is_noun(first) or not is_noun(noun) or noun.child("det") is None or not _is_set_off(sentence, noun):
        return False
    comma = _comma_before(sentence, noun)
    return comma is not None and comma.i - 1 >= first.i and _hang(noun, first, "appos")


def _came_into_being(being: Token) -> bool:
    """ "came into **being** on 3 May": what follows belongs to the verb."""
    verb = being.head.head
    if being.head.lower != "into" or verb.pos != "VERB":
        return False
    being.pos, being.tag, being.lemma = "NOUN", "NN", "being"
    for day in being.all("npadvmod"):  # "on 3 May"
        preposition = next((child for child in being.children if child.dep == "prep" and not child.children and child.i < day.i), None)
        if preposition is not None:
            _hang(day, preposition, "pobj")
    return sum(_hang(child, verb, "prep") for child in list(being.children) if child.dep == "prep") > 0


def _fronted_participle(sentence: Sentence, verb: Token) -> bool:
    """ "Under the Port Plan, **launched** in 2017, it builds ports": a participle after a fronted phrase tells of its noun."""
    before = sentence.tokens[verb.i - 2] if verb.i > 1 and sentence.tokens[verb.i - 1].text == "," else None
    if before is None or not is_noun(before) or verb.child("nsubj", "nsubjpass", "aux", "auxpass", "mark") is not None:
        return False
    preposition = before
    while preposition.dep != "prep" and preposition.head is not preposition and preposition.head.i < verb.i:
        preposition = preposition.head
    if preposition.dep != "prep" or preposition.i != sentence.tokens[0].i or preposition.head not in (verb, verb.head):
        return False
    noun = preposition.child("pobj")
    clause = verb.head
    if noun is None or noun.i > verb.i or (preposition.head is verb and not _hang(preposition, clause, "prep")):
        return False
    return _hang(verb, noun, "acl")


def _participle_as_root(sentence: Sentence) -> bool:
    """ "- Supervision of agreements **concluded** by firms": in a list item a past form without auxiliary tells which agreements."""
    for verb in sentence.roots:
        subject = verb.child("nsubj", "nsubjpass")
        if verb.tag not in ("VBD", "VBN") or subject is None or subject.i > verb.i or verb.child("aux", "auxpass", "dobj") is not None:
            continue
        before = sentence.tokens[verb.i - 1]
        if not is_noun(before) or verb.child("prep", "agent") is None:
            continue
        subject.head, subject.dep = subject, "ROOT"
        verb.children.remove(subject)
        for child in [child for child in verb.children if child.i < subject.i]:
            _hang(child, subject, child.dep)
        return _hang(verb, before, "acl", verb_tag=True)
    return False


def _comma_before(sentence: Sentence, noun: Token) -> Token | None:
    """The comma right before the phrase of a noun."""
    start = noun.i
    for token in _left_branch(noun):
        start = min(start, token.i)
    before = sentence.tokens[start - 1] if start else None
    return before if before is not None and before.text == "," and start > 1 else None


def _left_branch(noun: Token) -> Iterator[Token]:
    stack = [child for child in noun.children if child.i < noun.i and child.dep not in ("punct", "cc")]
    while stack:
        token = stack.pop()
        yield token
        stack.extend(token.children)


def _goes_on(item: Token) -> bool:
    """Whether "and" joins another item."""
    return any(child.dep == "conj" and is_noun(child) for child in item.children) and any(child.dep == "cc" for child in item.children)


def _is_set_off(sentence: Sentence, noun: Token) -> bool:
    """Whether a comma ends the phrase of a noun, with what is coordinated with it."""
    last = max(token.i for token in noun.subtree() if token.dep != "punct")
    return last + 1 < len(sentence.tokens) and sentence.tokens[last + 1].text == ","


def _is_below(token: Token, above: Token) -> bool:
    steps = 0
    while token.head is not token and steps < 40:
        token, steps = token.head, steps + 1
        if token is above:
            return True
    return False


def _has_preposition(noun: Token) -> bool:
    return any(child.dep == "prep" and child.i > noun.i for child in noun.children)


def _hang(token: Token, head: Token, dep: str, *, verb_tag: bool = False) -> bool:
    """Give a token a new head, unless that would tie a knot."""
    if head is token or _is_below(head, token):
        return False
    if token.head is not token:
        token.head.children = [child for child in token.head.children if child is not token]
    token.head, token.dep = head, dep
    if verb_tag:
        token.tag = "VBN"
    head.children = sorted([*head.children, token], key=lambda child: child.i)
    return True
