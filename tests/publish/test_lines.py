"""Columns written at once are what the cells give one by one."""

import json
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.publish import csv_files, json_files
from pipeline.publish.lines import lines

COLUMNS = {
    "text": (pa.string(), st.none() | st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(['"', ",", "\r", "a\nb", "\x00\x1f\x7f", "\\", "💧"])),
    "number": (pa.int64(), st.none() | st.integers(-(2**63), 2**63 - 1)),
    "share": (pa.float64(), st.none() | st.floats(allow_nan=False, allow_infinity=False)),
    "truth": (pa.bool_(), st.none() | st.booleans()),
    "list": (pa.list_(pa.string()), st.none() | st.lists(st.text("a\"é"), max_size=1)),
}  # fmt: skip
SCHEMA = pa.schema([(name, kind) for name, (kind, _) in COLUMNS.items()])


@given(st.lists(st.tuples(*(cells for _, cells in COLUMNS.values())), max_size=5), st.integers(0, 3))
def test_whatever_stands_in_them(rows: list[tuple[Any, ...]], skipped: int) -> None:
    cells = [[row[at] for row in rows] for at in range(len(COLUMNS))]
    batch = pa.RecordBatch.from_arrays([pa.array(column, kind) for column, kind in zip(cells, SCHEMA.types, strict=True)], schema=SCHEMA)
    batch = batch.slice(skipped)
    expected = "".join(",".join(map(csv_files.cell, row)) + "\n" for row in rows[skipped:])
    assert bytes(lines(batch, ["", ",", ",", ",", ","], "\n", csv_files._cells)).decode() == expected
    objects = bytes(lines(batch, ["[", ",", ",", ",", ","], "]\n", json_files._cells)).decode()
    assert objects == "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows[skipped:])


@pytest.mark.parametrize("rows", [0, 1])
def test_a_batch_of_nothing_is_nothing(rows: int) -> None:
    batch = pa.RecordBatch.from_arrays([pa.array(["a"] * rows, pa.string())], ["text"])
    assert bytes(lines(batch, [""], "\n", csv_files._cells)) == b"a\n" * rows
