"""Texts come out of folders, patterns, compressed files and files of many, and one bad text never hides the others."""

import bz2
import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path

import fsspec
import pyarrow as pa
import pytest
from pyarrow import parquet

from pipeline.errors import CallError, DataError
from pipeline.source.inputs import Refused, read_inputs, read_sources
from pipeline.source.text import Source

TEXT = "Office of Roads\n\nIt plans café roads. It builds them."


def read(*paths: Path | str) -> list[tuple[str, str]]:
    """(id, path) of the sources; ("refused", path) where there is none."""
    return [
        ("refused", found.path) if isinstance(found, Refused) else (found.document.document_id, found.document.path)
        for found in read_inputs(paths)
    ]


def zstd(raw: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(raw)
    return sink.getvalue().to_pybytes()


COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstd}


@pytest.mark.parametrize("suffix", COMPRESSORS)
def test_a_compressed_text_is_the_same_document(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "roads.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / f"roads.txt{suffix}").write_bytes(COMPRESSORS[suffix](TEXT.encode()))
    plain, packed = (next(iter(read_sources([tmp_path / name]))) for name in ("roads.txt", f"roads.txt{suffix}"))
    assert packed.text == plain.text
    assert packed.document.sha256 == plain.document.sha256


@pytest.mark.parametrize("suffix", ["", *COMPRESSORS])
def test_json_lines(suffix: str, tmp_path: Path) -> None:
    entries = [
        {"id": "Q 12", "title": "Roads", "text": "It plans."}, {"text": TEXT, "pages": 3}, {"text": "It digs."}, {"id": 7, "text": "It digs."},
    ]  # fmt: skip
    raw = "\n\n".join(map(json.dumps, entries)).encode()
    (tmp_path / f"many.jsonl{suffix}").write_bytes(COMPRESSORS.get(suffix, bytes)(raw))
    name = f"many.jsonl{suffix}"
    assert read(tmp_path) == [("q-12", f"{name}:1"), ("office-of-roads", f"{name}:3"), ("many-5", f"{name}:5"), ("7", f"{name}:7")]


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_parquet(suffix: str, tmp_path: Path) -> None:
    plain = tmp_path / "many.parquet"
    parquet.write_table(
        pa.table({"id": ["a", None], "title": [None, "Canals"], "text": ["It plans.", "It digs."], "vector": [[1], [2]]}), plain
    )
    if suffix:
        (tmp_path / "many.parquet.gz").write_bytes(gzip.compress(plain.read_bytes()))
        plain.unlink()
    assert read(tmp_path) == [("a", f"many.parquet{suffix}:1"), ("canals", f"many.parquet{suffix}:2")]


def test_patterns_choose_files_and_the_sources_file_still_counts(tmp_path: Path) -> None:
    for name in ("a1.txt", "a2.txt", "b1.txt", "notes.md", "deep/a3.txt", ".hidden/a4.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("It plans.", encoding="utf-8")
    (tmp_path / "sources.yaml").write_text("sources:\n  - path: a2.txt\n    id: second\n", encoding="utf-8")
    assert read(f"{tmp_path}/a*") == [("a1", "a1.txt"), ("second", "a2.txt")]
    assert read(f"{tmp_path}/**/a*.txt") == [("a1", "a1.txt"), ("second", "a2.txt"), ("a3", "deep/a3.txt")]
    assert [path for _, path in read(tmp_path)] == ["a1.txt", "a2.txt", "b1.txt", "deep/a3.txt"]
    with pytest.raises(CallError, match="no text here"):
        read(f"{tmp_path}/*.md")


BAD_LINES = {
    "no JSON": ('{"text": ', "not a JSON object"),
    "no object": ('["text"]', "there is no `text`"),
    "no text": ('{"title": "Roads"}', "there is no `text`"),
    "another type": ('{"text": 5}', "there is no `text`"),
    "blank": ('{"text": " "}', "is empty"),
    "half a pair": (r'{"text": "It \ud83d plans."}', "lone surrogate"),
    "NUL": (r'{"text": "It \u0000 plans."}', "NUL"),
    "another language": ('{"text": "Il dort.", "language": "fr"}', "only English"),
    "an id of before": ('{"id": "first", "text": "It plans."}', "'first' is already that of"),
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_bad_line_is_told_and_the_others_are_read(name: str, tmp_path: Path) -> None:
    line, message = BAD_LINES[name]
    file = tmp_path / "many.jsonl"
    file.write_text('{"id": "first", "text": "It plans."}\n' + line + '\n{"id": "last", "text": "It digs."}\n', encoding="utf-8")
    first, refused, last = read_inputs([file])
    assert isinstance(first, Source)
    assert isinstance(last, Source)
    assert isinstance(refused, Refused)
    assert refused.path == "many.jsonl:2"
    assert message in str(refused.error)
    with pytest.raises(DataError, match=r"many\.jsonl:2"):
        list(read_sources([file]))


@pytest.mark.parametrize("name", ["cut.txt.gz", "cut.txt.xz", "cut.txt.bz2", "cut.txt.zst", "cut.jsonl.gz", "cut.parquet"])
def test_a_damaged_file_is_told_and_the_others_are_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It plans.", encoding="utf-8")
    whole = COMPRESSORS.get(Path(name).suffix, bytes)(json.dumps({"text": "It plans. " * 50}).encode())
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    (tmp_path / "z.txt").write_text("It digs.", encoding="utf-8")
    assert read(tmp_path) == [("a", "a.txt"), ("refused", name), ("z", "z.txt")]


def test_what_unpacks_to_more_than_is_allowed_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"a " * 100_000))
    [refused] = read_inputs([tmp_path], max_characters=1000)
    assert isinstance(refused, Refused)
    assert "split the text" in str(refused.error)


def test_urls_are_read_through_fsspec() -> None:
    files = fsspec.filesystem("memory")
    files.pipe({"/texts/a.txt": TEXT.encode(), "/texts/more/b.jsonl.gz": gzip.compress(b'{"id": "b", "text": "It digs."}')})
    assert read("memory://texts") == [("office-of-roads", "a.txt"), ("b", "more/b.jsonl.gz:1")]
    assert read("memory://texts/*.txt") == [("office-of-roads", "a.txt")]
    with pytest.raises(CallError, match="no such file or folder"):
        read("memory://nowhere")
    with pytest.raises(CallError, match="carrier"):
        read("carrier://pigeon")
