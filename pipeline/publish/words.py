"""Sentences of the tables cut into words, so that no mention begins or ends within one: what formats of language technology need."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.publish.resources import Edition

_WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")


Records = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document: its text, and its sentences, mentions and pieces of evidence, each in the order of the text, the last two by their sentence's id.

    A mention has its entity's `type` and `name` too, a piece of evidence its relation's two ends, predicate and modality.
    """

    document_id: str
    text: str
    sentences: Records
    mentions: Mapping[str, Records]
    evidence: Mapping[str, Records]

    def words(self, sentence: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
        """The places of the words of a sentence, cut where a mention begins or ends."""
        start, end = sentence["start"], sentence["end"]
        cuts = {mention[side] for mention in self.mentions.get(sentence["sentence_id"], ()) for side in ("start", "end")}
        inner = sorted(cut for cut in cuts if start < cut < end)
        for left, right in zip([start, *inner], [*inner, end], strict=True):
            yield from (match.span() for match in _WORD.finditer(self.text, left, right))


def annotated(edition: Edition) -> Iterator[Annotated]:
    """Every document of the edition with what was read off it."""
    entities = {entity["entity_id"]: entity for entity in edition.records("entities")}
    relations = {relation["relation_id"]: relation for relation in edition.records("relations")}
    sentences: dict[str, Records] = defaultdict(list)
    for sentence in sorted(edition.records("sentences"), key=_place):
        sentences[sentence["document_id"]].append(sentence)
    mentions = _by_sentence({**m, **_some(entities[m["entity_id"]], "type", "name")} for m in edition.records("mentions"))
    evidence = _by_sentence(
        {**e, **_some(relations[e["relation_id"]], "subject_id", "predicate", "object_id", "object_value", "modality")}
        for e in edition.records("evidence")
    )
    for document_id, text in edition.tables.texts.items():
        yield Annotated(document_id, text, sentences[document_id], mentions, evidence)


def _by_sentence(records: Iterable[dict[str, Any]]) -> dict[str, Records]:
    grouped: dict[str, Records] = defaultdict(list)
    for record in sorted(records, key=_place):
        grouped[record["sentence_id"]].append(record)
    return dict(grouped)


def _some(record: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: record[name] for name in names}


def _place(record: Mapping[str, Any]) -> tuple[int, int]:
    """In the order of the text, the longer of two that begin together first."""
    return record["start"], -record["end"]
