"""Generic terms: what of a phrase is its name, and what it carries."""

import pytest

from tests.extract.documents import Read


@pytest.mark.parametrize(
    ("sentence", "head", "expected"),
    [
        # Determiners, numbers, possessives and judging adjectives go; what classifies stays, in small letters.
        ("It guards the new critical information infrastructure.", "infrastructure", ["critical information infrastructure"]),
        ("It steers Norway's industrial policy.", "policy", ["industrial policy"]),
        ("It runs three large water plants.", "plants", ["water plants"]),
        ("Electronic waste is regulated.", "waste", ["electronic waste"]),
        ("It watches the Chilean economy.", "economy", ["Chilean economy"]),
        ("It informs the general public.", "public", ["general public"]),
        ("It advises farmers' associations.", "associations", ["farmers' associations"]),
        ("It promotes e-government.", "government", ["e-government"]),
        ("It licenses 5G networks.", "networks", ["5G networks"]),
        ("It regulates cross-border data transfers.", "transfers", ["cross-border data transfers"]),
        # A shared head goes to each half that is a term by itself.
        ("It does economic and strategic planning.", "planning", ["economic planning", "strategic planning"]),
        ("It oversees the manufacturing and information technology sectors.", "sectors", ["manufacturing", "information technology"]),
        ("It holds administrative and planning powers.", "powers", ["administrative powers", "planning powers"]),
        ("It defends the political and legal system.", "system", ["political and legal system"]),
        # Heads that only carry another noun are seen through.
        ("It writes rules on data storage.", "rules", ["data storage"]),
        ("It serves a wide range of industries.", "range", ["industries"]),
        ("It supports areas like robotics and shipping.", "areas", ["robotics", "shipping"]),
        ("It supports areas such as robotics.", "areas", ["robotics"]),
        ("It speeds up the adoption of solar power.", "adoption", ["solar power"]),
        # Abstract nouns need their complement, the work of an authority does not.
        ("It limits the abstraction of water.", "abstraction", ["abstraction of water"]),
        ("It does licensing of insurers.", "licensing", ["licensing"]),
        ("It replaced an act of 1989.", "act", ["act of 1989"]),
        ("It advises the head of state.", "head", ["head of state"]),
        ("They fund the Solvency Code rules.", "rules", ["Solvency Code"]),
        # Nothing to say.
        ("It makes efforts.", "efforts", []),
        ("It met in March.", "March", []),
        ("It has a key role.", "role", []),
    ],
)
def test_terms(sentence: str, head: str, expected: list[str]) -> None:
    assert Read(sentence).of(head) == expected


def test_one_term_is_one_thing_however_often_it_stands() -> None:
    read = Read("It issues licences. The licence is public. Each new licence costs more.")
    things = {id(thing): thing for sentence in read.sentences for token in sentence.tokens for thing in read.entities.of(token)}
    licences = [thing for thing in things.values() if thing.name.startswith("licence")]
    assert [(thing.name, len(thing.mentions)) for thing in licences] == [("licences", 3)]
