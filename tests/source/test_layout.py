"""What each line is, and that no character is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.source import layout as layout_module
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
    "lines of blanks count for nothing": ("Office\n \t\nIt plans.", [("title", "Office"), ("paragraph", "It plans.")]),
    "small letters go on, but not after a blank line": (
        "It plans,\nBridges\nit builds\nand digs\n\nroads.\r\n\r\nports",
        [("paragraph", "It plans,"), ("paragraph", "Bridges\nit builds\nand digs"), ("paragraph", "roads."), ("paragraph", "ports")],
    ),
    "nor after the end of a sentence": (
        "It plans:\nroads;\nports,\nwells.",
        [("paragraph", "It plans:"), ("paragraph", "roads;\nports,\nwells.")],
    ),
    "lines end as on another system": ("It plans the\r\nroads", [("paragraph", "It plans the\r\nroads")]),
    "a list item goes on": (
        "- roads and\nall their\nbridges;\n- ports",
        [("list_item", "roads and\nall their\nbridges;"), ("list_item", "ports")],
    ),
    "a marked heading may end like a sentence, and stand last": (
        "It plans.\n## What for?\nroads and\n# End",
        [("paragraph", "It plans."), ("heading", "What for?"), ("heading", "roads and"), ("heading", "End")],
    ),
    "a long line that ends in a comma goes on with a name": (
        "The office plans the roads and the harbours of the,\nBay.",
        [("paragraph", "The office plans the roads and the harbours of the,\nBay.")],
    ),
    "of 50 characters, not less": (
        "The office plans the roads and harbours of all us,\nBay.\nThe office plans the roads and harbours of all of,\nBay.\n"
        "The office plans the roads and harbours of us all\nBay.\nThe office plans the roads and harbours of our,\nBay.",
        [
            ("paragraph", "The office plans the roads and harbours of all us,\nBay."),
            ("paragraph", "The office plans the roads and harbours of all of,\nBay."),
            ("heading", "The office plans the roads and harbours of us all"),
            ("paragraph", "Bay."),
            ("paragraph", "The office plans the roads and harbours of our,"),
            ("paragraph", "Bay."),
        ],
    ),
    "nor where it has no comma, or a heading follows": (
        "The office plans the roads and the harbours of the whole\nBay.\nThe office plans the roads and the harbours of the,\n## Bay\nIt digs.",
        [
            ("title", "The office plans the roads and the harbours of the whole"),
            ("paragraph", "Bay."),
            ("paragraph", "The office plans the roads and the harbours of the,"),
            ("heading", "Bay"),
            ("paragraph", "It digs."),
        ],
    ),
    "a heading of 120 characters, and one of 121": (
        f"It plans.\n{'Roads ' * 19}Canals\n{'Roads ' * 19}Bridges\nIt digs.",
        [
            ("paragraph", "It plans."),
            ("heading", "Roads " * 19 + "Canals"),
            ("paragraph", "Roads " * 19 + "Bridges"),
            ("paragraph", "It digs."),
        ],
    ),
    "a marked one has at most 1,000": (
        f"It plans.\n# {'Roads ' * 166}1!\n# {'Roads ' * 166}12!\nIt digs.",
        [
            ("paragraph", "It plans."),
            ("heading", "Roads " * 166 + "1!"),
            ("paragraph", "# " + "Roads " * 166 + "12!"),
            ("paragraph", "It digs."),
        ],
    ),
    "a run of 300 characters is a word, a longer one is cut": (
        f"It digs {'x' * 300} wells.\nIt digs {'x' * 301} wells.",
        [("paragraph", f"It digs {'x' * 300} wells."), ("paragraph", "It digs  wells.")],
    ),
    "marks alone are nothing": ("It plans.\n[1] [2]\nIt digs. [3] [4]", [("paragraph", "It plans."), ("paragraph", "It digs.")]),
    "marks at both ends": ("[1] [2] It digs [3] wells. [4]", [("paragraph", "It digs  wells.")]),
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
    text = "# Office\n\nLead.\n\n## History[1] of it\n\nOld.\n\n### Early years\n\nOlder.\n\nToday\nNew."
    layout = lay_out(text)
    assert layout.title == "Office"
    sections = [
        ("", 0, 0),
        ("History of it", 1, text.index("History")),
        ("Early years", 2, text.index("Early")),
        ("Today", 1, text.index("Today")),
    ]
    assert [(section.title, section.level, section.start) for section in layout.sections] == sections
    assert [block.section for block in layout.blocks] == [0, 0, 1, 1, 2, 2, 3, 3]


def test_a_block_lies_between_its_first_and_last_character() -> None:
    text = "Office[1] of Roads\n- It plans.[2][3]"
    layout = lay_out(text)
    assert layout.title == "Office of Roads"
    assert [text[block.start : block.end] for block in layout.blocks] == ["Office[1] of Roads", "It plans."]


def test_furniture_is_counted() -> None:
    layout = lay_out(f"OfficeEdit\n- It plans.[12]\n== Roads ==\nIt digs {'x' * 301}[1]")
    assert layout.skipped == {"edit link": 4, "list marker": 2, "reference mark": 4, "heading mark": 6, "run without a blank": 304}


# What a block of more than 20 characters falls into.
PARTS = {
    "One two three. Four.": ["One two three. Four."],
    "One two three. Fours.": ["One two three.", "Fours."],
    "One two three four. Five six.": ["One two three four.", "Five six."],
    "One (two threes.”) Four. Five": ["One (two threes.”)", "Four. Five"],
    "One two threes four. Five six.": ["One two threes four.", "Five six."],
    "One. Two. Three. Four five six": ["One. Two. Three.", "Four five six"],
    "One. Two threes fou. Five six.": ["One. Two threes fou.", "Five six."],
    "one two three four five six": ["one two three four", "five six"],
    "one two three four f. Six": ["one two three four", "f. Six"],
    "one two threes fours five six": ["one two threes fours", "five six"],
    "one\ntwo threes\nfours\nfive six": ["one\ntwo threes\nfours", "five six"],
    "one two three\nfour-five six": ["one two three", "four-five six"],
    "one\ttwo\tthree\tfour\tfive": ["one\ttwo\tthree\tfour\tf", "ive"],
    "a bcdefghijklmnopqrstuvwxyz": ["a", "bcdefghijklmnopqrstu", "vwxyz"],
    "one two three[1] four five six": ["one two three| four", "five six"],
    "ones[1] two[2] three[3] four[4] five[5] six": ["ones| two| three| four", "five| six"],
    "one two three four [1][2]      five six": ["one two three four ", "five six"],
}


@pytest.mark.parametrize("text", PARTS)
def test_a_long_block_is_read_in_parts(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout_module, "MAX_BLOCK_CHARACTERS", 20)
    parts = ["|".join(text[a:b] for a, b in block.pieces) for block in lay_out(text).blocks]
    assert parts == PARTS[text]


@pytest.mark.parametrize(("characters", "parts"), [(5_000, 1), (5_001, 2)])
def test_a_block_of_5000_characters_is_read_at_once(characters: int, parts: int) -> None:
    assert len(lay_out(("road " * 1_001)[: characters - 1] + ".").blocks) == parts


@given(st.text(alphabet=st.sampled_from("ab .\n[1]”"), min_size=15, max_size=90))
def test_no_part_is_too_long_and_nothing_visible_is_lost(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout_module, "MAX_BLOCK_CHARACTERS", 10)
        layout = lay_out(text)
    assert all(sum(end - start for start, end in block.pieces) <= 10 for block in layout.blocks)
    pieces = [piece for block in layout.blocks for piece in block.pieces]
    assert all(before[1] <= after[0] for before, after in pairwise(pieces))
    seen = sum(not character.isspace() for start, end in pieces for character in text[start:end])
    assert seen + sum(layout.skipped.values()) >= sum(not character.isspace() for character in text)


@given(st.text(alphabet=st.sampled_from("ab .:-#=[]1\n\r\t€😀٠Edit"), max_size=80))
def test_pieces_are_ordered_and_only_furniture_and_blanks_lie_between(text: str) -> None:
    layout = lay_out(text)
    pieces = [piece for block in layout.blocks for piece in block.pieces]
    assert all(start < end for start, end in pieces)
    assert all(before[1] <= after[0] for before, after in pairwise(pieces))
    covered = sum(end - start for start, end in pieces)
    blanks = len(text) - covered - sum(layout.skipped.values())
    assert 0 <= blanks <= sum(character.isspace() for character in text)
