"""Each action on what was extracted from a made-up article: what changes, and that everything else keeps in step."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.errors import DataError
from pipeline.records import Extraction
from pipeline.review.apply import apply_decisions, span_of
from pipeline.review.decisions import Entry

Review = Callable[[str], Extraction]
Record = Callable[[str], list[Entry]]

AGENCY = "{name: Harbour Agency, type: government_body, named: true}"
HA = "{name: HA, type: organization, named: true}"
COUNCIL = "{name: Council, type: government_body, named: true}"
PORTS = "{name: ports, type: sector}"
FERRIES = "{name: ferries, type: technology}"

CONFIRM_PORTS = f"""
- action: confirm
  table: relations
  id: harbour-agency.regulates.ports
  row: {{subject: {AGENCY}, predicate: regulates, object: {PORTS}}}
  evidence: [{{quote: The Harbour Agency supervises ports}}]
"""
REJECT_COUNCIL_PORTS = f"""
- action: reject
  table: relations
  id: council.responsible_for.ports
  row: {{subject: {COUNCIL}, predicate: responsible_for, object: {PORTS}}}
  evidence: [{{quote: The council of Seaton owns ports}}]
  reason: owning is no mandate
"""
MERGE_HA = f"""
- {{action: merge, id: ha, row: {HA}, value: {AGENCY}, evidence: [{{quote: HA}}], reason: the same body}}
"""
ADD_LIGHTS = f"""
- action: add
  table: relations
  row: {{subject: {AGENCY}, predicate: affects, object: {{name: Seaton, type: place, named: true}}, modality: possible}}
  evidence: [{{quote: The council of Seaton owns ports}}]
  reason: made up
"""


def relations(extraction: Extraction) -> dict[str, str]:
    return {relation.relation_id: relation.status for relation in extraction.relations}


def names(extraction: Extraction) -> dict[str, str]:
    return {entity.entity_id: entity.name for entity in extraction.entities}


def assert_sound(extraction: Extraction) -> None:
    """References lead somewhere, quotes are what the source says, counts count, ids are unique."""
    entities = {entity.entity_id for entity in extraction.entities}
    used = [alias.entity_id for alias in extraction.aliases] + [mention.entity_id for mention in extraction.mentions]
    used += [end for relation in extraction.relations for end in (relation.subject_id, relation.object_id) if end]
    used += [end for view in extraction.viewpoints for end in (view.holder_id, view.about_id) if end]
    used += [end for row in extraction.statements for end in (row.subject_id, row.object_id, row.attributed_to) if end]
    used += [entity.scope_id for entity in extraction.entities if entity.scope_id]
    assert set(used) <= entities
    for row in (*extraction.mentions, *extraction.viewpoints):
        assert extraction.text[row.start : row.end] == row.text
    for row in extraction.evidence:
        assert extraction.text[row.start : row.end] == row.quote
        assert row.relation_id in relations(extraction)
    for entity in extraction.entities:
        assert entity.mentions == sum(mention.entity_id == entity.entity_id for mention in extraction.mentions)
    for relation in extraction.relations:
        assert relation.evidence == sum(row.relation_id == relation.relation_id for row in extraction.evidence)
    for table, key in (("entities", "entity_id"), ("mentions", "mention_id"), ("relations", "relation_id"), ("evidence", "evidence_id")):
        keys = [getattr(row, key) for row in getattr(extraction, table)]
        assert len(keys) == len(set(keys))


def test_no_decisions_change_nothing(harbour: Extraction) -> None:
    assert apply_decisions(harbour, []) == harbour


def test_a_confirmed_relation_keeps_rule_and_confidence(review: Review) -> None:
    after = review(CONFIRM_PORTS)
    relation = next(r for r in after.relations if r.relation_id == "harbour-agency.regulates.ports")
    assert (relation.status, relation.rule, relation.confidence, relation.evidence) == ("confirmed", "oversee", 0.8, 1)
    assert_sound(after)


@pytest.mark.parametrize(
    "quotes, there",
    [
        (["Harbour Agency supervises ports"], ["Harbour Agency supervises ports"]),
        (["The Harbour Agency supervises ports", "supervises ports"], ["The Harbour Agency supervises ports"]),
        (["supervises ports", "works with the Council"], ["supervises ports", "works with the Council"]),
    ],
)
def test_the_words_of_a_review_stand_for_those_that_a_rule_quotes(review: Review, quotes: list[str], there: list[str]) -> None:
    places = ", ".join(f"{{quote: {quote}}}" for quote in quotes)
    after = review(CONFIRM_PORTS.replace("{quote: The Harbour Agency supervises ports}", places))
    found = sorted((e for e in after.evidence if e.relation_id == "harbour-agency.regulates.ports"), key=lambda e: e.start)
    assert [evidence.quote for evidence in found] == there
    assert (found[0].rule, found[0].confidence) == ("oversee", 0.8)
    assert_sound(after)


def test_what_was_confirmed_and_is_no_longer_extracted_stays(harbour: Extraction, record: Record) -> None:
    lost = replace(harbour, entities=(), aliases=(), mentions=(), statements=(), relations=(), evidence=(), viewpoints=())
    after = apply_decisions(lost, record(CONFIRM_PORTS))
    assert relations(after) == {"harbour-agency.regulates.ports": "confirmed"}
    assert (after.relations[0].rule, after.relations[0].confidence, after.evidence[0].quote) == (
        "review",
        None,
        "The Harbour Agency supervises ports",
    )
    assert [(m.text, m.kind) for m in after.mentions if m.entity_id == "ports"] == [("ports", "name")] * 2
    assert after.decisions[0].state == "applied"
    assert_sound(after)


def test_a_rejected_relation_goes_and_its_decision_stays(review: Review) -> None:
    after = review(REJECT_COUNCIL_PORTS)
    assert "council.responsible_for.ports" not in relations(after)
    (decision,) = after.decisions
    assert (decision.action, decision.row_table, decision.row_id, decision.state) == (
        "reject",
        "relations",
        "council.responsible_for.ports",
        "applied",
    )
    assert after.text[decision.start : decision.end] == decision.quote == "The council of Seaton owns ports"
    assert_sound(after)


def test_a_generic_entity_goes_with_its_last_relation(review: Review) -> None:
    row = f"{{subject: {HA}, predicate: regulates, object: {FERRIES}}}"
    after = review(
        f"- {{action: reject, table: relations, id: ha.regulates.ferries, row: {row}, evidence: [{{quote: The HA licenses ferries}}], reason: why not}}"
    )
    assert "ferries" not in names(after) and "ports" in names(after)
    assert_sound(after)


def test_merging_points_everything_to_one_entity(review: Review) -> None:
    after = review(MERGE_HA)
    assert "ha" not in names(after)
    assert relations(after).keys() == {
        "council.responsible_for.ports",
        "council.coordinates_with.harbour-agency",
        "harbour-agency.regulates.ferries",
        "harbour-agency.regulates.ports",
    }
    assert ("harbour-agency", "HA", "variant") in [(a.entity_id, a.alias, a.kind) for a in after.aliases]
    assert next(e for e in after.entities if e.entity_id == "harbour-agency").mentions == 3
    assert_sound(after)


def test_merging_joins_the_evidence_of_relations_that_become_one(review: Review) -> None:
    after = review(
        f"- {{action: merge, id: ferries, row: {FERRIES}, value: {PORTS}, reason: r}}\n- {{action: merge, id: ha, row: {HA}, value: {AGENCY}, reason: r}}"
    )
    joined = next(r for r in after.relations if r.relation_id == "harbour-agency.regulates.ports")
    assert (joined.evidence, joined.confidence) == (2, 0.8)
    assert_sound(after)


def test_a_merge_brings_back_a_target_that_is_no_longer_extracted(review: Review) -> None:
    after = review(f"- {{action: merge, id: ha, row: {HA}, value: {{name: Seaton, type: government_body, named: true}}, reason: r}}")
    assert names(after)["seaton"] == "Seaton" and "seaton.regulates.ferries" in relations(after)
    assert_sound(after)


def test_merging_both_ends_of_a_relation_drops_it(review: Review) -> None:
    after = review(f"- {{action: merge, id: ha, row: {HA}, value: {COUNCIL}, reason: r}}")
    assert relations(after).keys() == {"council.responsible_for.ports", "council.regulates.ferries", "harbour-agency.regulates.ports"}
    assert_sound(after)


def test_a_decision_on_a_relation_follows_a_later_merge(review: Review) -> None:
    row = f"{{subject: {HA}, predicate: regulates, object: {FERRIES}}}"
    confirm = (
        f"- {{action: confirm, table: relations, id: ha.regulates.ferries, row: {row}, evidence: [{{quote: The HA licenses ferries}}]}}"
    )
    assert relations(review(confirm + MERGE_HA))["harbour-agency.regulates.ferries"] == "confirmed"
    assert relations(review(confirm.replace("confirm", "add").replace("row:", "reason: r, row:") + MERGE_HA))["harbour-agency.regulates.ferries"] == "confirmed"
    after = review(confirm.replace("confirm", "reject").replace("row:", "reason: r, row:") + MERGE_HA)
    assert "harbour-agency.regulates.ferries" not in relations(after) and {d.state for d in after.decisions} == {"applied"}


def test_splitting_moves_the_places_and_what_is_said_there(review: Review) -> None:
    after = review(f"""
- action: split
  id: council
  row: {COUNCIL}
  value: {{name: Seaton Council, type: government_body, named: true}}
  evidence: [{{quote: council}}]
  reason: another council
""")
    assert names(after)["seaton-council"] == "Seaton Council"
    assert {"seaton-council.responsible_for.ports", "council.coordinates_with.ha"} <= relations(after).keys()
    assert "council.responsible_for.ports" not in relations(after)
    assert [m.text for m in after.mentions if m.entity_id == "seaton-council"] == ["council"]
    assert_sound(after)


def test_a_rename_changes_the_name_not_the_id(review: Review) -> None:
    after = review(f"- {{action: rename, id: council, row: {COUNCIL}, value: City Council, reason: its full name}}")
    assert names(after)["council"] == "City Council"
    assert "council.responsible_for.ports" in relations(after)


def test_a_retype_and_new_aliases(review: Review) -> None:
    after = review(f"""
- {{action: retype, id: ferries, row: {FERRIES}, value: sector, reason: an industry}}
- action: realias
  id: harbour-agency
  row: {AGENCY}
  value: {{agency: null, HbA: acronym}}
  reason: r
""")
    assert next(e for e in after.entities if e.entity_id == "ferries").type == "sector"
    assert [(a.alias, a.kind) for a in after.aliases] == [("HbA", "acronym")]


def test_rejecting_an_entity_takes_all_that_needs_it(review: Review) -> None:
    after = review(f"- {{action: reject, table: entities, id: harbour-agency, row: {AGENCY}, reason: r}}")
    assert "harbour-agency" not in names(after)
    assert relations(after).keys() == {"council.responsible_for.ports", "council.coordinates_with.ha", "ha.regulates.ferries"}
    assert after.viewpoints[0].about_id is None and after.statements[0].subject_id is None
    assert_sound(after)


def test_an_added_relation_brings_its_entities(review: Review) -> None:
    after = review(ADD_LIGHTS)
    relation = next(r for r in after.relations if r.relation_id == "harbour-agency.affects.seaton")
    assert (relation.status, relation.rule, relation.confidence, relation.modality) == ("added", "review", None, "possible")
    assert [m.text for m in after.mentions if m.entity_id == "seaton"] == ["Seaton"]
    assert_sound(after)


def test_an_entity_is_not_mentioned_within_the_name_of_another(review: Review) -> None:
    """ "Harbour" stands in the text only as a part of "Harbour Agency"."""
    after = review(ADD_LIGHTS.replace("{name: Seaton, type: place, named: true}", "{name: Harbour, type: place, named: true}"))
    assert names(after)["harbour"] == "Harbour"
    assert [m.text for m in after.mentions if m.entity_id == "harbour"] == []
    assert_sound(after)


def test_an_added_relation_that_is_extracted_too_counts_as_confirmed(review: Review) -> None:
    after = review(CONFIRM_PORTS.replace("confirm", "add") + "  reason: missed\n")
    assert relations(after)["harbour-agency.regulates.ports"] == "confirmed"
    assert len(after.evidence) == 4


def test_added_entity_with_its_mention_and_description(review: Review) -> None:
    after = review("""
- action: add
  table: entities
  row: {name: Seaton, type: place, named: true, description: owns ports, aliases: {Seaton-on-Sea: variant}}
  evidence: [{quote: Seaton}]
  reason: a place
""")
    seaton = next(e for e in after.entities if e.entity_id == "seaton")
    assert (seaton.description, seaton.mentions, seaton.named, seaton.documents) == ("owns ports", 1, True, 1)
    assert [(a.entity_id, a.alias, a.kind) for a in after.aliases if a.entity_id == "seaton"] == [("seaton", "Seaton-on-Sea", "variant")]
    assert_sound(after)


@pytest.mark.parametrize(
    ("name", "aliases", "kind"),
    [("Seaton", "{}", "name"), ("seaton", "{}", "name"), ("Port Seaton", "{Seaton: variant}", "alias"), ("Port Seaton", "{PS: acronym}", "nominal")],
)
def test_a_place_names_an_entity_by_its_name_an_alias_or_another_word(review: Review, name: str, aliases: str, kind: str) -> None:
    after = review(f"""
- action: add
  table: entities
  row: {{name: {name}, type: place, named: true, aliases: {aliases}}}
  evidence: [{{quote: Seaton}}]
  reason: a place
""")
    assert [m.kind for m in after.mentions if m.text == "Seaton"] == [kind]


def test_a_name_is_no_alias_of_itself(review: Review) -> None:
    after = review(f"- {{action: rename, id: harbour-agency, row: {AGENCY}, value: agency, reason: its usual name}}")
    assert names(after)["harbour-agency"] == "agency"
    assert [alias.alias for alias in after.aliases] == []


def test_mentions_and_viewpoints_are_decided_by_their_place(review: Review, harbour: Extraction) -> None:
    after = review("""
- action: confirm
  table: viewpoints
  id: vie-0000000000000000
  row: {holder: {name: critics, type: group}, stance: neutral, cue: argue that, about: harbour-agency}
  value: {stance: critical}
  evidence: [{quote: the agency is slow}]
- action: reject
  table: mentions
  id: men-0000000000000000
  row: {entity: ports, kind: name}
  evidence: [{quote: ports, occurrence: 2}]
  reason: other ports
- action: add
  table: mentions
  row: {entity: ferries, kind: nominal}
  evidence: [{quote: slow}]
  reason: made up
""")
    (view,) = after.viewpoints
    assert (view.viewpoint_id, view.stance, view.rule) == (harbour.viewpoints[0].viewpoint_id, "critical", "say")
    assert [m.start for m in after.mentions if m.entity_id == "ports"] == [harbour.text.index("ports")]
    assert any(m.text == "slow" and m.entity_id == "ferries" for m in after.mentions)
    assert all(decision.state == "applied" and decision.row_id for decision in after.decisions)
    assert_sound(after)


def test_a_confirmed_statement_comes_back(harbour: Extraction, record: Record) -> None:
    statement = harbour.statements[0]
    entries = record(f"""
- action: confirm
  table: statements
  id: {statement.statement_id}
  row:
    subject: The Harbour Agency
    relation: supervises
    object: ports
    spans: [[0, 18], [19, 29], [30, 35]]
    proposition: {statement.proposition_id}
    subject_id: harbour-agency
    object_id: ports
  evidence: [{{quote: The Harbour Agency supervises ports}}]
""")
    assert apply_decisions(harbour, entries).statements == harbour.statements
    lost = apply_decisions(replace(harbour, statements=()), entries)
    assert lost.statements == (replace(statement, rule="review", confidence=None),)


def test_a_rejected_statement_leaves_the_evidence_that_it_stood_behind(harbour: Extraction, record: Record) -> None:
    statement, evidence = harbour.statements[0], harbour.evidence[0]
    linked = replace(harbour, evidence=(replace(evidence, statement_id=statement.statement_id), *harbour.evidence[1:]))
    entries = record(f"""
- action: reject
  table: statements
  id: {statement.statement_id}
  row:
    subject: The Harbour Agency
    relation: supervises
    object: ports
    spans: [[0, 18], [19, 29], [30, 35]]
    proposition: {statement.proposition_id}
  evidence: [{{quote: The Harbour Agency supervises ports}}]
  reason: made up
""")
    after = apply_decisions(linked, entries)
    assert statement.statement_id not in {row.statement_id for row in after.statements}
    assert [row.statement_id for row in after.evidence if row.evidence_id == evidence.evidence_id] == [None]


def test_rejected_evidence_takes_a_relation_that_has_no_other(review: Review) -> None:
    after = review("""
- action: reject
  table: evidence
  id: evi-0000000000000000
  row: {relation: council.responsible_for.ports}
  evidence: [{quote: The council of Seaton owns ports}]
  reason: owning is no mandate
""")
    assert "council.responsible_for.ports" not in relations(after)
    assert_sound(after)


@pytest.mark.parametrize(
    "decision",
    [
        REJECT_COUNCIL_PORTS.replace("responsible_for", "promotes"),
        "- {action: rename, id: lighthouse, row: {name: lighthouse, type: technology}, value: lighthouses, reason: r}",
        "- {action: retype, id: lighthouse, row: {name: lighthouse, type: technology}, value: sector, reason: r}",
        "- {action: realias, id: lighthouse, row: {name: lighthouse, type: technology}, value: {light: variant}, reason: r}",
        "- {action: split, id: lighthouse, row: {name: lighthouse, type: technology}, value: {name: lamp, type: technology}, evidence: [{quote: slow}], reason: r}",
        "- {action: reject, table: mentions, id: men-0, row: {entity: ports, kind: name}, evidence: [{quote: slow}], reason: r}",
        "- {action: reject, table: viewpoints, id: vie-0, row: {holder: critics, stance: neutral, cue: say}, evidence: [{quote: slow}], reason: r}",
        "- {action: reject, table: evidence, id: evi-0, row: {relation: ha.regulates.ferries}, evidence: [{quote: The council of Seaton owns ports}], reason: r}",
        f"- {{action: merge, id: lighthouse, row: {{name: lighthouse, type: technology}}, value: {PORTS}, reason: r}}",
        "- {action: reject, table: entities, id: lighthouse, row: {name: lighthouse, type: technology}, reason: r}",
    ],
)
def test_a_decision_that_matches_nothing_is_stale(review: Review, harbour: Extraction, decision: str) -> None:
    after = review(decision)
    assert [d.state for d in after.decisions] == ["stale"]
    assert replace(after, decisions=()) == harbour


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


@pytest.mark.parametrize(("kept", "lost", "expected"), [(None, "HA", "HA"), ("Agency", "HA", "Agency"), ("Agency", None, "Agency"), (None, None, None)])
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


CONFIRM_HA = (
    "- {action: confirm, table: entities, id: ha, row: {name: H.A., type: government_body, named: false, aliases: {HbA: acronym}, description: owns ports}%s}\n"
)
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
    assert (found.object_id, found.object_value, found.modality, found.valid_from, found.valid_to, found.confidence, found.status, found.rule) == expected


@pytest.mark.parametrize(
    ("row", "value", "expected"),
    [
        ("{stance: critical, cue: say}", "", (None, "critical", "say", None)),
        ("{holder: critics, stance: critical, cue: say, about: ports}", "", ("critics", "critical", "say", "ports")),
        ("{holder: critics, stance: critical, cue: say}", "value: {about: ha, stance: neutral, cue: hold},", ("critics", "neutral", "hold", "ha")),
        ("{holder: critics, stance: critical, cue: say}", "value: {holder: null},", (None, "critical", "say", None)),
        ("{holder: {name: Seaton, type: place, named: true}, stance: critical, cue: say}", "", ("seaton", "critical", "say", None)),
    ],
)
def test_a_viewpoint_says_what_was_decided(review: Review, harbour: Extraction, row: str, value: str, expected: tuple[str | None, ...]) -> None:
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
    twins = tuple(replace(statement, statement_id=f"sta-{n}", relation=relation) for n, relation in enumerate(("runs", "supervises", "supervises")))
    row = "{subject: The Harbour Agency, relation: supervises, object: ports, spans: [[0, 18], [19, 29], [30, 35]], proposition: p, subject_id: nobody}"
    for row_id, expected in (("sta-0", "sta-1"), ("sta-1", "sta-1"), ("sta-2", "sta-2"), ("sta-9", "sta-1")):
        decision = f"- {{action: %s, table: statements, id: {row_id}, row: {row}, evidence: [{{quote: The Harbour Agency supervises ports}}], reason: r}}\n"
        after = apply_decisions(replace(harbour, statements=twins), record(decision % "reject"))
        assert {s.statement_id for s in twins} - {s.statement_id for s in after.statements} == {expected}
        after = apply_decisions(replace(harbour, statements=twins), record(decision % "confirm"))
        changed = [s for s in after.statements if s.proposition_id == "p"]
        assert [(s.statement_id, s.subject_id, s.negated, s.modality, s.rule) for s in changed] == [(expected, None, False, "asserted", "clause")]


def test_the_place_of_a_statement_is_that_of_all_its_parts(harbour: Extraction) -> None:
    turned = replace(harbour.statements[0], subject_start=30, subject_end=35, object_start=0, object_end=18)
    assert (span_of(harbour.statements[0]), span_of(turned), span_of(harbour.evidence[0])) == ((0, 35), (0, 35), (harbour.evidence[0].start, harbour.evidence[0].end))


BLAMED = [
    (f"- {{action: merge, id: ha, row: {HA}, value: {PORTS}, reason: r}}", "coordinates_with does not link"),
    ("- {action: confirm, table: relations, id: ports.led_by.ferries, row: {subject: ports, predicate: led_by, object: ferries}, evidence: [{quote: slow}]}", "led_by does not link the sector 'ports'"),
    (LITERAL.replace("subject: ha", "subject: ports"), "established_on does not link the sector 'ports' and a literal;"),
    ("- {action: confirm, table: entities, id: ha, row: {name: HA, type: place}}", "does not link"),
    ("- {action: confirm, table: entities, id: ferries, row: {name: ferries, type: place}}", "regulates does not link .* and the place 'ferries'"),
    ("- {action: add, table: entities, row: {name: HA, type: place}, evidence: [{quote: HA}], reason: r}", "does not link"),
]


@pytest.mark.parametrize(("decision", "message"), BLAMED)
def test_a_decision_that_makes_an_impossible_relation_is_blamed(review: Review, decision: str, message: str) -> None:
    with pytest.raises(DataError, match=rf"harbour.yaml:3: .*{message}"):
        review(decision)


def test_what_was_extracted_and_impossible_is_nobodys_fault(harbour: Extraction, record: Record) -> None:
    impossible = replace(harbour, relations=(*harbour.relations, replace(harbour.relations[0], relation_id="ports.led_by.ferries", subject_id="ports", predicate="led_by", object_id="ferries")))
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


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (CONFIRM_PORTS.replace("{quote: The Harbour", "{quote: A Harbour"), r"harbour.yaml:\d+: the source does not say 'A Harbour"),
        (CONFIRM_PORTS.replace("{quote: The Harbour Agency supervises ports", "{quote: ports"), r"stands 2 times .* `occurrence`"),
        (CONFIRM_PORTS.replace("supervises ports}", "supervises ports, occurrence: 2}"), "there is no occurrence 2"),
        (CONFIRM_PORTS.replace("supervises ports}", "supervises ports, start: 1, end: 9}"), "characters 1 to 9 are 'he Harbo'"),
        (
            CONFIRM_PORTS.replace("supervises ports}", 'supervises ports. The HA"}').replace("{quote: The", '{quote: "The'),
            "not within one sentence",
        ),
        (ADD_LIGHTS.replace("{name: Seaton, type: place, named: true}", "seaton"), "there is no entity 'seaton'"),
        (
            f"- {{action: retype, id: ha, row: {HA}, value: place, reason: r}}",
            "coordinates_with does not link the government_body 'Council' and the place 'HA'; reject",
        ),
        (ADD_LIGHTS.replace("affects", "led_by"), "led_by does not link the government_body 'Harbour Agency' and the place 'Seaton'"),
        (
            "- {action: confirm, table: entities, id: ports, row: {name: ports, type: sector}, value: {description: nice}}",
            "does not say 'nice'",
        ),
        (
            "- {action: add, table: entities, row: {name: board, type: government_body, scope: nobody}, evidence: [{quote: slow}], reason: r}",
            "no entity 'nobody' that could own",
        ),
    ],
)
def test_what_is_not_in_the_source_fails(review: Review, decision: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        review(decision)


def test_the_order_in_the_file_does_not_matter(harbour: Extraction, record: Record) -> None:
    entries = record(
        CONFIRM_PORTS
        + REJECT_COUNCIL_PORTS
        + MERGE_HA
        + ADD_LIGHTS
        + f"- {{action: rename, id: council, row: {COUNCIL}, value: City Council, reason: r}}\n"
        + f"- {{action: retype, id: ferries, row: {FERRIES}, value: sector, reason: r}}\n"
    )
    expected = apply_decisions(harbour, entries)
    assert_sound(expected)
    for seed in range(20):
        shuffled = list(entries)
        random.Random(seed).shuffle(shuffled)
        assert apply_decisions(harbour, shuffled) == expected
