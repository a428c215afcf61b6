"""`entities_nested.json`: an array with one object an entity, which holds its names, relations with their quotes, and viewpoints about it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.config import SCHEMAS
from pipeline.publish.resources import Edition, Resource

FILE = "entities_nested.json"
SCHEMA_FILE = "entities_nested.schema.json"


def write(edition: Edition) -> Iterator[Resource]:
    """The file, an entity a line, and its JSON Schema."""
    entries = [json.dumps(entry, ensure_ascii=False) for entry in nested(edition)]
    (edition.folder / FILE).write_text("[\n" + ",\n".join(entries) + "\n]\n" if entries else "[]\n", encoding="utf-8", newline="\n")
    (edition.folder / SCHEMA_FILE).write_bytes((SCHEMAS / SCHEMA_FILE).read_bytes())
    yield Resource(
        "entities-nested", FILE, "Entities, nested", "One object an entity, with its names, relations and their quotes, and viewpoints about it.",
        "json", "application/json", True,
    )  # fmt: skip
    yield Resource(
        "entities-nested-schema", SCHEMA_FILE, "JSON Schema of the nested entities", "What entities_nested.json looks like.",
        "json", "application/schema+json", False,
    )  # fmt: skip


def nested(edition: Edition) -> Iterator[dict[str, Any]]:
    """One object an entity, in the order of the table of entities."""
    entities = {entity["entity_id"]: entity for entity in edition.records("entities")}
    aliases = _grouped(edition.records("aliases"), "entity_id")
    quotes = _grouped(edition.records("evidence"), "relation_id")
    documents = {sentence["sentence_id"]: sentence["document_id"] for sentence in edition.records("sentences")}
    relations: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for relation in edition.records("relations"):
        places = [_place(piece, piece["quote"], documents) for piece in quotes[relation["relation_id"]]]
        for entity_id, direction, other in (
            (relation["subject_id"], "out", relation["object_id"]),
            (relation["object_id"], "in", relation["subject_id"]),
        ):
            if entity_id is not None:
                relations[entity_id].append(_relation(relation, direction, entities.get(other), places))
    viewpoints = _grouped(edition.records("viewpoints"), "about_id")
    for entity_id, entity in entities.items():
        yield {
            **{key: value for key, value in entity.items() if key != "scope_id"},
            "scope": _reference(entities.get(entity["scope_id"])),
            "aliases": [{"alias": alias["alias"], "kind": alias["kind"]} for alias in aliases[entity_id]],
            "relations": relations[entity_id],
            "viewpoints": [
                {
                    "stance": v["stance"],
                    "cue": v["cue"],
                    "holder": _reference(entities.get(v["holder_id"])),
                    **_place(v, v["text"], documents),
                }
                for v in viewpoints[entity_id]
            ],
        }


def _grouped(records: Iterable[dict[str, Any]], column: str) -> dict[str | None, list[dict[str, Any]]]:
    groups: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
    for record in records:
        groups[record[column]].append(record)
    return groups


def _relation(relation: Mapping[str, Any], direction: str, other: Mapping[str, Any] | None, places: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "relation_id": relation["relation_id"],
        "direction": direction,
        "predicate": relation["predicate"],
        "entity": _reference(other),
        "value": relation["object_value"],
        **{name: relation[name] for name in ("modality", "valid_from", "valid_to", "confidence", "status")},
        "evidence": places,
    }


def _reference(entity: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if entity is None else {"entity_id": entity["entity_id"], "name": entity["name"], "type": entity["type"]}


def _place(record: Mapping[str, Any], quote: str, documents: Mapping[str, str]) -> dict[str, Any]:
    return {"quote": quote, "document_id": documents[record["sentence_id"]], "start": record["start"], "end": record["end"]}
