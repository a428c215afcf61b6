"""Reviewing row by row: the keys, what they record, and that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.records import Extraction
from pipeline.review.decisions import read_entries
from pipeline.review.desk import Desk
from pipeline.review.session import Terminal, run_session


class Script:
    """A reviewer who presses these keys and types these lines; `shown` is what they saw."""

    def __init__(self, keys: str, lines: tuple[str, ...] = ()) -> None:
        self.keys: Iterator[str] = iter(keys)
        self.lines = iter(lines)
        self.shown: list[str] = []

    def terminal(self) -> Terminal:
        return Terminal(
            self.shown.append, lambda: next(self.keys), lambda question, default: next(self.lines, default), lambda text: f"[[{text}]]"
        )


@pytest.fixture
def desk(harbour: Extraction, tmp_path: Path) -> Desk:
    return Desk(tmp_path, [harbour])


def recorded(desk: Desk) -> list[tuple[str, str]]:
    file = desk.folder / "review" / "harbour.yaml"
    return [(entry.action, entry.id) for entry in read_entries(file)] if file.exists() else []


def test_the_least_certain_row_comes_first_with_its_evidence_marked(desk: Desk) -> None:
    script = Script("q")
    assert run_session(desk, script.terminal()) == 0
    assert "0 of 11 reviewed: relations of harbour, confidence 0.30, rule oversee" in script.shown[0]
    assert "Council | responsible_for | ports" in script.shown[0]
    assert "[[The council of Seaton owns ports]]." in script.shown[0]


def test_confirm_reject_skip_and_quit(desk: Desk) -> None:
    assert run_session(desk, Script("crsq").terminal(), ("relations",)) == 2
    assert recorded(desk) == [("confirm", "council.responsible_for.ports"), ("reject", "ha.regulates.ferries")]


def test_a_session_goes_on_where_the_last_one_ended(desk: Desk, harbour: Extraction) -> None:
    run_session(desk, Script("cq").terminal(), ("relations",))
    script = Script("ccc")
    assert run_session(Desk(desk.folder, [harbour]), script.terminal(), ("relations",)) == 3
    assert "1 of 4 reviewed" in script.shown[0] and "Everything is reviewed" in script.shown[-2]
    assert len(recorded(desk)) == 4


def test_undo_takes_back_the_last_decision_and_the_last_skip(desk: Desk) -> None:
    script = Script("cruuusurq")
    run_session(desk, script.terminal(), ("relations",))
    assert recorded(desk) == [("reject", "council.responsible_for.ports")]
    assert "There is nothing to undo." in script.shown


def test_undoing_everything_leaves_no_file(desk: Desk) -> None:
    run_session(desk, Script("cuq").terminal())
    assert not (desk.folder / "review" / "harbour.yaml").exists()


def test_editing_the_predicate_replaces_the_relation(desk: Desk) -> None:
    run_session(desk, Script("eq", ("related_to", "ports", "asserted", "", "", "owning is no mandate")).terminal(), ("relations",))
    assert recorded(desk) == [("reject", "council.responsible_for.ports"), ("add", "council.related_to.ports")]
    relations = {row.relation_id: row.status for row in desk.rows["harbour"].extraction.relations}
    assert relations["council.related_to.ports"] == "added" and "council.responsible_for.ports" not in relations


def test_editing_how_it_is_put_confirms_the_relation_with_the_correction(desk: Desk) -> None:
    run_session(desk, Script("eq", ("responsible_for", "ports", "possible", "2001", "", "may own")).terminal(), ("relations",))
    relation = desk.rows["harbour"].tables["relations"]["council.responsible_for.ports"]
    assert (relation.status, relation.modality, relation.valid_from) == ("confirmed", "possible", "2001")


def test_editing_an_entity_renames_and_retypes_it(desk: Desk) -> None:
    run_session(desk, Script("eq", ("City Council", "organization", "", "its name")).terminal(), ("entities",))
    assert recorded(desk) == [("rename", "harbour-agency"), ("retype", "harbour-agency")]
    entity = desk.rows["harbour"].tables["entities"]["harbour-agency"]
    assert (entity.name, entity.type) == ("City Council", "organization")


def test_an_edit_that_cannot_be_right_is_refused_and_asked_again(desk: Desk) -> None:
    script = Script("ecq", ("oversees", "ports", "asserted", "", "", "r"))
    run_session(desk, script.terminal(), ("relations",))
    assert any("Not recorded" in text and "there is no predicate 'oversees'" in text for text in script.shown)
    assert recorded(desk) == [("confirm", "council.responsible_for.ports")]


def test_an_edit_is_checked_like_a_file(desk: Desk) -> None:
    script = Script("eq", ("responsible_for", "ports", "certain", "", "", "r"))
    run_session(desk, script.terminal(), ("relations",))
    assert any("'certain' is not one of" in text for text in script.shown) and recorded(desk) == []


def test_an_unknown_key_shows_the_keys(desk: Desk) -> None:
    script = Script("xq")
    run_session(desk, script.terminal())
    assert script.shown[1].startswith("[c]onfirm")


def test_what_somebody_else_wrote_meanwhile_is_neither_lost_nor_undone(desk: Desk) -> None:
    file = desk.folder / "review" / "harbour.yaml"
    run_session(desk, Script("cq").terminal(), ("relations",))
    file.write_text(file.read_text(encoding="utf-8") + "# a note\n", encoding="utf-8")
    assert not desk.undo()
    run_session(desk, Script("cq").terminal(), ("relations",))
    assert "# a note\n- action: confirm" in file.read_text(encoding="utf-8")
    assert len(recorded(desk)) == 2
