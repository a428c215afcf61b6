"""Open statements: complete, minimal, and nothing that the sentence does not say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.propositions import propositions
from pipeline.extract.statements import MAX_READINGS, StatementDraft, statements
from tests.extract.parsing import parsed
from tests.extract.test_propositions import WORDS


def read(text: str, *names: str) -> list[StatementDraft]:
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    return [draft for sentence in parsed(text) for draft in statements(text, propositions(sentence), spans)]


def shown(drafts: list[StatementDraft]) -> list[str]:
    return [f"{d.subject} | {d.relation} | {d.object}" for d in drafts]


CASES = {
    "objects are distributed": (
        "The Agency supervises banks, insurers and pension funds.",
        ["The Agency | supervises | banks", "The Agency | supervises | insurers", "The Agency | supervises | pension funds"],
    ),
    "so are the conjuncts inside an object": (
        "The Agency has an influence on banks and insurers.",
        ["The Agency | has | an influence on banks", "The Agency | has | an influence on insurers"],
    ),
    "but not what holds only between two": (
        "The border between Spain and Portugal is long.",
        ["The border between Spain and Portugal | is | long"],
    ),
    "each prepositional argument is a triple": (
        "The Agency works with insurers on training.",
        ["The Agency | works with | insurers", "The Agency | works on | training"],
    ),
    "the relative clause is said of its noun and not dragged along": (
        "The board that licenses banks is appointed by the minister.",
        ["The board | licenses | banks", "The board | is appointed by | the minister"],
    ),
    "a gerund goes on the verb group; what a body does is said of its bearer": (
        "The Office is a body charged with protecting consumers.",
        ["The Office | is | a body charged with protecting consumers", "The Office | is charged with protecting | consumers"],
    ),
    "a bare participle gets its auxiliary": (
        "Based in Oslo, the Office collects data.",
        ["the Office | is based in | Oslo", "the Office | collects | data"],
    ),
    "an apposition": ("Ann Lee, the governor, chairs the board.", ["Ann Lee | is | the governor", "Ann Lee | chairs | the board"]),
    "a title": ("President Ann Lee opened the court.", ["Ann Lee | is | President", "President Ann Lee | opened | the court"]),
    "a shared owner, in the tense of the clause": (
        "The council's deputy chair and new staff resigned in 1990.",
        [
            "The council | had | deputy chair",
            "The council | had | new staff",
            "The council's deputy chair | resigned in | 1990",
            "The council's new staff | resigned in | 1990",
        ],
    ),
    "that there is a value is presupposed, not said": ("The bank's value fell in 1990.", ["The bank's value | fell in | 1990"]),
    "a name right after its noun": (
        "The former minister Ann Lee said that the bank had failed.",
        ["Ann Lee | is | The former minister", "The former minister Ann Lee | said that | the bank had failed"],
    ),
    "a title of an owner": (
        "The council met President Ann Lee's critics.",
        ["The council | met | President Ann Lee's critics", "Ann Lee | is | President"],
    ),
    "one of several, named": (
        "One of the lawyers, Ann Lee, chairs the board.",
        ["Ann Lee | is | One of the lawyers", "One of the lawyers | chairs | the board"],
    ),
    "an adjective with an infinitive": ("It is necessary to close banks.", ["It | is necessary to close | banks"]),
    "an it that stands for a clause is no body": (
        "The Agency grew, and it was difficult to find staff.",
        ["it | was difficult to find | staff"],
    ),
    "who is to do something stands after the preposition": (
        "The act calls on banks to publish fees, and the board waits for banks to act on them.",
        [
            "The act | calls | to publish fees",
            "The act | calls on | banks",
            "banks | to publish | fees",
            "the board | waits for | banks to act on them",
            "banks | to act on | them",
        ],
    ),
    "the object of an infinitive in a relative clause": (
        "Banks that the board decides to close are small.",
        ["the board | decides to close | Banks", "Banks | are | small"],
    ),
    "a woman or man is no body": (
        "The SEC would be open to it, he said.",
        ["The SEC | would be open to | it", "he | said | The SEC would be open to it"],
    ),
    "they, of people that something was done to": (
        "The Agency fined farmers when they sold milk.",
        ["The Agency | fined | farmers", "farmers | sold | milk"],
    ),
    "an adjective with its preposition is the relation": ("Banks subject to fees may appeal.", ["Banks | are subject to | fees"]),
    "reported speech and what is reported": (
        "Critics argue that the rules harm trade.",
        ["Critics | argue that | the rules harm trade", "the rules | harm | trade"],
    ),
    "a speaker in between": (
        "The rules, a lawyer said, were unclear.",
        ["a lawyer | said | The rules were unclear", "The rules | were | unclear"],
    ),
    "a pronoun whose noun is in the sentence": (
        "The Agency grew because it hired staff.",
        ["The Agency | grew because | it hired staff", "The Agency | hired | staff"],
    ),
    "a fronted phrase comes last, in small letters": (
        "In 1990 the Agency sold shares and bought a bank.",
        [
            "the Agency | sold | shares",
            "the Agency | sold in | 1990",
            "the Agency | bought | a bank",
            "the Agency | bought in | 1990",
        ],
    ),
    "a phrase that only frames is left out": ("In addition, the Agency trains staff.", ["the Agency | trains | staff"]),
    "an infinitive that depends on a noun is said of nobody": (
        "The plan to sell banks failed in 1990.",
        ["The plan to sell banks | failed in | 1990"],
    ),
    "a light verb with its noun": ("The Agency takes part in talks.", ["The Agency | takes part in | talks"]),
    "a preposition of several words": ("The Office works in accordance with rules.", ["The Office | works in accordance with | rules"]),
    "nobody is said to do what is only asked": (
        "Debates center on how to tax banks.",
        ["Debates | center on | how to tax banks"],
    ),
    "they, of a body": (
        "The Agency grew when they hired staff.",
        ["The Agency | grew | when they hired staff", "The Agency | hired | staff"],
    ),
    "no object, no statement": ("The court was dissolved.", []),
    "no verb, no statement": ("Regulation of banks", []),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_statements(text, expected):
    assert shown(read(text)) == expected


def test_a_name_is_never_taken_apart():
    text = "The Ministry of Coal and Steel publishes reports."
    assert shown(read(text, "Ministry of Coal and Steel")) == ["The Ministry of Coal and Steel | publishes | reports"]


def test_nothing_follows_from_how_a_name_is_made_up():
    text = "The People's Bank of Norway sets rates."
    assert shown(read(text, "People's Bank of Norway")) == ["The People's Bank of Norway | sets | rates"]


def test_triples_of_one_reading_belong_together():
    drafts = read("The Agency sold banks and insurers in 1990.")
    assert [(d.reading, d.object) for d in drafts] == [(1, "banks"), (1, "1990"), (2, "insurers")]


def test_long_lists_on_both_sides_do_not_multiply():
    bodies = ", ".join(f"Agency {n}" for n in range(40))
    banks = ", ".join(f"bank {n}" for n in range(40))
    assert 0 < len(read(f"{bodies} and the Office supervise {banks} and insurers.")) <= 2 * MAX_READINGS


@pytest.mark.parametrize(
    ("text", "negated", "modality", "source"),
    [
        ("The Agency may not fine banks.", True, "possible", None),
        ("The Agency must publish reports.", False, "required", None),
        ("The Agency seeks to cut fees.", False, "intended", None),
        ("Critics say fees harm trade.", False, "asserted", "Critics"),
    ],
)
def test_every_statement_carries_polarity_modality_and_source(text, negated, modality, source):
    last = read(text)[-1]
    assert (last.negated, last.modality, last.attributed_to and last.attributed_to.text) == (negated, modality, source)


def test_an_implied_relation_has_an_empty_span_after_the_subject():
    text = "Ann Lee, the governor, chairs the board."
    implied = read(text)[0]
    assert implied.relation_span == (len("Ann Lee"), len("Ann Lee"))
    assert text[slice(*implied.object_span)] == "the governor"


@settings(max_examples=60)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14))
def test_spans_cover_the_texts_whatever_the_words(words):
    text = " ".join(words)
    for draft in read(text):
        for part, (start, end) in [(draft.subject, draft.subject_span), (draft.object, draft.object_span)]:
            assert part and 0 <= start <= end <= len(text)
            assert all(piece in text for piece in part.split())
        assert draft.relation
        assert draft.modality in ("asserted", "possible", "required", "intended")
