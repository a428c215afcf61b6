"""Clauses that say in passing whose view the sentence is: "as sailors see it, ...", "if sailors are to be believed, ...", "or so sailors say"."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.cues import cues
from pipeline.extract.held import clause_from, follows_reason
from pipeline.extract.reported import Report, report
from pipeline.extract.syntax import SUBJECTS
from pipeline.extract.trees import FINITE
from pipeline.source.tokens import Sentence, Token

# An aside has so many words at most.
_LONG = 14
_SEEING = frozenset({"have", "put", "see", "tell", "view"})


def aside(sentence: Sentence, opening: Token) -> Iterator[Report]:
    """The clause that "as", "if" or "so" opens, where it tells who holds the rest of the sentence."""
    tokens = sentence.tokens
    end = next((t.i for t in tokens[opening.i + 1 : opening.i + _LONG] if t.text in (",", ";", ".")), None)
    if end is None or not (opening.i == 0 or tokens[opening.i - 1].text in (",", ";", ":") or tokens[opening.i - 1].lower == "or"):
        return
    inside = tokens[opening.i + 1 : end]
    verb = _telling(opening, inside)
    holder = _teller(opening, verb, inside) if verb is not None else None
    if verb is None or holder is None:
        return
    if opening.i == 0 or tokens[opening.i - 1].text in (";", ":") or follows_reason(tokens, opening.i):
        words = clause_from(sentence, end + 1)
    else:
        start = next((t.i + 1 for t in reversed(tokens[: opening.i]) if t.text in (";", ":")), 0)
        last = opening.i - (tokens[opening.i - 1].lower == "or")
        words = tokens[start:last]
        if not any(token.tag in FINITE for token in words):  # "The toll, as sailors see it, is a tax"
            words = clause_from(sentence, start)
    if any(token.tag in FINITE for token in words):
        yield from report((opening, verb), holder, words, "neutral", "according-to")


def _telling(opening: Token, inside: list[Token]) -> Token | None:
    """The verb of the aside, where it says or sees: "as X **see** it", "as X has **pointed** out", "if X are to be **believed**"."""
    words = [token.lower for token in inside]
    if opening.lower == "if":
        return next((t for t in inside if t.lower in ("believed", "trusted") and "to" in words), None)
    if opening.lower == "as" and words[:2] == ["far", "as"]:
        return next((t for t in inside[-1:] if t.lower == "concerned"), None)
    verb = next((t for t in inside if t.pos == "VERB" and (t.lemma in cues().clause or t.lemma in _SEEING)), None)
    if verb is None or (verb.tag not in FINITE and not verb.all("aux")) or verb.child("auxpass") is not None:
        return None
    after = [token.lower for token in inside if token.i > verb.i and token.pos != "ADV" and token.dep != "prt"]
    is_bare = not after or after == ["it"] or after[0] in ("in", "on", "to", "at")
    return verb if is_bare and (verb.lemma in cues().clause or "it" in after) else None


def _teller(opening: Token, verb: Token, inside: list[Token]) -> Token | None:
    """The subject of the aside, which stands before its verb."""
    subject = verb.child(*SUBJECTS) or next((t for t in inside if t.dep in SUBJECTS), None)
    is_before = subject is not None and opening.i < subject.i < verb.i
    return subject if is_before and subject is not None and subject.pos != "PRON" else None
