"""The review commands on a made-up article, one of them through a real terminal."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.review.decisions import read_entries

TEXT = "Harbour Agency\n\nThe Harbour Agency supervises ports and beaches. It works with the Coastal Council. Critics argue that the agency is slow.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "harbour.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(*arguments: str, stdin: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["review", *arguments], input=stdin)
    return result.exit_code, result.stdout, result.stderr


def recorded(folder: Path) -> list[tuple[str, str]]:
    return [(entry.action, entry.id) for entry in read_entries(folder / "review" / "harbour-agency.yaml")]


def test_list_add_and_status_for_scripts(folder: Path) -> None:
    code, out, _ = run("list", str(folder), "--table", "relations", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    regulates = next(row for row in rows if row["row_id"] == "harbour-agency.regulates.ports")
    assert code == 0 and regulates["state"] == "unreviewed" and "supervises ports" in regulates["quotes"][0]
    assert run("add", "confirm", regulates["row_id"], "--sources", str(folder)) == (0, "Recorded 1 decision.\n", "")
    assert "1 confirmed" in run("status", str(folder))[1]
    assert json.loads(run("status", str(folder), "--json")[1])["relations"]["confirmed"] == 1


def test_one_action_on_several_rows(folder: Path) -> None:
    assert run("add", "confirm", "ports", "critics", "coastal-council", "--sources", str(folder))[1] == "Recorded 3 decisions.\n"
    assert [entry.evidence[0].quote for entry in read_entries(folder / "review" / "harbour-agency.yaml")] == [
        "ports",
        "Critics",
        "Coastal Council",
    ]


def test_a_draft_is_recorded_as_it_is(folder: Path) -> None:
    _, draft, _ = run("draft", str(folder))
    (folder / "draft.yaml").write_text(draft, encoding="utf-8")
    assert "# The Harbour Agency" in draft or "# [[The Harbour Agency" in draft
    code, out, _ = run("add", "--from", str(folder / "draft.yaml"), "--sources", str(folder))
    assert (code, out) == (0, f"Recorded {draft.count('action: confirm')} decisions.\n")
    assert run("list", str(folder), "--state", "unreviewed")[1] == ""


def test_merge_and_rename(folder: Path) -> None:
    assert run("merge", "coastal-council", "harbour-agency", "--sources", str(folder), "--reason", "one body")[0] == 0
    assert run("add", "rename", "ports", "--value", "seaports", "--reason", "clearer", "--sources", str(folder))[0] == 0
    assert recorded(folder) == [("merge", "coastal-council"), ("rename", "ports")]


def test_a_file_of_decisions_with_a_mistake_records_nothing(folder: Path) -> None:
    draft = folder / "draft.yaml"
    draft.write_text(
        "document: harbour-agency\ndecisions:\n- {action: confirm, id: ports}\n"
        "- action: add\n  row: {subject: harbour-agency, predicate: promotes, object: ports}\n  evidence: [{quote: promotes ports}]\n  reason: r\n",
        encoding="utf-8",
    )
    code, _, err = run("add", "--from", str(draft), "--sources", str(folder))
    assert code == 1 and "draft.yaml:6: the source does not say 'promotes ports'" in err
    assert not (folder / "review").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("add", "confirm", "lighthouse"), 2, "no row has the id 'lighthouse'"),
        (("add",), 2, "name an action and the ids of rows, or a file"),
        (("add", "rename", "ports", "--value", "seaports"), 1, "leaves out its reason"),
        (("merge", "ports", "lighthouse", "--reason", "r"), 1, "there is no entity 'lighthouse'"),
        (("add", "--from", "missing.yaml"), 1, "missing.yaml: cannot be read"),
    ],
)
def test_a_mistake_is_one_sentence(folder: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    assert (found := run(*arguments, "--sources", str(folder)))[0] == code and message in found[2]


def test_without_a_terminal_it_says_what_to_use_instead(folder: Path) -> None:
    code, _, err = run(str(folder))
    assert code == 2 and "a review needs a terminal" in err


class Screen:
    """`pipeline review` behind a pseudo-terminal."""

    def __init__(self, folder: Path) -> None:
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.execv(sys.executable, [sys.executable, "-m", "pipeline", "review", str(folder), "--table", "relations"])  # pragma: no cover
        self.seen, self.at = "", 0

    def until(self, text: str) -> None:
        """Read on until the text has appeared behind where the last one ended."""
        deadline = time.monotonic() + 120
        while text not in self.seen[self.at :]:
            if not select.select([self.terminal], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise AssertionError(f"{text!r} did not appear: {self.seen[-500:]!r}")
            try:
                chunk = os.read(self.terminal, 65536)
            except OSError as error:
                raise AssertionError(f"the program ended: {self.seen[-500:]!r}") from error
            self.seen += chunk.decode("utf-8", "replace")
        self.at = self.seen.index(text, self.at) + len(text)

    def press(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())

    def exit_code(self) -> int:
        code = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        os.close(self.terminal)
        return code


def test_keys_at_a_real_terminal(folder: Path) -> None:
    screen = Screen(folder)
    screen.until("[q]uit")
    assert "0 of " in screen.seen and "\x1b[7m" in screen.seen, "the evidence stands out"
    screen.press("c")
    screen.until("[q]uit")
    screen.press("u")
    screen.until("[q]uit")
    screen.press("r")
    screen.until("[q]uit")
    screen.press("q")
    screen.until("1 decision recorded in")
    assert screen.exit_code() == 0
    assert [action for action, _ in recorded(folder)] == ["reject"]


def test_keys_typed_ahead_count_and_arrows_do_not(folder: Path) -> None:
    screen = Screen(folder)
    screen.until("[q]uit")
    screen.press("\x1b[C")
    screen.press("cs")
    screen.until("1 of ")
    screen.until("[q]uit")
    screen.press("q")
    screen.until("1 decision recorded in")
    assert screen.exit_code() == 0
    assert [action for action, _ in recorded(folder)] == ["confirm"]


def test_an_edit_at_a_real_terminal(folder: Path) -> None:
    screen = Screen(folder)
    screen.until("[q]uit")
    screen.press("e")
    for answer in ("", "", "possible", "", "", "may do so"):
        screen.until(": ")
        screen.press(f"{answer}\n")
    screen.until("[q]uit")
    screen.press("q")
    screen.until("1 decision recorded in")
    assert screen.exit_code() == 0
    (entry,) = read_entries(folder / "review" / "harbour-agency.yaml")
    assert (entry.action, entry.value, entry.reason) == ("confirm", {"modality": "possible"}, "may do so")


def test_nothing_is_lost_when_the_terminal_dies(folder: Path) -> None:
    screen = Screen(folder)
    screen.until("[q]uit")
    screen.press("c")
    screen.until("1 of ")
    os.kill(screen.process, signal.SIGKILL)
    screen.exit_code()
    assert [action for action, _ in recorded(folder)] == ["confirm"]
