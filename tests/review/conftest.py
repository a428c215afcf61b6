"""A made-up article with what could be read off it, and decisions on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import ids
from pipeline.records import Alias, Document, Entity, Evidence, Extraction, Mention, Relation, Section, Sentence, Statement, Viewpoint
from pipeline.review.apply import apply_decisions
from pipeline.review.decisions import Entry, check, read_entries

TEXT = (
    "The Harbour Agency supervises ports. The HA licenses ferries and works with the Council. "
    "Critics argue that the agency is slow. The council of Seaton owns ports."
)


class Maker:
    """Builds the records of one text from quotes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.number = ids.Numbering("harbour")
        self.sentences, at = [], 0
        for position, line in enumerate(text.split(". ")):
            end = at + len(line) + (0 if line.endswith(".") else 1)
            sentence_id = self.number("sen", text[at:end])
            self.sentences.append(Sentence(sentence_id, "harbour", "sec-0", position, 0, "paragraph", at, end, text[at:end]))
            at = end + 1

    def place(self, quote: str, nth: int = 1) -> tuple[str, int, int]:
        at = -1
        for _ in range(nth):
            at = self.text.index(quote, at + 1)
        sentence = next(s for s in self.sentences if s.start <= at < s.end)
        return sentence.sentence_id, at, at + len(quote)

    def mention(self, entity_id: str, quote: str, nth: int = 1, kind: str = "name") -> Mention:
        return Mention(self.number("men", quote), entity_id, *self.place(quote, nth), quote, kind)

    def evidence(self, relation_id: str, quote: str, confidence: float = 0.8, rule: str = "oversee") -> Evidence:
        sentence_id, start, end = self.place(quote)
        return Evidence(self.number("evi", relation_id, quote), relation_id, sentence_id, None, start, end, quote, rule, confidence)


def entity(entity_id: str, name: str, type_: str, mentions: int, named: bool = False) -> Entity:
    return Entity(entity_id, name, type_, named, None, None, mentions, 1)


def relation(subject: str, predicate: str, object_: str, confidence: float, evidence: int = 1, rule: str = "oversee") -> Relation:
    key = f"{subject}.{predicate}.{object_}"
    return Relation(key, subject, predicate, object_, None, "asserted", None, None, evidence, confidence, "extracted", rule)


@pytest.fixture
def harbour() -> Extraction:
    """What a reader of the made-up article extracted, mistakes included: two councils are one, an agency is two."""
    make = Maker(TEXT)
    supervises = make.place("The Harbour Agency supervises ports")
    return Extraction(
        text=TEXT,
        document=Document("harbour", "Harbour Agency", "harbour.txt", "0" * 64, len(TEXT), "en"),
        sections=(Section("sec-0", "harbour", 0, 0, "", 0, len(TEXT)),),
        sentences=tuple(make.sentences),
        entities=(
            entity("council", "Council", "government_body", 2, named=True),
            entity("critics", "critics", "group", 1),
            entity("ferries", "ferries", "technology", 1),
            entity("ha", "HA", "organization", 1, named=True),
            entity("harbour-agency", "Harbour Agency", "government_body", 2, named=True),
            entity("ports", "ports", "sector", 2),
        ),
        aliases=(Alias("harbour-agency", "agency", "variant"),),
        mentions=(
            make.mention("harbour-agency", "Harbour Agency"),
            make.mention("ports", "ports"),
            make.mention("ha", "HA"),
            make.mention("ferries", "ferries"),
            make.mention("council", "Council"),
            make.mention("critics", "Critics"),
            make.mention("harbour-agency", "the agency", kind="nominal"),
            make.mention("council", "council"),
            make.mention("ports", "ports", 2),
        ),
        statements=(
            Statement(
                make.number("sta", "The Harbour Agency", "supervises", "ports"), supervises[0], make.number("pro", "x"), "The Harbour Agency", "supervises", "ports",
                0, 18, 19, 29, 30, 35, "harbour-agency", "ports", False, "asserted", None, "clause", 0.9,
            ),
        ),
        relations=(
            relation("council", "responsible_for", "ports", 0.3),
            relation("council", "coordinates_with", "ha", 0.7),
            relation("ha", "regulates", "ferries", 0.6),
            relation("harbour-agency", "regulates", "ports", 0.8),
        ),
        evidence=(
            make.evidence("council.responsible_for.ports", "The council of Seaton owns ports", 0.3),
            make.evidence("council.coordinates_with.ha", "The HA licenses ferries and works with the Council", 0.7),
            make.evidence("ha.regulates.ferries", "The HA licenses ferries", 0.6),
            make.evidence("harbour-agency.regulates.ports", "The Harbour Agency supervises ports"),
        ),
        viewpoints=(
            Viewpoint(
                make.number("vie", "the agency is slow"), "critics", "neutral", "argue that", "the agency is slow", "harbour-agency",
                *make.place("the agency is slow"), "say", 0.5,
            ),
        ),
    )  # fmt: skip


@pytest.fixture
def record(tmp_path: Path) -> Callable[[str], list[Entry]]:
    """The entries of a decisions file with this list of decisions, checked against each other."""

    def read(decisions: str) -> list[Entry]:
        file = tmp_path / "review" / "harbour.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text("document: harbour\ndecisions:\n" + decisions, encoding="utf-8")
        entries = read_entries(file)
        check(entries)
        return entries

    return read


@pytest.fixture
def review(harbour: Extraction, record: Callable[[str], list[Entry]]) -> Callable[[str], Extraction]:
    """The made-up article with the decisions applied."""
    return lambda decisions: apply_decisions(harbour, record(decisions))
