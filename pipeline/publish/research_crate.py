"""`ro-crate-metadata.json`: the release as a research object for archives (RO-Crate 1.3, https://w3id.org/ro/crate/1.3)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.publish.datapackage import ADDED_LICENCE, CONTRIBUTORS, TERMS
from pipeline.publish.resources import Edition, Resource
from pipeline.supply.hashing import file_hash

FILE = "ro-crate-metadata.json"


def write(edition: Edition) -> Iterator[Resource]:
    """One description of all files that are there already."""
    crate = {"@context": "https://w3id.org/ro/crate/1.3/context", "@graph": list(_graph(edition))}
    (edition.folder / FILE).write_text(json.dumps(crate, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    yield Resource(
        "ro-crate", FILE, "RO-Crate metadata", "Describes the release to research archives.", "json", "application/ld+json", False
    )


def _graph(edition: Edition) -> Iterator[dict[str, Any]]:
    package = edition.package
    yield {
        "@id": FILE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.3"},
        "about": {"@id": "./"},
    }
    root = {
        "@id": "./",
        "@type": "Dataset",
        "identifier": package.name,
        "name": package.title,
        "description": package.description or package.title,
        "version": package.version,
        "datePublished": package.released,
        "keywords": ", ".join(package.keywords),
        "license": {"@id": "#terms"},
        "author": {"@id": "#contributors"},
        "hasPart": [{"@id": resource.path} for resource in edition.written],
        "mentions": {"@id": "#build"},
    }
    yield {key: value for key, value in root.items() if value}
    yield {"@id": "#terms", "@type": "CreativeWork", "name": "Terms", "description": TERMS}
    yield {"@id": ADDED_LICENCE["path"], "@type": "CreativeWork", "name": ADDED_LICENCE["name"], "description": ADDED_LICENCE["title"]}
    yield {"@id": "#contributors", "@type": "Organization", "name": CONTRIBUTORS}
    yield {
        "@id": "#build",
        "@type": "CreateAction",
        "name": "Build of the release",
        "agent": {"@id": "#contributors"},
        "object": [{"@id": resource.path} for resource in edition.written if resource.document_id],
        "result": [{"@id": resource.path} for resource in edition.written if not resource.document_id],
    }
    for resource in edition.written:
        path = edition.folder / resource.path
        yield {
            "@id": resource.path,
            "@type": "File",
            "name": resource.title,
            "description": resource.description,
            "encodingFormat": resource.mediatype,
            "contentSize": str(path.stat().st_size),
            "sha256": file_hash(path),
            "license": {"@id": "#terms" if resource.quotes else ADDED_LICENCE["path"]},
        }
