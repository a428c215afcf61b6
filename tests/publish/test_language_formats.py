"""The formats of language technology, each loaded by its tool: the same text, mentions at the same places, the same relations."""

from dataclasses import replace
from pathlib import Path

import conllu
import pytest
import spacy
from spacy.tokens import DocBin

from pipeline.publish.brat import write as write_brat
from pipeline.publish.package import Package
from pipeline.publish.resources import Edition
from pipeline.publish.words import annotated
from pipeline.records import Extraction
from pipeline.tables.checks import QUOTES
from pipeline.tables.merge import merge


@pytest.fixture
def mentions(extraction: Extraction) -> set[tuple[str, int, int]]:
    return {(mention.entity_id, mention.start, mention.end) for mention in extraction.mentions}


def test_spacy_loads_the_text_and_the_mentions(published: Path, extraction: Extraction, mentions: set) -> None:
    (doc,) = DocBin().from_disk(published / "wells.spacy").get_docs(spacy.blank("en").vocab)
    assert doc.text == extraction.text
    assert {(span.kb_id_, span.start_char, span.end_char) for span in doc.spans["mentions"]} == mentions
    types = {entity.entity_id: entity.type for entity in extraction.entities}
    assert all(span.label_ == types[span.kb_id_] for span in doc.spans["mentions"])
    assert {sentence.text.strip() for sentence in doc.sents} == {sentence.text for sentence in extraction.sentences}
    assert ("water-agency", "regulates", "wells", 16, 76) in doc.user_data["relations"]


def test_conllu_gives_the_words_with_their_places(published: Path, extraction: Extraction) -> None:
    sentences = conllu.parse((published / "conllu" / "water-agency.conllu").read_text(encoding="utf-8"))
    assert [s.metadata["text"] for s in sentences] == [s.text for s in extraction.sentences]
    for sentence in sentences:
        rebuilt = ""
        for token in sentence:
            start, end = map(int, token["misc"]["Range"].split(":"))
            assert extraction.text[start:end] == token["form"]
            rebuilt += token["form"] + ("" if token["misc"].get("SpaceAfter") == "No" else " ")
        assert rebuilt.strip() == sentence.metadata["text"]


def test_conllu_brackets_close_and_relations_are_told(published: Path) -> None:
    text = (published / "conllu" / "water-agency.conllu").read_text(encoding="utf-8")
    layers = [token["misc"]["Entity"] for sentence in conllu.parse(text) for token in sentence if "Entity" in token["misc"]]
    assert layers == [
        "(water_agency-government_body", "water_agency)", "(water_agency-government_body", "water_agency)", "(wells-sector)", "(critics-group)",
        "(water_agency-government_body)", "(water_agency__board-government_body)", "(port_office-government_body", "port_office)",
    ]  # fmt: skip
    assert "# relation = water-agency regulates wells asserted 16:76\n" in text


def brat_lines(folder: Path) -> list[list[str]]:
    return [line.split("\t") for line in (folder / "brat" / "water-agency.ann").read_text(encoding="utf-8").splitlines()]


def test_brat_has_mentions_and_relations_between_them(published: Path, extraction: Extraction, mentions: set) -> None:
    lines = brat_lines(published)
    text = (published / "brat" / "water-agency.txt").read_bytes().decode()
    assert text == extraction.text
    places = {}
    for mark, what, words in (line for line in lines if line[0].startswith("T")):
        _, start, end = what.split()
        places[mark] = (int(start), int(end))
        assert text[int(start) : int(end)] == words
    entity = {line[1].split()[1]: line[1].split("Entity:")[1] for line in lines if line[0].startswith("N")}
    assert {(entity[mark], *place) for mark, place in places.items()} == mentions
    relations = [line[1].replace("Arg1:", "").replace("Arg2:", "").split() for line in lines if line[0].startswith("R")]
    assert [(predicate, entity[a], entity[b]) for predicate, a, b in relations] == [
        ("regulates", "water-agency", "wells"), ("coordinates_with", "port-office", "water-agency--board"),
    ]  # fmt: skip


def test_brat_knows_the_types_and_predicates(published: Path) -> None:
    configuration = (published / "brat" / "annotation.conf").read_text(encoding="utf-8")
    assert "\ngovernment_body\n" in configuration and "\nregulates\tArg1:" in configuration


def test_a_mention_over_a_line_end_is_in_two_fragments(extraction: Extraction, package: Package, tmp_path: Path) -> None:
    start = extraction.text.index("wells")
    text = extraction.text.replace("licenses wells", "licenses w\nlls")
    quotes = {
        name: tuple(replace(row, **{column: text[row.start : row.end]}) for row in getattr(extraction, name))
        for name, column in QUOTES.items()
    }
    list(write_brat(Edition(merge([replace(extraction, text=text, **quotes)]), package, tmp_path)))
    assert [f"sector {start} {start + 1};{start + 2} {start + 5}", "w lls"] in [line[1:] for line in brat_lines(tmp_path)]


def test_words_are_cut_where_a_mention_ends(extraction: Extraction, package: Package, tmp_path: Path) -> None:
    """A mention that ends within a word, as in "China-based", still begins and ends with words."""
    part = replace(extraction.mentions[0], end=extraction.mentions[0].start + 3, text="Wat")
    (document,) = annotated(Edition(merge([replace(extraction, mentions=(part, *extraction.mentions[1:]))]), package, tmp_path))
    assert [document.text[start:end] for start, end in document.words(document.sentences[0])] == ["Wat", "er", "Agency"]
