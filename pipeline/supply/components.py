"""The libraries that the pipeline runs with, as `requirements.txt` pins them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.supply.licences import UNKNOWN, is_installed

ROOT = Path(__file__).resolve().parent.parent.parent
RUNTIME, TOOLS = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
# Name -> licence of all of them, as an SPDX expression; written by `python -m pipeline.supply`.
LICENCES = Path(__file__).with_name("licences.json")
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)")
_VIA = re.compile(r"^    #(?: via)? +(?P<name>\S.*)$")


@dataclass(frozen=True, slots=True)
class Component:
    """A library: its name and pinned version, its licence as an SPDX expression, and what needs it (libraries, or a requirements file)."""

    name: str
    version: str
    licence: str
    needed_by: tuple[str, ...]


@cache
def components(file: Path = RUNTIME) -> tuple[Component, ...]:
    """The libraries that a requirements file pins, in its order: nothing here depends on what is installed, or on the system."""
    licences: dict[str, str] = json.loads(LICENCES.read_text(encoding="utf-8"))
    found: list[tuple[str, str, list[str]]] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if pin := _PIN.match(line):
            found.append((pin["name"], pin["version"], []))
        elif found and (via := _VIA.match(line)):
            found[-1][2].append(via["name"].removeprefix("-r ").removeprefix("-c "))
    return tuple(Component(name, version, licences.get(name, UNKNOWN), tuple(needed_by)) for name, version, needed_by in found)


def deviating(pinned: Sequence[Component]) -> tuple[str, ...]:
    """The names of those that are installed in another version than the pinned one, or not at all."""
    return tuple(component.name for component in pinned if not is_installed(component.name, component.version))
