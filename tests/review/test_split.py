"""One entity made two: which places, and what is said there, go to the second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.records import Alias, Extraction, Mention
from pipeline.review.apply import apply_decisions
from pipeline.review.decisions import Entry

Record = Callable[[str], list[Entry]]


def with_mention(extraction: Extraction, entity_id: str, quote: str) -> Extraction:
    start = extraction.text.index(quote)
    end = start + len(quote)
    sentence = next(s for s in extraction.sentences if s.start <= start < s.end)
    found = Mention(f"men-{quote}", entity_id, sentence.sentence_id, start, end, quote, "nominal")
    return replace(extraction, mentions=(*extraction.mentions, found))


def split(record: Record, extraction: Extraction, old: str, *quotes: str) -> Extraction:
    places = ", ".join(f"{{quote: {quote}}}" for quote in quotes)
    return apply_decisions(
        extraction,
        record(
            f"- {{action: split, id: {old}, row: {{name: {old}, type: group}}, reason: r, evidence: [{places}],"
            " value: {name: Second, type: government_body, named: true, aliases: {agency: variant}}}\n"
        ),
    )


def test_the_second_takes_its_places_and_aliases(harbour: Extraction, record: Record) -> None:
    kept = Alias("harbour-agency", "HbA", "acronym")
    after = split(record, replace(harbour, aliases=(*harbour.aliases, kept)), "harbour-agency", "the agency", "slow")
    assert set(after.aliases) == {kept, Alias("second", "agency", "variant")}
    assert [(m.text, m.kind) for m in after.mentions if m.entity_id == "second"] == [("the agency", "nominal"), ("slow", "name")]
    assert [m.text for m in after.mentions if m.entity_id == "harbour-agency"] == ["Harbour Agency"]
    second = next(entity for entity in after.entities if entity.entity_id == "second")
    assert (second.name, second.type, second.named, second.mentions) == ("Second", "government_body", True, 2)
    assert after.decisions[0].state == "applied"


def test_places_go_to_an_entity_that_is_there_already(harbour: Extraction, record: Record) -> None:
    council = replace(harbour.entities[0], entity_id="second", name="Council")
    after = split(record, replace(harbour, entities=(*harbour.entities, council)), "harbour-agency", "the agency")
    assert [entity.name for entity in after.entities if entity.entity_id == "second"] == ["Council"]


def test_relations_go_where_their_evidence_does(harbour: Extraction, record: Record) -> None:
    after = split(record, harbour, "council", "council")
    assert {(r.subject_id, r.predicate, r.object_id) for r in after.relations} == {
        ("second", "responsible_for", "ports"),
        ("council", "coordinates_with", "ha"),
        ("ha", "regulates", "ferries"),
        ("harbour-agency", "regulates", "ports"),
    }
    after = split(record, harbour, "ferries", "ferries")
    assert ("ha", "regulates", "second") in {(r.subject_id, r.predicate, r.object_id) for r in after.relations}


@pytest.mark.parametrize(
    ("old", "quotes", "ends"),
    [
        ("harbour-agency", ["Harbour Agency"], ("second", "ports", None)),
        ("harbour-agency", ["the agency"], ("harbour-agency", "ports", None)),
        ("ports", ["supervises"], ("harbour-agency", "ports", None)),
    ],
)
def test_statements_go_with_the_places_of_their_parts(
    harbour: Extraction, record: Record, old: str, quotes: list[str], ends: tuple[str, str, None]
) -> None:
    (statement,) = split(record, harbour, old, *quotes).statements
    assert (statement.subject_id, statement.object_id, statement.attributed_to) == ends


def test_who_is_reported_to_say_so_is_split_by_the_whole_statement(harbour: Extraction, record: Record) -> None:
    said = replace(harbour, statements=(replace(harbour.statements[0], subject_id=None, attributed_to="harbour-agency"),))
    (statement,) = split(record, said, "harbour-agency", "Harbour Agency").statements
    assert (statement.subject_id, statement.object_id, statement.attributed_to) == (None, "ports", "second")


# Old entity, what else means it, the places of the second, (holder, what it is about) of the viewpoint "the agency is" in "Critics argue that the agency is slow.".
VIEWS = [
    ("harbour-agency", [], ["the agency"], ("critics", "second")),
    ("harbour-agency", [], ["Harbour Agency"], ("critics", "harbour-agency")),
    ("critics", [], ["Critics"], ("second", "harbour-agency")),
    ("critics", ["HA"], ["Critics"], ("second", "harbour-agency")),
    ("critics", [], ["Critics", "Council"], ("second", "harbour-agency")),
    ("critics", ["argue"], ["Critics"], ("critics", "harbour-agency")),
    ("critics", ["is slow"], ["Critics"], ("critics", "harbour-agency")),
    ("critics", ["HA"], ["Council"], ("critics", "harbour-agency")),
    ("harbour-agency", ["slow"], ["the agency", "Council"], ("critics", "second")),
    ("harbour-agency", ["that"], ["the agency"], ("critics", "second")),
    ("harbour-agency", [" slow"], ["the agency"], ("critics", "second")),
    ("harbour-agency", ["that "], ["the agency"], ("critics", "second")),
    ("harbour-agency", ["is"], ["the agency"], ("critics", "harbour-agency")),
]


@pytest.mark.parametrize(("old", "more", "quotes", "ends"), VIEWS)
def test_viewpoints_go_with_the_mentions_in_them_or_else_in_their_sentence(
    harbour: Extraction, record: Record, old: str, more: list[str], quotes: list[str], ends: tuple[str, str]
) -> None:
    (view,) = harbour.viewpoints
    extraction = replace(harbour, viewpoints=(replace(view, text="the agency is", end=view.start + len("the agency is")),))
    for quote in more:
        place = f"agency {quote}" if quote == "is" else quote
        extraction = with_mention(extraction, old, place)
    (after,) = split(record, extraction, old, *quotes).viewpoints
    assert (after.holder_id, after.about_id) == ends
