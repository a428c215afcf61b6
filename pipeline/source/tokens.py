"""The parse as plain Python: light tokens with source offsets, linked into a tree a sentence.

spaCy's own tokens are views that look everything up anew at each access. The rules read each token many times, so
one pass copies what they need. These objects also survive without the model: a cached parse gives the same ones.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from pipeline.source.layout import Block

_WORD = re.compile(r"\w+(?:[-'.]\w+)*|[^\w\s]")


class Token:
    """One word or punctuation mark.

    `i` is its index in the sentence; `start` and `end` are offsets into the source text; `text` is what the parser
    read there (typographic quotes made plain). `head` is the token itself for a root. `children` are in text order.
    `dep` and `tag` are the model's ClearNLP-style dependency labels and Penn Treebank tags, `pos` is universal.
    """

    __slots__ = ("children", "dep", "end", "head", "i", "lemma", "lower", "pos", "start", "tag", "text")

    i: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: Token
    children: list[Token]
    start: int
    end: int

    def __repr__(self) -> str:
        return f"<{self.text} {self.pos} {self.dep}>"

    def subtree(self) -> list[Token]:
        """The token and everything below it, in text order; iterative, so that depth is no limit."""
        found, stack = [], [self]
        while stack:
            token = stack.pop()
            found.append(token)
            stack.extend(token.children)
        found.sort(key=text_order)
        return found

    def child(self, *deps: str) -> Token | None:
        """The first child with one of the dependency labels."""
        for token in self.children:
            if token.dep in deps:
                return token
        return None

    def all(self, *deps: str) -> list[Token]:
        """All children with one of the dependency labels, in text order."""
        return [token for token in self.children if token.dep in deps]


text_order: Callable[[Token], int] = attrgetter("i")


class Sentence:
    """A parsed sentence, heading or title: its tokens, where it stands and in what.

    `kind` is title, heading, paragraph or list_item; `block` numbers the blocks of the document and `section` its
    sections; `source[start:end]` is its text. `roots` are the tokens without a head.
    """

    __slots__ = ("block", "end", "kind", "roots", "section", "start", "tokens")

    def __init__(self, tokens: list[Token], kind: str, block: int, section: int) -> None:
        self.tokens = tokens
        self.kind = kind
        self.block = block
        self.section = section
        self.start = tokens[0].start
        self.end = tokens[-1].end
        self.roots = [token for token in tokens if token.head is token]

    def __repr__(self) -> str:
        return f"<{self.kind}: {' '.join(token.text for token in self.tokens)}>"


def source_words(text: str, tokens: Iterable[Token]) -> str:
    """The words of `tokens` as the source writes them: adjacent ones with the source's own spacing, gaps as one space.

    `text` is the whole source. Only a run of consecutive tokens keeps what stands between them, so furniture and
    dropped words never appear.
    """
    runs: list[str] = []
    start, end, last = 0, 0, -2
    for token in tokens:
        if token.i != last + 1 or not (token.start == end or text[end : token.start].isspace()):
            runs.append(text[start:end])
            start = token.start
        end, last = token.end, token.i
    runs.append(text[start:end])
    return " ".join(" ".join(runs).split())


class Parse(NamedTuple):
    """What the parser says of one block, a list a property and an item a word, spaces included.

    `starts` is 1 where a sentence starts, `head` the distance to the head, `at` and `length` the place in what the parser read.
    """

    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    starts: list[int]
    head: list[int]
    at: list[int]
    length: list[int]


def sentences_of(parse: Parse, read: str, written: str, block: Block, number: int) -> list[Sentence]:
    """The sentences of one block, whose offsets point into the source.

    `read` is what was parsed and `written` what stands there, both as long as the block's pieces joined without anything between them; `number`
    is the block's. A word that stands for others is replaced by them.
    """
    firsts = _in_source(parse.at, block.pieces)
    lasts = _in_source([at + length - 1 for at, length in zip(parse.at, parse.length, strict=True)], block.pieces)
    tokens: list[Token] = []
    members: list[list[Token]] = []
    for lemma, pos, tag, dep, starts, _, at, length, first, last in zip(*parse, firsts, lasts, strict=True):
        if starts == 1 or not members:
            members.append([])
        token = Token()
        token.text = text = read[at : at + length]
        token.lower = text.lower()
        token.lemma, token.pos, token.tag, token.dep = lemma, pos, tag, dep
        token.start, token.end = first, last + 1
        token.children = []
        tokens.append(token)
        if pos != "SPACE":
            words = _words_for(token, written[at : at + length], at, block.pieces) if not written.startswith(text, at) else (token,)
            for word in words:
                word.i = len(members[-1])
                members[-1].append(word)
    for position, (token, distance) in enumerate(zip(tokens, parse.head, strict=True)):
        head = position + distance
        token.head = tokens[head if parse.pos[head] != "SPACE" else _beyond_blanks(parse, position, head)]
        if token.head is not token and token.pos != "SPACE":
            token.head.children.append(token)
    return [Sentence(words, block.kind, number, block.section) for words in members if words]


def _beyond_blanks(parse: Parse, position: int, head: int) -> int:
    """What a word depends on that the parser hung on a blank: the head of that, or the word itself where the blank has none."""
    while parse.pos[head] == "SPACE" and parse.head[head]:
        head += parse.head[head]
    return head if parse.pos[head] != "SPACE" else position


def _words_for(token: Token, written: str, at: int, pieces: Sequence[tuple[int, int]]) -> list[Token]:
    """The words that a token stands for, the first one in its place and the others below it; `at` is where they begin in the joined pieces."""
    matches = list(_WORD.finditer(written))
    firsts = _in_source([at + match.start() for match in matches], pieces)
    lasts = _in_source([at + match.end() - 1 for match in matches], pieces)
    words = [token, *(Token() for _ in matches[1:])]
    for word, match, first, last in zip(words, matches, firsts, lasts, strict=True):
        word.text = match.group()
        word.lower = word.lemma = word.text.lower()
        word.pos, word.tag = ("PROPN", "NNP") if word.text[0].isalnum() else ("PUNCT", word.text)
        word.start, word.end = first, last + 1
        if word is not token:
            word.head, word.dep, word.children = token, "dep" if word.pos == "PROPN" else "punct", []
            token.children.append(word)
    return words


def _in_source(places: Sequence[int], pieces: Sequence[tuple[int, int]]) -> list[int]:
    """The offsets in the source of offsets in the joined pieces."""
    if len(pieces) == 1:
        shift = pieces[0][0]
        return [at + shift for at in places]
    begins, shifts, total = [], [], 0
    for start, end in pieces:
        begins.append(total)
        shifts.append(start - total)
        total += end - start
    return [at + shifts[bisect_right(begins, at) - 1] for at in places]
