"""A compiled schema says of every value what the reference validator says of it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastjsonschema import JsonSchemaValueException
from jsonschema import Draft202012Validator

from pipeline.compiled_schema import NEWER, compiled
from pipeline.config import SCHEMAS
from pipeline.tables.contract import Table, load_contract

VALUES = [None, "", " x", "x", "water-agency", "2011", -1, 0, 7, 0.5, 1.5, True, "asserted", ["ORG"], ["ORG", "ORG"], "acronym"]


@pytest.mark.parametrize("table", load_contract().tables, ids=lambda table: table.name)
def test_cells_are_right_where_the_reference_says_so(table: Table) -> None:
    reference, quick = Draft202012Validator(table.schema), compiled(table.schema)
    good = {column.name: column.schema["examples"][0] for column in table.columns}
    if table.name == "relations":
        good["object_value"] = None
    assert reference.is_valid(good) and accepts(quick, good)
    for name in good:
        for value in VALUES:
            row = {**good, name: value}
            assert accepts(quick, row) is reference.is_valid(row), (name, value)


def test_a_line_end_is_a_stray_blank_too() -> None:
    """Python's `$` also matches before a last line end; the compiled schema is not misled."""
    quick = compiled(load_contract().table("aliases").schema)
    assert accepts(quick, {"entity_id": "water-agency", "alias": "WA", "kind": "acronym"})
    assert not accepts(quick, {"entity_id": "water-agency", "alias": "WA\n", "kind": "acronym"})


@pytest.mark.parametrize("word", sorted(NEWER))
def test_a_word_that_the_compiler_would_pass_over_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match=f"draft 7 does not know .*{word}"):
        compiled({"properties": {"lines": {"items": {"anyOf": [{word: []}]}}}})


def test_settings_are_compiled_but_for_those_that_need_newer_words() -> None:
    schemas = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in (SCHEMAS / "config").glob("*.json")}
    refused = {name for name, schema in schemas.items() if not compiles(schema)}
    assert len(schemas) > len(refused) and refused == {"decisions"}


def accepts(validate: Callable[[Any], Any], value: Any) -> bool:
    try:
        validate(value)
    except JsonSchemaValueException:
        return False
    return True


def compiles(schema: Any) -> bool:
    try:
        compiled(schema)
    except ValueError:
        return False
    return True
