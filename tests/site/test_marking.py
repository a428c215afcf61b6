"""Marked text: what comes out reads as the source, whatever the marks, and is well nested."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.site.marking import Lit, Mark, marked


def mark(start: int, end: int, entity: str = "x") -> Mark:
    return Mark(start, end, entity, "law", "name")


def html(text: str, marks: list[Mark], lit: Lit | None = None) -> str:
    return str(marked(text, 0, len(text), marks, lit, lambda entity: f"/{entity}"))


CASES = [
    ("no marks", "a <b> & c", [], None, "a &lt;b&gt; &amp; c"),
    ("one", "the Act", [mark(4, 7)], None, 'the <span class="m t-law k-name" data-entity="x"><a href="/x">Act</a></span>'),
    (
        "nested: each stretch links to the innermost, the outer is reached by tab once",
        "Port of Salt Lake",
        [mark(0, 17, "port"), mark(8, 12, "salt")],
        None,
        '<span class="m t-law k-name" data-entity="port"><a href="/port">Port of </a><span class="m t-law k-name" data-entity="salt">'
        '<a href="/salt">Salt</a></span><a href="/port" tabindex="-1"> Lake</a></span>',
    ),
    (
        "crossing: the later one goes on in an element of its own",
        "abcd",
        [mark(0, 2, "p"), mark(1, 4, "q")],
        None,
        '<span class="m t-law k-name" data-entity="p"><a href="/p">a</a><span class="m t-law k-name" data-entity="q"><a href="/q">b</a></span></span>'
        '<span class="m t-law k-name" data-entity="q"><a href="/q" tabindex="-1">cd</a></span>',
    ),
    ("lit", "a b c", [], Lit(2, 3), 'a <mark class="lit" id="lit">b</mark> c'),
    ("lit across the whole has one id", "ab", [mark(0, 1)], Lit(0, 2), None),
    ("a mark that reaches beyond the sentence is left out", "ab", [mark(1, 5)], None, "ab"),
    ("an empty mark is left out", "ab", [mark(1, 1)], None, "ab"),
]


@pytest.mark.parametrize(("text", "marks", "lit", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_marks_become_elements(text, marks, lit, expected):
    found = html(text, marks, lit)
    assert expected is None or found == expected
    assert found.count('id="lit"') <= 1


def test_offsets_are_of_the_source_and_not_of_the_sentence():
    text = "First. The Act."
    assert str(marked(text, 7, 15, [mark(11, 14)], None, str)).startswith("The <span")


class Reader(HTMLParser):
    """Collects the text and sees that every element ends where it must."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.open = "", []

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attrs):
        assert not (tag == "a" and "a" in self.open), "a link lies in a link"
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@given(
    st.text(alphabet="ab <>&\"'💧é\u202e", max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from("pqr")), max_size=8),
    st.none() | st.tuples(st.integers(0, 30), st.integers(0, 30)),
)
def test_the_text_is_kept_and_elements_nest(text, spans, lit):
    reader = Reader()
    reader.feed(html(text, [mark(*span) for span in spans], Lit(*lit) if lit else None))
    reader.close()
    assert reader.text == text
    assert reader.open == []
