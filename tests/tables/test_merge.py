"""Many documents become one set of tables: what is one stays one, what is two stays two, and no order matters."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import ids
from pipeline.errors import DataError
from pipeline.records import Alias, Document, Entity, Evidence, Extraction, Mention, Relation, Viewpoint
from pipeline.tables.contract import load_contract
from pipeline.tables.merge import Tables, merge
from tests.tables import in_memory

BODY, LAW, TOPIC = "government_body", "law", "concept"


def document(name: str, *entities: tuple[str, str], aliases: dict[str, str] | None = None, **offices: str) -> Extraction:
    """A document with named entities (name, type), aliases {alias: name} and offices (office=name of the owner)."""
    made = [Entity(ids.slug(entity), entity, type_, True, None, None, 1, 1) for entity, type_ in entities]
    made += [
        Entity(ids.scoped(ids.slug(owner), office), office, BODY, False, ids.slug(owner), None, 1, 1) for office, owner in offices.items()
    ]
    return Extraction(
        text="",
        document=Document(name, name, f"{name}.txt", "0" * 64, 0, "en"),
        entities=tuple(made),
        aliases=tuple(Alias(ids.slug(entity), alias, "acronym") for alias, entity in (aliases or {}).items()),
        mentions=tuple(Mention(f"men-{name}-{e.entity_id}", e.entity_id, "", 0, 0, "", "name") for e in made),
    )


def relate(extraction: Extraction, *triples: tuple[str, str, str], confidence: float | None = 0.5) -> Extraction:
    """The document with relations (subject id, predicate, object id), each with one piece of evidence."""
    relations = [
        Relation(
            f"{s}.{p}.{o}", s, p, o, None, "asserted", None, None, 1, confidence, "extracted", f"rule-of-{extraction.document.document_id}"
        )
        for s, p, o in triples
    ]
    evidence = [
        Evidence(f"evi-{extraction.document.document_id}-{r.relation_id}", r.relation_id, "", None, 0, 0, "", r.rule, confidence)
        for r in relations
    ]
    return replace(extraction, relations=tuple(relations), evidence=tuple(evidence))


def test_a_term_is_not_the_body_of_that_name() -> None:
    term = document("b", ("central bank", BODY))
    term = replace(term, entities=tuple(replace(entity, named=False) for entity in term.entities))
    tables = merge([document("a", ("Central Bank", BODY)), term])
    found = cells(tables, "entities", "name", "named", "documents")
    assert sorted(found) == [("Central Bank", True, 1), ("central bank", False, 1)]
    assert len(set(cells(tables, "entities", "entity_id"))) == 2


def cells(tables: Tables, table: str, *columns: str) -> list[tuple[object, ...]]:
    names = load_contract().table(table).column_names
    return [tuple(row[names.index(column)] for column in columns) for row in tables.rows[table]]


ENTITIES = {
    "one name in two documents": (
        [document("a", ("Water Agency", BODY)), document("b", ("Water Agency", BODY))],
        [("water-agency", "Water Agency", 2, 2)],
    ),
    "case, hyphens, quotes and width do not matter": (
        [document("a", ("Farmers’ Co-operation Office", BODY)), document("b", ("Farmers' Co–operation office", BODY))],
        [("farmers-co-operation-office", "Farmers’ Co-operation Office", 2, 2)],
    ),
    "nor does the fine type within a coarse class": (
        [document("a", ("Fund", BODY)), document("b", ("Fund", "organization")), document("c", ("Fund", "organization"))],
        [("fund", "Fund", 3, 3)],
    ),
    "one name of two classes": (
        [document("a", ("Reform", LAW)), document("b", ("Reform", TOPIC))],
        [("reform-concept", "Reform", 1, 1), ("reform-law", "Reform", 1, 1)],
    ),
    "an acronym joins the one body that has it": (
        [document("a", ("Water Agency", BODY), aliases={"WA": "Water Agency"}), document("b", ("WA", BODY))],
        [("water-agency", "Water Agency", 2, 2)],
    ),
    "but not where two have it": (
        [
            document("a", ("Water Agency", BODY), aliases={"WA": "Water Agency"}),
            document("b", ("Wine Authority", BODY), aliases={"WA": "Wine Authority"}),
            document("c", ("WA", BODY)),
        ],
        [("wa", "WA", 1, 1), ("water-agency", "Water Agency", 1, 1), ("wine-authority", "Wine Authority", 1, 1)],
    ),
    "nor where one document tells the two apart": (
        [document("a", ("Water Agency", BODY), aliases={"WA": "Water Agency"}), document("b", ("WA", BODY), ("Water Agency", BODY))],
        [("wa", "WA", 1, 1), ("water-agency", "Water Agency", 2, 2)],
    ),
    "nor where it is of another class": (
        [document("a", ("Water Agency", BODY), aliases={"WA": "Water Agency"}), document("b", ("WA", "place"))],
        [("wa", "WA", 1, 1), ("water-agency", "Water Agency", 1, 1)],
    ),
    "an office stays with its owner": (
        [document("a", ("Water Agency", BODY), board="Water Agency"), document("b", ("Port Office", BODY), board="Port Office")],
        [("port-office", "Port Office", 1, 1), ("port-office--board", "board", 1, 1), ("water-agency", "Water Agency", 1, 1), ("water-agency--board", "board", 1, 1)],
    ),
    "an office of one owner is one": (
        [document("a", ("Water Agency", BODY), board="Water Agency"), document("b", ("Water Agency", BODY), board="Water Agency")],
        [("water-agency", "Water Agency", 2, 2), ("water-agency--board", "board", 2, 2)],
    ),
    "an office follows its owner's longer id": (
        [document("a", ("Reform", LAW)), document("b", ("Reform", BODY), board="Reform")],
        [("reform-government-body", "Reform", 1, 1), ("reform-government-body--board", "board", 1, 1), ("reform-law", "Reform", 1, 1)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ENTITIES)
def test_entities_of_many_documents(case: str) -> None:
    documents, expected = ENTITIES[case]
    for order in (documents, documents[::-1]):
        assert cells(merge(order), "entities", "entity_id", "name", "mentions", "documents") == expected


def test_ids_differ_even_where_a_suffix_is_the_name_of_another() -> None:
    tables = merge([document("a", ("Reform", LAW), ("Reform Law", BODY)), document("b", ("Reform", TOPIC))])
    assert cells(tables, "entities", "entity_id", "name") == [
        ("reform-concept", "Reform"), ("reform-law-04e858", "Reform"), ("reform-law-government-body", "Reform Law"),
    ]  # fmt: skip


def test_entities_of_one_document_are_never_made_one() -> None:
    one = document("a", ("Reform", LAW), ("Water", TOPIC))
    twice = replace(one, entities=(*one.entities, Entity("reform-policy", "reform", "policy", False, None, None, 0, 1)))
    assert len(merge([twice]).rows["entities"]) == 3
    assert len(merge([twice, document("b", ("Reform", LAW))]).rows["entities"]) == 3


def test_the_records_of_one_document_come_out_as_they_went_in(extraction: Extraction) -> None:
    tables = merge([extraction])
    assert tables.texts == {"water-agency": extraction.text}
    for name in ("entities", "aliases", "mentions", "statements", "relations", "evidence", "viewpoints", "sections", "sentences"):
        names = load_contract().table(name).column_names
        assert sorted(tables.rows[name]) == sorted(tuple(getattr(record, c) for c in names) for record in getattr(extraction, name)), name


def test_rows_are_sorted_by_key_and_counted(extraction: Extraction, make: Callable[[str], Extraction]) -> None:
    tables = merge([make("z"), extraction])
    for table in load_contract().tables:
        keys = [tuple(row[at] for at in table.key_positions()) for row in tables.rows[table.name]]
        assert keys == sorted(keys)
        assert tables.counts()[table.name] == len(keys)
    assert cells(tables, "relations", "relation_id", "evidence") == [
        ("port-office.coordinates_with.water-agency--board", 2), ("water-agency--board.established_on.2011", 2), ("water-agency.regulates.wells", 2),
    ]  # fmt: skip


def test_references_follow_to_the_merged_id() -> None:
    tables = merge(
        [relate(document("a", ("Reform", LAW), ("Water", TOPIC)), ("reform", "regulates", "water")), document("b", ("Reform", BODY))]
    )
    assert cells(tables, "relations", "relation_id", "subject_id") == [("reform-law.regulates.water", "reform-law")]
    assert cells(tables, "evidence", "relation_id") == [("reform-law.regulates.water",)]
    assert ("reform-law",) in cells(tables, "mentions", "entity_id")


def test_a_symmetric_relation_has_its_ends_in_the_order_of_the_merged_ids() -> None:
    first = relate(document("a", ("Abbey", BODY), ("Bank", BODY)), ("abbey", "coordinates_with", "bank"))
    tables = merge([first, document("b", ("Abbey", LAW), aliases={"Aa": "Abbey"}), document("c", ("Bank", "place"))])
    assert cells(tables, "relations", "relation_id") == [("abbey-government-body.coordinates_with.bank-government-body",)]


def test_a_relation_takes_the_best_rule_of_its_documents() -> None:
    names = (("Abbey", BODY), ("Bank", BODY))
    weak = relate(document("a", *names), ("abbey", "part_of", "bank"), confidence=0.4)
    strong = relate(document("b", *names), ("abbey", "part_of", "bank"), confidence=0.9)
    added = relate(document("c", *names), ("abbey", "part_of", "bank"), confidence=None)
    tables = merge([weak, strong, added])
    assert cells(tables, "relations", "evidence", "confidence", "rule") == [(3, 0.9, "rule-of-b")]


def test_an_unspecific_relation_gives_way_and_leaves_its_evidence() -> None:
    names = (("Abbey", BODY), ("Bank", BODY))
    tables = merge([
        relate(document("a", *names), ("abbey", "related_to", "bank")),
        relate(document("b", *names), ("bank", "overseen_by", "abbey")),
    ])  # fmt: skip
    assert cells(tables, "relations", "relation_id", "evidence", "rule") == [("bank.overseen_by.abbey", 2, "rule-of-b")]


def test_two_documents_with_one_id_are_refused(extraction: Extraction) -> None:
    with pytest.raises(DataError, match="two documents have the id 'water-agency'"):
        merge([extraction, extraction])


def test_an_owner_that_is_not_there_is_named() -> None:
    orphan = document("a", board="Water Agency")
    with pytest.raises(DataError, match="document 'a': the owner of entity 'water-agency--board'"):
        merge([orphan])


NAMES = st.sampled_from(
    [
        "Water Agency",
        "water agency",
        "WA",
        "W.A.",
        "Reform",
        "REFORM",
        "The Reform",
        "Ｒeform",
        "Reform Law",
        "A-1",
        "A 1",
        "Wa\u0301ter",
        "水务局",
    ]
)
TYPES = st.sampled_from([BODY, LAW, TOPIC, "organization"])


@st.composite
def corpora(draw: st.DrawFn) -> list[Extraction]:
    """Up to four documents, each with entities of unlike ids, an office and an alias."""
    documents = []
    for name in draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=4, unique=True)):
        entities = draw(st.lists(st.tuples(NAMES, TYPES), min_size=1, max_size=4, unique_by=lambda e: ids.slug(e[0])))
        aliases = {"WA": entities[0][0]} if draw(st.booleans()) else {}
        offices = {"board": entities[-1][0]} if draw(st.booleans()) else {}
        made = document(name, *entities, aliases=aliases, **offices)
        documents.append(relate(made, *{(made.entities[0].entity_id, "related_to", e.entity_id) for e in made.entities[1:2]}))
    return documents


@settings(max_examples=15)
@given(corpora(), st.randoms())
def test_the_order_of_documents_never_matters(documents: list[Extraction], random: object) -> None:
    shuffled = list(documents)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert merge(shuffled) == merge(documents)


@settings(max_examples=15)
@given(corpora())
def test_no_entity_is_lost_and_no_document_loses_a_distinction(documents: list[Extraction]) -> None:
    tables = merge(documents)
    found = [row[0] for row in cells(tables, "entities", "entity_id")]
    assert len(found) == len(set(found))
    assert sum(row[0] for row in cells(tables, "entities", "documents")) == sum(len(d.entities) for d in documents)  # type: ignore[misc]
    assert sum(row[0] for row in cells(tables, "entities", "mentions")) == sum(len(d.mentions) for d in documents)  # type: ignore[misc]
    assert len({row[0] for row in cells(tables, "entities", "documents")} - set(range(1, len(documents) + 1))) == 0


@st.composite
def tangles(draw: st.DrawFn) -> list[Extraction]:
    """Documents with whatever may meet in merging: equal names of many types, owners of owners, shared aliases, relations of every kind."""
    documents = []
    for name in draw(st.lists(st.sampled_from("abcde"), min_size=1, max_size=5, unique=True)):
        entities: dict[str, Entity] = {}
        for label, type_, named in draw(st.lists(st.tuples(NAMES, TYPES, st.booleans()), min_size=1, max_size=6)):
            owner = draw(st.sampled_from([None, None, *entities]))
            short = ids.scoped(owner, label) if owner else ids.slug(label)
            entity_id = short if short not in entities else f"{short}-{type_.replace('_', '-')}"
            entities.setdefault(entity_id, Entity(entity_id, label, type_, named, owner, draw(st.sampled_from([None, f"of {name}"])), 1, 1))
        ends = st.sampled_from(sorted(entities))
        aliases = draw(st.dictionaries(st.tuples(ends, NAMES), st.sampled_from(["acronym", "variant"]), max_size=3))
        relations = {}
        for subject, object_, predicate in draw(
            st.lists(st.tuples(ends, ends, st.sampled_from(["related_to", "coordinates_with", "regulates", "established_on"])), max_size=5)
        ):
            literal = "2011" if predicate == "established_on" else None
            if predicate in ("related_to", "coordinates_with"):
                subject, object_ = sorted((subject, object_))
            relation_id = f"{subject}.{predicate}.{literal or object_}"
            relations[relation_id] = Relation(
                relation_id, subject, predicate, None if literal else object_, literal, draw(st.sampled_from(["asserted", "possible"])),
                draw(st.sampled_from([None, "1999", "2001"])), None, 1, draw(st.sampled_from([None, 0.5, 0.7])),
                draw(st.sampled_from(["extracted", "confirmed", "added"])), f"rule-{name}",
            )  # fmt: skip
        documents.append(
            Extraction(
                text=f"The text of {name}.",
                document=Document(name, name, f"{name}.txt", "0" * 64, 1, "en"),
                entities=tuple(entities.values()),
                aliases=tuple(Alias(entity_id, alias, kind) for (entity_id, alias), kind in aliases.items()),
                mentions=tuple(Mention(f"men-{name}-{i}", i, "", 0, 0, "", "name") for i in draw(st.lists(ends, max_size=4, unique=True))),
                relations=tuple(relations.values()),
                evidence=tuple(Evidence(f"evi-{name}-{r}", r, "", None, 0, 0, "", "x", None) for r in relations),
                viewpoints=tuple(
                    Viewpoint(f"vie-{name}", h, "neutral", "c", "", None, "", 0, 0, "x", 0.5) for h in draw(st.lists(ends, max_size=1))
                ),
            )
        )
    return documents


@settings(max_examples=40)
@given(tangles())
def test_merging_on_disk_gives_what_the_same_gives_in_memory(documents: list[Extraction]) -> None:
    expected, tables = in_memory.merge(documents), merge(documents)
    for name, rows in expected.rows.items():
        assert list(tables.rows[name]) == list(rows), name
    assert list(tables.texts.items()) == list(expected.texts.items())


def test_rows_on_disk_are_a_sequence(extraction: Extraction) -> None:
    rows = merge([extraction]).rows["mentions"]
    assert list(rows) == list(rows) == [rows[at] for at in range(len(rows))]
    assert rows[1:3] == list(rows)[1:3]
    assert rows == merge([extraction]).rows["mentions"] != merge([extraction]).rows["evidence"]


def test_texts_on_disk_are_a_mapping(extraction: Extraction, make: Callable[[str], Extraction]) -> None:
    texts = merge([make("z"), extraction]).texts
    assert list(texts) == ["water-agency", "z"]
    assert texts["z"] == extraction.text
    with pytest.raises(KeyError):
        texts["nobody"]
