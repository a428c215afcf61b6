"""`croissant.json`: the Parquet files described for loaders of machine learning (Croissant 1.0, http://mlcommons.org/croissant/1.0).

References between tables are left out: loaders join what a field refers to into its record, and fail where a table refers to itself or to two
others. They stand in `datapackage.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.publish.datapackage import CONTRIBUTORS
from pipeline.publish.resources import Edition, Resource
from pipeline.supply.hashing import file_hash
from pipeline.tables.contract import Column, Table

FILE = "croissant.json"
_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean", "array": "sc:Text"}
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{
        name: f"cr:{name}"
        for name in (
            "citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet", "format", "includes",
            "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated", "replace",
            "samplingRate", "separator", "source", "subField", "transform",
        )
    },
}  # fmt: skip


def write(edition: Edition) -> Iterator[Resource]:
    """One description of all tables."""
    package = edition.package
    description = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": package.name,
        "alternateName": package.title,
        "description": package.description or package.title,
        "version": package.version,
        "url": package.homepage,
        "datePublished": package.released,
        "creator": {"@type": "sc:Organization", "name": CONTRIBUTORS},
        "keywords": list(package.keywords),
        "distribution": [_file(table, edition) for table in edition.contract.tables],
        "recordSet": [_records(table) for table in edition.contract.tables],
    }
    content = {key: value for key, value in description.items() if value}
    (edition.folder / FILE).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    yield Resource(
        "croissant", FILE, "Croissant description", "Describes the Parquet files to loaders of machine learning.",
        "json", "application/ld+json", False,
    )  # fmt: skip


def _file(table: Table, edition: Edition) -> dict[str, Any]:
    path = f"parquet/{table.name}.parquet"
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "description": table.description,
        "contentUrl": path,
        "encodingFormat": "application/x-parquet",
        "sha256": file_hash(edition.folder / path),
    }


def _records(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.primary_key],
        "field": [_field(table, column) for column in table.columns],
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": f"{table.name}/{column.name}",
        "description": column.description,
        "dataType": _TYPES[column.type],
        "source": {"fileObject": {"@id": f"parquet/{table.name}.parquet"}, "extract": {"column": column.name}},
    }
    if column.type == "array":
        field["repeated"] = True
    return field
