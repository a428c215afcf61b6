"""Decision files: what is refused, and where the message points."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import DataError
from pipeline.review.decisions import Entry, load_decisions, merged_ids, own_id

Record = Callable[[str], list[Entry]]
WELLS = "row: {subject: agency, predicate: regulates, object: wells}, evidence: [{quote: x}]"
AGENCY = "row: {name: agency, type: government_body}"


@pytest.mark.parametrize(
    ("decisions", "line", "message"),
    [
        ("- {action: approve}", 3, "'approve' is not one of .*; expected: confirm, reject"),
        ("- {action: confirm, tabel: relations}", 3, r"'tabel' was unexpected.*allowed are action, "),
        (f"- {{action: confirm, table: relations, id: agency.regulates.wells,\n   {WELLS},\n   value: {{}}}}", 5, "should be non-empty"),
        ("- {action: confirm, table: relations, id: agency.regulates.wells}", 3, "leaves out its row and its evidence; .*--from FILE"),
        ("- {action: confirm, id: agency.regulates.wells}", 3, "leaves out its table and its row and its evidence;"),
        ("- {action: confirm, table: entities, row: {name: x, type: place}}", 3, "leaves out its id;"),
        ("- {action: reject, table: entities, id: agency, reason: r}", 3, "leaves out its row;"),
        (
            "- {action: reject, table: relations, id: agency.regulates.wells, reason: r, row: {subject: agency, predicate: regulates, object: wells}}",
            3,
            "leaves out its evidence;",
        ),
        (f"- {{action: reject, table: relations, id: agency.regulates.wells, {WELLS}}}", 3, "leaves out its reason;"),
        (f"- {{action: confirm, table: relations, id: agency.regulates.springs, {WELLS}}}", 3, "make 'agency.regulates.wells'"),
        ("- {action: confirm, table: relations, row: {subject: agency, predicate: regulates}}", 3, "'literal' is a required property"),
        (f"- action: rename\n  table: entities\n  id: agency\n  {AGENCY}\n  reason: r", 3, "'value' is a required property"),
        (
            f"- action: retype\n  id: agency\n  {AGENCY}\n  reason: r\n  value: body",
            7,
            "there is no entity type 'body'; allowed are government_body",
        ),
        ("- {action: retype, table: relations, id: agency, value: place, reason: r}", 3, "expected: entities, the only rows"),
        ("- {action: add, table: statements, reason: r}", 3, "expected: entities, mentions, relations or viewpoints"),
        (
            "- action: add\n  table: relations\n  row:\n    subject: agency\n    predicate: oversees\n    object: wells\n  evidence: [{quote: x}]",
            7,
            "there is no predicate 'oversees'; allowed are",
        ),
        (
            "- action: add\n  table: relations\n  row:\n    subject: agency\n    predicate: regulates\n    object: {name: wells, type: hole}",
            8,
            "there is no entity type 'hole'",
        ),
        (
            "- {action: confirm, table: relations, value: {stance: critical}}",
            3,
            "'stance' cannot be corrected in relations; allowed are modality",
        ),
        ("- {action: confirm, table: mentions, value: {stance: critical}}", 3, "cannot be corrected in mentions; allowed are entity, kind"),
        ("- {action: confirm, table: entities, id: agency, row: {name: x, type: hole}}", 3, "there is no entity type 'hole'"),
        (
            "- {action: merge, id: agency, row: {name: x, type: place}, value: {name: y, type: hole}, reason: r}",
            3,
            "there is no entity type 'hole'",
        ),
        ("- {action: confirm, table: mentions, row: {entity: {name: x, type: hole}, kind: name}}", 3, "there is no entity type 'hole'"),
        (
            "- {action: confirm, table: viewpoints, row: {holder: {name: x, type: hole}, stance: neutral, cue: say}}",
            3,
            "there is no entity type 'hole'",
        ),
        (
            "- {action: confirm, table: viewpoints, row: {about: {name: x, type: hole}, stance: neutral, cue: say}}",
            3,
            "there is no entity type 'hole'",
        ),
        (
            "- {action: confirm, table: relations, row: {subject: {name: x, type: hole}, predicate: regulates, object: y}}",
            3,
            "there is no entity type 'hole'",
        ),
        ("- action: confirm\n  table: entities\n  id: agency\n  row:\n    name: x\n    type: hole", 8, "there is no entity type 'hole'"),
        (
            "- action: merge\n  id: agency\n  row: {name: x, type: place}\n  reason: r\n  value:\n    name: y\n    type: hole",
            9,
            "there is no entity type 'hole'",
        ),
        ("- {action: confirm, table: statements, value: {stance: critical}}", 3, "in statements; allowed are modality, negated"),
        ("- {action: confirm, table: entities, value: {stance: critical}}", 3, "in entities; allowed are description, named"),
        ("- {action: confirm, table: viewpoints, value: {modality: possible}}", 3, "in viewpoints; allowed are about, cue, holder, stance"),
        ("- {action: add, table: entities, row: {name: x, type: place}, reason: r}", 3, "leaves out its evidence;"),
        ("- {action: confirm, table: relations, row: {subject: The Agency, predicate: regulates, object: wells}}", 3, "does not match"),
        (
            "- {action: add, table: entities, row: {name: x, type: place}, evidence: [{quote: x, start: 1}], reason: r}",
            3,
            "'end' is a dependency",
        ),
        (
            "- {action: add, table: relations, row: {subject: a, predicate: established_on, literal: 2011}}",
            3,
            "2011 is not of type 'string'",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_remedy(record: Record, decisions: str, line: int, message: str) -> None:
    with pytest.raises(DataError, match=rf"harbour\.yaml:{line}: .*{message}"):
        record(decisions + "\n")


CONFIRM = f"- {{action: confirm, table: relations, id: agency.regulates.wells, {WELLS}}}\n"
REJECT = f"- {{action: reject, table: relations, id: agency.regulates.wells, {WELLS}, reason: r}}\n"
REJECT_ENTITY = f"- {{action: reject, table: entities, id: agency, {AGENCY}, reason: r}}\n"
MERGE = f"- {{action: merge, id: agency, {AGENCY}, value: {{name: bureau, type: government_body}}, reason: r}}\n"
ADD_MENTION = "- {action: add, table: mentions, row: {entity: agency, kind: name}, evidence: [{quote: it}], reason: r}\n"
ADD_VIEW = (
    "- {action: add, table: viewpoints, row: {holder: agency, stance: critical, cue: say}, evidence: [{quote: it is slow}], reason: r}\n"
)
STATEMENT = (
    "row: {subject: It, relation: is, object: slow, spans: [[0, 1], [1, 2], [2, 3]], proposition: p}, evidence: [{quote: It is slow}]"
)
SPLIT = f"- {{action: split, id: agency, {AGENCY}, evidence: [{{quote: it}}], reason: r, value: {{name: bureau, type: place}}}}\n"


@pytest.mark.parametrize(
    ("decisions", "message"),
    [
        (CONFIRM + REJECT, r"yaml:4: reject 'agency.regulates.wells' conflicts with confirm in .*yaml:3"),
        (CONFIRM + CONFIRM, r"yaml:4: confirm 'agency.regulates.wells' is decided in .*yaml:3 already"),
        (
            f"- {{action: rename, id: agency, {AGENCY}, value: A, reason: r}}\n- {{action: rename, id: agency, {AGENCY}, value: B, reason: r}}\n",
            r"yaml:4: rename 'agency' is decided in .*yaml:3 already",
        ),
        (CONFIRM + REJECT_ENTITY, r"yaml:3: this needs the entity 'agency', which .*yaml:4 rejects"),
        (ADD_MENTION + REJECT_ENTITY, r"yaml:3: this needs the entity 'agency', which .*yaml:4 rejects"),
        (ADD_VIEW + REJECT_ENTITY, r"yaml:3: this needs the entity 'agency', which .*yaml:4 rejects"),
        (ADD_VIEW.replace("holder", "about") + REJECT_ENTITY, r"yaml:3: this needs the entity 'agency', which .*yaml:4 rejects"),
        (
            REJECT_ENTITY + f"- {{action: retype, id: agency, {AGENCY}, value: place, reason: r}}\n",
            r"yaml:4: this needs the entity 'agency'",
        ),
        (MERGE + REJECT_ENTITY, r"yaml:4: 'agency' is merged into 'bureau' by another decision"),
        (MERGE + REJECT_ENTITY.replace("id: agency", "id: bureau"), r"yaml:3: this needs the entity 'bureau'"),
        (
            MERGE + "- {action: merge, id: bureau, row: {name: bureau, type: place}, value: agency, reason: r}\n",
            r"yaml:3: 'agency' is merged into 'bureau', which is merged back",
        ),
        (
            MERGE
            + MERGE.replace("id: agency", "id: bureau").replace("{name: bureau", "{name: office")
            + MERGE.replace("id: agency", "id: office"),
            r"yaml:3: 'agency' is merged into 'bureau', which is merged back",
        ),
        (
            MERGE + f"- {{action: retype, id: agency, {AGENCY}, value: place, reason: r}}\n",
            r"yaml:4: 'agency' is merged into 'bureau' by another",
        ),
        (
            MERGE + f"- {{action: rename, id: agency, {AGENCY}, value: A, reason: r}}\n",
            r"yaml:4: 'agency' is merged into 'bureau' by another",
        ),
        (
            REJECT + CONFIRM.replace("confirm", "add").replace("row:", "reason: r, row:"),
            r"yaml:4: add .* conflicts with reject in .*yaml:3",
        ),
        (ADD_MENTION + ADD_MENTION, r"yaml:4: add '' is decided in .*yaml:3 already"),
        (SPLIT + SPLIT, r"yaml:4: split 'agency' is decided in .*yaml:3 already"),
        (SPLIT + REJECT_ENTITY, r"yaml:3: this needs the entity 'agency'"),
        (
            ADD_VIEW.replace("add", "confirm")
            .replace("table:", "id: v, value: {about: agency}, table:")
            .replace("holder: agency", "holder: x")
            + REJECT_ENTITY,
            r"yaml:3: this needs the entity 'agency'",
        ),
        (
            MERGE + REJECT + CONFIRM.replace("agency", "bureau"),
            r"yaml:5: confirm 'bureau.regulates.wells' conflicts with reject in .*yaml:4",
        ),
    ],
)
def test_decisions_that_conflict_are_told_with_both_lines(record: Record, decisions: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        record(decisions)


@pytest.mark.parametrize(
    "decisions",
    [
        f"- {{action: confirm, table: entities, id: agency, {AGENCY}, value: {{description: it, named: true}}}}\n",
        ADD_MENTION.replace("add", "confirm")
        .replace("table:", "id: m, table:")
        .replace("reason:", "value: {entity: bureau, kind: alias}, reason:"),
        f"- {{action: confirm, table: statements, id: s, {STATEMENT}, value: {{negated: true, modality: possible}}}}\n",
        CONFIRM.replace("row:", "value: {modality: possible, valid_from: '2001', valid_to: '2002'}, row:"),
        ADD_VIEW.replace("add", "confirm")
        .replace("table:", "id: v, table:")
        .replace("reason:", "value: {holder: x, stance: neutral, cue: y, about: z}, reason:"),
        SPLIT + SPLIT.replace("bureau", "board"),
        SPLIT + REJECT_ENTITY.replace("id: agency", "id: bureau"),
        CONFIRM + REJECT.replace("regulates", "affects"),
        ADD_MENTION + ADD_MENTION.replace("quote: it", "quote: it, occurrence: 2"),
        ADD_MENTION + ADD_MENTION.replace("quote: it", "quote: it, start: 1, end: 3"),
        ADD_MENTION + ADD_MENTION.replace("quote: it", "quote: its"),
        ADD_MENTION + ADD_MENTION.replace("kind: name", "kind: alias"),
        ADD_MENTION + ADD_VIEW,
        MERGE + MERGE.replace("id: agency", "id: office"),
        MERGE + MERGE.replace("id: agency", "id: bureau").replace("{name: bureau", "{name: office"),
        MERGE + SPLIT,
        MERGE + CONFIRM,
        REJECT_ENTITY + REJECT,
        REJECT_ENTITY + ADD_MENTION.replace("agency", "bureau"),
        f"- {{action: confirm, table: statements, id: s, {STATEMENT.replace('proposition: p', 'proposition: p, subject_id: agency')}}}\n"
        + REJECT_ENTITY,
        ADD_VIEW.replace("reason:", "value: {holder: bureau}, reason:").replace("add", "confirm").replace("table:", "id: v, table:")
        + REJECT_ENTITY,
    ],
)
def test_decisions_that_go_together_are_read(record: Record, decisions: str) -> None:
    assert len(record(decisions)) == decisions.count("action:")


def test_what_is_left_out_is_empty(record: Record) -> None:
    (confirm, mention) = record(CONFIRM + ADD_MENTION)
    assert (confirm.document_id, confirm.table, confirm.value, confirm.reason) == ("harbour", "relations", None, None)
    assert [place.quote for place in confirm.evidence] == ["x"]
    assert (mention.id, mention.reason) == ("", "r")
    (rename,) = record(f"- {{action: rename, id: agency, {AGENCY}, value: A, reason: r}}\n")
    assert (rename.table, rename.evidence) == ("entities", ())


@pytest.mark.parametrize(
    ("table", "row", "expected"),
    [
        ("entities", {"name": "Port Board"}, "port-board"),
        ("entities", {"name": "Board", "scope": "agency"}, "agency--board"),
        ("entities", {"name": "Board", "id": "other"}, "other"),
        ("relations", {"subject": "b", "predicate": "regulates", "object": "a"}, "b.regulates.a"),
        ("relations", {"subject": "b", "predicate": "coordinates_with", "object": {"name": "A"}}, "a.coordinates_with.b"),
        ("relations", {"subject": "b", "predicate": "established_on", "literal": "2011"}, "b.established_on.2011"),
        ("relations", {"subject": "b", "predicate": "coordinates_with", "literal": "2011"}, "b.coordinates_with.2011"),
        ("mentions", {"entity": "b", "kind": "name"}, ""),
        ("statements", {"subject": "b"}, ""),
    ],
)
def test_content_makes_an_id(table: str, row: dict[str, object], expected: str) -> None:
    assert own_id(table, row) == expected


def test_merges_are_followed_to_their_end(record: Record) -> None:
    entries = record(MERGE + MERGE.replace("id: agency", "id: bureau").replace("{name: bureau", "{name: office") + CONFIRM)
    assert merged_ids(entries) == {"agency": "office", "bureau": "office"}


def test_files_without_decisions_and_other_files_are_nothing(record: Record, tmp_path: Path) -> None:
    record(CONFIRM)
    (tmp_path / "review" / "empty.yaml").write_text("document: lighthouse\ndecisions: []\n", encoding="utf-8")
    (tmp_path / "review" / "notes.txt").write_text("mine", encoding="utf-8")
    assert load_decisions([tmp_path, tmp_path], {"lighthouse"})[0] == {}
    found, others = load_decisions([tmp_path, tmp_path], {"harbour"})
    assert ([entry.id for entry in found["harbour"]], others) == (["agency.regulates.wells"], [])


def test_decisions_on_other_documents_are_left_alone_and_told(record: Record, tmp_path: Path) -> None:
    record(CONFIRM)
    (tmp_path / "review" / "more.yaml").write_text("document: lighthouse\ndecisions:\n" + CONFIRM + REJECT, encoding="utf-8")
    found, others = load_decisions([tmp_path], {"harbour"})
    assert [entry.action for entry in found["harbour"]] == ["confirm"]
    assert others == [f"{tmp_path / 'review' / 'more.yaml'} (document 'lighthouse')"]


def test_several_files_on_one_document_are_checked_together(record: Record, tmp_path: Path) -> None:
    record(CONFIRM)
    (tmp_path / "review" / "more.yaml").write_text("document: harbour\ndecisions:\n" + REJECT, encoding="utf-8")
    with pytest.raises(DataError, match=r"more.yaml:3: reject .* conflicts with confirm in .*harbour.yaml:3"):
        load_decisions([tmp_path], {"harbour"})
