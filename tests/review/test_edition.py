"""The records of one document while they change: each change by itself, and that ids, references and counts keep step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.errors import DataError
from pipeline.records import Alias, Entity, Evidence, Extraction, Mention, Relation, Viewpoint
from pipeline.review.edition import Edition, may_link, oriented
from tests.review.conftest import entity, relation

PORTS = "harbour-agency.regulates.ports"
FERRIES = "ha.regulates.ferries"
QUOTE = "The Harbour Agency supervises ports"


def span_of(extraction: Extraction, quote: str) -> tuple[int, int]:
    at = extraction.text.index(quote)
    return at, at + len(quote)


def mention(extraction: Extraction, entity_id: str, quote: str) -> Mention:
    return Mention(f"men-{quote}", entity_id, "sen", *span_of(extraction, quote), quote, "name")


def piece(extraction: Extraction, key: str, quote: str, relation_id: str, confidence: float | None, rule: str = "r") -> Evidence:
    return Evidence(
        f"evi-{key}", relation_id, extraction.sentences[0].sentence_id, None, *span_of(extraction, quote), quote, rule, confidence
    )


def evidence_of(edition: Edition, relation_id: str) -> list[tuple[str, str, float | None]]:
    return sorted((e.quote, e.rule, e.confidence) for e in edition.evidence.values() if e.relation_id == relation_id)


ENSURED: list[tuple[str, dict[str, str], list[str], list[tuple[str, str]]]] = [
    ("Seaton", {}, [], [("Seaton", "name")]),
    ("supervises", {"slow": "variant", "owns": "acronym"}, [], [("supervises", "name"), ("slow", "alias"), ("owns", "alias")]),
    ("Harbour", {}, [], []),
    ("the agency is", {}, [], []),
    ("slow. The", {}, [], []),
    ("The", {}, [], [("The", "name"), ("The", "name"), ("the", "name"), ("The", "name")]),
    ("slow.", {}, [], [("slow.", "name")]),
    ("of", {}, [" Seaton", "council "], [("of", "name")]),
    ("of", {}, ["of Seaton"], []),
    ("of", {}, ["council of"], []),
    ("lighthouse", {}, [], []),
]


@pytest.mark.parametrize(("name", "aliases", "taken", "expected"), ENSURED)
def test_a_new_entity_is_mentioned_where_its_names_stand_free(
    harbour: Extraction, name: str, aliases: dict[str, str], taken: list[str], expected: list[tuple[str, str]]
) -> None:
    edition = Edition(replace(harbour, mentions=(*harbour.mentions, *(mention(harbour, "ports", quote) for quote in taken))))
    assert edition.ensure({"name": name, "id": "new", "type": "place", "aliases": aliases}, "f:1") == "new"
    assert [(m.text, m.kind) for m in edition.mentions.values() if m.entity_id == "new"] == expected
    assert edition.entities["new"] == Entity("new", name, "place", False, None, None, 0, 1)
    assert {alias.alias: alias.kind for alias in edition.aliases.values() if alias.entity_id == "new"} == aliases


def test_what_is_there_is_not_made_again(harbour: Extraction) -> None:
    edition = Edition(harbour)
    assert edition.ensure("ports", "f:1") == edition.ensure({"name": "Ports", "type": "place"}, "f:1") == "ports"
    assert edition.extraction([]) == harbour
    with pytest.raises(DataError, match="f:1: there is no entity 'piers'"):
        edition.ensure("piers", "f:1")


def test_an_entity_is_named_and_owned_as_it_says(harbour: Extraction) -> None:
    edition = Edition(harbour)
    edition.put_entity(
        "b", {"name": "Board", "type": "government_body", "named": True, "scope": "ha", "aliases": {"Board": "variant"}}, "f:1"
    )
    assert edition.entities["b"] == Entity("b", "Board", "government_body", True, "ha", None, 0, 1)
    assert edition.aliases.keys() == {("harbour-agency", "agency")}, "its name is no alias"
    with pytest.raises(DataError, match="f:1: there is no entity 'nobody' that could own 'Board'"):
        edition.put_entity("c", {"name": "Board", "type": "government_body", "scope": "nobody"}, "f:1")


def test_a_place_means_one_thing(harbour: Extraction) -> None:
    edition = Edition(harbour)
    before = edition.mention_at(span_of(harbour, "HA"))
    assert before is not None and edition.mention_at((before.start, before.end + 1)) is None
    edition.put_mention("council", (before.start, before.end), "alias", "f:1")
    assert edition.mentions[before.mention_id] == replace(before, entity_id="council", kind="alias")
    assert len(edition.mentions) == len(harbour.mentions)
    edition.put_mention("council", span_of(harbour, "slow"), "nominal", "f:1")
    [new] = [m for m in edition.mentions.values() if m.text == "slow"]
    assert (new.sentence_id, new.kind) == (harbour.sentences[2].sentence_id, "nominal")


def test_new_ids_are_free(harbour: Extraction) -> None:
    edition = Edition(harbour)
    first = harbour.mentions[0]
    assert edition.fresh_id("mentions", "men", first.text) != first.mention_id
    del edition.mentions[first.mention_id]
    assert edition.fresh_id("mentions", "men", first.text) == first.mention_id


JOINED: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ({"confidence": 0.4}, {"confidence": 0.6, "modality": "possible"}, {"confidence": 0.6, "modality": "possible"}),
    ({"confidence": 0.6}, {"confidence": 0.4, "modality": "possible"}, {"confidence": 0.6, "modality": "asserted"}),
    ({"confidence": 0.5}, {"confidence": 0.5, "modality": "possible"}, {"confidence": 0.5, "modality": "asserted"}),
    ({"confidence": None}, {"confidence": 0.1, "modality": "possible"}, {"confidence": 0.1, "modality": "possible"}),
    ({"confidence": 0.1}, {"confidence": None, "modality": "possible"}, {"confidence": 0.1, "modality": "asserted"}),
    ({"valid_from": "2001"}, {"confidence": 0.9, "valid_to": "2002"}, {"confidence": 0.9, "valid_from": "2001", "valid_to": "2002"}),
    ({"valid_to": "2001"}, {"confidence": 0.9, "valid_from": "2002"}, {"confidence": 0.9, "valid_from": "2002", "valid_to": "2001"}),
    ({"valid_from": "2001"}, {"confidence": 0.9, "valid_from": "2003"}, {"confidence": 0.9, "valid_from": "2003"}),
    ({"valid_to": "2001"}, {"confidence": 0.9, "valid_to": "2003"}, {"confidence": 0.9, "valid_to": "2003"}),
]


@pytest.mark.parametrize(("old", "new", "expected"), JOINED)
def test_of_two_relations_that_are_one_the_more_certain_says_how(
    harbour: Extraction, old: dict[str, Any], new: dict[str, Any], expected: dict[str, Any]
) -> None:
    edition = Edition(harbour)
    made = relation("ha", "regulates", "ports", 0.5)
    edition.put_relation(replace(made, **old))
    edition.put_relation(replace(made, **new))
    assert edition.relations[made.relation_id] == replace(made, **expected)


# Evidence that is there (key, quote, confidence, whether the review put it), a quote that is put, and what is there then (quote, rule, confidence).
PUT: list[tuple[list[tuple[str, str, float | None]], str, list[tuple[str, str, float | None]]]] = [
    ([], "supervises ports", [("supervises ports", "review", None)]),
    ([("a", "supervises ports", 0.3)], "supervises ports", [("supervises ports", "a", 0.3)]),
    ([("a", "supervises", 0.3)], "supervises ports", [("supervises ports", "a", 0.3)]),
    ([("a", "ports", 0.3)], "supervises ports", [("supervises ports", "a", 0.3)]),
    ([("a", QUOTE, 0.3)], "supervises", [("supervises", "a", 0.3)]),
    ([("a", "supervises", 0.3), ("b", "ports", 0.6)], QUOTE, [(QUOTE, "b", 0.6)]),
    ([("a", "supervises", 0.3), ("b", "ports", None)], QUOTE, [(QUOTE, "a", 0.3)]),
    ([("a", "supervises", None), ("b", "ports", 0.1)], QUOTE, [(QUOTE, "b", 0.1)]),
    ([("a", "Harbour Agency", 0.3)], "supervises", [("Harbour Agency", "a", 0.3), ("supervises", "review", None)]),
    ([("a", "Agency ", 0.3)], "supervises", [("Agency ", "a", 0.3), ("supervises", "review", None)]),
    ([("a", " ports", 0.3)], "supervises", [(" ports", "a", 0.3), ("supervises", "review", None)]),
]


@pytest.mark.parametrize(("there", "quote", "expected"), PUT)
def test_words_of_the_review_stand_instead_of_those_that_a_rule_quotes(
    harbour: Extraction, there: list[tuple[str, str, float | None]], quote: str, expected: list[tuple[str, str, float | None]]
) -> None:
    other = piece(harbour, "other", "supervises", FERRIES, 0.9)
    made = (piece(harbour, key, words, PORTS, confidence, rule=key) for key, words, confidence in there)
    edition = Edition(replace(harbour, evidence=(other, *made)))
    edition.put_evidence(PORTS, span_of(harbour, quote), "f:1")
    assert evidence_of(edition, PORTS) == expected
    assert edition.evidence["evi-other"] == other
    assert all(harbour.text[e.start : e.end] == e.quote for e in edition.evidence.values())


def test_a_relation_is_as_certain_as_the_rule_behind_the_words_of_the_review(harbour: Extraction) -> None:
    edition = Edition(replace(harbour, evidence=(piece(harbour, "a", QUOTE, PORTS, 0.3, rule="a"),)))
    edition.put_evidence(PORTS, span_of(harbour, QUOTE), "f:1")
    found = next(r for r in edition.extraction([]).relations if r.relation_id == PORTS)
    assert (found.rule, found.confidence, found.evidence) == ("a", 0.3, 1)


def test_words_of_the_review_do_not_push_each_other_out(harbour: Extraction) -> None:
    edition = Edition(harbour)
    for quote in ("supervises ports", "supervises", "ports", "supervises ports"):
        edition.put_evidence(PORTS, span_of(harbour, quote), "f:1")
    assert [quote for quote, *_ in evidence_of(edition, PORTS)] == ["supervises ports"]


def test_a_statement_stays_behind_the_words_of_the_review(harbour: Extraction) -> None:
    statement_id = harbour.statements[0].statement_id
    found = replace(piece(harbour, "a", QUOTE, PORTS, 0.3), statement_id=statement_id)
    edition = Edition(replace(harbour, evidence=(found,)))
    edition.put_evidence(PORTS, span_of(harbour, "supervises ports"), "f:1")
    assert [(e.statement_id, e.sentence_id) for e in edition.evidence.values()] == [(statement_id, harbour.sentences[0].sentence_id)]


@pytest.mark.parametrize(
    ("twin", "moved", "expected"),
    [
        (None, 0.3, ("m", 0.3)),
        (0.2, 0.3, ("m", 0.3)),
        (0.4, 0.3, ("t", 0.4)),
        (0.3, 0.3, ("t", 0.3)),
        (0.1, None, ("t", 0.1)),
    ],
)
def test_evidence_moves_once_a_place(harbour: Extraction, twin: float | None, moved: float | None, expected: tuple[str, float]) -> None:
    piece_ = piece(harbour, "moved", "supervises", FERRIES, moved, rule="m")
    there = [piece(harbour, "beside", "supervises ports", PORTS, 0.9, rule="b"), piece(harbour, "elsewhere", "supervises", "x", 0.9)]
    there += [piece(harbour, "twin", "supervises", PORTS, twin, rule="t")] if twin is not None else []
    edition = Edition(replace(harbour, evidence=(*there, piece_)))
    edition.move_evidence(piece_, PORTS)
    assert evidence_of(edition, PORTS) == [("supervises", *expected), ("supervises ports", "b", 0.9)]
    assert evidence_of(edition, FERRIES) == []


def test_a_relation_is_left_when_its_last_evidence_is_copied(harbour: Extraction) -> None:
    edition = Edition(harbour)
    old = edition.relations["council.coordinates_with.ha"]
    (place,) = [e for e in harbour.evidence if e.relation_id == old.relation_id]
    edition.evidence["evi-more"] = replace(place, evidence_id="evi-more", end=place.end - 1)
    edition.copy_evidence(place, replace(old, subject_id="ports"))
    assert {old.relation_id, "ha.coordinates_with.ports"} <= edition.relations.keys(), "with its ends in id order"
    edition.copy_evidence(edition.evidence["evi-more"], replace(old, subject_id="ports"))
    assert old.relation_id not in edition.relations
    assert len([e for e in edition.evidence.values() if e.relation_id == "ha.coordinates_with.ports"]) == 2


def test_nothing_is_copied_to_a_relation_of_a_thing_with_itself(harbour: Extraction) -> None:
    edition = Edition(harbour)
    (place,) = [e for e in harbour.evidence if e.relation_id == FERRIES]
    edition.copy_evidence(place, replace(edition.relations[FERRIES], subject_id="ferries"))
    assert edition.extraction([]) == harbour


def test_evidence_joins_a_relation_that_is_there_already(harbour: Extraction) -> None:
    edition = Edition(harbour)
    there = edition.relations[PORTS]
    (place,) = [e for e in harbour.evidence if e.relation_id == FERRIES]
    edition.copy_evidence(place, replace(there, confidence=0.99, modality="possible"))
    assert edition.relations[PORTS] == there
    assert FERRIES not in edition.relations


def test_a_relation_goes_with_its_evidence_and_with_the_last_of_it(harbour: Extraction) -> None:
    edition = Edition(harbour)
    edition.drop_relation(PORTS)
    assert PORTS not in edition.relations and {e.relation_id for e in edition.evidence.values()} == edition.relations.keys()
    one, two = piece(harbour, "one", "licenses", FERRIES, 0.2), piece(harbour, "two", "ferries", FERRIES, 0.4)
    edition.evidence = {"one": one, "two": two, "three": replace(two, relation_id="council.coordinates_with.ha")}
    edition.drop_evidence("two")
    assert FERRIES in edition.relations
    edition.drop_evidence("one")
    assert FERRIES not in edition.relations and "council.coordinates_with.ha" in edition.relations


def test_the_best_evidence_left_says_how_certain_a_relation_is(harbour: Extraction) -> None:
    pieces = [("a", "works", 0.2), ("b", "HA", None), ("c", "licenses", 0.4), ("d", "ferries", 0.4), ("e", "and", 0.9)]
    made = [piece(harbour, key, quote, FERRIES, confidence, rule=key) for key, quote, confidence in pieces]
    edition = Edition(replace(harbour, evidence=(*harbour.evidence[:2], *harbour.evidence[3:], *made)))
    assert edition.extraction([]).relations[2] == replace(harbour.relations[2], evidence=5), "untouched, it is as certain as it was"
    edition.drop_evidence("evi-e")
    found = edition.extraction([]).relations[2]
    assert (found.evidence, found.rule, found.confidence) == (4, "c", 0.4), "the first of the best"
    for key in ("evi-a", "evi-c", "evi-d"):
        edition.drop_evidence(key)
    found = edition.extraction([]).relations[2]
    assert (found.evidence, found.rule, found.confidence) == (1, "b", None)


def test_all_that_refers_to_an_entity_follows_it(harbour: Extraction) -> None:
    board = replace(entity("board", "board", "government_body", 0), scope_id="ha")
    said = replace(harbour.statements[0], subject_id="ha", object_id="ha", attributed_to="ha")
    view = replace(harbour.viewpoints[0], holder_id="ha", about_id="ha")
    aliases = (*harbour.aliases, Alias("ha", "Harbour Agency", "variant"), Alias("ha", "H", "acronym"))
    edition = Edition(replace(harbour, entities=(*harbour.entities, board), statements=(said,), viewpoints=(view,), aliases=aliases))
    edition.repoint({"ha": "harbour-agency"})
    assert "ha" not in edition.entities and edition.entities["board"].scope_id == "harbour-agency"
    assert {(a.entity_id, a.alias) for a in edition.aliases.values()} == {("harbour-agency", "agency"), ("harbour-agency", "H")}
    assert edition.aliases.keys() == {("harbour-agency", "agency"), ("harbour-agency", "H")}
    (after,) = edition.statements.values()
    assert (after.subject_id, after.object_id, after.attributed_to) == ("harbour-agency",) * 3
    (seen,) = edition.viewpoints.values()
    assert (seen.holder_id, seen.about_id) == ("harbour-agency",) * 2
    assert {"harbour-agency.regulates.ferries", "council.coordinates_with.harbour-agency"} <= edition.relations.keys()
    assert {e.relation_id for e in edition.evidence.values()} == edition.relations.keys()
    assert [m.entity_id for m in edition.mentions.values() if m.text == "HA"] == ["harbour-agency"]


def test_two_mentions_that_become_one_are_the_first(harbour: Extraction) -> None:
    first = next(m for m in harbour.mentions if m.text == "HA")
    edition = Edition(replace(harbour, mentions=(*harbour.mentions, replace(first, mention_id="men-twin", entity_id="council"))))
    edition.repoint({"ha": "council"})
    assert [m.mention_id for m in edition.mentions.values() if m.text == "HA"] == [first.mention_id]
    assert set(edition.mentions) == {m.mention_id for m in harbour.mentions}


def test_what_makes_no_sense_without_an_entity_goes(harbour: Extraction) -> None:
    literal = Relation("ha.established_on.2011", "ha", "established_on", None, "2011", "asserted", None, None, 0, 0.5, "extracted", "r")
    kept = replace(literal, relation_id="council.established_on.2011", subject_id="council")
    edition = Edition(replace(harbour, relations=(*harbour.relations, literal, kept)))
    edition.repoint({"ha": None, "nobody": None})
    assert edition.relations.keys() == {"council.responsible_for.ports", PORTS, "council.established_on.2011"}
    assert {e.relation_id for e in edition.evidence.values()} == {"council.responsible_for.ports", PORTS}
    assert not [m for m in edition.mentions.values() if m.text == "HA"]
    edition.repoint({"council": "harbour-agency"})
    assert "harbour-agency.established_on.2011" in edition.relations, "a literal is an object too"
    edition.repoint({"ports": "harbour-agency"})
    assert edition.relations.keys() == {"harbour-agency.established_on.2011"}, "nothing regulates itself"


UNSPECIFIC = [
    ({}, [("council.coordinates_with.ha", 2)]),
    ({"subject_id": "ha", "object_id": "council"}, [("council.coordinates_with.ha", 2)]),
    ({"status": "confirmed"}, [("council.coordinates_with.ha", 1), ("council.related_to.ha", 1)]),
    ({"status": "added"}, [("council.coordinates_with.ha", 1), ("council.related_to.ha", 1)]),
    ({"object_id": "ports"}, [("council.coordinates_with.ha", 1), ("council.responsible_for.ports", 2)]),
    ({"object_id": "ferries"}, [("council.coordinates_with.ha", 1), ("council.related_to.ha", 1)]),
]


@pytest.mark.parametrize(("cells", "expected"), UNSPECIFIC)
def test_an_unspecific_relation_gives_way_to_a_specific_one(
    harbour: Extraction, cells: dict[str, Any], expected: list[tuple[str, int]]
) -> None:
    loose = replace(relation("council", "related_to", "ha", 0.1), **cells)
    found = piece(harbour, "loose", "slow", loose.relation_id, 0.1)
    edition = Edition(replace(harbour, relations=(loose, *harbour.relations), evidence=(found, *harbour.evidence)))
    after = {r.relation_id: r.evidence for r in edition.extraction([]).relations}
    assert dict(expected).items() <= after.items()
    assert ("council.related_to.ha" in after) is ("council.related_to.ha" in dict(expected))


def test_a_generic_entity_that_nothing_needs_any_more_goes(harbour: Extraction) -> None:
    lamps = (
        entity("lamps", "lamps", "technology", 0),
        entity("owner", "owner", "group", 0),
        replace(entity("part", "part", "group", 0), scope_id="owner"),
    )
    edition = Edition(replace(harbour, entities=(*harbour.entities, *lamps)))
    for relation_id in ("council.responsible_for.ports", FERRIES, PORTS):
        edition.drop_relation(relation_id)
    edition.kept.add("ports")
    edition.viewpoints.clear()
    after = edition.extraction([])
    gone = {e.entity_id for e in (*harbour.entities, *lamps)} - {e.entity_id for e in after.entities}
    assert gone == {"ferries", "critics"}, "but no name, nothing that is kept, and nothing that was not needed before either"
    assert {m.entity_id for m in after.mentions} <= {e.entity_id for e in after.entities}
    assert {e.entity_id: e.mentions for e in after.entities}["ports"] == 2


def test_viewpoints_and_owners_need_entities(harbour: Extraction) -> None:
    things = (
        entity("a", "a", "group", 0),
        entity("b", "b", "group", 0),
        entity("c", "c", "group", 0),
        replace(entity("d", "d", "group", 0), scope_id="c"),
    )
    view = Viewpoint("vie-x", "a", "neutral", "say", "slow", "b", harbour.sentences[2].sentence_id, *span_of(harbour, "slow"), "r", 0.5)
    made = replace(harbour, entities=(*harbour.entities, *things), viewpoints=(view,))
    assert {"a", "b", "c"} <= {e.entity_id for e in Edition(made).extraction([]).entities}
    edition = Edition(made)
    edition.viewpoints.clear()
    edition.entities.pop("d")
    assert {"a", "b", "c"} & {e.entity_id for e in edition.extraction([]).entities} == set()


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (("b", "coordinates_with", "a", None), ("a", "a.coordinates_with.b")),
        (("a", "coordinates_with", "b", None), ("a", "a.coordinates_with.b")),
        (("b", "regulates", "a", None), ("b", "b.regulates.a")),
        (("b", "established_on", None, "2011"), ("b", "b.established_on.2011")),
        (("b", "coordinates_with", None, "2011"), ("b", "b.coordinates_with.2011")),
    ],
)
def test_a_symmetric_relation_has_its_ends_in_id_order(ends: tuple[str, str, str | None, str | None], expected: tuple[str, str]) -> None:
    found = oriented(Relation("", *ends, "asserted", None, None, 1, 0.5, "extracted", "r"))
    assert (found.subject_id, found.relation_id) == expected


@pytest.mark.parametrize(
    ("predicate", "left", "right", "expected"),
    [
        ("regulates", "government_body", "sector", True),
        ("regulates", "sector", "government_body", False),
        ("regulates", "government_body", None, False),
        ("established_on", "government_body", None, True),
        ("established_on", "person", None, False),
        ("coordinates_with", "law", "government_body", True),
        ("coordinates_with", "government_body", "law", True),
        ("coordinates_with", "law", "law", False),
    ],
)
def test_predicates_link_things_of_some_types(predicate: str, left: str, right: str | None, expected: bool) -> None:
    assert may_link(predicate, entity("a", "a", left, 1), entity("b", "b", right, 1) if right else None) is expected
