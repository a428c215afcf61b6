"""A release for Python: its tables as typed DataFrames, its entities as objects, its relations as a graph.

The examples run in the tests, on a release of one made-up article; `release` is its folder.

>>> from pipeline import load
>>> data = load(release)
>>> data.relations[["subject_id", "predicate", "object_id"]].iloc[2].tolist()
['water-agency', 'regulates', 'wells']
>>> data.entity("WA").name
'Water Agency'
>>> data.entity("Water Agency").relations()[["predicate", "object"]].values.tolist()
[['regulates', 'wells']]
>>> data.text("water-agency")[:12]
'Water Agency'
>>> sorted(data.graph().successors("water-agency"))
['wells']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import DataError
from pipeline.tables.contract import Row, Table, load_contract
from pipeline.tables.descriptor import read_descriptor
from pipeline.tables.reader import read_csv

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

_DTYPES = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean", "array": "object"}


def load(directory: str | Path = "dist") -> Data:
    """The release in `directory`. Raises CallError where there is none, DataError where its descriptor is broken."""
    read_descriptor(Path(directory))
    return Data(Path(directory))


class Data:
    """A release; each table is an attribute (`data.entities`, `data.relations`, …): a DataFrame with the types of the schema, null as NA."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._frames: dict[str, pd.DataFrame] = {}

    def __getattr__(self, name: str) -> pd.DataFrame:
        table = next((table for table in load_contract().tables if table.name == name), None)
        if table is None:
            raise AttributeError(f"a release has no table '{name}'; there are {', '.join(self.tables)}")
        if name not in self._frames:
            self._frames[name] = self._frame(table)
        return self._frames[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.tables]

    @property
    def tables(self) -> list[str]:
        """The names of the tables."""
        return [table.name for table in load_contract().tables]

    def records(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a table as mappings from column to cell, null as None."""
        table = load_contract().table(name)
        return (dict(zip(table.column_names, row, strict=True)) for row in self._rows(table))

    def text(self, document_id: str) -> str:
        """The source text that the offsets of a document count in. Raises KeyError where there is no such document."""
        if document_id not in set(self.documents["document_id"]):
            raise KeyError(document_id)
        return (self.directory / "sources" / f"{document_id}.txt").read_bytes().decode("utf-8")

    def entity(self, name: str) -> EntityView:
        """The entity with this id, name or alias, in this order, in any case.

        Raises KeyError that names the nearest names where there is none, or the ids where there are several.
        """
        wanted = name.casefold()
        for known in self._names:
            ids = known.get(wanted, [])
            if len(ids) == 1:
                return EntityView(self, self._entities[ids[0]])
            if ids:
                raise KeyError(f"'{name}' is the name of several entities; ask for one of {', '.join(ids)}")
        near = get_close_matches(wanted, [key for known in self._names for key in known], n=3)
        raise KeyError(f"there is no entity '{name}'" + (f"; did you mean {' or '.join(near)}?" if near else ""))

    def graph(self) -> nx.MultiDiGraph:
        """Entities as nodes, relations as edges with the relation's id as key; relations to a value are attributes of their subject."""
        from pipeline.publish.graph import graph_of

        return graph_of(self.records, self.directory.name)

    @cached_property
    def _entities(self) -> dict[str, dict[str, Any]]:
        return {entity["entity_id"]: entity for entity in self.records("entities")}

    @cached_property
    def _names(self) -> list[dict[str, list[str]]]:
        """What entities are called, in small letters, to their ids: their ids, their names, their aliases."""
        names: list[dict[str, list[str]]] = [{}, {}, {}]
        for entity_id, entity in self._entities.items():
            names[0].setdefault(entity_id, []).append(entity_id)
            names[1].setdefault(entity["name"].casefold(), []).append(entity_id)
        for alias in self.records("aliases"):
            ids = names[2].setdefault(alias["alias"].casefold(), [])
            if alias["entity_id"] not in ids:
                ids.append(alias["entity_id"])
        return names

    def _rows(self, table: Table) -> Iterator[Row]:
        for number, (row, wrong) in enumerate(read_csv(self.directory / f"{table.name}.csv", table), 1):
            if wrong:
                raise DataError(
                    f"{table.name}.csv: row {number}: '{wrong[0][1]}' is not of the type of {wrong[0][0]}; run pipeline validate"
                )
            yield row

    def _frame(self, table: Table) -> pd.DataFrame:
        import pandas as pd

        frame = pd.DataFrame(list(self._rows(table)), columns=list(table.column_names))
        return frame.astype({column.name: _DTYPES[column.type] for column in table.columns})


@dataclass(frozen=True)
class EntityView:
    """An entity of a release, and what the tables say of it."""

    data: Data
    record: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The entity's id."""
        return str(self.record["entity_id"])

    @property
    def name(self) -> str:
        """The fullest form of its name."""
        return str(self.record["name"])

    @property
    def type(self) -> str:
        """Its type."""
        return str(self.record["type"])

    def aliases(self) -> list[str]:
        """Its other names."""
        return [alias["alias"] for alias in self.data.records("aliases") if alias["entity_id"] == self.id]

    def relations(self) -> pd.DataFrame:
        """The relations at either end of which it stands, with the names of both ends as `subject` and `object`."""
        relations = self.data.relations
        found = relations[(relations["subject_id"] == self.id) | (relations["object_id"] == self.id).fillna(False)]
        names = self.data.entities.set_index("entity_id")["name"]
        subject, object_ = found["subject_id"].map(names), found["object_id"].map(names).fillna(found["object_value"])
        return found.assign(subject=subject, object=object_).reset_index(drop=True)

    def evidence(self) -> pd.DataFrame:
        """The quotes that support its relations."""
        evidence = self.data.evidence
        return evidence[evidence["relation_id"].isin(self.relations()["relation_id"])].reset_index(drop=True)

    def mentions(self) -> pd.DataFrame:
        """The places that name it."""
        mentions = self.data.mentions
        return mentions[mentions["entity_id"] == self.id].reset_index(drop=True)

    def viewpoints(self) -> pd.DataFrame:
        """What others are reported to hold about it."""
        viewpoints = self.data.viewpoints
        return viewpoints[(viewpoints["about_id"] == self.id).fillna(False)].reset_index(drop=True)
