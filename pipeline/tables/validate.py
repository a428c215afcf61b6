"""A release held against the contract: schemas, keys, references, offsets, counts, the data package, and the same rows in JSON and the database.

Whether each file is the one that was published, and all other formats hold the same, is told by `pipeline.publish.verify`, which begins with this.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import DataError
from pipeline.tables.checks import check_counts, check_keys, check_places, check_predicates, check_references, check_rows
from pipeline.tables.contract import Contract, Row, Table, load_contract
from pipeline.tables.descriptor import DESCRIPTOR, read_descriptor
from pipeline.tables.reader import open_database, read_csv, read_database, read_json
from pipeline.tables.report import Issue, Report, TableStatus


def validate_release(directory: Path) -> Report:
    """Check the release in `directory`; what is wrong with it is in the report, never raised.

    Raises CallError where there is no release, and DataError where its descriptor is broken.
    """
    listed = read_descriptor(directory)["resources"]
    content = read_content(directory)
    issues = content.issues
    for resource in listed:
        if resource.get("format") == "json":
            issues += _same_json(directory, resource["path"], content.rows)
        elif resource.get("format") == "sqlite":
            issues += _check_database(directory / resource["path"], content.rows)
    issues += check_package(directory)
    return report_of(directory, content.rows, issues)


@dataclass(frozen=True, slots=True)
class Content:
    """The rows of a release by table and its texts by document id, as far as they can be read, and where they break the contract."""

    rows: dict[str, Sequence[Row]]
    texts: dict[str, str]
    issues: list[Issue]


def read_content(directory: Path) -> Content:
    """The CSV files and the source texts of the release in `directory`, held against the contract."""
    contract = load_contract()
    issues: list[Issue] = []
    rows: dict[str, Sequence[Row]] = {table.name: _rows(directory, table, issues) for table in contract.tables}
    texts = _texts(directory, contract, rows, issues)
    for table in contract.tables:
        issues += check_rows(table, rows[table.name])
        issues += check_keys(table, rows[table.name])
        issues += check_references(contract, table, rows)
        issues += check_counts(contract, table, rows)
        issues += check_predicates(contract, table, rows)
        issues += check_places(contract, table, rows, texts)
    return Content(rows, texts, issues)


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


def _same_json(directory: Path, path: str, rows: Mapping[str, Sequence[Row]]) -> Iterator[Issue]:
    table = next((table for table in load_contract().tables if path == f"{table.name}.json"), None)
    if table is not None:
        try:
            yield from _compare(path, rows[table.name], read_json(directory / path, table))
        except DataError as error:
            yield Issue("file", path, None, None, None, str(error))


def _check_database(file: Path, rows: Mapping[str, Sequence[Row]]) -> Iterator[Issue]:
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
        for table in load_contract().tables:
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


def check_package(directory: Path) -> Iterator[Issue]:
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


def report_of(directory: Path, rows: Mapping[str, Sequence[Row]], issues: Sequence[Issue], files: int = 0) -> Report:
    """Problems in the order of the tables, each counted once for the table or file that it stands in; no table where none was read."""
    found = Counter(issue.table for issue in issues)
    statuses = [TableStatus(name, len(rows[name]), found.pop(name, 0)) for name in rows]
    statuses += [TableStatus(name, 0, count) for name, count in sorted(found.items())]
    return Report(str(directory), tuple(statuses), tuple(issues), files)
