"""The words that report what somebody holds, as rules/viewpoints.yaml lists them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.config import load_yaml
from pipeline.extract.rulebook import RULES

Idiom = tuple[tuple[str, ...], str]  # the words after its verb, and the stance
Idioms = dict[str, tuple[Idiom, ...]]  # by verb
OPPOSITE = {"supportive": "critical", "critical": "supportive", "neutral": "neutral"}


@dataclass(frozen=True, slots=True)
class Cues:
    """The lists of rules/viewpoints.yaml under their names there, ready for look-ups: stance by word, prepositions by word, or words."""

    clause: dict[str, str]
    object: dict[str, str]
    adjective: dict[str, str]
    noun: dict[str, str]
    affecting: dict[str, str]
    lean: dict[str, str]
    idioms: Idioms
    landing: Idioms
    rating: frozenset[str]
    manner: dict[str, str]
    liking: frozenset[str]
    reaching: frozenset[str]
    with_whom: frozenset[str]
    holders: dict[str, str]
    sides: dict[str, str]
    words: dict[str, str]
    about: dict[str, frozenset[str]]
    charge: dict[str, frozenset[str]]
    request: dict[str, frozenset[str]]
    frame: frozenset[str]
    working: frozenset[str]
    label: frozenset[str]
    opining: frozenset[str]
    denying: frozenset[str]
    conceding: frozenset[str]
    foreseeing: frozenset[str]
    recording: frozenset[str]
    countering: frozenset[str]
    evidential: frozenset[str]
    desiring: frozenset[str]
    voicing: frozenset[str]
    persisting: frozenset[str]
    surrounding: frozenset[str]
    receiving: frozenset[str]
    giving: frozenset[str]
    leading: frozenset[str]
    submitted: frozenset[str]
    remarks: frozenset[str]
    topics: frozenset[str]
    hedges: frozenset[str]
    anybody: frozenset[str]
    phrases: Idioms
    qualities: frozenset[str]
    deeds: frozenset[str]
    learned: frozenset[str]
    reversing: frozenset[str]
    waning: frozenset[str]
    proofs: frozenset[str]
    announcing: frozenset[str]
    wanting: frozenset[str]
    reputed: frozenset[str]
    quoting: frozenset[str]
    contrasts: frozenset[str]
    perspectives: frozenset[str]
    raising: frozenset[str]
    rising: frozenset[str]
    lessening: frozenset[str]
    desired: frozenset[str]
    undesired: frozenset[str]
    sources: frozenset[str]

    @property
    def governing(self) -> frozenset[str]:
        """The verbs of which a noun for an opinion may be the subject or object."""
        return self.voicing | self.persisting | self.surrounding | self.receiving | self.giving


@cache
def cues() -> Cues:
    """The words of rules/viewpoints.yaml. Raises DataError where the file is not well-formed."""
    content = load_yaml(RULES / "viewpoints.yaml", "viewpoint_rules")
    lists: dict[str, Any] = {**content["cues"], **{name: words for name, words in content.items() if name not in ("cues", "examples")}}
    idioms, landing, phrases = (_by_first_word(_ready(lists.pop(name))) for name in ("idioms", "landing", "phrases"))
    return Cues(idioms=idioms, landing=landing, phrases=phrases, **{name: _ready(words) for name, words in lists.items()})


def _by_first_word(idioms: dict[str, str]) -> Idioms:
    """Idioms by their first word: the rest of each and its stance, the long ones first."""
    split = {tuple(idiom.split()): idioms[idiom] for idiom in sorted(idioms, key=len, reverse=True)}
    words = {word for word, *_ in split}
    return {word: tuple((tuple(rest), stance) for (first, *rest), stance in split.items() if first == word) for word in words}


def _ready(words: Any) -> Any:
    """A list as a set, words by stance as stances by word, and the prepositions of each verb as a set."""
    if isinstance(words, list):
        return frozenset(words)
    if words.keys() <= OPPOSITE.keys():
        return {word: stance for stance in OPPOSITE for word in words.get(stance, ())}
    return {verb: frozenset(prepositions) for verb, prepositions in words.items()}


@cache
def reporting_verbs() -> frozenset[str]:
    """The lemmas of all verbs that report."""
    words = cues()
    return frozenset().union(words.clause, words.object, words.about, words.charge, words.frame, words.label, words.request)
