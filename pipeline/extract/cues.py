"""The words that report what somebody holds, as rules/viewpoints.yaml lists them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.config import load_yaml
from pipeline.extract.rulebook import RULES

_LISTS = ("opining", "denying", "foreseeing", "recording", "countering", "persisting", "surrounding", "receiving", "giving", "remarks", "leading", "evidential", "desiring", "submitted", "working", "conceding")
OPPOSITE = {"supportive": "critical", "critical": "supportive", "neutral": "neutral"}
_STANCES = ("supportive", "critical", "neutral")


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
    perspectives: frozenset[str]
    lean: dict[str, str]
    request: dict[str, frozenset[str]]
    opining: frozenset[str]
    denying: frozenset[str]
    foreseeing: frozenset[str]
    recording: frozenset[str]
    countering: frozenset[str]
    persisting: frozenset[str]
    surrounding: frozenset[str]
    receiving: frozenset[str]
    giving: frozenset[str]
    remarks: frozenset[str]
    leading: frozenset[str]
    evidential: frozenset[str]
    desiring: frozenset[str]
    submitted: frozenset[str]
    working: frozenset[str]
    conceding: frozenset[str]
    reversing: frozenset[str]
    contrasts: frozenset[str]

    @property
    def governing(self) -> frozenset[str]:
        """The verbs of which a noun for an opinion may be the subject or object."""
        return self.voicing | self.persisting | self.surrounding | self.receiving | self.giving


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
        stances(content["words"]), frozenset(content["sources"]), frozenset(content["perspectives"]),
        stances(given["lean"]), sets(given["request"]), *(frozenset(given[name]) for name in _LISTS),
        frozenset(content["reversing"]), frozenset(content["contrasts"]),
    )  # fmt: skip


@cache
def reporting_verbs() -> frozenset[str]:
    """The lemmas of all verbs that report."""
    words = cues()
    return frozenset().union(words.clause, words.object, words.about, words.charge, words.frame, words.label, words.request)
