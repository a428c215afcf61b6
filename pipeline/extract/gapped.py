"""Views that share words with the one before.

"Accused by traders of favour and **by farmers of neglect**", "drew praise for its speed and **criticism for its fees**", "praise its speed but **not its
fees**", "to its critics it is a relic, **to its friends a bulwark**".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from pipeline.extract.cues import OPPOSITE, cues
from pipeline.extract.held import clause_from, phrase_from
from pipeline.extract.reported import SETTING_AGAINST, Report, report
from pipeline.extract.trees import FINITE, INSIDE, NOUNS, OPENING, last_of_phrase
from pipeline.source.tokens import Sentence, Token

_JOINS = SETTING_AGAINST | {"and", "but"}
_ENDS = frozenset({",", ";", ":", "."})
_SOME = frozenset({"many", "others", "some"})
# Who holds the second view takes at most so many words.
_NAMED = 7


def shared(sentence: Sentence, first: Report) -> Iterator[Report]:
    """A report, without what belongs to another, and the other."""
    if first.rule == "reported-clause":
        yield from _clauses(sentence, first)
    elif first.rule == "reported-noun":
        yield from _nouns(first)
    elif first.rule in ("blame-or-praise", "framed-as") and first.holder is not None and (second := _by_others(sentence, first)) is not None:
        yield first
        by, kind = second
        told = phrase_from(sentence, kind.i + 1)
        yield from report((by, kind), last_of_phrase(sentence.tokens, by.i + 1), told, first.stance, first.rule, first.by_people)
    elif first.rule in ("criticised-or-praised", "blame-or-praise", "reported-topic") and first.stance != "neutral" and first.words:
        yield from _with_exception(sentence, first)
    else:
        yield first


def _as(first: Report, words: Sequence[Token]) -> Iterator[Report]:
    """The same report of these words."""
    return report(first.cue, first.holder, [*words], first.stance, first.rule, first.by_people, first.reverses)


def _clauses(sentence: Sentence, first: Report) -> Iterator[Report]:
    """ "Landlords say that the board is slow, **and tenants that it is deaf**"."""
    second = _that_of_others(sentence, first)
    if second is None:
        yield first
        return
    holder, that, end = second
    yield from _as(first, [word for word in first.words if word.i < end])
    yield from report((first.cue[0], that), holder, clause_from(sentence, that.i + 1), first.stance, first.rule, first.by_people, first.reverses)


def _that_of_others(sentence: Sentence, first: Report) -> tuple[Token, Token, int] | None:
    """Who else says what, the "that" of it, and where that begins."""
    tokens = sentence.tokens
    if first.holder is None or not first.words:
        return None
    for that in tokens[first.words[0].i + 2 : -2]:
        last = that.i - 1 - (tokens[that.i - 1].text == ",")
        if that.lower != "that" or that.tag == "WDT" or tokens[last].tag not in ("NNS", "NNP", "NNPS"):
            continue
        start = last
        while tokens[start - 1].tag in INSIDE and last - start < _NAMED:
            start -= 1
        before = tokens[start - 1]
        if before.text == ";" or (before.text == "," and tokens[last].lower in _SOME) or (before.lower in _JOINS and tokens[start - 2].text in (",", ";")):
            return tokens[last], that, start - 1
    return None


def _nouns(first: Report) -> Iterator[Report]:
    """ "drew praise for its speed **and criticism for its fees**"."""
    words, topic = first.words, first.cue[-1].lower
    place = next((k for k in range(2, len(words) - 2) if words[k].lemma in cues().noun and words[k + 1].lower == topic), 0)
    opening = place - 1 - (words[place - 1].tag == "JJ") if place else 0
    if len(first.cue) < 2 or opening < 1 or words[opening].lower not in _JOINS:
        yield first
        return
    yield from _as(first, words[:opening])
    noun, following = words[place : place + 2]
    yield from report((noun, following), first.holder, [*words[place + 2 :]], cues().noun[noun.lemma], first.rule, first.by_people)


def _by_others(sentence: Sentence, first: Report) -> tuple[Token, Token] | None:
    """ "accused by traders of favour and **by** farmers **of** neglect", "described by users as slow and **by** others **as** fast"."""
    tokens, end = sentence.tokens, first.words[-1].i + 1
    by = next((t for t in tokens[end : end + 3] if t.lower == "by" and tokens[t.i - 1].lower in _JOINS), None)
    kinds = {first.cue[-1].lower} if first.rule == "framed-as" else cues().charge.get(first.cue[0].lemma, ())
    kind = next((t for t in tokens[by.i + 2 : by.i + _NAMED] if t.lower in kinds), None) if by is not None else None
    return (by, kind) if by is not None and kind is not None else None


def _with_exception(sentence: Sentence, first: Report) -> Iterator[Report]:
    """ "praise its speed **but not its fees**"."""
    tokens = sentence.tokens
    places = range(first.words[0].i + 1, min(first.words[-1].i + 2, len(tokens) - 2))
    but = next((k for k in places if [t.lower for t in tokens[k : k + 2]] == ["but", "not"]), None)
    start = but + 2 if but is not None else 0
    start += start < len(tokens) and len(first.cue) > 1 and tokens[start].lower == first.cue[-1].lower  # "happy with X but not **with** Y"
    if but is None or start >= len(tokens) or tokens[start].tag not in OPENING:
        yield first
        return
    yield from _as(first, [word for word in first.words if word.i < but])
    yield from report((tokens[but + 1],), first.holder, phrase_from(sentence, start), OPPOSITE[first.stance], first.rule, first.by_people)


def of_some(sentence: Sentence, preposition: Token) -> Iterator[Report]:
    """ "**For some** it is a lifeline, **for others** a burden", "to its critics, the agency is a relic; **to its friends, a bulwark**"."""
    tokens, start = sentence.tokens, preposition.i
    before = tokens[start - 1] if start else None
    opens = before is None or before.text in (",", ";", ":") or before.lower in _JOINS
    is_some = start + 2 < len(tokens) and tokens[start + 1].lower in _SOME and tokens[start + 2].pos in ("PRON", "PUNCT", "DET")
    holder = tokens[start + 1] if is_some else last_of_phrase(tokens, start + 1)
    if not opens or holder is None or holder.i + 2 >= len(tokens):
        return
    told = [*takewhile(lambda token: token.text not in _ENDS, tokens[holder.i + 1 + (tokens[holder.i + 1].text == ",") :])]
    is_clause = any(token.tag in FINITE for token in told)
    is_gapped = bool(told) and not is_clause and told[0].tag in ("DT", "PRP$") and told[-1].tag in NOUNS and _is_second(tokens, preposition)
    if told and ((is_some and is_clause) or (is_gapped and (is_some or holder.tag == "NNS"))):
        yield from report((preposition,), holder, told, "neutral", "according-to")


def _is_second(tokens: list[Token], preposition: Token) -> bool:
    """Whether the same preposition opened the clause before."""
    return any(
        t.lower == preposition.lower and (t.i == 0 or tokens[t.i - 1].text in (";", ":") or tokens[t.i - 1].lower in ("but", "and"))
        for t in tokens[: max(0, preposition.i - 3)]
    )
