"""Who is reported to hold what about what: supportive and critical side by side."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Response

from pipeline.site.context import number_of, the_site

_TOPICS = 10
_EACH = 12
STANCES = ("supportive", "neutral", "critical")
_CHOSEN = "(:holder = '' or h.name like '%' || :holder || '%') and (:about = '' or a.name like '%' || :about || '%')"
_TOPIC = f"""
    select v.about_id, a.name as about, count(*) as n
    from viewpoints v left join entities h on h.entity_id = v.holder_id left join entities a on a.entity_id = v.about_id
    where {_CHOSEN} group by v.about_id order by n desc, about limit :limit offset :offset"""  # noqa: S608 - a constant
_HELD = f"""
    select * from (
      select v.*, h.name as holder, s.document_id, row_number() over (partition by v.stance order by s.document_id, v.start) as rank,
        count(*) over (partition by v.stance) as total
      from viewpoints v join sentences s on s.sentence_id = v.sentence_id
      left join entities h on h.entity_id = v.holder_id left join entities a on a.entity_id = v.about_id
      where v.about_id is :topic and {_CHOSEN}
    ) where rank <= {_EACH} order by stance, rank"""  # noqa: S608 - a constant


async def viewpoints(request: Any, datasette: Any) -> Response:
    """Viewpoints by what they are about, the most debated first; narrowed down by `holder` and `about`, a part of a name each."""
    site = the_site(datasette)
    chosen = {"holder": request.args.get("holder") or "", "about": request.args.get("about") or ""}
    page = max(1, number_of(request, "page", 1))
    found = (await site.database.execute(_TOPIC, {**chosen, "limit": _TOPICS + 1, "offset": (page - 1) * _TOPICS})).rows
    topics = []
    for topic in found[:_TOPICS]:
        held = (await site.database.execute(_HELD, {**chosen, "topic": topic["about_id"]})).rows
        sides = {stance: [_card(site, row) for row in held if row["stance"] == stance] for stance in STANCES}
        totals = {row["stance"]: row["total"] for row in held}
        topics.append({**dict(topic), "sides": sides, "totals": totals})
    context = {
        **chosen,
        "topics": topics,
        "stances": STANCES,
        "previous": site.links.page("viewpoints", **chosen, page=page - 1) if page > 1 else None,
        "next": site.links.page("viewpoints", **chosen, page=page + 1) if len(found) > _TOPICS else None,
    }
    return Response.html(await datasette.render_template("viewpoints.html", context, request=request))


def _card(site: Any, row: Any) -> dict[str, Any]:
    return {**dict(row), "link": site.links.read(row["document_id"], row["start"], row["end"])}
