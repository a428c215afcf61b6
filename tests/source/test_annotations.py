"""Words asked once have the lemma, part of speech, tag and dependency that the plain components of the model give them."""

from pathlib import Path

import pytest
import spacy

from pipeline.source import annotations
from pipeline.source.annotations import Annotations
from pipeline.source.layout import lay_out
from pipeline.source.parse import load_model, readable
from pipeline.source.tokens import Parse

ARTICLES = sorted((Path(__file__).parents[1] / "articles").glob("*/*.txt"))
# What patterns of several words read ("ai n't", "let 's"), before and after the same words by themselves; spaces, signs and odd capitals.
TRICKY = [
    "Let's go. They let it be.", "It ain't so.", "There's a plan. There are plans, and it is there.", "He's gonna go to Na.", "Y'all got ta see it all.",
    "It does what it did, and has had to.", "", " ", "\u2028", "5G\u00a0works…", "THE OFFICES met; the Offices' staff didn't.", "😀 plans", "that", "That that is, is.",
]  # fmt: skip


def plain(texts: list[str]) -> list[list[tuple[str, str, str, str]]]:
    return [[(t.lemma_, t.pos_, t.tag_, t.dep_) for t in doc] for doc in load_model().pipe(texts)]


def remembered(known: Annotations, texts: list[str]) -> list[list[tuple[str, str, str, str]]]:
    docs = list(load_model().pipe(texts, disable=known.replaced))
    return [list(zip(parse.lemma, parse.pos, parse.tag, parse.dep, strict=True)) for parse in known.parses_of(docs)]


def test_both_components_of_the_usual_model_are_replaced() -> None:
    assert Annotations(load_model()).replaced == ["attribute_ruler", "lemmatizer"]


def test_words_are_as_the_plain_components_say() -> None:
    texts = [path.read_text(encoding="utf-8") for path in ARTICLES]
    blocks = TRICKY + [readable(text, block) for text in texts for block in lay_out(text).blocks]
    expected = plain(blocks)
    known = Annotations(load_model())
    assert remembered(known, blocks) == expected  # asked for the first time
    assert remembered(known, blocks[::-1]) == expected[::-1]  # remembered


def test_what_is_forgotten_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotations, "_MOST", 10)
    known = Annotations(load_model())
    for text in TRICKY * 2:
        assert remembered(known, [text]) == plain([text])


@pytest.mark.parametrize("change", ["a pattern of places", "a component behind", "another lemmatizer"])
def test_a_model_of_another_make_is_left_as_it_is(change: str) -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    nlp.add_pipe("lemmatizer" if change != "another lemmatizer" else "trainable_lemmatizer")
    if change == "a component behind":
        nlp.add_pipe("merge_noun_chunks")
    if change == "a pattern of places":
        ruler.add([[{"SENT_START": True}]], {"POS": "X"})  # type: ignore[attr-defined]
    assert Annotations(nlp).replaced == []


def test_an_empty_document_has_an_empty_parse() -> None:
    known = Annotations(load_model())
    assert list(known.parses_of([load_model().make_doc("")])) == [Parse([], [], [], [], [], [], [], [])]
