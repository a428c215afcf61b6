"""Sentences and their offsets, with the real model."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import CallError
from pipeline.source.layout import lay_out
from pipeline.source.parse import load_model, parse_blocks
from pipeline.source.tokens import Sentence, source_words


def parse(text: str) -> list[Sentence]:
    return next(parse_blocks(load_model(), [(text, lay_out(text).blocks)]))


SENTENCES = {
    "plain": ("It plans. It builds.", ["It plans.", "It builds."]),
    "abbreviations end nothing": ("Dr. Smith of the U.S. office spoke. He left.", ["Dr. Smith of the U.S. office spoke.", "He left."]),
    "a small letter starts nothing": ("The office, e.g. its board, plans and builds.", ["The office, e.g. its board, plans and builds."]),
    "reference marks between sentences": ("It plans.[4] It builds.", ["It plans.", "It builds."]),
    "reference marks within a sentence": ("The office[4] plans.", ["The office[4] plans."]),
    "curly quotes and dashes": ("The office’s “plan” – new — is out. It works.", ["The office’s “plan” – new — is out.", "It works."]),
    "beyond the basic plane": ("The 😀 office plans. It 𝒷uilds.", ["The 😀 office plans.", "It 𝒷uilds."]),
    "carriage returns": ("Office\r\n\r\nIt plans.\r\n", ["Office", "It plans."]),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_sentences(name: str) -> None:
    text, expected = SENTENCES[name]
    assert [text[sentence.start : sentence.end] for sentence in parse(text)] == expected


def test_words_come_as_the_source_writes_them() -> None:
    text = "The office’s  board[2] meets\ndaily."
    [sentence] = parse(text)
    assert source_words(text, sentence.tokens) == "The office’s board meets daily."
    assert source_words(text, [sentence.tokens[0], sentence.tokens[3]]) == "The board"
    assert source_words(text, []) == ""


@pytest.mark.parametrize("text", ["It plans roads and  builds\nports, as its board wants.", "The office’s  board[2] meets\ndaily."])
def test_the_words_of_a_sentence_are_one_tree(text: str) -> None:
    """Each word but the root is a child of its head, once; blanks are nobody's."""
    [sentence] = parse(text)
    (root,) = [token for token in sentence.tokens if token.head is token]
    parents = {id(child): token for token in sentence.tokens for child in token.children}
    assert parents == {id(token): token.head for token in sentence.tokens if token is not root}
    assert sum(len(token.children) for token in sentence.tokens) == len(sentence.tokens) - 1
    assert [token.i for token in sentence.tokens] == list(range(len(sentence.tokens)))
    assert all(text[token.start : token.end].strip() == text[token.start : token.end] for token in sentence.tokens)


@pytest.mark.parametrize(
    ("text", "words", "verb"),
    [
        (
            "The Work Office (Spanish: Oficina del Trabajo; OT) buys ships.",
            ["Spanish", ":", "Oficina", "del", "Trabajo", ";", "OT"],
            "buys",
        ),
        ("The Work Office (OT; Finnish: Työ[4]virasto) buys ships.", ["OT", ";", "Finnish", ":", "Työvirasto"], "buys"),
    ],
)
def test_a_bracket_in_another_language_disturbs_nobody(text: str, words: list[str], verb: str) -> None:
    """Its words are there, where they stand, but for the sentence around they are one."""
    [sentence] = parse(text)
    texts = [token.text for token in sentence.tokens]
    inside = sentence.tokens[texts.index("(") + 1 : texts.index(")")]
    assert [token.text for token in inside] == words
    assert all(text[token.start : token.end].replace("[4]", "") == token.text for token in inside)
    assert {token.head for token in inside[1:]} == {inside[0]}
    assert [root.text for root in sentence.roots] == [verb]


@pytest.mark.parametrize(
    ("text", "ends"), [("It serves 5G. Users wait.", 2), ("See Section 4B. It binds.", 2), ("It met in the U.S. twice.", 1)]
)
def test_a_full_stop_after_a_number_and_a_letter_ends_a_sentence(text: str, ends: int) -> None:
    assert len(parse(text)) == ends


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Water Board (WB): wells.", ["Water", "Board", "(", "WB", ")", ":", "wells", "."]),
        ("It binds (Act No. 8).", ["It", "binds", "(", "Act", "No", ".", "8", ")", "."]),
    ],
)
def test_brackets_are_no_emoticons(text: str, words: list[str]) -> None:
    assert [token.text for sentence in parse(text) for token in sentence.tokens] == words


def test_title_case_does_not_hide_function_words() -> None:
    [title, _] = parse("Bureau Of Canals And Locks\nIt digs.")
    assert [token.text for token in title.tokens] == ["Bureau", "of", "Canals", "and", "Locks"]


def test_documents_keep_apart_in_one_stream() -> None:
    texts = ["One. Two.", "", "Three."]
    found = list(parse_blocks(load_model(), [(text, lay_out(text).blocks) for text in texts]))
    assert [len(sentences) for sentences in found] == [2, 0, 1]


def test_an_unknown_model_is_a_wrong_call() -> None:
    with pytest.raises(CallError, match="no such spaCy model"):
        load_model("no_such_model")


def test_a_model_that_is_there_but_fails_to_load_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken_model.py").write_text("def load(**options): raise ValueError('no room')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(CallError, match=r"it is there, but cannot be loaded \(ValueError: no room\)"):
        load_model("broken_model")


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("abT .,[]4’“😀\u0301\u200f中\n\r\t-"), max_size=60))
def test_every_token_stands_where_it_says(text: str) -> None:
    for sentence in parse(text):
        assert text[sentence.start : sentence.end].strip()
        for i, token in enumerate(sentence.tokens):
            assert token.i == i
            assert token.start < token.end
            assert token.head in sentence.tokens
        assert all(a.end <= b.start for a, b in pairwise(sentence.tokens))
