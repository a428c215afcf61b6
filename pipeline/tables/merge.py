"""What was read off many documents, as the sorted rows of the tables: one entity for a thing, one relation for what is said of two.

Everything happens on disk, in DuckDB, which sorts and joins more than the memory holds; one article and a million take the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.errors import DataError
from pipeline.records import RECORDS, Extraction, Failure
from pipeline.scratch import Scratch
from pipeline.tables.contract import Contract, Row, Table, load_contract
from pipeline.tables.identity import identify
from pipeline.tables.spool import DOCUMENT, TEXTS, spool
from pipeline.tables.store import StoredRows, StoredTexts, connect, parquet_file, temporary_files

UNSPECIFIC = "related_to"


@dataclass(frozen=True, slots=True)
class Tables:
    """What is published: the rows of every table in the order of its key, cells in the order of its columns, and the source texts.

    Rows and texts may be on disk, and can be gone through any number of times.
    """

    rows: Mapping[str, Sequence[Row]]
    texts: Mapping[str, str]

    def counts(self) -> dict[str, int]:
        """Rows a table, in the order of publishing."""
        return {name: len(rows) for name, rows in self.rows.items()}


def merge(extractions: Iterable[Extraction], failures: Iterable[Failure] = ()) -> Tables:
    """The tables of all documents together, the same for every order of `extractions`; `failures` is read after them.

    Raises DataError for two documents with one id, for an entity whose owner is not in its document, and for a quote that is not in its text, CallError
    where there is no room for temporary files.
    """
    with temporary_files():
        return _merge(extractions, failures)


def _merge(extractions: Iterable[Extraction], failures: Iterable[Failure]) -> Tables:
    contract = load_contract()
    disk = Scratch()
    read, merged = disk.folder / "read", disk.folder / "merged"
    read.mkdir()
    merged.mkdir()
    spool(extractions, failures, contract, read)
    with closing(connect(disk.folder)) as database:
        for name in (*RECORDS, TEXTS):
            database.execute(f"create view read_{name} as select * from {parquet_file(read / f'{name}.parquet')}")  # noqa: S608
        _refuse_doubles(database)
        _vocabularies(database, contract)
        identify(database)
        _relate(database)
        for name in RECORDS:
            _store(database, contract.table(name), merged)
        database.execute(f"copy (select * from read_{TEXTS} order by document_id) to {parquet_file(merged / f'{TEXTS}.parquet')}")  # noqa: S608
    rows: dict[str, Sequence[Row]] = {
        table.name: contract.vocabularies.get(table.name) or StoredRows(merged / f"{table.name}.parquet", disk) for table in contract.tables
    }
    return Tables(rows, StoredTexts(merged / f"{TEXTS}.parquet", disk))


def _refuse_doubles(database: duckdb.DuckDBPyConnection) -> None:
    twice = database.execute(
        "select min(document_id) from (select document_id from read_documents group by document_id having count(*) > 1)"
    ).fetchone()
    if twice and twice[0] is not None:
        raise DataError(f"two documents have the id '{twice[0]}'; give each an id of its own in the sources file")


def _vocabularies(database: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """What merging has to know: the coarse class of each entity type, and which predicates are symmetric."""
    for name, key, column, made in (("entity_types", "type", "coarse", "coarse"), ("predicates", "predicate", "symmetric", "mutual")):
        names = contract.table(name).column_names
        keys, values = ([row[names.index(cell)] for row in contract.vocabularies[name]] for cell in (key, column))
        database.execute(f"create table {name} as select unnest($1) as {key}, unnest($2) as {made}", [keys, values])


def _relate(database: duckdb.DuckDBPyConnection) -> None:
    """One relation for a pair and a predicate, with the evidence of all documents; an unspecific one gives way to a specific one."""
    database.execute(_RELATED)
    database.execute(_BETTER, {"unspecific": UNSPECIFIC})
    database.execute(_EVIDENCE)


def _store(database: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> None:
    """Write the sorted rows of a table."""
    columns = ", ".join(map(_quoted, table.column_names))
    key = ", ".join(map(_quoted, table.primary_key))
    rows = _MERGED.get(table.name) or _renamed(table)
    file = parquet_file(folder / f"{table.name}.parquet")
    database.execute(f"copy (select {columns} from ({rows}) order by {key}) to {file} (row_group_size 16384)")  # noqa: S608


def _renamed(table: Table) -> str:
    """The rows of a table that merging only touches where they refer to entities."""
    references = [key.columns[0] for key in table.foreign_keys if key.table == "entities"]
    cells = ", ".join(f"coalesce(new_{name}.merged_id, old.{name}) as {name}" for name in references)
    joins = " ".join(
        f"left join renamed new_{name} on new_{name}.document = old.{DOCUMENT} and new_{name}.entity_id = old.{name}" for name in references
    )
    replaced = f"old.* exclude ({', '.join(references)}), {cells}" if references else "old.*"
    return f"select {replaced} from read_{table.name} old {joins}"  # noqa: S608


def _quoted(name: str) -> str:
    return f'"{name}"'


_RELATED = """
create table related as
select
    _document as document, relation_id as old_id, predicate, object_value, modality, valid_from, valid_to, confidence, status, rule,
    case when turned then object else subject end as subject_id,
    case when object_value is null then case when turned then subject else object end end as object_id,
    concat(case when turned then object else subject end, '.', predicate, '.', case when turned then subject else object end) as relation_id
from (
    select
        old.*, coalesce(s.merged_id, old.subject_id) as subject, coalesce(o.merged_id, old.object_id, old.object_value) as object,
        mutual and object < subject as turned
    from read_relations old
    join predicates using (predicate)
    left join renamed s on s.document = old._document and s.entity_id = old.subject_id
    left join renamed o on o.document = old._document and o.entity_id = old.object_id
)
"""

# Unspecific relation -> the first specific one between the same two entities, which its evidence then supports.
_BETTER = """
create table better as
with pairs as (
    select distinct relation_id, predicate, least(subject_id, coalesce(object_id, '')) as one, greatest(subject_id, coalesce(object_id, '')) as other
    from related
),
specific as (select one, other, min(relation_id) as better_id from pairs where predicate <> $unspecific group by one, other)
select relation_id, better_id from pairs join specific using (one, other) where predicate = $unspecific
"""

_EVIDENCE = """
create table supported as
select old.* exclude (relation_id), coalesce(better_id, related.relation_id) as relation_id
from read_evidence old
join related on document = old._document and old_id = old.relation_id
left join better on better.relation_id = related.relation_id
"""

_MERGED = {
    "entities": """
        select entity_id, name, type, named, owner_id as scope_id, description, coalesce(places, 0) as mentions, documents
        from merged
        left join (
            select coalesce(merged_id, old.entity_id) as entity_id, count(*) as places
            from read_mentions old left join renamed on document = old._document and renamed.entity_id = old.entity_id group by 1
        ) using (entity_id)
    """,
    "aliases": """
        select merged_id as entity_id, alias, min(kind) as kind
        from read_aliases old
        join member on document = old._document and member.entity_id = old.entity_id
        join merged on merged.entity_id = merged_id
        where merged.normal <> old._normal
        group by merged_id, alias
    """,
    # The best rule, the strongest status, the first dates, in the order of the documents.
    "relations": """
        select
            relation_id, unnest(best), valid_from, valid_to, coalesce(evidence, 0) as evidence, status
        from (
            select
                relation_id,
                first({'subject_id': subject_id, 'predicate': predicate, 'object_id': object_id, 'object_value': object_value, 'modality': modality,
                    'confidence': confidence, 'rule': rule}
                    order by confidence is not null desc, coalesce(confidence, 0) desc, modality = 'asserted' desc, document) as best,
                first(valid_from order by document) filter (valid_from <> '') as valid_from,
                first(valid_to order by document) filter (valid_to <> '') as valid_to,
                ['added', 'extracted', 'confirmed'][max(list_position(['added', 'extracted', 'confirmed'], status))] as status
            from related anti join better using (relation_id)
            group by relation_id
        )
        left join (select relation_id, count(*) as evidence from supported group by relation_id) using (relation_id)
    """,
    "evidence": "select * from supported",
}
