"""`build-report.json`: what a release was made from and with, how much came out, and what was left out and why.

Together with the tables and the texts it holds all that a release is made of, so that `pipeline verify` can write every other file anew. It has
no date: the same build gives the same bytes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.compiled_schema import compiled
from pipeline.config import SCHEMAS
from pipeline.errors import DataError
from pipeline.publish.origin import Origin
from pipeline.publish.package import Package
from pipeline.publish.resources import Edition, Resource
from pipeline.review.apply import STALE
from pipeline.supply.components import Component
from pipeline.supply.model import Model

FILE = "build-report.json"
SCHEMA = SCHEMAS / "build_report.schema.json"


def write(edition: Edition) -> Iterator[Resource]:
    """One report."""
    content = json.dumps(report(edition), ensure_ascii=False, indent=1) + "\n"
    (edition.folder / FILE).write_text(content, encoding="utf-8", newline="\n")
    yield Resource(
        "build-report", FILE, "Build report", "What the release was made from and with, how much came out, and what was left out and why.",
        "json", "application/json", False,
    )  # fmt: skip


def report(edition: Edition) -> dict[str, Any]:
    """The content of the report; `schemas/build_report.schema.json` says what each part means."""
    origin, package, decided = edition.origin, edition.package, list(edition.records("decisions"))
    return {
        "pipeline": version("pipeline"),
        "model": asdict(origin.model) if origin.model else None,
        "libraries": {component.name: component.version for component in origin.libraries},
        "unpinned": list(origin.unpinned),
        "formats": list(origin.formats),
        "package": {key: value for key, value in asdict(replace(package, terms={})).items() if value},
        "settings": [{"path": path, "sha256": sha256} for path, sha256 in origin.settings],
        "documents": [_document(record, package) for record in edition.records("documents")],
        "rows": edition.tables.counts(),
        "dropped": {
            "characters": dict(sorted(origin.skipped.items())),
            "texts": [{name: record[name] for name in ("path", "document_id", "stage", "error")} for record in edition.records("failures")],
            "rejected": dict(sorted(Counter(r["row_table"] for r in decided if r["action"] == "reject" and r["state"] != STALE).items())),
            "stale": [
                {name: record[name] for name in ("decision_id", "action", "row_table", "row_id")}
                for record in decided
                if record["state"] == STALE
            ],
            "left_alone": list(origin.left_alone),
        },
    }


def _document(record: Mapping[str, Any], package: Package) -> dict[str, Any]:
    known = {name: record[name] for name in ("document_id", "path", "sha256", "characters")}
    return {**known, "terms": dict(package.terms.get(record["document_id"], {}))}


def read_report(directory: Path) -> dict[str, Any]:
    """The report of the release in `directory`. Raises DataError where it is missing, damaged, or not what its schema says."""
    import fastjsonschema

    file = directory / FILE
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        _validator()(found)
    except FileNotFoundError as error:
        raise DataError(f"{file}: is missing; get it again from where you got the release") from error
    except fastjsonschema.JsonSchemaValueException as error:
        raise DataError(f"{file}: not a build report: {error.message}") from error
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(f"{file}: cannot be read ({error}); the file is damaged") from error
    return found


def package_of(found: Mapping[str, Any]) -> Package:
    """The settings of a release, out of its report."""
    return Package.of(found["package"], terms={document["document_id"]: document["terms"] for document in found["documents"]})


def origin_of(found: Mapping[str, Any], libraries: tuple[Component, ...]) -> Origin:
    """Where a release comes from, out of its report and its bill of materials."""
    return Origin(
        model=Model(**found["model"]) if found["model"] else None,
        settings=tuple((entry["path"], entry["sha256"]) for entry in found["settings"]),
        skipped=found["dropped"]["characters"],
        left_alone=tuple(found["dropped"]["left_alone"]),
        libraries=libraries,
        unpinned=tuple(found["unpinned"]),
        formats=tuple(found["formats"]),
    )


@cache
def _validator() -> Callable[[Any], Any]:
    return compiled(json.loads(SCHEMA.read_text(encoding="utf-8")))
