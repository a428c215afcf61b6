"""Reported views: who holds what, and how they stand to it."""

from __future__ import annotations

import pytest

from pipeline.config import load_yaml
from pipeline.extract.rulebook import RULES
from tests.extract.reading import Reading, read_all

EXAMPLES = [(e["text"], e["gives"]) for e in load_yaml(RULES / "viewpoints.yaml", "viewpoint_rules")["examples"]]
CASES = [
    *EXAMPLES,
    ("Critics say the agency is slow.", ["critics | critical | the agency is slow"]),
    ("The agency is too slow, critics say.", ["critics | critical | The agency is too slow"]),
    ("The agency drew criticism for its handling of the oil spill.", [" | critical | its handling of the oil spill"]),
    ("There are concerns that the agency lacks independence.", [" | critical | the agency lacks independence"]),
    ("Critics question the independence of the board.", ["critics | critical | the independence of the board"]),
    ("Shipowners are worried that the fees will rise.", ["shipowners | critical | the fees will rise"]),
    ("In the view of many sailors, the new rules are too strict.", ["sailors | critical | the new rules are too strict"]),
    ("Some see the agency as toothless.", [" | critical | the agency as toothless"]),
    ("Advocates credit it with saving many lives.", ["advocates | supportive | saving many lives"]),
    (
        "Residents complain that the ferries are noisy and that nobody listens to them.",
        ["residents | critical | the ferries are noisy", "residents | critical | nobody listens to them"],
    ),
    (
        "Shipowners argue that fees are too high and the service is slow.",
        ["shipowners | critical | fees are too high", "shipowners | critical | the service is slow"],
    ),
    (
        "Supporters praise its openness, but opponents call it a waste of money.",
        ["supporters | supportive | its openness", "opponents | critical | a waste of money"],
    ),
    ("The agency defends small ports and supports trade.", []),
    ("Critics do not claim that the agency is slow.", []),
    ("The Harbour Office is known as the oldest office of the country.", []),
]


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return read_all(f"Coastal Agency\n\nThe Coastal Agency is an agency.\n\n{text}\n\nIt was visited." for text, _ in CASES)


@pytest.mark.parametrize(("number", "text", "expected"), [(i, *case) for i, case in enumerate(CASES)], ids=[text[:40] for text, _ in CASES])
def test_a_view_has_its_holder_stance_and_words(number: int, text: str, expected: list[str], readings: list[Reading]) -> None:
    reading = readings[number]
    found = [f"{d.holder.name if d.holder else ''} | {d.stance} | {reading.text[d.start : d.end]}" for d in reading.viewpoints]
    assert [line.casefold() for line in found] == [line.casefold() for line in expected]


def test_what_is_reported_is_no_relation(readings: list[Reading]) -> None:
    reading = next(r for r in readings if "the licence fee keeps harbours open" in r.text)
    assert not any("harbours" in triple for triple in reading.triples)
