"""The things of a document as a whole: what phrases refer to, scopes, descriptions, mentions, and any text at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.entities import Entities
from pipeline.source.tokens import Sentence, Token
from tests.extract.documents import Read

ARTICLE = """Port Authority of Ruritania

The Port Authority of Ruritania (PAR) is an independent regulator that licenses harbours. Its board sets fees. The newspaper Morgenpost praised the Ruritanian government.
The governor, who answers questions, leads it. PAR works with the Rail Office, which runs trains. A port authority abroad copied it. The chair of the Rail Office resigned.
"""


@pytest.fixture(scope="module")
def article() -> Read:
    return Read(ARTICLE)


def test_the_subject_is_the_thing_of_the_title(article: Read) -> None:
    assert article.entities.subject is article.named["Port Authority of Ruritania"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("PAR", ["Port Authority of Ruritania"]),
        ("Its", ["Port Authority of Ruritania"]),
        ("regulator", ["independent regulator"]),
        ("newspaper", ["Morgenpost"]),
        ("government", ["Ruritanian government"]),
        ("which", ["Rail Office"]),
        ("who", ["governor"]),
        ("fees", ["fees"]),
        ("leads", []),
    ],
)
def test_of(article: Read, word: str, expected: list[str]) -> None:
    assert article.of(word) == expected


@pytest.mark.parametrize(
    ("word", "owner"), [("board", "Port Authority of Ruritania"), ("governor", "Port Authority of Ruritania"), ("chair", "Rail Office")]
)
def test_organs_and_offices_have_owners(article: Read, word: str, owner: str) -> None:
    (thing,) = article.entities.of(article.token(word))
    assert thing.scope is article.named[owner]


def test_what_is_no_organ_has_no_owner(article: Read) -> None:
    (thing,) = article.entities.of(article.token("fees"))
    assert thing.scope is None


def test_description_is_a_quote(article: Read) -> None:
    start, end = article.named["Port Authority of Ruritania"].description or (0, 0)
    assert ARTICLE[start:end] == "independent regulator that licenses harbours"


def test_kinds_of_mentions(article: Read) -> None:
    kinds = {ARTICLE[start:end]: kind for _, start, end, kind in article.named["Port Authority of Ruritania"].mentions}
    assert kinds == {"Port Authority of Ruritania": "name", "PAR": "alias", "Its": "pronoun", "it": "pronoun"}


def test_place_of(article: Read) -> None:
    assert Read("Chilean copper is sold.").entities.place_of(Read("Chilean copper is sold.").token("Chilean")) == "Chile"
    assert article.entities.place_of(article.token("fees")) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        ".",
        "中国国家统计局。",
        "هيئة الاتصالات تنظم السوق.",
        "The the the.",
        "((((",
        "A" * 5000,
        "Bank of " * 400,
        "use of " * 400,
    ],
)
def test_any_text(text: str) -> None:
    for thing in Read(text).entities.things:
        assert thing.name and all(text[start:end] for _, start, end, _ in thing.mentions)


WORDS = [
    "The",
    "the",
    "Bank",
    "of",
    "Norway",
    "and",
    ",",
    "(",
    ")",
    "it",
    "its",
    "board",
    "rules",
    "on",
    "such",
    "as",
    "Ada",
    "2004",
    "'s",
    "-",
    "é",
    "which",
    "is",
    "a",
    "law",
    "these",
    "Act",
]
TAGS = ["NNP", "NN", "NNS", "DT", "IN", "PRP", "PRP$", "CD", "JJ", "VBZ", "WDT", ","]
DEPS = ["nsubj", "pobj", "prep", "poss", "conj", "cc", "amod", "compound", "appos", "attr", "relcl", "det", "punct", "dep"]
POS = {
    "NNP": "PROPN",
    "NN": "NOUN",
    "NNS": "NOUN",
    "DT": "DET",
    "IN": "ADP",
    "PRP": "PRON",
    "PRP$": "PRON",
    "CD": "NUM",
    "JJ": "ADJ",
    "VBZ": "VERB",
    "WDT": "PRON",
    ",": "PUNCT",
}
DRAWN = st.tuples(st.sampled_from(WORDS), st.sampled_from(TAGS), st.sampled_from(DEPS), st.integers(0, 30))


def tree(drawn: list[tuple[str, str, str, int]], at: int) -> Sentence:
    """A sentence of drawn words in which each word depends on an earlier one, at an offset."""
    tokens: list[Token] = []
    for i, (word, tag, dep, up) in enumerate(drawn):
        token = Token()
        token.i, token.text, token.lower, token.lemma, token.tag, token.pos = i, word, word.lower(), word.lower(), tag, POS[tag]
        token.start, token.end, token.children = at, at + len(word), []
        token.dep = dep if i else "ROOT"
        token.head = tokens[up % i] if i else token
        if i:
            token.head.children.append(token)
        at = token.end + 1
        tokens.append(token)
    return Sentence(tokens, "paragraph", 0, 0)


@settings(max_examples=60)
@given(st.lists(st.lists(DRAWN, min_size=1, max_size=25), min_size=1, max_size=4))
def test_any_parse(drawn: list[list[tuple[str, str, str, int]]]) -> None:
    sentences: list[Sentence] = []
    for words in drawn:
        sentences.append(tree(words, sentences[-1].end + 1 if sentences else 0))
    text = " ".join(word for words in drawn for word, *_ in words)
    entities = Entities(text, "Bank of Norway", sentences)
    known = {id(thing) for thing in entities.things}
    for sentence in sentences:
        for token in sentence.tokens:
            assert len({id(thing) for thing in entities.of(token)}) == len(entities.of(token))
            assert all(thing.name for thing in entities.of(token))
    known = {id(thing) for thing in entities.things}
    for thing in entities.things:
        assert thing.scope is None or id(thing.scope) in known
        for sentence, start, end, kind in thing.mentions:
            assert sentence.start <= start < end <= sentence.end and kind in ("name", "alias", "nominal", "pronoun")


def test_a_term_is_short_however_long_its_chain_of_nouns() -> None:
    words = [("water", "NN", "compound", 0)] * 300
    sentence = tree(words, 0)
    for token in sentence.tokens[:-1]:  # each noun modifies the next one
        token.head = sentence.tokens[token.i + 1]
        token.children = [sentence.tokens[token.i - 1]] if token.i else []
    last = sentence.tokens[-1]
    last.head, last.children, last.dep = last, [sentence.tokens[-2]], "ROOT"
    (thing,) = Entities(" ".join(["water"] * 300), "", [sentence]).of(last)
    assert 1 < len(thing.name.split()) < 30


def test_a_heading_names_only_what_the_text_names_too() -> None:
    read = Read("Port Office\n\nIt promotes industrial policy.\n\nRole in industrial policy and noble tunes\n\nIt sails.")
    places = {thing.name: sorted(start for _, start, *_ in thing.mentions) for thing in read.entities.things}
    assert places["industrial policy"] == [read.text.index("industrial policy"), read.text.rindex("industrial policy")]
    assert not {"noble tunes", "tunes", "role"} & set(places)
