"""The reader: a text as it stands, with what was found in it marked, a page of sentences at a time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import NotFound, Response
from markupsafe import Markup, escape

from pipeline.site.context import Site, number_of, the_site
from pipeline.site.marking import Lit, Mark, marked

SENTENCES = 120
_DOCUMENTS = 50
_SECTIONS = 300
_TAGS = {"title": "h1", "heading": "h2", "paragraph": "p", "list_item": "li"}
_PAGE = """
    select s.sentence_id, s.block, s.kind, s.start, s.end, s.section_id from sentences s
    where s.document_id = ? order by s.start limit ? offset ?"""
_MARKS = """
    select m.start, m.end, m.entity_id, e.type, m.kind, m.sentence_id
    from mentions m join entities e on e.entity_id = m.entity_id where m.sentence_id in (select value from json_each(?))"""


async def documents(request: Any, datasette: Any) -> Response:
    """The only document, or the list of all, a page at a time and searched by title."""
    site = the_site(datasette)
    if site.counts.get("documents") == 1:
        only = await site.row("select document_id from documents")
        return Response.redirect(site.links.read(only["document_id"] if only else ""))
    query, after = request.args.get("q") or "", request.args.get("after") or ""
    rows = await site.rows(
        "select document_id, title, characters from documents where document_id > ? and instr(lower(title), lower(?)) order by document_id limit ?",
        after, query, _DOCUMENTS + 1,
    )  # fmt: skip
    more = site.links.page("reader", q=query, after=rows[_DOCUMENTS - 1]["document_id"]) if len(rows) > _DOCUMENTS else None
    context = {"documents": rows[:_DOCUMENTS], "more": more, "query": query}
    return Response.html(await datasette.render_template("documents.html", context, request=request))


async def reader(request: Any, datasette: Any) -> Response:
    """A page of one document; `start` and `end` light these characters and choose the page, else `page` does."""
    site = the_site(datasette)
    document = await site.row("select * from documents where document_id = ?", unquote(request.url_vars["document_id"]))
    text = site.release.text(document["document_id"]) if document else None
    if document is None or text is None:
        raise NotFound("The release has no such text")
    lit = _lit(request)
    page = await _page_of(site, document["document_id"], lit.start) if lit else max(1, number_of(request, "page", 1))
    rows = await site.rows(_PAGE, document["document_id"], SENTENCES + 1, (page - 1) * SENTENCES)
    if not rows:
        raise NotFound("The text has no such page")
    sentences = rows[:SENTENCES]
    marks = await _marks(site, sentences)
    context = {
        "document": document,
        "sections": await _sections(site, document["document_id"]),
        "blocks": list(_blocks(site, text, sentences, marks, lit)),
        "types": await _types(site, marks),
        "page": page,
        "previous": site.links.page("reader", document["document_id"], page=page - 1) if page > 1 else None,
        "next": site.links.page("reader", document["document_id"], page=page + 1) if len(rows) > SENTENCES else None,
    }
    return Response.html(await datasette.render_template("reader.html", context, request=request))


def _lit(request: Any) -> Lit | None:
    start = number_of(request, "start", -1)
    return Lit(start, max(start, number_of(request, "end", start))) if start >= 0 else None


async def _page_of(site: Site, document_id: str, place: int) -> int:
    """The page on which the sentence stands that begins at `place` or last before it."""
    row = await site.row("select count(*) as n from sentences where document_id = ? and start <= ?", document_id, place)
    return 1 + max(0, (row["n"] if row else 1) - 1) // SENTENCES


async def _marks(site: Site, sentences: list[sqlite3.Row]) -> dict[str, list[Mark]]:
    """Sentence -> the mentions in it."""
    found: dict[str, list[Mark]] = {}
    for row in await site.rows(_MARKS, json.dumps([sentence["sentence_id"] for sentence in sentences])):
        found.setdefault(row["sentence_id"], []).append(Mark(row["start"], row["end"], row["entity_id"], row["type"], row["kind"]))
    return found


async def _types(site: Site, marks: dict[str, list[Mark]]) -> list[dict[str, Any]]:
    """The entity types on the page for the legend, with the number of mentions of each."""
    counts: dict[str, int] = {}
    for mark in (mark for group in marks.values() for mark in group):
        counts[mark.type] = counts.get(mark.type, 0) + 1
    labels = await site.rows("select type, label from entity_types order by label")
    return [{"type": row["type"], "label": row["label"], "n": counts[row["type"]]} for row in labels if row["type"] in counts]


async def _sections(site: Site, document_id: str) -> list[dict[str, Any]]:
    rows = await site.rows(
        "select title, level, start from sections where document_id = ? order by position limit ?", document_id, _SECTIONS
    )
    return [{"title": row["title"], "level": row["level"], "link": _heading(site, document_id, row)} for row in rows]


def _heading(site: Site, document_id: str, section: sqlite3.Row) -> str:
    return site.links.read(document_id, section["start"], section["start"] + len(section["title"]))


def _blocks(site: Site, text: str, sentences: list[sqlite3.Row], marks: dict[str, list[Mark]], lit: Lit | None) -> Iterator[dict[str, Any]]:
    """Blocks of sentences in the order of the text. What stands between sentences is shown too, subdued where it is more than blank."""
    at = text.rfind("\n", 0, sentences[0]["start"]) + 1
    for block, group in groupby(sentences, key=lambda sentence: (sentence["block"], sentence["kind"])):
        parts = []
        for sentence in group:
            start, end = sentence["start"], sentence["end"]
            found = marks.get(sentence["sentence_id"], [])
            parts.append(
                _between(text[at:start])
                + Markup('<span class="s" data-sentence="{}">{}</span>').format(
                    sentence["sentence_id"], marked(text, start, end, found, lit, site.links.entity)
                )
            )
            at = end
        line_end = text.find("\n", at)
        after, at = text[at : line_end if line_end >= 0 else len(text)], line_end if line_end >= 0 else len(text)
        yield {"tag": _TAGS.get(block[1], "p"), "kind": block[1], "content": Markup("").join([*parts, _between(after)])}


def _between(text: str) -> Markup:
    return Markup('<span class="furniture">{}</span>').format(text) if text.strip() else Markup(" ") if text else escape("")
