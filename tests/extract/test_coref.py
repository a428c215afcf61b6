"""Pronouns and nominals: two annotated articles, and small cases of each rule.

The articles are test material, not a source of facts: some of what they say is made up.
"""

import csv
from pathlib import Path

import pytest

from pipeline.extract.coref import agreement
from pipeline.extract.entities import Entities
from pipeline.source.layout import lay_out
from tests.extract.parsing import parsed

ARTICLES = Path(__file__).parent / "coreference"


def read(text: str) -> Entities:
    return Entities(text, lay_out(text).title or "", parsed(text))


def referents(entities: Entities, text: str, place: str) -> list[str]:
    """The names of what the bracketed words of a place refer to as a pronoun or nominal."""
    before, mention, after = place.replace("]", "[").split("[")
    start = text.index(before + mention + after) + len(before)
    span = (start, start + len(mention))
    return [
        thing.name for thing in entities.things for _, *at, kind in thing.mentions if tuple(at) == span and kind in ("pronoun", "nominal")
    ]


def accuracy(name: str) -> float:
    text = (ARTICLES / f"{name}.txt").read_text(encoding="utf-8")
    entities = read(text)
    with (ARTICLES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    right = [referents(entities, text, row["place"]) == ([row["refers_to"]] if row["refers_to"] != "-" else []) for row in rows]
    return sum(right) / len(rows)


@pytest.mark.parametrize("name", ["cnil", "ea"])
def test_annotated_articles(name: str) -> None:
    assert accuracy(name) >= 0.85


ARTICLE = "Harbour Agency\n\nThe Harbour Agency is a port regulator. {}"


@pytest.mark.parametrize(
    ("sentence", "place", "names"),
    [
        ("It licenses ferries.", "[It] licenses", ["Harbour Agency"]),
        ("Ada Smith, its director, said that she was proud.", "that [she] was", ["Ada Smith"]),
        ("Ada Smith has led it since 2019.", "led [it] since", ["Harbour Agency"]),
        ("The Trade Ministry criticised it.", "criticised [it].", ["Harbour Agency"]),
        ("Ferry operators must renew their permits.", "renew [their] permits", ["ferry operators"]),
        ("The Trade Ministry and the Rail Office publish their reports.", "publish [their] reports", ["Trade Ministry", "Rail Office"]),
        ("The government, for its part, waits.", "for [its] part", ["government"]),
        ("In its reports the Rail Office praises ferries.", "In [its] reports", ["Rail Office"]),
        ("Critics of the Rail Office say that it sleeps.", "that [it] sleeps", ["Rail Office"]),
        ("The agency licenses ferries.", "[The agency] licenses", ["Harbour Agency"]),
        ("Some call the regulator slow.", "call [the regulator] slow", ["Harbour Agency"]),
        ("The Ports Act 1990 governs it. The Act was amended.", "[The Act] was", ["Ports Act 1990"]),
        ("The Ports Act 1990 governs it. Lawyers blame the law.", "blame [the law].", ["Ports Act 1990"]),
        ("The Trade Ministry approves its budget.", "approves [its] budget", ["Harbour Agency"]),
        ("The Ports Act 1990 lays down its powers.", "down [its] powers", ["Harbour Agency"]),
        ("The Ports Act 1990 obliges it to act.", "obliges [it] to", ["Harbour Agency"]),
        ("In 1950 the Rail Office was closed. The Ports Act 1990 guides its work.", "guides [its] work", ["Harbour Agency"]),
        ("Five judges decide. They are elected by the Trade Ministry.", "[They] are", ["judges"]),
        ("The Rail Office gave way to the present agency.", "to [the present agency].", ["Harbour Agency"]),
        ("Parliament created the present body in 1990.", "[the present body]", ["Harbour Agency"]),
        ("The agency, set up in 1990, licenses ferries.", "[The agency], set", ["Harbour Agency"]),
        ("The Rail Office buys tickets from Nordline. The company objects.", "[The company] objects", ["Nordline"]),
        ("The Trade Ministry created the Harbour Agency. It was slow.", "[It] was", ["Harbour Agency"]),
        ("The Ports Act 1990 entrusts it with pilotage.", "entrusts [it] with", ["Harbour Agency"]),
        ("Its head office is in Bergen, and it has ten branches.", "and [it] has", ["Harbour Agency"]),
        ("Among its members are Norway and Iceland.", "Among [its] members", ["Harbour Agency"]),
        ("The Oslo-based agency licenses ferries.", "[The Oslo-based agency]", ["Harbour Agency"]),
        # Left alone: nothing agrees, or the words mean no thing.
        ("It is clear that ferries sink.", "[It] is clear", []),
        ("She was proud.", "[She] was", []),
        ("The fees are too high, the union said.", "[the union] said", []),
        ("These authorities were dissolved.", "[These authorities] were", []),
        ("The agency of Ruritania was dissolved.", "[The agency] of", []),
    ],
)
def test_cases(sentence: str, place: str, names: list[str]) -> None:
    text = ARTICLE.format(sentence)
    assert referents(read(text), text, place) == names


def test_these_authorities_are_the_bodies_just_named() -> None:
    text = ARTICLE.format("The Rail Office and the Road Board work together. These authorities meet monthly.")
    assert referents(read(text), text, "[These authorities] meet") == ["Rail Office", "Road Board"]


def test_agreement() -> None:
    assert [agreement(word) for word in ("its", "she", "them", "we")] == ["thing", "person", "plural", ""]
