"""Decision files: what is refused, and where the message points."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import DataError
from pipeline.review.decisions import Entry, load_decisions

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
        (f"- {{action: reject, table: relations, id: agency.regulates.wells, {WELLS}}}", 3, "leaves out its reason"),
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
        ("- {action: confirm, table: statements, value: {stance: critical}}", 3, "in statements; allowed are modality, negated"),
        ("- {action: confirm, table: entities, value: {stance: critical}}", 3, "in entities; allowed are description, named"),
        ("- {action: confirm, table: viewpoints, value: {modality: possible}}", 3, "in viewpoints; allowed are about, cue, holder, stance"),
        ("- {action: add, table: entities, row: {name: x, type: place}, reason: r}", 3, "leaves out its evidence"),
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
            MERGE + REJECT + CONFIRM.replace("agency", "bureau"),
            r"yaml:5: confirm 'bureau.regulates.wells' conflicts with reject in .*yaml:4",
        ),
    ],
)
def test_decisions_that_conflict_are_told_with_both_lines(record: Record, decisions: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        record(decisions)


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
