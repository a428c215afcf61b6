"""The tables as RDF: each row a resource, each column a property, each reference a link, with public vocabularies where they fit.

On top of the rows stand what linked-data tools look for: direct edges between entities for what is asserted and has not ended, Web Annotation
selectors for every quote, alternative labels, and how the release was made (PROV-O). IRIs are relative: they resolve against the place of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from pipeline.publish.package import Package
from pipeline.publish.resources import Edition
from pipeline.tables.checks import QUOTES
from pipeline.tables.contract import Cell, Column, Table

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# Columns that a public vocabulary has a property for; every other column is a property of its own name.
PROPERTIES = {
    ("documents", "title"): "dcterms:title",
    ("documents", "language"): "dcterms:language",
    ("sections", "title"): "dcterms:title",
    ("entities", "name"): "skos:prefLabel",
    ("entities", "type"): "rdf:type",
    ("entities", "description"): "dcterms:description",
    ("relations", "subject_id"): "rdf:subject",
    ("relations", "predicate"): "rdf:predicate",
    ("relations", "object_id"): "rdf:object",
    ("relations", "object_value"): "rdf:object",
    ("entity_types", "label"): "rdfs:label",
    ("entity_types", "definition"): "skos:definition",
    ("entity_types", "uri"): "rdfs:subClassOf",
    ("predicates", "label"): "rdfs:label",
    ("predicates", "definition"): "skos:definition",
    ("predicates", "uri"): "rdfs:subPropertyOf",
}
# Tables whose rows are instances of a class of a public vocabulary, besides that of their table.
CLASSES = {"relations": "rdf:Statement", "evidence": "oa:Annotation", "mentions": "oa:Annotation", "viewpoints": "oa:Annotation",
           "entity_types": "rdfs:Class", "predicates": "rdf:Property", "documents": "prov:Entity"}  # fmt: skip
# What an annotation says of its place: the column that refers to it.
BODIES = {"evidence": "relation_id", "mentions": "entity_id", "viewpoints": "about_id"}
DATED = {("relations", "object_value"), ("relations", "valid_from"), ("relations", "valid_to")}
VOCABULARIES = ("entity_types", "predicates")
_DATATYPES = {"string": "xsd:string", "integer": "xsd:integer", "number": "xsd:decimal", "boolean": "xsd:boolean", "array": "xsd:string"}
_DATES = (
    (re.compile(r"\d{4}"), "xsd:gYear"),
    (re.compile(r"\d{4}-\d{2}"), "xsd:gYearMonth"),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "xsd:date"),
)
_CONTEXT = 32


class Iri(NamedTuple):
    """A resource: absolute, relative, or `prefix:name` with one of PREFIXES."""

    value: str


class Literal(NamedTuple):
    """A value with its datatype, as `xsd:name`."""

    value: str
    datatype: str = "xsd:string"


Term = Iri | Literal
Quad = tuple[Iri, Iri, Term, Iri | None]  # subject, predicate, object, and the document that says so


def own(name: str) -> Iri:
    """A type, a predicate or a kind of alias of the contract."""
    return Iri(f"vocabulary#{name}")


def property_of(table: str, column: str) -> Iri:
    """The property that a column is published as."""
    return Iri(PROPERTIES.get((table, column), f"columns#{column}"))


def class_of(table: str) -> Iri:
    """The class of the rows of a table."""
    return Iri(f"tables#{table}")


def resource(table: str, key: str) -> Iri:
    """The resource of a row."""
    return own(key) if table in VOCABULARIES else Iri(f"{table}/{quote(key, safe='-._~')}")


def quads(edition: Edition) -> Iterator[Quad]:
    """Everything that is published as RDF, a subject at a time."""
    yield from _provenance(edition.package, edition)
    documents = {record["sentence_id"]: record["document_id"] for record in edition.records("sentences")}
    for table in edition.contract.tables:
        if len(table.primary_key) == 1:
            for record in edition.records(table.name):
                yield from _row(table, record, documents, edition)
    for entity_id, triple in _labels(edition):
        yield resource("entities", entity_id), *triple, None


def _row(table: Table, record: Mapping[str, Any], documents: Mapping[str, str], edition: Edition) -> Iterator[Quad]:
    subject = resource(table.name, record[table.primary_key[0]])
    document: str | None = record.get("document_id") or documents.get(record.get("sentence_id") or "")
    graph = resource("documents", document) if document and table.name != "documents" else None
    for class_ in filter(None, (class_of(table.name), Iri(CLASSES[table.name]) if table.name in CLASSES else None)):
        yield subject, Iri("rdf:type"), class_, graph
    references = {key.columns[0]: key.table for key in table.foreign_keys}
    for column in table.columns:
        if column.name not in table.primary_key:
            for term in terms(table.name, column, record[column.name], references.get(column.name)):
                yield subject, property_of(table.name, column.name), term, graph
    if table.name == "predicates" and record["symmetric"]:
        yield subject, Iri("rdf:type"), Iri("owl:SymmetricProperty"), graph
    if table.name == "relations":
        yield from _edge(record)
    if table.name in BODIES and document is not None:
        yield from _annotation(table.name, subject, record, document, edition, graph)


def terms(table: str, column: Column, cell: Cell, reference: str | None) -> Iterator[Term]:
    """A cell as objects of its property; an empty one gives none."""
    if isinstance(cell, list):
        yield from (Literal(item) for item in cell)
    elif cell is None or cell == "":
        return
    elif reference is not None:
        yield resource(reference, str(cell))
    elif column.schema.get("format") == "uri":
        yield Iri(str(cell))
    elif (table, column.name) in DATED:
        yield Literal(str(cell), next((datatype for form, datatype in _DATES if form.fullmatch(str(cell))), "xsd:string"))
    elif isinstance(cell, bool):
        yield Literal(str(cell).lower(), "xsd:boolean")
    else:
        yield Literal(str(cell), _DATATYPES[column.type])


def _edge(relation: Mapping[str, Any]) -> Iterator[Quad]:
    """The relation as one direct triple, where the text asserts it and does not say that it has ended."""
    if relation["modality"] == "asserted" and relation["valid_to"] is None and relation["object_id"] is not None:
        yield resource("entities", relation["subject_id"]), own(relation["predicate"]), resource("entities", relation["object_id"]), None


def _annotation(table: str, subject: Iri, record: Mapping[str, Any], document: str, edition: Edition, graph: Iri | None) -> Iterator[Quad]:
    """The place of a quote as a Web Annotation: by position, in code points, and by the words with what stands around them."""
    body, text, start, end = record[BODIES[table]], edition.tables.texts[document], record["start"], record["end"]
    target, position, words = (Iri(f"{subject.value}#{part}") for part in ("target", "position", "quote"))
    if body is not None:
        yield subject, Iri("oa:hasBody"), resource("relations" if table == "evidence" else "entities", body), graph
    yield subject, Iri("oa:hasTarget"), target, graph
    yield target, Iri("rdf:type"), Iri("oa:SpecificResource"), graph
    yield target, Iri("oa:hasSource"), Iri(f"sources/{document}.txt"), graph
    yield target, Iri("oa:hasSelector"), position, graph
    yield target, Iri("oa:hasSelector"), words, graph
    yield position, Iri("rdf:type"), Iri("oa:TextPositionSelector"), graph
    yield position, Iri("oa:start"), Literal(str(start), "xsd:integer"), graph
    yield position, Iri("oa:end"), Literal(str(end), "xsd:integer"), graph
    yield words, Iri("rdf:type"), Iri("oa:TextQuoteSelector"), graph
    yield words, Iri("oa:exact"), Literal(record[QUOTES[table]]), graph
    yield words, Iri("oa:prefix"), Literal(text[max(0, start - _CONTEXT) : start]), graph
    yield words, Iri("oa:suffix"), Literal(text[end : end + _CONTEXT]), graph


def _labels(edition: Edition) -> Iterator[tuple[str, tuple[Iri, Literal]]]:
    """Alternative labels, once as such and once by their kind."""
    for alias in edition.records("aliases"):
        yield alias["entity_id"], (Iri("skos:altLabel"), Literal(alias["alias"]))
        yield alias["entity_id"], (own(alias["kind"]), Literal(alias["alias"]))


def _provenance(package: Package, edition: Edition) -> Iterator[Quad]:
    """How the release came about: one activity that used the source texts."""
    release, build = Iri(""), Iri("#build")
    yield release, Iri("rdf:type"), Iri("prov:Entity"), None
    yield release, Iri("dcterms:title"), Literal(package.title), None
    yield release, Iri("prov:wasGeneratedBy"), build, None
    yield build, Iri("rdf:type"), Iri("prov:Activity"), None
    for document in edition.records("documents"):
        yield build, Iri("prov:used"), resource("documents", document["document_id"]), None
    for kind in edition.contract.table("aliases").column("kind").enum:
        yield own(kind), Iri("rdfs:subPropertyOf"), Iri("skos:altLabel"), None
