"""Relative clauses that the parser built around the wrong word: "the code, which the tribunal **enforces**"."""

from __future__ import annotations

from pipeline.extract.lemmas import third_person
from pipeline.extract.trees import NOUNS, rebuild
from pipeline.source.tokens import Token

_SINGULAR = frozenset({"NN", "NNP", "NNPS"})


def mend_relatives(tokens: list[Token]) -> bool:
    """Put the misread relative clauses of a sentence right, in place; whether there was one."""
    changed = False
    for token in tokens[2:]:
        if token.tag == "NNS" and token.dep == "nsubj" and token.head.tag == "WDT" and token.head.dep == "appos":
            changed |= _verb_as_noun(tokens, token)
        if token.dep == "relcl":
            changed |= _noun_as_verb(tokens, token) if token.tag == "NNS" else _object_as_subject(token)
    return changed


def _noun_as_verb(tokens: list[Token], verb: Token) -> bool:
    """ "the code, which the tribunal **enforces**": a relative clause has a verb, and a noun before it is its subject."""
    pronoun, subject = verb.child("nsubj", "nmod"), tokens[verb.i - 1]
    which = verb.child("dobj", "det", "nsubj")
    if which is not None and which.tag in ("WDT", "WP") and subject.dep == "compound" and subject.tag == "NNP" and (does := third_person(verb)) is not None:
        return rebuild(tokens, verb, does, {subject: (verb, "nsubj"), which: (verb, "dobj")})  # "a secretariat, which **Ada Lund heads**"
    lemma = third_person(verb)
    object_ = verb.child("dobj")
    if lemma is not None and object_ is not None and object_.tag in ("WDT", "WP") and pronoun is not None and pronoun.tag in NOUNS:
        return rebuild(tokens, verb, lemma, {})  # "commissioners, whom the governor **appoints**"
    if lemma is not None and pronoun is subject and pronoun.lower in ("it", "he", "she"):
        return rebuild(tokens, verb, lemma, {})  # "the laws it **enforces**"
    if lemma is None or pronoun is None or pronoun.tag not in ("WDT", "WP") or subject.head is not verb or subject.tag not in _SINGULAR:
        return False
    heads = {subject: (verb, "nsubj"), pronoun: (verb, "dobj")}
    heads |= {word: (subject, word.dep) for word in verb.children if pronoun.i < word.i < subject.i}
    return rebuild(tokens, verb, lemma, heads)


def _verb_as_noun(tokens: list[Token], verb: Token) -> bool:
    """ "the code, which the agency **enforces**, obliges", read as enforces of the agency, which are the code."""
    which, subject, lemma = verb.head, tokens[verb.i - 1], third_person(verb)
    if lemma is None or subject.head is not verb or subject.tag not in _SINGULAR or which.i > subject.i:
        return False
    heads = {verb: (which.head, "relcl"), which: (verb, "dobj"), subject: (verb, "nsubj")}
    heads |= {word: (subject, word.dep) for word in verb.children if which.i < word.i < subject.i}
    return rebuild(tokens, verb, lemma, heads)


def _object_as_subject(verb: Token) -> bool:
    """ "the code, **which** the tribunal enforces", where both were read as the subject."""
    subjects = verb.all("nsubj")
    if len(subjects) == 1 and (which := verb.child("dep")) is not None and which.tag == "WDT" and which.i < subjects[0].i < verb.i:
        which.dep = "dobj"  # "the board, **which** many consider a relic"
        return True
    if len(subjects) == 2 and subjects[0].tag == "WDT" and subjects[1].i < verb.i and verb.child("dobj", "cop", "ccomp") is None and verb.pos == "VERB":
        subjects[0].dep = "dobj"
        return True
    return False
