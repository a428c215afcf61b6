"""What the site allows a browser and a query to do."""

from __future__ import annotations

import base64
import hashlib
import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from importlib.resources import files
from typing import Any

Asgi = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

# Largest text or blob that a query may make, and how long and deep its SQL may be: far above any page, far below harm.
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 50_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}
_READING = ("GET", "HEAD", "OPTIONS")
ROBOTS = """\
User-agent: *
Disallow: /*?
Disallow: /*.json
Disallow: /*.csv
Disallow: /-/reconcile
"""


def limit_connection(connection: sqlite3.Connection) -> None:
    """Bound what one query can make of memory; nothing can be attached."""
    for category, limit in _LIMITS.items():
        connection.setlimit(category, limit)


def content_security_policy(allow_facets: bool) -> str:
    """The policy that every page obeys: scripts from this site only, besides Datasette's own inline ones, by their hashes.

    Datasette's templates write style attributes, so inline styles are allowed; no page of ours has any.
    """
    hashes = " ".join(sorted(f"'sha256-{_sha256(script)}'" for script in _inline_scripts(allow_facets)))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _at_home(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header that leads nowhere else: `//name` and `/\\name` in an address that was asked for are other hosts to a browser."""
    away = name.lower() == b"location" and re.match(rb"[\s/\\]{2}", value)
    return name, b"/" + value.lstrip(b"/\\ \t\r\n") if away else value


def only_reading(app: Asgi) -> Asgi:
    """`app` without the methods that are for writing; reconciliation clients post their questions."""

    async def wrapped(scope: dict[str, Any], receive: Any, send: Any) -> None:
        asks = scope["type"] != "http" or scope["method"] in _READING
        if asks or (scope["method"] == "POST" and scope["path"].endswith("/-/reconcile")):
            await app(scope, receive, send)
            return
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"allow", ", ".join(_READING).encode("ascii"))]
        await send({"type": "http.response.start", "status": 405, "headers": headers})
        await send({"type": "http.response.body", "body": b"The site only reads\n"})

    return wrapped


def _is_preview(scope: dict[str, Any]) -> bool:
    """Whether a reconciliation client shows the page within its own: it holds no form and nothing to press."""
    return bool(scope.get("path", "").endswith("/-/reconcile/preview"))


def _inline_scripts(allow_facets: bool) -> Iterator[str]:
    """The inline scripts of the installed Datasette as they stand in its pages; the one that varies is written both ways it can be."""
    for template in files("datasette").joinpath("templates").iterdir():
        if template.name.endswith(".html"):
            for script in re.findall(r"<script>(.*?)</script>", template.read_text(encoding="utf-8"), re.DOTALL):
                yield re.sub(r"\{\{ *datasette_allow_facet *\}\}", str(allow_facets).lower(), script)


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")


def with_headers(app: Asgi, policy: str) -> Asgi:
    """`app` with the security headers on every response; only previews may stand in frames of other pages."""
    added = [*_HEADERS.items(), (b"content-security-policy", policy.encode("ascii"))]
    names = {name for name, _ in added}
    framed = [(name, value.replace(b"frame-ancestors 'none'", b"frame-ancestors *")) for name, value in added if name != b"x-frame-options"]

    async def wrapped(scope: dict[str, Any], receive: Any, send: Any) -> None:
        async def send_with_headers(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                kept = [_at_home(*header) for header in message.get("headers", ()) if header[0].lower() not in names]
                message = {**message, "headers": [*kept, *(framed if _is_preview(scope) else added)]}
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped
