"""`NAME.spacy`: the documents as spaCy objects in one DocBin: sentences, mentions as spans with type and entity id, relations in the user data."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.publish.resources import Edition, Resource
from pipeline.publish.words import Annotated, annotated

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

SPANS = "mentions"


def write(edition: Edition) -> Iterator[Resource]:
    """One file for all documents."""
    import spacy
    from spacy.tokens import DocBin

    path, vocab = f"{edition.package.name}.spacy", spacy.blank("en").vocab
    binary = DocBin(attrs=["SENT_START"], store_user_data=True)
    for document in annotated(edition):
        binary.add(_doc(document, vocab))
    (edition.folder / path).write_bytes(binary.to_bytes())
    yield Resource(
        f"{edition.package.name}-spacy", path, "spaCy documents", f"Documents with sentences, mentions (spans '{SPANS}') and relations (user data).",
        "spacy", "application/octet-stream", True,
    )  # fmt: skip


def content_of(path: Path) -> bytes:
    """What the file holds, however it was compressed."""
    try:
        return zlib.decompress(path.read_bytes())
    except zlib.error:
        return b""


def _doc(document: Annotated, vocab: Vocab) -> Doc:
    """A Doc whose text is the source text, character for character."""
    from spacy.tokens import Doc

    words, spaces = _tokens(document)
    starts = {sentence["start"] for sentence in document.sentences}
    doc = Doc(vocab, words=words, spaces=spaces)
    for token in doc:
        token.is_sent_start = token.i == 0 or token.idx in starts
    mentions = [mention for sentence in document.sentences for mention in document.mentions.get(sentence["sentence_id"], ())]
    spans = [doc.char_span(m["start"], m["end"], label=m["type"], kb_id=m["entity_id"], span_id=m["mention_id"]) for m in mentions]
    doc.spans[SPANS] = [span for span in spans if span is not None]
    doc.user_data["document_id"] = document.document_id
    doc.user_data["relations"] = [
        (piece["subject_id"], piece["predicate"], piece["object_id"] or piece["object_value"], piece["start"], piece["end"])
        for sentence in document.sentences
        for piece in document.evidence.get(sentence["sentence_id"], ())
    ]
    return doc


def _tokens(document: Annotated) -> tuple[list[str], list[bool]]:
    """All characters of the text in tokens: words, and white space; a single blank after a word belongs to that word."""
    words: list[str] = []
    spaces: list[bool] = []
    for start, end in _pieces(document):
        text = document.text[start:end]
        if text == " " and words and not spaces[-1] and not words[-1].isspace():
            spaces[-1] = True
        else:
            words.append(text)
            spaces.append(False)
    return words, spaces


def _pieces(document: Annotated) -> Iterator[tuple[int, int]]:
    """The words, and each character between them, from the start of the text to its end."""
    at = 0
    for start, end in (place for sentence in document.sentences for place in document.words(sentence)):
        yield from ((i, i + 1) for i in range(at, start))
        yield start, end
        at = end
    yield from ((i, i + 1) for i in range(at, len(document.text)))
