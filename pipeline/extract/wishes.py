"""What people want: "calls for X have grown", "would prefer X", "want X closed", "urged X to", "asked that X"."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.cues import cues
from pipeline.extract.held import phrase_from
from pipeline.extract.reported import Report, report
from pipeline.extract.speech import Speech
from pipeline.extract.trees import FINITE, NOUNS
from pipeline.source.tokens import Sentence, Token

_QUESTIONS = frozenset({"how", "whether", "why"})
_LEARNING = frozenset({"hear", "know", "see", "understand"})
_BY = frozenset({"by", "from", "among"})
# Verbs of who joins or meets a call of others, or makes one.
_CALLING = frozenset(
    {"back", "echo", "endorse", "face", "fuel", "intensify", "issue", "join", "launch", "lead", "make", "prompt", "provoke", "reiterate",
     "renew", "repeat", "spark", "support", "trigger", "voice"}
)  # fmt: skip
_OWN = frozenset({"back", "echo", "endorse", "issue", "join", "launch", "lead", "make", "reiterate", "renew", "repeat", "support", "voice"})


def calls(sentence: Sentence, noun: Token) -> Iterator[Report]:
    """ "**Calls for the publication of its models** have gone unanswered", "there have been demands by tenants for X", "their plea for X"."""
    marks = (mark for clause in noun.all("advcl", "acl", "relcl") for mark in clause.all("mark") if mark.lower == "for")  # "calls **for** it to be split"
    preposition = next((p for p in (*noun.all("prep"), *marks) if p.lower in ("for", "that") and p.i <= noun.i + 6), None)
    if preposition is None or not (noun.tag in ("NNS", "VBZ") or noun.child("poss") is not None or noun.head.lemma in _CALLING):
        return
    by = next((p for p in noun.all("prep") if p.lower in _BY), None)
    holder = (by.child("pobj") if by is not None else None) or noun.child("poss")
    is_subject = noun.dep in ("nsubj", "nsubjpass")
    verb = noun.head
    if is_subject:
        told = phrase_from(sentence, preposition.i + 1)
        first = min([verb.i, *(child.i for child in verb.all("aux", "auxpass", "neg"))])
        told = [token for token in told if token.i < first]
    elif verb.lemma in _CALLING or verb.child("expl") is not None:
        told = phrase_from(sentence, preposition.i + 1, verb)
        holder = holder or (verb.child("nsubj") if verb.lemma in _OWN and verb.child("expl") is None else None)
    else:
        return
    yield from report((noun, preposition), holder, told, "critical", "requested", by_people=True)


def requests(speech: Speech) -> Iterator[Report]:
    """ "urged **senators to reject it**", "have called on **the office to stop**"."""
    verb, tokens = speech.verb, speech.sentence.tokens
    if verb.lemma not in cues().request or speech.holder is None or speech.passive:
        return
    preposition = cues().request[verb.lemma]
    start = verb.i + 1
    if preposition:
        if start >= len(tokens) or tokens[start].lower not in preposition:
            return
        start += 1
    words = phrase_from(speech.sentence, start, verb)
    at = next((i for i, word in enumerate(words) if word.tag == "TO" and i + 1 < len(words) and words[i + 1].tag in ("VB", "VBP", "RB")), 0)
    if at:
        yield from report((verb,), speech.holder, words, "neutral", "requested", by_people=True)


def desires(speech: Speech) -> Iterator[Report]:
    """ "would like to see **the agency abolished**", "would prefer **smaller ships**", "want **the quay closed**", "want to know **why X**"."""
    verb, above = speech.verb, speech.verb.head
    would_rather = verb.tag == "VB" and verb.child("aux") is not None and any(child.lower in ("rather", "sooner") for child in verb.all("advmod"))
    if verb.lemma == "see" and would_rather and speech.holder is not None:
        yield from report((verb,), speech.holder, phrase_from(speech.sentence, verb.i + 1, verb), "neutral", "requested", by_people=True)
    elif verb.lemma == "see" and verb.dep == "xcomp" and above.lemma in cues().desiring:
        holder = above.child("nsubj") or speech.holder
        yield from report((above, verb), holder, phrase_from(speech.sentence, verb.i + 1, verb), "neutral", "requested", by_people=True)
    elif verb.lemma in cues().desiring and speech.holder is not None and not speech.passive:
        yield from _wished(speech)


def _wished(speech: Speech) -> Iterator[Report]:
    verb, tokens = speech.verb, speech.sentence.tokens
    would = any(child.lower in ("would", "'d") for child in verb.all("aux"))
    following = tokens[verb.i + 1 : verb.i + 4]
    if not (would or verb.lemma == "want") or not following or verb.dep == "relcl":
        return
    if following[0].tag == "TO":  # "want to know why X"
        if len(following) == 3 and following[1].lemma in _LEARNING and following[2].lower in _QUESTIONS:
            told = phrase_from(speech.sentence, verb.i + 3, verb)
            yield from report((verb, following[1]), speech.holder, told, "critical", "requested", by_people=True)
        return
    is_somebody = following[0].tag == "PRP" and [token.tag for token in following[1:2]] == ["TO"]  # "would like **it to** hold stocks"
    if (following[0].tag in ("IN", "RB", "PRP", "WP", "WRB") and not is_somebody) or following[0].tag in FINITE:
        return
    told = phrase_from(speech.sentence, verb.i + 1, verb)
    if is_somebody or any(token.tag in NOUNS for token in told):
        yield from report((verb,), speech.holder, told, "neutral", "requested", by_people=True)
