"""A release held against everything that it promises: schemas, keys, references, offsets, counts, and the same rows in every format."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from pipeline.errors import DataError
from pipeline.tables.checks import check_counts, check_keys, check_places, check_predicates, check_references, check_rows
from pipeline.tables.contract import Contract, Row, Table, load_contract
from pipeline.tables.descriptor import DESCRIPTOR, read_descriptor
from pipeline.tables.reader import open_database, read_csv, read_database, read_json
from pipeline.tables.report import Issue, Report, TableStatus
from pipeline.tables.sums import check_sums


def validate_release(directory: Path) -> Report:
    """Check the release in `directory`; what is wrong with it is in the report, never raised.

    Raises CallError where there is no release, and DataError where its descriptor is broken.
    """
    contract = load_contract()
    listed = read_descriptor(directory)["resources"]
    issues: list[Issue] = []
    rows: dict[str, Sequence[Row]] = {}
    for table in contract.tables:
        rows[table.name] = _rows(directory, table, issues)
    texts = _texts(directory, contract, rows, issues)
    for table in contract.tables:
        issues += check_rows(table, rows[table.name])
        issues += check_keys(table, rows[table.name])
        issues += check_references(contract, table, rows)
        issues += check_counts(contract, table, rows)
        issues += check_predicates(contract, table, rows)
        issues += check_places(contract, table, rows, texts)
    for resource in listed:
        if resource.get("format") == "json":
            issues += _same_json(directory, resource["path"], contract, rows)
        elif resource.get("format") == "sqlite":
            issues += _check_database(directory / resource["path"], contract, rows)
    issues += _check_package(directory)
    issues += check_sums(directory)
    return _report(directory, contract, rows, issues)


def _rows(directory: Path, table: Table, issues: list[Issue]) -> list[Row]:
    """The rows of the table's CSV file, as far as it can be read."""
    rows: list[Row] = []
    try:
        for row, wrong in read_csv(directory / f"{table.name}.csv", table):
            rows.append(row)
            for field, text in wrong:
                issues.append(Issue("type", table.name, len(rows), field, text, f"is no {table.column(field).type}"))
    except DataError as error:
        issues.append(Issue("file", table.name, None, None, None, str(error)))
    return rows


def _texts(directory: Path, contract: Contract, rows: Mapping[str, Sequence[Row]], issues: list[Issue]) -> dict[str, str]:
    """The source texts of the release by document id; each has the length that its row says."""
    names = contract.table("documents").column_names
    key, length = names.index("document_id"), names.index("characters")
    safe = contract.table("documents").column("document_id").schema["pattern"]
    texts: dict[str, str] = {}
    for number, row in enumerate(rows["documents"], 1):
        path = f"sources/{row[key]}.txt"
        if not re.search(safe, str(row[key])):
            continue  # not an id, reported as such, and maybe the way out of the folder
        try:
            text = (directory / path).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError, ValueError) as error:
            issues.append(Issue("source", "documents", number, "document_id", str(row[key]), f"{path} cannot be read ({error})"))
            continue
        texts[str(row[key])] = text
        if len(text) != row[length]:
            issues.append(Issue("source", "documents", number, "characters", str(row[length]), f"{path} has {len(text)}"))
    return texts


def _same_json(directory: Path, path: str, contract: Contract, rows: Mapping[str, Sequence[Row]]) -> Iterator[Issue]:
    table = next((table for table in contract.tables if path == f"{table.name}.json"), None)
    if table is not None:
        try:
            yield from _compare(path, rows[table.name], read_json(directory / path, table))
        except DataError as error:
            yield Issue("file", path, None, None, None, str(error))


def _check_database(file: Path, contract: Contract, rows: Mapping[str, Sequence[Row]]) -> Iterator[Issue]:
    """The database is sound, its references lead somewhere, and it holds the rows of the CSV files."""
    if not file.is_file():
        yield Issue("file", file.name, None, None, None, "the database is missing; the release is incomplete")
        return
    try:
        with closing(open_database(file)) as connection:
            for (line,) in connection.execute("pragma integrity_check"):
                if line != "ok":
                    yield Issue("integrity", file.name, None, None, None, line)
            for table, row, parent, _ in connection.execute("pragma foreign_key_check"):
                yield Issue("foreign-key", file.name, row, table, None, f"refers to no row of {parent}")
        for table in contract.tables:
            yield from _compare(f"{file.name}:{table.name}", rows[table.name], read_database(file, table))
    except (sqlite3.Error, DataError) as error:
        yield Issue("integrity", file.name, None, None, None, str(error))


def _compare(name: str, expected: Sequence[Row], found: Sequence[Row]) -> Iterator[Issue]:
    """The first row of a file that differs from that of the CSV file."""
    if len(expected) != len(found):
        yield Issue("same-rows", name, None, None, None, f"{len(found)} rows instead of the {len(expected)} of the CSV file")
    for number, (left, right) in enumerate(zip(expected, found, strict=False), 1):
        if left != right:
            yield Issue("same-rows", name, number, None, str(right), f"the CSV file has {left} there")
            return


def _check_package(directory: Path) -> Iterator[Issue]:
    """Frictionless finds nothing to say against the package."""
    import frictionless

    report = frictionless.validate(str(directory / DESCRIPTOR))
    for task in report.tasks:
        for error in task.errors:
            yield _frictionless_issue(task.name, error)
        for warning in task.warnings:
            yield Issue("frictionless", task.name, None, None, None, warning)
    for error in report.errors:
        yield _frictionless_issue(DESCRIPTOR, error)
    for warning in report.warnings:
        yield Issue("frictionless", DESCRIPTOR, None, None, None, warning)


def _frictionless_issue(name: str, error: Any) -> Issue:
    row = getattr(error, "row_number", None)
    return Issue(
        "frictionless", name, row - 1 if row else None, getattr(error, "field_name", None), getattr(error, "cell", None), error.message
    )


def _report(directory: Path, contract: Contract, rows: Mapping[str, Sequence[Row]], issues: list[Issue]) -> Report:
    """Problems in the order of the tables, each counted once for the table or file that it stands in."""
    found = Counter(issue.table for issue in issues)
    statuses = [TableStatus(table.name, len(rows[table.name]), found.pop(table.name, 0)) for table in contract.tables]
    statuses += [TableStatus(name, 0, count) for name, count in sorted(found.items())]
    return Report(str(directory), tuple(statuses), tuple(issues))
