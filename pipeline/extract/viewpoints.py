"""What somebody is reported to hold: "critics argue that ...", "according to supporters ...", "is often seen as ...".

One viewpoint for each finite complement clause; coordinated noun phrases stay one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from typing import Any

from pipeline.config import load_yaml
from pipeline.extract.entities import Entities, Thing
from pipeline.extract.propositions import Proposition
from pipeline.extract.rulebook import RULES
from pipeline.extract.syntax import SUBJECTS, is_predicate
from pipeline.source.tokens import Sentence, Token

_STANCES = ("supportive", "critical", "neutral")
_HOLDER_TYPES = frozenset({"government_body", "international_organization", "organization", "person", "group"})
_COMPLEMENTIZERS = frozenset({"that", "whether", "if"})
_LINKS = frozenset({"and", "or", "but", "while", "whereas", "although", "though", "because", "as", "however"})


@dataclass(frozen=True, slots=True)
class ViewpointDraft:
    """A reported view; `start` and `end` are source offsets of its text, `holder` is None where nobody is named."""

    holder: Thing | None
    stance: str
    cue: str
    about: Thing | None
    sentence: Sentence
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Report:
    """A reporting construction: the words that report, the head of the holder's phrase, and the head of what is held with its tokens."""

    cue: tuple[Token, ...]
    holder: Token | None
    head: Token
    words: tuple[Token, ...]
    stance: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Cues:
    clause: dict[str, str]
    about: dict[str, frozenset[str]]
    charge: dict[str, frozenset[str]]
    frame: frozenset[str]
    noun: dict[str, str]
    holders: dict[str, str]
    words: dict[str, str]
    sources: frozenset[str]


@cache
def cues() -> _Cues:
    """The words of rules/viewpoints.yaml, ready for look-ups."""
    content = load_yaml(RULES / "viewpoints.yaml", "viewpoint_rules")

    def stances(lists: dict[str, list[str]]) -> dict[str, str]:
        return {word: stance for stance in _STANCES for word in lists.get(stance, ())}

    def sets(lists: dict[str, list[str]]) -> dict[str, frozenset[str]]:
        return {verb: frozenset(words) for verb, words in lists.items()}

    given: dict[str, Any] = content["cues"]
    return _Cues(
        stances(given["clause"]), sets(given["about"]), sets(given["charge"]), frozenset(given["frame"]), stances(given["noun"]),
        stances(content["holders"]), stances(content["words"]), frozenset(content["sources"]),
    )  # fmt: skip


def viewpoints(entities: Entities, said: dict[int, list[Proposition]], sentences: Iterable[Sentence]) -> Iterator[ViewpointDraft]:
    """The viewpoints of a document in text order; `said` holds the propositions of each sentence by the sentence's id()."""
    for sentence in sentences:
        for report in reports(said[id(sentence)]):
            holder = _holder(entities, report)
            if holder is None and report.holder is not None:
                continue
            yield ViewpointDraft(
                holder, _stance(report), " ".join(token.lower for token in report.cue), _about(entities, report), sentence,
                report.words[0].start, report.words[-1].end, report.rule,
            )  # fmt: skip


def reported_tokens(propositions: Iterable[Proposition]) -> set[Token]:
    """The tokens of a sentence that stand in what somebody is reported to hold."""
    return {token for report in reports(propositions) for token in report.words}


def reports(propositions: Iterable[Proposition]) -> Iterator[Report]:
    """The reporting constructions of one sentence, given its propositions."""
    known = list(propositions)
    if not known:
        return
    for proposition in known:
        if proposition.kind in ("verb", "participle", "copula") and not proposition.negated:
            yield from _of_verb(proposition)
    for token in known[0].sentence.tokens:
        if token.lower == "to" and token.head.lower == "according":
            yield from _according(known[0].sentence, token)
        elif token.pos == "NOUN" and token.lemma in cues().clause and (reporter := _misread_reporter(token)) is not None:
            that = _following_that(known[0].sentence, token)
            if that is not None and that.i == token.i + 1:
                yield from _after_that(known[0].sentence, token, that, reporter, cues().clause[token.lemma])
        elif token.pos == "NOUN" and token.lemma in cues().noun:
            yield from _of_noun(token)


def _of_verb(proposition: Proposition) -> Iterator[Report]:
    verb, words = proposition.predicate, cues()
    stance = words.clause.get(verb.lemma, "")
    holder = _reporter(proposition)
    if stance:
        that = _following_that(proposition.sentence, verb)
        if that is not None:
            yield from _after_that(proposition.sentence, verb, that, holder, stance)
        else:
            for clause in _clauses(verb):
                yield from _report((verb, *_marks(clause)), holder, clause, stance, "reported-clause")
    if verb.lemma in words.frame and (marker := verb.child("prep")) is not None and marker.lower == "as":
        yield from _framed(verb, marker, holder)
    for argument in proposition.arguments:
        if argument.role != "oblique" or not argument.marker:
            continue
        preposition = argument.marker[-1].lower
        if preposition in words.about.get(verb.lemma, ()):
            yield from _report((verb, *argument.marker), holder, argument.head, stance or "critical", "reported-topic")
        elif preposition in words.charge.get(verb.lemma, ()):
            kind = "supportive" if verb.lemma in _PRAISING else "critical"
            yield from _report((verb, *argument.marker), holder, argument.head, kind, "blame-or-praise")


_PRAISING = frozenset({"praise", "commend", "applaud", "credit", "hail", "laud", "commemorate"})


def _framed(verb: Token, marker: Token, holder: Token | None) -> Iterator[Report]:
    """ "is often seen as X": all that follows in the clause is how it is seen, but nobody need be named."""
    words = tuple(t for child in verb.children if child.i >= marker.i and not _is_other_report(child) for t in child.subtree() if t.i > marker.i)
    while words and words[-1].pos == "PUNCT":
        words = words[:-1]
    if words:
        yield Report((verb, marker), holder, marker, words, "neutral", "framed-as")


def _reporter(proposition: Proposition) -> Token | None:
    argument = proposition.argument("agent") if proposition.passive else proposition.argument("subject")
    return argument.head if argument is not None and argument.head.lower != "it" else None if argument is None else argument.head


def _following_that(sentence: Sentence, verb: Token) -> Token | None:
    """The "that" that opens what a verb reports: right after it, or after a short phrase ("told parliament that")."""
    for token in sentence.tokens[verb.i + 1 : verb.i + 7]:
        if token.lower == "that" and token.tag in ("IN", "DT", "WDT"):
            return token if token.tag == "IN" or token.i == verb.i + 1 else None
        if token.pos in ("VERB", "AUX") or token.text in (",", ";"):
            return None
    return None


def _after_that(sentence: Sentence, verb: Token, that: Token, holder: Token | None, stance: str) -> Iterator[Report]:
    """What stands after "that", by the words rather than the tree: up to a semicolon, the next report, or a second "and that"."""
    start = that
    words: list[Token] = []
    for token in sentence.tokens[that.i + 1 : _end_of_report(sentence, that)]:
        following = sentence.tokens[token.i + 1].lower if token.i + 1 < len(sentence.tokens) else ""
        if token.lower == "that" and words and words[-1].lower in ("and", "but", "or") and token.tag != "WDT":
            yield from _surface_report((verb, start), holder, words[:-1], stance)
            start, words = token, []
        elif not (token.text == "," and following in ("and", "but")) or words:
            words.append(token)
    yield from _surface_report((verb, start), holder, words, stance)


def _end_of_report(sentence: Sentence, that: Token) -> int:
    """The index after the last word of what is reported: at a semicolon, or a comma and conjunction before another report."""
    tokens = sentence.tokens
    for token in tokens[that.i + 1 :]:
        if token.text == ";":
            return token.i
        if token.lower in _LINKS and token.i and tokens[token.i - 1].text == ",":
            for later in tokens[token.i + 1 : token.i + 10]:
                if later.lemma in cues().clause and later.i + 1 < len(tokens) and _reports_on(tokens, later):
                    return token.i - 1
    return len(tokens)


def _reports_on(tokens: list[Token], verb: Token) -> bool:
    following = tokens[verb.i + 1].lower
    return following == "that" or following in cues().about.get(verb.lemma, ()) or any(child.dep == "ccomp" for child in verb.children)


def _surface_report(cue: tuple[Token, ...], holder: Token | None, words: list[Token], stance: str) -> Iterator[Report]:
    while words and words[-1].pos == "PUNCT" and words[-1].text not in ('"', ")"):
        words = words[:-1]
    if not words:
        return
    inside = {token.i for token in words}
    outer = [token for token in words if token.head.i not in inside or token.head is token]
    verbs = [token for token in outer if token.pos in ("VERB", "AUX")]
    yield Report(cue, holder, (verbs or outer)[0], tuple(words), stance, "reported-clause")


def _clauses(verb: Token) -> Iterator[Token]:
    """The finite complement clauses of a reporting verb, with those coordinated with them."""
    stack = [child for child in verb.children if child.dep == "ccomp" and (child.i > verb.i or not _has_mark(child))]
    while stack:
        clause = stack.pop(0)
        if clause.tag != "VB" or any(child.dep in SUBJECTS for child in clause.children):
            yield clause
            stack += [child for child in clause.children if child.dep == "conj" and any(c.dep in SUBJECTS for c in child.children)]


def _has_mark(clause: Token) -> bool:
    return any(child.dep == "mark" for child in clause.children)


def _marks(clause: Token) -> Iterator[Token]:
    return (child for child in clause.children if child.dep == "mark" and child.lower in _COMPLEMENTIZERS)


def _according(sentence: Sentence, preposition: Token) -> Iterator[Report]:
    """ "According to supporters, the fee is fair": the rest of the clause is what they hold."""
    phrase, holder = preposition.head, preposition.child("pobj")
    clause = phrase.head
    tokens = sentence.tokens
    if holder is not None and phrase.i and tokens[phrase.i - 1].text == ";":  # a sentence within the sentence
        last = max(token.i for token in phrase.subtree())
        end = next((token.i for token in tokens[last + 1 :] if token.text == ";"), len(tokens))
        words = tokens[last + 1 : end]
        if words and words[0].text == ",":
            words = words[1:]
        named = list(takewhile(lambda token: token.pos == "PROPN", words))
        if named and len(words) > len(named) and words[len(named)].text == ",":  # "the chair, Anna Berg, ..."
            holder, words = named[-1], words[len(named) + 1 :]
        for report in _surface_report((phrase, preposition), holder, words, "neutral"):
            yield replace(report, rule="according-to")
    elif holder is not None and is_predicate(clause):
        inside = {id(token) for token in phrase.subtree()}
        yield from _report((phrase, preposition), holder, clause, "neutral", "according-to", inside)


def _misread_reporter(noun: Token) -> Token | None:
    """ "defenders of the plan **reply** that ...", where the parser took the verb for the noun after "of"."""
    governor = noun.head.head if noun.dep == "pobj" else noun.head
    return governor if governor.lemma in cues().holders else None


def _of_noun(noun: Token) -> Iterator[Report]:
    """ "concerns that X", "criticism of X": held by the possessor or by the subject of "raise", else by nobody in particular."""
    holder = noun.child("poss")
    if holder is None and noun.dep == "dobj":
        holder = noun.head.child("nsubj")
    for child in noun.children:
        if child.dep in ("acl", "ccomp", "relcl") and _has_mark(child):
            yield from _report((noun, *_marks(child)), holder, child, cues().noun[noun.lemma], "reported-noun")


def _report(
    cue: tuple[Token, ...], holder: Token | None, head: Token, stance: str, rule: str, without: set[int] | None = None
) -> Iterator[Report]:
    words = _held(head, without or set())
    if words:
        yield Report(cue, holder, head, words, stance, rule)


def _held(head: Token, without: set[int]) -> tuple[Token, ...]:
    """The words of what is held: no complementiser, no coordinated or contrasted clause that reports or stands by itself."""
    found: list[Token] = []
    stack = [head]
    while stack:
        token = stack.pop()
        if id(token) in without:
            continue
        found.append(token)
        for child in token.children:
            if token is head and (child.dep == "mark" and child.lower in _COMPLEMENTIZERS or _is_apart(head, child)):
                continue
            if not _is_other_report(child):
                stack.append(child)
    found.sort(key=lambda token: token.i)
    while found and (found[0].pos == "PUNCT" or found[0].lower in _COMPLEMENTIZERS or found[0].lower in _LINKS and found[0].dep in ("cc", "mark")):
        found.pop(0)
    while found and (found[-1].pos == "PUNCT" and found[-1].lower not in ('"', ")") or found[-1].dep in ("cc", "mark")):
        found.pop()
    return tuple(found)


def _is_apart(head: Token, child: Token) -> bool:
    """A coordinated clause with a subject of its own is another viewpoint, or another sentence."""
    return child.dep == "conj" and is_predicate(head) and any(c.dep in SUBJECTS for c in child.children)


def _is_other_report(child: Token) -> bool:
    """ "..., while critics worry that ..." inside the complement, where the parser has attached it too low."""
    return child.dep in ("advcl", "conj", "ccomp") and _has_own_subject(child) and child.lemma in cues().clause and any(
        c.dep == "mark" and c.lower in _LINKS for c in child.children
    )


def _has_own_subject(clause: Token) -> bool:
    return any(child.dep in SUBJECTS for child in clause.children)


def _holder(entities: Entities, report: Report) -> Thing | None:
    if report.holder is None:
        return None
    names = [child for child in report.holder.children if child.dep == "appos" and child.pos == "PROPN"]
    for thing in [thing for token in (*names, report.holder) for thing in entities.of(token)]:
        if thing.type in _HOLDER_TYPES or report.holder.lemma in cues().sources:
            return thing
    return None


def _stance(report: Report) -> str:
    """By who speaks, then by the reporting word, then by what is said."""
    words = cues()
    if report.holder is not None and report.holder.lemma in words.holders:
        return words.holders[report.holder.lemma]
    if report.stance != "neutral":
        return report.stance
    votes = [words.words[token.lemma] for token in report.words if token.lemma in words.words]
    balance = votes.count("supportive") - votes.count("critical")
    return "supportive" if balance > 0 else "critical" if balance < 0 else "neutral"


def _about(entities: Entities, report: Report) -> Thing | None:
    """What the view is about: a named thing that is the subject of the clause, else the document's subject."""
    subject = next((child for child in report.head.children if child.dep in SUBJECTS), None)
    named = [thing for thing in entities.of(subject) if thing.named] if subject is not None else []
    return named[0] if len(named) == 1 else entities.subject
