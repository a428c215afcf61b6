"""The rules of relation extraction, read from YAML and indexed by the word that triggers them.

A rule is a frame: a trigger word (verb, noun, adjective or preposition), where its subject and its object stand, and the
predicates that it may conclude, the first that fits the types of both ends. A file of rules needs no Python to read or extend:

    - id: oversee
      predicate: [regulates, inverse overseen_by]
      verb: [oversee, supervise]
      subject: actor
      object: patient
      examples:
        - text: The Coastal Agency supervises ports.
          gives: [Coastal Agency | regulates | ports]

The slots that `subject` and `object` may name are described in `pipeline.extract.roles`. `where` and `unless` ask for certain
words in a slot. Word lists that several rules share stand under `lists` and are named with a leading `$`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.config import load_yaml
from pipeline.errors import DataError

RULES = Path(__file__).resolve().parent / "rules"
VOCABULARIES = Path(__file__).resolve().parent.parent.parent / "schemas" / "vocabularies"
TRIGGERS = ("verb", "noun", "adjective", "preposition")
INVERSE = "inverse "


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence about `about`, with triples `subject | predicate | object` that a rule must give, and that it must not."""

    text: str
    gives: tuple[str, ...]
    never: tuple[str, ...]
    about: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A predicate that a rule may conclude, with its two ends exchanged where `inverse`."""

    predicate: str
    inverse: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A frame as read from its file; empty `voice`, `number` and type sets set no condition."""

    id: str
    conclusions: tuple[Conclusion, ...]
    trigger: str
    lemmas: frozenset[str]
    subject: tuple[str, ...]
    object: tuple[str, ...]
    voice: str
    number: str
    where: Mapping[str, frozenset[str]]
    unless: Mapping[str, frozenset[str]]
    subject_types: frozenset[str]
    object_types: frozenset[str]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate of the contract; `subject_types` and `object_types` are fine entity types, all where it says "any".

    `generic_object` asks for an object without a proper name.
    """

    name: str
    symmetric: bool
    subject_types: frozenset[str]
    object_types: frozenset[str]
    literal: bool
    generic_object: bool


@dataclass(slots=True)
class Rulebook:
    """All rules, by trigger kind and lemma, with the word lists and the predicates that they are checked against."""

    rules: list[Rule] = field(default_factory=list)
    index: dict[str, dict[str, tuple[Rule, ...]]] = field(default_factory=dict)
    lists: dict[str, frozenset[str]] = field(default_factory=dict)

    def of(self, trigger: str, *words: str) -> tuple[Rule, ...]:
        """The rules that one of the words triggers as a `trigger` kind; the first word that has any decides."""
        by_lemma = self.index[trigger]
        for word in words:
            if rules := by_lemma.get(word):
                return rules
        return ()

    def concludes(self, predicate: str, trigger: str, *words: str) -> bool:
        """Whether a rule that one of the words triggers concludes a predicate first."""
        return any(rule.conclusions[0].predicate == predicate for rule in self.of(trigger, *words))


@cache
def load_rulebook() -> Rulebook:
    """The rules in `rules/relations/*.yaml`. Raises DataError for a file or rule that is not well-formed."""
    files = sorted((RULES / "relations").glob("*.yaml"))
    contents = [(file, load_yaml(file, "relation_rules")) for file in files]
    book = Rulebook(lists=_lists(contents))
    seen: dict[str, Path] = {}
    for file, content in contents:
        for entry in content.get("rules", ()):
            if entry["id"] in seen:
                raise DataError(f"{file}: the rule id '{entry['id']}' is already used in {seen[entry['id']].name}; choose another")
            seen[entry["id"]] = file
            book.rules.append(_rule(file, entry, book.lists))
    index: dict[str, dict[str, list[Rule]]] = {trigger: defaultdict(list) for trigger in TRIGGERS}
    for rule in book.rules:
        for lemma in sorted(rule.lemmas):
            index[rule.trigger][lemma].append(rule)
    book.index = {trigger: {lemma: tuple(rules) for lemma, rules in entries.items()} for trigger, entries in index.items()}
    return book


def _lists(contents: Iterable[tuple[Path, Any]]) -> dict[str, frozenset[str]]:
    lists: dict[str, frozenset[str]] = {}
    for file, content in contents:
        for name, words in content.get("lists", {}).items():
            if name in lists:
                raise DataError(f"{file}: the word list '{name}' stands in another file too; keep one")
            lists[name] = _words(file, words, lists)
    return lists


def _words(file: Path, words: Iterable[str], lists: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The words, with each `$name` replaced by the list of that name."""
    found: set[str] = set()
    for word in words:
        if not word.startswith("$"):
            found.add(word)
        elif word[1:] in lists:
            found |= lists[word[1:]]
        else:
            raise DataError(f"{file}: there is no word list '{word[1:]}'; known are {', '.join(sorted(lists))}")
    return frozenset(found)


def _rule(file: Path, entry: dict[str, Any], lists: Mapping[str, frozenset[str]]) -> Rule:
    triggers = [trigger for trigger in TRIGGERS if trigger in entry]
    if len(triggers) != 1:
        raise DataError(f"{file}: the rule '{entry['id']}' needs exactly one of {', '.join(TRIGGERS)}; it has {len(triggers)}")
    return Rule(
        id=entry["id"],
        conclusions=tuple(_conclusion(file, entry["id"], name) for name in _many(entry["predicate"])),
        trigger=triggers[0],
        lemmas=_words(file, entry[triggers[0]], lists),
        subject=tuple(_many(entry["subject"])),
        object=tuple(_many(entry["object"])),
        voice=entry.get("voice", ""),
        number=entry.get("number", ""),
        where={slot: _words(file, _many(words), lists) for slot, words in entry.get("where", {}).items()},
        unless={slot: _words(file, _many(words), lists) for slot, words in entry.get("unless", {}).items()},
        subject_types=_types(entry.get("subject_types", ())),
        object_types=_types(entry.get("object_types", ())),
        examples=tuple(
            Example(e["text"], tuple(e.get("gives", ())), tuple(e.get("never", ())), e.get("about", "Coastal Agency"))
            for e in entry["examples"]
        ),
    )


def _conclusion(file: Path, rule: str, name: str) -> Conclusion:
    plain = name.removeprefix(INVERSE)
    if plain not in predicates():
        raise DataError(f"{file}: the rule '{rule}' concludes '{plain}', which is no predicate; known are {', '.join(predicates())}")
    return Conclusion(plain, name != plain)


def _many(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _types(names: Iterable[str]) -> frozenset[str]:
    """Fine types; a coarse class (in capitals) stands for all of its types."""
    coarse = coarse_classes()
    return frozenset(fine for name in names for fine in coarse.get(name, (name,)))


@cache
def predicates() -> dict[str, Predicate]:
    """The predicates of the contract, by name."""
    found = {}
    for entry in _vocabulary("predicates"):
        object_types = entry["object_types"] or []
        found[entry["predicate"]] = Predicate(
            entry["predicate"],
            entry["symmetric"],
            _ends(entry["subject_types"]),
            _ends(object_types),
            literal=not object_types,
            generic_object=any(name.endswith(" generic") for name in object_types),
        )
    return found


@cache
def coarse_classes() -> dict[str, tuple[str, ...]]:
    """Coarse class -> its entity types; `any` -> all of them."""
    classes: dict[str, list[str]] = defaultdict(list)
    for entry in _vocabulary("entity_types"):
        classes[entry["coarse"]].append(entry["type"])
        classes["any"].append(entry["type"])
    return {name: tuple(types) for name, types in classes.items()}


def _ends(names: Iterable[str]) -> frozenset[str]:
    return _types(name.split(" ")[0] for name in names)


def _vocabulary(name: str) -> list[dict[str, Any]]:
    file = VOCABULARIES / f"{name}.json"
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{file}: not a readable vocabulary ({error}); restore it from the repository") from error
    return list(content)


def predicate_is_symmetric(predicate: str) -> bool:
    """Whether the predicate says the same with its ends exchanged."""
    return predicates()[predicate].symmetric
