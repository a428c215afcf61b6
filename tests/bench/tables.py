"""A made-up release of any size, written straight as tables: no text is read, so that a million mentions take minutes; the same for the same seed.

Everything in it keeps the contract: offsets, keys, references, counts, and what predicates may link. As in real corpora a few
entities are everywhere and most are rare.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import accumulate
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any

from pipeline.ids import relation_id
from pipeline.publish import source_texts, sqlite
from pipeline.publish.datapackage import describe, write_descriptor
from pipeline.publish.package import Package
from pipeline.publish.resources import Edition
from pipeline.records import Alias, Document, Entity, Evidence, Mention, Relation, Section, Sentence, Statement, Viewpoint
from pipeline.tables.checks import allowed_ends
from pipeline.tables.contract import load_contract
from pipeline.tables.descriptor import DESCRIPTOR
from pipeline.tables.merge import Tables
from tests.bench.generate import LANDS, TOPICS

MENTIONS_OF_A_SENTENCE = 5
SENTENCES_OF_A_DOCUMENT = 100
SENTENCES_OF_A_SECTION = 20
# How many mentions there are for one entity.
MENTIONS_OF_AN_ENTITY = 16
STANCES = ("supportive", "critical", "neutral")
NOUNS = {
    "government_body": "Agency", "international_organization": "Union", "organization": "Institute", "person": "Speaker", "place": "Province",
    "law": "Act", "policy": "Plan", "standard": "Standard", "sector": "industry", "technology": "system", "activity": "inspection", "objective": "safety",
    "group": "operators", "concept": "principle",
}  # fmt: skip


@dataclass
class Corpus:
    """The records so far, and what is counted while they are written."""

    draw: random.Random
    entities: list[Entity]
    weights: list[float]
    predicates: dict[tuple[str, str], list[str]]
    symmetric: set[str]
    rows: dict[str, list[Any]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    mentions: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    related: dict[str, Relation] = field(default_factory=dict)

    def add(self, record: Any) -> None:
        """Keep a record."""
        self.rows.setdefault(f"{type(record).__name__.lower()}s", []).append(record)

    def id(self, prefix: str) -> str:
        """A new id."""
        return f"{prefix}-{self.draw.getrandbits(64):016x}"


def made_up(mentions: int, seed: int = 1) -> Tables:
    """The tables of a corpus with so many mentions, rounded up to whole documents."""
    contract = load_contract()
    corpus = _empty(random.Random(seed), max(40, mentions // MENTIONS_OF_AN_ENTITY))
    for number in range(-(-mentions // (MENTIONS_OF_A_SENTENCE * SENTENCES_OF_A_DOCUMENT))):
        _document(corpus, number)
    rows = corpus.rows
    named = [entity for entity in corpus.entities if corpus.mentions[entity.entity_id]]
    rows["entities"] = [replace(e, mentions=corpus.mentions[e.entity_id], documents=corpus.documents[e.entity_id]) for e in named]
    rows["aliases"] = [Alias(entity.entity_id, f"{entity.name[0]}{at}", "acronym") for at, entity in enumerate(named) if at % 4 == 0]
    supported = Counter(evidence.relation_id for evidence in rows["evidence"])
    rows["relations"] = [replace(relation, evidence=supported[key]) for key, relation in corpus.related.items()]
    sorted_rows = {}
    for table in contract.tables:
        cells = attrgetter(*table.column_names)
        found = [cells(record) for record in rows.get(table.name, ())]
        sorted_rows[table.name] = contract.vocabularies.get(table.name) or sorted(found, key=itemgetter(*table.key_positions()))
    return Tables(sorted_rows, corpus.texts)


def write_release(mentions: int, folder: Path, seed: int = 1) -> Path:
    """A release with the database and the texts alone in `folder`: all that the site opens."""
    tables = made_up(mentions, seed)
    package = Package.of({"name": "made-up", "title": "A made-up corpus", "version": "1.0.0", "description": "Nothing in it is true."})
    folder.mkdir(parents=True)
    edition = Edition(tables, package, folder)
    edition.written.extend([*sqlite.write(edition), *source_texts.write(edition)])
    write_descriptor(describe(edition), folder / DESCRIPTOR)
    return folder


def _empty(draw: random.Random, size: int) -> Corpus:
    entities = []
    for at in range(size):
        kind = list(NOUNS)[at % len(NOUNS)]
        name = f"{LANDS[at % len(LANDS)]} {TOPICS[at % len(TOPICS)].title()} {NOUNS[kind]} {at}"
        entities.append(Entity(f"entity-{at}", name, kind, True, None, f"{name} is one of many." if at % 3 == 0 else None, 0, 0))
    predicates: dict[tuple[str, str], list[str]] = {}
    contract = load_contract()
    for predicate, pairs in allowed_ends(contract).items():
        for left, right in pairs:
            for subject in left:
                for other in right or ():
                    predicates.setdefault((subject, other), []).append(predicate)
    vocabulary = contract.table("predicates").column_names
    symmetric = {row[0] for row in contract.vocabularies["predicates"] if row[vocabulary.index("symmetric")]}
    weights = list(accumulate(1 / (rank + 3) ** 0.9 for rank in range(size)))
    return Corpus(draw, entities, weights, predicates, {str(name) for name in symmetric})


def _document(corpus: Corpus, number: int) -> None:
    """One document: a title, then sections of sentences, a line each."""
    document_id, title = f"document-{number:06}", f"{LANDS[number % len(LANDS)]} {TOPICS[number % len(TOPICS)].title()} {number}"
    lines: list[str] = []
    seen: set[str] = set()
    for position in range(SENTENCES_OF_A_DOCUMENT // SENTENCES_OF_A_SECTION):
        _section(corpus, document_id, position, f"Part {position}" if position else title, lines, seen)
    text = "".join(f"{line}\n" for line in lines)
    corpus.documents.update(seen)
    corpus.texts[document_id] = text
    corpus.add(Document(document_id, title, f"{document_id}.txt", hashlib.sha256(text.encode()).hexdigest(), len(text), "en"))


def _section(corpus: Corpus, document_id: str, position: int, heading: str, lines: list[str], seen: set[str]) -> None:
    """One section; adds its lines to those of the document, and its entities to those seen in it."""
    section_id, begins = corpus.id("sec"), sum(len(line) + 1 for line in lines)
    at = begins

    def line(text: str, kind: str) -> Sentence:
        nonlocal at
        sentence = Sentence(corpus.id("sen"), document_id, section_id, len(lines), len(lines), kind, at, at + len(text), text)
        corpus.add(sentence)
        lines.append(text)
        at = sentence.end + 1
        return sentence

    line(heading, "heading" if position else "title")
    for _ in range(SENTENCES_OF_A_SECTION):
        chosen = corpus.draw.choices(corpus.entities, cum_weights=corpus.weights, k=MENTIONS_OF_A_SENTENCE)
        text, places = _sentence(chosen)
        _read(corpus, line(text, "paragraph"), chosen, places)
        seen |= {entity.entity_id for entity in chosen}
    corpus.add(Section(section_id, document_id, position, min(position, 1), heading if position else "", begins, at))


def _sentence(chosen: list[Entity]) -> tuple[str, list[int]]:
    """The words of a sentence, and where in it each entity is named."""
    parts = ("The ", " oversees the ", " under the ", ", while critics of the ", " say that the ", " is neglected.")
    text, places = parts[0], []
    for entity, after in zip(chosen, parts[1:], strict=True):
        places.append(len(text))
        text += entity.name + after
    return text, places


def _read(corpus: Corpus, sentence: Sentence, chosen: list[Entity], places: list[int]) -> None:
    """What is read in one sentence: a mention a name, three statements, a relation where the types allow one, now and then a viewpoint."""
    spans = [(sentence.start + place, sentence.start + place + len(entity.name)) for entity, place in zip(chosen, places, strict=True)]
    for entity, (start, end) in zip(chosen, spans, strict=True):
        corpus.add(Mention(corpus.id("men"), entity.entity_id, sentence.sentence_id, start, end, entity.name, "name"))
        corpus.mentions[entity.entity_id] += 1
    verb = spans[0][1] + 1, spans[0][1] + 9
    for other in (1, 2, 3):
        corpus.add(
            Statement(
                corpus.id("sta"), sentence.sentence_id, corpus.id("pro"), chosen[0].name, "oversees", chosen[other].name, *spans[0], *verb, *spans[other],
                chosen[0].entity_id, chosen[other].entity_id, False, "asserted", None, "verb-object", 0.6,
            )
        )  # fmt: skip
    fitting = corpus.predicates.get((chosen[0].type, chosen[1].type))
    if fitting and chosen[0] is not chosen[1]:
        predicate = corpus.draw.choice(fitting)
        symmetric = predicate in corpus.symmetric
        key = relation_id(chosen[0].entity_id, predicate, chosen[1].entity_id, symmetric=symmetric)
        subject, _, rest = key.partition(".")
        other_id = rest.partition(".")[2]
        corpus.related[key] = Relation(key, subject, predicate, other_id, None, "asserted", None, None, 0, 0.8, "extracted", "made-up")
        start, end = spans[0][0], spans[1][1]
        quote = sentence.text[start - sentence.start : end - sentence.start]
        corpus.rows.setdefault("evidence", []).append(
            Evidence(corpus.id("evi"), key, sentence.sentence_id, None, start, end, quote, "made-up", 0.8)
        )
    if sentence.position % 35 == 1:
        start, end = spans[4][0] - 4, spans[4][1]
        words = sentence.text[start - sentence.start : end - sentence.start]
        stance = corpus.draw.choice(STANCES)
        corpus.add(
            Viewpoint(
                corpus.id("vie"), chosen[3].entity_id, stance, "say that", words, chosen[4].entity_id, sentence.sentence_id, start, end, "made-up", 0.7
            )
        )  # fmt: skip
