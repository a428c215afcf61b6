"""What each decision leaves behind, part by part: the row as it says now, and the record of the decision itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.errors import DataError
from pipeline.records import Extraction
from pipeline.review.apply import apply_decisions, span_of
from pipeline.review.decisions import Entry
from tests.review.harbour import (
    ADD_LIGHTS,
    CONFIRM_PORTS,
    COUNCIL,
    FERRIES,
    HA,
    MERGE_HA,
    PORTS,
    REJECT_COUNCIL_PORTS,
    assert_sound,
    relations,
)

Review = Callable[[str], Extraction]
Record = Callable[[str], list[Entry]]


@pytest.mark.parametrize(
    "decision",
    [
        CONFIRM_PORTS,
        REJECT_COUNCIL_PORTS,
        MERGE_HA,
        ADD_LIGHTS,
        f"- {{action: rename, id: council, row: {COUNCIL}, value: City Council, reason: r}}",
        f"- {{action: retype, id: ferries, row: {FERRIES}, value: sector, reason: r}}",
        f"- {{action: realias, id: council, row: {COUNCIL}, value: {{CC: acronym}}, reason: r}}",
        f"- {{action: split, id: council, row: {COUNCIL}, value: {{name: x, type: place}}, evidence: [{{quote: Council}}], reason: r}}",
        "- {action: reject, table: entities, id: critics, row: {name: critics, type: group}, reason: r}",
        "- {action: reject, table: mentions, id: men-0, row: {entity: ferries, kind: name}, evidence: [{quote: ferries}], reason: r}",
        "- {action: reject, table: viewpoints, id: vie-0, row: {holder: critics, stance: neutral, cue: say}, evidence: [{quote: the agency is slow}], reason: r}",
        "- {action: reject, table: evidence, id: evi-0, row: {relation: ha.regulates.ferries}, evidence: [{quote: The HA licenses ferries}], reason: r}",
        f"- {{action: confirm, table: entities, id: ports, row: {PORTS}}}",
    ],
)
def test_a_decision_that_matches_something_is_applied(review: Review, decision: str) -> None:
    after = review(decision)
    assert [d.state for d in after.decisions] == ["applied"]
    assert after.decisions[0].row_id
    assert_sound(after)


def test_a_decision_is_recorded_as_it_was_made(review: Review, harbour: Extraction) -> None:
    after = review(
        f"- {{action: rename, id: council, row: {COUNCIL}, value: Conseil de Séaton, reason: its name}}\n"
        "- {action: confirm, table: entities, id: ports, row: {name: ports, type: sector, aliases: {Häfen: variant}},"
        " evidence: [{quote: ports, occurrence: 1}, {quote: ports, occurrence: 2}]}\n"
        f"- {{action: realias, id: ha, row: {HA}, value: {{H: acronym}}, reason: r}}\n"
    )
    assert {(d.action, d.row_table, d.row_id, d.row, d.value, d.reason, d.start, d.end, d.quote) for d in after.decisions} == {
        ("rename", "entities", "council", '{"name": "Council", "type": "government_body", "named": true}', '"Conseil de Séaton"', "its name", None, None, None),
        (
            "confirm", "entities", "ports", '{"name": "ports", "type": "sector", "aliases": {"Häfen": "variant"}, "evidence": ["ports", "ports"]}', None, None,
            harbour.text.index("ports"), harbour.text.index("ports") + 5, "ports",
        ),
        ("realias", "entities", "ha", '{"name": "HA", "type": "organization", "named": true}', '{"H": "acronym"}', "r", None, None, None),
    }  # fmt: skip
    assert {d.sentence_id for d in after.decisions} == {None, harbour.sentences[0].sentence_id}


def test_one_place_is_not_listed_again(review: Review) -> None:
    (decision,) = review(CONFIRM_PORTS).decisions
    assert "evidence" not in decision.row


@pytest.mark.parametrize(
    ("kept", "lost", "expected"), [(None, "HA", "HA"), ("Agency", "HA", "Agency"), ("Agency", None, "Agency"), (None, None, None)]
)
def test_a_merged_entity_lends_its_description(
    harbour: Extraction, record: Record, kept: str | None, lost: str | None, expected: str | None
) -> None:
    said = {"harbour-agency": kept, "ha": lost}
    described = tuple(replace(e, description=said.get(e.entity_id)) for e in harbour.entities)
    after = apply_decisions(replace(harbour, entities=described), record(MERGE_HA))
    assert next(e for e in after.entities if e.entity_id == "harbour-agency").description == expected


def test_what_is_added_may_need_what_another_decision_adds(review: Review) -> None:
    after = review(
        "- {action: add, table: relations, row: {subject: harbour-agency, predicate: affects, object: zeal}, evidence: [{quote: Seaton}], reason: r}\n"
        "- {action: add, table: mentions, row: {entity: zeal, kind: name}, evidence: [{quote: owns}], reason: r}\n"
        "- {action: add, table: entities, row: {name: Zeal, type: concept}, evidence: [{quote: argue}], reason: r}\n"
    )
    assert [m.text for m in after.mentions if m.entity_id == "zeal"] == ["argue", "owns"]
    assert "harbour-agency.affects.zeal" in relations(after)


def test_a_confirmed_entity_keeps_its_places_and_an_added_one_takes_them(review: Review) -> None:
    places = "evidence: [{quote: Council}, {quote: slow}]"
    after = review(f"- {{action: confirm, table: entities, id: ha, row: {HA}, {places}}}")
    assert {m.text: (m.entity_id, m.kind) for m in after.mentions if m.text in ("Council", "slow")} == {
        "Council": ("council", "name"),
        "slow": ("ha", "nominal"),
    }
    after = review(f"- {{action: add, table: entities, row: {HA}, {places}, reason: r}}")
    assert {m.text: m.entity_id for m in after.mentions if m.text in ("Council", "slow")} == {"Council": "ha", "slow": "ha"}


CONFIRM_HA = "- {action: confirm, table: entities, id: ha, row: {name: H.A., type: government_body, named: false, aliases: {HbA: acronym}, description: owns ports}%s}\n"
RENAME = f"- {{action: rename, id: ha, row: {HA}, value: Hafenamt, reason: r}}\n"
RETYPE = f"- {{action: retype, id: ha, row: {HA}, value: international_organization, reason: r}}\n"
REALIAS = f"- {{action: realias, id: ha, row: {HA}, value: {{HH: variant}}, reason: r}}\n"


@pytest.mark.parametrize(
    ("decisions", "expected", "aliases"),
    [
        (CONFIRM_HA % "", ("H.A.", "government_body", False, "owns ports"), {"HbA": "acronym"}),
        (CONFIRM_HA % ", value: {named: true}", ("H.A.", "government_body", True, "owns ports"), {"HbA": "acronym"}),
        (CONFIRM_HA % ", value: {description: slow}", ("H.A.", "government_body", False, "slow"), {"HbA": "acronym"}),
        (CONFIRM_HA % ", value: {description: null}", ("H.A.", "government_body", False, None), {"HbA": "acronym"}),
        (CONFIRM_HA % "" + RENAME, ("Hafenamt", "government_body", False, "owns ports"), {"HbA": "acronym"}),
        (CONFIRM_HA % "" + RETYPE, ("H.A.", "international_organization", False, "owns ports"), {"HbA": "acronym"}),
        (CONFIRM_HA % "" + REALIAS, ("H.A.", "government_body", False, "owns ports"), {"HH": "variant"}),
        (CONFIRM_HA % "" + RENAME.replace("id: ha", "id: council"), ("H.A.", "government_body", False, "owns ports"), {"HbA": "acronym"}),
    ],
)
def test_a_confirmed_entity_is_what_was_confirmed_but_for_what_other_decisions_say(
    review: Review, decisions: str, expected: tuple[str, str, bool, str | None], aliases: dict[str, str]
) -> None:
    after = review(decisions)
    found = next(e for e in after.entities if e.entity_id == "ha")
    assert (found.name, found.type, found.named, found.description) == expected
    assert {a.alias: a.kind for a in after.aliases if a.entity_id == "ha"} == aliases


LITERAL = "- {action: add, table: relations, row: {subject: ha, predicate: established_on, literal: '2011'}, evidence: [{quote: The HA}], reason: r}"
LICENSES = "evidence: [{quote: The HA licenses ferries}]"


@pytest.mark.parametrize(
    ("decision", "relation_id", "expected"),
    [
        (LITERAL, "ha.established_on.2011", (None, "2011", "asserted", None, None, None, "added", "review")),
        (
            f"- {{action: confirm, table: relations, id: ha.regulates.ferries, row: {{subject: ha, predicate: regulates, object: ferries}}, {LICENSES}}}",
            "ha.regulates.ferries",
            ("ferries", None, "asserted", None, None, 0.6, "confirmed", "oversee"),
        ),
        (
            "- {action: confirm, table: relations, id: ha.regulates.ferries, row: {subject: ha, predicate: regulates, object: ferries, modality: intended,"
            f" valid_from: '2001'}}, value: {{modality: possible, valid_to: '2002'}}, {LICENSES}}}",
            "ha.regulates.ferries",
            ("ferries", None, "possible", "2001", "2002", 0.6, "confirmed", "oversee"),
        ),
    ],
)
def test_a_relation_says_what_was_decided(
    harbour: Extraction, record: Record, decision: str, relation_id: str, expected: tuple[str | float | None, ...]
) -> None:
    doubted = replace(harbour, relations=tuple(replace(r, modality="possible", valid_to="1999") for r in harbour.relations))
    found = next(r for r in apply_decisions(doubted, record(decision)).relations if r.relation_id == relation_id)
    assert (
        found.object_id,
        found.object_value,
        found.modality,
        found.valid_from,
        found.valid_to,
        found.confidence,
        found.status,
        found.rule,
    ) == expected


@pytest.mark.parametrize(
    ("row", "value", "expected"),
    [
        ("{stance: critical, cue: say}", "", (None, "critical", "say", None)),
        ("{holder: critics, stance: critical, cue: say, about: ports}", "", ("critics", "critical", "say", "ports")),
        (
            "{holder: critics, stance: critical, cue: say}",
            "value: {about: ha, stance: neutral, cue: hold},",
            ("critics", "neutral", "hold", "ha"),
        ),
        ("{holder: critics, stance: critical, cue: say}", "value: {holder: null},", (None, "critical", "say", None)),
        ("{holder: {name: Seaton, type: place, named: true}, stance: critical, cue: say}", "", ("seaton", "critical", "say", None)),
    ],
)
def test_a_viewpoint_says_what_was_decided(
    review: Review, harbour: Extraction, row: str, value: str, expected: tuple[str | None, ...]
) -> None:
    for quote, there in (("the agency is slow", True), ("owns ports", False)):
        after = review(f"- {{action: confirm, table: viewpoints, id: vie-0, row: {row}, {value} evidence: [{{quote: {quote}}}]}}\n")
        view = next(v for v in after.viewpoints if v.text == quote)
        assert (view.holder_id, view.stance, view.cue, view.about_id) == expected
        assert (view.rule, view.confidence) == (("say", 0.5) if there else ("review", None))
        assert (view.viewpoint_id == harbour.viewpoints[0].viewpoint_id) is there and view.viewpoint_id.startswith("vie-")
        assert view.sentence_id == harbour.sentences[2 if there else 3].sentence_id
        assert_sound(after)


def test_of_rows_at_one_place_the_one_that_says_the_same_is_decided_on(harbour: Extraction, record: Record) -> None:
    statement = harbour.statements[0]
    twins = tuple(
        replace(statement, statement_id=f"sta-{n}", relation=relation) for n, relation in enumerate(("runs", "supervises", "supervises"))
    )
    row = "{subject: The Harbour Agency, relation: supervises, object: ports, spans: [[0, 18], [19, 29], [30, 35]], proposition: p, subject_id: nobody}"
    for row_id, expected in (("sta-0", "sta-1"), ("sta-1", "sta-1"), ("sta-2", "sta-2"), ("sta-9", "sta-1")):
        decision = f"- {{action: %s, table: statements, id: {row_id}, row: {row}, evidence: [{{quote: The Harbour Agency supervises ports}}], reason: r}}\n"
        after = apply_decisions(replace(harbour, statements=twins), record(decision % "reject"))
        assert {s.statement_id for s in twins} - {s.statement_id for s in after.statements} == {expected}
        after = apply_decisions(replace(harbour, statements=twins), record(decision % "confirm"))
        changed = [s for s in after.statements if s.proposition_id == "p"]
        assert [(s.statement_id, s.subject_id, s.negated, s.modality, s.rule) for s in changed] == [
            (expected, None, False, "asserted", "clause")
        ]


def test_the_place_of_a_statement_is_that_of_all_its_parts(harbour: Extraction) -> None:
    turned = replace(harbour.statements[0], subject_start=30, subject_end=35, object_start=0, object_end=18)
    assert (span_of(harbour.statements[0]), span_of(turned), span_of(harbour.evidence[0])) == (
        (0, 35),
        (0, 35),
        (harbour.evidence[0].start, harbour.evidence[0].end),
    )


BLAMED = [
    (f"- {{action: merge, id: ha, row: {HA}, value: {PORTS}, reason: r}}", "coordinates_with does not link"),
    (
        "- {action: confirm, table: relations, id: ports.led_by.ferries, row: {subject: ports, predicate: led_by, object: ferries}, evidence: [{quote: slow}]}",
        "led_by does not link the sector 'ports'",
    ),
    (LITERAL.replace("subject: ha", "subject: ports"), "established_on does not link the sector 'ports' and a literal;"),
    ("- {action: confirm, table: entities, id: ha, row: {name: HA, type: place}}", "does not link"),
    (
        "- {action: confirm, table: entities, id: ferries, row: {name: ferries, type: place}}",
        "regulates does not link .* and the place 'ferries'",
    ),
    ("- {action: add, table: entities, row: {name: HA, type: place}, evidence: [{quote: HA}], reason: r}", "does not link"),
]


@pytest.mark.parametrize(("decision", "message"), BLAMED)
def test_a_decision_that_makes_an_impossible_relation_is_blamed(review: Review, decision: str, message: str) -> None:
    with pytest.raises(DataError, match=rf"harbour.yaml:3: .*{message}"):
        review(decision)


def test_what_was_extracted_and_impossible_is_nobodys_fault(harbour: Extraction, record: Record) -> None:
    impossible = replace(
        harbour,
        relations=(
            *harbour.relations,
            replace(harbour.relations[0], relation_id="ports.led_by.ferries", subject_id="ports", predicate="led_by", object_id="ferries"),
        ),
    )
    for decision in (REJECT_COUNCIL_PORTS, CONFIRM_PORTS, f"- {{action: rename, id: ports, row: {PORTS}, value: harbours, reason: r}}"):
        assert "ports.led_by.ferries" in relations(apply_decisions(impossible, record(decision)))


@pytest.mark.parametrize(
    "decision",
    [
        "- {action: confirm, table: mentions, id: m, row: {entity: ha, kind: alias}, evidence: [{quote: HA}]}\n",
        "- {action: confirm, table: mentions, id: m, row: {entity: ports, kind: alias}, value: {entity: ha}, evidence: [{quote: HA}]}\n",
    ],
)
def test_a_decision_on_a_mention_follows_a_merge(review: Review, decision: str) -> None:
    after = review(decision + MERGE_HA)
    assert [(m.entity_id, m.kind) for m in after.mentions if m.text == "HA"] == [("harbour-agency", "alias")]


def test_a_decision_on_an_entity_that_was_merged_away_is_one_on_what_it_became(review: Review) -> None:
    after = review(f"- {{action: confirm, table: entities, id: ha, row: {HA}, value: {{description: owns ports}}}}\n" + MERGE_HA)
    found = next(e for e in after.entities if e.entity_id == "harbour-agency")
    assert (found.name, found.type, found.description) == ("Harbour Agency", "government_body", "owns ports")
