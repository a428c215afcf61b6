"""Search over everything, with the found words marked, and the ways in for those who do not know what to search for."""

from __future__ import annotations

import re
from typing import Any

from datasette.utils.asgi import Response
from markupsafe import Markup, escape

from pipeline.site.context import Site, number_of, the_site
from pipeline.site.metadata import saved_queries, searchable
from pipeline.site.pages.overview import overview

_FEW, _MANY = 6, 25
_WORDS = 12
# What SQLite puts around a found word; control characters that are replaced by elements after escaping.
_ON, _OFF = "\x02", "\x03"
_SEARCHES = {
    "entities": """
        with found as (
          select e.rowid as id, e.* from entities e
          where e.rowid in (select rowid from entities_fts where entities_fts match :match)
            or e.entity_id in (select entity_id from aliases where alias like :start || '%' escape '\\')
          order by e.mentions desc, e.name limit :limit offset :offset
        )
        select e.entity_id, e.type, t.label as type_label, e.mentions,
          coalesce((select highlight(entities_fts, 0, char(2), char(3)) from entities_fts where entities_fts match :match and rowid = e.id), e.name) as name,
          (select snippet(entities_fts, 1, char(2), char(3), '…', 30) from entities_fts where entities_fts match :match and rowid = e.id) as description,
          (select group_concat(alias, '; ') from aliases a where a.entity_id = e.entity_id) as other_names
        from found e join entity_types t on t.type = e.type order by e.mentions desc, e.name""",
    "relations": """
        select e.evidence_id, s.name as subject, p.label as predicate, coalesce(o.name, r.object_value) as object,
          snippet(evidence_fts, 0, char(2), char(3), '…', 40) as snippet
        from evidence_fts join evidence e on e.rowid = evidence_fts.rowid join relations r on r.relation_id = e.relation_id
        join predicates p on p.predicate = r.predicate join entities s on s.entity_id = r.subject_id left join entities o on o.entity_id = r.object_id
        where evidence_fts match :match order by evidence_fts.rowid limit :limit offset :offset""",
    "viewpoints": """
        select v.viewpoint_id, v.stance, h.name as holder, highlight(viewpoints_fts, 1, char(2), char(3)) as cue,
          snippet(viewpoints_fts, 0, char(2), char(3), '…', 40) as snippet
        from viewpoints_fts join viewpoints v on v.rowid = viewpoints_fts.rowid left join entities h on h.entity_id = v.holder_id
        where viewpoints_fts match :match order by viewpoints_fts.rowid limit :limit offset :offset""",
    "sentences": """
        select s.document_id, s.start, s.end, d.title as document, snippet(sentences_fts, 0, char(2), char(3), '…', 40) as snippet
        from sentences_fts join sentences s on s.rowid = sentences_fts.rowid join documents d on d.document_id = s.document_id
        where sentences_fts match :match order by sentences_fts.rowid limit :limit offset :offset""",
    "statements": """
        select s.statement_id, highlight(statements_fts, 0, char(2), char(3)) as subject, highlight(statements_fts, 1, char(2), char(3)) as relation,
          highlight(statements_fts, 2, char(2), char(3)) as object, s.negated, s.modality
        from statements_fts join statements s on s.rowid = statements_fts.rowid
        where statements_fts match :match order by statements_fts.rowid limit :limit offset :offset""",
}  # fmt: skip
# What is searched -> the table whose index answers.
_INDEX = {"relations": "evidence"}


async def explore(request: Any, datasette: Any) -> Response:
    """Results for `q` (of one `kind` alone, a page at a time, where it is given), or facets and questions to begin with."""
    site = the_site(datasette)
    query = (request.args.get("q") or "").strip()[:200]
    kind = request.args.get("kind") or ""
    page = max(1, number_of(request, "page", 1))
    indexed = searchable(site.release)
    there = [name for name in _SEARCHES if _INDEX.get(name, name) in indexed]
    kinds = [kind] if kind in there else there
    size = _MANY if kind in there else _FEW
    results = [await _search(site, name, query, size, page if kind else 1) for name in kinds] if _match(query) else []
    context = {
        "query": query,
        "kind": kind,
        "page": page,
        "results": results,
        "overview": await overview(site),
        "questions": [{**question, "parameters": _parameters(question["sql"])} for question in saved_queries(site.release)],
    }
    return Response.html(await datasette.render_template("explore.html", context, request=request))


def _match(query: str) -> str:
    """A full-text query for all of the words, the last one as a beginning; nothing that a visitor types is an operator."""
    words = re.findall(r"\w+", query)[:_WORDS]
    return " ".join(f'"{word}"' for word in words) + ("*" if words else "")


async def _search(site: Site, kind: str, query: str, size: int, page: int) -> dict[str, Any]:
    start = re.sub(r"([\\%_])", r"\\\1", query)
    parameters = {"match": _match(query), "start": start, "limit": size + 1, "offset": (page - 1) * size}
    rows = (
        await site.database.execute(_SEARCHES[kind], {name: parameters[name] for name in parameters if f":{name}" in _SEARCHES[kind]})
    ).rows
    more = len(rows) > size
    marked = [{key: _marked(row[key]) for key in row.keys()} for row in rows[:size]]  # noqa: SIM118 - a row iterates over its values
    return {
        "kind": kind,
        "rows": marked,
        "next": site.links.page("explore", q=query, kind=kind, page=page + 1 if page > 1 or size == _MANY else 1) if more else None,
        "previous": site.links.page("explore", q=query, kind=kind, page=page - 1) if page > 1 else None,
    }


def _marked(value: object) -> object:
    """A cell, escaped, with the found words in elements."""
    if not isinstance(value, str) or _ON not in value:
        return value
    return Markup(str(escape(value)).replace(_ON, "<mark>").replace(_OFF, "</mark>"))  # noqa: S704 - escaped before


def _parameters(sql: str) -> list[str]:
    """The named parameters of a saved question, in order."""
    return list(dict.fromkeys(re.findall(r"(?<![:\w]):([a-z_]+)", re.sub(r"'[^']*'", "''", sql))))
