"""From a row to its place: a redirect to the reader, scrolled to the row's words and these lit."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import NotFound, Response

from pipeline.site.context import the_site

# Table -> where the words of the row with this key stand; a relation's are those of its first evidence.
_WHERE = {
    "documents": 'select document_id, 0 as start, 0 as "end" from documents where document_id = ?',
    "sections": "select document_id, start, start + length(title) as end from sections where section_id = ?",
    "sentences": "select document_id, start, end from sentences where sentence_id = ?",
    "mentions": "select s.document_id, m.start, m.end from mentions m join sentences s on s.sentence_id = m.sentence_id where m.mention_id = ?",
    "statements": """
        select s.document_id, min(t.subject_start, t.relation_start, t.object_start) as start, max(t.subject_end, t.relation_end, t.object_end) as end
        from statements t join sentences s on s.sentence_id = t.sentence_id where t.statement_id = ?""",
    "relations": """
        select s.document_id, e.start, e.end from evidence e join sentences s on s.sentence_id = e.sentence_id
        where e.relation_id = ? order by s.document_id, e.start limit 1""",
    "evidence": "select s.document_id, e.start, e.end from evidence e join sentences s on s.sentence_id = e.sentence_id where e.evidence_id = ?",
    "viewpoints": "select s.document_id, v.start, v.end from viewpoints v join sentences s on s.sentence_id = v.sentence_id where v.viewpoint_id = ?",
}


async def place(request: Any, datasette: Any) -> Response:
    """Where the row of this table with this key stands; `entity` is handed on to the reader."""
    site = the_site(datasette)
    table, row_id = request.url_vars["table"], unquote(request.url_vars["row_id"])
    row = await site.row(_WHERE[table], row_id) if table in _WHERE else None
    if row is None:
        raise NotFound("There is no such row, or it has no place in a text")
    return Response.redirect(site.links.read(row["document_id"], row["start"], row["end"], entity=request.args.get("entity")))
