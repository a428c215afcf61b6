"""The command as its user meets it: help, exit codes, and one clear sentence for every mistake."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pipeline.cli import main

COMMANDS = sorted(main.commands)


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, arguments, prog_name="pipeline")
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_page_with_a_worked_example(name: str) -> None:
    code, out, _ = run(name, "--help")
    assert code == 0
    assert "Example:" in out or isinstance(main.commands[name], click.Group)
    assert f"pipeline {name}" in out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    options = [parameter for parameter in main.commands[name].params if isinstance(parameter, click.Option)]
    assert all(option.help for option in options)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_or_the_docs(name: str) -> None:
    root = Path(__file__).parent.parent
    written = "\n".join(file.read_text(encoding="utf-8") for file in [root / "README.md", *sorted((root / "docs").glob("*.md"))])
    assert f"pipeline {name}" in written


def test_the_module_is_the_same_program() -> None:
    found = subprocess.run([sys.executable, "-m", "pipeline", "--help"], capture_output=True, text=True, check=True)
    assert found.stdout.splitlines()[0] == run("--help")[1].splitlines()[0] == "Usage: pipeline [OPTIONS] COMMAND [ARGS]..."


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; from pipeline.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\nprint(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(found.stdout.splitlines()[-1].split())
    assert not modules & {"spacy", "pandas", "numpy", "frictionless", "datasette", "sqlite_utils", "pyarrow", "jsonschema"}


WRONG = {
    "an unknown command": (["bild"], 2, "No such command 'bild'"),
    "an unknown option": (["build", "--fast"], 2, "No such option"),
    "a missing source": (["build", "{tmp}/nowhere", "--out", "{tmp}/out"], 2, "no such file or folder"),
    "a folder without texts": (["build", "{tmp}", "--out", "{tmp}/out"], 2, "no text here"),
    "an empty text": (["build", "{tmp}/empty/a.txt", "--out", "{tmp}/out"], 1, "the file is empty"),
    "a binary": (["build", "{tmp}/binary/a.txt", "--out", "{tmp}/out"], 1, "NUL"),
    "an unknown model": (["build", "{tmp}/good/a.txt", "--out", "{tmp}/out", "--model", "no_such"], 2, "no such spaCy model"),
    "a target that is somebody's folder": (["build", "{tmp}/good/a.txt", "--out", "{tmp}/good"], 2, "{tmp}/good"),
    "a target that is a file": (["build", "{tmp}/good/a.txt", "--out", "{tmp}/good/a.txt"], 2, "{tmp}/good/a.txt"),
    "nothing to validate": (["validate", "{tmp}/nowhere"], 2, "{tmp}/nowhere"),
    "nothing to explain": (["explain", "x", "{tmp}/nowhere"], 2, "{tmp}/nowhere"),
    "nothing to serve": (["serve", "{tmp}/nowhere"], 2, "{tmp}/nowhere"),
    "a port out of range": (["serve", "--port", "70000"], 2, "70000"),
}


@pytest.mark.parametrize("name", WRONG)
def test_mistakes_get_one_clear_sentence(name: str, tmp_path: Path) -> None:
    for folder, content in (("empty", b""), ("binary", b"\x00\x01"), ("good", b"Office\nIt plans roads.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_bytes(content)
    arguments, exit_code, message = WRONG[name]
    if name == "a folder without texts":
        arguments = [argument.replace("{tmp}", "{tmp}/out") for argument in arguments]
        (tmp_path / "out").mkdir()
    code, _, err = run(*(argument.replace("{tmp}", str(tmp_path)) for argument in arguments))
    assert code == exit_code
    assert message.replace("{tmp}", str(tmp_path)) in err
    assert "Traceback" not in err
    assert sum(line.startswith("Error") for line in err.splitlines()) == 1
