"""What is quoted word for word: '"The fee is a tax," says X', '"The fee," X says, "is a tax"', 'X puts it so: "The fee is a tax"'."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.cues import cues
from pipeline.extract.held import clause_from, follows_reason, is_quote, quotation
from pipeline.extract.reported import Report, report
from pipeline.extract.speech import Speech
from pipeline.extract.trees import FINITE, NOUNS, first_noun, left_edge
from pipeline.source.tokens import Sentence, Token

# A second part of a quotation begins so many words after who says it, at most.
_APART = 14
# What opens a clause before the main one.
_FRONTING = frozenset({"after", "because", "before", "once", "since", "when"})


def fronted(speech: Speech) -> Iterator[Report]:
    """ "The rules are too strict, **critics say**", '"They save lives," **said the director**, "and they are cheap"'."""
    verb, sentence = speech.verb, speech.sentence
    tokens = sentence.tokens
    holder, end = _who_and_where(speech)
    if speech.passive:
        yield from _said_in_passing(speech)
    if speech.passive or holder is None or end < 1:
        return
    quoted = quotation(sentence, end - 1) or (quotation(sentence, end - 2) if tokens[end - 1].text == "," else [])
    if not _may_stand_apart(sentence, verb, bool(quoted)):
        return
    start = quoted[0].i if quoted else next((t.i + 1 for t in reversed(tokens[:end]) if t.text in (";", ":")), 0)
    words = tokens[start:end]
    last = max([verb.i, *(child.i for child in verb.all("prt"))])
    goes_on = not quoted and last + 2 < len(tokens)
    has_comma = goes_on and tokens[last + 1].text == ","
    if (goes_on and tokens[end - 2].tag == "WDT") or (has_comma and follows_reason(tokens, left_edge(holder))):
        words = clause_from(sentence, last + 2)  # "rules which, tenants complain, are too strict", "because, they said, it is"
    elif has_comma:  # "The fees, tenants complain, are too high"
        words = clause_from(sentence, start)
    elif not quoted and holder.i > verb.i and (_splits_clause(tokens, verb) or (tokens[end - 2].pos == "AUX" and _is_inserted(tokens, holder))):
        words = clause_from(sentence, start)  # "The agency is, say its critics, a paper tiger", "The toll, say its critics, hurts ports"
    words = words[1:] if words and words[0].lower == "that" else words
    if words and not quoted and words[0].lower in _FRONTING:  # "**When** pilots struck, the king answered with a decree"
        return
    if quoted or any(token.tag in FINITE for token in words):
        second = _second_part(tokens, max(verb.i, holder.i)) if quoted else []
        stance, reverses = cues().clause[verb.lemma], verb.lemma in cues().denying
        if not second or any(token.tag in FINITE for token in words):  # but '"In plain words," says X, "it is a tax"'
            yield from report((verb,), holder, words, stance, "reported-clause", reverses=reverses)
        yield from report((verb,), holder, second, stance, "reported-clause", reverses=reverses)


def _said_in_passing(speech: Speech) -> Iterator[Report]:
    """ "The tolls, **it is said**, are too high", "the tolls are, **it is often claimed**, too high"."""
    verb, tokens = speech.verb, speech.sentence.tokens
    subject = verb.child("nsubjpass")
    is_inserted = subject is not None and subject.lower == "it" and subject.i > 1 and tokens[subject.i - 1].text == ","
    if is_inserted and verb.i + 2 < len(tokens) and tokens[verb.i + 1].text == ",":
        start = next((t.i + 1 for t in reversed(tokens[: verb.i]) if t.text in (";", ":")), 0)
        yield from report((verb,), None, clause_from(speech.sentence, start), cues().clause[verb.lemma], "reported-clause")


def _may_stand_apart(sentence: Sentence, verb: Token, is_quoted: bool) -> bool:
    """Whether a verb may come after what it reports."""
    before = sentence.tokens[verb.i - 1] if verb.i else verb
    told = [c for c in verb.children if c.dep in ("ccomp", "advcl") and c.i < verb.i]
    is_inverted = before.text == "," and verb.child("nsubj") is None and verb.child("dobj") is not None
    is_finite = any(token.tag in FINITE for token in (verb, *verb.all("aux"))) or (verb.tag == "VB" and (verb.dep == "ROOT" or is_quoted))
    is_apart = verb.dep in ("parataxis", "ccomp") or is_quote(before) or any(c.dep == "ccomp" or is_inverted for c in told)
    return is_finite and (is_apart or is_quoted or _splits_clause(sentence.tokens, verb))


def _splits_clause(tokens: list[Token], verb: Token) -> bool:
    """Whether a verb and who says it stand between a subject and its verb: "Rents, **warns** the league, will rise"."""
    comma = next((token.i for token in tokens[verb.i + 1 : verb.i + _APART] if token.text == ","), len(tokens))
    is_between = tokens[verb.i - 1].text == "," and comma + 1 < len(tokens) and tokens[comma + 1].tag in FINITE
    return is_between and not any(token.tag in (*FINITE, "VBG", "VBN") for token in (*tokens[: verb.i], *tokens[verb.i + 1 : comma]))


def _who_and_where(speech: Speech) -> tuple[Token | None, int]:
    """Who says it, and the index where what is said ends."""
    verb, tokens, holder = speech.verb, speech.sentence.tokens, speech.holder
    if holder is not None and holder.i < verb.i:
        end = left_edge(holder)
        if end and (tokens[end - 1].text == "," or is_quote(tokens[end - 1])):
            return holder, end
    if (speaker := _between_quote_and_verb(tokens, verb)) is not None:
        return speaker, left_edge(speaker)
    if tokens[verb.i - 1].text in (",", "?", "!") or is_quote(tokens[verb.i - 1]):  # inverted: the holder follows
        after = [child for child in verb.children if child.i > verb.i]
        is_object = any(child.dep in ("nsubj", "dobj") for child in after)
        holder = next((c for c in after if is_object and c.dep in ("nsubj", "dobj", "npadvmod", "oprd", "attr")), None) or first_noun(tokens, verb.i + 1)
        if holder is not None and (holder.i > verb.i or any(is_quote(token) for token in tokens[: verb.i])):
            return holder, verb.i  # but "The agency, called into being in 1990, judges degrees"
    return None, 0


def _between_quote_and_verb(tokens: list[Token], verb: Token) -> Token | None:
    """Who stands between a quotation and its verb: '"We set rules", **its head**, Ann Lee, **told** a hearing'."""
    close = next((token.i for token in reversed(tokens[: verb.i]) if is_quote(token)), verb.i)
    between = tokens[close + 1 : verb.i]
    if not between or between[-1].text != "," or any(token.pos in ("VERB", "AUX") for token in between):
        return None
    return next((token for token in between if token.tag in NOUNS and token.dep != "compound"), None)


def _second_part(tokens: list[Token], after: int) -> list[Token]:
    """The rest of a quotation after who says it: '"They watch us," she said, **"and they blame us."**'."""
    start = next((t.i for t in tokens[after + 1 : after + _APART] if is_quote(t)), None)
    if start is None:
        return []
    end = next((t.i for t in tokens[start + 1 :] if is_quote(t)), len(tokens))
    words = tokens[start + 1 : end]
    return words if any(token.tag in FINITE for token in words) else []


def put(speech: Speech) -> Iterator[Report]:
    """'X **puts it** more simply: "The fee is a tax"', '"The fee is a tax", as X **puts it**; "it is unfair"'."""
    verb, tokens = speech.verb, speech.sentence.tokens
    holder = speech.holder or verb.child("nsubj")
    if holder is None or verb.i + 1 >= len(tokens) or tokens[verb.i + 1].lower not in ("it", "matters", "things", "up"):
        return
    colon = next((t.i for t in tokens[verb.i + 1 : verb.i + 8] if t.text == ":"), None)
    if colon is not None:
        yield from report((verb,), holder, tokens[colon + 1 :], "neutral", "reported-clause")
        return
    start = left_edge(holder) - 1
    if start > 0 and tokens[start].lower == "as":
        quoted = quotation(speech.sentence, start - 1)
        yield from report((verb,), holder, quoted, "neutral", "reported-clause")
        yield from report((verb,), holder, _second_part(tokens, verb.i) if quoted else [], "neutral", "reported-clause")


def told_after_colon(speech: Speech) -> Iterator[Report]:
    """ "The governor was blunt**: the fee is a tax**" is left to others; here 'X said: **"The fee is a tax"**'."""
    tokens, last = speech.sentence.tokens, speech.verb
    colon = next((t for t in tokens[last.i + 1 : last.i + _APART] if t.text == ":"), None)
    if colon is not None and colon.i + 1 < len(tokens) and is_quote(tokens[colon.i + 1]) and speech.holder is not None:
        yield from report((last,), speech.holder, tokens[colon.i + 1 :], cues().clause[last.lemma], "reported-clause")


def introduced(sentence: Sentence, colon: Token) -> Iterator[Report]:
    """ "Its critics' verdict is harsh**: the fee is a tax**", 'Anna Berg went further**: "The fee is a tax."**'."""
    tokens = sentence.tokens
    start = next((t.i + 1 for t in reversed(tokens[: colon.i]) if t.text == ";"), 0)
    before = tokens[start : colon.i]
    after = clause_from(sentence, colon.i + 1)
    noun = next((t for t in before if t.lemma in cues().noun and t.pos == "NOUN" and t.child("poss") is not None), None)
    if noun is not None and any(token.tag in FINITE for token in after):
        yield from report((noun,), noun.child("poss"), after, cues().noun[noun.lemma], "reported-clause")
    elif after and _is_all_quoted(tokens[colon.i + 1 :]) and (subject := next((t for t in before if t.dep == "nsubj"), None)) is not None:
        yield from report((subject.head,), subject, tokens[colon.i + 1 :], "neutral", "reported-clause", by_people=True)


def _is_all_quoted(tokens: list[Token]) -> bool:
    """Whether words are one quotation up to their end."""
    marks = [position for position, token in enumerate(tokens) if is_quote(token)]
    return bool(marks) and marks[0] == 0 and (len(marks) == 1 or marks[1] >= len(tokens) - 2)


def _is_inserted(tokens: list[Token], holder: Token) -> bool:
    """Whether the sentence goes on after a comma behind the holder."""
    return holder.i + 2 < len(tokens) and tokens[holder.i + 1].text == ","
