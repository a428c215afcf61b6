"""The signs of where a thing stands in a sentence: what it is, what stands over it and beside it, and of whom its clause tells.

Whatever is weighed about things (`linking.py`, `doubting.py`) is weighed by these first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pipeline.extract.drafts import RelationDraft
from pipeline.extract.entities import Entities, Thing
from pipeline.extract.lexicon import noun_class
from pipeline.extract.syntax import NOMINAL_SUBJECTS
from pipeline.extract.weighing import Sign
from pipeline.source.tokens import Sentence, Token

_VERBS = frozenset({"VERB", "AUX"})
# What stands between a noun and the word that leads to it: "of **the national** authority".
_OF_PHRASE = frozenset({"ADJ", "DET", "NOUN", "PROPN"})
# So many clauses up the subject of a verb is looked for, and so many words up from a noun its verb.
_CLIMB, _REACH = 5, 7
_MANY = 4
_EDGE = "^"


def told_of(drafts: Iterable[RelationDraft]) -> dict[int, list[Sign]]:
    """What is told of each thing, by its id(): "includes something", "something appointed_by"."""
    told: dict[int, set[Sign]] = defaultdict(set)
    for draft in drafts:
        if isinstance(draft.object, Thing):
            told[id(draft.subject)].add(f"{draft.predicate} something")
            told[id(draft.object)].add(f"something {draft.predicate}")
    return {key: sorted(rows) for key, rows in told.items()}


def head_of(sentence: Sentence, start: int, end: int) -> Token | None:
    """The noun that heads a mention, which goes from one source offset to another; None where nothing does."""
    words = [token for token in sentence.tokens if start <= token.start < end]
    return next((word for word in words if word.head is word or not start <= word.head.start < end), None)


def surroundings(entities: Entities, thing: Thing, noun: Token, sentence: Sentence) -> Iterator[Sign]:
    """The signs of a thing that a noun of a sentence mentions."""
    type_ = thing.sort
    above = words_above(noun)
    path = "/".join(f"{word.dep}{f' {word.head.lower}' if word.dep == 'pobj' else ''}" for word in above)
    top = above[-1].head if above else noun
    verb = top if top.pos in _VERBS else None
    clause = _clause(entities, sentence, noun, verb)
    yield from (f"type={type_}", f"path={path}", f"path={path} of {type_}", f"clause={clause}", f"clause={clause} of {type_}", sentence.kind)
    yield from (f"words={min(_MANY, len(thing.name.split()))}", *_beside(noun, sentence, type_))
    if not thing.named:
        yield from (f"noun={noun.lemma.lower()}", f"class={noun_class(noun.lower)}")
    if verb is not None:
        word = f"{verb.lemma.lower()}{' passive' if verb.child('auxpass') is not None else ''}"
        yield from (f"verb={word}", f"verb={word} in {clause}", f"verb={word} over {type_}", f"verb={word} by {path}", f"verb={word} in {clause} over {type_}")
        yield f"as {verb.dep}"
    else:
        yield from (f"root={top.lemma.lower()}", f"root={top.lemma.lower()} over {type_}")
    if above:
        yield from (f"under={above[0].dep} {above[0].head.lemma.lower()}", f"under={above[0].dep} {above[0].head.lemma.lower()} of {type_}")
    if (over := next((word.head for word in above if word.head.pos in ("NOUN", "PROPN")), None)) is not None:
        yield from (f"of={over.lemma.lower()}", f"of={over.lemma.lower()} of {type_}")


def _beside(noun: Token, sentence: Sentence, type_: str) -> Iterator[Sign]:
    """The words before and behind a noun, and the one that leads to its phrase: "**by** the national authority"."""
    tokens, first = sentence.tokens, noun.i
    while first and tokens[first - 1].pos in _OF_PHRASE:
        first -= 1
    lead = tokens[first - 1].lower if first else _EDGE
    yield from (f"lead={lead}", f"lead={lead} of {type_}")
    yield f"before={tokens[noun.i - 1].lower if noun.i else _EDGE}"
    yield f"next={tokens[noun.i + 1].lower if noun.i + 1 < len(tokens) else _EDGE}"


def words_above(noun: Token) -> list[Token]:
    """The words from a noun up to the one below its verb, or to the top."""
    found: list[Token] = []
    while noun.head is not noun and len(found) < _REACH:
        found.append(noun)
        noun = noun.head
        if noun.pos in _VERBS:
            break
    return found


def _clause(entities: Entities, sentence: Sentence, noun: Token, verb: Token | None) -> str:
    """Of whom the clause of a noun tells: the subject of the document ("own"), the noun, nobody, or a thing of a type."""
    who = _subject_of(verb)
    if who is None:
        return "item" if sentence.kind == "list_item" else "nobody"
    if who is noun:
        return "itself"
    things = entities.of(who)
    if entities.subject in things:
        return "own"
    return f"some {things[0].type}" if things else "something"


def _subject_of(verb: Token | None) -> Token | None:
    """The subject of a verb, or of one above it that shares it."""
    for _ in range(_CLIMB):
        if verb is None:
            return None
        if (who := verb.child(*NOMINAL_SUBJECTS)) is not None:
            return who
        verb = verb.head if verb.head is not verb else None
    return None
