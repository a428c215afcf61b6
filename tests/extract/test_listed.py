"""Verbless list items are statements through what introduces them."""

import pytest

from pipeline.extract.leads import leads
from pipeline.extract.listed import listed_statements
from pipeline.extract.propositions import propositions
from tests.extract.parsing import parsed

TEXT = "Coastal Agency\n\nThe Coastal Agency guards the coast.\n\n{}\n\n- Inspection of ferries\n- Sea rescue"
CASES = {
    "through a clause with a colon": (
        "The agency is responsible for:",
        ["The agency | is responsible for | Inspection of ferries", "The agency | is responsible for | Sea rescue"],
    ),
    "through a subject that announces them": (
        "Its main tasks are:",
        ["Its main tasks | are | Inspection of ferries", "Its main tasks | are | Sea rescue"],
    ),
    "through a heading in the plural": ("Functions", ["Functions | include | Inspection of ferries", "Functions | include | Sea rescue"]),
    "through a heading in the singular": ("Mandate", ["Mandate | includes | Inspection of ferries", "Mandate | includes | Sea rescue"]),
    "not through a heading that is a clause": ("What the agency does", []),
    "not through a sentence before them": ("It was founded in 1990.", []),
}


def read(text: str) -> list[str]:
    sentences = parsed(text)
    said = {id(sentence): list(propositions(sentence)) for sentence in sentences}
    drafts = [draft for _, draft in listed_statements(text, sentences, said)]
    for draft in drafts:
        for words, (start, end) in ((draft.subject, draft.subject_span), (draft.object, draft.object_span)):
            assert text[start:end] == words
    return [f"{d.subject} | {d.relation} | {d.object}" for d in drafts]


@pytest.mark.parametrize(("introduction", "expected"), CASES.values(), ids=CASES.keys())
def test_an_item_is_said_of_what_introduces_it(introduction, expected):
    assert read(TEXT.format(introduction)) == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("Protecting seals and whales", ["Mandate | includes | Protecting seals and whales"]),
        ("Ferries and ports", ["Mandate | includes | Ferries", "Mandate | includes | ports"]),
        ("The agency inspects ferries.", []),
    ],
)
def test_what_of_an_item_is_stated(item, expected):
    assert read(f"Coastal Agency\n\nIt guards the coast.\n\nMandate\n\n- {item}") == expected


@pytest.mark.parametrize(
    ("introduction", "kind"),
    [
        ("Functions", "mandate"),
        ("Structure", "part"),
        ("The main units are:", "part"),
        ("Member states", "member"),
        ("Relations with members", "mandate"),
        ("Partners", "partner"),
        ("It works with:", "partner"),
        ("Legal basis", "rule"),
    ],
)
def test_what_introduces_a_list_says_what_its_items_are(introduction, kind):
    sentences = parsed(TEXT.format(introduction))
    assert set(leads(sentences).values()) == {kind}
