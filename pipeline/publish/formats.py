"""The formats of a release, in one place: to add one, write its module and list it here.

A module has `write(edition) -> Iterator[Resource]`: it writes its files into the edition's folder and yields an entry for each. A format that reads or
describes the files of others stands below them. A module whose files are compressed by the system's own library also has `content_of(path)`: what a file
holds, which is the same where its bytes are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from pipeline.errors import CallError
from pipeline.publish.resources import Edition, Resource

Writer = Callable[[Edition], Iterator[Resource]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name on the command line, one line on what it is for, and the module that writes it.

    `needs` names the formats that it leads to; `corpus` tells whether a release of very many documents has it too: it is written
    row by row, so that its size has no limit.
    """

    name: str
    description: str
    module: str
    needs: tuple[str, ...] = ()
    corpus: bool = False

    def writer(self) -> Writer:
        """The module's `write`; the module is loaded only now."""
        writer: Writer = import_module(self.module).write
        return writer


# What every release has: the rows that are validated, the texts that they are validated against, and what it was made from and with.
ALWAYS = ("csv", "sources", "report", "bill")
FORMATS = (
    Format("csv", "one CSV file a table: spreadsheets, R, pandas", "pipeline.publish.csv_files", corpus=True),
    Format("json", "one JSON array a table: scripts, jq", "pipeline.publish.json_files"),
    Format("jsonl", "one JSON object a line: streams, jq, log tools", "pipeline.publish.json_lines", corpus=True),
    Format("nested", "one nested JSON object an entity, with relations and quotes: web pages", "pipeline.publish.nested"),
    Format("parquet", "typed columns with keys in the metadata: pandas, DuckDB, Arrow", "pipeline.publish.parquet", corpus=True),
    Format("sqlite", "all tables in one SQLite database with search and views: SQL, Datasette", "pipeline.publish.sqlite", corpus=True),
    Format(
        "duckdb", "a script that makes the tables in DuckDB out of the Parquet files", "pipeline.publish.duckdb_script", needs=("parquet",)
    ),
    Format("xlsx", "all tables in one typed workbook: to open by double click", "pipeline.publish.spreadsheet"),
    Format("graph", "GraphML, GEXF, node and edge lists: networkx, Gephi, Cytoscape", "pipeline.publish.graph"),
    Format("rdf", "Turtle, JSON-LD, N-Quads and SHACL shapes: linked-data tools", "pipeline.publish.rdf"),
    Format("sources", "the exact source texts that offsets count in", "pipeline.publish.source_texts", corpus=True),
    Format(
        "report", "what the release was made from and with, and what was left out and why", "pipeline.publish.build_report", corpus=True
    ),
    Format("bill", "software bill of materials: what looks for vulnerable libraries", "pipeline.publish.bill_of_materials", corpus=True),
    Format("brat", "standoff annotation of each text: brat", "pipeline.publish.brat"),
    Format("conllu", "words with entity and relation layers: CoNLL-U tools", "pipeline.publish.conllu_files"),
    Format("spacy", "documents with sentences, mentions and relations: spaCy", "pipeline.publish.spacy_docs"),
    Format("csvw", "CSV on the Web metadata: W3C tooling", "pipeline.publish.csv_on_the_web"),
    Format("croissant", "Croissant: machine learning search and loaders", "pipeline.publish.croissant", needs=("parquet",)),
    Format(
        "card", "dataset card with configurations over the Parquet files: dataset hubs", "pipeline.publish.dataset_card", needs=("parquet",)
    ),
    Format("catalogue", "DCAT and schema.org: data portals, search engines", "pipeline.publish.catalogue"),
    Format("crate", "RO-Crate: research archives", "pipeline.publish.research_crate"),
)

# A release of more documents than this has the formats of a corpus, where none are named.
MANY = 100


def usual(documents: int) -> list[str]:
    """The formats of a release of so many documents, where none are named."""
    return [format_.name for format_ in FORMATS if format_.corpus or documents <= MANY]


def chosen(names: Iterable[str] | None = None) -> list[Format]:
    """The formats of these names with what they need, or all, in the order of the registry. Raises CallError for a name that is none."""
    known = {format_.name: format_ for format_ in FORMATS}
    wanted = {*(known if names is None else names), *ALWAYS}
    for name in sorted(wanted - known.keys()):
        raise CallError(f"there is no format '{name}'; there are {', '.join(known)}")
    wanted |= {need for name in wanted for need in known[name].needs}
    return [format_ for format_ in FORMATS if format_.name in wanted]
