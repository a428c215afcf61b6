"""Answers kept: the database does not change while it is served, so that one address has one answer.

A browser that has the answer already is told that it still holds; what was asked for of late is answered without asking the database again.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pipeline.site.release import Release
from pipeline.site.security import Asgi

MOST_BYTES = 32_000_000
_MOST_OF_ONE = 1_000_000
_KEPT_TYPES = (b"text/html", b"application/json", b"text/javascript")
# For how long an answer is kept, here and by others: not for ever, as one made under load may lack what took too long to count.
_SECONDS = 60
_AGE = f"max-age={_SECONDS}".encode()
# What a site with visitors of its own would answer by.
_PERSONAL = {b"cookie", b"authorization"}

Headers = list[tuple[bytes, bytes]]
Key = tuple[bytes, ...]


def tag_of(release: Release, *more: object) -> bytes:
    """An entity tag for all answers about the release: it changes with the database, the code of the site, and what else is given."""
    files = [release.database, *sorted(path for path in Path(__file__).parent.rglob("*") if path.is_file() and path.suffix != ".pyc")]
    states = [f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    digest = hashlib.sha256("\n".join([release.database_hash, *states, *map(str, more)]).encode()).hexdigest()[:16]
    return f'W/"{digest}"'.encode("ascii")


class Kept:
    """The latest answers, up to so many bytes; `clock` gives seconds."""

    def __init__(self, most_bytes: int = MOST_BYTES, clock: Callable[[], float] = time.monotonic) -> None:
        self._answers: OrderedDict[Key, tuple[float, Headers, bytes]] = OrderedDict()
        self._most_bytes = most_bytes
        self._clock = clock
        self.size = 0

    def get(self, key: Key) -> tuple[Headers, bytes] | None:
        """Headers and body, where they are kept."""
        if key not in self._answers:
            return None
        made, headers, body = self._answers[key]
        if self._clock() - made > _SECONDS:
            self._forget(key)
            return None
        self._answers.move_to_end(key)
        return headers, body

    def put(self, key: Key, headers: Headers, body: bytes) -> None:
        """Keep an answer, and forget those that were not asked for the longest."""
        if key in self._answers:
            self._forget(key)
        self._answers[key] = self._clock(), headers, body
        self.size += len(body)
        while self.size > self._most_bytes:
            self._forget(next(iter(self._answers)))

    def _forget(self, key: Key) -> None:
        self.size -= len(self._answers.pop(key)[2])


def keeping(app: Asgi, tag: bytes, kept: Kept) -> Asgi:
    """`app` with its answers to GET kept; they carry `tag`. Who asks for what is being made waits for it, so that it is made once."""
    in_the_making: dict[Key, asyncio.Event] = {}

    async def wrapped(scope: dict[str, Any], receive: Any, send: Any) -> None:
        given = dict(scope.get("headers", ()))
        if scope["type"] != "http" or scope["method"] != "GET" or given.keys() & _PERSONAL:
            await app(scope, receive, send)
            return
        if tag in given.get(b"if-none-match", b""):
            await _answer(send, 304, [(b"etag", tag), (b"cache-control", _AGE)], b"")
            return
        # Answers may hold addresses with the name and the protocol by which the site was asked.
        key = (scope.get("raw_path") or scope["path"].encode(), scope["query_string"], given.get(b"host", b""))
        if key in in_the_making:
            await in_the_making[key].wait()
        found = kept.get(key)
        if found:
            await _answer(send, 200, *found)
            return
        in_the_making[key] = made = asyncio.Event()

        def decided() -> None:
            """Nobody waits longer than until it is known whether the answer is kept, least of all for a slow reader of it."""
            if in_the_making.get(key) is made:
                del in_the_making[key]
            made.set()

        try:
            await app(scope, receive, _listening(send, key, tag, kept, decided))
        finally:
            decided()

    return wrapped


def _listening(send: Any, key: Key, tag: bytes, kept: Kept, decided: Callable[[], None]) -> Any:
    """`send` that keeps a complete answer which is worth it."""
    headers: Headers | None = None
    body: list[bytes] = []

    async def listening(message: dict[str, Any]) -> None:
        nonlocal headers
        if message["type"] == "http.response.start":
            if message["status"] == 200:
                message = _tagged(message, tag)
                headers = message["headers"] if _is_kept(message["headers"]) else None
            if headers is None:
                decided()
        elif message["type"] == "http.response.body" and headers is not None:
            body.append(message.get("body", b""))
            if sum(map(len, body)) > _MOST_OF_ONE:
                headers = None
                body.clear()
                decided()
            elif not message.get("more_body"):
                kept.put(key, headers, b"".join(body))
                decided()
        await send(message)

    return listening


def _tagged(message: dict[str, Any], tag: bytes) -> dict[str, Any]:
    """The start of an answer with its tag and its age, where it is the same for everybody."""
    own = [(name.lower(), value) for name, value in message.get("headers", ())]
    names = {name for name, _ in own}
    added = [(b"etag", tag), (b"cache-control", _AGE)] if b"set-cookie" not in names else []
    return {**message, "headers": [*own, *(header for header in added if header[0] not in names)]}


def _is_kept(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    found = dict(headers)
    fleeting = b"set-cookie" in found or b"no-cache" in found.get(b"cache-control", b"")
    return not fleeting and found.get(b"content-type", b"").startswith(_KEPT_TYPES)


async def _answer(send: Any, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
