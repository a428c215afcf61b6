"""SHACL shapes, derived from the table schemas: what each row is as RDF (https://www.w3.org/TR/shacl/)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.publish.linked_data import DATED, PROPERTIES, Iri, Literal, Quad, class_of, property_of
from pipeline.tables.contract import Column, Contract, Table

_DATATYPES = {"string": "xsd:string", "integer": "xsd:integer", "number": "xsd:decimal", "boolean": "xsd:boolean"}


def shapes(contract: Contract) -> Iterator[Quad]:
    """One node shape a table, one property shape a column."""
    for table in contract.tables:
        if len(table.primary_key) > 1:
            continue
        shape = Iri(f"shapes#{table.name}")
        columns = [column for column in table.columns if column.name not in table.primary_key and not _is_shared(table, column)]
        yield shape, Iri("rdf:type"), Iri("sh:NodeShape"), None
        yield shape, Iri("sh:targetClass"), class_of(table.name), None
        for column in columns:
            yield shape, Iri("sh:property"), _shape(table, column), None
        for column in columns:
            for name, term in _property(table, column):
                yield _shape(table, column), Iri(name), term, None


def _shape(table: Table, column: Column) -> Iri:
    return Iri(f"shapes#{table.name}.{column.name}")


def _is_shared(table: Table, column: Column) -> bool:
    """Whether another column is published as the same property, or other rows give the same one more values."""
    property_ = property_of(table.name, column.name)
    shared = [name for (of, name), value in PROPERTIES.items() if of == table.name and value == property_.value]
    return len(shared) > 1 or property_.value == "rdf:type"


def _property(table: Table, column: Column) -> Iterator[tuple[str, Iri | Literal]]:
    yield "sh:path", property_of(table.name, column.name)
    yield "sh:name", Literal(column.title)
    yield "sh:description", Literal(column.description)
    if not column.may_be_blank and column.type != "array":
        yield "sh:minCount", Literal("1", "xsd:integer")
    if column.type != "array":
        yield "sh:maxCount", Literal("1", "xsd:integer")
    reference = next((key.table for key in table.foreign_keys if column.name in key.columns), None)
    if reference is not None:
        yield "sh:class", class_of(reference)
        return
    if column.schema.get("format") == "uri":
        yield "sh:nodeKind", Iri("sh:IRI")
        return
    if (table.name, column.name) not in DATED and column.type != "array":
        yield "sh:datatype", Iri(_DATATYPES[column.type])
    for word, name in (("minimum", "sh:minInclusive"), ("maximum", "sh:maxInclusive")):
        if word in column.schema:
            yield name, Literal(str(column.schema[word]), _DATATYPES[column.type])
    if column.enum:
        yield "sh:pattern", Literal(f"^({'|'.join(column.enum)})$")
    elif "pattern" in column.schema:
        yield "sh:pattern", Literal(column.schema["pattern"])
