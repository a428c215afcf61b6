"""How the words that names are made of are written: capitals, hyphens, subject matters, places.

Places in a sentence are token indices.
"""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline.extract import gazetteer
from pipeline.extract.citations import HYPHENS
from pipeline.extract.forms import is_acronym
from pipeline.extract.lexicon import adjectives, is_common, is_month, name_words, vocabulary
from pipeline.extract.types import is_rule_head
from pipeline.source.tokens import Token

_TIMES = frozenset({"after", "before", "during", "from", "in", "of", "on", "since", "until"})
_DASH = "–"
# How words for what is done or is the case end, whether the lexicon has them or not.
_ABSTRACT = ("ance", "ence", "graphy", "ing", "ism", "istry", "ity", "logy", "ment", "ness", "ship", "sion", "tion")


@cache
def prepositions(kind: str) -> frozenset[str]:
    """The prepositions inside names, of a kind of `rules/names.yaml`."""
    return frozenset(vocabulary("names")["prepositions"][kind])


@lru_cache(1 << 16)
def has_capital_inside(word: str) -> bool:
    """Whether a word has a capital after its first letter: "eIDAS"."""
    return any(c.isupper() for c in word[1:])


def is_capital(token: Token) -> bool:
    """Whether a word is written like a name: a capital first, or inside as in "eIDAS" and "5G"."""
    text = token.text
    if text[0].isupper():
        return token.lower not in name_words("ordinary") and not is_topic(token)
    return text[0].isalnum() and not text.islower() and any(c.isupper() for c in text)


def is_topic(token: Token) -> bool:
    """Whether a word is written in capitals, but names a subject matter only: "AI", "Internet"."""
    return token.lower in name_words("topics") and token.text[0].isupper() and token.text != "It"


def joins(tokens: list[Token], at: int) -> bool:
    """Whether a subject matter stands inside a name: "Korea **Internet** & Security Agency", "the **AI** Basic Act"."""
    return is_topic(tokens[at]) and at + 1 < len(tokens) and (tokens[at + 1].text == "&" or may_go_on(tokens[at + 1]))


def begins_with_topic(tokens: list[Token], at: int) -> bool:
    """Whether a name begins with a subject matter: "the **AI** Basic Act"."""
    return joins(tokens, at) and tokens[at + 1].text != "&"


def is_hyphen(tokens: list[Token], at: int) -> bool:
    """Whether the token at `at` is a hyphen inside a capitalised word: "Anti-Fraud", "Co-operation", "By-law", "Kyung-hoon"."""
    if at + 1 >= len(tokens) or tokens[at].text not in HYPHENS:
        return False
    is_tight = tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start
    after = tokens[at + 1]
    if tokens[at].text == _DASH:
        is_between_countries = tokens[at - 1].lower in gazetteer.countries() and is_place(tokens, at + 1)  # "China–Japan trade"
        return is_tight and is_capital(after) and is_capital(tokens[at - 1]) and not is_between_countries  # "Murray–Darling Basin"
    is_of_name = after.tag == "NNP" and not is_common(tokens[at - 1].lower)  # "Kao Shu-fen"
    is_foreign = after.text.isalpha() and after.tag[:2] == "NN" and (is_of_name or not is_common(after.lower))
    return is_tight and (after.text[0].isupper() or is_rule_head(after.lower) or is_foreign or _ties_prefix(tokens, at) or _ties_noun(tokens, at))


def _ties_prefix(tokens: list[Token], at: int) -> bool:
    """Whether a hyphen ties a prefix to a small word beside another capitalised one: "Economic Co-operation", "Anti-corruption Bureau"."""
    beside = [*tokens[max(0, at - 2) : at - 1], *tokens[at + 2 : at + 3]]
    return _is_prefix(tokens[at - 1]) and any(token.text[0].isupper() for token in beside)


def _ties_noun(tokens: list[Token], at: int) -> bool:
    """Whether a hyphen ties a small noun to a capitalised one in the middle of a name: "Commission for **Telecom-television** Services"."""
    if at < 2 or at + 2 >= len(tokens):
        return False
    before, noun = tokens[at - 1], tokens[at + 1]
    is_matter = is_common(before.lower) and before.lower not in gazetteer.places() and not is_acronym(before.text)
    is_inside = is_capital(tokens[at - 2]) or tokens[at - 2].lower in prepositions("subject")
    return is_matter and noun.tag == "NN" and is_common(noun.lower) and is_inside and may_go_on(tokens[at + 2])


def _is_prefix(token: Token) -> bool:
    """Whether a capitalised word only begins another: "Co" in "Co-operation"."""
    return token.lower in name_words("prefixes") and token.text[0].isupper()


def may_go_on(token: Token) -> bool:
    """Whether a name may go on with a word."""
    if not is_capital(token) or (token.pos == "PRON" and token.tag != "PRP$"):
        return False
    return not (is_month(token.lower) and not is_forename(token)) and token.lower not in name_words("numbers")


def is_forename(month: Token) -> bool:
    """Whether a month is somebody's name: "**Jan** Dahl", "**April** Jones"; but not "in **May** Ana Ruiz said"."""
    name = month.head
    is_of_name = month.dep == "compound" and name.pos == "PROPN" and name.i == month.i + 1 and not is_month(name.lower)
    return is_of_name and not (name.dep == "pobj" and name.head.lower in _TIMES)


def capital_after(tokens: list[Token], at: int) -> int:
    """The index of the capitalised word at `at`, or after a "the" there; 0 where there is none."""
    if at < len(tokens) and tokens[at].lower == "the":
        at += 1
    return at if at < len(tokens) and may_go_on(tokens[at]) else 0


def is_topical(token: Token) -> bool:
    """Whether a word may say what a body or law is about."""
    word = token.lower
    is_compared = word.endswith("er") and (word[:-2] in adjectives() or word[:-1] in adjectives())
    is_abstract = word.endswith(_ABSTRACT) or token.tag == "VBN"  # "Bank for Reconstruction", "Committee on Disappeared Persons"
    return is_common(word) or is_compared or is_abstract or word == "media" or is_topic(token) or _is_prefix(token)


def is_place(tokens: list[Token], at: int) -> bool:
    """Whether a place of one word or two begins at an index."""
    one = tokens[at].lower
    two = f"{one} {tokens[at + 1].lower}" if at + 1 < len(tokens) and is_capital(tokens[at + 1]) else ""
    return two in gazetteer.places() if two else one in gazetteer.places()
