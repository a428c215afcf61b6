"""The data dictionary names every table, column, reference and view."""

import re

import pytest

from pipeline.tables.contract import Table, load_contract
from pipeline.tables.dictionary import data_dictionary


@pytest.fixture(scope="module")
def text() -> str:
    return data_dictionary(load_contract(), {"entities": 1234})


@pytest.mark.parametrize("table", load_contract().tables, ids=lambda table: table.name)
def test_each_column_has_a_row_with_as_many_cells_as_the_head(text: str, table: Table) -> None:
    part = text.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in part.splitlines() if line.startswith("|")]
    assert [row[0].strip() for row in rows[2:]] == list(table.column_names)
    assert {len(row) for row in rows} == {5}


def test_the_diagram_draws_each_reference(text: str) -> None:
    diagram = text.split("```mermaid\n")[1].split("```")[0]
    assert "  entities ||--o{ mentions : entity_id\n" in diagram
    assert "  entities |o--o{ entities : scope_id\n" in diagram
    assert diagram.count("--o{") == sum(len(table.foreign_keys) for table in load_contract().tables)
    assert "    string entity_id PK, FK\n" in diagram


def test_rows_are_counted_and_views_listed(text: str) -> None:
    assert "| [entities](#entities) | a thing that the text speaks of" in text
    assert "| 1,234 |" in text
    assert all(f"| {view.name} | {view.description} |" in text for view in load_contract().views)
