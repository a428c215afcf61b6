"""What a row page shows besides the row: the row in words, where it stands, and how to report a mistake."""

from __future__ import annotations

from typing import Any

from datasette.utils import tilde_decode

from pipeline.site.context import Site
from pipeline.tables.contract import load_contract

# Table -> a query that puts a row into words, by its primary key.
_IN_WORDS = {
    "relations": """
        select s.name || ' — ' || p.label || ' — ' || coalesce(o.name, r.object_value) as words, r.subject_id as entity_id
        from relations r join entities s on s.entity_id = r.subject_id join predicates p on p.predicate = r.predicate
        left join entities o on o.entity_id = r.object_id where r.relation_id = ?""",
    "statements": "select subject || ' — ' || relation || ' — ' || object as words, subject_id as entity_id from statements where statement_id = ?",
    "viewpoints": """
        select coalesce(h.name, 'Somebody') || ' ' || v.cue || ': “' || v.text || '”' as words, v.holder_id as entity_id
        from viewpoints v left join entities h on h.entity_id = v.holder_id where v.viewpoint_id = ?""",
    "evidence": "select '“' || quote || '”' as words, null as entity_id from evidence where evidence_id = ?",
    "mentions": """
        select '“' || m.text || '” names ' || e.name as words, m.entity_id from mentions m
        join entities e on e.entity_id = m.entity_id where m.mention_id = ?""",
    "sentences": "select text as words, null as entity_id from sentences where sentence_id = ?",
    "sections": "select coalesce(nullif(title, ''), 'The lead') as words, null as entity_id from sections where section_id = ?",
    "entities": "select name as words, entity_id from entities where entity_id = ?",
}


# Columns that refer to an entity; on a page of one row Datasette shows the bare ids.
_ENTITIES = ("entity_id", "subject_id", "object_id", "holder_id", "about_id", "scope_id", "attributed_to")


async def _names(site: Site, table: str, row_id: str) -> dict[str, str]:
    """Column -> the name of the entity that it refers to."""
    known = load_contract().table(table)
    columns = [name for name in _ENTITIES if name in known.column_names and name != known.primary_key[0]]
    if not columns:
        return {}
    cells = ", ".join(f"(select name from entities where entity_id = r.{name}) as {name}" for name in columns)  # noqa: S608
    row = await site.row(f"select {cells} from {table} r where {known.primary_key[0]} = ?", row_id)  # noqa: S608
    return {name: row[name] for name in columns if row and row[name]}


async def about_row(site: Site, table: str, request: Any) -> dict[str, Any] | None:
    """The row in words with its links, and the text of a report that can be copied; nothing for tables without a place."""
    if table not in _IN_WORDS:
        return None
    row_id = tilde_decode(request.url_vars["pks"])
    row = await site.row(_IN_WORDS[table], row_id)
    if row is None:
        return None
    package = site.release.descriptor
    return {
        "names": await _names(site, table, row_id),
        "words": row["words"],
        "entity": site.links.entity(row["entity_id"]) if row["entity_id"] else None,
        "place": site.links.place(table, row_id) if table != "entities" else None,
        "homepage": package.get("homepage"),
        "report": f"Dataset: {package['name']} {package.get('version', '')}\nTable: {table}\nRow: {row_id}\nIt says: {row['words']}\nWhat is wrong:",
    }
