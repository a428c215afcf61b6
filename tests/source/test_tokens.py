"""What is read of a parse, made by hand: words linked into trees, sentences, and their places in the source."""

import pytest

from pipeline.source.layout import Block
from pipeline.source.tokens import Parse, Sentence, Token, sentences_of, source_words

# A heading with a reference mark in it; blanks of more than one character are words of their own, as the parser gives them.
SOURCE = "## The  office[1] digs. It rests"
READ = "The  office digs. It rests"
BLOCK = Block("heading", 4, ((3, 14), (17, 32)))
# text, lemma, pos, tag, dep, whether a sentence starts, distance to the head
WORDS = [
    ("The", "the", "DET", "DT", "det", 1, 2),
    (" ", " ", "SPACE", "_SP", "dep", 0, -1),
    ("office", "office", "NOUN", "NN", "nsubj", 0, 1),
    ("digs", "dig", "VERB", "VBZ", "ROOT", 0, 0),
    (".", ".", "PUNCT", ".", "punct", 0, -1),
    ("It", "it", "PRON", "PRP", "nsubj", 1, 1),
    ("rests", "rest", "VERB", "VBZ", "ROOT", 0, 0),
]


def read() -> list[Sentence]:
    places, at = [], 0
    for word in WORDS:
        at = READ.index(word[0], at)
        places.append(at)
        at += len(word[0])
    _, lemma, pos, tag, dep, starts, head = map(list, zip(*WORDS, strict=True))
    return sentences_of(Parse(lemma, pos, tag, dep, starts, head, places, [len(word[0]) for word in WORDS]), READ, READ, BLOCK, 7)


def texts(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


def test_words_are_as_they_were_parsed() -> None:
    first, second = read()
    assert [(t.i, t.text, t.lower, t.lemma, t.pos, t.tag, t.dep) for t in first.tokens] == [
        (0, "The", "the", "the", "DET", "DT", "det"),
        (1, "office", "office", "office", "NOUN", "NN", "nsubj"),
        (2, "digs", "digs", "dig", "VERB", "VBZ", "ROOT"),
        (3, ".", ".", ".", "PUNCT", ".", "punct"),
    ]
    assert [(t.i, t.text) for t in second.tokens] == [(0, "It"), (1, "rests")]


def test_words_and_sentences_know_their_places_in_the_source() -> None:
    sentences = read()
    assert [SOURCE[s.start : s.end] for s in sentences] == ["The  office[1] digs.", "It rests"]
    assert [[SOURCE[t.start : t.end] for t in s.tokens] for s in sentences] == [texts(s.tokens) for s in sentences]
    assert {(s.kind, s.block, s.section) for s in sentences} == {("heading", 7, 4)}


def test_a_block_of_one_piece_only_shifts() -> None:
    parse = Parse(["it"], ["PRON"], ["PRP"], ["ROOT"], [0], [0], [0], [2])
    [sentence] = sentences_of(parse, "It", "It", Block("title", 0, ((5, 7),)), 0)
    assert (sentence.start, sentence.end) == (5, 7)


def test_blanks_are_no_sentence() -> None:
    parse = Parse(["\n"], ["SPACE"], ["_SP"], ["dep"], [1], [0], [0], [1])
    assert sentences_of(parse, "\n", "\n", Block("paragraph", 0, ((0, 1),)), 0) == []


@pytest.mark.parametrize(("blank", "head"), [(1, "digs"), (0, "It")])
def test_what_hangs_on_a_blank_hangs_on_its_head_or_on_nothing(blank: int, head: str) -> None:
    parse = Parse(
        ["it", " ", "dig"],
        ["PRON", "SPACE", "VERB"],
        ["PRP", "_SP", "VBZ"],
        ["nsubj", "dep", "ROOT"],
        [1, 0, 0],
        [1, blank, 0],
        [0, 3, 4],
        [2, 1, 4],
    )
    [sentence] = sentences_of(parse, "It  digs", "It  digs", Block("title", 0, ((0, 8),)), 0)
    assert sentence.tokens[0].head.text == head
    assert [root.text for root in sentence.roots] == (["digs"] if head == "digs" else ["It", "digs"])


def test_a_tree_is_walked() -> None:
    [the, office, digs, stop] = read()[0].tokens
    assert read()[0].roots[0].text == "digs" and len(read()[0].roots) == 1
    assert [token.head for token in (the, office, digs, stop)] == [office, digs, digs, digs]
    assert texts(digs.children) == ["office", "."]
    assert texts(digs.subtree()) == ["The", "office", "digs", "."]
    assert texts(office.subtree()) == ["The", "office"]
    assert digs.child("punct", "obj") is stop
    assert digs.child("punct", "nsubj") is office
    assert digs.child("obj") is None
    assert digs.all("punct", "nsubj") == [office, stop]
    assert digs.all("punct") == [stop]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ([0, 1, 2, 3], "The office digs."),
        ([0, 1], "The office"),
        ([1, 2], "office digs"),
        ([0, 2], "The digs"),
        ([2, 3], "digs."),
        ([1], "office"),
        ([2, 0], "digs The"),
        ([], ""),
    ],
)
def test_words_as_the_source_writes_them(chosen: list[int], expected: str) -> None:
    """Neither the reference mark nor the second blank."""
    tokens = read()[0].tokens
    assert source_words(SOURCE, [tokens[at] for at in chosen]) == expected
