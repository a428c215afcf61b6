"""The data dictionary, for people: every table, column, key and view as Markdown, with a diagram drawn from the keys."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.tables.contract import Column, Contract, Table, load_contract
from pipeline.tables.descriptor import read_descriptor
from pipeline.tables.reader import read_csv

_SHORT_LIST = 8


def dictionary_of(directory: Path) -> str:
    """The dictionary of the contract with the row counts of the release in `directory`.

    Raises CallError where there is no release, DataError where its CSV files cannot be read.
    """
    read_descriptor(directory)
    contract = load_contract()
    return data_dictionary(contract, {t.name: sum(1 for _ in read_csv(directory / f"{t.name}.csv", t)) for t in contract.tables})


def data_dictionary(contract: Contract, counts: Mapping[str, int]) -> str:
    """The dictionary as Markdown; `counts` are the rows a table in the published release."""
    return "\n".join(_lines(contract, counts)) + "\n"


def _lines(contract: Contract, counts: Mapping[str, int]) -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Generated from `schemas/` at each build. Every table is published under the same name as CSV, as JSON and in the database."
    yield "Offsets are half-open and count Unicode code points of the source text. An empty cell is null."
    yield ""
    yield "| table | one row is | rows in the published release |"
    yield "| --- | --- | ---: |"
    for table in contract.tables:
        yield f"| [{table.name}](#{table.name}) | {_cell(_row_is(table))} | {counts.get(table.name, 0):,} |"
    yield ""
    yield from _diagram(contract)
    for table in contract.tables:
        yield ""
        yield from _table(table, counts.get(table.name, 0))
    yield ""
    yield "## Views of the database"
    yield ""
    yield "| view | what it shows |"
    yield "| --- | --- |"
    for view in contract.views:
        yield f"| {view.name} | {_cell(view.description)} |"


def _row_is(table: Table) -> str:
    return table.description.removeprefix("One row is ").rstrip(".")


def _diagram(contract: Contract) -> Iterator[str]:
    """Tables and their references; a reference that may be empty is drawn as optional."""
    yield "```mermaid"
    yield "erDiagram"
    for table in contract.tables:
        for key in table.foreign_keys:
            optional = any(table.column(name).nullable for name in key.columns)
            yield f"  {key.table} {'|o' if optional else '||'}--o{{ {table.name} : {'_'.join(key.columns)}"
    for table in contract.tables:
        yield f"  {table.name} {{"
        for column in table.columns:
            yield f"    {column.type} {column.name}{_mark(table, column)}"
        yield "  }"
    yield "```"


def _mark(table: Table, column: Column) -> str:
    marks = ["PK"] if column.name in table.primary_key else []
    marks += ["FK"] if any(column.name in key.columns for key in table.foreign_keys) else []
    return f" {', '.join(marks)}" if marks else ""


def _table(table: Table, rows: int) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield f"{table.description} {rows:,} rows. Key: {', '.join(f'`{name}`' for name in table.primary_key)}."
    if table.quoted_columns:
        yield f"These columns repeat the source text, and stand under its terms: {', '.join(f'`{name}`' for name in table.quoted_columns)}."
    yield ""
    yield "| column | type | meaning | values | example |"
    yield "| --- | --- | --- | --- | --- |"
    for column in table.columns:
        example = column.schema["examples"][0]
        shown = example if isinstance(example, str) else json.dumps(example)
        type_ = column.type + (f" ({column.unit})" if column.unit else "")
        yield f"| {column.name} | {type_} | {_cell(column.description)} | {_cell(_values(table, column))} | {_cell(f'`{shown}`')} |"


def _values(table: Table, column: Column) -> str:
    """What a cell may hold, in words."""
    reference = next((key.table for key in table.foreign_keys if column.name in key.columns), None)
    parts = ["may be empty"] if column.nullable else []
    if reference is not None:
        parts.append(f"a key of [{reference}](#{reference})")
    elif column.enum and len(column.enum) <= _SHORT_LIST:
        parts.append(", ".join(f"`{value}`" for value in column.enum))
    elif "pattern" in column.schema and "\\S" not in column.schema["pattern"]:
        parts.append(f"`{column.schema['pattern']}`")
    if "minimum" in column.schema:
        most = f" to {column.schema['maximum']}" if "maximum" in column.schema else " or more"
        parts.append(f"{column.schema['minimum']}{most}")
    return "; ".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
