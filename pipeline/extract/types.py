"""What type a thing is of: by the noun that heads its name, by what the text calls it, by the lexicon.

The types are those of the contract. Word lists are data: `rules/types.yaml`.
"""

from __future__ import annotations

from functools import cache

from pipeline.extract import gazetteer
from pipeline.extract.lexicon import noun_class, singular, vocabulary

ORGANISATIONS = frozenset({"government_body", "international_organization", "organization"})
RULES = frozenset({"law", "policy", "standard"})
UNKNOWN = "concept"


@cache
def _inverted(section: str) -> dict[str, str]:
    return {word: type_ for type_, words in reversed(vocabulary("types")[section].items()) for word in words}


@cache
def _named_heads() -> dict[str, str]:
    return _inverted("heads") | _inverted("names")


@cache
def _term_heads() -> dict[str, str]:
    return _inverted("heads") | _inverted("terms")


def is_institution(word: str) -> bool:
    """Whether a word in small letters heads names of bodies or offices: "ministry", "secretary"."""
    type_ = _named_heads().get(word) or _named_heads().get(singular(word))
    return type_ in ORGANISATIONS or type_ == "person"


def is_rule_head(word: str) -> bool:
    """Whether a word in small letters heads names of laws, policies and standards."""
    return (_named_heads().get(word) or _named_heads().get(singular(word))) in RULES


def is_role(word: str) -> bool:
    """Whether a word in small letters is an office: "governor"."""
    return _term_heads().get(singular(word)) == "person"


def is_organ(word: str) -> bool:
    """Whether a word in small letters is a body that others have: "board"."""
    return singular(word) in vocabulary("coref")["organs"]


def type_of_name(words: list[str], head: int) -> str:
    """The type of a proper name by its words (as written) and the index of the head among them; empty where it says nothing."""
    lower = [word.lower() for word in words]
    whole = " ".join(lower)
    if whole in gazetteer.places():
        return "place"
    type_ = _by_phrase(lower[: head + 1]) or _named_heads().get(lower[head]) or _named_heads().get(singular(lower[head]), "")
    if not type_ and (lower[0] in _named_heads()) and _named_heads()[lower[0]] in ("place", "person"):
        type_ = _named_heads()[lower[0]]
    if not type_ and len(words) == 1:
        type_ = _by_suffix(lower[0])
    if not type_:
        type_ = type_of_class(noun_class(lower[head]))
        type_ = "" if type_ in ("group", "person", "concept") else type_
    if type_ == "organization" and set(lower) & set(vocabulary("types")["public"]):
        type_ = "government_body"
    if type_ in ("organization", "government_body") and _is_international(lower, whole):
        type_ = "international_organization"
    return type_


def _is_international(lower: list[str], whole: str) -> bool:
    cues = vocabulary("types")["international"]
    return any(cue in lower or (" " in cue and cue in whole) for cue in cues) and lower[-1] not in ("committee",)


def type_of_term(words: list[str], head: int, plural: bool) -> str:
    """The type of a generic term by its words in small letters, the index of its head and whether that is plural."""
    noun = words[head]
    type_ = (
        _by_phrase(words[: head + 1])
        or _term_heads().get(noun)
        or _term_heads().get(singular(noun))
        or type_of_class(noun_class(noun))
        or _by_ending(noun)
    )
    if plural and type_ in ("person", "organization"):
        return "group"
    return type_ or UNKNOWN


def _by_phrase(words: list[str]) -> str:
    phrases = _inverted("phrases")
    last = " ".join([*words[-2:-1], singular(words[-1])])
    return phrases.get(last, "")


def _by_suffix(word: str) -> str:
    for type_, suffixes in vocabulary("types")["suffixes"].items():
        if word.endswith(tuple(suffixes)) and len(word) > 7:
            return str(type_)
    return ""


def _by_ending(noun: str) -> str:
    """The type by the ending of a noun that the lexicon does not have."""
    word = singular(noun)
    if word.endswith(("ing", "ation", "isation", "ment")):
        return "activity"
    if word.endswith(("ity", "ness", "ance", "ence")):
        return "objective"
    if word.endswith(("er", "or", "ist", "ant", "ee", "ian")):
        return "person"
    return ""


@cache
def _classes() -> dict[str, str]:
    return _inverted("classes")


def type_of_class(class_: str) -> str:
    """The type of a class of the lexicon; empty for an unknown one."""
    return _classes().get(class_, "")
