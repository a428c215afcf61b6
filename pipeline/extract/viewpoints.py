"""What somebody is reported to hold: "critics argue that ...", "according to supporters ...", "is often seen as ...".

One viewpoint for each finite complement clause; coordinated noun phrases stay one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.extract.cues import cues
from pipeline.extract.entities import Entities, Thing
from pipeline.extract.held import Report
from pipeline.extract.rulebook import load_rulebook
from pipeline.extract.syntax import SUBJECTS
from pipeline.source.tokens import Sentence, Token

# Groups and private organisations are mostly quoted where they object.
_OUTSIDERS = frozenset({"group", "organization"})
_PAST = frozenset({"former", "ex", "retired", "then", "vice", "deputy"})
_RULES = frozenset({"law", "policy", "standard"})
_HOLDER_TYPES = frozenset({"government_body", "international_organization", "organization", "person", "group", "place"})


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


def viewpoints(entities: Entities, reported: dict[int, list[Report]], sentences: Iterable[Sentence]) -> Iterator[ViewpointDraft]:
    """The viewpoints of a document in text order; `reported` holds the reporting constructions of each sentence by the sentence's id()."""
    sentences = list(sentences)
    insiders = _insiders(entities, sentences)
    for sentence in sentences:
        for report in reported[id(sentence)]:
            holder = _holder(entities, report)
            if (holder is None and not _is_nobody(report.holder)) or (report.by_people and holder is entities.subject):
                continue
            yield ViewpointDraft(
                holder, _stance(report, holder, id(holder) in insiders), " ".join(token.lower for token in report.cue), _about(entities, report), sentence,
                report.words[0].start, report.words[-1].end, report.rule,
            )  # fmt: skip


def _insiders(entities: Entities, sentences: Iterable[Sentence]) -> set[int]:
    """The id()s of the document's subject and of the named people whom the text calls its head: "its director, Anna Berg"."""
    leaders = load_rulebook().lists["leader_nouns"]
    found = {id(entities.subject)} if entities.subject is not None else set()
    for sentence in sentences:
        for token in sentence.tokens:
            if token.lemma not in leaders or any(child.lower in _PAST for child in token.children):
                continue
            owners = [thing for child in token.children if child.dep == "poss" for thing in entities.of(child)]
            owners += [t for p in token.children if p.lower == "of" for head in p.all("pobj") for t in entities.of(head)]
            if not owners or entities.subject in owners:
                named = [*token.all("appos"), *([token.head] if token.dep in ("appos", "compound", "nmod") else [])]
                named += [child for child in token.head.children if token.dep == "attr" and child.dep == "nsubj"]
                found |= {id(thing) for name in named if name.pos == "PROPN" for thing in entities.of(name) if thing.type == "person"}
    return found


def _is_nobody(holder: Token | None) -> bool:
    """Nobody in particular: no holder, "some", "it is argued"."""
    return holder is None or holder.lower in cues().anybody or holder.pos == "PRON"


def _holder(entities: Entities, report: Report) -> Thing | None:
    if report.holder is None:
        return None
    names = [child for child in report.holder.children if child.dep == "appos" and child.pos == "PROPN"]
    for thing in [thing for token in (*names, report.holder) for thing in entities.of(token)]:
        if thing.type in _HOLDER_TYPES or report.holder.lemma in cues().sources or (thing.named and thing.type not in _RULES):
            return thing
    return None


def _stance(report: Report, holder: Thing | None, is_insider: bool) -> str:
    """By who speaks, then by the reporting word, then by what is said."""
    words = cues()
    if report.holder is not None and report.holder.lemma in words.holders:
        return words.holders[report.holder.lemma]
    if report.stance != "neutral":
        return report.stance
    votes = [words.words[token.lemma] for token in report.words if token.lemma in words.words]
    balance = votes.count("supportive") - votes.count("critical")
    if is_insider:  # who runs it, and the body itself, speak for it
        return "neutral" if balance < 0 else "supportive"
    if balance == 0 and holder is not None and holder.type in _OUTSIDERS:
        return "critical"
    return "supportive" if balance > 0 else "critical" if balance < 0 else "neutral"


def _about(entities: Entities, report: Report) -> Thing | None:
    """What the view is about: a named thing that is the subject of the clause, else the document's subject."""
    subject = next((child for child in report.head.children if child.dep in SUBJECTS), None)
    named = [thing for thing in entities.of(subject) if thing.named] if subject is not None else []
    return named[0] if len(named) == 1 else entities.subject
