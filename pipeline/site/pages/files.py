"""The files of the release, as they are, and the policy for robots."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import AsgiFileDownload, NotFound, Response

from pipeline.site.context import the_site
from pipeline.site.security import ROBOTS


async def robots() -> Response:
    """Pages may be indexed; searches, filters and exports, which have no end, may not."""
    return Response.text(ROBOTS)


async def file(request: Any, datasette: Any) -> AsgiFileDownload:
    """A file that the descriptor lists, and no other, as a download."""
    site = the_site(datasette)
    path = unquote(request.url_vars["path"])
    found = site.release.files().get(path)
    if found is None or not found.is_file():
        raise NotFound("The release has no such file")
    return AsgiFileDownload(str(found), filename=found.name, content_type="application/octet-stream")
