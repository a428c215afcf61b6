"""Types of names and terms: by their words, by what the text says around them, by the lexicon."""

import pytest

from pipeline.extract.gazetteer import countries, demonyms, places
from pipeline.extract.lexicon import noun_class, singular
from pipeline.extract.types import type_of_name, type_of_term
from tests.extract.documents import Read


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("Ministry of Trade", 0, "government_body"),
        ("National Statistics Institute", 2, "government_body"),
        ("World Health Organization", 2, "international_organization"),
        ("Harbour Workers Union", 2, "organization"),
        ("Minister of Trade", 0, "person"),
        ("Rail Safety Act", 2, "law"),
        ("Control of Noise Regulations 2015", 0, "law"),
        ("Solar Roofs Programme", 2, "policy"),
        ("River Aare", 1, "place"),
        ("New Zealand", 1, "place"),
        ("Agência Nacional", 1, "government_body"),
        ("Xyzzy", 0, ""),
    ],
)
def test_type_of_name(name: str, head: int, expected: str) -> None:
    assert type_of_name(name.split(), head) == expected


@pytest.mark.parametrize(
    ("term", "plural", "expected"),
    [
        ("central bank", False, "government_body"),
        ("local authorities", True, "government_body"),
        ("banks", True, "group"),
        ("chief executive", False, "person"),
        ("farmers", True, "group"),
        ("data-protection laws", True, "law"),
        ("industrial policy", False, "policy"),
        ("postal services", True, "sector"),
        ("radio spectrum", False, "technology"),
        ("standard setting", False, "activity"),
        ("national security", False, "objective"),
        ("river basin", False, "place"),
        ("construction project", False, "activity"),
        ("government project", False, "policy"),
        ("gamification", False, "activity"),
        ("flibbertigibbets", True, "group"),
        ("zzz", False, "concept"),
    ],
)
def test_type_of_term(term: str, plural: bool, expected: str) -> None:
    words = term.split()
    assert type_of_term(words, len(words) - 1, plural) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("The newspaper Morgenpost reported it.", "Morgenpost", "organization"),
        ("They stopped Aurora, a government programme.", "Aurora", "policy"),
        ("Nordlys is a plan to build roads.", "Nordlys", "policy"),
        ("It joined the Aurora programme.", "Aurora", "policy"),
        ("It runs plans such as Nordlys.", "Nordlys", "policy"),
        ("Its chair, Emma Bergstrand, resigned.", "Emma Bergstrand", "person"),
        ("Siri Haugen has led it since 2019.", "Siri Haugen", "person"),
        ("Its chief executive is Anne Brown.", "Anne Brown", "person"),
        ("Anne Brown was named director general.", "Anne Brown", "person"),
        ("Anne Brown serves as chairperson.", "Anne Brown", "person"),
        ("It is led by Anne Brown.", "Anne Brown", "person"),
        ("Anne Brown headed the board.", "Anne Brown", "person"),
        ("Air Brown headed the field.", "Air Brown", "organization"),
        ("Its partner is Anne Brown.", "Anne Brown", "organization"),
        ("Professor Lindqvist resigned.", "Lindqvist", "person"),
        ("It has an office in Bjorvika.", "Bjorvika", "place"),
        ("The Bank of Ruritania lends. Ruritania borrows.", "Ruritania", "place"),
        ("The Nordbank Group sued.", "Nordbank Group", "organization"),
        ("It manages treaties such as SOLAS and MARPOL.", "MARPOL", "law"),
        ("The post of director has belonged to Ann Lindqvist.", "Ann Lindqvist", "person"),
        ("Han Ki-jeong followed her.", "Han Ki-jeong", "person"),
        ("It is a member of BNRC.", "BNRC", "organization"),
        ("Vattenkraft is a regulator of dams.", "Vattenkraft", "government_body"),
    ],
)
def test_type_by_context(text: str, name: str, expected: str) -> None:
    assert Read(text).named[name].type == expected


def test_lexicon() -> None:
    assert [singular(noun) for noun in ("authorities", "boxes", "gas", "fishermen", "specimen")] == ["authority", "box", "gas", "fisherman", "specimen"]
    assert [noun_class(noun) for noun in ("committees", "zzz")] == ["committee", ""]


def test_gazetteer() -> None:
    assert [countries().get(name) for name in ("republic of korea", "uk", "atlantis")] == ["South Korea", "United Kingdom", None]
    assert [demonyms().get(word) for word in ("dutch", "icelandic", "purple")] == ["Netherlands", "Iceland", None]
    assert {"nairobi", "thames", "bavaria"} <= places()
