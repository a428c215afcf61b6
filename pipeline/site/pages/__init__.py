"""The pages that the site adds to Datasette's own: the address of each, and the function that answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.site.pages import files

ROUTES: list[tuple[str, Callable[..., Any]]] = [
    (r"/robots\.txt$", files.robots),
    (r"/-/files/(?P<path>.+)$", files.file),
]
