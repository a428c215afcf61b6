"""The command as its user meets it: help, exit codes, and one clear sentence for every mistake."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.publish.root import derive_root_package

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


GOOD = b"Office\nIt plans roads."
FILES = {
    "good/a.txt": GOOD,
    "empty/a.txt": b"",
    "blank/a.txt": b" \n\n\t",
    "binary/a.txt": b"\x00\x01",
    "utf16/a.txt": GOOD.decode().encode("utf-16"),
    "latin/a.txt": b"Office\nThe caf\xe9 office.",
    "rows/a.jsonl": b'{"id": "a", "text": "It plans roads."',
    "notes/a.pdf": b"%PDF",
    "source/a.txt": GOOD,
    "source/sources.yaml": b"sources:\n- path: b.txt\n",
    "colour/a.txt": GOOD,
    "colour/sources.yaml": b"sources:\n- path: a.txt\n  colour: red\n",
    "package/a.txt": GOOD,
    "package/package.yaml": b"name: a\ntitle: [1\n",
    "review/a.txt": GOOD,
    "review/review/a.yaml": b"document: office\ndecisions:\n- action: bless\n",
    "damaged/datapackage.json": b"{",
}
OUT = ["--out", "{tmp}/out"]
WRONG = {
    "an unknown command": (["bild"], 2, "No such command 'bild'"),
    "a cluster without its address": (["build", "--engine", "dask"], 2, "--engine dask and --scheduler ADDRESS go together"),
    "an address without the engine": (
        ["build", "--scheduler", "tcp://127.0.0.1:1"],
        2,
        "--engine dask and --scheduler ADDRESS go together",
    ),
    "an unknown option": (["build", "--fast"], 2, "No such option"),
    "a missing source": (["build", "{tmp}/nowhere", *OUT], 2, "{tmp}/nowhere: no such file or folder"),
    "a folder without texts": (["build", "{tmp}/notes", *OUT], 2, "{tmp}/notes: no text here"),
    "a URL that nothing opens": (["build", "gopher://a/b.txt", *OUT], 2, "gopher://a/b.txt: Protocol not known"),
    "an empty text": (["build", "{tmp}/empty/a.txt", *OUT], 1, "{tmp}/empty/a.txt: the file is empty"),
    "a text of blanks": (["build", "{tmp}/blank/a.txt", *OUT], 1, "{tmp}/blank/a.txt: the file is empty"),
    "a binary": (["build", "{tmp}/binary", *OUT], 1, "{tmp}/binary/a.txt: byte 0 is NUL"),
    "UTF-16": (["build", "{tmp}/utf16", *OUT], 1, "a binary file or UTF-16; give plain text in UTF-8"),
    "Latin-1": (["build", "{tmp}/latin", *OUT], 1, "{tmp}/latin/a.txt:2: byte 14 (0xe9) is not UTF-8"),
    "a broken line of JSON": (["build", "{tmp}/rows", *OUT], 1, "{tmp}/rows/a.jsonl:1: not a JSON object"),
    "a source that is not there": (["build", "{tmp}/source", *OUT], 1, "{tmp}/source/sources.yaml: there is no text at 'b.txt'"),
    "an unknown key of a source": (["build", "{tmp}/colour", *OUT], 1, "{tmp}/colour/sources.yaml:2: sources/0: "),
    "a broken package file": (["build", "{tmp}/package", *OUT], 1, "{tmp}/package/package.yaml:3: not valid YAML"),
    "a broken decision": (["build", "{tmp}/review", *OUT], 1, "{tmp}/review/review/a.yaml:3: decisions/0/action: 'bless'"),
    "an unknown model": (["build", "{tmp}/good", *OUT, "--model", "no_such"], 2, "--model no_such: no such spaCy model"),
    "a model that is a folder of something else": (["build", "{tmp}/good", *OUT, "--model", "{tmp}/good"], 2, "no such spaCy model"),
    "a model that is a relative folder": (["build", "{tmp}/good", *OUT, "--model", "./good"], 2, "--model ./good: no such spaCy model"),
    "a model that is a module": (["build", "{tmp}/good", *OUT, "--model", "json"], 2, "--model json: no such spaCy model"),
    "an unknown format": (["build", "{tmp}/good", *OUT, "--format", "csv,docx"], 2, "there is no format 'docx'; there are csv, "),
    "no workers": (["build", "{tmp}/good", *OUT, "--workers", "0"], 2, "'--workers': 0"),
    "a target that is somebody's folder": (["build", "{tmp}/good", "--out", "{tmp}/good"], 2, "{tmp}/good: holds files but no release"),
    "a target that is the whole disk": (["build", "{tmp}/good", "--out", "/"], 2, "/: holds files but no release"),
    "a target that is a file": (["build", "{tmp}/good", "--out", "{tmp}/good/a.txt"], 2, "{tmp}/good/a.txt: is a file"),
    "a target below a file": (["build", "{tmp}/good", "--out", "{tmp}/good/a.txt/out"], 2, "{tmp}/good/a.txt/out: "),
    "a damaged release": (["validate", "{tmp}/damaged"], 1, "{tmp}/damaged/datapackage.json: not a readable descriptor"),
    "nothing to validate": (["validate", "{tmp}/nowhere"], 2, "{tmp}/nowhere: there is no release here"),
    "nothing to explain": (["explain", "x", "{tmp}/nowhere"], 2, "{tmp}/nowhere: there is no release here"),
    "nothing to document": (["dictionary", "{tmp}/nowhere"], 2, "{tmp}/nowhere: there is no release here"),
    "nothing to compare": (["diff", "{tmp}/nowhere", "{tmp}/nowhere"], 2, "{tmp}/nowhere: there is no release here"),
    "nothing to serve": (["serve", "{tmp}/nowhere"], 2, "{tmp}/nowhere: there is no release here"),
    "a port out of range": (["serve", "--port", "70000"], 2, "70000"),
    "nothing to review": (["review", "status", "{tmp}/nowhere"], 2, "{tmp}/nowhere: no such folder"),
    "a review without a terminal": (["review", "{tmp}/good"], 2, "a review needs a terminal"),
}


@pytest.mark.parametrize("name", WRONG)
def test_mistakes_get_one_clear_sentence_and_publish_nothing(name: str, tmp_path: Path) -> None:
    for path, content in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    arguments, exit_code, message = WRONG[name]
    code, _, err = run(*(argument.replace("{tmp}", str(tmp_path)) for argument in arguments))
    assert message.replace("{tmp}", str(tmp_path)) in err
    assert code == exit_code
    assert "Traceback" not in err and "Error: unexpected" not in err
    assert sum(line.startswith("Error") for line in err.splitlines()) == 1
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} == FILES.keys()


def test_a_misspelt_format_is_told_before_any_text_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(GOOD)
    assert "Reading" not in run("build", str(tmp_path), "--out", str(tmp_path / "out"), "--format", "cvs")[2]


@pytest.mark.parametrize(
    ("more", "kept"), [((), ": what was read is kept, and the same command goes on from there"), (("--no-cache",), "")]
)
def test_a_stop_by_hand_says_what_is_kept(more: tuple[str, ...], kept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.build.merge", stopped)
    (tmp_path / "a.txt").write_bytes(GOOD)
    code, _, err = run("build", str(tmp_path), "--out", str(tmp_path / "out"), *more)
    assert (code, err.splitlines()[-1]) == (1, f"Error: stopped, and nothing was published{kept}")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("arguments", [("formats",), ("validate",), ("cache", "info"), ("explain", "water-agency")])
def test_every_command_notices_and_mends_a_stale_root(arguments: tuple[str, ...], release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(release.parent)
    file = Path("datapackage.json")
    derive_root_package(Path("dist"), Path())
    right = file.read_bytes()
    file.write_bytes(right.replace(b"1.2.3", b"1.2.2"))
    _, _, err = run(*arguments)
    assert "datapackage.json was not that of dist/ and has been written anew" in err
    assert file.read_bytes() == right
    assert "datapackage.json" not in run(*arguments)[2]


def test_no_message_drives_the_terminal(tmp_path: Path) -> None:
    _, _, err = run("build", str(tmp_path / "a\x1b[2J\u202eb"), "--out", str(tmp_path / "out"))
    assert "a\\x1b[2J\\u202eb: no text here" in err
    assert "\x1b" not in err
