"""What is asked in vain is the visitor's mistake, and said so; Datasette calls some of it an error of the server."""

from __future__ import annotations

import sqlite3
import traceback
from typing import Any

from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError

# What Datasette's own pages raise where an address has a value that they do not expect.
_UNEXPECTED = (AssertionError, AttributeError, LookupError, TypeError, ValueError, OverflowError, sqlite3.Error)


async def answer(datasette: Any, request: Any, exception: Exception) -> Response | None:
    """A page or a JSON object that says what is wrong with the request, or nothing where Datasette's own answer will do."""
    told = _told(exception)
    if told is None:
        return None
    status, message = told
    context = {"ok": False, "status": status, "error": message, "title": None}
    if request.path.endswith(".json"):
        return Response.json(context, status=status)
    return Response.html(await datasette.render_template("error.html", context, request=request), status=status)


def _told(exception: Exception) -> tuple[int, str] | None:
    """Status and message."""
    if isinstance(exception, Base400):
        return exception.status, str(exception.args[0])
    if isinstance(exception, DatasetteError):
        return (400, str(exception.message)) if exception.status == 500 and not exception.message_is_html else None
    if not isinstance(exception, _UNEXPECTED) or _is_our_own(exception):
        return None
    return 400, f"The address asks for something that cannot be answered: {exception}"


def _is_our_own(exception: Exception) -> bool:
    """Whether code of this project was at work: then it is a mistake of the site."""
    frames = traceback.walk_tb(exception.__traceback__)
    return any(str(frame.f_globals.get("__name__", "")).startswith("pipeline.") for frame, _ in frames)
