"""What type a thing is of by its own words: by the noun that heads its name, else by the lexicon.

The types are those of the contract. Word lists are data: `rules/types.yaml`. What the text says around a name is read by
`typing_context`.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from pipeline.extract import gazetteer
from pipeline.extract.lexicon import is_common, noun_class, singular, vocabulary

PUBLIC = frozenset({"government_body", "international_organization"})
ORGANISATIONS = PUBLIC | {"organization"}
RULES = frozenset({"law", "policy", "standard"})
UNKNOWN = "concept"
_MEMORY = 1 << 16


@cache
def _inverted(section: str) -> dict[str, str]:
    return {word: type_ for type_, words in reversed(vocabulary("types")[section].items()) for word in words}


@cache
def _heads(kind: str) -> dict[str, str]:
    """Head noun -> type, in names or in generic terms."""
    return _inverted("heads") | _inverted(kind)


@lru_cache(_MEMORY)
def _by_head(kind: str, word: str) -> str:
    """The type by a head noun, singular or plural; empty where the lists do not have it."""
    heads = _heads(kind)
    return heads.get(word) or heads.get(singular(word)) or heads.get(word.removesuffix("s"), "")


@lru_cache(_MEMORY)
def is_institution(word: str, *, exact: bool = False) -> bool:
    """Whether a word in small letters heads names of bodies or offices: "ministry", "secretary"; its plural too, unless `exact`."""
    type_ = _heads("names").get(word) if exact else _by_head("names", word)
    return type_ in ORGANISATIONS or type_ == "person"


def is_rule_head(word: str) -> bool:
    """Whether a word in small letters heads names of laws, policies and standards."""
    return _by_head("names", word) in RULES


def is_place_head(word: str) -> bool:
    """Whether a word in small letters begins or heads names of places: "river"."""
    return _heads("names").get(word) == "place"


def is_person_head(word: str) -> bool:
    """Whether a word in small letters heads names of offices: "general" in "Attorney General"."""
    return _heads("names").get(word) == "person"


def is_role(word: str) -> bool:
    """Whether a word in small letters is an office: "governor"."""
    return _heads("terms").get(word) == "person"


@cache
def _coref_words(key: str) -> frozenset[str]:
    return frozenset(vocabulary("coref")[key])


def is_office(word: str) -> bool:
    """Whether a word in small letters is an office that somebody holds in a body: "governor"."""
    return word in _coref_words("offices")


def is_locality(word: str) -> bool:
    """Whether a word in small letters is a place with a name of its own behind "of": "the city of X"."""
    return word in _cues("localities")


def is_organ(word: str) -> bool:
    """Whether a word in small letters is a body that others have: "board"."""
    return word in _coref_words("organs")


def type_of_name(words: list[str], head: int) -> str:
    """The type of a proper name by its words (as written) and the index of its head; empty where they do not tell."""
    lower = [word.lower() for word in words]
    whole = " ".join(lower)
    if whole in gazetteer.places() and whole not in _heads("names"):
        return "place"
    if len(words) > 2 and lower[-1].isdigit() and len(lower[-1]) == len("2015") and lower[-2] in _cues("dated_laws"):
        return "law"  # "Control of Noise Regulations 2015"
    if head > 1 and lower[head - 1] == "-" and words[head] == lower[head] and not is_common(lower[head - 2]):
        return ""  # "Kao Shu-**fen**" is no fen
    type_ = type_of_phrase(lower[: head + 1]) or _by_head("names", lower[head])
    if not type_ and len(words) > 1 and (is_place_head(lower[0]) or is_role(lower[0])):
        type_ = _by_head("names", lower[0])
    if not type_:
        type_ = _by_stem(lower) or (_by_suffix(lower[0]) if len(words) == 1 else "")
    if head == len(words) - 1 > 0 and lower[head] == "house" and lower[0] not in ("upper", "lower"):
        return "place"  # "Riverside House"
    if type_ == "group" and len(words) > 1 and singular(lower[head]) == lower[head]:
        return "organization"  # "Public Citizen"
    if type_ == "sector" and 0 < head == len(words) - 1:
        type_ = "organization"  # "Sarawan Post"
    if not type_ and 1 < head + 1 < len(words) and lower[head + 1] == "of" and not _cues("public").isdisjoint(lower):
        type_ = "government_body"  # "Federal Revenue of Brazil"
    if type_ in ("concept", "objective", "sector", "technology") and lower[head + 1 : head + 2] == ["for"]:
        type_ = ""  # "Solidarity for Democracy" is no solidarity
    if type_ == "organization" and not _cues("public").isdisjoint(lower):
        type_ = "government_body"
    if type_ == "policy" and whole.startswith("united nations"):
        return "international_organization"  # "United Nations Housing Programme"
    return "international_organization" if type_ in ORGANISATIONS and _is_international(lower, whole) else type_


@cache
def _cues(key: str) -> frozenset[str]:
    return frozenset(vocabulary("types")[key])


def _is_international(lower: list[str], whole: str) -> bool:
    whole = whole.replace(" - ", "-")
    return any(cue in lower or (not cue.isalpha() and cue in whole) for cue in _cues("international"))


def type_of_term(words: list[str], head: int, plural: bool) -> str:
    """The type of a generic term by its words in small letters, the index of its head and whether that is plural.

    The plural of persons and companies is a group; of public bodies it is not.
    """
    noun = words[head]
    type_ = type_of_phrase(words[: head + 1]) or _by_head("terms", noun) or type_of_class(noun_class(noun)) or _by_ending(singular(noun))
    if type_ == "activity" and singular(noun) == "project" and "government" in words:
        return "policy"
    if type_ == "group" and not plural and noun_class(noun) in ("person", "leader"):
        return "person"
    return "group" if plural and type_ in ("person", "organization") else type_ or UNKNOWN


def type_of_label(noun: str) -> str:
    """The type of a named thing that the text calls by a noun: "the project X" is a policy."""
    return _by_head("names", noun) or type_of_term([noun], 0, False)


def is_office_of_state(words: list[str]) -> bool:
    """Whether words in small letters are an office that is a body of its own: "auditor general", also with a hyphen between."""
    return type_of_phrase(words) in ORGANISATIONS


def type_of_phrase(words: list[str]) -> str:
    """The type by the last two of some words in small letters, empty where they do not tell: "central bank", "auditor-general"."""
    words = [word for word in words if word != "-"]
    return _inverted("phrases").get(f"{words[-2]} {singular(words[-1])}", "") if len(words) > 1 else ""


def _by_stem(words: list[str]) -> str:
    """The type of a foreign name by the beginning of a word that is no English one: "Agência Nacional"."""
    for word in words:
        if not is_common(word):
            word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
            for type_, stems in vocabulary("types")["stems"].items():
                if len(word) > 5 and word.startswith(tuple(stems)):
                    return str(type_)
    return ""


def _by_suffix(word: str) -> str:
    """The type of a foreign name of one word by its end: "…ministerium"."""
    for type_, suffixes in vocabulary("types")["suffixes"].items():
        if len(word) > 7 and word.endswith(tuple(suffixes)):
            return str(type_)
    return ""


def _by_ending(noun: str) -> str:
    """The type of a noun that the lexicon does not have by its ending."""
    for type_, endings in vocabulary("types")["endings"].items():
        if noun.endswith(tuple(endings)):
            return str(type_)
    return ""


def type_of_class(class_: str) -> str:
    """The type of a class of the lexicon; empty for none."""
    return _inverted("classes").get(class_, "")
