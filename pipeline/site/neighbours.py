"""The small graph on an entity's page: the entity in the middle, its neighbours around it, placed once on the server."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.site.context import Site

WIDTH, HEIGHT = 720, 380
_SHOWN = 14
_LETTERS = 26


def neighbours(site: Site, entity: sqlite3.Row, relations: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Places and links of up to 14 neighbours, those with the most evidence; nothing where there are none."""
    weights: dict[str, int] = {}
    known: dict[str, dict[str, Any]] = {}
    for relation in relations:
        other = relation["other_id"]
        if other is None or other == entity["entity_id"]:
            continue
        weights[other] = weights.get(other, 0) + relation["evidence"]
        node = known.setdefault(other, {"name": relation["other"], "type": relation["other_type"], "labels": []})
        if relation["label"] not in node["labels"]:
            node["labels"].append(relation["label"])
    chosen = sorted(known, key=lambda other: (-weights[other], other))[:_SHOWN]
    if not chosen:
        return None
    nodes = [
        {**known[other], **_place(at, len(chosen)), "link": site.links.entity(other), "short": _short(known[other]["name"])}
        for at, other in enumerate(chosen)
    ]
    return {"width": WIDTH, "height": HEIGHT, "x": WIDTH / 2, "y": HEIGHT / 2, "nodes": nodes, "left_out": len(known) - len(chosen)}


def _place(at: int, of: int) -> dict[str, float]:
    """On an ellipse, from the top clockwise; every second one further in, so that labels keep apart."""
    angle = 2 * math.pi * at / of - math.pi / 2
    reach = 1.0 if at % 2 == 0 or of < 9 else 0.72
    return {
        "x": round(WIDTH / 2 + (WIDTH / 2 - 110) * reach * math.cos(angle), 1),
        "y": round(HEIGHT / 2 + (HEIGHT / 2 - 45) * reach * math.sin(angle), 1),
    }


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else name[: _LETTERS - 1].rstrip() + "…"
