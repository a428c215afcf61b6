"""`graph/`: entities as nodes and relations as edges, for networkx, Gephi and Cytoscape: GraphML, GEXF, and lists of nodes and edges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import networkx as nx

from pipeline.publish.csv_files import cell
from pipeline.publish.resources import Edition, Resource

_NODE = ("name", "type", "named", "scope_id", "description", "mentions", "documents")
_EDGE = ("relation_id", "predicate", "modality", "valid_from", "valid_to", "evidence", "confidence", "status", "rule")
_LISTED = "under the headings that Gephi and Cytoscape look for."
_FILES = (
    (
        "graphml",
        "graph.graphml",
        "Graph (GraphML)",
        "Entities and relations, for networkx, Cytoscape and yEd.",
        "graphml",
        "application/graphml+xml",
        True,
    ),
    ("gexf", "graph.gexf", "Graph (GEXF)", "Entities and relations, for Gephi.", "gexf", "application/gexf+xml", True),
    ("nodes", "nodes.csv", "Node list", f"Entities {_LISTED}", "csv", "text/csv", True),
    ("edges", "edges.csv", "Edge list", f"Relations {_LISTED}", "csv", "text/csv", False),
)
# Characters that XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DATE_OF_WRITING = re.compile(r' lastmodifieddate="[^"]*"')


def write(edition: Edition) -> Iterator[Resource]:
    """Four files of one graph."""
    folder = edition.folder / "graph"
    folder.mkdir()
    graph = graph_of(edition.records, edition.package.title)
    nx.write_graphml(graph, folder / "graph.graphml", edge_id_from_attribute="relation_id")
    gexf = "\n".join(nx.generate_gexf(_with_edge_ids(graph)))
    (folder / "graph.gexf").write_text(_DATE_OF_WRITING.sub("", gexf) + "\n", encoding="utf-8", newline="\n")
    nodes = [("Id", "Label", *_NODE), *((node, data["name"], *(data.get(name) for name in _NODE)) for node, data in graph.nodes(data=True))]
    edges = [
        ("Source", "Target", "Type", "Id", "Label", *_EDGE),
        *(
            (s, o, "Directed", data["relation_id"], data["label"], *(data.get(name) for name in _EDGE))
            for s, o, data in graph.edges(data=True)
        ),
    ]
    for name, rows in (("nodes", nodes), ("edges", edges)):
        text = "".join(",".join(map(cell, row)) + "\n" for row in rows)
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    for name, file, title, description, format_, mediatype, quotes in _FILES:
        yield Resource(f"graph-{name}", f"graph/{file}", title, description, format_, mediatype, quotes)


def graph_of(records: Callable[[str], Iterable[dict[str, Any]]], title: str) -> nx.MultiDiGraph:
    """The entities and the relations between them; a relation to a value becomes an attribute of its subject, named as the predicate.

    `records` gives the rows of a table.
    """
    graph = nx.MultiDiGraph(name=title)
    labels = {predicate["predicate"]: predicate["label"] for predicate in records("predicates")}
    for entity in records("entities"):
        graph.add_node(entity["entity_id"], **_attributes(entity, _NODE))
    for relation in records("relations"):
        subject, predicate = relation["subject_id"], relation["predicate"]
        if relation["object_id"] is None:
            values = [graph.nodes[subject].get(predicate), relation["object_value"]]
            graph.nodes[subject][predicate] = "; ".join(filter(None, values))
        else:
            data = {**_attributes(relation, _EDGE), "label": labels[predicate]}
            graph.add_edge(subject, relation["object_id"], key=relation["relation_id"], **data)
    return graph


def _with_edge_ids(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """A copy whose edges carry their relation's id under the name that GEXF has for it."""
    copy = graph.copy()
    for _, _, data in copy.edges(data=True):
        data["id"] = data["relation_id"]
    return copy


def _attributes(record: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The cells of these columns; graph files have no null, so empty ones are left out."""
    return {name: _NOT_XML.sub("", v) if isinstance(v := record[name], str) else v for name in names if record[name] is not None}
