"""The promises of the contract held against tables of any size, on disk and by columns, before anything is published.

DuckDB finds the rows that may be wrong, with conditions made of the tables' schemas; the compiled validator of the rows, which is slower,
then says what is wrong with each. What a quote promises is checked where the texts are (`checks.check_quotes`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipeline.scratch import Scratch
from pipeline.tables.checks import COUNTS, allowed_ends, check_rows
from pipeline.tables.contract import Column, Contract, Row, Table, load_contract
from pipeline.tables.report import Issue
from pipeline.tables.store import TYPES, StoredRows, connect, parquet_file

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SHOWN = 5
# RE2 only knows ASCII blanks; the JSON Schema patterns mean all of Unicode's.
_BLANKS = r"\t-\r\x1c-\x20\x{85}\pZ"


def check_volume(rows: Mapping[str, Sequence[Row]]) -> Iterator[Issue]:
    """What is wrong with the tables, a few problems of each kind: schema, keys, references, counts and what predicates may link."""
    contract = load_contract()
    with Scratch() as folder, closing(connect(folder)) as database:
        for table in contract.tables:
            _register(database, table, rows[table.name])
        for table in contract.tables:
            yield from _rows(database, table, rows[table.name])
            yield from _keys(database, table)
            yield from _references(database, table)
        yield from _counts(database, contract)
        yield from _predicates(database, contract)


def _register(database: DuckDBPyConnection, table: Table, rows: Sequence[Row]) -> None:
    """Make a table known under its name; of one in memory, the columns that are no lists."""
    if isinstance(rows, StoredRows):
        source = f"select *, file_row_number + 1 as _row from read_parquet({parquet_file(rows.file)}, file_row_number = true)"  # noqa: S608
        database.execute(f'create view "{table.name}" as {source}')
        return
    plain = [(at, column) for at, column in enumerate(table.columns) if column.type in TYPES]
    columns = {column.name: pa.array([row[at] for row in rows], TYPES[column.type]) for at, column in plain}
    database.register(table.name, pa.table({**columns, "_row": pa.array(range(1, len(rows) + 1), pa.int64())}))


def _rows(database: DuckDBPyConnection, table: Table, rows: Sequence[Row]) -> Iterator[Issue]:
    """Every row is valid against the table's JSON Schema."""
    if not isinstance(rows, StoredRows):
        yield from check_rows(table, rows)
        return
    cells = ", ".join(f'"{name}"' for name in table.column_names)
    wrong = database.execute(
        f'select _row, {cells} from "{table.name}" where not ({row_condition(table)}) order by _row limit {_SHOWN}'  # noqa: S608
    ).fetchall()
    for number, *row in wrong:
        for issue in check_rows(table, [tuple(row)]):
            yield Issue(issue.slug, issue.table, number, issue.field, issue.value, issue.note)


def row_condition(table: Table) -> str:
    """SQL that is true for the rows that are valid against the table's JSON Schema, where cells have the types of their columns.

    It covers the words that the schemas use, but for lists; a test holds it against the compiled validator.
    """
    conditions = [condition for column in table.columns for condition in _column_conditions(column)]
    if "oneOf" in table.schema:
        branches = (_branch(branch["properties"]) for branch in table.schema["oneOf"])
        conditions.append(" + ".join(f"({branch})::int" for branch in branches) + " = 1")
    return " and ".join(conditions) or "true"


def _column_conditions(column: Column) -> Iterator[str]:
    if column.type not in TYPES:
        return
    name, schema = f'"{column.name}"', column.schema
    if not column.nullable:
        yield f"{name} is not null"
    for condition in filter(None, (_CONDITIONS[word](name, schema[word]) for word in _CONDITIONS if word in schema)):
        yield f"({name} is null or {condition})" if column.nullable else condition


_CONDITIONS: dict[str, Any] = {
    "enum": lambda name, values: f"{name} in ({', '.join(map(_text, values))})",
    "pattern": lambda name, pattern: f"regexp_matches({name}, {_text(_in_re2(pattern))})",
    "minLength": lambda name, least: f"length({name}) >= {least}",
    "maxLength": lambda name, most: f"length({name}) <= {most}",
    "minimum": lambda name, least: f"{name} >= {least}",
    "maximum": lambda name, most: f"{name} <= {most}",
}


def _branch(properties: Mapping[str, Any]) -> str:
    return " and ".join(f'"{name}" is {"" if said["type"] == "null" else "not "}null' for name, said in properties.items())


def _in_re2(pattern: str) -> str:
    anything = pattern.replace(r"[\s\S]", "(?s:.)")
    return re.sub(r"\\([sS])", lambda match: f"[{'^' if match[1] == 'S' else ''}{_BLANKS}]", anything)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _keys(database: DuckDBPyConnection, table: Table) -> Iterator[Issue]:
    """Keys are unique."""
    key = ", ".join(f'"{name}"' for name in table.primary_key)
    question = f'select max(_row), {key} from "{table.name}" group by {key} having count(*) > 1 order by 1 limit {_SHOWN}'  # noqa: S608
    for number, *value in database.execute(question).fetchall():
        yield Issue("primary-key", table.name, number, ", ".join(table.primary_key), _shown(value), "stands in an earlier row too")


def _references(database: DuckDBPyConnection, table: Table) -> Iterator[Issue]:
    """Every reference leads to a row."""
    for key in table.foreign_keys:
        pairs = " and ".join(f'a."{one}" = b."{other}"' for one, other in zip(key.columns, key.references, strict=True))
        cells = ", ".join(f'a."{name}"' for name in key.columns)
        there = " and ".join(f'a."{name}" is not null' for name in key.columns)
        question = (
            f'select a._row, {cells} from "{table.name}" a anti join "{key.table}" b on {pairs} where {there} order by 1 limit {_SHOWN}'  # noqa: S608
        )
        for number, *value in database.execute(question).fetchall():
            yield Issue("foreign-key", table.name, number, ", ".join(key.columns), _shown(value), f"is no key of {key.table}")


def _counts(database: DuckDBPyConnection, contract: Contract) -> Iterator[Issue]:
    """Counts are the number of the rows that they count."""
    for (name, field), (counted, reference) in COUNTS.items():
        key = contract.table(name).primary_key[0]
        question = f"""
            select _row, "{field}", coalesce(times, 0) from "{name}"
            left join (select "{reference}" as counted, count(*) as times from "{counted}" group by 1) on counted = "{key}"
            where "{field}" <> coalesce(times, 0) order by 1 limit {_SHOWN}
        """  # noqa: S608
        for number, said, found in database.execute(question).fetchall():
            yield Issue("count", name, number, field, str(said), f"{counted} has {found} such rows")


def _predicates(database: DuckDBPyConnection, contract: Contract) -> Iterator[Issue]:
    """The two ends of a relation have types that its predicate allows, those of a symmetric one in either order."""
    database.register("allowed", _allowed(contract))
    question = f"""
        with ends as (
            select r._row, r.predicate, s.type as subject, s.named as subject_named, o.type as object, o.named as object_named
            from relations r join entities s on s.entity_id = r.subject_id left join entities o on o.entity_id = r.object_id
            where r.object_id is null or o.entity_id is not null
        )
        select ends._row, ends.predicate, ends.subject, ends.object
        from ends anti join allowed a on a.predicate = ends.predicate
            and a.subject in (ends.subject, case when ends.subject_named then '' else 'generic ' || ends.subject end)
            and a.object in (coalesce(ends.object, ''), case when ends.object_named then '' else 'generic ' || ends.object end)
        order by 1 limit {_SHOWN}
    """  # noqa: S608
    for number, predicate, subject, object_ in database.execute(question).fetchall():
        yield Issue("predicate", "relations", number, "predicate", predicate, f"does not link {subject} to {object_ or 'a literal value'}")


def _allowed(contract: Contract) -> pa.Table:
    """(predicate, subject, object) of types that may be linked; no object stands for a literal value."""
    rows = [
        {"predicate": predicate, "subject": subject, "object": object_}
        for predicate, pairs in allowed_ends(contract).items()
        for left, right in pairs
        for subject in left
        for object_ in right or [""]
    ]
    return pa.Table.from_pylist(rows)


def _shown(values: Iterable[Any]) -> str:
    return ", ".join(map(str, values))
