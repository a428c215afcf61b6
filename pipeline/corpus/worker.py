"""The work on documents that can be done anywhere, in any order: parse and extract, a chunk of documents at a time."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from pipeline.corpus.codec import pack_extraction, pack_parse, unpack_parse
from pipeline.errors import PipelineError
from pipeline.extract.document import extract
from pipeline.source.layout import Block
from pipeline.source.parse import load_model, parse, sentences
from pipeline.source.text import Source
from pipeline.source.tokens import Parse

_PARSED_AT_ONCE = 100_000  # characters


@dataclass(frozen=True, slots=True)
class Job:
    """A document to read, and its parse where that is kept."""

    source: Source
    parse: bytes | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a job: the packed records, the packed parse where it was made now, and what went wrong where something did."""

    document_id: str
    extraction: bytes | None = None
    parse: bytes | None = None
    error: str | None = None


def read_jobs(model: str, jobs: Sequence[Job]) -> list[Done]:
    """Read documents with the model of that name. What goes wrong with one is told, and the others are read.

    Raises CallError where the model is not there, DataError for a broken rule or vocabulary.
    """
    done = []
    for job in jobs:
        with _no_collection():
            done.append(_read(model, job))
    return done


@contextmanager
def _no_collection() -> Iterator[None]:
    """The objects of a document refer to each other until it is done, so looking for garbage among them on the way is a quarter of the time lost.

    Model and rules, which stay, are never looked at again once the first document is done.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        _settle()


@cache
def _settle() -> None:
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # at the end all is let go of in the usual way


def _parse(model: str, source: Source) -> list[Parse]:
    """The parse of a document, of so much text at once that the parser, which takes kilobytes of memory for a character, has room for it."""
    found: list[Parse] = []
    batch: list[Block] = []
    size = 0
    for block in source.layout.blocks:
        if batch and size + block.end - block.start > _PARSED_AT_ONCE:
            found += parse(load_model(model), source.text, batch)
            batch, size = [], 0
        batch.append(block)
        size += block.end - block.start
    return found + parse(load_model(model), source.text, batch)


def _read(model: str, job: Job) -> Done:
    source, kept = job.source, job.parse
    try:
        parses = unpack_parse(kept) if kept is not None else _parse(model, source)
        found = extract(source, sentences(source.text, source.layout.blocks, parses))
        return Done(source.document.document_id, pack_extraction(found), pack_parse(parses) if kept is None else None)
    except PipelineError:  # no fault of the document: the model is not there, or a rule or vocabulary is broken
        raise
    except MemoryError:
        return Done(
            source.document.document_id, error="there is not enough memory to read it; split the text, or build with fewer --workers"
        )
    except Exception as error:
        return Done(source.document.document_id, error=f"unexpected {type(error).__name__}: {error}")
