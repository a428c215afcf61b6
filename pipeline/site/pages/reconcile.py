"""A reconciliation service over entities and all of their names, for OpenRefine and other clients.

Follows the Reconciliation Service API 0.2 (https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/): manifest, queries,
suggestions, previews, and data extension with the columns of `entities` and with the objects of each predicate.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import parse_qsl

from datasette.utils.asgi import NotFound, Response

from pipeline.site.context import Site, number_of, the_site

_MOST_QUERIES = 100
_MOST_BYTES = 1_000_000
_CANDIDATES = 60
_SUGGESTED = 12
_EXACT_NAME, _EXACT_ALIAS, _SIMILAR = 100.0, 95.0, 90.0
# The size in pixels of the window in which a client shows a preview.
_PREVIEW = {"width": 430, "height": 260}
_OPEN = {"access-control-allow-origin": "*"}
_COLUMNS = {"description": "Description", "named": "Named", "mentions": "Mentions", "documents": "Documents"}
_FOUND = """
    select e.entity_id, e.name, e.type, t.label as type_label, e.description, e.mentions,
      (select json_group_array(alias) from aliases a where a.entity_id = e.entity_id) as aliases
    from entities e join entity_types t on t.type = e.type
    where {where} order by e.mentions desc, e.entity_id limit ?"""
_BY_WORDS = "e.rowid in (select rowid from entities_fts where entities_fts match ? limit 500)"
_BY_ALIAS = "e.entity_id in (select entity_id from aliases where alias = ? collate nocase)"


async def service(request: Any, datasette: Any) -> Response:
    """The manifest, or the answer to `queries` or `extend`, given in the address or as a form."""
    site = the_site(datasette)
    try:
        given = await _given(request)
        if "extend" in given:
            return Response.json(await _extend(site, json.loads(given["extend"])), headers=_OPEN)
        if "queries" in given:
            queries = json.loads(given["queries"])
            if len(queries) > _MOST_QUERIES:
                raise ValueError(f"more than {_MOST_QUERIES} queries at once")
            return Response.json({key: {"result": await _answer(site, query)} for key, query in queries.items()}, headers=_OPEN)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        return Response.json({"error": f"not a valid request: {error}"}, status=400, headers=_OPEN)
    return Response.json(await _manifest(site, request, datasette), headers=_OPEN)


async def suggest(request: Any, datasette: Any) -> Response:
    """Entities, types or properties whose name begins with `prefix`."""
    site = the_site(datasette)
    prefix = (request.args.get("prefix") or "")[:200]
    skipped = number_of(request, "cursor", 0)
    what = request.url_vars["what"]
    if what == "entity":
        found = [
            {"id": row["id"], "name": row["name"], "description": row["description"] or "", "notable": [row["type"]]}
            for row in await _answer(site, {"query": prefix, "limit": skipped + _SUGGESTED})
        ]
    else:
        every = await _types(site) if what == "type" else await _properties(site)
        found = [entry for entry in every if entry["name"].lower().startswith(prefix.lower()) or entry["id"].startswith(prefix)]
    return Response.json({"result": found[skipped : skipped + _SUGGESTED]}, headers=_OPEN)


async def preview(request: Any, datasette: Any) -> Response:
    """An entity in short, for a small window within the client."""
    site = the_site(datasette)
    found = await site.rows(_FOUND.format(where="e.entity_id = ?"), request.args.get("id") or "", 1)
    if not found:
        raise NotFound("There is no such entity")
    context = {"entity": found[0], "aliases": json.loads(found[0]["aliases"])}
    return Response.html(await datasette.render_template("preview.html", context, request=request))


async def properties(datasette: Any) -> Response:
    """What a table can be extended with."""
    return Response.json({"properties": await _properties(the_site(datasette))}, headers=_OPEN)


async def _given(request: Any) -> dict[str, str]:
    if request.method != "POST":
        return {key: request.args[key] for key in ("queries", "extend") if key in request.args}
    body = b""
    more = True
    while more:
        message = await request.receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > _MOST_BYTES:
            raise ValueError(f"more than {_MOST_BYTES:,} bytes")
    return dict(parse_qsl(body.decode("utf-8")))


async def _manifest(site: Site, request: Any, datasette: Any) -> dict[str, Any]:
    def absolute(path: str) -> str:
        return str(datasette.absolute_url(request, path))

    base = absolute(site.links.page("reconcile"))
    return {
        "versions": ["0.2"],
        "name": site.release.title,
        "identifierSpace": absolute(site.links.page("entity")),
        "schemaSpace": absolute(site.links.table("entity_types")),
        "defaultTypes": await _types(site),
        "view": {"url": absolute(site.links.page("entity")) + "/{{id}}"},
        "preview": {"url": base + "/preview?id={{id}}", **_PREVIEW},
        "suggest": {what: {"service_url": base, "service_path": f"/suggest/{what}"} for what in ("entity", "type", "property")},
        "extend": {"propose_properties": {"service_url": base, "service_path": "/properties"}, "property_settings": []},
    }


async def _types(site: Site) -> list[dict[str, str]]:
    return [{"id": row["type"], "name": row["label"]} for row in await site.rows("select type, label from entity_types order by label")]


async def _properties(site: Site) -> list[dict[str, str]]:
    predicates = await site.rows("select predicate, label from predicates order by label")
    return [{"id": key, "name": name} for key, name in _COLUMNS.items()] + [
        {"id": row["predicate"], "name": row["label"]} for row in predicates
    ]


async def _answer(site: Site, query: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Candidates by falling score: the same name, the same alias, then similar ones."""
    name = str(query["query"]).strip()[:200]
    wanted = query.get("type") or []
    types = {wanted} if isinstance(wanted, str) else {str(one.get("id")) if isinstance(one, dict) else str(one) for one in wanted}
    limit = min(25, max(1, int(query.get("limit") or 5)))
    rows = {row["entity_id"]: row for row in await _candidates(site, name) if not types or row["type"] in types}
    scored = sorted(
        ((_score(name, row), row) for row in rows.values()), key=lambda pair: (-pair[0], -pair[1]["mentions"], pair[1]["entity_id"])
    )[:limit]
    certain = [score for score, _ in scored if score >= _EXACT_ALIAS]
    return [
        {
            "id": row["entity_id"],
            "name": row["name"],
            "description": row["description"] or "",
            "type": [{"id": row["type"], "name": row["type_label"]}],
            "score": score,
            "match": score >= _EXACT_ALIAS and certain.count(score) == 1 and score == max(certain),
        }
        for score, row in scored
    ]


async def _candidates(site: Site, name: str) -> list[Any]:
    words = [f'"{word}"' for word in re.findall(r"\w+", name)[:12]]
    if not words:
        return []
    rows = await site.rows(_FOUND.format(where=_BY_ALIAS), name, _CANDIDATES)
    rows += await site.rows(_FOUND.format(where=_BY_WORDS), "name : (" + " ".join(words) + "*)", _CANDIDATES)
    return rows or await site.rows(_FOUND.format(where=_BY_WORDS), "name : (" + " OR ".join(words) + ")", _CANDIDATES)


def _score(name: str, row: Any) -> float:
    wanted = name.casefold()
    if row["name"].casefold() == wanted:
        return _EXACT_NAME
    names = [alias.casefold() for alias in json.loads(row["aliases"])]
    if wanted in names:
        return _EXACT_ALIAS
    return round(_SIMILAR * max(SequenceMatcher(None, wanted, other[:200]).ratio() for other in (row["name"].casefold(), *names)), 1)


async def _extend(site: Site, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The given columns and predicates of the given entities."""
    ids = [str(one) for one in wanted["ids"]][:1000]
    keys = [str(one["id"]) for one in wanted["properties"]]
    entities = {
        row["entity_id"]: row
        for row in await site.rows("select * from entities where entity_id in (select value from json_each(?))", json.dumps(ids))
    }
    rows: dict[str, dict[str, list[Any]]] = {
        id_: {key: [_cell(entities[id_][key])] if key in _COLUMNS and id_ in entities else [] for key in keys} for id_ in ids
    }
    related = """
        select r.subject_id, r.predicate, o.entity_id, coalesce(o.name, r.object_value) as name from relations r
        left join entities o on o.entity_id = r.object_id where r.subject_id in (select value from json_each(?)) order by r.relation_id limit 10000"""
    for row in await site.rows(related, json.dumps(ids)):
        if row["predicate"] in keys:
            rows[row["subject_id"]][row["predicate"]].append(
                {"id": row["entity_id"], "name": row["name"]} if row["entity_id"] else {"str": row["name"]}
            )
    names = {entry["id"]: entry["name"] for entry in await _properties(site)}
    return {"meta": [{"id": key, "name": names.get(key, key)} for key in keys], "rows": rows}


def _cell(value: object) -> dict[str, object]:
    return {} if value is None else {"int": value} if isinstance(value, int) else {"str": str(value)}
