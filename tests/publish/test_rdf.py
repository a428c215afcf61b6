"""The linked data: three files of one graph, shapes that it conforms to and that notice damage, and quotes that are in the text."""

from dataclasses import replace
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib.namespace import PROV, RDF, SKOS, XSD, Namespace

from pipeline.publish.linked_data import quads
from pipeline.publish.package import Package
from pipeline.publish.rdf import turtle
from pipeline.publish.resources import Edition
from pipeline.records import Extraction
from pipeline.tables.contract import load_contract
from pipeline.tables.merge import merge

# The readers warn of what they will change in themselves.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

OA = Namespace("http://www.w3.org/ns/oa#")
BASE = "https://example.org/wells/"


def iri(path: str) -> rdflib.URIRef:
    return rdflib.URIRef(BASE + path)


@pytest.fixture(scope="module")
def graph(published: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(published / "wells.ttl", publicID=BASE)


@pytest.fixture(scope="module")
def shapes(published: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(published / "shapes.ttl", publicID=BASE)


def test_the_three_files_hold_the_same_triples(published: Path, graph: rdflib.Graph) -> None:
    linked = rdflib.Graph().parse(published / "wells.jsonld", format="json-ld")
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(published / "wells.nq", format="nquads")
    assert set(linked) == set(graph)
    assert {quad[:3] for quad in dataset.quads()} == set(graph)


def test_a_quad_names_the_document_that_says_so(published: Path) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(published / "wells.nq", format="nquads")
    (graph,) = {quad[3] for quad in dataset.quads((None, OA.exact, None, None))}
    assert graph == iri("documents/water-agency")


def test_every_row_is_a_resource(graph: rdflib.Graph, published: Path) -> None:
    for table in load_contract().tables:
        if len(table.primary_key) == 1:
            rows = (published / "jsonl" / f"{table.name}.jsonl").read_text(encoding="utf-8").count("\n")
            assert len(set(graph.subjects(RDF.type, iri(f"tables#{table.name}")))) == rows, table.name


def test_entities_carry_names_types_and_direct_edges(graph: rdflib.Graph) -> None:
    agency = iri("entities/water-agency")
    assert graph.value(agency, SKOS.prefLabel) == rdflib.Literal("Water Agency")
    assert graph.value(agency, SKOS.altLabel) == rdflib.Literal("WA")
    assert (agency, RDF.type, iri("vocabulary#government_body")) in graph
    assert (agency, iri("vocabulary#regulates"), iri("entities/wells")) in graph
    assert (iri("#build"), PROV.used, iri("documents/water-agency")) in graph


def test_dates_have_the_precision_of_the_text(graph: rdflib.Graph) -> None:
    relation = iri("relations/water-agency--board.established_on.2011")
    assert graph.value(relation, RDF.object) == rdflib.Literal("2011", datatype=XSD.gYear)


@pytest.mark.parametrize("change", [{"modality": "possible"}, {"valid_to": "2008"}])
def test_what_is_only_possible_or_has_ended_is_no_direct_edge(
    extraction: Extraction, package: Package, tmp_path: Path, change: dict
) -> None:
    relations = tuple(replace(r, **change) if r.predicate == "regulates" else r for r in extraction.relations)
    edition = Edition(merge([replace(extraction, relations=relations)]), package, tmp_path)
    found = rdflib.Graph().parse(data="".join(turtle(quads(edition))), publicID=BASE)
    assert (None, iri("vocabulary#regulates"), None) not in found
    assert (iri("relations/water-agency.regulates.wells"), RDF.predicate, iri("vocabulary#regulates")) in found


def test_annotations_lead_to_the_place_in_the_text(graph: rdflib.Graph, published: Path) -> None:
    count = 0
    for target, source in graph.subject_objects(OA.hasSource):
        text = (published / str(source).removeprefix(BASE)).read_bytes().decode()
        position, words = (
            next(s for s in graph.objects(target, OA.hasSelector) if (s, RDF.type, kind) in graph)
            for kind in (OA.TextPositionSelector, OA.TextQuoteSelector)
        )
        start, end = int(graph.value(position, OA.start)), int(graph.value(position, OA.end))
        exact, prefix, suffix = (str(graph.value(words, part)) for part in (OA.exact, OA.prefix, OA.suffix))
        assert text[start:end] == exact
        assert text[:start].endswith(prefix) and text[end:].startswith(suffix)
        count += 1
    assert count == 11


def test_the_data_conform_to_the_shapes(graph: rdflib.Graph, shapes: rdflib.Graph) -> None:
    conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, report


DAMAGES = {
    "a name is missing": ("entities/wells", "http://www.w3.org/2004/02/skos/core#prefLabel", None),
    "a name is no text": ("entities/wells", "http://www.w3.org/2004/02/skos/core#prefLabel", rdflib.Literal(7)),
    "a count is negative": ("entities/wells", BASE + "columns#mentions", rdflib.Literal(-1)),
    "a modality is unknown": ("relations/water-agency.regulates.wells", BASE + "columns#modality", rdflib.Literal("likely")),
    "a reference leads nowhere": ("relations/water-agency.regulates.wells", str(RDF.subject), rdflib.URIRef(BASE + "entities/nobody")),
}


@pytest.mark.parametrize("case", DAMAGES)
def test_the_shapes_notice_damage(graph: rdflib.Graph, shapes: rdflib.Graph, case: str) -> None:
    subject, predicate, value = DAMAGES[case]
    damaged = rdflib.Graph()
    for triple in graph:
        if triple[:2] != (iri(subject), rdflib.URIRef(predicate)):
            damaged.add(triple)
    assert len(damaged) == len(graph) - 1
    if value is not None:
        damaged.add((iri(subject), rdflib.URIRef(predicate), value))
    assert not pyshacl.validate(damaged, shacl_graph=shapes)[0]


def test_iris_are_relative_unless_a_base_is_given(published: Path, extraction: Extraction, package: Package, tmp_path: Path) -> None:
    assert "example.org" not in (published / "wells.ttl").read_text(encoding="utf-8")
    based = Edition(merge([extraction]), replace(package, base="https://wells.example/data/"), tmp_path)
    text = "".join(turtle(quads(based), based.package.base))
    assert rdflib.URIRef("https://wells.example/data/entities/wells") in set(rdflib.Graph().parse(data=text).subjects())
