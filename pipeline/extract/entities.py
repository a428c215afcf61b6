"""The things one document speaks of: names with their other forms, what pronouns and nominals stand for, generic terms.

entities = Entities(text, title, sentences)
entities.of(token)      # the things that the phrase headed by a token refers to
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.extract import coref, gazetteer, terms, types
from pipeline.extract.lexicon import singular, vocabulary
from pipeline.extract.names import Name, Writing, find_names, is_acronym, observe
from pipeline.extract.syntax import conjuncts
from pipeline.source.tokens import Sentence, Token

_NOMINAL_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "VBG", "JJ", "CD", "FW"})


@dataclass(eq=False, slots=True)
class Thing:
    """Something the document speaks of.

    `scope` is the owner of an organ or office that is known only through it. `aliases` maps other names to acronym, variant or
    translation. A mention is (sentence, start, end, kind) with offsets into the source; `description` is the span of the
    text's own words about it.
    """

    name: str
    type: str
    named: bool
    scope: Thing | None = None
    aliases: dict[str, str] = field(default_factory=dict)
    mentions: list[tuple[Sentence, int, int, str]] = field(default_factory=list)
    description: tuple[int, int] | None = None

    def __repr__(self) -> str:
        return f"<{self.name} {self.type}>"


class Entities:
    """All things of one document. `subject` is what the document is about: the thing its title names, if any."""

    def __init__(self, text: str, title: str, sentences: list[Sentence]) -> None:
        self.text = text
        self.things: list[Thing] = []
        self.subject: Thing | None = None
        self._by_key: dict[str, Thing] = {}
        self._by_head: dict[str, list[Thing]] = {}
        self._generic: dict[tuple[str, int], Thing] = {}
        self._named_at: dict[int, Thing] = {}
        self._found: dict[int, list[Thing]] = {}
        self._sentence_of: dict[int, Sentence] = {}
        self._proper: set[int] = set()
        names = self._read_names(sentences)
        self._register(names)
        self._choose_subject(title)
        self._resolve(sentences)

    def of(self, token: Token) -> list[Thing]:
        """What the noun phrase headed by `token` refers to, its own conjunct only; empty where there is nothing to say.

        Several things where one head has coordinated modifiers or carries coordinated nouns ("rules on X and Y").
        """
        known = self._found.get(id(token))
        if known is None:
            self._found[id(token)] = []  # a phrase that leads back to itself ends here
            known = self._found[id(token)] = self._refer(token)
        return known

    def _refer(self, token: Token) -> list[Thing]:
        if id(token) in self._named_at:
            return [self._named_at[id(token)]]
        if token.tag not in _NOMINAL_TAGS or token.lower in vocabulary("terms")["pronouns"]:
            return []
        for child in token.children:  # "the newspaper Le Monde"
            if child.dep == "appos" and child.i <= token.i + 3 and id(child) in self._named_at and not self._comma_between(token, child):
                return [self._named_at[id(child)]]
        if named := self._classified(token):
            return [named]
        if inner := terms.carried(token):
            return list(dict.fromkeys(thing for head in inner for thing in self.of(head)))
        return self._terms(token)

    @staticmethod
    def _comma_between(left: Token, right: Token) -> bool:
        return any(child.text in (",", "(", ":") and left.i < child.i < right.i for child in left.children)

    def _classified(self, token: Token) -> Thing | None:
        """The name in "the Horizon programme": a classifying noun after the name of such a thing."""
        type_ = types.type_of_term([token.lower], 0, False)
        if type_ not in types.RULES and type_ != "technology":
            return None
        for child in token.children:
            thing = self._named_at.get(id(child))
            if (
                thing is not None
                and child.dep in ("compound", "nmod")
                and child.i == token.i - 1
                and thing.type in (*types.RULES, "technology", "concept")
            ):
                return thing
        return None

    def _terms(self, token: Token) -> list[Thing]:
        found = []
        for words in terms.variants(token):
            head = words[-1]
            if len(words) == 1 and terms.is_vague(head):
                continue
            if len(words) == 1 and terms.is_open(head):
                words = words + terms.complement(head)
            found.append(self._term(words, words.index(head)))
        return found

    def _term(self, words: list[Token], head: int) -> Thing:
        name = terms.phrase(words, self._proper)
        key = name.lower()
        if key in self._by_key and words[head].tag not in ("NNS",):
            thing = self._by_key[key]
        else:
            plural = words[head].tag in ("NNS", "NNPS")
            slot = (" ".join(singular(w) for w in key.split()), 0)
            thing = self._generic.get(slot) or self._new(name, types.type_of_term([w.lower for w in words], head, plural), named=False)
            self._generic[slot] = thing
        sentence = self._sentence_of[id(words[head])]
        thing.mentions.append((sentence, min(w.start for w in words), max(w.end for w in words), "name"))
        return thing

    def _new(self, name: str, type_: str, *, named: bool) -> Thing:
        thing = Thing(name, type_, named)
        self.things.append(thing)
        return thing

    def _read_names(self, sentences: list[Sentence]) -> list[Name]:
        writing: Writing = observe(sentences)
        names: list[Name] = []
        for sentence in sentences:
            for token in sentence.tokens:
                self._sentence_of[id(token)] = sentence
            names.extend(find_names(sentence, writing))
        return names

    def _register(self, names: Iterable[Name]) -> None:
        short: list[Name] = []
        for name in names:
            tokens = name.tokens
            if len(tokens) == 1 and is_acronym(tokens[0].text) and not name.forms:
                short.append(name)
                continue
            self._add(name)
        for name in short:
            self._add(name)

    def _add(self, name: Name) -> None:
        tokens = name.tokens
        written = terms.phrase(tokens, {id(t) for t in tokens})
        thing = self._by_key.get(written.lower()) or self._by_initials(tokens)
        if thing is None:
            country = gazetteer.countries().get(written.lower())
            head = _head(tokens)
            type_ = types.type_of_name([t.text for t in tokens], head) or "organization"
            thing = self._by_key.get(country.lower()) if country else None
            thing = thing or self._new(country or written, type_, named=True)
            if country and country != written:
                thing.aliases[written] = "variant"
                self._by_key[country.lower()] = thing
            self._by_key[written.lower()] = thing
            self._by_head.setdefault(tokens[head].lower, []).append(thing)
        for token in tokens:
            self._named_at[id(token)] = thing
            self._proper.add(id(token))
        thing.mentions.append((name.sentence, tokens[0].start, tokens[-1].end, "name"))
        for form in name.forms:
            words = name.sentence.tokens[form.start : form.end]
            alias = terms.phrase(words, {id(t) for t in words})
            thing.aliases.setdefault(alias, form.kind)
            self._by_key.setdefault(alias.lower(), thing)
            for token in words:
                self._named_at[id(token)] = thing
            thing.mentions.append((name.sentence, words[0].start, words[-1].end, "alias"))

    def _by_initials(self, tokens: list[Token]) -> Thing | None:
        return None

    def _choose_subject(self, title: str) -> None:
        self.subject = self._by_key.get(title.lower().removeprefix("the "))

    def _resolve(self, sentences: list[Sentence]) -> None:
        last: Thing | None = self.subject
        for sentence in sentences:
            for token in sentence.tokens:
                if token.pos == "PRON":
                    thing = self._pronoun(token, sentence, last)
                elif token.pos in ("NOUN", "PROPN") and any(c.dep == "det" and c.lower in ("the", "this", "that") for c in token.children):
                    thing = self._nominal(token)
                else:
                    continue
                if thing is not None:
                    self._found[id(token)] = [thing]
                    kind = "pronoun" if token.pos == "PRON" else "nominal"
                    thing.mentions.append((sentence, token.start, token.end, kind))
            subject = next((t for t in sentence.tokens if t.dep in coref.SUBJECTS), None)
            if subject is not None and (found := self.of(subject)):
                last = found[0]

    def _pronoun(self, token: Token, sentence: Sentence, last: Thing | None) -> Thing | None:
        kind = coref.agreement(token.lower)
        if not kind or coref.is_expletive(token):
            return None
        if kind == "plural":
            for candidate in coref.nearest_plurals(token, sentence):
                if found := self.of(candidate):
                    return found[0]
            return None
        for candidate in coref.antecedents(token, sentence):
            found = self.of(candidate)
            if len(found) == 1 and candidate.tag not in ("NNS", "NNPS") and (found[0].type == "person") == (kind == "person"):
                return found[0]
        if last is not None and (last.type == "person") == (kind == "person"):
            return last
        return self.subject if kind == "thing" else None

    def _nominal(self, token: Token) -> Thing | None:
        if id(token) in self._named_at or any(c.dep in ("prep", "relcl", "amod", "compound") for c in token.children):
            return None
        lemma = singular(token.lower)
        if self.subject is not None and token.tag != "NNS":
            if lemma in self.subject.name.lower().split() or (
                self.subject.type in types.ORGANISATIONS and lemma in ("agency", "body", "organisation", "organization")
            ):
                return self.subject
        for thing in reversed(self._by_head.get(lemma, [])):
            return thing
        return None


def _head(tokens: list[Token]) -> int:
    """The index of the noun that heads a name: the last word before the first preposition, number or bracket."""
    for i, token in enumerate(tokens):
        if i and (token.lower in ("of", "for", "on", "to", "in", "against", "(", "at") or token.text[0].isdigit()):
            return i - 1
    return len(tokens) - 1
