"""What kind of thing an English noun names, by WordNet (see `lexicon_build.py`), and the vocabularies of the rules."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from pipeline.config import load_yaml
from pipeline.errors import DataError
from pipeline.extract.rulebook import RULES


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """The word lists of `rules/<name>.yaml`. Raises DataError where the file is broken."""
    data: dict[str, Any] = load_yaml(RULES / f"{name}.yaml", "vocabulary")
    return data


@cache
def name_words(key: str) -> frozenset[str]:
    """The words of one list of `rules/names.yaml`."""
    return frozenset(vocabulary("names")[key])


def is_month(word: str) -> bool:
    """Whether a word in small letters is the name of a month."""
    return word in name_words("months")


@cache
def noun_classes() -> dict[str, str]:
    """Noun in small letters -> its class: "ministry" -> "group"."""
    return {word: name for name, words in _table().items() if name not in ("adjective", "compound", "demonym", "place") for word in words}


@cache
def adjectives() -> frozenset[str]:
    """English adjectives in small letters."""
    return frozenset(_table()["adjective"])


@cache
def compounds() -> frozenset[str]:
    """Fixed combinations of nouns, in small letters, joined by underscores: "head_of_state"."""
    return frozenset(_table()["compound"])


def words_of(name: str) -> list[str]:
    """The words of one class of the lexicon."""
    return _table()[name]


@cache
def _table() -> dict[str, list[str]]:
    file = RULES / "lexicon.tsv"
    try:
        rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
        return {name: words.split(" ") for name, words in rows}
    except (OSError, ValueError) as error:
        raise DataError(f"{file}: not a readable table ({error}); make it again with python -m pipeline.extract.lexicon_build") from error


@lru_cache(maxsize=65536)
def singular(noun: str) -> str:
    """The singular of a noun in small letters, by its ending: "authorities" -> "authority", "fishermen" -> "fisherman"; "gas" stays."""
    if (irregular := vocabulary("terms")["irregular"].get(noun)) is not None:
        return str(irregular)
    nouns = noun_classes()
    if noun.endswith("men") and noun not in nouns and (one := noun[:-2] + "an") in nouns:
        return one
    if not noun.endswith("s") or len(noun) < 4 or noun.endswith("ss"):
        return noun
    stems = [noun[:-3] + "y"] * noun.endswith("ies") + [noun[:-1]] + [noun[:-2]] * noun.endswith("es")
    for stem in stems:
        if stem in nouns and not (noun in nouns and noun.endswith(("us", "is", "as", "ics"))):
            return stem
    return noun if noun in nouns or noun.endswith(("us", "is", "as")) else stems[0]


@lru_cache(maxsize=65536)
def noun_class(noun: str) -> str:
    """The class of a noun in small letters, singular or plural, or of what follows a prefix ("cyber-"); empty where none is known."""
    classes = noun_classes()
    found = classes.get(singular(noun)) or classes.get(noun, "")
    if not found and noun.startswith(_prefixes()):
        prefix = next(prefix for prefix in _prefixes() if noun.startswith(prefix))
        rest = singular(noun.removeprefix(prefix))
        found = classes.get(rest, "") if len(rest) > 3 else ""
    return found


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(vocabulary("terms")["prefixes"])


def is_word(word: str) -> bool:
    """Whether a word in small letters is an English noun in the singular, or an adjective."""
    return word in noun_classes() or word in adjectives()


@lru_cache(maxsize=65536)
def is_common(word: str) -> bool:
    """Whether a word in small letters is an English noun, singular or plural, or an adjective."""
    return bool(noun_class(word)) or word in adjectives()
