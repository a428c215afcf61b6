"""Whether a release is what a build would make anyhow: the same texts, decisions, settings, code and libraries, and every file as it was written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.corpus.cache import Cache
from pipeline.corpus.inventory import Inventory
from pipeline.corpus.keys import Keys, everything
from pipeline.publish.origin import Origin
from pipeline.publish.package import Package
from pipeline.review.decisions import Entry
from pipeline.supply.hashing import digest
from pipeline.supply.licences import installed
from pipeline.tables.sums import FILE, is_intact, sums_key


def release_key(
    keys: Keys,
    inventory: Inventory,
    package: Package,
    decisions: Mapping[str, Sequence[Entry]],
    formats: Iterable[str],
    origin: Origin,
) -> str:
    """A hash of all that a release depends on."""
    libraries = sorted(f"{name} {version}" for name, version in installed().items())
    said = [
        keys.reading, everything(), *libraries, *formats, repr(package), repr(origin), repr(sorted(decisions.items())),
        *(json.dumps(asdict(document)) for document in inventory.documents), *(f"{refused.path} {refused.reason}" for refused in inventory.refused),
    ]  # fmt: skip
    return digest("release", *said)


def remember(cache: Cache, key: str, sums: str, told: Mapping[str, Any]) -> None:
    """Keep what the key of the sums of a release is, as `publish` gives it, and what was told of it."""
    cache.put("release", {key: json.dumps({"sums": sums, "told": told}).encode()})


def unchanged(cache: Cache, key: str, release: Path) -> dict[str, Any] | None:
    """What was told of the release where it is that of `key` to the last byte, else None."""
    kept = cache.get([key]).get(key)
    if kept is None or not (release / FILE).is_file():
        return None
    found: dict[str, Any] = json.loads(kept)
    if found["sums"] != sums_key(release) or not is_intact(release):
        return None
    return dict(found["told"])
