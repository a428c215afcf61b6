"""Views in adjectives: "are wary of", "is worried that", "remains doubtful to lawyers"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.extract.cues import cues
from pipeline.extract.held import after_that, clause_around, following_that, is_nobody, phrase_from
from pipeline.extract.opinion_scan import end_of_phrase
from pipeline.extract.reported import OPENERS, Report, report
from pipeline.extract.speech import RARELY, before_relative
from pipeline.source.tokens import Sentence, Token

_UNLIKE = RARELY | {"less", "longer", "n't", "never", "not"}
_SURE = frozenset({"certain", "convinced", "persuaded", "sure"})
_SIDED = frozenset({"divided", "opposed"})
_ASKING = frozenset({"whether", "if", "how", "why"})
# What bodies and their members are without feeling anything.
_AT_WORK = frozenset({("relieved", "of"), ("concerned", "with")})
_WHEN = frozenset({"first", "last", "once", "times"})


def of_adjective(sentence: Sentence, adjective: Token) -> Iterator[Report]:
    """ "shipowners are worried that", "scientists are sceptical about", "the need remains doubtful to lawyers"."""
    words, tokens, be = cues(), sentence.tokens, adjective.child("auxpass")  # "are **convinced** that", read as a passive
    verb = be or clause_around(adjective.head if adjective.head is not adjective else adjective)
    stance, holder = words.adjective[adjective.lower], verb.child("nsubj", "nsubjpass") or adjective.child("nsubj", "nsubjpass")
    predicate = adjective if be is not None else verb
    if holder is None and predicate.dep == "conj":
        holder = predicate.head.child("nsubj")  # "**groups** welcomed it but are disappointed that"
    modifiers = {child.lower for child in (*adjective.children, *verb.children)}
    if modifiers & _UNLIKE or is_nobody(holder):
        if stance == "critical" or (stance == "neutral" and not is_nobody(holder) and adjective.lower not in _SURE):
            return
        stance = "critical"  # "few are convinced that"
    opening = next((t for t in tokens[adjective.i + 1 : adjective.i + 3] if t.lower in OPENERS or t.lower in words.topics), None)
    if opening is None:
        opening = following_that(sentence, adjective)  # "remains worried, all the same, **that**", "adamant in a letter **that**"
    if opening is None and _is_stirred(adjective):
        opening = next((t for t in tokens[adjective.i + 1 : adjective.i + 2] if t.lower == "by"), None) or adjective.child("agent")
    relative, told = before_relative(verb, words.topics) if opening is None else (None, [])
    if relative is not None and holder is not None:  # "the levy, of which farmers are **wary**"
        yield from report((relative, adjective), holder, told, stance, "reported-topic", True)
        return
    if opening is not None and opening.lower == "at" and opening.i + 1 < len(tokens) and tokens[opening.i + 1].lower in _WHEN:
        return  # "sceptical **at first**"
    if opening is None or (opening.lower == "to" and opening.tag != "IN") or (adjective.lower, opening.lower) in _AT_WORK:
        return
    if adjective.lower in words.with_whom:
        yield from _doubtful_to(sentence, adjective, opening, stance)
    elif holder is None or holder.lower in ("everybody", "everyone") or (holder.lower == "it" and stance == "neutral"):
        return  # "it is uncertain whether", but "the league likes it, though **it is worried** that"
    elif holder.lemma in words.noun and stance == "neutral":  # "opinion is divided on", but "the opposition is wary of it"
        yield from report((adjective, opening), None, phrase_from(sentence, opening.i + 1), stance, "reported-topic")
    elif opening.lower in OPENERS:
        for found in after_that(adjective, opening, holder, stance, sentence):
            yield replace(found, by_people=True)
    else:
        start = opening.i + 1
        start += start < len(tokens) and tokens[start].lower == "to"  # "are divided as to whether"
        if [token.lower for token in tokens[start : start + 2]] in (["it", "for"], ["them", "for"]):
            start += 2  # "grateful to it for **its help**"
        start += start < len(tokens) and tokens[start].lower in ("whether", "if") and stance == "critical"
        told = phrase_from(sentence, start)
        is_fronted = verb.dep == "advcl" and verb.i < verb.head.i  # "although they were wary **of it**, they now say"
        comma = next((place for place, token in enumerate(told) if token.text == "," and (adjective.dep == "advcl" or is_fronted)), len(told))
        yield from report((adjective, opening), holder, told[:comma], stance, "reported-topic", True)


def _is_stirred(adjective: Token) -> bool:
    """Whether an adjective may tell with "by" what stirs the feeling: "are worried by", but not "is opposed by"."""
    return adjective.lower.endswith("ed") and adjective.lower not in _SIDED and adjective.lemma not in cues().object


def _doubtful_to(sentence: Sentence, adjective: Token, preposition: Token, stance: str) -> Iterator[Report]:
    """ "Whether **it will last** remains doubtful to sceptics", "it is unclear to lawyers **how it applies**"."""
    verb, holder, tokens = clause_around(adjective), preposition.child("pobj"), sentence.tokens
    subject = verb.child("csubj", "nsubj", "nsubjpass")
    if holder is None or subject is None:
        return
    if subject.lower == "it":
        start = end_of_phrase(tokens, preposition.i + 1)
        start = next((t.i for t in tokens[preposition.i + 1 :] if t.lower in _ASKING | {"that"}), start)
        told = phrase_from(sentence, start + (tokens[start].lower in ("that", "whether") if start < len(tokens) else 0))
    else:
        first = next((t.i + 1 for t in reversed(tokens[: verb.i]) if t.text == ";"), 0)
        told = tokens[first : verb.i]
        if told and told[0].lower in ("whether", "that"):
            told = told[1:]
    yield from report((adjective, preposition), holder, told, stance, "reported-topic", True)
