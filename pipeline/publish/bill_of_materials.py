"""`sbom.cdx.json`: the libraries and the model that a release was made with, as a software bill of materials (CycloneDX 1.6, https://cyclonedx.org).

It names what is pinned, so that it is the same on every system, and has no serial number and no date.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.errors import DataError
from pipeline.publish.resources import Edition, Resource
from pipeline.supply.components import Component
from pipeline.supply.licences import UNKNOWN

FILE = "sbom.cdx.json"
_NEEDED_BY = "needed-by"
_PIPELINE = "pipeline"


def write(edition: Edition) -> Iterator[Resource]:
    """One bill."""
    (edition.folder / FILE).write_text(json.dumps(_bill(edition), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    yield Resource(
        "bill-of-materials", FILE, "Software bill of materials", "The libraries that the release was made with, their versions and licences (CycloneDX).",
        "json", "application/vnd.cyclonedx+json", False,
    )  # fmt: skip


def _bill(edition: Edition) -> dict[str, Any]:
    libraries = edition.origin.libraries
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": _PIPELINE,
                "name": _PIPELINE,
                "version": version("pipeline"),
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": [*map(_component, libraries), *_model(edition)],
        "dependencies": list(_dependencies(libraries)),
    }


def _component(library: Component) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": _reference(library),
        "name": library.name,
        "version": library.version,
        **({} if library.licence == UNKNOWN else {"licenses": [{"expression": library.licence}]}),
        "purl": _reference(library),
        "properties": [{"name": _NEEDED_BY, "value": name} for name in library.needed_by],
    }


def _model(edition: Edition) -> Iterator[dict[str, Any]]:
    model = edition.origin.model
    if model is not None:
        yield {
            "type": "machine-learning-model",
            "bom-ref": f"model:{model.name}",
            "name": model.name,
            **({"version": model.version} if model.version else {}),
            **({"description": f"SHA-256 over its files and their names: {model.sha256}"} if model.sha256 else {}),
        }


def _reference(library: Component) -> str:
    return f"pkg:pypi/{library.name}@{library.version}"


def _dependencies(libraries: tuple[Component, ...]) -> Iterator[dict[str, Any]]:
    """What needs what: the pipeline what its requirements name, each library others."""
    names = {library.name for library in libraries}
    direct = [_reference(library) for library in libraries if set(library.needed_by) - names]
    yield {"ref": _PIPELINE, "dependsOn": direct}
    for library in libraries:
        yield {"ref": _reference(library), "dependsOn": [_reference(other) for other in libraries if library.name in other.needed_by]}


def read_bill(directory: Path) -> tuple[Component, ...]:
    """The libraries in the bill of the release in `directory`. Raises DataError where it is missing or damaged."""
    file = directory / FILE
    try:
        entries = json.loads(file.read_text(encoding="utf-8"))["components"]
        return tuple(
            Component(
                entry["name"],
                entry["version"],
                entry["licenses"][0]["expression"] if "licenses" in entry else UNKNOWN,
                tuple(need["value"] for need in entry["properties"]),
            )
            for entry in entries
            if entry["type"] == "library"
        )
    except FileNotFoundError as error:
        raise DataError(f"{file}: is missing; get it again from where you got the release") from error
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise DataError(f"{file}: not a bill of materials ({type(error).__name__}: {error}); the file is damaged") from error
