"""Short texts read all the way to relations and viewpoints, for the tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.extract.entities import Entities, Thing
from pipeline.extract.mending import mend
from pipeline.extract.propositions import propositions
from pipeline.extract.references import references
from pipeline.extract.relations import RelationDraft, relations
from pipeline.extract.viewpoints import ViewpointDraft, viewpoints, views
from pipeline.source.layout import lay_out
from pipeline.source.parse import load_model, parse_blocks


@dataclass(frozen=True)
class Reading:
    """What was read off one text."""

    text: str
    entities: Entities
    relations: list[RelationDraft]
    viewpoints: list[ViewpointDraft]

    @property
    def triples(self) -> set[str]:
        return {f"{d.subject.name} | {d.predicate} | {d.object.name if isinstance(d.object, Thing) else d.object}" for d in self.relations}


def read_all(texts: Iterable[str]) -> list[Reading]:
    """One reading a text; the first line is the title."""
    texts = list(texts)
    layouts = [lay_out(text) for text in texts]
    parsed = parse_blocks(load_model(), [(text, layout.blocks) for text, layout in zip(texts, layouts, strict=True)])
    readings = []
    for text, layout, sentences in zip(texts, layouts, parsed, strict=True):
        mend(sentences)
        said = {id(sentence): list(propositions(sentence)) for sentence in sentences}
        entities = Entities(text, layout.title or "", sentences)
        viewed = views(entities, said, sentences)
        drafts = [*relations(entities, said, viewed, sentences), *references(entities, sentences)]
        readings.append(Reading(text, entities, drafts, list(viewpoints(entities, said, viewed, sentences))))
    return readings


def read(text: str) -> Reading:
    """The reading of one text."""
    return read_all([text])[0]
