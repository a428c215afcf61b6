"""What is kept comes back as it was."""

import pytest

from pipeline.corpus.codec import pack_extraction, pack_parse, unpack_extraction, unpack_parse
from pipeline.corpus.columns import records_of
from pipeline.corpus.worker import Job, read_jobs
from pipeline.records import Extraction
from pipeline.source.layout import lay_out
from pipeline.source.parse import DEFAULT_MODEL, load_model, parse
from pipeline.source.text import Source


def test_a_parse() -> None:
    text = "The Office’s 💧 plans[1] fail.\n\nIt digs  wells.\n\n"
    parses = parse(load_model(), text, lay_out(text).blocks)
    assert unpack_parse(pack_parse(parses)) == parses
    assert unpack_parse(pack_parse([])) == []


def test_an_extraction(extraction: Extraction) -> None:
    source = Source(extraction.document, extraction.text, lay_out(extraction.text), {})
    assert records_of(unpack_extraction(pack_extraction(extraction), source)) == extraction


def test_a_kept_parse_gives_the_same_records(sources: list[Source]) -> None:
    first = read_jobs(DEFAULT_MODEL, [Job(source) for source in sources])
    again = read_jobs("no model is needed", [Job(source, done.parse) for source, done in zip(sources, first, strict=True)])
    assert [done.error for done in (*first, *again)] == [None] * 6
    assert [done.extraction for done in again] == [done.extraction for done in first]
    assert [done.parse for done in again] == [None] * 3


@pytest.mark.parametrize("blob", [b"", b"12345678", pack_parse([])[:-1], b"\xff" * 40])
def test_other_bytes_are_refused(blob: bytes) -> None:
    with pytest.raises(ValueError, match="not a kept document"):
        unpack_parse(blob)
