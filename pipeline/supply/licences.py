"""Licences of libraries: as SPDX expressions, out of what each says of itself, and held against those that are allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageMetadata, distributions, metadata
from pathlib import Path
from typing import Any

from pipeline.config import load_yaml

POLICY = Path(__file__).with_name("licences.yaml")
UNKNOWN = "NOASSERTION"
_CLASSIFIER = "License :: "


@cache
def policy() -> Mapping[str, Any]:
    """What `licences.yaml` says. Raises DataError (file, line) where it is broken."""
    found: Mapping[str, Any] = load_yaml(POLICY, "licences")
    return found


def licence_of(name: str) -> str:
    """The licence of an installed library as an SPDX expression: what the policy says of it, else what its metadata say, else NOASSERTION.

    Raises importlib.metadata.PackageNotFoundError where it is not installed.
    """
    known = policy()
    if name in known["libraries"]:
        return str(known["libraries"][name])
    for said in _said(metadata(name)):
        expression = known["names"].get(said, said)
        if all(part in _known_identifiers() for part in _identifiers(expression)):
            return str(expression)
    return UNKNOWN


def problems(name: str, licence: str) -> str | None:
    """Why a library of this licence may not be used; None where it may."""
    known = policy()
    if name in known["exceptions"] or _allows(licence, {*known["permissive"], *known["weak_copyleft"]}):
        return None
    return f"{name}: its licence '{licence}' is not among those allowed; see {POLICY.name}"


@cache
def installed() -> Mapping[str, str]:
    """The version of each library that is installed, by its normalised name; read once a process, as that takes long."""
    found: dict[str, str] = {}
    for library in distributions():
        found.setdefault(_normalised(library.name), library.version)  # the first on the path is the one that is imported
    return found


def is_installed(name: str, pinned: str) -> bool:
    """Whether a library is there in this version."""
    return installed().get(_normalised(name)) == pinned


def _normalised(name: str) -> str:
    """A library's name as PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _allows(expression: str, allowed: set[str]) -> bool:
    """Whether one side of each `OR`, and both of each `AND`, are allowed; `AND` binds closer. Parentheses are not used by any library here."""
    return any(all(part.strip() in allowed for part in side.split(" AND ")) for side in expression.split(" OR "))


def _said(found: PackageMetadata) -> Iterator[str]:
    """What the metadata say of the licence, the clearest first."""
    yield from (found[field] for field in ("License-Expression", "License") if field in found)
    for classifier in found.get_all("Classifier") or ():
        if classifier.startswith(_CLASSIFIER):
            yield classifier.rpartition(" :: ")[2]


def _identifiers(expression: str) -> list[str]:
    return re.split(r" (?:AND|OR) ", expression)


@cache
def _known_identifiers() -> frozenset[str]:
    known = policy()
    named = (part for expression in known["names"].values() for part in _identifiers(expression))
    return frozenset((*known["permissive"], *known["weak_copyleft"], *named))
