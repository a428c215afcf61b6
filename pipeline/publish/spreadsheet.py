"""`NAME.xlsx`: the edition to open by double click: one sheet a table, every cell typed, text never taken for a formula, a date or a link."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from pipeline.publish.resources import Edition, Resource
from pipeline.tables.contract import Cell, Table

_LONGEST_CELL = 32_767
_WIDEST = 60
_NO_DATE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the file must hold a date, and may not hold today's
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def write(edition: Edition) -> Iterator[Resource]:
    """One workbook: a sheet that says what this is, then one a table."""
    path = f"{edition.package.name}.xlsx"
    with xlsxwriter.Workbook(str(edition.folder / path), _OPTIONS) as workbook:
        workbook.set_properties({"title": edition.package.title, "created": _NO_DATE})
        bold = workbook.add_format({"bold": True})
        _about(workbook.add_worksheet("about"), edition, bold)
        for table in edition.contract.tables:
            _sheet(workbook.add_worksheet(table.name), table, edition, bold)
    yield Resource(
        f"{edition.package.name}-xlsx", path, "Spreadsheet", "All tables as sheets of one workbook, for people who open files by double click.",
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", True,
    )  # fmt: skip


def content_of(path: Path) -> dict[str, bytes]:
    """What a workbook holds, however it was compressed: the files in it by name."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (OSError, ValueError, zipfile.BadZipFile, zlib.error):
        return {}


def _about(sheet: Any, edition: Edition, bold: Any) -> None:
    lines = [(edition.package.title, ""), (edition.package.description, ""), (f"Version {edition.package.version}", ""), ("", "")]
    lines += [(table.name, table.description) for table in edition.contract.tables]
    for at, (left, right) in enumerate(lines):
        sheet.write_string(at, 0, left, bold if at == 0 else None)
        sheet.write_string(at, 1, right)
    sheet.set_column(0, 0, _WIDEST / 3)
    sheet.set_column(1, 1, _WIDEST)


def _sheet(sheet: Any, table: Table, edition: Edition, bold: Any) -> None:
    rows = edition.tables.rows[table.name]
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column.name, bold)
        sheet.write_comment(0, at, column.description)
        widest = max((len(str(row[at])) for row in rows), default=0)
        sheet.set_column(at, at, min(_WIDEST, max(len(column.name), widest) + 2))
    for number, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            _write(sheet, number, at, cell)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(table.columns) - 1)


def _write(sheet: Any, row: int, at: int, cell: Cell) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, at, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, at, cell)
    elif cell is not None:
        text = cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)
        if len(text.encode("utf-16-le")) // 2 > _LONGEST_CELL:
            text = text[: _LONGEST_CELL // 2 - 1] + "…"  # more does not fit into a cell; the CSV file has the whole
        sheet.write_string(row, at, text)
