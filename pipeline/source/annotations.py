"""Part of speech and lemma of parsed words, as the model's own attribute ruler and lemmatizer give them, each word asked once.

The two go by rules over every word of a text and take a quarter of the time of a parse, but what they say follows from the word, its
tag and its dependency: asked once, it is known. Where that is not so ("let 's", which a pattern of two words reads), they are asked as ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.source.tokens import Parse

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Key = tuple[int, ...]
Word = tuple[str, str, str, str]

# All that is known of a word before its part of speech and lemma are set, and what of a pattern looks at nothing else.
_DECIDING = ("ORTH", "TAG", "DEP", "POS", "MORPH", "LEMMA")
_DECIDED = frozenset({*_DECIDING, "TEXT", "LOWER", "IS_SPACE"})
_SAID = ("LEMMA", "POS", "TAG", "DEP")
_PLACES = ("SENT_START", "HEAD", "IDX", "LENGTH")
_LOOKING_UP = ("rule", "lookup")
# So many words are remembered at most, about 20 MB.
_MOST = 50_000


class Annotations:
    """Copies the parses of one model, which has to run without its components `replaced`: what they would say is added here."""

    def __init__(self, nlp: Language) -> None:
        from spacy.matcher import Matcher

        self.replaced = _rules_for_words(nlp)
        self._components = [nlp.get_pipe(name) for name in self.replaced]
        self._vocab = nlp.vocab
        self._opening = Matcher(nlp.vocab)
        if longer := [pattern[:1] for pattern in _patterns(nlp, self.replaced) if len(pattern) > 1]:
            self._opening.add("opening", longer)
        self._known: dict[Key, Word | None] = {}

    def parses_of(self, docs: Sequence[Doc]) -> Iterator[Parse]:
        """Copy spaCy's parses of blocks, which have gone through all components but those replaced."""
        if not self.replaced:
            yield from (_parse_of(doc, self._ask(doc)) for doc in docs)
            return
        keys = [_keys_of(doc) for doc in docs]
        self._learn({key for of_doc in keys for key in of_doc})
        for doc, of_doc in zip(docs, keys, strict=True):
            words = [word for key in of_doc if (word := self._known[key]) is not None]
            yield _parse_of(doc, words if len(words) == len(doc) else self._ask(doc))

    def _learn(self, keys: set[Key]) -> None:
        """Ask what is said of words that are new; one that may open a pattern of several is noted as one that cannot be asked by itself."""
        new = sorted(keys.difference(self._known))
        if not new:
            return
        if len(self._known) > _MOST:
            self._known.clear()
            new = sorted(keys)
        doc = self._doc_of(new)
        if opening := {start for _, start, _ in self._opening(doc, allow_missing=True)}:
            self._known.update((new[i], None) for i in opening)
            new = [key for i, key in enumerate(new) if i not in opening]
            doc = self._doc_of(new)
        self._known.update(zip(new, self._ask(doc), strict=True))

    def _ask(self, doc: Doc) -> list[Word]:
        """What the components say of the words of a document."""
        for component in self._components:
            doc = component(doc)
        strings = self._vocab.strings
        return [(strings[lemma], strings[pos], strings[tag], strings[dep]) for lemma, pos, tag, dep in _columns(doc, _SAID).tolist()]

    def _doc_of(self, keys: Sequence[Key]) -> Doc:
        import numpy
        from spacy.tokens import Doc

        doc = Doc(self._vocab, words=[self._vocab.strings[key[0]] for key in keys])
        known: Any = numpy.array([key[1:] for key in keys], dtype="uint64")
        return doc.from_array(list(_DECIDING[1:]), known) if keys else doc


def _parse_of(doc: Doc, words: Sequence[Word]) -> Parse:
    lemma, pos, tag, dep = map(list, zip(*words, strict=True)) if words else ([], [], [], [])
    starts, head, at, length = _columns(doc, _PLACES).astype("int64").T.tolist()
    return Parse(lemma, pos, tag, dep, starts, head, at, length)


def _keys_of(doc: Doc) -> list[Key]:
    return list(map(tuple, _columns(doc, _DECIDING).tolist()))


def _columns(doc: Doc, names: Sequence[str]) -> Any:
    return doc.to_array(list(names)).reshape(len(doc), len(names))


def _rules_for_words(nlp: Language) -> list[str]:
    """The last components of a model, where they are a ruler and a lemmatizer whose word on a word follows from `_DECIDING`; else none."""
    from spacy.lang.en.lemmatizer import EnglishLemmatizer
    from spacy.pipeline import AttributeRuler, Lemmatizer

    last = nlp.pipeline[-2:]
    match [component for _, component in last]:
        case [AttributeRuler(), Lemmatizer() as lemmatizer] if type(lemmatizer) in (Lemmatizer, EnglishLemmatizer):
            names = [name for name, _ in last]
            decided = all(_DECIDED.issuperset(map(str.upper, pattern[0])) for pattern in _patterns(nlp, names))
            return names if decided and lemmatizer.mode in _LOOKING_UP else []
    return []


def _patterns(nlp: Language, names: Iterable[str]) -> list[list[dict[str, Any]]]:
    """The patterns of the attribute rulers among the components."""
    rulers: Any = [nlp.get_pipe(name) for name in names if nlp.get_pipe_meta(name).factory == "attribute_ruler"]
    return [pattern for ruler in rulers for rule in ruler.patterns for pattern in rule["patterns"]]
