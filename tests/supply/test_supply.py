"""What the pipeline is made of is pinned, under licences that fit, listed in the release, and what it was when it was chosen."""

import ast
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import jsonschema
import pytest
from cyclonedx.model.bom import Bom
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from pipeline.errors import CallError
from pipeline.publish.bill_of_materials import FILE as BILL
from pipeline.publish.bill_of_materials import read_bill
from pipeline.source.parse import DEFAULT_MODEL
from pipeline.supply import __main__ as command
from pipeline.supply import audit as audit_module
from pipeline.supply.audit import audit
from pipeline.supply.components import LICENCES, RUNTIME, TOOLS, components, deviating
from pipeline.supply.hashing import tree
from pipeline.supply.licences import licence_of, problems
from pipeline.supply.model import check_model, describe_model, model_folder, recorded

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "pipeline").rglob("*.py"))


@pytest.mark.parametrize("file", sorted(ROOT.glob("requirements*.txt")), ids=lambda file: file.name)
def test_every_requirement_is_pinned_with_its_hashes_and_no_address(file: Path) -> None:
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", re.sub(r"(?m)^ *#.*\n", "", file.read_text(encoding="utf-8")))
    entries = [entry for entry in entries if entry.strip()]
    assert entries
    assert [entry for entry in entries if not re.match(r"[\w.-]+==[\w.]+ \\\n    --hash=sha256:[0-9a-f]{64}", entry)] == []
    assert "://" not in file.read_text(encoding="utf-8")


def test_what_is_installed_is_what_is_pinned() -> None:
    assert deviating(components(RUNTIME)) == deviating(components(TOOLS)) == ()


def test_the_licences_are_those_that_the_libraries_tell_and_all_are_allowed() -> None:
    assert json.loads(LICENCES.read_text(encoding="utf-8")) == command.installed_licences(), "run: make licences"
    assert (ROOT / command.PAGE).read_text(encoding="utf-8") == command.page(), "run: make licences"
    assert [problem for file in (RUNTIME, TOOLS) for c in components(file) if (problem := problems(c.name, c.licence))] == []


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-2-Clause", True),
        ("GPL-3.0-only OR MIT", True),
        ("BSD-3-Clause AND 0BSD AND MIT", True),
        ("MPL-2.0 AND MIT", True),
        ("GPL-3.0-only", False),
        ("MIT AND GPL-3.0-only", False),
        ("AGPL-3.0-or-later OR GPL-2.0-only", False),
        ("NOASSERTION", False),
        ("MIT WITH additions", False),
        ("", False),
    ],
)
def test_a_licence_is_allowed_where_one_side_of_each_or_is(licence: str, allowed: bool) -> None:
    assert (problems("some-library", licence) is None) is allowed


@pytest.mark.parametrize(
    ("name", "licence"),
    [("spacy", "MIT"), ("requests", "Apache-2.0"), ("duckdb", "MIT"), ("apsw", "Zlib"), ("packaging", "Apache-2.0 OR BSD-2-Clause")],
)
def test_metadata_of_all_kinds_are_read(name: str, licence: str) -> None:
    assert licence_of(name) == licence


def test_a_library_that_is_not_there_has_no_licence() -> None:
    with pytest.raises(PackageNotFoundError):
        licence_of("no-such-library")


def bill_schema() -> jsonschema.protocols.Validator:
    """The schema of CycloneDX with those that it refers to."""
    spec = importlib.util.find_spec("cyclonedx.schema._res")
    folder = Path(spec.submodule_search_locations[0])  # type: ignore[index, union-attr]
    schemas = {file.name: json.loads(file.read_text(encoding="utf-8")) for file in folder.glob("*.json")}
    registry = Registry().with_resources([(name, Resource.from_contents(schema, DRAFT7)) for name, schema in schemas.items()])
    schema = {key: value for key, value in schemas["bom-1.6.SNAPSHOT.schema.json"].items() if key != "$id"}
    return jsonschema.Draft7Validator(schema, registry=registry)


def test_the_bill_of_materials_is_valid_and_complete(published: Path) -> None:
    bill = json.loads((published / BILL).read_text(encoding="utf-8"))
    assert list(bill_schema().iter_errors(bill)) == []
    parsed = Bom.from_json(data=bill)  # type: ignore[attr-defined]
    pins = {(component.name, component.version) for component in components()}
    assert {(component.name, component.version) for component in parsed.components} == pins
    assert "serialNumber" not in bill and "timestamp" not in bill["metadata"]


def test_the_bill_tells_what_needs_what(published: Path) -> None:
    bill = json.loads((published / BILL).read_text(encoding="utf-8"))
    needs = {re.sub(r"@.*", "", entry["ref"]): {re.sub(r"@.*", "", ref) for ref in entry["dependsOn"]} for entry in bill["dependencies"]}
    assert {"pkg:pypi/spacy", "pkg:pypi/click"} <= needs["pipeline"] and "pkg:pypi/thinc" not in needs["pipeline"]
    assert "pkg:pypi/thinc" in needs["pkg:pypi/spacy"]
    assert read_bill(published) == components()


def test_the_bill_asks_nothing_of_what_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = components()
    components.cache_clear()
    monkeypatch.setattr("pipeline.supply.licences.metadata", None)
    monkeypatch.setattr("pipeline.supply.licences.installed", None)
    assert components() == expected


FAKE = "from pathlib import Path\nPath(__file__).with_name('loaded').touch()\ndef load(**options): raise OSError\n"


def test_a_model_whose_files_differ_is_refused_before_anything_of_it_runs(tmp_path: Path) -> None:
    (tmp_path / DEFAULT_MODEL).mkdir()
    (tmp_path / DEFAULT_MODEL / "__init__.py").write_text(FAKE, encoding="utf-8")
    (tmp_path / "office.txt").write_text("Office\nThe office plans roads.", encoding="utf-8")
    build = [sys.executable, "-m", "pipeline", "build", str(tmp_path / "office.txt"), "--out", str(tmp_path / "out"), "--no-cache"]
    paths = os.pathsep.join((str(tmp_path), str(ROOT)))
    found = subprocess.run(build, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": paths})
    assert found.returncode == 1
    assert f"{tmp_path / DEFAULT_MODEL}: the files of the model {DEFAULT_MODEL} are not those" in found.stderr
    assert "pip install --force-reinstall --require-hashes -r requirements.txt" in found.stderr
    assert not (tmp_path / DEFAULT_MODEL / "loaded").exists() and not (tmp_path / "out").exists()


def test_the_default_model_is_recorded_and_one_byte_makes_another_hash(tmp_path: Path) -> None:
    check_model(DEFAULT_MODEL)
    folder = model_folder(DEFAULT_MODEL)
    assert folder is not None and recorded()[DEFAULT_MODEL] == describe_model(DEFAULT_MODEL).sha256
    copy = Path(shutil.copytree(folder, tmp_path / DEFAULT_MODEL))
    assert tree(copy) == recorded()[DEFAULT_MODEL]
    changed = bytearray((copy / "meta.json").read_bytes())
    changed[-1] ^= 1
    (copy / "meta.json").write_bytes(changed)
    tree.cache_clear()
    assert tree(copy) != recorded()[DEFAULT_MODEL]


def test_a_model_that_is_no_package_is_described_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{}", encoding="utf-8")
    assert describe_model(str(tmp_path)).version is None and len(describe_model(str(tmp_path)).sha256) == 64
    assert describe_model("no_such_model").sha256 == ""
    check_model(str(tmp_path))
    check_model("no_such_model")


# What builds objects, or runs code, out of bytes.
_DANGEROUS = {"pickle", "cPickle", "_pickle", "cloudpickle", "dill", "joblib", "marshal", "shelve", "jsonpickle", "torch"}
_CALLS = {"eval", "exec", "unsafe_load", "full_load", "load_pickle", "read_pickle", "pickle_loads"}


def names(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module.split(".")[0], *(name.name for name in node.names))
        elif isinstance(node, ast.Call):
            yield node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        elif isinstance(node, ast.keyword):
            yield node.arg or ""


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_is_unpickled(module: Path) -> None:
    assert set(names(module)) & (_DANGEROUS | _CALLS | {"allow_pickle"}) == set()


def test_the_model_holds_no_pickle() -> None:
    folder = model_folder(DEFAULT_MODEL)
    assert folder is not None
    starts = {
        file.relative_to(folder).as_posix(): file.read_bytes()[:2] for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc"
    }
    assert [name for name, start in starts.items() if start in {b"\x80" + bytes([protocol]) for protocol in range(2, 6)}] == []
    assert len(starts) > 10


def answer(content: object) -> object:
    return lambda *_, **__: subprocess.CompletedProcess([], 1, json.dumps(content), "")


def test_what_is_known_against_a_library_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    known = [{"id": "PYSEC-0000-1", "fix_versions": ["1.1"]}, {"id": "PYSEC-0000-2", "fix_versions": []}]
    found = {"dependencies": [{"name": "wells", "version": "1.0", "vulns": known}, {"name": "ports", "version": "2.0", "vulns": []}]}
    monkeypatch.setattr(audit_module.subprocess, "run", answer(found))
    assert command.main(["audit"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "wells 1.0: PYSEC-0000-1; mended in: 1.1",
        "wells 1.0: PYSEC-0000-2; mended in: none yet",
    ]


def test_what_was_not_checked_is_not_taken_for_safe(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    found = {"dependencies": [{"name": "wells", "skip_reason": "not found"}, {"name": "ports", "version": "2.0", "vulns": []}]}
    monkeypatch.setattr(audit_module.subprocess, "run", answer(found))
    assert command.main(["audit"]) == 2
    assert "gave no answer on 1 of 2 libraries (wells), so that they were not checked" in capsys.readouterr().err


def test_without_the_network_the_audit_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real tool, sent to a place where nobody answers."""
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    file = tmp_path / "requirements.txt"
    file.write_text("click==8.5.1 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    with pytest.raises(CallError, match="the advisory database cannot be reached, so that nothing was checked"):
        list(audit([file]))
