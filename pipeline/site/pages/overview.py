"""The front page: what the dataset is, in figures to look at rather than to read."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from datasette.utils.asgi import Response

from pipeline.records import Decision
from pipeline.review.shares import Share, shares
from pipeline.site.context import Site, site_of
from pipeline.tables.descriptor import DESCRIPTOR

_SHOWN_DOCUMENTS = 10
_SHOWN_SENTENCES = 2_000
_SHOWN_FILES = 60

_BARS = {
    "types": "select t.type as key, t.label, count(e.entity_id) as n from entity_types t join entities e on e.type = t.type group by t.type order by n desc, 2",
    "predicates": """
        select p.predicate as key, p.label, count(r.relation_id) as n
        from predicates p join relations r on r.predicate = p.predicate group by p.predicate order by n desc, 2""",
    "stances": "select stance as key, stance as label, count(*) as n from viewpoints group by stance order by n desc, 1",
    "statuses": "select status as key, status as label, count(*) as n from relations group by status order by n desc, 1",
    "confidence": """
        select cast(min(confidence, 0.999) * 10 as integer) as key, '' as label, count(*) as n
        from relations where confidence is not null group by 1 order by 1 desc""",
}
# How much of each sentence was read: it has evidence of a relation, or an open statement at least, or nothing.
_COVERAGE = """
    select c.section_id, c.title as section, s.start, s.end,
      case when exists (select 1 from evidence e where e.sentence_id = s.sentence_id) then 'relation'
        when exists (select 1 from statements t where t.sentence_id = s.sentence_id) then 'statement'
        else 'nothing' end as what
    from sentences s join sections c on c.section_id = s.section_id
    where s.document_id = ? and s.kind not in ('title', 'heading') order by s.start limit ?"""

_seen: WeakKeyDictionary[Site, dict[str, Any]] = WeakKeyDictionary()


async def front(request: Any, datasette: Any) -> Response:
    """The front page, instead of Datasette's, which asks the database dozens of things for it."""
    site = site_of(datasette)
    context = {"overview": await overview(site) if site else None}
    return Response.html(await datasette.render_template("index.html", context, request=request))


async def overview(site: Site) -> dict[str, Any]:
    """Counts, charts, downloads and how to cite. The database does not change, so it is asked once."""
    if site not in _seen:
        _seen[site] = await _overview(site)
    return _seen[site]


async def _overview(site: Site) -> dict[str, Any]:
    documents = await site.rows("select document_id, title, characters from documents order by document_id limit ?", _SHOWN_DOCUMENTS)
    counts = site.counts
    only = documents[0]["document_id"] if counts.get("documents") == 1 else None
    return {
        "counts": counts,
        "charts": {name: _with_share(await site.all_rows(sql)) for name, sql in _BARS.items()},
        "documents": documents,
        "only": only,
        "coverage": await _coverage(site, only) if only else [],
        "reviewed": await _reviewed(site),
        "quality": site.release.descriptor.get("quality"),
        "downloads": _downloads(site),
        "citation": _citation(site),
    }


def _with_share(rows: list[Any]) -> list[dict[str, Any]]:
    """The rows of a bar chart with the length of each bar, as a share of the longest in percent, and its share of all."""
    largest, total = max((row["n"] for row in rows), default=1), sum(row["n"] for row in rows) or 1
    return [{**dict(row), "length": round(100 * row["n"] / largest, 1), "share": round(100 * row["n"] / total)} for row in rows]


async def _coverage(site: Site, document_id: str) -> list[dict[str, Any]]:
    """Section by section, what came of each sentence."""
    sections: dict[str, dict[str, Any]] = {}
    for row in await site.rows(_COVERAGE, document_id, _SHOWN_SENTENCES):
        section = sections.setdefault(row["section_id"], {"title": row["section"] or "Lead", "sentences": []})
        section["sentences"].append({"what": row["what"], "link": site.links.read(document_id, row["start"], row["end"])})
    for section in sections.values():
        section["read"] = sum(sentence["what"] != "nothing" for sentence in section["sentences"])
    return list(sections.values())


async def _reviewed(site: Site) -> list[Share]:
    """What people decided on the rows of this release, a table each; nothing where nobody reviewed it."""
    decisions = [Decision(*row) for row in await site.all_rows("select * from decisions")] if site.counts.get("decisions") else []
    return [share for share in shares(site.counts, decisions) if share.confirmed or share.added or share.rejected] if decisions else []


def _downloads(site: Site) -> list[dict[str, Any]]:
    """The files with size and hash by format: first those that are the only ones of theirs, then the formats of many files."""
    descriptor = {"path": DESCRIPTOR, "title": "Data package: describes all files and columns", "format": "datapackage"}
    formats: dict[str, list[dict[str, Any]]] = {}
    for entry in (descriptor, *site.release.resources):
        if "path" in entry:
            link = site.links.page("files", *str(entry["path"]).split("/"))
            formats.setdefault(str(entry.get("format", "")), []).append(
                {**entry, "link": link, "sha256": str(entry.get("hash", "")).removeprefix("sha256:")}
            )
    alone = [file for files in formats.values() if len(files) == 1 for file in files]
    many = [_group(name, files) for name, files in formats.items() if len(files) > 1]
    return [{"name": None, "files": alone, "left_out": 0}, *many]


def _group(name: str, files: list[dict[str, Any]]) -> dict[str, Any]:
    """The first files of a format; a release of many documents has thousands, all of which the descriptor lists."""
    size = sum(file.get("bytes", 0) for file in files)
    return {"name": name, "count": len(files), "bytes": size, "files": files[:_SHOWN_FILES], "left_out": max(0, len(files) - _SHOWN_FILES)}


def _citation(site: Site) -> str:
    package = site.release.descriptor
    people = "; ".join(person["title"] for person in package.get("contributors", ()) if "title" in person)
    return f"{people or 'Contributors of this dataset'}: {site.release.title}. Version {package.get('version', 'unknown')}. Data set."
