"""A release whose every text column tries to break out of a page: what a source, a vocabulary or a package file could bring along."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.publish import source_texts, sqlite
from pipeline.publish.datapackage import describe, write_descriptor
from pipeline.publish.package import Package
from pipeline.publish.resources import Edition
from pipeline.tables.contract import Column, load_contract
from pipeline.tables.descriptor import DESCRIPTOR
from pipeline.tables.merge import Tables
from tests.bench.tables import made_up
from tests.site.serving import Served

MENTIONS = 500


def payload(where: str) -> str:
    """Words without a blank that end whatever they may stand in, then try to run, to load, to be a template or a formula."""
    return f"=1+1\"'>--></title></script></textarea><script>alert('{where}')</script><img/src=x/onerror=alert('{where}')><svg/onload=alert('{where}')>{{{{73*71}}}}"


def is_free(column: Column) -> bool:
    """Whether a text column holds words: no id, no hash, no date and none of a fixed list."""
    return (
        column.type == "string"
        and not column.enum
        and column.schema.get("pattern", "") in ("", r"^\S+$", r"^\S([\s\S]*\S)?$", r"^(\S([\s\S]*\S)?)?$")
    )


def columns() -> list[str]:
    """The columns that hold a payload, as `table.column`."""
    return [f"{table.name}.{column.name}" for table in load_contract().tables for column in table.columns if is_free(column)]


def write_hostile(folder: Path) -> Path:
    """The release, written without the checks that would refuse it."""
    tables = made_up(MENTIONS)
    rows = {}
    for table in load_contract().tables:
        free = [is_free(column) and f"{table.name}.{column.name}" for column in table.columns]
        rows[table.name] = [
            tuple(payload(where) + str(at) if where else cell for where, cell in zip(free, row, strict=True))
            for at, row in enumerate(tables.rows[table.name])
        ]
    document_id = next(iter(tables.texts))
    rows["decisions"] = [("dec-0123456789abcdef", document_id, "reject", "relations", payload("decisions.row_id"), payload("row"), payload("value"), payload("reason"), None, None, None, payload("quote"), "applied")]  # fmt: skip
    rows["failures"] = [("fai-0123456789abcdef", payload("failures.path"), document_id, "parse", payload("failures.error"))]
    # The text as long as it was, so that all offsets are places in it: marks begin and end in the midst of elements.
    texts = {key: (payload("text") * len(text))[: len(text)] for key, text in tables.texts.items()}
    question = {"name": "own-question", "title": payload("query"), "description": payload("query"), "sql": "select name from entities"}
    package = Package.of(
        {"name": "hostile", "title": payload("title"), "version": "1.0.0", "description": payload("description"), "queries": [question]},
        terms={document_id: {"origin": payload("origin"), "licence": payload("licence"), "note": payload("note")}},
    )
    folder.mkdir(parents=True)
    edition = Edition(Tables(rows, texts), package, folder)
    edition.written.extend([*sqlite.write(edition), *source_texts.write(edition)])
    descriptor = json.loads(json.dumps(describe(edition)))
    descriptor["terms"] = payload("terms")
    write_descriptor(descriptor, folder / DESCRIPTOR)
    return folder


def addresses(site: Served) -> list[str]:
    """Every kind of page that shows such words, of the site over the release."""
    contract = load_contract()
    data = f"/{site.name}"
    top, document = site.one("select entity_id from entities order by mentions desc")[0], site.one("select document_id from documents")[0]
    rows = [
        (table.name, site.rows(f"select [{table.primary_key[0]}] from [{table.name}] limit 1"))
        for table in contract.tables
        if len(table.primary_key) == 1
    ]
    return [
        "/", "/-/reader", f"/-/reader/{document}", f"/-/reader/{document}?start=40&end=90#lit", f"/-/entity/{top}", f"/-/panel/{top}", "/-/graph", "/-/viewpoints",
        "/-/explore", "/-/explore?q=alert", f"/-/reconcile/preview?id={top}", data,
        *(f"{data}/{table.name}" for table in contract.tables),
        *(f"{data}/{view.name}" for view in contract.views),
        *(site.row(table, found[0][0]) for table, found in rows if found),
        f"{data}/own-question", f"{data}/what-critics-say?about=", f"{data}/find-an-entity?name=", f"{data}?sql=select+name,description+from+entities",
        "/-/nothing/%3Cscript%3Ealert(1)%3C/script%3E", "/-/explore?q=%3Cscript%3Ealert(1)%3C/script%3E", f"{data}?sql=select+'%3Cscript%3Ealert(1)%3C/script%3E'",
    ]  # fmt: skip
