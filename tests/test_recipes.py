"""What the documentation says holds: the code of the README runs, each recipe answers, each format is listed with its files."""

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.explain import explain
from pipeline.publish.formats import FORMATS, usual
from pipeline.tables.contract import load_contract

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
RECIPES = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def blocks(language: str, page: str = RECIPES) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the published dataset in `dist/`, built from the source text of the repository."""
    folder = tmp_path_factory.mktemp("recipes")
    shutil.copytree(ROOT / "raw", folder / "raw")
    subprocess.run([sys.executable, "-m", "pipeline", "build", "raw", "--out", "dist"], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("number", range(len(blocks("python", README))))
def test_the_python_of_the_readme_prints_an_answer(
    folder: Path, number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    exec(compile(blocks("python", README)[number], f"README {number}", "exec"), {})
    assert "ministry" in capsys.readouterr().out.lower()


def test_the_sql_of_the_readme_answers(folder: Path) -> None:
    [query] = re.findall(r'^sqlite3 .* "(.*)"$', README, re.MULTILINE)
    with closing(sqlite3.connect(folder / "dist" / "miit.db")) as connection:
        assert len(connection.execute(query).fetchall()) == 5


def test_the_row_that_the_readme_explains_is_there(folder: Path) -> None:
    [row] = re.findall(r"^\.venv/bin/pipeline explain (\S+)$", README, re.MULTILINE)
    lines = explain(row, folder / "dist", highlight=lambda text: f"[[{text}]]")
    assert "[[" in lines and "Rule " in lines


@pytest.mark.parametrize("page", sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")]), ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    made = {ROOT / "docs" / "quality.md", ROOT / "docs" / "data-dictionary.md", ROOT / "dist"}
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [t for t in targets if not (page.parent / t).exists() and (page.parent / t).resolve() not in made] == []


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_python_recipes_answer(folder: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    exec(compile(blocks("python")[number], f"recipe {number}", "exec"), names)
    assert len(names["answer"]) > 1  # type: ignore[arg-type]


@pytest.mark.parametrize("number", range(len(blocks("sql"))))
def test_sql_recipes_answer(folder: Path, number: int) -> None:
    with closing(sqlite3.connect(folder / "dist" / "miit.db")) as connection:
        assert len(connection.execute(blocks("sql")[number]).fetchall()) > 1


@pytest.mark.parametrize("table", load_contract().tables, ids=lambda table: table.name)
def test_csv_is_as_the_recipe_for_r_says(folder: Path, table: object) -> None:
    """What R's `read.csv` relies on: names that are syntactic, logical values that it knows."""
    names = table.column_names  # type: ignore[attr-defined]
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    assert not {"if", "else", "repeat", "while", "function", "for", "next", "break", "in"} & set(names)
    assert not (folder / "dist" / f"{table.name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")  # type: ignore[attr-defined]


def test_the_page_lists_every_format_and_which_of_them_a_corpus_has() -> None:
    listed = re.findall(r"^\| `(\w+)`( \*corpus\*)? \|", PAGE, re.MULTILINE)
    assert [name for name, _ in listed] == [format_.name for format_ in FORMATS]
    assert [name for name, corpus in listed if corpus] == usual(10_000)


def test_the_page_names_every_file(published: Path) -> None:
    """Each file of a release fits one of the patterns of the page."""
    patterns = re.findall(r"`([^`]+)`", "".join(line.split("|")[2] for line in PAGE.splitlines() if re.match(r"\| `\w+`", line)))
    allowed = [re.escape(p).replace("TABLE", "[a-z_]+").replace("DOCUMENT", "water\\-agency").replace("NAME", "wells") for p in patterns]
    own = {"datapackage.json", "SHA256SUMS", "brat/annotation.conf", "entities_nested.schema.json"}
    for path in sorted(p.relative_to(published).as_posix() for p in published.rglob("*") if p.is_file()):
        assert path in own or any(re.fullmatch(pattern, path) for pattern in allowed), path
