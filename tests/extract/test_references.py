""" "See X": what the text points at."""

from __future__ import annotations

import pytest

from tests.extract.reading import read


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("See also Lighthouse Board and Maritime law.", {"Lighthouse Board", "maritime law"}),
        ("For details, see the Shipping Act.", {"Shipping Act"}),
        ("See how the rules interact with the Pilotage Act to shape trade.", {"Pilotage Act"}),
        ("See also articles such as Norway, Lighthouse Board, and Shipping Act.", {"Norway", "Lighthouse Board", "Shipping Act"}),
        ("See Under Shipping Act.", {"Shipping Act"}),
        ("Sailors see the Shipping Act as a burden.", set()),
        ("It was built to see the Shipping Act through.", set()),
    ],
)
def test_targets_are_related_to_the_subject(text: str, targets: set[str]) -> None:
    reading = read(
        f"Coastal Agency\n\nThe Coastal Agency enforces the Shipping Act and the Pilotage Act with the Lighthouse Board.\n\n{text}\n\nIt was visited."
    )
    found = [d for d in reading.relations if d.rule == "see-reference"]
    assert {d.object.name.lower() for d in found} == {target.lower() for target in targets}
    assert {d.predicate for d in found} <= {"related_to"}
    assert {d.subject.name for d in found} <= {"Coastal Agency"}
