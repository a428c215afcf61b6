"""`NAME.ttl`, `NAME.jsonld`, `NAME.nq`: the tables as RDF in Turtle, JSON-LD and N-Quads, and `shapes.ttl`, the SHACL shapes that they conform to.

IRIs in Turtle are relative unless the package has a base. N-Quads knows no relative IRIs, and JSON-LD none for properties: without a base they stand
below STAND_IN, a domain that is reserved for examples and belongs to nobody. The fourth part of a quad is the document that says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from pipeline.publish.linked_data import PREFIXES, Iri, Literal, Quad, Term, quads
from pipeline.publish.resources import Edition, Resource
from pipeline.publish.shapes import shapes

STAND_IN = "https://example.org/"
SHAPES = "shapes.ttl"
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_NATIVE: dict[str, Callable[[str], Any]] = {"xsd:integer": int, "xsd:boolean": "true".__eq__}


def write(edition: Edition) -> Iterator[Resource]:
    """Three files of the same triples, and the shapes."""
    name, found = edition.package.name, list(quads(edition))
    triples = list(dict.fromkeys((s, p, o, None) for s, p, o, _ in found))
    base = edition.package.base or f"{STAND_IN}{name}/"
    _save(edition, f"{name}.ttl", turtle(triples, edition.package.base))
    _save(edition, f"{name}.nq", dict.fromkeys(_quad(quad, base) for quad in found))
    _save(edition, f"{name}.jsonld", json_ld(triples, base))
    _save(edition, SHAPES, turtle(shapes(edition.contract)))
    yield Resource(f"{name}-turtle", f"{name}.ttl", "Linked data (Turtle)", "The tables as RDF.", "ttl", "text/turtle", True)
    yield Resource(
        f"{name}-json-ld", f"{name}.jsonld", "Linked data (JSON-LD)", "The tables as RDF.", "jsonld", "application/ld+json", True
    )
    yield Resource(
        f"{name}-n-quads", f"{name}.nq", "Linked data (N-Quads)", f"The tables as RDF, with the document that says so; IRIs stand below {base}.",
        "nq", "application/n-quads", True,
    )  # fmt: skip
    yield Resource(
        "shapes", SHAPES, "SHACL shapes", "What the linked data conform to, derived from the schemas.", "ttl", "text/turtle", False
    )


def _save(edition: Edition, path: str, lines: Iterable[str]) -> None:
    with (edition.folder / path).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)


def turtle(triples: Iterable[Quad], base: str | None = None) -> Iterator[str]:
    """Turtle lines, a block for each run of triples with one subject."""
    if base is not None:
        yield f"@base <{base}> .\n"
    for prefix, iri in PREFIXES.items():
        yield f"@prefix {prefix}: <{iri}> .\n"
    for subject, group in groupby(triples, key=lambda quad: quad[0]):
        lines = [f"  {_short(predicate)} {_short(object_)}" for _, predicate, object_, _ in group]
        yield f"\n{_short(subject)}\n" + " ;\n".join(lines) + " .\n"


def _short(term: Term) -> str:
    if isinstance(term, Iri):
        return term.value if _is_prefixed(term) else f"<{term.value}>"
    text = f'"{term.value.translate(_ESCAPES)}"'
    return text if term.datatype == "xsd:string" else f"{text}^^{term.datatype}"


def _is_prefixed(iri: Iri) -> bool:
    prefix, colon, name = iri.value.partition(":")
    return bool(colon) and prefix in PREFIXES and not name.startswith("//")


def _quad(quad: Quad, base: str) -> str:
    return " ".join(_full(term, base) for term in quad if term is not None) + " .\n"


def _full(term: Term, base: str) -> str:
    if isinstance(term, Literal):
        text = f'"{term.value.translate(_ESCAPES)}"'
        return text if term.datatype == "xsd:string" else f"{text}^^{_full(Iri(term.datatype), base)}"
    if _is_prefixed(term):
        prefix, _, name = term.value.partition(":")
        return f"<{PREFIXES[prefix]}{name}>"
    return f"<{term.value if '://' in term.value else base + term.value}>"


def json_ld(triples: Iterable[Quad], base: str) -> Iterator[str]:
    """JSON-LD lines: one node object a subject, under an inline context."""
    nodes: dict[str, dict[str, Any]] = {}
    for subject, predicate, object_, _ in triples:
        node = nodes.setdefault(subject.value, {"@id": subject.value})
        if predicate.value == "rdf:type":
            node.setdefault("@type", []).append(object_.value)
        else:
            node.setdefault(predicate.value, []).append(_value(object_))
    encode = json.JSONEncoder(ensure_ascii=False).encode
    yield f'{{"@context": {encode({"@base": base, "@vocab": base, **PREFIXES})}, "@graph": [\n'
    yield ",\n".join(map(encode, nodes.values())) + "\n]}\n"


def _value(term: Term) -> Any:
    if isinstance(term, Iri):
        return {"@id": term.value}
    if term.datatype in _NATIVE:
        return _NATIVE[term.datatype](term.value)
    return term.value if term.datatype == "xsd:string" else {"@value": term.value, "@type": term.datatype}
