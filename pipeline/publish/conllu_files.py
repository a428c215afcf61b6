"""`conllu/<document_id>.conllu`: the words of each sentence with an entity layer, and its relations as comments (CoNLL-U, CorefUD 1.0 brackets).

The columns of the parse are empty: the tables hold none. In entity ids of this format `_` stands for `-`, which the brackets use themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pipeline.publish.resources import Edition, Resource
from pipeline.publish.words import Annotated, annotated

FOLDER = "conllu"
_BLANKS = {" ": "\\s", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write(edition: Edition) -> Iterator[Resource]:
    """One file a document."""
    (edition.folder / FOLDER).mkdir()
    for document in annotated(edition):
        path = f"{FOLDER}/{document.document_id}.conllu"
        (edition.folder / path).write_text("\n".join(_lines(document)) + "\n", encoding="utf-8", newline="\n")
        yield Resource(
            f"conllu-{document.document_id}", path, f"CoNLL-U: {document.document_id}", "Words, mentions and relations, a sentence a block.",
            "conllu", "text/plain", True,
        )  # fmt: skip


def _lines(document: Annotated) -> Iterator[str]:
    yield f"# newdoc id = {document.document_id}"
    yield "# global.Entity = eid-etype"
    for sentence in document.sentences:
        yield f"# sent_id = {sentence['sentence_id']}"
        yield f"# text = {' '.join(sentence['text'].split())}"
        for piece in document.evidence.get(sentence["sentence_id"], ()):
            end = piece["object_id"] or piece["object_value"]
            yield f"# relation = {piece['subject_id']} {piece['predicate']} {end} {piece['modality']} {piece['start']}:{piece['end']}"
        yield from _words(document, sentence)
        yield ""


def _words(document: Annotated, sentence: dict[str, Any]) -> Iterator[str]:
    words = list(document.words(sentence))
    brackets = _brackets(document, sentence, words)
    for number, (start, end) in enumerate(words, 1):
        following = words[number][0] if number < len(words) else sentence["end"]
        misc = [f"Entity={brackets[number - 1]}"] if brackets[number - 1] else []
        gap = document.text[end:following]
        if not gap and number < len(words):
            misc.append("SpaceAfter=No")
        elif gap not in ("", " "):
            misc.append(f"SpacesAfter={''.join(_BLANKS.get(blank, blank) for blank in gap)}")
        misc.append(f"Range={start}:{end}")
        yield "\t".join([str(number), document.text[start:end], *"______", "_", "|".join(misc)])


def _brackets(document: Annotated, sentence: dict[str, Any], words: list[tuple[int, int]]) -> list[str]:
    """What opens and closes at each word: `(id-type` and `id)`, or `(id-type)` where a mention is one word; the outer one encloses the inner."""
    opening: dict[int, list[str]] = defaultdict(list)
    closing: dict[int, list[str]] = defaultdict(list)
    for mention in document.mentions.get(sentence["sentence_id"], ()):
        inside = [number for number, (start, end) in enumerate(words) if mention["start"] <= start and end <= mention["end"]]
        if not inside:
            continue
        name = mention["entity_id"].replace("-", "_")
        if len(inside) == 1:
            opening[inside[0]].append(f"({name}-{mention['type']})")
        else:
            opening[inside[0]].append(f"({name}-{mention['type']}")
            closing[inside[-1]].insert(0, f"{name})")
    return ["".join([*opening[number], *closing[number]]) for number in range(len(words))]
