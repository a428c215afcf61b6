"""Under which key the work on a document is kept: a hash of everything that the result depends on, so that a key never lies.

A parse depends on the text, the model and the code that prepares and copies it; an extraction on the parse, on what is
known of the document, and on the code and rules that read it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pipeline.config import SCHEMAS
from pipeline.source.text import Source
from pipeline.supply.hashing import digest, tree
from pipeline.supply.model import model_folder

_PACKAGE = Path(__file__).resolve().parent.parent
# What an extraction is made with, below the package; `schemas/` says what may be related to what.
_READING = ("extract", "corpus/codec.py", "corpus/columns.py", "corpus/worker.py", "records.py", "ids.py", "config.py")
_PARSING = ("source", "corpus/codec.py")
_PARSER_LIBRARIES = ("spacy", "thinc", "numpy")


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of documents for one model and one state of the code."""

    parsing: str
    reading: str

    @classmethod
    def of(cls, model: str) -> Keys:
        """The keys for a model as it is installed now and the code as it stands now."""
        python = f"python {sys.version_info.major}.{sys.version_info.minor}"
        libraries = (f"{name} {version(name)}" for name in _PARSER_LIBRARIES)
        parsing = digest(python, *libraries, tree(model_folder(model) or model), _trees(_PACKAGE, _PARSING))
        return cls(parsing, digest(parsing, _trees(_PACKAGE, _READING), _trees(SCHEMAS, ("vocabularies", "config", "tables"))))

    def parse(self, source: Source) -> str:
        """The key of the parse of a document."""
        return digest("parse", self.parsing, source.text)

    def extraction(self, source: Source) -> str:
        """The key of what is read off a document."""
        document = source.document
        return digest("extraction", self.reading, document.document_id, document.title, document.language, source.text)


def everything() -> str:
    """The state of all the code and all schemas."""
    return digest(tree(_PACKAGE), tree(SCHEMAS))


def _trees(root: Path, names: Iterable[str]) -> str:
    return digest(*(tree(root / name) for name in names))
