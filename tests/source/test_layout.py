"""What each line is, and that no character is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.source.layout import lay_out

CASES = {
    "a title, a lead and a section": (
        "Office of Roads\n\nThe office plans roads.\n\nHistory\nIt was set up in 1990.",
        [
            ("title", "Office of Roads"),
            ("paragraph", "The office plans roads."),
            ("heading", "History"),
            ("paragraph", "It was set up in 1990."),
        ],
    ),
    "an edit link glued to the title is furniture": (
        "Office of RoadsEdit\nThe office plans roads.",
        [("title", "Office of Roads"), ("paragraph", "The office plans roads.")],
    ),
    "a bracketed edit link too": (
        "Office\nIt plans.\nHistory [edit]\nIt was set up.",
        [("title", "Office"), ("paragraph", "It plans."), ("heading", "History"), ("paragraph", "It was set up.")],
    ),
    "a title that ends in the word is left alone": ("Credit\nIt lends.", [("title", "Credit"), ("paragraph", "It lends.")]),
    "a first line with a full stop is no title": (
        "The office plans roads.\nIt builds.",
        [("paragraph", "The office plans roads."), ("paragraph", "It builds.")],
    ),
    "a last line without a full stop is no heading": ("It plans.\nIt builds", [("paragraph", "It plans."), ("paragraph", "It builds")]),
    "list items lose their markers": (
        "Its tasks are:\n- planning;\n* building;\n• repair.\n1. One.",
        [
            ("paragraph", "Its tasks are:"),
            ("list_item", "planning;"),
            ("list_item", "building;"),
            ("list_item", "repair."),
            ("list_item", "One."),
        ],
    ),
    "reference marks are cut out": ("It plans.[4][5] It builds.[a]", [("paragraph", "It plans. It builds.")]),
    "marked headings": (
        "# Office\n\nIt plans.\n\n## History\n\nOld.",
        [("title", "Office"), ("paragraph", "It plans."), ("heading", "History"), ("paragraph", "Old.")],
    ),
    "wiki headings": ("It plans.\n== History ==\nOld.", [("paragraph", "It plans."), ("heading", "History"), ("paragraph", "Old.")]),
    "a wrapped paragraph is one block": (
        "The office plans the roads of the whole country\nand builds them.",
        [("paragraph", "The office plans the roads of the whole country\nand builds them.")],
    ),
    "line ends of another system": (
        "Office\r\n\r\nIt plans.\r\nIt builds.",
        [("title", "Office"), ("paragraph", "It plans."), ("paragraph", "It builds.")],
    ),
    "nothing": ("", []),
    "blanks": (" \n\t\n", []),
    "a lone marker": ("-", [("paragraph", "-")]),
}


@pytest.mark.parametrize("name", CASES)
def test_blocks(name: str) -> None:
    text, expected = CASES[name]
    blocks = lay_out(text).blocks
    assert [(block.kind, "".join(text[a:b] for a, b in block.pieces)) for block in blocks] == expected


def test_sections_and_levels() -> None:
    layout = lay_out("# Office\n\nLead.\n\n## History\n\nOld.\n\n### Early years\n\nOlder.")
    assert [(section.title, section.level) for section in layout.sections] == [("", 0), ("History", 1), ("Early years", 2)]
    assert [block.section for block in layout.blocks] == [0, 0, 1, 1, 2, 2]


def test_furniture_is_counted() -> None:
    layout = lay_out("OfficeEdit\n- It plans.[12]")
    assert layout.skipped == {"edit link": 4, "list marker": 2, "reference mark": 4}


@given(st.text(alphabet=st.sampled_from("ab .:-#=[]1\n\r\t€😀٠Edit"), max_size=80))
def test_pieces_are_ordered_and_only_furniture_and_blanks_lie_between(text: str) -> None:
    layout = lay_out(text)
    pieces = [piece for block in layout.blocks for piece in block.pieces]
    assert all(start < end for start, end in pieces)
    assert all(before[1] <= after[0] for before, after in pairwise(pieces))
    covered = sum(end - start for start, end in pieces)
    blanks = len(text) - covered - sum(layout.skipped.values())
    assert 0 <= blanks <= sum(character.isspace() for character in text)
