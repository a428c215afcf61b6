"""Annotated articles, and the same view of what was extracted, so that the two can be compared.

An annotation is a JSON file beside its text: entities (name, type, aliases), relations (subject, predicate, object or
value) and viewpoints (holder, stance, text). A type, predicate or stance may list alternatives with a slash, and an optional item
counts neither when it is found nor when it is missed.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import DataError
from pipeline.records import Extraction

Words = tuple[str, ...]

_DETERMINERS = frozenset(("the", "a", "an", "its", "their", "his", "her", "this", "these"))


@dataclass(frozen=True, slots=True)
class Item:
    """An entity, a relation or a viewpoint, annotated or extracted.

    `kinds` are the acceptable types, predicates or stances; `names` the word forms of the entity itself, the relation's subject or the
    viewpoint's holder; `object` those of a relation's object; `value` its literal; `text` a viewpoint's words; `rule` what made it.
    """

    label: str
    kinds: frozenset[str]
    names: frozenset[Words]
    object: frozenset[Words] = frozenset()
    value: str | None = None
    text: Words = ()
    optional: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Annotated:
    """The three kinds of items of one article."""

    entities: tuple[Item, ...]
    relations: tuple[Item, ...]
    viewpoints: tuple[Item, ...]


def words(name: str) -> Words:
    """The words of a name without case, leading determiners, possessive endings and plural endings."""
    folded = re.sub(r"[’']s\b", "", unicodedata.normalize("NFKC", name).casefold())
    found = re.findall(r"\w+", folded)
    first = next((i for i, word in enumerate(found) if word not in _DETERMINERS), len(found))
    return tuple(_singular(word) for word in found[first:])


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and word[-2:] not in ("ss", "us", "is"):
        return word[:-1]
    return word


def read_annotation(file: Path) -> Annotated:
    """The annotation in `file`. Raises DataError where it is not one, or a relation's end is not among its entities."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        names = {e["name"]: _names([e["name"], *e.get("aliases", ())]) for e in data["entities"]}
        return Annotated(
            tuple(
                Item(e["name"], frozenset(e["type"].split("/")), names[e["name"]], optional=bool(e.get("optional"))) for e in data["entities"]
            ),
            tuple(
                Item(
                    f"{r['subject']} {r['predicate']} {r.get('object') or r.get('value')}", frozenset(r["predicate"].split("/")),
                    names[r["subject"]], names[r["object"]] if r.get("object") else frozenset(), r.get("value"), (), bool(r.get("optional")),
                )
                for r in data["relations"]
            ),
            tuple(
                Item(
                    f"{v.get('holder') or '(nobody)'}: {v['text']}", frozenset(v["stance"].split("/")),
                    names[v["holder"]] if v.get("holder") else frozenset(), text=words(v["text"]), optional=bool(v.get("optional")),
                )
                for v in data["viewpoints"]
            ),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{file}: not a readable annotation ({type(error).__name__}: {error}); see tests/articles/README.md") from error


def from_extraction(extraction: Extraction) -> Annotated:
    """What was extracted from one document, as items."""
    spoken: dict[str, list[str]] = {e.entity_id: [e.name] for e in extraction.entities}
    for alias in extraction.aliases:
        spoken[alias.entity_id].append(alias.alias)
    names = {entity_id: _names(forms) for entity_id, forms in spoken.items()}
    return Annotated(
        tuple(Item(e.name, frozenset((e.type,)), names[e.entity_id]) for e in extraction.entities),
        tuple(
            Item(
                f"{r.subject_id} {r.predicate} {r.object_id or r.object_value}", frozenset((r.predicate,)), names[r.subject_id],
                names[r.object_id] if r.object_id else frozenset(), r.object_value, rule=r.rule,
            )
            for r in extraction.relations
        ),
        tuple(
            Item(
                f"{v.holder_id or '(nobody)'}: {v.text}", frozenset((v.stance,)), names[v.holder_id] if v.holder_id else frozenset(),
                text=words(v.text), rule=v.rule,
            )
            for v in extraction.viewpoints
        ),
    )  # fmt: skip


def _names(forms: Iterable[str]) -> frozenset[Words]:
    return frozenset(words(form) for form in forms)
