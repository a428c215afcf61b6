"""What commands tell on standard error, and what they end with, for people and for programs."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from pipeline.corpus.cache import Cache


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="pipeline")


def logged(result: Result) -> list[dict]:
    return [json.loads(line) for line in result.stderr.splitlines()]


@pytest.fixture
def text(tmp_path: Path) -> Path:
    file = tmp_path / "office.txt"
    file.write_text("Office\nThe office plans roads.", encoding="utf-8")
    return file


def test_a_build_logs_its_stages_as_json(text: Path, tmp_path: Path) -> None:
    result = run("--log-format", "json", "build", str(text), "--out", str(tmp_path / "out"), "--cache", str(tmp_path / "cache"))
    assert result.exit_code == 0
    lines = logged(result)
    assert [line["stage"] for line in lines] == ["Finding texts", "Reading documents", "Publishing"]
    assert all({"time", "level", "logger", "message"} < line.keys() and line["level"] == "info" for line in lines)
    assert lines[1]["done"] == lines[1]["total"] == 1
    assert result.stdout.startswith("Published 1 document")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["build", "nowhere"], "nowhere: no such file or folder"), (["build", "--fast"], "No such option"), (["bild"], "No such command")],
)
def test_a_wrong_call_is_one_error_of_the_log(arguments: list[str], message: str) -> None:
    result = run("--log-format", "json", *arguments)
    error = logged(result)[-1]
    assert (result.exit_code, error["level"], error["exit_code"]) == (2, "error", 2)
    assert message in error["message"]


ENDS = {
    "a bug": (RuntimeError("no such luck"), 3, "Error: unexpected RuntimeError: no such luck; run again with `pipeline --debug …`"),
    "Ctrl-C": (KeyboardInterrupt(), 130, "Error: stopped"),
    "a reader that has gone": (BrokenPipeError(), 0, ""),
}


@pytest.mark.parametrize("case", ENDS)
def test_what_a_command_ends_with(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    error, exit_code, message = ENDS[case]

    def fail(folder: object) -> None:
        raise error

    monkeypatch.setattr("pipeline.corpus.cache.usage", fail)
    result = run("cache", "info")
    assert result.exit_code == exit_code
    assert message in result.stderr and "Traceback" not in result.stderr


def test_a_cache_that_cannot_be_used_is_told_and_no_build_fails_for_it(text: Path, tmp_path: Path) -> None:
    result = run("build", str(text), "--out", str(tmp_path / "out"), "--cache", str(text))
    assert result.exit_code == 0
    assert f"Warning: {text / 'documents.sqlite'}: the cache cannot be used (" in result.stderr


def test_damaged_entries_are_told(text: Path, tmp_path: Path) -> None:
    build = [
        "--log-format",
        "json",
        "build",
        str(text),
        "--format",
        "csv",
        "--out",
        str(tmp_path / "out"),
        "--cache",
        str(tmp_path / "cache"),
    ]
    run(*build)
    with sqlite3.connect(tmp_path / "cache" / "documents.sqlite") as connection:
        connection.execute("update entries set value = x'00' where kind = 'parse' or kind = 'extraction'")
        connection.execute("delete from entries where kind = 'release'")
    result = run(*build)
    (warning,) = [line for line in logged(result) if line["level"] == "warning"]
    assert (result.exit_code, warning["damaged"]) == (0, 2)
    assert "2 entries were damaged and are made again" in warning["message"]


def test_a_file_that_is_no_cache_is_told(text: Path, tmp_path: Path) -> None:
    (tmp_path / "documents.sqlite").write_bytes(b"no database" * 1000)
    assert (
        run("build", str(text), "--format", "csv", "--out", str(tmp_path / "out"), "--cache", str(tmp_path)).stderr.count("was no cache")
        == 1
    )
    cache = Cache(tmp_path)
    assert cache.damaged == 0
    cache.close()


def test_versions_other_than_the_pinned_ones_are_told(text: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.publish.origin.deviating", lambda pinned: ("pandas",))
    result = run("build", str(text), "--out", str(tmp_path / "out"), "--no-cache", "--format", "csv")
    assert "Warning: not in the versions of requirements.txt, so that the result may differ: pandas" in result.stderr
    assert json.loads((tmp_path / "out" / "build-report.json").read_text(encoding="utf-8"))["unpinned"] == ["pandas"]
