"""The site as a Datasette plugin: each hook hands over to the module that does the work."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import datasette as datasette_package
from datasette import handle_exception as datasette_errors
from datasette.utils.asgi import Response

from pipeline.site import cells, mistakes, pages, security
from pipeline.site.context import site_of
from pipeline.site.keeping import Kept, keeping, tag_of
from pipeline.site.metadata import inspected, saved_queries, site_metadata
from pipeline.site.pages.overview import overview
from pipeline.site.pages.row import about_row

# Where Rich is installed Datasette prints each wrong address with all local variables: costly, and no fault of the site.
datasette_errors.rich = None

Hook = TypeVar("Hook", bound=Callable[..., Any])


def hookimpl(function: Hook) -> Hook:
    """Datasette's marker, with a type."""
    marked: Hook = datasette_package.hookimpl(function)
    return marked


@hookimpl
def get_metadata(datasette: Any, key: str | None) -> dict[str, Any]:
    """What Datasette shows about tables, columns and saved queries.

    With the key "tables" it looks for permissions, of which there are none, and copies all that it is given for each table of a page.
    """
    site = site_of(datasette)
    return site_metadata(site.release) if site and key != "tables" else {}


@hookimpl
def startup(datasette: Any) -> Callable[[], Awaitable[None]]:
    """What Datasette would count again at every visit, it is told once; what the front page shows is there before the first visit."""

    async def prepare() -> None:
        site = site_of(datasette)
        if site is not None:
            datasette.inspect_data = {site.database.name: inspected(site.release)}
            site.database._cached_table_counts = site.counts
            await overview(site)

    return prepare


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Limits of every connection that answers queries."""
    security.limit_connection(conn)


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[security.Asgi], security.Asgi]:
    """Security headers on every response, answers kept, and no method that writes."""
    policy = security.content_security_policy(bool(datasette.setting("allow_facet")))
    site = site_of(datasette)
    tag = tag_of(site.release, datasette_package.__version__, *sorted(datasette.settings_dict().items())) if site else b""

    def wrap(app: security.Asgi) -> security.Asgi:
        return security.with_headers(security.only_reading(keeping(app, tag, Kept()) if tag else app), policy)

    return wrap


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """The pages of the site beside Datasette's own."""
    return pages.ROUTES


@hookimpl
def skip_csrf(scope: dict[str, Any]) -> bool:
    """Reconciliation clients post without a token; nothing can be changed by it."""
    return bool(scope["path"].endswith("/-/reconcile"))


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Filters for numbers and names."""
    env.filters["thousands"] = lambda number: f"{number:,}"
    env.filters["percent"] = lambda share: f"{share:.0%}"
    env.filters["words"] = lambda name: str(name).replace("_", " ")


@hookimpl
def extra_template_vars(
    datasette: Any, view_name: str | None, request: Any, table: str | None
) -> Callable[[], Awaitable[dict[str, Any]]] | dict[str, Any]:
    """The site in every template; what the database page and row pages show besides."""
    site = site_of(datasette)
    if site is None:
        return {}

    async def variables() -> dict[str, Any]:
        found: dict[str, Any] = {"site": site, "links": site.links}
        if view_name == "database":
            found["saved_queries"] = saved_queries(site.release)
        if view_name == "row" and table:
            found["about"] = await about_row(site, table, request)
        return found

    return variables


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Response | None]]:
    """What a visitor asked in vain is answered on a page of the site; anything else is left to Datasette."""
    return lambda: mistakes.answer(datasette, request, exception)


@hookimpl
def render_cell(row: sqlite3.Row, value: object, column: str, table: str | None, datasette: Any) -> object:
    """Ids lead to pages, and every row to its place in the text."""
    site = site_of(datasette)
    return cells.render(site, row, value, column, table) if site and value is not None else None
