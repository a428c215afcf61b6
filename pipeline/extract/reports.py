"""Reporting constructions: the words that report, who is said to hold something, and the words of what is held.

A finite complement after "that" is read by its words up to the next report, because its inner parse is often wrong; all else by the tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from typing import Any

from pipeline.config import load_yaml
from pipeline.extract.propositions import Proposition
from pipeline.extract.rulebook import RULES
from pipeline.extract.syntax import SUBJECTS, is_predicate
from pipeline.source.tokens import Sentence, Token

_STANCES = ("supportive", "critical", "neutral")
_COMPLEMENTIZERS = frozenset({"that", "whether", "if"})
_LINKS = frozenset({"and", "or", "but", "while", "whereas", "although", "though", "because", "as", "however"})
# A contrasted clause tells of another report before its next comma, or not long after.
_LONG = 12
_CLAUSAL = frozenset({"ccomp", "xcomp", "advcl", "acl", "relcl"})
_VERBS = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class Report:
    """`cue` are the words that report, `holder` heads the phrase of who holds it, `words` are what is held and `head` is its head."""

    cue: tuple[Token, ...]
    holder: Token | None
    head: Token
    words: tuple[Token, ...]
    stance: str
    rule: str
    by_people: bool = False  # counts only where the holder is somebody other than the body that the text is about


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of rules/viewpoints.yaml, ready for look-ups: stance by word, or prepositions by word."""

    clause: dict[str, str]
    object: dict[str, str]
    adjective: dict[str, str]
    noun: dict[str, str]
    about: dict[str, frozenset[str]]
    charge: dict[str, frozenset[str]]
    frame: frozenset[str]
    label: frozenset[str]
    voicing: frozenset[str]
    topics: frozenset[str]
    hedges: frozenset[str]
    holders: dict[str, str]
    anybody: frozenset[str]
    words: dict[str, str]
    sources: frozenset[str]


@cache
def cues() -> Cues:
    """The words of rules/viewpoints.yaml. Raises DataError where the file is not well-formed."""
    content = load_yaml(RULES / "viewpoints.yaml", "viewpoint_rules")
    given: dict[str, Any] = content["cues"]

    def stances(lists: dict[str, list[str]]) -> dict[str, str]:
        return {word: stance for stance in _STANCES for word in lists.get(stance, ())}

    def sets(lists: dict[str, list[str]]) -> dict[str, frozenset[str]]:
        return {verb: frozenset(words) for verb, words in lists.items()}

    return Cues(
        stances(given["clause"]), stances(given["object"]), stances(given["adjective"]), stances(given["noun"]),
        sets(given["about"]), sets(given["charge"]), frozenset(given["frame"]), frozenset(given["label"]), frozenset(given["voicing"]),
        frozenset(given["topics"]), frozenset(given["hedges"]), stances(content["holders"]), frozenset(content["anybody"]),
        stances(content["words"]), frozenset(content["sources"]),
    )  # fmt: skip


def reports(propositions: Iterable[Proposition]) -> Iterator[Report]:
    """The reporting constructions of one sentence, given its propositions; what stands inside a report is no report again."""
    known = list(propositions)
    if not known:
        return
    seen: set[Token] = set()
    for report in _all(known[0].sentence, known):
        if report.head not in seen and report.cue[0] not in seen:
            seen.update((report.head, *report.words))
            yield report


def _all(sentence: Sentence, propositions: list[Proposition]) -> Iterator[Report]:
    by_predicate = {p.predicate: p for p in propositions if p.kind in ("verb", "participle", "copula")}
    for token in sentence.tokens:
        proposition = by_predicate.get(token)
        if proposition is not None and proposition.kind == "copula":
            yield from _of_adjective(proposition)
        elif token.pos == "VERB" and token.lemma in _reporting_verbs():
            yield from _of_verb(_speech(sentence, token, proposition))
        elif token.lower in ("to", "of") and token.head.lower in ("according", "view", "opinion", "eye", "eyes", "words"):
            yield from _according(sentence, token)
        elif token.lower == "for" and token.i == 0:
            yield from _for_holders(token)
        elif token.pos == "NOUN":
            yield from _of_any_noun(sentence, token)


@cache
def _reporting_verbs() -> frozenset[str]:
    words = cues()
    return frozenset().union(words.clause, words.object, words.about, words.charge, words.frame, words.label)


def _of_any_noun(sentence: Sentence, noun: Token) -> Iterator[Report]:
    stance = cues().clause.get(noun.lemma)
    reporter = _misread_reporter(noun) if stance else None
    if stance and reporter is not None:
        that = _following_that(sentence, noun)
        if that is not None and that.i == noun.i + 1:
            yield from _after_that(sentence, noun, that, reporter, stance)
    elif noun.lemma in cues().noun:
        yield from _of_noun(sentence, noun)


@dataclass(frozen=True, slots=True)
class _Speech:
    """A reporting verb with who reports and what is reported on."""

    sentence: Sentence
    verb: Token
    holder: Token | None
    target: Token | None
    passive: bool


def _speech(sentence: Sentence, verb: Token, proposition: Proposition | None) -> _Speech:
    """From the proposition, or from the tree where the verb only begins a longer verb group ("fear losing")."""
    if proposition is None:
        passive = verb.child("nsubjpass") is not None
        return _Speech(sentence, verb, verb.child("nsubj"), verb.child("nsubjpass", "dobj"), passive)
    target = proposition.argument("subject") if proposition.passive else proposition.argument("object")
    holder = _reporter(proposition) or (None if proposition.passive else verb.child("nsubj"))
    if holder is None and any(child.dep == "ccomp" and child.i < verb.i for child in verb.children):
        holder = verb.child("dobj", "npadvmod", "oprd")  # "The rules save lives," countered the director
    return _Speech(sentence, verb, holder, target.head if target is not None else None, proposition.passive)


def _of_verb(speech: _Speech) -> Iterator[Report]:
    """ "argue that", "worry about", "accuse it of", "criticise its delays", "see it as"."""
    verb, holder, words = speech.verb, speech.holder, cues()
    if verb.child("neg") is not None:
        return
    if stance := words.clause.get(verb.lemma):
        yield from _complements(speech, stance)
    needs_holder = verb.lemma in words.frame
    charged = list(_phrases(verb, words.charge.get(verb.lemma), speech.target)) if holder or not needs_holder else []
    for preposition in charged:
        if preposition.lower == "as" and not speech.passive:
            yield from _framed(speech, "critical")
            continue
        kind = words.object.get(verb.lemma) or words.clause.get(verb.lemma) or "critical"
        yield from _report((verb, preposition), holder, preposition, kind, "blame-or-praise")
    for preposition in _phrases(verb, words.about.get(verb.lemma), None):
        yield from _report((verb, preposition), holder, preposition, words.clause.get(verb.lemma) or "critical", "reported-topic")
    if charged:
        return
    if verb.lemma in words.frame and _may_frame(speech):
        yield from _by_people(_framed(speech))
    elif verb.lemma in words.label and not speech.passive and (name := verb.child("oprd", "ccomp")) is not None and holder is not None:
        yield from _by_people(_report((verb,), holder, name, "neutral", "framed-as"))
    elif verb.lemma in words.object and speech.target is not None and not speech.passive and holder is not None:
        told = [t for child in verb.children if child.i >= speech.target.i and child.dep in ("dobj", "prep") for t in child.subtree()]
        yield from _by_people(_surface_report((verb,), holder, _before_break(told), words.object[verb.lemma], "criticised-or-praised"))


def _before_break(words: list[Token]) -> list[Token]:
    """The words up to a comma with a contrast after it, or a semicolon."""
    for position, token in enumerate(words):
        following = words[position + 1].lower if position + 1 < len(words) else ""
        if token.text == ";" or (token.text == "," and following in _LINKS - {"and", "or"}):
            return words[:position]
    return words


def _by_people(found: Iterator[Report]) -> Iterator[Report]:
    return (replace(report, by_people=True) for report in found)


def _complements(speech: _Speech, stance: str) -> Iterator[Report]:
    that = _following_that(speech.sentence, speech.verb)
    if that is not None:
        yield from _after_that(speech.sentence, speech.verb, that, speech.holder, stance)
        return
    for clause in _clauses(speech.verb):
        yield from _report((speech.verb, *_marks(clause)), speech.holder, clause, stance, "reported-clause")


def _phrases(verb: Token, prepositions: frozenset[str] | None, target: Token | None) -> Iterator[Token]:
    """The prepositions of a verb, or of its object, to which the parser may have attached them."""
    if not prepositions:
        return
    for token in (verb, target) if target is not None and target.i > verb.i else (verb,):
        for child in token.children:
            if child.lower in prepositions and child.i > verb.i and child.children:
                yield child


def _may_frame(speech: _Speech) -> bool:
    """ "critics see it as", "is often seen as"; but not "is known as"."""
    if not speech.passive:
        return speech.holder is not None
    return speech.holder is not None or any(child.lower in cues().hedges for child in speech.verb.children)


def _framed(speech: _Speech, stance: str = "neutral") -> Iterator[Report]:
    """All that follows "as" in the clause is how it is seen."""
    verb, target = speech.verb, speech.target
    for token in (verb, target) if target is not None else (verb,):
        marker = next((child for child in token.children if child.lower == "as" and child.i > verb.i), None)
        if marker is not None:
            parts = [child for child in verb.children if child.i > marker.i and child.pos != "PUNCT" and not _is_other_report(child)]
            words = [t for part in [marker, *parts] for t in part.subtree() if t.i > marker.i and t.text != ";"]
            if not speech.passive and target is not None and target.pos != "PRON":
                words = sorted({*words, *(t for t in target.subtree() if t.i <= marker.i), marker}, key=lambda t: t.i)
            yield from _surface_report((verb, marker), speech.holder, words, stance, "framed-as")
            return


def _of_adjective(proposition: Proposition) -> Iterator[Report]:
    """ "shipowners are worried that", "scientists are sceptical about"."""
    adjective, words = proposition.predicate, cues()
    stance = words.adjective.get(adjective.lemma)
    holder = _reporter(proposition)
    if not stance or holder is None or proposition.negated:
        return
    that = _following_that(proposition.sentence, adjective)
    if that is not None:
        yield from _by_people(_after_that(proposition.sentence, adjective, that, holder, stance))
        return
    for preposition in _phrases(adjective, words.topics, None):
        yield from _by_people(_report((adjective, preposition), holder, preposition, stance, "reported-topic"))


def _reporter(proposition: Proposition) -> Token | None:
    argument = proposition.argument("agent") if proposition.passive else proposition.argument("subject")
    return argument.head if argument is not None else None


def _following_that(sentence: Sentence, word: Token) -> Token | None:
    """The "that" that opens what a word reports: right after it, or after a short phrase ("told parliament that")."""
    before = word
    for token in sentence.tokens[word.i + 1 : word.i + 7]:
        if token.lower == "that" and token.tag in ("IN", "DT", "WDT"):
            is_its_own = before is word or (token.tag == "IN" and before.lemma not in cues().noun)
            return token if is_its_own else None
        if token.pos in _VERBS or token.text in (",", ";"):
            return None
        before = token
    return None


def _after_that(sentence: Sentence, word: Token, that: Token, holder: Token | None, stance: str) -> Iterator[Report]:
    """What stands after "that": up to a semicolon, the next report, or a second "and that", which begins another."""
    opening = that
    words: list[Token] = []
    for token in sentence.tokens[that.i + 1 : _end_of_report(sentence, that)]:
        if token.lower == "that" and words and words[-1].lower in ("and", "but", "or") and token.tag != "WDT":
            yield from _surface_report((word, opening), holder, words[:-1], stance, "reported-clause")
            opening, words = token, []
        elif token.dep == "cc" and words and _opens_clause(sentence, token, that):
            yield from _surface_report((word, opening), holder, words, stance, "reported-clause")
            words = []
        else:
            words.append(token)
    yield from _surface_report((word, opening), holder, words, stance, "reported-clause")


def _opens_clause(sentence: Sentence, conjunction: Token, that: Token) -> bool:
    """Whether a coordinated clause with a subject of its own begins after the conjunction: "that fees are high and service is slow"."""
    following = sentence.tokens[conjunction.i + 1].lower if conjunction.i + 1 < len(sentence.tokens) else ""
    if following == "that" or conjunction.head.pos not in _VERBS:
        return False
    for clause in conjunction.head.children:
        if clause.dep == "conj" and clause.i > conjunction.i and clause.pos in _VERBS and conjunction.head.i > that.i:
            return any(child.dep in SUBJECTS and child.i > conjunction.i for child in clause.children)
    return False


def _end_of_report(sentence: Sentence, that: Token) -> int:
    """The index after the last word of what is reported: at a semicolon, or at a comma and conjunction before another report."""
    tokens = sentence.tokens
    for token in tokens[that.i + 1 :]:
        if token.text == ";":
            return token.i
        if token.lower in _LINKS and tokens[token.i - 1].text == ",":
            for later in tokens[token.i + 1 : -2]:
                if later.text == ";" or (later.text == "," and later.i - token.i > _LONG):
                    break
                if _reports_on(tokens, later):
                    return token.i - 1
    return len(tokens)


def _reports_on(tokens: list[Token], verb: Token) -> bool:
    """Whether a verb is another report: it has a complement, or one of the prepositions that its kind of report needs."""
    words = cues()
    if verb.lemma not in _reporting_verbs():
        return False
    following = tokens[verb.i + 1].lower
    wanted = words.about.get(verb.lemma, frozenset()) | words.charge.get(verb.lemma, frozenset())
    if verb.pos != "VERB":  # "engineers credit it with X", read as nouns
        return verb.pos == "NOUN" and following in ("it", "them", "him", "her") and tokens[verb.i + 2].lower in wanted
    if following == "that" or following in wanted or any(child.dep == "ccomp" for child in verb.children):
        return True
    target = verb.child("dobj")
    if target is None:
        return False
    return verb.lemma in words.object or any(child.lower in wanted for token in (verb, target) for child in token.children)


def _surface_report(cue: tuple[Token, ...], holder: Token | None, words: list[Token], stance: str, rule: str) -> Iterator[Report]:
    while words and words[-1].pos == "PUNCT" and words[-1].text not in ('"', ")"):
        words = words[:-1]
    if not words:
        return
    inside = {token.i for token in words}
    outer = [token for token in words if token.head.i not in inside or token.head is token]
    verbs = [token for token in outer if token.pos in _VERBS]
    yield Report(cue, holder, (verbs or outer or words)[0], tuple(words), stance, rule)


def _clauses(verb: Token) -> Iterator[Token]:
    """The complement clauses of a reporting verb without "that", with those coordinated with them."""
    stack = [child for child in verb.children if child.dep == "ccomp" and (child.i > verb.i or not _has_mark(child))]
    stack += [child for child in verb.children if child.dep == "xcomp" and child.tag == "VBG"]
    while stack:
        clause = stack.pop(0)
        if clause.tag != "VB" or _has_own_subject(clause):
            yield clause
            stack += [child for child in clause.children if child.dep == "conj" and _has_own_subject(child)]


def _has_mark(clause: Token) -> bool:
    return any(child.dep == "mark" for child in clause.children)


def _marks(clause: Token) -> Iterator[Token]:
    return (child for child in clause.children if child.dep == "mark" and child.lower in _COMPLEMENTIZERS)


def _has_own_subject(clause: Token) -> bool:
    return any(child.dep in SUBJECTS for child in clause.children)


def _according(sentence: Sentence, preposition: Token) -> Iterator[Report]:
    """ "According to supporters, the fee is fair", "in the view of sailors, ...": the clause that it stands in is what they hold."""
    phrase, holder = preposition.head, preposition.child("pobj")
    while phrase.dep == "pobj":
        phrase = phrase.head
    tokens = sentence.tokens
    if holder is None or phrase.head is phrase:
        return
    if phrase.i and tokens[phrase.i - 1].text == ";":
        yield from _after_phrase(sentence, phrase, preposition, holder)
    elif is_predicate(phrase.head) or phrase.head.pos == "AUX":
        inside = {id(token) for token in phrase.subtree()}
        for report in _report((phrase, preposition), holder, phrase.head, "neutral", "according-to", inside):
            yield report


def _after_phrase(sentence: Sentence, phrase: Token, preposition: Token, holder: Token) -> Iterator[Report]:
    """A sentence within the sentence: "...; according to its chair, Anna Berg, the works will pay off"."""
    tokens = sentence.tokens
    last = max(token.i for token in preposition.subtree())
    end = next((token.i for token in tokens[last + 1 :] if token.text == ";"), len(tokens))
    words = tokens[last + 1 : end]
    if words and words[0].text == ",":
        words = words[1:]
    named = list(takewhile(lambda token: token.pos == "PROPN", words))
    if named and len(words) > len(named) and words[len(named)].text == ",":
        holder, words = named[-1], words[len(named) + 1 :]
    for report in _surface_report((phrase, preposition), holder, words, "neutral", "according-to"):
        yield replace(report, head=words[0])


def _for_holders(preposition: Token) -> Iterator[Report]:
    """ "For its critics, the agency is a burden"."""
    holder = preposition.child("pobj")
    if holder is not None and holder.lemma in cues().holders and is_predicate(preposition.head):
        inside = {id(token) for token in preposition.subtree()}
        yield from _report((preposition,), holder, preposition.head, "neutral", "according-to", inside)


def _misread_reporter(noun: Token) -> Token | None:
    """ "defenders of the plan **reply** that ...", where the parser took the verb for the noun after "of"."""
    governor = noun.head.head if noun.dep == "pobj" else noun.head
    return governor if governor.lemma in cues().holders else None


def _of_noun(sentence: Sentence, noun: Token) -> Iterator[Report]:
    """ "concerns that X", "criticism of X": held by a possessor, by who voices it, or by nobody in particular."""
    words = cues()
    governor = noun.head.head if noun.dep == "pobj" else noun.head
    holder = noun.child("poss") or next((p.child("pobj") for p in noun.children if p.lower in ("by", "from", "among")), None)
    if holder is None and noun.dep == "dobj" and governor.lemma in words.voicing:
        holder = governor.child("nsubj")
    stance = words.noun[noun.lemma]
    that = _following_that(sentence, noun)
    if that is not None and that.i == noun.i + 1:
        yield from _after_that(sentence, noun, that, holder, stance)
    elif stance != "neutral" and (governor.lemma in words.voicing or governor.lemma in ("be", "draw", "attract", "face", "receive", "come", "meet")):
        for token in (noun, governor):
            found = [preposition for preposition in _phrases(token, words.topics, None) if preposition.i > noun.i]
            for preposition in found[:1]:
                yield from _report((noun, preposition), holder, preposition, stance, "reported-noun")
            if found:
                return


def _report(
    cue: tuple[Token, ...], holder: Token | None, head: Token, stance: str, rule: str, without: set[int] | None = None
) -> Iterator[Report]:
    words = _held(head, without or set(), cue)
    if words:
        yield Report(cue, holder, head, words, stance, rule)


def _held(head: Token, without: set[int], cue: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words below a head: no complementiser, no report, no coordinated or contrasted clause that is a view of its own."""
    found: list[Token] = []
    stack = [head]
    while stack:
        token = stack.pop()
        if id(token) in without:
            continue
        if token not in cue:
            found.append(token)
        for child in token.children:
            is_opening = token is head and child.dep == "mark" and child.lower in _COMPLEMENTIZERS
            if not is_opening and not (token is head and _is_apart(head, child)) and not _is_other_report(child):
                stack.append(child)
    found.sort(key=lambda token: token.i)
    while found and (found[0].pos == "PUNCT" or found[0].lower in _COMPLEMENTIZERS or found[0].dep in ("cc", "mark")):
        found.pop(0)
    while found and ((found[-1].pos == "PUNCT" and found[-1].lower not in ('"', ")")) or found[-1].dep in ("cc", "mark")):
        found.pop()
    return tuple(found)


def _is_apart(head: Token, child: Token) -> bool:
    """A coordinated clause with a subject of its own is another viewpoint, or another sentence."""
    return child.dep == "conj" and is_predicate(head) and _has_own_subject(child)


def _is_other_report(child: Token) -> bool:
    """ "..., while critics worry that ..." inside the complement, where the parser has attached it too low."""
    is_clause = child.dep in _CLAUSAL or child.dep == "conj"
    return is_clause and _has_own_subject(child) and child.lemma in cues().clause and any(
        c.dep in ("mark", "cc") and c.lower in _LINKS for c in (*child.children, *child.head.children)
    )  # fmt: skip
