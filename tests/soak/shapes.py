"""Texts of hostile shapes, of any size: what a quadratic step somewhere on the way would choke on."""

from __future__ import annotations

from collections.abc import Callable

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _word(number: int) -> str:
    """A made-up capitalised word, another one for each number."""
    letters = ""
    number += 26**3
    while number:
        number, at = divmod(number, 26)
        letters += _LETTERS[at]
    return letters.capitalize()


def _filled(unit: Callable[[int], str], size: int, *, before: str = "Water Agency\n\nThe ", after: str = ".") -> str:
    """As many units, each made of its number, as `size` characters hold."""
    parts: list[str] = [before]
    length = at = 0
    while length < size:
        part = unit(at)
        parts.append(part)
        length += len(part)
        at += 1
    return "".join([*parts, after])


# Name -> a function from a size in characters to a text of about that size.
SHAPES: dict[str, Callable[[int], str]] = {
    "ordinary text": lambda size: _filled(
        lambda at: f"{_word(at % 50)} Agency plans roads under the Roads Act {1900 + at % 100}. It reports to the ", size
    ),
    "no space": lambda size: "a" * size,
    "no space, mixed signs": lambda size: _filled(lambda at: "ab-c.d/e_f:1,2'x", size, before=""),
    "marks within a word": lambda size: "x" + "!" * size + "x",
    "dots": lambda size: "The office" + "." * size,
    "address without end": lambda size: "See http://a." + "a-b." * (size // 4) + "org/" + "%20" * 10,
    "blanks": lambda size: "Water Agency" + " " * size + "plans roads.",
    "blanks in a heading": lambda size: "# Water" + " " * size + "Agency\n\nIt plans roads.",
    "empty lines": lambda size: "Water Agency" + "\n" * size + "It plans roads.",
    "carriage returns": lambda size: "Water Agency" + "\r\r\n" * (size // 3) + "It plans roads.",
    "headings": lambda size: _filled(lambda at: f"Heading {at}\n\n", size, before=""),
    "marked headings": lambda size: _filled(lambda at: f"## Heading = {at} ==\n", size, before=""),
    "list items": lambda size: _filled(lambda at: f"- item {at}\n", size, before=""),
    "wrapped lines": lambda size: _filled(lambda at: "and so the long line of the office goes on and on and on,\n", size),
    "reference marks": lambda size: _filled(lambda at: f"[{at % 100}]", size),
    "round brackets": lambda size: "The office " + "(" * (size // 2) + "x" + ")" * (size // 2) + " plans roads.",
    "square brackets": lambda size: "The office " + "[ " * (size // 4) + "x" + " ]" * (size // 4) + " plans roads.",
    "opened quotes": lambda size: _filled(lambda at: "“yes ", size),
    "combining marks": lambda size: "The offic" + "e\u0301" + "\u0301\u0323" * (size // 2) + " plans roads.",
    "combining marks in turns": lambda size: "The office " + "e\u0323\u0301" * (size // 3) + " plans roads.",
    "bidi and zero width": lambda size: "The office " + "\u202e\u200b\u2066" * (size // 3) + " plans roads.",
    "CJK": lambda size: "水务局" * (size // 3) + "。",
    "emoji": lambda size: "The office " + "💧👩\u200d🚒" * (size // 4) + " plans roads.",
    "tags": lambda size: "<b>" * (size // 3) + "The office plans roads.",
    "long sentence": lambda size: _filled(lambda at: "office plans roads and the ", size),
    "long sentence of commas": lambda size: _filled(lambda at: f"{_word(at).lower()}, ", size, before="It plans "),
    "long sentence of clauses": lambda size: _filled(lambda at: "agency says that the ", size),
    "long sentence of prepositions": lambda size: _filled(lambda at: "board of the ", size),
    "long sentence of names": lambda size: _filled(lambda at: f"{_word(at)} Agency and the ", size),
    "the same name": lambda size: _filled(lambda at: "Water Agency plans roads. The ", size),
    "the same pronoun": lambda size: _filled(lambda at: "It plans roads. ", size, before="The Water Agency digs. "),
    "nominals": lambda size: _filled(
        lambda at: "ministry plans roads with the agency. The ", size, before="Water Agency\n\nThe Water Agency digs. The "
    ),
    "many names": lambda size: _filled(lambda at: f"{_word(at)} Agency plans roads. The ", size),
    "names that share words": lambda size: _filled(lambda at: f"Water {_word(at)} Agency plans Water {_word(at)}. The ", size),
    "many acronyms": lambda size: _filled(lambda at: f"Wide {_word(at)} Agency (W{_word(at)[0]}A) digs. WA{at} plans roads. The ", size),
    "the same acronym": lambda size: _filled(lambda at: f"Wide {_word(at)} Agency (WA) digs. WA plans roads. The ", size),
    "organs": lambda size: _filled(lambda at: f"{_word(at)} Agency has a board. Its board meets. The ", size),
    "reports": lambda size: _filled(lambda at: f"{_word(at)} Agency said that critics worry that fees are too low. The ", size),
    "references": lambda size: _filled(lambda at: f"See {_word(at)} Agency.\n", size, before="Water Agency\n\n"),
    "dates": lambda size: _filled(lambda at: f"agency was set up on {at % 28 + 1} May {1900 + at % 100}. The ", size),
}
