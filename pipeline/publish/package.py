"""How a dataset presents itself: what people say of it in its package file, and what is known of the terms of its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Query:
    """A saved query of the site: a question, and the SELECT statement that answers it."""

    name: str
    title: str
    sql: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """The settings of a release; `name` also names its database, `base` is the address below which its linked data stand, and `released` the
    day on which this version came out, each where there is one.

    `terms` gives, by document id, what the sources file says of a text: `origin`, `licence` and `note`, each where it is known.
    """

    name: str
    title: str
    version: str
    description: str = ""
    homepage: str | None = None
    base: str | None = None
    released: str | None = None
    keywords: tuple[str, ...] = ()
    queries: tuple[Query, ...] = ()
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Mapping[str, Any], *, terms: Mapping[str, Mapping[str, str]] | None = None) -> Package:
        """A package from the data of a package file (valid against `schemas/config/package.json`)."""
        return cls(
            name=data["name"],
            title=data["title"],
            version=data["version"],
            description=data.get("description", "").strip(),
            homepage=data.get("homepage"),
            base=data.get("base"),
            released=data.get("released"),
            keywords=tuple(data.get("keywords", ())),
            queries=tuple(Query(q["name"], q["title"], q["sql"], q.get("description", "")) for q in data.get("queries", ())),
            terms=terms or {},
        )

    def licence_of(self, document_id: str) -> str:
        """The licence that the sources file states for a text, or "unknown"."""
        return self.terms.get(document_id, {}).get("licence") or UNKNOWN
