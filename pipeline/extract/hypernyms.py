"""Classes and their members, by the patterns of M. A. Hearst (1992): "X such as Y", "X, including Y", "Y and other X"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.syntax import conjuncts, first_conjunct, is_noun
from pipeline.extract.trees import FINITE, last_of_phrase
from pipeline.source.tokens import Sentence, Token

# A preposition between class and members; "such" stands below "as" or before the class ("such areas as").
_LIKE = frozenset({"including", "like", "include"})
_AMONG = frozenset({"among", "amongst"})
_CHIEF = frozenset({"chief", "first", "foremost"})
_REMAINDER = frozenset({"other", "related", "similar", "further", "additional", "associated"})
_PARTICULARS = frozenset({"notably", "especially", "particular", "particularly", "namely", "chiefly", "mainly"})
_EXAMPLES = frozenset({"e.g.", "e.g", "eg", "instance", "example"})
_HYPHENS = frozenset("-‐‑–")
_REACH = 12


@dataclass(frozen=True, slots=True)
class Membership:
    """`whole` is the head of the class, `members` are heads of its members."""

    whole: Token
    members: tuple[Token, ...]
    marker: Token
    rule: str


def memberships(sentence: Sentence) -> Iterator[Membership]:
    """The classes that a sentence names members of, in text order of their markers."""
    for token in sentence.tokens:
        if token.lower in _LIKE or token.lower == "as":
            yield from _after_marker(token)
        elif token.lower in _REMAINDER and is_noun(token.head):
            yield from _before_remainder(sentence, token)
        elif token.text == ":":
            yield from _after_colon(sentence, token)
        elif token.lower in _EXAMPLES and token.i > 1:
            yield from _after_example(sentence, token)
        elif token.dep in ("attr", "dobj") and any(noun.pos == "PROPN" for noun in conjuncts(token)):
            yield from _predicated(token)
        elif token.dep == "appos" and is_noun(token):
            yield from _particulars(sentence, token)
            yield from _numbered(sentence, token)
        elif token.lower == "from":
            yield from _from_to(token)
        elif token.lower == "above" or (token.lower in _AMONG and token.i):
            yield from _set_off(sentence, token)
        if token.lower in _AMONG:
            yield from _among(sentence, token)
            yield from _among_are(token)
            yield from _among_them(sentence, token)


def _after_marker(token: Token) -> Iterator[Membership]:
    """ "ports such as X", "ports, including X", "ports like X"."""
    if token.lower == "as" and not any(child.lower == "such" for child in token.children):
        return
    if token.dep != "prep" or not is_noun(token.head):
        return
    members = tuple(head for child in token.children if child.dep in ("pobj", "dobj", "pcomp") for head in conjuncts(child))
    if members:
        yield Membership(_nearest(token.head, token), members, token, "class-with-examples")


def _nearest(whole: Token, marker: Token) -> Token:
    """The class nearest before the marker: "audits of **programmes**, including X", "pilots and **ships**, including X"."""
    nouns = conjuncts(whole)
    whole = next((noun for noun in reversed(nouns) if noun.i < marker.i and is_noun(noun)), whole)
    for child in (child for noun in nouns for child in noun.children):
        if child.dep == "prep" and child.lower == "of" and whole.i < child.i < marker.i and (inner := child.child("pobj")) is not None:
            return next((noun for noun in reversed(conjuncts(inner)) if noun.i < marker.i), whole)
    return whole


def _before_remainder(sentence: Sentence, token: Token) -> Iterator[Membership]:
    """ "ferries, barges and other vessels": the conjuncts before the class are its members."""
    whole = token.head
    if whole.dep != "conj" or (token.i and sentence.tokens[token.i - 1].text in _HYPHENS):
        return
    first = first_conjunct(whole)
    members = tuple(member for member in conjuncts(first) if member.i < whole.i)
    if members and is_noun(first):
        yield Membership(whole, members, token, "examples-before-class")


def _after_colon(sentence: Sentence, colon: Token) -> Iterator[Membership]:
    """ "three industries: rail, gas and post": by the words around the colon, as what stands behind it is often hung on the verb."""
    if not 0 < colon.i < len(sentence.tokens) - 1:
        return
    whole, first = sentence.tokens[colon.i - 1], sentence.tokens[colon.i + 1]
    while first.head is not first and first.head.i > colon.i and not (first.pos == "NOUN" and first.head.pos in ("VERB", "AUX")):
        first = first.head
    members = tuple(member for member in conjuncts(first) if is_noun(member))
    if whole.tag in ("NNS", "NNPS") and is_noun(first) and len(members) > 1:
        yield Membership(whole, members, first, "class-with-list")


def _after_example(sentence: Sentence, marker: Token) -> Iterator[Membership]:
    """ "operators of services, e.g. banks and mills", "societies, for instance X": the class stands before the comma."""
    begin = marker.i - 1 if marker.lower in ("instance", "example") else marker.i
    if marker.i != begin and sentence.tokens[begin].lower != "for":
        return
    whole = sentence.tokens[begin - 1]
    whole = sentence.tokens[begin - 2] if whole.text in (",", "(") else whole
    while whole.dep == "pobj" and whole.head is not whole and whole.head.lower == "of" and whole.head.head.tag == "NNS":
        whole = whole.head.head
    at = marker.i + 1 + (marker.i + 1 < len(sentence.tokens) and sentence.tokens[marker.i + 1].text == ",")
    if at < len(sentence.tokens) and whole.tag in ("NNS", "NNPS"):
        first = sentence.tokens[at]
        while first.head is not first and first.head.i > marker.i and first.head.pos in ("NOUN", "PROPN"):
            first = first.head
        if is_noun(first):
            yield Membership(whole, tuple(conjuncts(first)), first, "class-with-examples")


def _particulars(sentence: Sentence, token: Token) -> Iterator[Membership]:
    """ "some ports, notably X and Y"; "three ports report to it: X, Y and Z"."""
    between = {word.lower for word in sentence.tokens[token.head.i + 1 : token.i]}
    is_list = ":" in between and sentence.tokens[token.head.i + 1].text != ":" and len(conjuncts(token)) > 1
    whole = token.head
    if between & _PARTICULARS and whole.dep == "pobj" and whole.head.head.tag == "NNS":
        whole = whole.head.head  # "**services** in Chad, namely X and Y"
    if (is_list or between & _PARTICULARS) and whole.tag in ("NNS", "NNPS"):
        yield Membership(whole, tuple(conjuncts(token)), token, "class-with-list")


def _numbered(sentence: Sentence, token: Token) -> Iterator[Membership]:
    """ "its two languages, Danish and Faroese", "two boards of the ministry, X and Y": as many names as the plural before the comma says."""
    number = token.head.child("nummod")
    members = tuple(conjuncts(token))
    of = token.head.child("prep")
    last = of.child("pobj") if of is not None and of.i == token.head.i + 1 and of.i < token.i else None
    is_set_off = token.head.i < token.i and sentence.tokens[(last or token.head).i + 1].text == ","
    if number is not None and token.head.tag == "NNS" and token.pos == "PROPN" and len(members) > 1 and is_set_off:
        yield Membership(token.head, members, token, "class-with-list")


def _from_to(token: Token) -> Iterator[Membership]:
    """ "providers, from village clinics to teaching hospitals": plural ends of a range stand for the class before it."""
    whole = token.head
    if token.dep != "prep" or whole.tag != "NNS":
        return
    ends = [token.child("pobj")]
    ends += [
        child.child("pobj")
        for child in (*token.children, *whole.children)
        if child.dep == "prep" and child.lower == "to" and child.i > token.i
    ]
    members = tuple(end for end in ends if end is not None and end.tag in ("NNS", "NNPS"))
    if len(members) > 1:
        yield Membership(whole, members, token, "class-with-range")


def _among(sentence: Sentence, token: Token) -> Iterator[Membership]:
    """ "services, among them X": the class is the noun before the comma."""
    tokens, at = sentence.tokens, token.i
    if at < 2 or at + 2 >= len(tokens) or tokens[at - 1].text != "," or tokens[at + 1].lower not in ("them", "these", "which"):
        return
    whole, member = tokens[at - 2], last_of_phrase(tokens, at + 2)
    if whole.tag not in ("NNS", "NNPS"):  # "runs **schemes** for the government, among them X"
        whole = next((t for t in reversed(tokens[max(0, at - 9) : at - 1]) if t.tag == "NNS"), whole)
    while member is not None and member.dep in ("compound", "nmod") and member.head.i > at:
        member = member.head
    if member is not None and whole.tag in ("NNS", "NNPS"):
        yield Membership(whole, tuple(conjuncts(member)), token, "class-with-examples")


def _among_are(token: Token) -> Iterator[Membership]:
    """ "Among the **bureaus** are the A Bureau and the B Bureau"."""
    whole, verb = token.child("pobj"), token.head
    subject = verb.child("nsubj", "attr")
    is_listed = whole is not None and subject is not None and verb.lemma == "be" and whole.i < verb.i < subject.i
    if is_listed and whole is not None and subject is not None and whole.lower.endswith("s") and is_noun(subject):
        yield Membership(whole, tuple(conjuncts(subject)), token, "class-with-list")


def _set_off(sentence: Sentence, token: Token) -> Iterator[Membership]:
    """ "**languages**, among them X and Y", "**diseases**, above all X", "**firms**, chief among them X": the members stand behind the marker."""
    tokens, at = sentence.tokens, token.i
    comma = at - 1 - (at > 1 and tokens[at - 1].lower in _CHIEF)
    whole = tokens[comma - 1] if comma > 0 and tokens[comma].text == "," else token
    marked = [word.lower for word in tokens[at : at + 2]] in (["above", "all"], *([among, "them"] for among in _AMONG))
    if not marked or whole.tag not in ("NNS", "NNPS"):
        return
    members: list[Token] = []
    for word in tokens[at + 2 :]:
        if word.tag in FINITE or word.text in (";", ":", ".", "(") or word.lower in ("which", "who", "that"):
            break
        if (is_noun(word) or word.head is token) and word.dep not in ("compound", "nmod", "poss") and not (word.dep == "pobj" and word.head is not token):
            members.append(word)
    if members:
        yield Membership(whole, tuple(members), token, "class-with-examples")


def _among_them(sentence: Sentence, token: Token) -> Iterator[Membership]:
    """ "**rivers**, the A and the B among them": the members stand between the class and the marker."""
    tokens, at = sentence.tokens, token.i
    comma = next((t.i for t in reversed(tokens[max(0, at - _REACH) : at]) if t.text == ","), 0)
    if at + 1 >= len(tokens) or tokens[at + 1].lower != "them" or not comma or tokens[comma - 1].tag not in ("NNS", "NNPS"):
        return
    inside = tokens[comma + 1 : at]
    members = [t for t in inside if is_noun(t) and (t.head not in inside or t.dep == "conj") and t.dep != "compound"]
    if members:
        yield Membership(tokens[comma - 1], tuple(members), token, "class-with-examples")


def _predicated(name: Token) -> Iterator[Membership]:
    """ "The main **laws** are the A Act and the B Act", "The **laws** that it enforces include the A Act"."""
    whole, members = name.head.child("nsubj"), tuple(conjuncts(name))
    if whole is None or whole.tag != "NNS":
        return
    is_part = name.head.lemma == "include" and whole.child("relcl", "acl") is not None
    if is_part or (name.head.lemma == "be" and len(members) > 1):
        yield Membership(whole, members, name, "class-with-list")
