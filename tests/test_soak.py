"""The page of the long trials keeps a section a trial, whichever of them was run last."""

from tests.soak.__main__ import INTRODUCTION, with_section


def test_a_section_is_added_in_order_and_replaced_where_it_was() -> None:
    page = ""
    for name, text in [("load", "one"), ("faults", "two"), ("load", "## three")]:
        page = with_section(page, name, f"## {name}: title\n\n{text.replace('## ', '### ')}\n")
    assert page == f"{INTRODUCTION}\n## faults: title\n\ntwo\n\n## load: title\n\n### three\n"
