"""Phrases with a preposition that the parser hung on the wrong word: "accused by traders **of fraud**", "a member of the bank and **of the union**"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import takewhile

from pipeline.extract.cues import cues
from pipeline.extract.syntax import is_noun
from pipeline.extract.trees import hang
from pipeline.source.tokens import Sentence, Token

_YEAR = len("2000")


def phrase_shapes(sentence: Sentence, token: Token) -> Iterator[Callable[[Sentence, Token], bool]]:
    """The shapes that a word may be part of, by its label and tag; they are tried until one is put right."""
    if token.dep == "prep" and token.lower == "of" and token.i and sentence.tokens[token.i - 1].dep == "cc":
        yield _beside_an_of
    if token.dep == "pobj" and token.head.lower == "out":
        yield _second_out_of
    if token.dep == "agent" or (token.dep == "conj" and token.lower == "by"):
        yield _charge_behind_agent
    if token.lower == "by" and token.head.tag == "CD":
        yield _counted_too
    if token.dep == "prep" and token.head.tag == "CD" and token.head.dep == "pobj":
        yield _behind_year
    if token.dep == "conj" and token.tag == "IN":
        yield from (_agent_instead, _second_of)


def _charge_behind_agent(_: Sentence, agent: Token) -> bool:
    """ "was accused by traders **of favouritism**", "by the League of Pilots **of fraud**": the last "of" tells the charge, not who makes it."""
    verb, accuser = agent.head, agent.child("pobj")
    while agent.dep == "conj" and verb.pos != "VERB" and verb.head is not verb:  # "and **by farmers of neglect**"
        verb = verb.head
    own = [p for p in verb.all("prep") if p.lower == "of" and (agent.dep == "agent" or p.i > agent.i)]
    is_charged = "of" in cues().charge.get(verb.lemma, ()) and not own
    below = takewhile(lambda token: token.lower != "and", accuser.subtree()) if is_charged and accuser is not None else ()
    phrases = [token for token in below if token.lower == "of" and token.dep == "prep"]
    return bool(phrases) and hang(phrases[-1], verb, "prep")


def _second_out_of(_: Sentence, noun: Token) -> bool:
    """ "was formed out of the fund **and the agency**"."""
    of = next((p for p in noun.head.all("prep") if p.lower == "of" and p.i < noun.i), None)
    first = of.child("pobj") if of is not None else None
    return first is not None and hang(noun, first, "conj")


def _beside_an_of(_: Sentence, second: Token) -> bool:
    """ "is a member of the Bank for Settlements **and of the Conference**": of what the first "of" was, not of the bank."""
    first = second.head.head
    is_alone = not any(
        p.lower == "of" and p is not second for p in second.head.all("prep")
    )  # but "of the supervision of banks **and of insurers**"
    return is_alone and first.lower == "of" and first.dep == "prep" and first.i < second.head.i and hang(second, first.head, "prep")


def _agent_instead(_: Sentence, by: Token) -> bool:
    """ "are licensed not by the ministry **but by the Migration Bureau**": who does it is the second."""
    first = by.head
    if first.dep != "agent" or first.child("neg") is None or by.lower != "by":
        return False
    first.dep = "prep"
    return hang(by, first.head, "agent")


def _counted_too(sentence: Sentence, by: Token) -> bool:
    """ "three are appointed by the president, **two by the bank**": who appoints the others appoints too."""
    before = sentence.tokens[: by.i - 1] if by.i and sentence.tokens[by.i - 1].tag == "CD" else []
    agent = next((token for token in reversed(before) if token.dep == "agent" and token.head.pos == "VERB"), None)
    first, body = agent.child("pobj") if agent is not None else None, by.child("pobj")
    return first is not None and body is not None and hang(body, first, "conj")


def _second_of(_: Sentence, preposition: Token) -> bool:
    """ "supervision of banks **and of** insurers": two phrases with one preposition each."""
    noun = preposition.head
    if noun.dep == "prep" and noun.lower == preposition.lower and preposition.child("pobj") is not None:
        return hang(preposition, noun.head, "prep")  # "the work of A and **of B**"
    over = noun.head.head
    if noun.dep == "prep" and over.dep == "prep" and over.lower == preposition.lower and over.i < noun.i:
        return hang(preposition, over.head, "prep")  # "a member of the Bank for A and **of B**"
    if (
        noun.dep == "prep" and (inner := noun.child("pobj")) is not None and preposition.child("pobj") is not None
    ):  # "in charge of A and **of B**"
        return any(p.lower == preposition.lower for p in inner.all("prep")) and hang(preposition, inner, "prep")
    if not is_noun(noun) or preposition.child("pobj") is None or not any(p.lower == preposition.lower for p in noun.all("prep")):
        return False
    preposition.dep = "prep"
    return True


def _behind_year(_: Sentence, preposition: Token) -> bool:
    """ "spoke in 2019 **of** a weak link", "a report of 2012 **on** tolls": a year has no phrases."""
    year = preposition.head
    dated = year.head.head
    return (
        len(year.text) == _YEAR
        and year.text.isdigit()
        and preposition.i == year.i + 1
        and year.head.i < year.i
        and hang(preposition, dated, "prep")
    )
