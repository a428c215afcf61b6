"""An entity: what the text calls it and says of it, its relations both ways with their quotes, and where it is mentioned."""

from __future__ import annotations

import json
import sqlite3
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import NotFound, Response

from pipeline.site.context import Site, number_of, the_site
from pipeline.site.neighbours import neighbours

_MENTIONS = 25
# All relations of an entity are shown up to so many; of one that has more, a few of each predicate.
_ALL_RELATIONS, _SOME_RELATIONS = 300, 8
# Mentions are sorted by place only as far as this many of them; an entity that has more is shown in part.
_SORTED_MENTIONS = 2_000
_ENTITY = """
    select e.*, t.label as type_label, w.name as scope from entities e join entity_types t on t.type = e.type
    left join entities w on w.entity_id = e.scope_id where e.entity_id = ?"""
# The relations of one end, some of each predicate: those with the most evidence.
_RELATIONS = """
    with own as (
      select r.*, row_number() over (partition by predicate order by evidence desc, relation_id) as rank, count(*) over (partition by predicate) as total
      from relations r where r.{end}_id = ?
    )
    select own.*, p.label, p.inverse_label, p.symmetric, o.entity_id as other_id, o.name as other, o.type as other_type
    from own join predicates p on p.predicate = own.predicate left join entities o on o.entity_id = own.{other}_id
    where own.rank <= ? order by p.label, own.evidence desc, other"""
_QUOTES = """
    select * from (
      select e.relation_id, e.quote, e.start, e.end, s.document_id, row_number() over (partition by e.relation_id order by s.document_id, e.start) as rank
      from evidence e join sentences s on s.sentence_id = e.sentence_id where e.relation_id in (select value from json_each(?))
    ) where rank <= 3 order by relation_id, rank"""
_STATEMENTS = """
    select t.statement_id, t.subject, t.relation, t.object, t.negated, t.modality, a.name as according_to
    from statements t left join entities a on a.entity_id = t.attributed_to where t.{where} limit ?"""
_VIEWPOINTS = """
    select v.viewpoint_id, v.stance, v.cue, v.text, h.name as holder, h.entity_id as holder_id, a.name as about, a.entity_id as about_id
    from viewpoints v left join entities h on h.entity_id = v.holder_id left join entities a on a.entity_id = v.about_id where v.{end}_id = ? limit ?"""
_DESCRIBED = """
    select s.document_id, s.start + instr(s.text, :description) - 1 as start
    from (select distinct sentence_id from mentions where entity_id = :entity limit 500) m
    join sentences s on s.sentence_id = m.sentence_id
    where instr(s.text, :description) order by s.document_id, s.start limit 1"""
_PLACES = """
    select m.text, m.kind, m.start, m.end, s.document_id, s.text as sentence, s.start as sentence_start, d.title as document
    from (select * from mentions where entity_id = ? limit ?) m
    join sentences s on s.sentence_id = m.sentence_id join documents d on d.document_id = s.document_id
    order by s.document_id, m.start limit ? offset ?"""


async def entity(request: Any, datasette: Any) -> Response:
    """The page of an entity."""
    site = the_site(datasette)
    row = await _entity(site, request)
    page = max(1, number_of(request, "page", 1))
    shown = min(row["mentions"], _SORTED_MENTIONS)
    context = {
        **await _relations_and_names(site, row, await _shown_of_each(site, row["entity_id"])),
        "described": await _described(site, row),
        **await _viewpoints(site, row["entity_id"], 20),
        "statements": await _statements(site, row["entity_id"], 10),
        "places": await _places(site, row["entity_id"], page),
        "cut": row["mentions"] > _SORTED_MENTIONS,
        "page": page,
        "pages": -(-shown // _MENTIONS),
    }
    context["picture"] = neighbours(site, row, [relation for group in context["groups"] for relation in group["relations"]])
    return Response.html(await datasette.render_template("entity.html", context, request=request))


async def panel(request: Any, datasette: Any) -> Response:
    """What the reader shows beside the text: the entity in short, and what was read in the sentence in which it was chosen."""
    site = the_site(datasette)
    row = await _entity(site, request)
    sentence_id = request.args.get("sentence") or ""
    context = {
        **await _relations_and_names(site, row, 5),
        "described": await _described(site, row),
        **await _viewpoints(site, row["entity_id"], 5),
        "here": await site.rows(_STATEMENTS.format(where="sentence_id = ?"), sentence_id, 12),
        "statements": await _statements(site, row["entity_id"], 6),
    }
    return Response.html(await datasette.render_template("_panel.html", context, request=request))


async def _entity(site: Site, request: Any) -> sqlite3.Row:
    row = await site.row(_ENTITY, unquote(request.url_vars["entity_id"]))
    if row is None:
        raise NotFound("There is no such entity")
    return row


async def _relations_and_names(site: Site, row: sqlite3.Row, each: int) -> dict[str, Any]:
    outgoing = await site.rows(_RELATIONS.format(end="subject", other="object"), row["entity_id"], each)
    incoming = await site.rows(_RELATIONS.format(end="object", other="subject"), row["entity_id"], each)
    aliases = await site.rows("select alias, kind from aliases where entity_id = ? order by kind, alias", row["entity_id"])
    return {"entity": row, "aliases": aliases, "groups": await _groups(site, outgoing, incoming)}


async def _shown_of_each(site: Site, entity_id: str) -> int:
    """How many relations of each predicate are shown."""
    row = await site.row(
        "select (select count(*) from relations where subject_id = ?1) + (select count(*) from relations where object_id = ?1)", entity_id
    )
    return _ALL_RELATIONS if row and row[0] <= _ALL_RELATIONS else _SOME_RELATIONS


async def _described(site: Site, row: sqlite3.Row) -> str | None:
    """Where the words of the description stand in the text, as an address."""
    description = row["description"]
    found = (
        (await site.database.execute(_DESCRIBED, {"description": description, "entity": row["entity_id"]})).first() if description else None
    )
    return site.links.read(found["document_id"], found["start"], found["start"] + len(description)) if found else None


async def _groups(site: Site, outgoing: list[sqlite3.Row], incoming: list[sqlite3.Row]) -> list[dict[str, Any]]:
    """The relations under what each says of the entity: a label of a predicate, or its inverse where the entity is the object."""
    quotes: dict[str, list[dict[str, Any]]] = {}
    for quote in await site.rows(_QUOTES, json.dumps([relation["relation_id"] for relation in (*outgoing, *incoming)])):
        link = site.links.read(quote["document_id"], quote["start"], quote["end"])
        quotes.setdefault(quote["relation_id"], []).append({"text": quote["quote"], "link": link})
    groups: dict[str, dict[str, Any]] = {}
    for relations, end in ((outgoing, "subject_id"), (incoming, "object_id")):
        for relation in relations:
            label = relation["label"] if end == "subject_id" or relation["symmetric"] else relation["inverse_label"]
            group = groups.setdefault(label, {"label": label, "relations": [], "more": []})
            group["relations"].append({**dict(relation), "quotes": quotes.get(relation["relation_id"], [])})
            if relation["rank"] == 1 and relation["total"] > len([r for r in relations if r["predicate"] == relation["predicate"]]):
                group["more"].append(
                    (relation["total"], site.links.table("relations", predicate=relation["predicate"], **{end: relation[end]}))
                )
    return sorted(groups.values(), key=lambda group: str(group["label"]))


async def _statements(site: Site, entity_id: str, limit: int) -> list[sqlite3.Row]:
    return [
        *await site.rows(_STATEMENTS.format(where="subject_id = ?"), entity_id, limit),
        *await site.rows(_STATEMENTS.format(where="object_id = ?"), entity_id, limit),
    ]


async def _viewpoints(site: Site, entity_id: str, limit: int) -> dict[str, list[sqlite3.Row]]:
    """What the entity is reported to hold, and what is held about it."""
    return {
        "held": await site.rows(_VIEWPOINTS.format(end="holder"), entity_id, limit),
        "about": await site.rows(_VIEWPOINTS.format(end="about"), entity_id, limit),
    }


async def _places(site: Site, entity_id: str, page: int) -> list[dict[str, Any]]:
    """Mentions in the order of the text, each with its sentence cut in three: before, the mention, after."""
    rows = await site.rows(_PLACES, entity_id, _SORTED_MENTIONS, _MENTIONS, (page - 1) * _MENTIONS)
    places = []
    for row in rows:
        left, right = row["start"] - row["sentence_start"], row["end"] - row["sentence_start"]
        places.append(
            {
                **dict(row),
                "before": row["sentence"][max(0, left - 120) : left],
                "after": row["sentence"][right : right + 120],
                "cut_before": left > 120,
                "cut_after": right + 120 < len(row["sentence"]),
                "link": site.links.read(row["document_id"], row["start"], row["end"]),
            }
        )
    return places
