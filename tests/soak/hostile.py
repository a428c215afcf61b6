"""Hostile texts in the small, and the whole way that each must go: from bytes to rows whose every promise holds, or to one clear error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import strategies as st

from pipeline.corpus.codec import unpack_extraction
from pipeline.corpus.worker import Job, read_jobs
from pipeline.errors import DataError
from pipeline.publish.package import Package
from pipeline.publish.release import publish
from pipeline.records import Document, Extraction
from pipeline.source.parse import DEFAULT_MODEL
from pipeline.source.text import decode, source_of
from pipeline.tables.checks import check_quotes
from pipeline.tables.merge import Tables, merge
from pipeline.tables.validate import validate_release
from pipeline.tables.volume import check_volume

# What means something to somebody else's parser, to a terminal, or to whoever counts characters.
FRAGMENTS = [
    "\x00", "\x01\x08\x0b\x0c\x1b[31m", "\x7f\x85", "\ufeff", "\ufffe\uffff", "\U000e0001", "\u202eevil\u202c", "\u2066\u2069", "\u200b\u200d\u2060", "\u00ad",
    "e\u0301\u0323", "Z\u0351\u036b\u0343\u036a", "\u0301", "A\u030a", "ﬁ", "İ", "ß", "ǆ", "½", "٣", "国务院 管理 电信。", "وزارة المياه", "Министерство воды", "💧", "👩\u200d🚒",
    "<script>alert(1)</script>", "<b", "&amp;", "]]>", "'; drop table entities; --", '" or 1=1', "=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-2", "../../etc/passwd",
    "C:\\nul", "/", "..", "%2e%2e%2f", "${HOME}", "$(id)", "`id`", "{{7*7}}", "{%x%}", "!!python/object", "&a *a", "# [x](javascript:y)", "|a|b|", "***", "~~~", "\\N", "NULL", "nan",
    "true", "0012", "1e309", "2011-02-30", "99 May 2011", "31 June", "((((", "))))", "[[[[", "[1]", "[citation needed]", "[ edit ]", "Edit", "== A ==", "# ", "- ", "1. ", "(a) ", "••",
    "“", "”", "‘", "’s", "''", "…", "....", "?!?!", ";;", ",,,", "—", "–", "'", '"', "http://a.b/c?d=e#f", "a@b.c", "x" * 400, "a-b-c-d-e-f", "U.S.", "Inc.", "No. 5", "§ 4",
]  # fmt: skip
WORDS = [
    "The", "Water Agency", "(WA)", "WA", "Ministry of Rivers", "the ministry", "It", "its board", "they", "critics", "who", "which", "that", "plans", "licenses", "is overseen by",
    "was set up in 2011", "reports to", "works with", "must not", "aims to", "said that", "worry that", "because", "including", "such as", "under the Roads Act 2001", "of", "and", "or",
    "roads", "wells", "Part 3", "See", "is", "was", "the Governor", "has", "not", "may", "from 1999 to 2004", "of the", "'s", "New York", "its", "headed by", "Xu Shaoshi", "also known as",
]  # fmt: skip
_SEPARATORS = [" ", " ", " ", " ", "", ". ", ", ", "\n", "\n\n", "\r\n", "\r", "\u2028", "\t", "\u00a0", "; ", ".\n\n"]


def texts() -> st.SearchStrategy[str]:
    """Sentences with hostile pieces among their words, or anything at all."""
    piece = st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), st.sampled_from(FRAGMENTS), st.text(max_size=8))
    pair = st.tuples(piece, st.sampled_from(_SEPARATORS))
    return st.lists(pair, min_size=8, max_size=80).map(lambda pairs: "".join(part for pair in pairs for part in pair))


def inputs() -> st.SearchStrategy[tuple[bytes, str | None]]:
    """(the bytes of a file, the title that a sources file gives it, if any)."""
    cut = st.tuples(texts(), st.integers(0, 60), st.binary(max_size=3)).map(_with_bytes)
    raw = st.one_of(texts().map(_encoded), texts().map(_encoded), cut, st.binary(max_size=200))
    return st.tuples(raw, st.none() | st.sampled_from(FRAGMENTS).map(_printable) | st.text(max_size=20).map(_printable))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _with_bytes(found: tuple[str, int, bytes]) -> bytes:
    raw, at = _encoded(found[0]), found[1]
    return raw[:at] + found[2] + raw[at:]


def _printable(text: str) -> str:
    """As a settings file can say it: YAML knows no control characters, and a title has words."""
    return "".join(c for c in text if c.isprintable()).strip() or "x"


@dataclass
class Way:
    """Takes inputs the whole way; keeps what was read until it is merged, and counts what became of all."""

    read: int = 0
    refused: int = 0
    rows: int = 0
    _kept: list[Extraction] = field(default_factory=list)

    def take(self, raw: bytes, title: str | None) -> None:
        """From bytes to records. Raises AssertionError where a promise is broken."""
        try:
            entry = {"title": title} if title else {"id": f"input-{self.read}"}
            source = source_of(decode(raw, "input.txt"), raw, "input.txt", entry)
        except DataError as error:
            assert str(error).startswith("input.txt:"), error
            assert len(str(error)) < 300 and str(error).isprintable(), error
            self.refused += 1
            return
        [done] = read_jobs(DEFAULT_MODEL, [Job(source)])
        assert done.error is None, done.error
        assert done.extraction is not None
        found = unpack_extraction(done.extraction, source)
        assert found.text.encode("utf-8") == raw.removeprefix(b"\xef\xbb\xbf")
        assert not (wrong := list(check_quotes(found))), wrong[0]
        self.read += 1
        self._kept.append(found)

    def merge(self, folder: Path | None = None) -> None:
        """From what was read since last time to checked tables, and where there is a folder to a release in it that is read again."""
        if self._kept:
            tables = merged(self._kept)
            self.rows += sum(tables.counts().values())
            if folder is not None:
                publish(tables, Package.of({"name": "hostile", "title": "Hostile", "version": "1.0.0"}), folder)
                assert not (wrong := validate_release(folder).issues), wrong[0]
        self._kept = []


def merged(extractions: Iterable[Extraction]) -> Tables:
    """The checked tables of documents, each under an id of its own."""
    tables = merge(_apart(extractions))
    assert not (wrong := list(check_volume(tables.rows))), wrong[0]
    return tables


def _apart(extractions: Iterable[Extraction]) -> Iterator[Extraction]:
    """Only the first of those that share an id, as in a build."""
    seen: set[str] = set()
    for extraction in extractions:
        document: Document = extraction.document
        if document.document_id not in seen:
            seen.add(document.document_id)
            yield replace(extraction)
