"""The release described for those who look for data: DCAT 3 for portals (`dcat.ttl`), schema.org for search engines (`schema-org.json`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.publish.datapackage import ADDED_LICENCE, CONTRIBUTORS, TERMS
from pipeline.publish.linked_data import Iri, Literal, Quad, Term
from pipeline.publish.rdf import turtle
from pipeline.publish.resources import Edition, Resource
from pipeline.supply.hashing import file_hash

DCAT, SCHEMA_ORG = "dcat.ttl", "schema-org.json"


def write(edition: Edition) -> Iterator[Resource]:
    """Two descriptions of all files that are there already."""
    with (edition.folder / DCAT).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(turtle(_dcat(edition), edition.package.base))
    content = json.dumps(_schema_org(edition), ensure_ascii=False, indent=2) + "\n"
    (edition.folder / SCHEMA_ORG).write_text(content, encoding="utf-8", newline="\n")
    yield Resource("dcat", DCAT, "DCAT description", "Describes the release to data portals.", "ttl", "text/turtle", False)
    yield Resource(
        "schema-org", SCHEMA_ORG, "schema.org description", "Describes the release to search engines.", "json", "application/ld+json", False
    )


def _dcat(edition: Edition) -> Iterator[Quad]:
    package, dataset, publisher, terms = edition.package, Iri("#dataset"), Iri("#contributors"), Iri("#terms")
    facts: list[tuple[str, Term]] = [
        ("rdf:type", Iri("dcat:Dataset")),
        ("dcterms:title", Literal(package.title)),
        ("dcterms:description", Literal(package.description or package.title)),
        ("dcterms:identifier", Literal(package.name)),
        ("dcat:version", Literal(package.version)),
        ("dcterms:language", Literal("en")),
        ("dcterms:creator", publisher),
        ("dcterms:rights", terms),
        *(("dcat:keyword", Literal(keyword)) for keyword in package.keywords),
        *(("dcat:distribution", Iri(f"#{resource.name}")) for resource in edition.written),
    ]
    if package.released:
        facts.append(("dcterms:issued", Literal(package.released, "xsd:date")))
    if package.homepage:
        facts.append(("dcat:landingPage", Iri(package.homepage)))
    yield from ((dataset, Iri(name), term, None) for name, term in facts)
    yield publisher, Iri("rdf:type"), Iri("foaf:Agent"), None
    yield publisher, Iri("foaf:name"), Literal(CONTRIBUTORS), None
    yield terms, Iri("rdf:type"), Iri("dcterms:RightsStatement"), None
    yield terms, Iri("rdfs:label"), Literal(TERMS), None
    for resource in edition.written:
        yield from _distribution(resource, edition)


def _distribution(resource: Resource, edition: Edition) -> Iterator[Quad]:
    path, subject, checksum = edition.folder / resource.path, Iri(f"#{resource.name}"), Iri(f"#{resource.name}-checksum")
    facts: list[tuple[str, Term]] = [
        ("rdf:type", Iri("dcat:Distribution")),
        ("dcterms:title", Literal(resource.title)),
        ("dcterms:description", Literal(resource.description)),
        ("dcat:downloadURL", Iri(resource.path)),
        ("dcat:mediaType", Iri(f"https://www.iana.org/assignments/media-types/{resource.mediatype}")),
        ("dcat:byteSize", Literal(str(path.stat().st_size), "xsd:nonNegativeInteger")),
        ("dcterms:rights", Iri("#terms")) if resource.quotes else ("dcterms:license", Iri(ADDED_LICENCE["path"])),
        ("spdx:checksum", checksum),
    ]
    yield from ((subject, Iri(name), term, None) for name, term in facts)
    yield checksum, Iri("rdf:type"), Iri("spdx:Checksum"), None
    yield checksum, Iri("spdx:algorithm"), Iri("spdx:checksumAlgorithm_sha256"), None
    yield checksum, Iri("spdx:checksumValue"), Literal(file_hash(path), "xsd:hexBinary"), None


def _schema_org(edition: Edition) -> dict[str, Any]:
    package = edition.package
    description = {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "Dataset",
        "name": package.title,
        "identifier": package.name,
        "description": package.description or package.title,
        "version": package.version,
        "url": package.homepage,
        "datePublished": package.released,
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "keywords": list(package.keywords),
        "creator": {"@type": "Organization", "name": CONTRIBUTORS},
        "usageInfo": {"@type": "CreativeWork", "text": TERMS},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": resource.title,
                "description": resource.description,
                "contentUrl": resource.path,
                "encodingFormat": resource.mediatype,
                "contentSize": f"{(edition.folder / resource.path).stat().st_size} B",
                "sha256": file_hash(edition.folder / resource.path),
                **({} if resource.quotes else {"license": ADDED_LICENCE["path"]}),
            }
            for resource in edition.written
        ],
    }
    return {key: value for key, value in description.items() if value}
