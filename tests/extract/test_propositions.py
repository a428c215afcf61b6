"""Clauses with their subjects, arguments, polarity, modality and source."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.propositions import Proposition, propositions
from tests.extract.parsing import parsed


def read(text: str) -> list[Proposition]:
    return [p for sentence in parsed(text) for p in propositions(sentence)]


def shown(p: Proposition) -> str:
    """kind: words (predicate) role=preposition head, ..."""
    words = " ".join(token.text for token in p.words)
    arguments = ", ".join(f"{a.role}={a.preposition + ' ' if a.marker else ''}{a.head.text}" for a in p.arguments)
    return f"{p.kind}: {words} [{arguments}]"


CASES = {
    "an object; conjuncts stay for the reader": (
        "The Agency supervises banks and insurers.",
        ["verb: supervises [subject=Agency, object=banks]"],
    ),
    "a relative clause speaks of its noun": (
        "The board that licenses banks is appointed by the minister.",
        ["verb: licenses [subject=board, object=banks]", "verb: is appointed [subject=board, agent=by minister]"],
    ),
    "participle and gerund": (
        "The Office is a body charged with protecting consumers.",
        [
            "copula: is [subject=Office, complement=body]",
            "participle: charged [subject=body, oblique=with protecting]",
            "participle: protecting [subject=body, object=consumers]",
        ],
    ),
    "the verb group goes on into the infinitive": (
        "The Agency aims to secure stable prices.",
        ["verb: aims to secure [subject=Agency, object=prices]"],
    ),
    "the object of allow does what the infinitive says": (
        "The law allows banks to merge.",
        ["verb: allows [subject=law, clause=merge]", "verb: to merge [subject=banks]"],
    ),
    "coordinated verbs share subject, auxiliary and a fronted time": (
        "In 1990 the Agency was sold and renamed.",
        ["verb: was sold [subject=Agency, oblique=in 1990]", "verb: was renamed [subject=Agency, oblique=in 1990]"],
    ),
    "a phrase of time belongs to the clause": (
        "The Agency opened an inquiry in 1995.",
        ["verb: opened [subject=Agency, object=inquiry, oblique=in 1995]"],
    ),
    "two prepositional arguments": (
        "The Agency works with insurers on training.",
        ["verb: works [subject=Agency, oblique=with insurers, oblique=on training]"],
    ),
    "a participle after a comma speaks of the subject": (
        "The Agency sets rules, encouraging trade.",
        ["verb: sets [subject=Agency, object=rules, adverbial=encouraging]", "participle: encouraging [subject=Agency, object=trade]"],
    ),
    "an apposition, the name first": (
        "The governor, Ann Lee, chairs the board.",
        ["apposition:  [subject=Lee, complement=governor]", "verb: chairs [subject=governor, object=board]"],
    ),
    "a title": (
        "President Ann Lee opened the court.",
        ["apposition:  [subject=Lee, complement=President]", "verb: opened [subject=Lee, object=court]"],
    ),
    "a qualifier in brackets is no apposition": ("The Data Act (Norway) protects users.", ["verb: protects [subject=Act, object=users]"]),
    "a possessive": ("The council's chair resigned.", ["possessive:  [subject=council, object=chair]", "verb: resigned [subject=chair]"]),
    "an adjective with its phrase": (
        "Banks subject to fees may appeal.",
        ["nominal:  [subject=Banks, complement=subject, oblique=to fees]", "verb: may appeal [subject=Banks]"],
    ),
    "existence": ("There are fees on loans.", ["verb: are [subject=fees, oblique=on loans]"]),
    "nothing without a predicate": ("Regulation of banks", []),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_clauses(text, expected):
    assert [shown(p) for p in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "verb", "negated", "modality", "source"),
    [
        ("The Agency supervises banks.", "supervises", False, "asserted", None),
        ("The Agency may not fine banks.", "fine", True, "possible", None),
        ("No bank may refuse a customer.", "refuse", True, "possible", None),
        ("The Agency must publish a report.", "publish", False, "required", None),
        ("The Agency seeks to cut fees.", "cut", False, "intended", None),
        ("The Agency has to publish a report.", "publish", False, "required", None),
        ("If the bank fails, the state pays.", "fails", False, "possible", None),
        ("Critics argue that the rules harm trade.", "harm", False, "asserted", "Critics"),
        ("The rules, a lawyer said, were unclear.", "unclear", False, "asserted", "lawyer"),
        ("Unions object, while economists agree that fees help.", "help", False, "asserted", "economists"),
    ],
)
def test_polarity_modality_and_source(text, verb, negated, modality, source):
    p = next(p for p in read(text) if p.predicate.text == verb)
    assert (p.negated, p.modality, p.attributed_to and p.attributed_to.text) == (negated, modality, source)


def test_what_is_set_against_a_view_is_not_part_of_it():
    agree = next(p for p in read("Unions object, while economists agree that fees help.") if p.predicate.text == "agree")
    assert agree.attributed_to is None


WORDS = [
    "the",
    "Agency",
    "board",
    "that",
    "which",
    "is",
    "was",
    "to",
    "not",
    "may",
    "and",
    ",",
    ";",
    "by",
    "of",
    "in",
    "1990",
    "(",
    ")",
    "said",
    "license",
    "licenses",
    "licensed",
    "banks",
    "rules's",
]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14))
def test_any_words_give_whole_propositions(words):
    for p in read(" ".join(words)):
        tokens = p.sentence.tokens
        assert all(tokens[t.i] is t for t in (p.predicate, *p.words, *(a.head for a in p.arguments)))
        assert [a.role for a in p.arguments].count("subject") <= 1
        assert [t.i for t in p.words] == sorted({t.i for t in p.words})
