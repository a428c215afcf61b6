"""Derive `rules/lexicon.tsv` from the WordNet 3.0 database files: what kind of thing an English noun names.

    python -m pipeline.extract.lexicon_build /usr/share/wordnet

(Debian's package wordnet-base has the files.) A line of the table is a class and its words. The class of a noun is, of its
first (most frequent) sense, the nearest of ANCHORS above it, else WordNet's lexicographer file ("act", "artifact", ...).
Compounds are those of two nouns joined by "of" and those that begin with a judging adjective of the terms
vocabulary ("head_of_state", "general_public"). Adjectives are listed as such, places (instances of a location or a geographic feature) with their capitals, and
adjectives of places as `adjective=Place`. Sources: Princeton WordNet 3.0; lexicographer files as in its manual page lexnames(5).
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pipeline.extract.lexicon import vocabulary
from pipeline.extract.rulebook import RULES

TARGET = RULES / "lexicon.tsv"

# By number; only the first ones are of adjectives and adverbs, all up to "time" of nouns.
_FILES = [
    "adj", "adj", "adv", "Tops", "act", "animal", "artifact", "attribute", "body", "cognition", "communication", "event", "feeling",
    "food", "group", "location", "motive", "object", "person", "phenomenon", "plant", "possession", "process", "quantity", "relation",
    "shape", "state", "substance", "time",
]  # fmt: skip

# Senses (word, how-manieth sense) that are finer than a lexicographer file and that entity types turn on.
ANCHORS = {
    ("administrative_unit", 1), ("body_of_water", 1), ("commerce", 1), ("committee", 1), ("company", 1), ("court", 1), ("day", 4),
    ("discipline", 1), ("government", 1), ("industry", 1), ("instrumentality", 1), ("law", 1), ("leader", 1), ("legal_document", 1),
    ("legislature", 1), ("organization", 1), ("people", 1), ("plan", 1), ("plan_of_action", 1), ("property", 3), ("region", 3), ("system", 1),
    ("unit_of_measurement", 1),
}  # fmt: skip
_PERTAINYMS = "01"
_PLACES = {"location", "object"}
# Of these kinds only nouns are kept that occur in WordNet's sense-tagged texts.
_TAXONOMIC = {"animal", "plant", "body"}
_WORD = re.compile(r"[a-z]{2,24}(?:-[a-z]+)*")
_COMPOUND = re.compile(r"[a-z]+(?:_of)?_[a-z]+")
_PLACE = re.compile(r"[A-Z][a-z]+(?:_(?:of_|the_|and_)*[A-Z][a-z]+){0,3}")


class _Synset:
    def __init__(self, fields: list[str]) -> None:
        self.file = _FILES[int(fields[1])]
        count = int(fields[3], 16)
        self.words = [fields[4 + 2 * i].split("(")[0] for i in range(count)]
        after = 4 + 2 * count
        pointers = [fields[after + 1 + 4 * i : after + 5 + 4 * i] for i in range(int(fields[after]))]
        self.above = [target for symbol, target, _, _ in pointers if symbol in ("@", "@i")]
        self.is_instance = any(symbol == "@i" for symbol, *_ in pointers)
        self.pertains_to = [(target, int(places[2:], 16)) for symbol, target, pos, places in pointers if symbol == "\\" and pos == "n"]


def build(folder: Path) -> dict[str, list[str]]:
    """Class -> sorted words, from the files data.noun, index.noun, data.adj and index.adj in `folder`."""
    synsets = {fields[0]: _Synset(fields) for fields in _lines(folder / "data.noun")}
    senses = dict(_senses(folder / "index.noun"))
    tagged = {fields[0] for fields in _lines(folder / "index.noun") if fields[-int(fields[2]) - 1] != "0"}
    judging = set(vocabulary("terms")["evaluative"])
    anchors = {senses[word][number - 1]: word for word, number in ANCHORS}
    classes: dict[str, set[str]] = defaultdict(set)
    for word, offsets in senses.items():
        synset = synsets[offsets[0]]
        if _WORD.fullmatch(word) and any(written == word for written in synset.words) and (synset.file not in _TAXONOMIC or word in tagged):
            classes[_nearest(synsets, offsets[0], anchors)].add(word)
        elif _COMPOUND.fullmatch(word) and ("_of_" in word or word.split("_")[0] in judging):
            classes["compound"].add(word)
    classes["place"] = {word for s in synsets.values() if s.is_instance and s.file in _PLACES for word in s.words if _PLACE.fullmatch(word)}
    classes["adjective"] = {word for word, _ in _senses(folder / "index.adj") if _WORD.fullmatch(word)}
    classes["demonym"] = set(_demonyms(folder, synsets))
    return {name: sorted(words) for name, words in sorted(classes.items())}


def _lines(file: Path) -> Iterator[list[str]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith(" "):
                yield line.split("|")[0].split()


def _senses(file: Path) -> Iterator[tuple[str, list[str]]]:
    for fields in _lines(file):
        yield fields[0], fields[-int(fields[2]) :]


def _nearest(synsets: dict[str, _Synset], offset: str, anchors: dict[str, str]) -> str:
    at = offset
    while at not in anchors:
        if not synsets[at].above:
            return synsets[offset].file
        at = synsets[at].above[0]
    return anchors[at]


def _demonyms(folder: Path, synsets: dict[str, _Synset]) -> Iterator[str]:
    for fields in _lines(folder / "data.adj"):
        if fields[1] != _PERTAINYMS:
            continue
        adjective = _Synset(fields)
        for target, place in adjective.pertains_to:
            noun = synsets[target]
            if noun.is_instance and noun.file == "location" and adjective.words[0].istitle():
                yield f"{adjective.words[0]}={noun.words[max(0, place - 1)]}"


def main() -> None:
    """Write the table; the one argument is the folder of the WordNet files."""
    table = build(Path(sys.argv[1]))
    TARGET.write_text("".join(f"{name}\t{' '.join(words)}\n" for name, words in table.items()), encoding="utf-8")


if __name__ == "__main__":
    main()
