"""A small release whose every text column carries markup, SQL or a formula, and a site over it."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.ids import Numbering
from pipeline.publish.package import Package
from pipeline.publish.release import publish
from pipeline.records import Alias, Document, Entity, Evidence, Extraction, Mention, Relation, Section, Sentence, Statement, Viewpoint
from pipeline.site.serve import site
from pipeline.tables.merge import merge
from tests.site.hostile import write_hostile

BODY = "Water <b>Agency</b>"
PORT = "Port of <i>Salt</i> \"><img src=x onerror=alert('port')>"
WELLS = "wells & =1+1 {{71*73}}"
FEES = "</title><script>alert('fees')</script> fees are too low"
HEADING = "<script>alert('heading')</script>"
FIRST = f"The {BODY} licenses {WELLS}."
SECOND = f"Critics worry that {FEES}."
THIRD = f"It works with the {PORT} and '; drop table entities; --."
TEXT = f"{BODY}\r\n{FIRST}\r\n{HEADING}\r\n- {SECOND}\r\n- {THIRD}\r\n"


def hostile_extraction(document_id: str = "water") -> Extraction:
    number = Numbering(document_id)

    def span(quote: str, after: int = 0) -> tuple[int, int]:
        start = TEXT.index(quote, after)
        return start, start + len(quote)

    heading_at = TEXT.index(HEADING)
    lead = Section(number("sec", ""), document_id, 0, 0, "", 0, heading_at)
    powers = Section(number("sec", HEADING), document_id, 1, 1, HEADING, heading_at, len(TEXT))

    def sentence(position: int, kind: str, section: Section, quote: str) -> Sentence:
        return Sentence(number("sen", quote), document_id, section.section_id, position, position, kind, *span(quote), quote)

    title, first = sentence(0, "title", lead, BODY), sentence(1, "paragraph", lead, FIRST)
    heading = sentence(2, "heading", powers, HEADING)
    second, third = sentence(3, "list_item", powers, SECOND), sentence(4, "list_item", powers, THIRD)

    def mention(entity_id: str, where: Sentence, quote: str, kind: str = "name") -> Mention:
        return Mention(number("men", quote), entity_id, where.sentence_id, *span(quote, where.start), quote, kind)

    body, port, wells = "water-agency", "port-of-salt", "wells"
    statement = Statement(
        number("sta", FIRST), first.sentence_id, number("pro", FIRST), f"The {BODY}", "licenses", WELLS,
        *span(f"The {BODY}"), *span("licenses"), *span(WELLS), body, wells, False, "asserted", None, "clause", 0.9,
    )  # fmt: skip
    licenses, together = f"{body}.regulates.{wells}", f"{port}.coordinates_with.{body}"
    return Extraction(
        text=TEXT,
        document=Document(document_id, BODY, "water.txt", hashlib.sha256(TEXT.encode()).hexdigest(), len(TEXT), "en"),
        sections=(lead, powers),
        sentences=(title, first, heading, second, third),
        entities=(
            Entity(body, BODY, "government_body", True, None, None, 3, 1),
            Entity(port, PORT, "government_body", True, None, None, 1, 1),
            Entity("salt", "Salt", "place", True, None, None, 1, 1),
            Entity(wells, WELLS, "sector", False, None, FIRST, 1, 1),
            Entity("critics", "critics", "group", False, None, None, 1, 1),
        ),
        aliases=(Alias(body, "'; drop table entities; --", "variant"), Alias(body, "WA", "acronym")),
        mentions=(
            mention(body, title, BODY), mention(body, first, BODY), mention(body, third, "It", "pronoun"),
            mention(wells, first, WELLS), mention(port, third, PORT), mention("salt", third, "Salt"),
            mention("critics", second, "Critics"),
        ),
        statements=(statement,),
        relations=(
            Relation(licenses, body, "regulates", wells, None, "asserted", None, None, 1, 0.8, "extracted", "made-up"),
            Relation(together, port, "coordinates_with", body, None, "asserted", None, None, 1, 0.7, "extracted", "made-up"),
        ),
        evidence=(
            Evidence(number("evi", FIRST), licenses, first.sentence_id, statement.statement_id, first.start, first.end - 1, FIRST[:-1], "made-up", 0.8),
            Evidence(number("evi", THIRD), together, third.sentence_id, None, third.start, third.end, THIRD, "made-up", 0.7),
        ),
        viewpoints=(Viewpoint(number("vie", FEES), "critics", "critical", "worry that", FEES, body, second.sentence_id, *span(FEES), "made-up", 0.6),),
        skipped={},
    )  # fmt: skip


def publish_at(directory: Path, documents: list[str]) -> Path:
    question = {
        "name": "own-question",
        "title": "What <b>is</b> licensed?",
        "description": "Of this dataset alone.",
        "sql": "select name from entities where entity_id = 'wells'",
    }
    package = Package.of(
        {"name": "water", "title": "Water <i>and</i> its agency", "version": "1.2.3", "description": "Made & up.", "queries": [question]}
    )
    publish(merge(map(hostile_extraction, documents)), package, directory)
    return directory


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release with one document."""
    return publish_at(tmp_path_factory.mktemp("site") / "water", ["water"])


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release with more documents than a page lists."""
    return publish_at(tmp_path_factory.mktemp("site") / "many", [f"water-{n:03}" for n in range(60)])


@pytest.fixture(scope="session")
def outbreak(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release whose every text column tries to break out of its page."""
    return write_hostile(tmp_path_factory.mktemp("site") / "hostile")


@pytest.fixture
def get(release: Path):
    """`get(path)` answers a request to the site, as Datasette's client does: with `status_code`, `text`, `headers`, `json()`."""
    return _getter(release)


@pytest.fixture
def get_many(many: Path):
    """The same, over the release with many documents."""
    return _getter(many)


@pytest.fixture
def get_outbreak(outbreak: Path):
    """The same, over the release whose words try to break out."""
    return _getter(outbreak)


def _getter(directory: Path) -> Callable:
    import asyncio

    return lambda path, **kwargs: asyncio.run(site(directory).client.get(path, **kwargs))
