"""Any bytes go the whole way to valid tables, or are refused with one clear line; how long that takes never grows with the square of their length."""

import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from pipeline.build import Options, build
from pipeline.corpus.inventory import Inventory
from pipeline.errors import DataError
from pipeline.source.layout import MAX_BLOCK_CHARACTERS, lay_out
from pipeline.source.parse import load_model, parse, readable
from tests.soak.hostile import Way, inputs
from tests.soak.shapes import SHAPES

_AT_ONCE = 300

# What broke something once, and inputs that must not.
FOUND: dict[str, bytes] = {
    "a title that asks what the document is about": b"the Governor\nThe The The The The The The ",
    "a word that hangs on a blank": b"The The The The The\n. " + b"x" * 400 + b" &00D ",
    "a member before its class": "The The The The The \u202eevil\u202c plans 0T ".encode(),
    "a relative clause without an end": b"Port Office\n\nPeter Vacek, at one time Minister of the Interior, in whose",
    "nothing but a byte order mark": b"\xef\xbb\xbf",
    "half a pair in UTF-8": b"The office \xed\xa0\x80 plans roads.",
    "NUL": b"The office\x00plans roads.",
    "an overlong slash": b"..\xc0\xaf..\xc0\xafetc",
    "control characters in a name": b"The W\x01ater\x1b[31m Agency plans roads. The W\x01ater\x1b[31m Agency digs.",
    "a path as the title": b"../../etc/passwd\n\nIt plans roads.",
    "a title that slugs to nothing": b"!!!\n\nThe Office plans roads.",
    "names that slug to one id": "The Água Agency works with the Agua Agency. The AGUA Agency works with the Água Agency.".encode(),
    "names of nothing to see": "The \u200b\u200d Agency and the \u2060 Agency plan roads. \u202eThe Water Agency\u202c digs.".encode(),
    "a formula": b"=cmd|' /C calc'!A0\n\nThe =SUM(A1) Agency plans +roads and @wells.",
    "markup": b"<script>alert(1)</script> Agency\n\nThe <b>Water Agency</b> plans [roads](javascript:x). '; drop table entities; --",
    "YAML": b"--- !!python/object/apply:os.system [true]\n\nThe &a Agency plans *a.",
    "right to left": "وزارة المياه\n\nوزارة المياه تخطط الطرق. The وزارة المياه plans roads.".encode(),
    "CJK": "水务局\n\n水务局管理水井。The 水务局 plans roads.".encode(),
    "only line ends": b"\r\r\n\n\r\n.\r",
}


@pytest.mark.parametrize("name", FOUND)
def test_cases_that_were_found(name: str) -> None:
    way = Way()
    way.take(FOUND[name], None)
    way.take(FOUND[name], "../../etc")
    way.merge()
    assert way.read + way.refused == 2


def test_any_input_keeps_every_promise(tmp_path: Path) -> None:
    way = Way()

    @settings(max_examples=_AT_ONCE, database=None, suppress_health_check=list(HealthCheck))
    @given(inputs())
    def each(found: tuple[bytes, str | None]) -> None:
        way.take(*found)

    each()
    way.merge(tmp_path / "release")
    print(f"{way.read} read into {way.rows} rows, {way.refused} refused")
    assert way.read + way.refused >= _AT_ONCE


def calls(function: Callable[[], object]) -> int:
    """How many functions are called: work that no clock can blur."""
    count = 0

    def seen(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count


# Shapes with many of something that has to be told from all others; the soak measures all shapes, in seconds.
@pytest.mark.parametrize(
    "name", ["headings", "long sentence of commas", "many names", "the same name", "many acronyms", "the same pronoun"]
)
def test_twice_the_text_is_twice_the_work(name: str) -> None:
    Way().take(b"The office plans roads.", None)  # model, rules and vocabularies are loaded once
    once, twice = (calls(lambda size=size: Way().take(SHAPES[name](size).encode(), None)) for size in (6_000, 12_000))
    assert twice < 2.6 * once


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_parsed_is_bounded(name: str) -> None:
    """No block is longer than the bound, no word is longer than the tokenizer likes, and nothing visible is lost but what is counted."""
    text = SHAPES[name](20_000)
    layout = lay_out(text)
    read = [readable(text, block) for block in layout.blocks]
    assert all(len(block) <= MAX_BLOCK_CHARACTERS for block in read)
    assert all(len(word) <= 300 for block in read for word in block.split())
    visible = sum(not c.isspace() for c in text)
    assert visible - sum(layout.skipped.values()) <= sum(not c.isspace() for block in read for c in block) <= visible
    places = [piece for block in layout.blocks for piece in block.pieces]
    assert places == sorted(places) and all(a[1] <= b[0] for a, b in pairwise(places))


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    sentence = "The office plans roads, as it has done since it was set up. "
    layout = lay_out("Office\n\n" + sentence * 500)
    paragraphs = [block for block in layout.blocks if block.kind == "paragraph"]
    assert len(paragraphs) > 5
    nlp = load_model()
    text = "Office\n\n" + sentence * 500
    assert all(readable(text, block).startswith("The office") and readable(text, block).endswith("set up.") for block in paragraphs)
    assert len(parse(nlp, text, paragraphs[:1])) == 1


def test_a_text_that_is_too_long_is_a_failure_with_its_remedy(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "long.txt").write_text("The office plans roads. " * 50, encoding="utf-8")
    (folder / "short.txt").write_text("Office\n\nThe office plans roads.", encoding="utf-8")
    (folder / "line.jsonl").write_text('{"text": "' + "a" * 200_000 + '"}\n{"id": "after", "text": "It plans."}\n', encoding="utf-8")
    inventory = Inventory.of([folder], max_characters=100)
    assert [document.document_id for document in inventory.documents] == ["after", "office"]
    told = "a text may have 100 characters; split the text, or allow more with --max-characters"
    assert [refused.reason for refused in inventory.refused] == [
        f"line.jsonl:1: more than 101,200 bytes; {told}",
        f"long.txt: more than 400 bytes; {told}",
    ]
    with pytest.raises(DataError, match="--max-characters"):
        build([folder], tmp_path / "out", Options(max_characters=100, strict=True))
