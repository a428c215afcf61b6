"""The annotated articles say nothing that their text, the vocabularies or the annotation itself does not bear out."""

import json
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluation.annotation import words

ROOT = Path(__file__).parent / "articles"
VOCABULARIES = Path(__file__).parents[1] / "schemas" / "vocabularies"
TYPES = {row["type"]: row["coarse"] for row in json.loads((VOCABULARIES / "entity_types.json").read_text(encoding="utf-8"))}
PREDICATES = {row["predicate"]: row for row in json.loads((VOCABULARIES / "predicates.json").read_text(encoding="utf-8"))}
STANCES = {"supportive", "critical", "neutral"}
FILES = sorted(ROOT.glob("*/*.json"))
PASSAGES = sorted((ROOT / "views").glob("*/*.json"))

every_article = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")


def load(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text(encoding="utf-8"))


def words_of_text(file: Path) -> tuple[str, ...]:
    return words(file.with_suffix(".txt").read_text(encoding="utf-8").replace("Edit\n", "\n"))


def stands_in(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(whole)} "


def test_articles_to_develop_on_and_articles_held_out() -> None:
    folders = [file.parent.name for file in FILES]
    assert set(folders) == {"dev", "heldout"}
    assert folders.count("dev") >= folders.count("heldout") >= 4


@every_article
def test_text_has_its_annotation_and_clean_lines(file: Path) -> None:
    raw = file.with_suffix(".txt").read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert load(file)["document"] == file.stem


@every_article
def test_entities_stand_in_the_text(file: Path) -> None:
    text = words_of_text(file)
    for entity in load(file)["entities"]:
        if entity.get("composed"):
            assert not stands_in(words(entity["name"]), text), f"{entity['name']} needs no 'composed'"
            assert set(words(entity["name"])) <= set(text), entity["name"]
        else:
            assert any(stands_in(words(name), text) for name in (entity["name"], *entity["aliases"])), entity["name"]


@every_article
def test_entities_are_told_apart(file: Path) -> None:
    names = [name for entity in load(file)["entities"] for name in {words(name) for name in (entity["name"], *entity["aliases"])}]
    assert {name for name in names if names.count(name) > 1} == set()


@every_article
def test_entity_types_are_in_the_vocabulary(file: Path) -> None:
    for entity in load(file)["entities"]:
        assert set(entity["type"].split("/")) <= set(TYPES), entity["name"]


@every_article
def test_relations_link_annotated_entities_by_known_predicates(file: Path) -> None:
    data = load(file)
    required = {entity["name"]: not entity["optional"] for entity in data["entities"]}
    for relation in data["relations"]:
        ends = [relation["subject"], *filter(None, [relation["object"]])]
        assert set(ends) <= set(required), relation
        assert (relation["object"] is None) != (relation["value"] is None), relation
        assert set(relation["predicate"].split("/")) <= set(PREDICATES), relation
        assert relation["optional"] or all(required[end] for end in ends), f"required relation of an optional entity: {relation}"


@every_article
def test_relations_are_annotated_once(file: Path) -> None:
    keys = [
        (r["subject"], predicate, r["object"] or r["value"]) for r in load(file)["relations"] for predicate in r["predicate"].split("/")
    ]
    assert {key for key in keys if keys.count(key) > 1} == set()


def admits(accepted: list[str], types: str) -> bool:
    """Does a predicate's list of accepted types or classes take one of these alternatives?"""
    return any(word.split()[0] == "any" or word in (kind, TYPES[kind]) for word, kind in product(accepted, types.split("/")))


@every_article
def test_ends_of_a_relation_have_types_that_its_predicate_takes(file: Path) -> None:
    data = load(file)
    types = {entity["name"]: entity["type"] for entity in data["entities"]}
    for relation in data["relations"]:
        takers = [
            predicate
            for predicate in map(PREDICATES.__getitem__, relation["predicate"].split("/"))
            if admits(predicate["subject_types"], types[relation["subject"]])
            and (relation["object"] is None or admits(predicate["object_types"], types[relation["object"]]))
        ]
        assert takers or relation["optional"], relation


@every_article
def test_dates_stand_in_the_text(file: Path) -> None:
    text = words_of_text(file)
    for relation in load(file)["relations"]:
        if relation["value"]:
            assert relation["predicate"] == "established_on", relation
            assert re.search(r"\b\d{4}\b", relation["value"]), relation
            assert stands_in(words(relation["value"]), text), relation


@pytest.mark.parametrize("file", [*FILES, *PASSAGES], ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_viewpoints_quote_the_text_and_their_holders(file: Path) -> None:
    data = load(file)
    text = " ".join(file.with_suffix(".txt").read_text(encoding="utf-8").split())
    entities = {entity["name"] for entity in data["entities"]}
    for viewpoint in data["viewpoints"]:
        assert viewpoint["text"] in text, viewpoint
        assert set(viewpoint["stance"].split("/")) <= STANCES, viewpoint
        assert viewpoint["holder"] is None or viewpoint["holder"] in entities, viewpoint
