"""What there is to read, before anything is read off it: each document's record and terms, and what cannot be read, without the texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.corpus.reading import Unread
from pipeline.errors import DataError
from pipeline.ids import Numbering
from pipeline.records import Document, Extraction, Failure
from pipeline.source.inputs import Refused, read_inputs
from pipeline.source.text import MAX_CHARACTERS

_SHOWN = 3


@dataclass(slots=True)
class Inventory:
    """The documents of a build in the order of their files, and for each what the sources file says of its terms."""

    documents: list[Document] = field(default_factory=list)
    terms: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)

    @classmethod
    def of(cls, paths: Sequence[Path | str], *, max_characters: int = MAX_CHARACTERS) -> Inventory:
        """The inventory of the texts at `paths`; see `read_inputs` for what is raised."""
        found = cls()
        for source in read_inputs(paths, max_characters=max_characters):
            if isinstance(source, Refused):
                found.refused.append(source)
            else:
                found.documents.append(source.document)
                found.terms[source.document.document_id] = source.terms
        return found

    @property
    def ids(self) -> set[str]:
        """The ids of the documents."""
        return {document.document_id for document in self.documents}

    @property
    def characters(self) -> int:
        """The length of all texts together."""
        return sum(document.characters for document in self.documents)


class Failures:
    """What could not be read, as records; raised instead where it is everything or, in a strict build, anything."""

    def __init__(self, inventory: Inventory, *, strict: bool) -> None:
        self.records: list[Failure] = []
        self._strict = strict
        self._left = len(inventory.documents)
        self._number = Numbering("")
        for refused in inventory.refused:
            if strict or not self._left:
                raise refused.error
            self._add(refused.path, refused.document_id, "read", refused.reason)

    def without(self, found: Iterable[Extraction | Unread]) -> Iterator[Extraction]:
        """What was read. Raises DataError for what was not, in a strict build or where nothing else is left."""
        for item in found:
            if isinstance(item, Extraction):
                yield item
                continue
            document = item.source.document
            self._left -= 1
            if self._strict or not self._left:
                raise DataError(f"{document.path}: {item.reason}")
            self._add(document.path, document.document_id, "extract", item.reason)

    @property
    def unread(self) -> bool:
        """Whether a text was there that could not be made sense of, which may go better another time."""
        return any(failure.stage == "extract" for failure in self.records)

    def notes(self) -> Iterator[str]:
        """What people are told of it."""
        if self.records:
            yield f"Not read: {len(self.records)} of the texts, listed with the reason in the table `failures`:"
        for failure in sorted(self.records, key=lambda failure: failure.path)[:_SHOWN]:
            yield f"  {failure.error if failure.path in failure.error else f'{failure.path}: {failure.error}'}"

    def _add(self, path: str, document_id: str | None, stage: str, error: str) -> None:
        self.records.append(Failure(self._number("fai", path, stage, error), path, document_id, stage, error))
