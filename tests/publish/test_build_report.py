"""The build report: valid, complete, without a clock, and enough to verify a release with."""

import json
from pathlib import Path

import jsonschema
import pytest

from pipeline.build import Options, build
from pipeline.errors import DataError
from pipeline.publish.build_report import FILE, SCHEMA, read_report
from pipeline.publish.verify import verify_release
from pipeline.source.parse import DEFAULT_MODEL
from pipeline.supply.components import components
from pipeline.supply.hashing import file_hash
from pipeline.supply.model import recorded

TEXT = "Port Office\n\nHistoryEdit\nThe Port Office licenses harbours. It answers to the Ministry of Transport.\n\n- [1] docks and piers\n"
SOURCES = """
sources:
- {path: ports.txt, id: port-office, title: Port Office, licence: CC0-1.0, origin: made up}
- {path: broken.txt, id: broken, licence: secret}
"""
REVIEW = """
document: port-office
decisions:
- {action: reject, table: entities, id: piers, row: {name: piers, type: technology}, reason: For the test.}
- {action: rename, id: no-such-entity, value: Nobody, row: {name: somebody, type: person}, reason: For the test.}
"""
OTHER = """
document: elsewhere
decisions:
- {action: rename, id: a, value: B, row: {name: a, type: person}, reason: For the test.}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    for name, text in {"ports.txt": TEXT, "sources.yaml": SOURCES, "review/a.yaml": REVIEW, "review/b.yaml": OTHER}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "broken.txt").write_bytes(b"caf\xe9")
    return folder


@pytest.fixture(scope="module")
def built(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built") / "release"
    build([folder], out)
    return out


def test_it_is_what_its_schema_says_and_is_listed(built: Path) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads((built / FILE).read_text(encoding="utf-8")), schema)
    (entry,) = (r for r in json.loads((built / "datapackage.json").read_text(encoding="utf-8"))["resources"] if r["path"] == FILE)
    assert (entry["type"], entry["format"]) == ("file", "json")


def test_it_names_what_went_in(built: Path, folder: Path) -> None:
    report = read_report(built)
    assert report["settings"] == [
        {"path": name, "sha256": file_hash(folder / name)} for name in ("review/a.yaml", "review/b.yaml", "sources.yaml")
    ]
    (document,) = report["documents"]
    assert document == {
        "document_id": "port-office",
        "path": "ports.txt",
        "sha256": file_hash(folder / "ports.txt"),
        "characters": len(TEXT),
        "terms": {"origin": "made up", "licence": "CC0-1.0"},
    }
    assert (report["model"]["name"], report["model"]["sha256"]) == (DEFAULT_MODEL, recorded()[DEFAULT_MODEL])
    assert report["libraries"] == {component.name: component.version for component in components()}
    assert report["unpinned"] == []


def test_it_tells_what_was_left_out_and_why(built: Path) -> None:
    dropped = read_report(built)["dropped"]
    assert dropped["characters"] == {"edit link": 4, "list marker": 2, "reference mark": 3}
    (text,) = dropped["texts"]
    assert (text["path"], text["document_id"], text["stage"]) == ("broken.txt", "broken", "read")
    assert "is not UTF-8" in text["error"]
    assert dropped["rejected"] == {"entities": 1}
    assert [(entry["action"], entry["row_id"]) for entry in dropped["stale"]] == [("rename", "no-such-entity")]
    assert dropped["left_alone"] == ["b.yaml (document 'elsewhere')"]


def test_a_release_of_real_texts_is_verified(built: Path) -> None:
    """Its terms, its failures, its decisions and its model lead to the same files again."""
    assert verify_release(built).issues == ()


def test_nothing_in_it_depends_on_where_and_how_it_was_built(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    build([Path(folder.name)], tmp_path / "release", Options(workers=2, formats=["csv"]))
    build([folder], tmp_path / "again" / "release", Options(workers=1, cache=tmp_path / "cache", formats=["csv"]))
    assert (tmp_path / "release" / FILE).read_bytes() == (tmp_path / "again" / "release" / FILE).read_bytes()


def test_a_changed_settings_file_makes_another_report(folder: Path, tmp_path: Path) -> None:
    """Also where nothing else changes: a release that is up to date has the hashes of the files as they are."""
    options = Options(cache=tmp_path / "cache", formats=["csv"], review=False)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "ports.txt").write_text(TEXT, encoding="utf-8")
    hashes = []
    for comment in ("# one", "# two"):
        (tmp_path / "texts" / "sources.yaml").write_text(f"{comment}\nsources:\n- path: ports.txt\n", encoding="utf-8")
        build([tmp_path / "texts"], tmp_path / "release", options)
        hashes.append(read_report(tmp_path / "release")["settings"][0]["sha256"])
    assert len(set(hashes)) == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "cannot be read"),
        (b"{}", "not a build report"),
        (b"[]", "not a build report"),
        (b"\xff", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
    ],
)
def test_a_damaged_report_is_told(built: Path, tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(DataError, match=message):
        read_report(tmp_path)


def test_a_missing_report_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is missing"):
        read_report(tmp_path)
