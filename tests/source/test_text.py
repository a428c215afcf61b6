"""Reading source texts: what comes in as it is, and what is refused with which words."""

import hashlib
from pathlib import Path

import pytest

from pipeline.errors import CallError, DataError, PipelineError
from pipeline.source.inputs import read_sources
from pipeline.source.text import MAX_CHARACTERS, decode, source_of


def read(*paths: Path) -> list[str]:
    return [source.document.document_id for source in read_sources(paths)]


def test_what_the_sources_file_says_of_a_text_goes_with_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Office\nIt plans.", encoding="utf-8")
    entry = "{path: a.txt, origin: ' a library ', licence: CC0-1.0, note: Scanned.}"
    (tmp_path / "sources.yaml").write_text(f"sources:\n- {entry}\n", encoding="utf-8")
    (source,) = read_sources([tmp_path])
    assert source.terms == {"origin": "a library", "licence": "CC0-1.0", "note": "Scanned."}
    assert source.text == "Office\nIt plans."


TEXT = "Office [1] of Roads\nIt plans 💧."


@pytest.mark.parametrize(
    ("text", "entry", "name", "expected"),
    [
        (TEXT, {}, "", ("office-of-roads", "Office  of Roads", "en")),
        (TEXT, {"title": "Roads"}, "name", ("roads", "Roads", "en")),
        (TEXT, {"id": "r", "language": "en-GB"}, "name", ("r", "Office  of Roads", "en-GB")),
        ("It plans.", {}, "A name", ("a-name", "A name", "en")),
        ("It plans.", {}, "", ("file", "file", "en")),
    ],
)
def test_a_document_is_titled_by_its_entry_its_first_line_its_name_or_its_path(
    text: str, entry: dict[str, str], name: str, expected: tuple[str, str, str]
) -> None:
    source = source_of(text, text.encode(), "folder/file.txt", entry, *filter(None, [name]))
    found = source.document
    assert (found.document_id, found.title, found.language) == expected
    assert (found.path, found.characters, found.sha256) == ("folder/file.txt", len(text), hashlib.sha256(text.encode()).hexdigest())
    assert source.terms == {}


def test_the_limit_is_the_documented_one() -> None:
    page = (Path(__file__).parents[2] / "docs" / "corpus.md").read_text(encoding="utf-8")
    assert f"| {MAX_CHARACTERS:,} characters a text " in page


def test_a_byte_order_mark_goes_and_line_ends_stay() -> None:
    assert decode(b"\xef\xbb\xbfOne.\r\nTwo.\n", "x") == "One.\r\nTwo.\n"


REFUSED = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\n", "the file is empty"),
    "latin-1": (b"Fine.\nCaf\xe9.", ":2: byte 9 (0xe9) is not UTF-8"),
    "latin-1 after an empty line": (b"\nFine.\nCaf\xe9.", ":3: byte 10 (0xe9) is not UTF-8"),
    "NUL first": (b"\x00", "byte 0 is NUL"),
    "binary": (b"\x89PNG\x00\x01", "byte 4 is NUL"),
    "utf-16": ("Office".encode("utf-16"), "NUL"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_unreadable_texts_are_named(name: str, tmp_path: Path) -> None:
    raw, message = REFUSED[name]
    file = tmp_path / "source.txt"
    file.write_bytes(raw)
    with pytest.raises(DataError) as caught:
        read(file)
    assert str(caught.value).startswith(str(file))
    assert message in str(caught.value)


def test_a_missing_path_and_a_folder_without_texts_are_wrong_calls(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="no such file or folder"):
        read(tmp_path / "nowhere")
    with pytest.raises(CallError, match="no text here"):
        read(tmp_path)


def test_the_id_comes_from_the_sources_file_else_from_the_title(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Office of Roads\nIt plans.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Office of Canals\nIt plans.", encoding="utf-8")
    (tmp_path / "sources.yaml").write_text("sources:\n  - path: b.txt\n    id: canals\n", encoding="utf-8")
    assert read(tmp_path) == ["office-of-roads", "canals"]


def test_a_file_given_twice_counts_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It plans.", encoding="utf-8")
    assert read(tmp_path, tmp_path / "a.txt") == ["a"]


def test_two_texts_with_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Office\nIt plans.", encoding="utf-8")
    with pytest.raises(DataError, match="'office' is already that of"):
        read(tmp_path)


BROKEN_SOURCES_FILES = {
    "not YAML": ("sources: [", "not valid YAML"),
    "unknown field": ("sources:\n  - path: a.txt\n    author: x\n", "sources.yaml:2: sources/0: Additional properties"),
    "bad id": ("sources:\n  - path: a.txt\n    id: A b\n", "sources.yaml:3: sources/0/id"),
    "no such text": ("sources:\n  - path: c.txt\n", "there is no text at 'c.txt'"),
    "leaves the folder": ("sources:\n  - path: ../a.txt\n", "leaves the folder"),
    "twice": ("sources:\n  - path: a.txt\n  - path: a.txt\n", "listed twice"),
    "repeated key": ("sources:\n  - path: a.txt\n    path: b.txt\n", "sources.yaml:3: the key 'path' stands twice"),
    "an anchor": ("sources: &x\n  - path: a.txt\nother: *x\n", "anchors and aliases are not allowed"),
    "a tag that would run code": ("sources: !!python/object/apply:os.system ['true']", "tags such as"),
}


@pytest.mark.parametrize("name", BROKEN_SOURCES_FILES)
def test_a_broken_sources_file_is_blamed_by_line(name: str, tmp_path: Path) -> None:
    content, message = BROKEN_SOURCES_FILES[name]
    (tmp_path / "a.txt").write_text("It plans.", encoding="utf-8")
    (tmp_path / "sources.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(PipelineError) as caught:
        read(tmp_path)
    assert "sources.yaml" in str(caught.value)
    assert message in str(caught.value)
