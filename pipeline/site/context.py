"""What a page needs: the release, its database behind Datasette, and the addresses of the other pages."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from weakref import WeakKeyDictionary

from datasette.utils import tilde_encode
from datasette.utils.asgi import NotFound

from pipeline.errors import CallError
from pipeline.site.metadata import table_sizes
from pipeline.site.release import Release, open_release
from pipeline.tables.descriptor import DESCRIPTOR


class Links:
    """Addresses within the site, below the path at which it is served."""

    def __init__(self, datasette: Any, database: str) -> None:
        self._urls = datasette.urls
        self._database = database

    def page(self, *parts: str, **query: object) -> str:
        """A page of the site: `page("entity", id)`; parameters without value are left out."""
        path = "/-/" + "/".join(quote(part, safe="") for part in parts)
        given = {key: str(value) for key, value in query.items() if value not in (None, "", [])}
        return str(self._urls.path(path)) + (f"?{urlencode(given)}" if given else "")

    def entity(self, entity_id: str) -> str:
        """The page of an entity."""
        return self.page("entity", entity_id)

    def read(self, document_id: str, start: int | None = None, end: int | None = None, entity: str | None = None) -> str:
        """The reader, scrolled to the characters from `start` to `end` and these lit, with an entity beside the text."""
        if start is None:
            return self.page("reader", document_id)
        return self.page("reader", document_id, start=start, end=end, entity=entity) + "#lit"

    def place(self, table: str, row_id: str) -> str:
        """Where the row's words stand in the reader; found when the link is followed."""
        return self.page("place", table, row_id)

    def static(self, name: str) -> str:
        """A static file of the site's own."""
        return str(self._urls.path(f"/static/{name}"))

    def table(self, name: str, **filters: object) -> str:
        """A table, view or saved query in Datasette's own interface."""
        return str(self._urls.table(self._database, name)) + (f"?{urlencode(filters)}" if filters else "")

    def row(self, table: str, row_id: str) -> str:
        """The page of one row."""
        return f"{self._urls.table(self._database, table)}/{tilde_encode(row_id)}"


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Site:
    """One release behind one Datasette."""

    release: Release
    database: Any
    links: Links

    async def rows(self, sql: str, *parameters: object) -> list[sqlite3.Row]:
        """The rows of a query, under Datasette's time limit."""
        return list((await self.database.execute(sql, list(parameters))).rows)

    async def row(self, sql: str, *parameters: object) -> sqlite3.Row | None:
        """The first row of a query, or nothing."""
        return next(iter(await self.rows(sql, *parameters)), None)

    async def all_rows(self, sql: str) -> list[sqlite3.Row]:
        """The rows of a query of the site's own that may take long, without a time limit; ask it once only."""
        return list(await self.database.execute_fn(lambda connection: connection.execute(sql).fetchall()))

    @property
    def counts(self) -> dict[str, int]:
        """Table -> rows."""
        return table_sizes(self.release)


_sites: WeakKeyDictionary[Any, Site | None] = WeakKeyDictionary()


def site_of(datasette: Any) -> Site | None:
    """The site of the first database that stands in a release, or nothing where Datasette serves something else."""
    if datasette not in _sites:
        _sites[datasette] = next(filter(None, map(_open, [datasette] * len(datasette.databases), datasette.databases.values())), None)
    return _sites[datasette]


def the_site(datasette: Any) -> Site:
    """The site, where a page makes no sense without; Datasette answers its NotFound with 404."""
    site = site_of(datasette)
    if site is None:
        raise NotFound("No release is served")
    return site


def number_of(request: Any, name: str, otherwise: int) -> int:
    """A whole number from the query of a request, or `otherwise` where there is none."""
    value = request.args.get(name) or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else otherwise


def _open(datasette: Any, database: Any) -> Site | None:
    if database.path is None or not (Path(database.path).parent / DESCRIPTOR).is_file():
        return None
    release = open_release(Path(database.path).parent)
    if not release.database.samefile(database.path):
        raise CallError(f"{database.path}: not the database of the release in {release.directory}; serve {release.database}")
    return Site(release, database, Links(datasette, database.name))
