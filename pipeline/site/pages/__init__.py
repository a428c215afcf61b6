"""The pages that the site adds to Datasette's own: the address of each, and the function that answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.site.pages import entity, explore, files, graph, overview, place, reader, reconcile, viewpoints

ROUTES: list[tuple[str, Callable[..., Any]]] = [
    (r"/$", overview.front),
    (r"/robots\.txt$", files.robots),
    (r"/-/files/(?P<path>.+)$", files.file),
    (r"/-/place/(?P<table>\w+)/(?P<row_id>[^/]+)$", place.place),
    (r"/-/reader$", reader.documents),
    (r"/-/reader/(?P<document_id>[^/]+)$", reader.reader),
    (r"/-/entity/(?P<entity_id>[^/]+)$", entity.entity),
    (r"/-/panel/(?P<entity_id>[^/]+)$", entity.panel),
    (r"/-/viewpoints$", viewpoints.viewpoints),
    (r"/-/explore$", explore.explore),
    (r"/-/graph$", graph.graph),
    (r"/-/graph\.json$", graph.data),
    (r"/-/d3\.js$", graph.library),
    (r"/-/reconcile$", reconcile.service),
    (r"/-/reconcile/suggest/(?P<what>entity|type|property)$", reconcile.suggest),
    (r"/-/reconcile/preview$", reconcile.preview),
    (r"/-/reconcile/properties$", reconcile.properties),
]
