"""The network of entities: a page that draws it, and the data that it draws."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from datasette.utils.asgi import NotFound, Response

from pipeline.site.context import Site, number_of, the_site

SHOWN, MOST = 400, 2_000
# As many as a browser moves about smoothly: those with the most evidence.
_EDGES = 4_000
# The entities of most mentions that stand in a relation; or one entity with its neighbours.
_MOST_MENTIONED = """
    select entity_id as id, name, type, mentions from entities e
    where exists (select 1 from relations where subject_id = e.entity_id and object_id is not null)
      or exists (select 1 from relations where object_id = e.entity_id)
    order by mentions desc, entity_id limit :limit"""
_AROUND = """
    select entity_id as id, name, type, mentions from entities where entity_id = :entity or entity_id in (
      select object_id from relations where subject_id = :entity union select subject_id from relations where object_id = :entity)
    order by entity_id = :entity desc, mentions desc, entity_id limit :limit"""
_BETWEEN = """
    with node as (select value as id from json_each(:ids))
    select r.subject_id as source, r.object_id as target, r.predicate, r.evidence from node cross join relations r on r.subject_id = node.id
    where r.object_id in (select id from node) and r.object_id <> r.subject_id
    order by r.evidence desc, r.relation_id limit :edges"""


async def graph(request: Any, datasette: Any) -> Response:
    """The page; what is filtered, searched and chosen stands in its address and is applied by its script."""
    site = the_site(datasette)
    context = {
        "data": site.links.page("graph.json", entity=request.args.get("entity"), limit=_limit(request)),
        "limit": _limit(request),
        "most": MOST,
        "entity": await site.row("select entity_id, name from entities where entity_id = ?", request.args.get("entity") or ""),
        "entities": site.counts.get("entities", 0),
    }
    return Response.html(await datasette.render_template("graph.html", context, request=request))


async def data(request: Any, datasette: Any) -> Response:
    """Nodes and edges as JSON."""
    site = the_site(datasette)
    chosen = request.args.get("entity") or ""
    nodes = (await site.database.execute(_AROUND if chosen else _MOST_MENTIONED, _with(chosen, limit=_limit(request)))).rows
    ids = json.dumps([node["id"] for node in nodes])
    edges = (await site.database.execute(_BETWEEN, {"ids": ids, "edges": _EDGES})).rows
    return Response.json(
        {
            "nodes": [{**dict(node), "link": site.links.entity(node["id"])} for node in nodes],
            "edges": [dict(edge) for edge in edges],
            "cut": len(edges) == _EDGES,
            "types": await _labels(site, "select type as key, label from entity_types order by label"),
            "predicates": await _labels(site, "select predicate as key, label from predicates order by label"),
        }
    )


async def library() -> Response:
    """The drawing library d3, out of the installed package that carries it; the package itself is not imported."""
    spec = find_spec("gravis")
    if spec is None or not spec.submodule_search_locations:
        raise NotFound("The package gravis is not installed")
    path = Path(spec.submodule_search_locations[0]) / "_internal" / "plotting" / "third_party" / "d3" / "d3.v7.min.def.js"
    return Response(
        path.read_text(encoding="utf-8"), content_type="text/javascript; charset=utf-8", headers={"cache-control": "max-age=86400"}
    )


def _limit(request: Any) -> int:
    return min(MOST, max(1, number_of(request, "limit", SHOWN)))


def _with(entity: str, **parameters: object) -> dict[str, object]:
    return {**parameters, "entity": entity} if entity else parameters


async def _labels(site: Site, sql: str) -> dict[str, str]:
    return {row["key"]: row["label"] for row in await site.rows(sql)}
