"""Verbs that say what something is in somebody's eyes: "hold it to be a burden", "count it among the best"."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.cues import cues
from pipeline.extract.held import phrase_from
from pipeline.extract.polarity import polarity
from pipeline.extract.reported import Report, report
from pipeline.extract.speech import Speech
from pipeline.extract.trees import FINITE
from pipeline.source.tokens import Token

_JUDGING = frozenset(
    {"adjudge", "believe", "consider", "declare", "deem", "feel", "find", "hold", "judge", "reckon", "suppose", "take", "think"}
)
_RANKING = frozenset({"class", "consider", "count", "name", "number", "place", "rank", "rate", "reckon"})
# The verb and what follows it are at most so many words apart.
_REACH = 14


def deemed(speech: Speech) -> Iterator[Report]:
    """ "hold the fee to be **a burden**", "was found by the court to be **slow**", "is widely thought to be **useless**"."""
    verb, tokens = speech.verb, speech.sentence.tokens
    if verb.lemma not in _JUDGING:
        return
    be = next((token for token in _up_to_clause(speech) if token.lower == "be" and tokens[token.i - 1].lower == "to"), None)
    agent = verb.child("agent")
    holder = speech.holder or (agent.child("pobj") if agent is not None else None)
    if be is None or (holder is None and not speech.passive):
        return
    told = phrase_from(speech.sentence, be.i + 1, verb)
    if holder is None and (by := next((token for token in told[1:] if token.lower == "by" and token.head.pos in ("AUX", "ADJ")), None)) is not None:
        told, holder = [token for token in told if token.i < by.i], by.child("pobj")  # "was found to be unfair **by the court**"
    is_felt = any(child.lower in cues().hedges for child in verb.children)
    if holder is not None or is_felt or polarity(told):  # but "is believed to be the oldest"
        yield from report((verb, be), holder, told, "neutral", "framed-as", by_people=True)


def ranked(speech: Speech) -> Iterator[Report]:
    """ "count the fund **among the best in the region**"."""
    if speech.verb.lemma not in _RANKING or speech.holder is None or speech.passive:
        return
    among = next((token for token in _up_to_clause(speech) if token.lower == "among"), None)
    if among is None:
        return
    told = phrase_from(speech.sentence, among.i, speech.verb)
    if len(told) < 2 or told[1].tag == "PRP$":  # "counts it among **its** members"
        return
    stance = "critical" if polarity(told) < 0 else "supportive"  # nobody counts what is middling
    yield from report((speech.verb, among), speech.holder, told, stance, "framed-as", by_people=True)


def _up_to_clause(speech: Speech) -> Iterator[Token]:
    """The words behind a verb up to the next clause, or to a punctuation mark."""
    for token in speech.sentence.tokens[speech.verb.i + 1 : speech.verb.i + _REACH]:
        if token.tag in FINITE or token.lower == "that" or token.text in (",", ";", ":"):
            return
        yield token
