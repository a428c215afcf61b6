"""Reports whose verb the parser took for a participle, a noun or a part of the clause before, so that nobody seems to say anything."""

from __future__ import annotations

from pipeline.extract.cues import cues
from pipeline.extract.held import TELLING, following_that
from pipeline.extract.trees import NOUNS, OPENING, rebuild
from pipeline.source.tokens import Sentence, Token


def mend_reports(sentence: Sentence) -> bool:
    """Put the misread reports of a sentence right, in place; whether there was one."""
    changed = False
    for token in sentence.tokens[1:-2]:
        if token.lemma in cues().clause and token.tag in ("VBN", "VBD") and token.dep == "acl":
            changed |= _participle_that_says(sentence, token)
        elif token.tag == "NNS" and token.dep == "ROOT" and token.lower[:-1] in cues().clause:
            changed |= _plural_that_says(sentence, token)
    return _phrase_in_front(sentence) or changed


def _participle_that_says(sentence: Sentence, verb: Token) -> bool:
    """ "The deputy Ann Lee **charged** in 2022 that ...", "Ann Lee, an envoy, **found** that X, and others say that Y".

    Only of those who are told something a clause may be true: "the ministers, told that X".
    """
    noun, that = verb.head, following_that(sentence, verb)
    if verb.lemma in TELLING or that is None or noun.tag not in NOUNS or verb.child("agent") is not None:
        return False
    if noun.head is noun:
        heads = {verb: (verb, "ROOT"), noun: (verb, "nsubj")} | {word: (verb, "ccomp") for word in noun.all("relcl") if word.i > that.i}
        return rebuild(sentence.tokens, verb, verb.lemma, heads, "VBD")
    main = noun.head
    other = next((child for child in reversed(noun.all("conj")) if verb.i < child.i < main.i), None)
    if noun.dep != "nsubj" or other is None or noun.i > verb.i or main.head is not main:
        return False
    heads = {verb: (verb, "ROOT"), main: (verb, "conj"), noun: (verb, "nsubj"), other: (main, "nsubj")}
    heads |= {word: (verb, "cc") for word in noun.all("cc") if word.i > verb.i}
    return rebuild(sentence.tokens, verb, verb.lemma, heads, "VBD")


def _plural_that_says(sentence: Sentence, noun: Token) -> bool:
    """ "the Gas Association **counters** that reviews cost time", read as counters that something does."""
    subject, that = noun.child("nsubj", "compound"), sentence.tokens[noun.i + 1]
    if subject is None or that.lower != "that" or subject.i > noun.i:
        return False
    heads = {noun: (noun, "ROOT"), subject: (noun, "nsubj")} | dict.fromkeys(noun.all("relcl"), (noun, "ccomp"))
    heads |= {before: (noun, "ccomp") for before in noun.all("csubj") if before.i < subject.i}
    that.dep, that.tag = "mark", "IN"
    return rebuild(sentence.tokens, noun, noun.lower[:-1], heads)


def _phrase_in_front(sentence: Sentence) -> bool:
    """ "After the accident, **nuclear groups** accused it", where the accident was read as one of those who accused."""
    first = sentence.tokens[0]
    verb = first.head
    if first.tag != "IN" or first.dep != "mark" or verb.head is not verb or verb.lemma not in cues().clause.keys() | cues().charge.keys():
        return False
    inner = verb.child("nsubj")
    subject = inner.child("conj") if inner is not None else None
    if inner is None or subject is None or subject.i != verb.i - 1 or inner.child("cc") is not None or inner.i > verb.i:
        return False
    opening = min(token.i for token in subject.subtree())
    if sentence.tokens[opening].tag not in OPENING or sentence.tokens[opening - 1].text != ",":
        return False
    return rebuild(sentence.tokens, verb, verb.lemma, {first: (verb, "prep"), inner: (first, "pobj"), subject: (verb, "nsubj")}, verb.tag)
