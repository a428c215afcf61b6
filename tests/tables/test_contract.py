"""The contract is sound, agrees with the records, and a broken schema is blamed by file and place."""

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pipeline.config import SCHEMAS
from pipeline.errors import DataError
from pipeline.records import RECORDS, columns
from pipeline.tables.contract import Contract, load_contract


@pytest.fixture
def contract() -> Contract:
    return load_contract()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the schemas that a test may break."""
    return Path(shutil.copytree(SCHEMAS, tmp_path / "schemas"))


def test_the_tables_come_in_the_order_of_the_records(contract: Contract) -> None:
    names = [table.name for table in contract.tables]
    assert [name for name in names if name in RECORDS] == [name for name in RECORDS if name in names]
    assert {"entity_types", "predicates"} <= set(names)


@pytest.mark.parametrize("name", RECORDS)
def test_records_have_the_columns_of_their_table(contract: Contract, name: str) -> None:
    assert columns(RECORDS[name]) == contract.table(name).column_names


@pytest.mark.parametrize("name", [table.name for table in load_contract().tables])
def test_schemas_are_valid_and_their_examples_too(contract: Contract, name: str) -> None:
    table = contract.table(name)
    Draft202012Validator.check_schema(table.schema)
    for column in table.columns:
        for example in column.schema["examples"]:
            Draft202012Validator(column.schema).validate(example)


@pytest.mark.parametrize(
    ("table", "column", "vocabulary"), [("entities", "type", "entity_types"), ("relations", "predicate", "predicates")]
)
def test_closed_lists_are_those_of_the_vocabularies(contract: Contract, table: str, column: str, vocabulary: str) -> None:
    assert sorted(contract.table(table).column(column).enum) == [row[0] for row in contract.vocabularies[vocabulary]]


@pytest.mark.parametrize(
    ("table", "column", "value", "valid"),
    [
        ("entities", "name", "Water Agency", True),
        ("entities", "name", " Water Agency", False),
        ("entities", "name", "Water Agency ", False),
        ("entities", "name", "", False),
        ("entities", "name", "Water\nAgency", True),
        ("sections", "title", "", True),
        ("sections", "title", " ", False),
        ("entities", "entity_id", "water-agency--board", True),
        ("entities", "entity_id", "water-agency---board", False),
        ("entities", "entity_id", "../water", False),
        ("relations", "valid_from", "2011-01", True),
        ("relations", "valid_from", "2011-1", False),
        ("relations", "valid_from", "٢٠١١", False),
        ("relations", "confidence", 1.1, False),
        ("relations", "confidence", None, True),
        ("statements", "negated", 0, False),
        ("predicates", "object_types", [], True),
        ("predicates", "object_types", ["BODY"], False),
    ],
)
def test_values(contract: Contract, table: str, column: str, value: object, valid: bool) -> None:
    assert Draft202012Validator(contract.table(table).column(column).schema).is_valid(value) is valid


BROKEN = {
    "not JSON": ("tables/aliases.json", '"alias"', "alias", r"aliases\.json:\d+:\d+: not valid JSON"),
    "unknown word": ("tables/aliases.json", '"minLength"', '"minLenght"', r"aliases\.json: \$\.properties\.alias: .*minLenght"),
    "a type that is none": ("tables/aliases.json", '"type": "string"', '"type": "text"', r"aliases\.json: \$\.properties\..*'text'"),
    "a key that is no column": (
        "tables/aliases.json",
        '["entity_id", "alias"],\n    "f',
        '["entity_id", "name"],\n    "f',
        "'name' is no column",
    ),
    "a reference to no table": ("tables/aliases.json", '"table": "entities"', '"table": "things"', "no table 'things'"),
    "a reference to no key": (
        "tables/aliases.json",
        '"references": ["entity_id"]',
        '"references": ["name"]',
        "must be the primary key of entities",
    ),
    "columns out of order": ("tables/aliases.json", '["entity_id", "alias", "kind"]', '["alias", "entity_id", "kind"]', r"\$\.required"),
    "a type unlike the record's": (
        "tables/sections.json",
        '"type": "integer"',
        '"type": "number"',
        "'position' is float here and int in Section",
    ),
    "a value that the schema forbids": (
        "vocabularies/predicates.json",
        '"symmetric": false',
        '"symmetric": "no"',
        r"predicates\.json: \$\[0\]\.symmetric",
    ),
    "a view without a comment": ("views/entities_readable.sql", "--", "", "a view is a comment"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_named_with_the_place(copy: Path, case: str) -> None:
    name, old, new, message = BROKEN[case]
    file = copy / name
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=message):
        load_contract(copy)


def test_a_missing_schema_is_named(copy: Path) -> None:
    (copy / "tables" / "viewpoints.json").unlink()
    with pytest.raises(DataError, match=r"viewpoints\.json: this schema is missing"):
        load_contract(copy)


def test_one_file_adds_a_table(copy: Path) -> None:
    schema = json.loads((copy / "tables" / "aliases.json").read_text(encoding="utf-8"))
    schema["table"]["position"] = 99
    (copy / "tables" / "inspections.json").write_text(json.dumps(schema), encoding="utf-8")
    assert load_contract(copy).tables[-1].name == "inspections"
