"""`brat/`: each text with its mentions and relations as standoff annotation, to open in brat (https://brat.nlplab.org/standoff.html).

A relation is drawn where both of its ends are named in the sentence that supports it; entity ids stand in the normalisation lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.publish.resources import Edition, Resource
from pipeline.publish.words import Annotated, annotated

FOLDER = "brat"


def write(edition: Edition) -> Iterator[Resource]:
    """Two files a document, and the types and predicates that they use."""
    folder = edition.folder / FOLDER
    folder.mkdir()
    (folder / "annotation.conf").write_text("\n".join(_configuration(edition)) + "\n", encoding="utf-8", newline="\n")
    yield Resource(
        "brat-configuration",
        f"{FOLDER}/annotation.conf",
        "brat configuration",
        "Types and predicates for brat.",
        "conf",
        "text/plain",
        False,
    )
    for document in annotated(edition):
        name = document.document_id
        (folder / f"{name}.txt").write_bytes(document.text.encode("utf-8"))
        (folder / f"{name}.ann").write_text("".join(f"{line}\n" for line in _lines(document)), encoding="utf-8", newline="\n")
        yield Resource(
            f"brat-{name}-text", f"{FOLDER}/{name}.txt", f"Text for brat: {name}", "The source text, beside its annotation.",
            "txt", "text/plain", True,
        )  # fmt: skip
        yield Resource(
            f"brat-{name}", f"{FOLDER}/{name}.ann", f"brat annotation: {name}", "Mentions and relations as standoff annotation.",
            "ann", "text/plain", True,
        )  # fmt: skip


def _configuration(edition: Edition) -> Iterator[str]:
    yield "[entities]"
    yield from (record["type"] for record in edition.records("entity_types"))
    yield "[relations]"
    types = "|".join(record["type"] for record in edition.records("entity_types"))
    yield from (f"{record['predicate']}\tArg1:{types}, Arg2:{types}" for record in edition.records("predicates"))
    yield "[events]"
    yield "[attributes]"


def _lines(document: Annotated) -> Iterator[str]:
    mentions = [mention for sentence in document.sentences for mention in document.mentions.get(sentence["sentence_id"], ())]
    marks = {mention["mention_id"]: f"T{number}" for number, mention in enumerate(mentions, 1)}
    for mention in mentions:
        places, text = _fragments(document.text, mention["start"], mention["end"])
        yield f"{marks[mention['mention_id']]}\t{mention['type']} {places}\t{text}"
    for number, mention in enumerate(mentions, 1):
        yield f"N{number}\tReference {marks[mention['mention_id']]} Entity:{mention['entity_id']}\t{' '.join(mention['name'].split())}"
    number = 0
    for sentence in document.sentences:
        for piece in document.evidence.get(sentence["sentence_id"], ()):
            subject, object_ = (_end(document, piece, piece[side]) for side in ("subject_id", "object_id"))
            if subject is not None and object_ is not None:
                number += 1
                yield f"R{number}\t{piece['predicate']} Arg1:{marks[subject]} Arg2:{marks[object_]}"


def _end(document: Annotated, piece: dict[str, Any], entity_id: str | None) -> str | None:
    """The mention of the entity in the sentence of the evidence that is nearest to its quote."""
    found = [mention for mention in document.mentions.get(piece["sentence_id"], ()) if mention["entity_id"] == entity_id]
    nearest = min(found, key=lambda m: (max(piece["start"] - m["start"], m["end"] - piece["end"], 0), m["start"]), default=None)
    return nearest["mention_id"] if nearest else None


def _fragments(text: str, start: int, end: int) -> tuple[str, str]:
    """The place of a mention, one fragment a line of the text as brat wants it, and its words on one line."""
    fragments, at = [], start
    for line in text[start:end].splitlines(keepends=True):
        fragments.append((at, at + len(line.rstrip("\r\n"))))
        at += len(line)
    return ";".join(f"{left} {right}" for left, right in fragments), " ".join(text[left:right] for left, right in fragments)
