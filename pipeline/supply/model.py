"""The language model as files: where they lie, what their hash is, and whether they are those that this version was made for.

A model is code and data that decide what is read off a text, so the default one is held against its recorded hash before anything of it is loaded.
Another one is whoever's names it: its hash goes into the build report.
"""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.errors import DataError
from pipeline.supply.hashing import tree

MODELS = Path(__file__).with_name("models.json")


@dataclass(frozen=True, slots=True)
class Model:
    """A model: the name that it is called by, its version where it is an installed package, and the hash of its files (empty where there are none)."""

    name: str
    version: str | None
    sha256: str

    @property
    def label(self) -> str:
        """Its name and version."""
        return f"{self.name} {self.version}" if self.version else self.name


def describe_model(name: str) -> Model:
    """What is known of the model of that name as it is installed now."""
    folder = model_folder(name)
    try:
        found = version(name.replace("_", "-"))
    except (PackageNotFoundError, ValueError):
        found = None
    return Model(name, found, tree(folder) if folder else "")


def check_model(name: str) -> None:
    """Raise DataError where the files of a model whose hash is recorded are others than those that it was recorded for."""
    expected, folder = recorded().get(name), model_folder(name)
    if expected is not None and folder is not None and tree(folder) != expected:
        raise DataError(
            f"{folder}: the files of the model {name} are not those that this version of the pipeline was made for, so it is not loaded;"
            f" install it again with: pip install --force-reinstall --require-hashes -r requirements.txt"
        )


@cache
def recorded() -> dict[str, str]:
    """The hash of each model that is checked, by its name."""
    found: dict[str, str] = json.loads(MODELS.read_text(encoding="utf-8"))
    return found


def model_folder(name: str) -> Path | None:
    """Where the model's files lie: an importable package or a folder."""
    if Path(name).is_dir():
        return Path(name)
    try:
        found = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    return Path(found.origin).parent if found and found.origin else None
