"""What the tests of tables and files share: one small document, read by hand into records."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from pipeline.ids import Numbering
from pipeline.publish.package import Package
from pipeline.publish.release import publish
from pipeline.records import Alias, Document, Entity, Evidence, Extraction, Mention, Relation, Section, Sentence, Statement, Viewpoint
from pipeline.tables.merge import Tables, merge

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# A character beyond the BMP, curly quotes, a comma, a combining mark and CRLF: whatever offsets and cells may stumble over.
TEXT = (
    "Water Agency\r\n"
    "\r\n"
    "The Water Agency (WA), an “executive” body 💧, licenses wells.\r\n"
    "Critics worry that “the fees, all told,” are too low.\r\n"
    "Its board was set up in 2011 and works with the Port 🚢 Office on café hygiene.\r\n"
)


# The tests that take longest begin first, so that at the end no process waits for another.
_LONGEST = ["test_faults.py", "test_merge.py", "test_cluster.py", "test_browser.py"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: [*_LONGEST, item.path.name].index(item.path.name))


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test uses or fills the cache of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PIPELINE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def extraction() -> Extraction:
    """A document with a row in every table, all of whose references and offsets hold."""
    return make_extraction()


@pytest.fixture
def make() -> Callable[[str], Extraction]:
    """The same document under another id."""
    return make_extraction


@pytest.fixture(scope="session")
def package() -> Package:
    """Settings of a release of the document."""
    return Package.of(
        {
            "name": "wells",
            "title": "Wells and who licenses them",
            "version": "1.2.3",
            "description": "Made up.",
            "released": "2001-02-03",
            "keywords": ["water"],
            "queries": [{"name": "licences", "title": "Who licenses what?", "sql": "select * from relations_readable"}],
        },
        terms={"water-agency": {"origin": "made up", "licence": "unknown", "note": "For tests."}},
    )


@pytest.fixture(scope="session")
def tables() -> Tables:
    """The tables of the document, to be read only."""
    return merge([make_extraction()])


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, tables: Tables, package: Package) -> Path:
    """A valid release of the document, to be read only."""
    out = tmp_path_factory.mktemp("published") / "dist"
    publish(tables, package, out)
    return out


@pytest.fixture
def release(published: Path, tmp_path: Path) -> Path:
    """A copy of that release, alone in its folder, to be changed or damaged."""
    return Path(shutil.copytree(published, tmp_path / "dist"))


def make_extraction(document_id: str = "water-agency") -> Extraction:
    number = Numbering(document_id)

    def span(quote: str) -> tuple[int, int]:
        start = TEXT.index(quote)
        return start, start + len(quote)

    def sentence(position: int, kind: str, quote: str) -> Sentence:
        return Sentence(number("sen", quote), document_id, section.section_id, position, position, kind, *span(quote), quote)

    def mention(entity_id: str, where: Sentence, quote: str, kind: str) -> Mention:
        start = where.start + where.text.index(quote)
        return Mention(number("men", quote), entity_id, where.sentence_id, start, start + len(quote), quote, kind)

    def evidence(relation_id: str, where: Sentence, quote: str, statement_id: str | None, confidence: float | None = 0.8) -> Evidence:
        return Evidence(
            number("evi", relation_id, quote), relation_id, where.sentence_id, statement_id, *span(quote), quote, "made-up", confidence
        )

    section = Section(number("sec", ""), document_id, 0, 0, "", 0, len(TEXT))
    title = sentence(0, "title", "Water Agency")
    first = sentence(1, "paragraph", "The Water Agency (WA), an “executive” body 💧, licenses wells.")
    second = sentence(2, "paragraph", "Critics worry that “the fees, all told,” are too low.")
    third = sentence(3, "paragraph", "Its board was set up in 2011 and works with the Port 🚢 Office on café hygiene.")
    statement = Statement(
        number("sta", "The Water Agency", "licenses", "wells"), first.sentence_id, number("pro", "licenses"), "The Water Agency", "licenses", "wells",
        *span("The Water Agency"), *span("licenses"), *span("wells"), "water-agency", "wells", False, "asserted", None, "clause", 0.9,
    )  # fmt: skip
    opinion = Statement(
        number("sta", "“the fees, all told,”", "are", "too low"), second.sentence_id, number("pro", "are"), "“the fees, all told,”", "are", "too low",
        *span("“the fees, all told,”"), *span("are"), *span("too low"), None, None, False, "asserted", "critics", "clause", None,
    )  # fmt: skip
    board, port = "water-agency--board", "port-office"
    licenses, since, together = "water-agency.regulates.wells", f"{board}.established_on.2011", f"{port}.coordinates_with.{board}"
    return Extraction(
        text=TEXT,
        document=Document(document_id, "Water Agency", "water.txt", hashlib.sha256(TEXT.encode()).hexdigest(), len(TEXT), "en"),
        sections=(section,),
        sentences=(title, first, second, third),
        entities=(
            Entity("water-agency", "Water Agency", "government_body", True, None, "an “executive” body 💧", 3, 1),
            Entity(board, "board", "government_body", False, "water-agency", None, 1, 1),
            Entity(port, "Port 🚢 Office", "government_body", True, None, None, 1, 1),
            Entity("wells", "wells", "sector", False, None, None, 1, 1),
            Entity("critics", "critics", "group", False, None, None, 1, 1),
        ),
        aliases=(Alias("water-agency", "WA", "acronym"),),
        mentions=(
            mention("water-agency", title, "Water Agency", "name"),
            mention("water-agency", first, "Water Agency", "name"),
            mention("water-agency", third, "Its", "pronoun"),
            mention(board, third, "board", "nominal"),
            mention(port, third, "Port 🚢 Office", "name"),
            mention("wells", first, "wells", "name"),
            mention("critics", second, "Critics", "name"),
        ),
        statements=(statement, opinion),
        relations=(
            Relation(licenses, "water-agency", "regulates", "wells", None, "asserted", None, None, 1, 0.8, "extracted", "made-up"),
            Relation(since, board, "established_on", None, "2011", "asserted", "2011", None, 1, None, "added", "made-up"),
            Relation(together, port, "coordinates_with", board, None, "asserted", None, None, 1, 0.7, "extracted", "made-up"),
        ),
        evidence=(
            evidence(licenses, first, "The Water Agency (WA), an “executive” body 💧, licenses wells", statement.statement_id),
            evidence(since, third, "Its board was set up in 2011", None, None),
            evidence(together, third, "works with the Port 🚢 Office", None, 0.7),
        ),
        viewpoints=(
            Viewpoint(
                number("vie", "“the fees, all told,” are too low"), "critics", "critical", "worry that", "“the fees, all told,” are too low",
                "water-agency", second.sentence_id, *span("“the fees, all told,” are too low"), "made-up", 0.6,
            ),
        ),
        skipped={"furniture": 0},
    )  # fmt: skip
