"""What each line of a text is: title, heading, paragraph or list item, and which characters are page furniture.

Furniture (an "Edit" glued to a title, reference marks such as [4], list markers, the # and = of marked-up headings)
belongs to no block's meaning: it is cut from what the parser reads and counted, while all offsets keep pointing into
the untouched text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# A heading or title is short: longer lines without a full stop are paragraphs that somebody forgot to end.
MAX_HEADING_CHARACTERS = 120
# A marked one may be longer; beyond this it is a paragraph, whatever it begins with.
MAX_MARKED_CHARACTERS = 1_000
# The parser takes memory for a whole block at once, and the rules compare the words of a sentence with each other: a longer block is read in parts.
MAX_BLOCK_CHARACTERS = 5_000
# A longer run without a blank is no word, and the tokenizer takes time with the square of it.
MAX_WORD_CHARACTERS = 300
# A hard-wrapped paragraph is recognised by lines of at least this length that end without punctuation.
MIN_WRAPPED_CHARACTERS = 50

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_LIST_MARKER = re.compile(r"[ \t]*(?:[-*•‣▪◦·–]|\d{1,2}[.)]|\([a-z0-9]{1,2}\))[ \t]+(?=\S)")
_MARKED_HEADING = re.compile(r"(?P<open>#{1,6}[ \t]+|={1,6}[ \t]*)(?P<title>[^=#\s](?:.*[^=#\s])?)(?P<close>[ \t]*[=#]*)[ \t]*$")
_REFERENCE_MARK = re.compile(r"\[(?:\d{1,3}|[a-z]|(?:note|nb) \d{1,2}|citation needed|who\?|when\?|clarification needed)\]")
_GLUED_EDIT = re.compile(r"(?:(?<=[a-z)\]])Edit|[ \t]*\[[ \t]*edit(?:[ \t]*\|[ \t]*edit source)?[ \t]*\])[ \t]*$")
_NO_WORD = re.compile(rf"\S{{{MAX_WORD_CHARACTERS + 1},}}")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]{0,3}(?=\s)")
_FINAL_PUNCTUATION = re.compile(r"[.!?:;,…。！？；，：][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A title, heading, paragraph or list item.

    `pieces` are the (start, end) spans of the source that are its text; what lies between them is furniture.
    `section` is an index into the layout's sections.
    """

    kind: str
    section: int
    pieces: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]


@dataclass(slots=True)
class Heading:
    """Where a section begins; the lead has an empty title and level 0."""

    title: str
    level: int
    start: int


@dataclass(slots=True)
class Layout:
    """The blocks of a text in order; `skipped` counts the characters of each kind of furniture."""

    title: str | None = None
    sections: list[Heading] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    text: str
    after_blank: bool


def lay_out(text: str) -> Layout:
    """Tell apart the title, headings, paragraphs and list items of `text`; never fails, whatever the text."""
    layout = Layout(sections=[Heading("", 0, 0)])
    groups = list(_group(_lines(text)))
    for position, (kind, lines) in enumerate(groups):
        if kind == "line":
            kind = _kind_of_line(lines[0].text, first=position == 0, last=position == len(groups) - 1)
        _add_block(layout, text, kind, lines)
    return layout


def _lines(text: str) -> Iterator[_Line]:
    """The lines that have visible text, stripped, each with whether a blank line stands before it."""
    previous_end = 0
    for match in _LINE.finditer(text):
        stripped = match.group().strip()
        if not stripped:
            continue
        start = match.start() + match.group().index(stripped)
        gap = text[previous_end:start]
        yield _Line(start, start + len(stripped), stripped, gap.count("\n") > 1)
        previous_end = start + len(stripped)


def _group(lines: Iterator[_Line]) -> Iterator[tuple[str, list[_Line]]]:
    """Join the lines of hard-wrapped paragraphs and list items; all else is a block a line."""
    current: list[_Line] = []
    kind = ""
    for line in lines:
        is_item = bool(_LIST_MARKER.match(line.text))
        if current and not is_item and not line.after_blank and _continues(current[-1].text, line.text):
            current.append(line)
            kind = kind if kind == "list_item" else "paragraph"
            continue
        if current:
            yield kind, current
        current, kind = [line], "list_item" if is_item else "line"
    if current:
        yield kind, current


def _continues(previous: str, line: str) -> bool:
    if _is_marked(previous) or _is_marked(line):
        return False
    if _FINAL_PUNCTUATION.search(previous) and previous[-1] not in ",;":
        return False
    return line[0].islower() or (len(previous) >= MIN_WRAPPED_CHARACTERS and previous[-1] in ",;")


def _kind_of_line(line: str, *, first: bool, last: bool) -> str:
    if _is_marked(line):
        return "title" if first else "heading"
    if last or len(line) > MAX_HEADING_CHARACTERS or _FINAL_PUNCTUATION.search(line):
        return "paragraph"
    return "title" if first else "heading"


def _is_marked(line: str) -> bool:
    return len(line) <= MAX_MARKED_CHARACTERS and _MARKED_HEADING.match(line) is not None


def _add_block(layout: Layout, text: str, kind: str, lines: list[_Line]) -> None:
    start, end = lines[0].start, lines[-1].end
    cuts: list[tuple[int, int, str]] = []
    level = 1
    if kind == "list_item" and (marker := _LIST_MARKER.match(lines[0].text)):
        cuts.append((start, start + marker.end(), "list marker"))
    elif kind in ("title", "heading"):
        if marked := _MARKED_HEADING.match(lines[0].text):
            level = max(1, len(marked["open"].strip()) - 1)
            cuts.append((start, start + marked.start("title"), "heading mark"))
            cuts.append((start + marked.end("title"), end, "heading mark"))
        if edit := _GLUED_EDIT.search(text, start, end):
            cuts.append((edit.start(), end, "edit link"))
    cuts += [(m.start(), m.end(), "reference mark") for m in _REFERENCE_MARK.finditer(text, start, end)]
    cuts += [(m.start(), m.end(), "run without a blank") for m in _NO_WORD.finditer(text, start, end)]
    pieces = _pieces(text, start, end, cuts, layout.skipped)
    if not pieces:
        return
    if kind == "heading":
        title = "".join(text[a:b] for a, b in pieces).strip()
        layout.sections.append(Heading(title, level, pieces[0][0]))
    elif kind == "title":
        layout.title = "".join(text[a:b] for a, b in pieces).strip()
    layout.blocks += (Block(kind, len(layout.sections) - 1, part) for part in _parts(text, pieces))


def _parts(text: str, pieces: tuple[tuple[int, int], ...]) -> Iterator[tuple[tuple[int, int], ...]]:
    """The pieces of a block, in parts of at most MAX_BLOCK_CHARACTERS: cut after the last end of a sentence that is left to each, else at a blank."""
    part: list[tuple[int, int]] = []
    room = MAX_BLOCK_CHARACTERS
    for start, end in pieces:
        while end - start > room:
            cut = _last_cut(text, start, start + room)
            if text[start:cut].strip():
                part.append((start, cut))
            if part:
                yield tuple(part)
            part, room, start = [], MAX_BLOCK_CHARACTERS, cut
            start += len(text[start : start + room]) - len(text[start : start + room].lstrip())
        if start < end:
            part.append((start, end))
            room -= end - start
    if part:
        yield tuple(part)


def _last_cut(text: str, start: int, end: int) -> int:
    """Where to cut at or before `end`."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, end + 1) if match.end() <= end]
    blank = max(text.rfind(" ", start + 1, end + 1), text.rfind("\n", start + 1, end + 1))
    return ends[-1] if ends else blank if blank > start else end


def _pieces(text: str, start: int, end: int, cuts: list[tuple[int, int, str]], skipped: dict[str, int]) -> tuple[tuple[int, int], ...]:
    """The spans of `text[start:end]` outside the cuts, trimmed; what is cut is counted into `skipped`."""
    pieces = []
    at = start
    for cut_start, cut_end, reason in sorted(cuts):
        if cut_start > at:
            pieces.append((at, cut_start))
        if cut_end > at:
            skipped[reason] = skipped.get(reason, 0) + cut_end - max(at, cut_start)
            at = cut_end
    if end > at:
        pieces.append((at, end))
    while pieces and not text[pieces[0][0] : pieces[0][1]].strip():
        pieces.pop(0)
    while pieces and not text[pieces[-1][0] : pieces[-1][1]].strip():
        pieces.pop()
    if not pieces:
        return ()
    first, last = text[slice(*pieces[0])], text[slice(*pieces[-1])]
    pieces[0] = (pieces[0][0] + len(first) - len(first.lstrip()), pieces[0][1])
    pieces[-1] = (pieces[-1][0], pieces[-1][1] - (len(last) - len(last.rstrip())))
    return tuple(pieces)
