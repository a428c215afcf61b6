"""`datapackage.json`: the release described as a Data Package, version 2 (https://datapackage.org)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.publish.origin import Origin
from pipeline.publish.package import UNKNOWN, Package
from pipeline.publish.resources import Edition, Resource
from pipeline.supply.hashing import file_hash
from pipeline.tables.contract import Column, ForeignKey, Table
from pipeline.tables.descriptor import descriptor_text

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
CONTRIBUTORS = "Contributors of this dataset"
ADDED_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
# All said, as readers guess what is left out: texts with many semicolons are then taken for columns.
_DIALECT = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False, "lineTerminator": "\n"}
# What the extraction scored on annotated texts, written by `make evaluate`: it is true of this pipeline, whatever it reads.
QUALITY = Path(__file__).parent / "quality.json"
_CONSTRAINTS = ("minimum", "maximum", "minLength", "enum")
TERMS = (
    "What the project adds (the annotations) is under CC BY 4.0. The source texts, and every column that quotes them, stand under"
    " the terms of their origin; where these are unknown nothing is granted. Each resource says which it is."
)


def describe(edition: Edition) -> dict[str, Any]:
    """The descriptor of the files that are written."""
    resources, package = edition.written, edition.package
    documents = [(resource.document_id, resource.title) for resource in resources if resource.document_id]
    descriptor: dict[str, Any] = {
        "$schema": PROFILE,
        "name": package.name,
        "title": package.title,
        "version": package.version,
        "description": package.description,
        "homepage": package.homepage,
        "created": f"{package.released}T00:00:00Z" if package.released else None,
        "keywords": list(package.keywords),
        "contributors": [{"title": CONTRIBUTORS, "roles": ["creator"]}],
        "sources": [_source(document_id, title, package) for document_id, title in documents],
        "terms": TERMS,
        "queries": [asdict(query) for query in package.queries],
        "builtWith": _built_with(edition.origin),
        "quality": json.loads(QUALITY.read_text(encoding="utf-8")),
        "resources": [_resource(resource, package, edition.folder) for resource in resources],
    }
    return {key: value for key, value in descriptor.items() if value}


def write_descriptor(descriptor: Mapping[str, Any], path: Path) -> None:
    """The descriptor as an indented JSON file."""
    path.write_text(descriptor_text(descriptor), encoding="utf-8", newline="\n")


def table_schema(table: Table) -> dict[str, Any]:
    """The Table Schema of a table."""
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.primary_key),
        "foreignKeys": [_foreign_key(key, table) for key in table.foreign_keys],
    }
    return {key: value for key, value in schema.items() if value}


def _field(column: Column) -> dict[str, Any]:
    constraints = {key: column.schema[key] for key in _CONSTRAINTS if key in column.schema}
    if "pattern" in column.schema:
        constraints["pattern"] = column.schema["pattern"].removeprefix("^").removesuffix("$")
    if not column.may_be_blank:
        constraints["required"] = True
    field = {
        "name": column.name,
        "title": column.title,
        "type": column.type,
        "format": column.schema.get("format"),
        "description": column.description,
        "examples": list(column.schema["examples"]),
        "unit": column.unit,
        "constraints": constraints,
    }
    return {key: value for key, value in field.items() if value}


def _foreign_key(key: ForeignKey, table: Table) -> dict[str, Any]:
    target = "" if key.table == table.name else key.table
    return {"fields": list(key.columns), "reference": {"resource": target, "fields": list(key.references)}}


def _source(document_id: str, title: str, package: Package) -> dict[str, str]:
    known = package.terms.get(document_id, {})
    return {
        "title": title,
        "origin": known.get("origin", UNKNOWN),
        "licence": package.licence_of(document_id),
        **({"note": known["note"]} if "note" in known else {}),
    }


def _built_with(origin: Origin) -> dict[str, str]:
    """The versions that the content depends on."""
    found = {"pipeline": version("pipeline")}
    return {**found, "model": origin.model.label} if origin.model else found


def _resource(resource: Resource, package: Package, folder: Path) -> dict[str, Any]:
    content = folder / resource.path
    entry: dict[str, Any] = {
        "name": resource.name,
        "type": "table" if resource.table else "file",
        "path": resource.path,
        "title": resource.title,
        "description": resource.description,
        "format": resource.format,
        "mediatype": resource.mediatype,
        "dialect": _DIALECT if resource.format == "csv" else None,
        "encoding": "utf-8" if resource.mediatype.startswith("text/") or resource.format == "json" else None,
        "bytes": content.stat().st_size,
        "hash": f"sha256:{file_hash(content)}",
        **_terms(resource, package),
        "schema": table_schema(resource.table) if resource.table else None,
    }
    return {key: value for key, value in entry.items() if value is not None}


def _terms(resource: Resource, package: Package) -> dict[str, Any]:
    """CC BY for what is the project's own; what quotes a source stands under the source's terms, and no licence is claimed for it."""
    if not resource.quotes:
        return {"licenses": [ADDED_LICENCE]}
    ids = [resource.document_id] if resource.document_id else sorted(package.terms) or [""]
    terms: dict[str, Any] = {"quoted": "; ".join(sorted({package.licence_of(document_id) for document_id in ids}))}
    if resource.document_id is None:
        terms["annotations"] = ADDED_LICENCE["name"]
    if resource.table:
        terms["quotedFields"] = list(resource.table.quoted_columns)
    return {"terms": terms}
