"""One document, from text to records: how ids are made, what is published, and what always holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.confidence import Confidence, confidence_of, unjudged
from pipeline.extract.document import extract
from pipeline.records import Extraction
from pipeline.source.parse import load_model, parse_blocks
from pipeline.source.text import source_of


def read(text: str, confidence: Confidence = confidence_of) -> Extraction:
    source = source_of(text, text.encode("utf-8", "surrogatepass"), "office.txt", {})
    return extract(source, next(parse_blocks(load_model(), [(text, source.layout.blocks)])), confidence)


ARTICLE = """Coastal Agency

The Coastal Agency (CA) is a public body that regulates ports in Norway. It is overseen by the Ministry of Transport and also regulates ports.
Critics argue that it is slow. The agency does not license ferries.

See also
See also Ferry Board and Maritime Law.
"""


def test_of_two_rules_that_read_one_relation_the_surer_one_has_it() -> None:
    text = "Coastal Agency\n\nThe Coastal Agency is an agency under the Port Ministry. It is part of the Port Ministry.\n\nSee also\nPort Ministry\n"
    relation_id = "coastal-agency.part_of.port-ministry"

    def rule_of(confidence: Confidence) -> str:
        return next(r.rule for r in read(text, confidence).relations if r.relation_id == relation_id)

    told = {e.rule for e in read(text, unjudged).evidence if e.relation_id == relation_id} - {"see-reference"}
    assert len(told) == 2
    assert {rule_of(lambda _, rule, surer=surer: float(rule == surer)) for surer in told} == told
    assert rule_of(lambda _, rule: float(rule == "see-reference")) in told, "a reference only supports what a sentence tells"


def test_a_short_article_gives_rows_in_every_table() -> None:
    found = read(ARTICLE)
    relations = {relation.relation_id for relation in found.relations}
    assert {
        "coastal-agency.is_a.public-body",
        "coastal-agency.regulates.ports",
        "coastal-agency.overseen_by.ministry-of-transport",
        "coastal-agency.related_to.ferry-board",
    } <= relations
    assert [(v.holder_id, v.stance, v.text) for v in found.viewpoints] == [("critics", "critical", "it is slow")]
    assert {alias.alias for alias in found.aliases if alias.entity_id == "coastal-agency"} == {"CA"}
    assert found.statements and found.mentions and found.sections


def test_what_is_said_twice_is_one_relation_with_two_places() -> None:
    found = read(ARTICLE)
    [relation] = [r for r in found.relations if r.relation_id == "coastal-agency.regulates.ports"]
    assert relation.evidence == len([e for e in found.evidence if e.relation_id == relation.relation_id]) == 2


def test_what_is_denied_is_no_relation_but_a_negated_statement() -> None:
    found = read(ARTICLE)
    assert not [r for r in found.relations if r.object_id == "ferries"]
    assert [s.negated for s in found.statements if s.object == "ferries"] == [True]


def test_what_is_reported_is_attributed_and_no_relation() -> None:
    found = read("Coastal Agency\n\nThe Coastal Agency regulates ports. Critics claim that the agency regulates beaches.")
    assert {s.attributed_to for s in found.statements if s.object == "beaches"} == {"critics"}
    assert not [r for r in found.relations if r.object_id == "beaches"]


def test_what_nothing_is_said_of_is_published_where_it_is_a_term() -> None:
    found = {entity.name for entity in read("Port Authority\n\nThe Port Authority met foreign ship owners, who had time.\n").entities}
    assert found == {"Port Authority", "foreign ship owners"}


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("- inspections of the safety of fishing boats;", "port-authority regulates fishing-boats"),
    ],
)
def test_what_is_left_is_related_to_the_subject(text: str, relation: str) -> None:
    found = read(f"Port Authority\n\nThe Port Authority is a public body.\n\n{text}\n\nIt was visited.")
    weighed = {f"{r.subject_id} {r.predicate} {r.object_id}": r.confidence for r in found.relations if r.rule == "weighed"}
    assert 0.5 <= weighed[relation] < 1
    assert {e.confidence for e in found.evidence if e.rule == "weighed"} == set(weighed.values())


def test_what_somebody_holds_is_not_linked() -> None:
    found = read("Port Authority\n\nThe Port Authority is a public body.\n\nPilots complain that it neglects the safety of fishing boats.\n")
    assert not [r for r in found.relations if r.rule == "weighed"]


def test_renaming_the_file_changes_no_id() -> None:
    assert read(ARTICLE) == read(ARTICLE)
    renamed = source_of(ARTICLE, ARTICLE.encode(), "elsewhere.txt", {})
    again = extract(renamed, next(parse_blocks(load_model(), [(ARTICLE, renamed.layout.blocks)])))
    assert again.statements == read(ARTICLE).statements


def test_reordered_paragraphs_keep_their_ids() -> None:
    first, second = "The Coastal Agency regulates ports.", "The Ferry Board licenses ferries."
    before, after = read(f"{first}\n\n{second}\n"), read(f"{second}\n\n{first}\n")
    assert {s.sentence_id for s in before.sentences} == {s.sentence_id for s in after.sentences}
    assert {s.statement_id for s in before.statements} == {s.statement_id for s in after.statements}
    assert {r.relation_id for r in before.relations} == {r.relation_id for r in after.relations}
    assert {e.evidence_id for e in before.evidence} == {e.evidence_id for e in after.evidence}


def assert_sound(found: Extraction) -> None:
    """What holds for every document: places quote the source, keys are unique, references lead somewhere."""
    entities = {e.entity_id for e in found.entities}
    sentences = {s.sentence_id for s in found.sentences}
    for row in (*found.sentences, *found.mentions, *found.viewpoints):
        assert found.text[row.start : row.end] == row.text
    for row in found.evidence:
        assert found.text[row.start : row.end] == row.quote
    for rows, key in (
        (found.entities, "entity_id"),
        (found.sentences, "sentence_id"),
        (found.mentions, "mention_id"),
        (found.statements, "statement_id"),
        (found.relations, "relation_id"),
        (found.evidence, "evidence_id"),
        (found.viewpoints, "viewpoint_id"),
    ):
        keys = [getattr(row, key) for row in rows]
        assert len(keys) == len(set(keys))
    for row in (*found.mentions, *found.statements, *found.evidence, *found.viewpoints):
        assert row.sentence_id in sentences
    for relation in found.relations:
        assert relation.subject_id in entities
        assert (relation.object_id in entities) != (relation.object_value is not None)
    for statement in found.statements:
        assert statement.subject and statement.relation and statement.object
        assert {statement.subject_id, statement.object_id, statement.attributed_to} - {None} <= entities


HOSTILE = {
    "nothing but a title": "Office",
    "an article for a title": "The\n\nIt regulates ports.",
    "no sentence": "- \n- \n- ",
    "only punctuation": "... !!! ???",
    "brackets": "((((((((((The agency))))))))))",
    "HTML": "<script>alert(1)</script> The <b>Agency</b> regulates <i>ports</i>.",
    "SQL": "'; DROP TABLE entities; -- regulates ports.",
    "a path as a title": "../../etc/passwd\n\nIt regulates ports.",
    "other scripts": "国务院\n\nThe 国务院 regulates وزارة and הַכְּנֶסֶת. 它管理港口。",
    "bidi marks and zero widths": "The \u202eAgency\u202c regu\u200blates po\u200drts.",
    "combining marks": "The A" + "\u0301" * 200 + "gency regulates ports.",
    "one name many times": "Agency " * 400,
    "many conjuncts": "The agency regulates " + ", ".join(f"port {i}" for i in range(150)) + " and ferries.",
    "deep embedding": "The body that oversees " * 60 + "ports.",
    "names that slug to nothing": "The “…” and the ‽ regulate Ω.",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_give_sound_records(name: str) -> None:
    assert_sound(read(HOSTILE[name]))


VOCABULARY = """The Agency Ministry of Trade and or regulates supervises is was ports , . ; : ( ) “ ” ’s it its who which that charged with by in
Act 2011 critics argue must not 😀 中国 X. - See also established"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n", "\n\n"])


@settings(max_examples=120)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_any_text_gives_sound_records(text: str) -> None:
    assert_sound(read(text))
