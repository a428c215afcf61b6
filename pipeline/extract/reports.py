"""Reporting constructions: the words that report, who is said to hold something, and what is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from pipeline.extract.cues import cues, reporting_verbs
from pipeline.extract.held import (
    Report,
    after_that,
    before_break,
    clauses_of,
    following_that,
    is_other_report,
    marks_of,
    report_of,
    surface_report,
)
from pipeline.extract.propositions import Proposition
from pipeline.extract.syntax import is_predicate
from pipeline.source.tokens import Sentence, Token, text_order

_OBJECT_PRONOUNS = frozenset({"it", "them", "him", "her"})


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
        elif token.pos == "VERB" and token.lemma in reporting_verbs():
            yield from _of_verb(_speech(sentence, token, proposition))
        elif token.lower in ("to", "of") and (token.head.lower == "according" or _is_perspective(token.head)):
            yield from _according(sentence, token)
        elif token.lower in ("for", "to") and token.i == 0:
            yield from _for_holders(token)
        elif token.pos == "NOUN":
            yield from _of_any_noun(sentence, token)


def _of_any_noun(sentence: Sentence, noun: Token) -> Iterator[Report]:
    stance = cues().clause.get(noun.lemma)
    reporter = _misread_reporter(noun) if stance else None
    if stance and reporter is not None:
        that = following_that(sentence, noun)
        if that is not None and that.i == noun.i + 1:
            yield from after_that(sentence, noun, that, reporter, stance)
    elif _is_perspective(noun) and noun.child("poss") is not None:
        yield from _in_somebodys_view(noun)
    elif noun.lemma in cues().charge and sentence.tokens[min(noun.i + 1, len(sentence.tokens) - 1)].lower in _OBJECT_PRONOUNS:
        yield from _misread_charge(sentence, noun)
    elif noun.lemma in cues().noun:
        yield from _of_noun(sentence, noun)


def _is_perspective(noun: Token) -> bool:
    """ "in the **view** of", "from the **standpoint** of"."""
    return noun.lower in cues().perspectives and noun.dep == "pobj" and noun.head.lower in ("in", "from", "to")


def _in_somebodys_view(noun: Token) -> Iterator[Report]:
    """ "In the sailors' view, the rules are too strict"."""
    preposition, holder = noun.head, noun.child("poss")
    if is_predicate(preposition.head) or preposition.head.pos == "AUX":
        inside = {id(token) for token in preposition.subtree()}
        yield from report_of((preposition, noun), holder, preposition.head, "neutral", "according-to", inside)


def _misread_charge(sentence: Sentence, noun: Token) -> Iterator[Report]:
    """ "engineers **credit** it with a good record", where the parser took the verb for a noun."""
    tokens, words = sentence.tokens, cues()
    preposition = tokens[noun.i + 2] if noun.i + 2 < len(tokens) else noun
    holder = noun.head.head if noun.dep == "pobj" else noun.child("compound", "nsubj")
    if holder is not None and preposition.lower in words.charge[noun.lemma]:
        told = before_break(tokens[preposition.i + 1 :])
        yield from surface_report((noun, preposition), holder, told, words.object.get(noun.lemma, "critical"), "blame-or-praise")


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
        yield from report_of((verb, preposition), holder, preposition, kind, "blame-or-praise")
    for preposition in _phrases(verb, words.about.get(verb.lemma), None):
        found = report_of((verb, preposition), holder, preposition, words.clause.get(verb.lemma) or "critical", "reported-topic")
        if verb.lemma in words.clause:
            yield from found
        elif verb.dep != "relcl":  # "a plan that calls for savings" is nobody's view
            yield from _by_people(found)
    if charged:
        return
    if verb.lemma in words.frame and _may_frame(speech):
        yield from _by_people(_framed(speech))
    elif verb.lemma in words.label and not speech.passive and (name := verb.child("oprd", "ccomp")) is not None and holder is not None:
        yield from _by_people(report_of((verb,), holder, name, "neutral", "framed-as"))
    elif verb.lemma in words.object and speech.target is not None and not speech.passive and holder is not None:
        told = [t for child in verb.children if child.i >= speech.target.i and child.dep in ("dobj", "prep") for t in child.subtree()]
        yield from _by_people(surface_report((verb,), holder, before_break(told), words.object[verb.lemma], "criticised-or-praised"))


def _by_people(found: Iterator[Report]) -> Iterator[Report]:
    return (replace(report, by_people=True) for report in found)


def _complements(speech: _Speech, stance: str) -> Iterator[Report]:
    that = following_that(speech.sentence, speech.verb)
    if that is not None:
        yield from after_that(speech.sentence, speech.verb, that, speech.holder, stance)
        return
    for clause in clauses_of(speech.verb):
        yield from report_of((speech.verb, *marks_of(clause)), speech.holder, clause, stance, "reported-clause")


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
            parts = [child for child in verb.children if child.i > marker.i and child.pos != "PUNCT" and not is_other_report(child)]
            words = [t for part in [marker, *parts] for t in part.subtree() if t.i > marker.i and t.text != ";"]
            if not speech.passive and target is not None and target.pos != "PRON":
                words = sorted({*words, *(t for t in target.subtree() if t.i <= marker.i), marker}, key=text_order)
            yield from surface_report((verb, marker), speech.holder, words, stance, "framed-as")
            return


def _of_adjective(proposition: Proposition) -> Iterator[Report]:
    """ "shipowners are worried that", "scientists are sceptical about"."""
    adjective, words = proposition.predicate, cues()
    stance = words.adjective.get(adjective.lemma)
    holder = _reporter(proposition)
    if not stance or holder is None or proposition.negated:
        return
    that = following_that(proposition.sentence, adjective)
    if that is not None:
        yield from _by_people(after_that(proposition.sentence, adjective, that, holder, stance))
        return
    for preposition in _phrases(adjective, words.topics, None):
        yield from _by_people(report_of((adjective, preposition), holder, preposition, stance, "reported-topic"))


def _reporter(proposition: Proposition) -> Token | None:
    argument = proposition.argument("agent") if proposition.passive else proposition.argument("subject")
    return argument.head if argument is not None else None


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
        yield from report_of((phrase, preposition), holder, phrase.head, "neutral", "according-to", inside)


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
    for report in surface_report((phrase, preposition), holder, words, "neutral", "according-to"):
        yield replace(report, head=words[0])


def _for_holders(preposition: Token) -> Iterator[Report]:
    """ "For its critics, the agency is a burden"."""
    holder = preposition.child("pobj")
    if holder is not None and holder.lemma in cues().holders and is_predicate(preposition.head):
        inside = {id(token) for token in preposition.subtree()}
        yield from report_of((preposition,), holder, preposition.head, "neutral", "according-to", inside)


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
    if holder is None and governor.lemma == "come":  # "praise came from sailors"
        holder = next((child.child("pobj") for child in governor.children if child.lower == "from"), None)
    that = following_that(sentence, noun)
    if that is not None and that.i == noun.i + 1:
        yield from after_that(sentence, noun, that, holder, stance)
    elif noun.dep == "nsubj" and governor.lemma == "be" and (clause := governor.child("ccomp")) is not None:
        yield from report_of((noun, governor), holder, clause, stance, "reported-clause")  # "their complaint is that ..."
    elif stance != "neutral" and (
        governor.lemma in words.voicing or governor.lemma in ("be", "draw", "attract", "face", "receive", "come", "meet")
    ):
        for token in (noun, governor, holder) if holder is not None else (noun, governor):
            found = [preposition for preposition in _phrases(token, words.topics, None) if preposition.i > noun.i]
            for preposition in found[:1]:
                yield from report_of((noun, preposition), holder, preposition, stance, "reported-noun")
            if found:
                return
