"""Each action on what was extracted from a made-up article: what changes, and that everything else keeps in step."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.errors import DataError
from pipeline.records import Extraction
from pipeline.review.apply import apply_decisions
from pipeline.review.decisions import Entry
from tests.review.harbour import (
    ADD_LIGHTS,
    AGENCY,
    CONFIRM_PORTS,
    COUNCIL,
    FERRIES,
    HA,
    MERGE_HA,
    PORTS,
    REJECT_COUNCIL_PORTS,
    assert_sound,
    names,
    relations,
)

Review = Callable[[str], Extraction]
Record = Callable[[str], list[Entry]]


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
    assert (
        relations(review(confirm.replace("confirm", "add").replace("row:", "reason: r, row:") + MERGE_HA))[
            "harbour-agency.regulates.ferries"
        ]
        == "confirmed"
    )
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
    [
        ("Seaton", "{}", "name"),
        ("seaton", "{}", "name"),
        ("Port Seaton", "{Seaton: variant}", "alias"),
        ("Port Seaton", "{PS: acronym}", "nominal"),
    ],
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
