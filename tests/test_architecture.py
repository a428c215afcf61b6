"""What docs/architecture.md says of the code: who knows whom, and what stands where."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
MODULES = sorted((ROOT / "pipeline").rglob("*.py"))
# In the order of the page; a package knows itself and those before it.
PACKAGES = re.findall(r"^\| `pipeline/(\w+)(?:/|\.py)` \|", PAGE, re.MULTILINE)
# The desk of the review builds what it shows.
EXCEPTIONS = {("review/desk.py", "build")}


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_every_package_is_on_the_page() -> None:
    there = {path.name for path in (ROOT / "pipeline").iterdir() if (path / "__init__.py").exists()}
    assert there <= set(PACKAGES)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_knows_only_what_comes_before_it(module: Path) -> None:
    name = module.relative_to(ROOT / "pipeline").as_posix()
    own = name.split("/")[0].removesuffix(".py")
    after = PACKAGES[PACKAGES.index(own) + 1 :] if own in PACKAGES else [p for p in PACKAGES if own not in ("__init__", "__main__")]
    known = {target.split(".")[1] for target in imported(module) if target.startswith("pipeline.")}
    assert {(name, package) for package in known & set(after)} - EXCEPTIONS == set()


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_the_commands_import_click(module: Path) -> None:
    assert "cli" in module.parts or not any(target.split(".")[0] == "click" for target in imported(module))


def test_no_rule_and_no_code_names_the_published_article() -> None:
    sources = yaml.safe_load((ROOT / "raw" / "sources.yaml").read_text(encoding="utf-8"))["sources"]
    names = [re.compile(rf"\b{re.escape(source[key])}\b", re.IGNORECASE) for source in sources for key in ("id", "title")]
    files = [path for path in (ROOT / "pipeline").rglob("*") if path.suffix in (".py", ".yaml", ".json", ".html", ".sql", ".js")]
    assert [str(path) for path in files for name in names if name.search(path.read_text(encoding="utf-8"))] == []
