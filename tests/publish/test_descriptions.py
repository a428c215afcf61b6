"""The files that describe a release to other tools, each held against the validator or loader of its users, offline."""

import importlib.util
import io
import json
from pathlib import Path

import csvw
import mlcroissant
import pandas as pd
import pyshacl
import pytest
import rdflib
import requests
import yaml
from requests_cache import CachedSession
from rocrate.rocrate import ROCrate
from rocrate_validator import services
from urllib3 import HTTPResponse

from pipeline.supply.hashing import file_hash
from pipeline.tables.contract import load_contract

# The readers warn of what they will change in themselves.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

TABLES = [table.name for table in load_contract().tables]


def rows(published: Path, name: str) -> list[dict]:
    return [json.loads(line) for line in (published / "jsonl" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_csv_on_the_web_reader_finds_the_files_valid_and_typed(published: Path) -> None:
    description = csvw.CSVW(str(published / "csv-metadata.json"), validate=True, strict=False)  # not strict: references may be null
    assert description.is_valid
    assert [str(table.url) for table in description.tables] == [f"{name}.csv" for name in TABLES]
    for table, name in zip(description.tables, TABLES, strict=True):
        expected = [{key: None if value == "" else value for key, value in row.items()} for row in rows(published, name)]
        assert [dict(row) for row in table.iterdicts()] == expected


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("aliases.csv", "acronym", "nickname"), ("aliases.csv", "water-agency", "fire-agency"), ("entities.csv", "true", "yes")],
)
def test_a_csv_on_the_web_reader_notices_damage(release: Path, file: str, old: str, new: str) -> None:
    content = (release / file).read_text(encoding="utf-8")
    (release / file).write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=f"{file}:"):
        _ = csvw.CSVW(str(release / "csv-metadata.json"), validate=True, strict=False).is_valid


@pytest.fixture(scope="module")
def croissant(published: Path) -> mlcroissant.Dataset:
    return mlcroissant.Dataset(jsonld=published / "croissant.json")


def plain(value: object) -> object:
    """Croissant gives text as bytes."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, list):
        return [plain(item) for item in value]
    return None if value is None or value is pd.NaT or (isinstance(value, float) and value != value) else value


def test_croissant_finds_nothing_wrong(croissant: mlcroissant.Dataset) -> None:
    assert croissant.metadata.ctx.issues.errors == set()


@pytest.mark.parametrize("name", TABLES)
def test_croissant_loads_the_rows(croissant: mlcroissant.Dataset, published: Path, name: str) -> None:
    found = [{key.removeprefix(f"{name}/"): plain(value) for key, value in record.items()} for record in croissant.records(name)]
    assert found == rows(published, name)


@pytest.fixture(scope="module")
def http_cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The context that the rocrate package ships, where the validator looks for what it has fetched before."""
    shipped = Path(importlib.util.find_spec("rocrate").origin).parent / "data" / "ro-crate.jsonld"

    class Shipped(requests.adapters.BaseAdapter):
        def send(self, request: requests.PreparedRequest, **_: object) -> requests.Response:
            response = requests.Response()
            response.status_code, response.url, response.request = 200, request.url, request
            response.headers["Content-Type"] = "application/ld+json"
            response.raw = HTTPResponse(
                io.BytesIO(shipped.read_bytes()), response.headers, 200, preload_content=False, request_url=request.url
            )
            return response

        def close(self) -> None:
            pass

    path = str(tmp_path_factory.mktemp("http") / "cache")
    session = CachedSession(cache_name=path, backend="sqlite", expire_after=-1)
    session.mount("https://", Shipped())
    session.get("https://w3id.org/ro/crate/1.3/context")
    return path


def test_the_crate_is_valid(published: Path, http_cache: str) -> None:
    settings = {
        "rocrate_uri": str(published), "profile_identifier": "ro-crate-1.3", "requirement_severity": "REQUIRED",
        "cache_path": http_cache, "offline": True,
    }  # fmt: skip
    result = services.validate(settings)
    assert [issue.message for issue in result.get_issues()] == []


def test_the_crate_lists_the_files_and_what_they_stand_under(published: Path) -> None:
    crate = ROCrate(published)
    assert crate.name == "Wells and who licenses them"
    parts = {entity.id: entity for entity in crate.data_entities}
    assert all((published / path).is_file() for path in parts)
    assert {"relations.csv", "wells.db", "sources/water-agency.txt", "croissant.json"} <= parts.keys()
    assert parts["sources/water-agency.txt"]["license"].id == "#terms"
    assert parts["predicates.csv"]["license"].id == "https://creativecommons.org/licenses/by/4.0/"
    assert parts["relations.csv"]["sha256"] == file_hash(published / "relations.csv")


DCAT_SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix spdx: <http://spdx.org/rdf/terms#> .
[] a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dcterms:title ; sh:minCount 1 ], [ sh:path dcterms:description ; sh:minCount 1 ],
    [ sh:path dcterms:rights ; sh:minCount 1 ], [ sh:path dcat:distribution ; sh:minCount 1 ; sh:class dcat:Distribution ] .
[] a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:downloadURL ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ],
    [ sh:path dcat:byteSize ; sh:minCount 1 ; sh:datatype xsd:nonNegativeInteger ], [ sh:path dcat:mediaType ; sh:minCount 1 ],
    [ sh:path spdx:checksum ; sh:minCount 1 ; sh:class spdx:Checksum ] .
"""


def test_portals_find_title_terms_and_files(published: Path) -> None:
    base = "https://example.org/"
    graph = rdflib.Graph().parse(published / "dcat.ttl", publicID=base)
    conforms, _, report = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(data=DCAT_SHAPES))
    assert conforms, report
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    sizes = {str(path).removeprefix(base): graph.value(s, dcat.byteSize).toPython() for s, path in graph.subject_objects(dcat.downloadURL)}
    assert sizes["relations.csv"] == (published / "relations.csv").stat().st_size
    assert all((published / path).stat().st_size == size for path, size in sizes.items())


def test_search_engines_find_the_same_files(published: Path) -> None:
    graph = rdflib.Graph().parse(published / "schema-org.json", format="json-ld", publicID="https://example.org/")
    schema = rdflib.Namespace("https://schema.org/")
    (dataset,) = graph.subjects(rdflib.RDF.type, schema.Dataset)
    assert str(graph.value(dataset, schema.name)) == "Wells and who licenses them"
    for download in graph.objects(dataset, schema.distribution):
        assert file_hash(published / str(graph.value(download, schema.contentUrl))) == str(graph.value(download, schema.sha256))


def test_the_card_leads_to_files_that_load(published: Path) -> None:
    _, front, text = (published / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    card = yaml.safe_load(front)
    assert (card["pretty_name"], card["license"], card["size_categories"]) == ("Wells and who licenses them", "unknown", ["n<1K"])
    assert [config["config_name"] for config in card["configs"] if config.get("default")] == ["relations"]
    for config in card["configs"]:
        assert len(pd.read_parquet(published / config["data_files"])) == len(rows(published, config["config_name"]))
    assert "| relations | a typed edge" in text and "unknown nothing is granted" in text
