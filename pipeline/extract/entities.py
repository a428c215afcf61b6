"""The things one document speaks of: names with their other forms, what pronouns and nominals stand for, generic terms.

entities = Entities(text, title, sentences)
entities.of(token)      # the things that the phrase headed by a token refers to
"""

from __future__ import annotations

from pipeline.extract import gazetteer, terms, types
from pipeline.extract.capitals import has_capital_inside
from pipeline.extract.coref import Resolver, agreement, definite
from pipeline.extract.forms import is_acronym
from pipeline.extract.lexicon import is_common, is_month, singular
from pipeline.extract.names import names_of
from pipeline.extract.registry import Registry
from pipeline.extract.syntax import NOMINAL_SUBJECTS
from pipeline.extract.things import Thing
from pipeline.source.tokens import Sentence, Token

__all__ = ["Entities", "Thing"]

_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "VBG", "FW"})
_RELATIVE = frozenset({"WDT", "WP", "WP$"})
# Names of these types may be followed by a noun of the type; after names of those a vague noun is theirs.
_CLASSIFIED = types.RULES | {"technology"}
_OWNING = types.ORGANISATIONS | {"person", "place"}
# Phrases within phrases are followed so deep ("the use of the use of …"), words tied by hyphens so far.
_MAX_DEPTH = 12
_MAX_TIED = 12
_MAX_DESCRIPTION = 60


class Entities:
    """All things of one document. `subject` is what the document is about: the thing its title names, if any."""

    def __init__(self, text: str, title: str, sentences: list[Sentence]) -> None:
        self.text = text
        self._sentence_of = {id(token): sentence for sentence in sentences for token in sentence.tokens}
        names = names_of(sentences)
        self._entry_at = {id(token): name.tokens for name in names if not name.is_proper for token in name.tokens}
        self._aside = {id(token) for name in names for token in name.sentence.tokens[name.end : name.after]}
        self._registry = Registry(name for name in names if name.is_proper)
        self._named_at = self._registry.at
        self.things = self._registry.things
        self._short = {id(token) for name in self._registry.short for token in name.tokens}
        self._found: dict[int, list[Thing]] = {}
        self._depth = 0
        self._generic: dict[tuple[Thing | None, str], Thing] = {}
        self.subject: Thing | None = None  # not known yet to those that are asked to find it
        self.subject = self._subject_of(title, sentences)
        if self.subject is not None and self.subject.type == "person" and not self._is_somebody(self.subject):
            self.subject.type = "government_body"  # an article about an office: "Parliamentary Advocate of Slovakia"
        self._resolve(sentences)

    def _is_somebody(self, thing: Thing) -> bool:
        """Whether a person is called by a name of his or her own, not by an office only."""
        head = self._registry.heads.get(thing, "")
        return not (types.is_role(head) or types.is_person_head(head) or is_common(head))

    def of(self, token: Token) -> list[Thing]:
        """What the noun phrase headed by `token` refers to, its own conjunct only; empty where there is nothing to say.

        Several things where one head has coordinated modifiers ("economic and social policy") or carries coordinated nouns
        ("rules on X and Y"). A relative pronoun refers to what its antecedent does.
        """
        known = self._found.get(id(token))
        if known is None:
            known = self._found[id(token)] = []  # a phrase that leads back to itself ends here
            if self._depth < _MAX_DEPTH:
                self._depth += 1
                known = self._found[id(token)] = self._refer(token)
                self._depth -= 1
        return known

    def place_of(self, adjective: Token) -> str | None:
        """The place that an adjective is made of: "Chilean" -> "Chile"."""
        return gazetteer.demonyms().get(adjective.lower)

    def called(self, noun: Token) -> tuple[Thing, Thing] | None:
        """The name behind a noun and the class that the noun tells of it: "the **human rights group** Ak Zhol"; None where the noun alone says little."""
        named = self._apposed(noun) if noun.tag == "NN" else None
        return (named, self._term(terms.variants(noun)[0], noun)) if named is not None and terms.modifiers(noun) else None

    def _refer(self, token: Token) -> list[Thing]:
        if (named := self._named_at.get(id(token))) is not None:
            return [named]
        if token.tag in _RELATIVE:
            return self._antecedent(token)
        if (entry := self._entry_at.get(id(token))) is not None:
            return [self._term(entry, entry[-1])]
        if (
            id(token) in self._aside
            or token.tag not in _NOUN_TAGS
            or token.pos == "PRON"
            or not token.text[-1].isalnum()
            or self._is_prefix(token)
        ):
            return []
        if (named := self._apposed(token) or self._classified(token) or self._of_country(token)) is not None:
            return [named]
        if inner := terms.carried(token):
            return list(dict.fromkeys(thing for head in inner for thing in self.of(head)))
        return [self._in_small_letters(words) or self._term(words, token) for words in terms.variants(token) if not self._says_nothing(words)]

    def _in_small_letters(self, words: list[Token]) -> Thing | None:
        """The body whose whole name of several words is written in small letters: "the **coast guard**" of a text on the Coast Guard."""
        thing = self._registry.by_key.get(terms.spelled(words).lower()) if len(words) > 1 else None
        return thing if thing is not None and thing is self.subject and thing.type in types.ORGANISATIONS else None

    def _is_prefix(self, token: Token) -> bool:
        """Whether a word is tied to the next one by a hyphen: the "e" of "e-government"."""
        tokens = self._sentence_of[id(token)].tokens
        is_tied = token.i + 2 < len(tokens) and terms.ties(*tokens[token.i : token.i + 3])
        return is_tied and tokens[token.i + 2].head is not token  # but not in "secretary-general", which the first word heads

    def _antecedent(self, pronoun: Token) -> list[Thing]:
        """What "which" refers to: the name right before its preposition ("X, to which"), else the noun that its clause modifies."""
        tokens = self._sentence_of[id(pronoun)].tokens
        is_after_name = pronoun.dep == "pobj" and pronoun.head.i == pronoun.i - 1 and pronoun.i > 2 and tokens[pronoun.i - 2].text == ","
        if is_after_name and (named := self._registry.outermost.get(id(tokens[pronoun.i - 3]))) is not None:
            return [named]
        verb = pronoun.head
        while (
            verb.dep != "relcl" and verb.head is not verb and verb.head.i > verb.i - 60 and verb.i > pronoun.i - 60 and verb.dep != "ROOT"
        ):
            verb = verb.head
        return self.of(verb.head) if verb.dep == "relcl" and verb.head.i < pronoun.i else []

    def _apposed(self, token: Token) -> Thing | None:
        """The name in "the newspaper Le Monde"."""
        for child in token.children:
            if child.dep == "appos" and (thing := self._named_at.get(id(child))) is not None:
                start = child.i - sum(1 for c in child.children if c.dep in ("compound", "nmod", "punct") and c.i < child.i)
                return thing if start == token.i + 1 else None
        return None

    def _classified(self, token: Token) -> Thing | None:
        """The name in "the Horizon programme": before a noun that only says what sort of thing it is."""
        before = self._sentence_of[id(token)].tokens[token.i - 1] if token.i else token
        thing = self._registry.outermost.get(id(before))
        if thing is None or before.dep not in ("compound", "nmod", "pobj", "npadvmod") or token.dep == "compound":
            return None
        if token.tag == "NNS" and is_acronym(before.text):  # "ILO conventions" are some of them
            return None
        type_ = types.type_of_term([token.lower], 0, False)
        same = type_ == thing.type and type_ in _CLASSIFIED and token.lower not in thing.name.lower().split()
        return thing if same or (terms.is_vague(token) and thing.type not in _OWNING) else None

    def _of_country(self, token: Token) -> Thing | None:
        """The name in "the Chilean government" where the text has "Government of Chile"."""
        if not types.is_institution(token.lower):
            return None
        for child in token.children:
            if child.i == token.i - 1 and child.dep in ("amod", "compound", "nmod", "poss"):
                country = gazetteer.demonyms().get(child.lower) or gazetteer.countries().get(child.lower)
                return self._registry.by_key.get(f"{token.lower} of {country.lower()}") if country else None
        return None

    @staticmethod
    def _says_nothing(words: list[Token]) -> bool:
        return len(words) == 1 and (terms.is_vague(words[0]) or is_month(words[0].lower))

    def _term(self, words: list[Token], noun: Token) -> Thing:
        """The generic thing that a phrase names, made where it is new; its place is noted."""
        words, name, slot = self._slot(words, noun)
        owner, _ = slot
        thing = self._generic.get(slot)
        if thing is None:
            head = words.index(noun) if noun in words else len(words) - 1
            type_ = "activity" if terms.is_power(noun) else types.type_of_term([w.lower for w in words], head, noun.tag in ("NNS", "NNPS"))
            type_ = "technology" if words[0].text.isdigit() and len(words) == 2 else type_
            thing = self._generic[slot] = Thing(name, type_, named=False, scope=owner)
            self.things.append(thing)
        if terms.of_whom(noun) and words[-1] is not noun:
            thing.aliases[terms.spelled([word for word in words if word.i <= noun.i], self._write)] = "variant"
        self._mention(thing, words[0], words[-1], "name")
        return thing

    def _slot(self, words: list[Token], noun: Token) -> tuple[list[Token], str, tuple[Thing | None, str]]:
        """The words of a term, its name, and under which owner and singular it is known."""
        words = self._whole(words)
        words = [*words, *(terms.complement(noun) or terms.of_whom(noun))]
        name = terms.spelled(words, self._write)
        return words, name, (self._owner(noun, words), " ".join(singular(word) for word in name.lower().split(" ")))

    def _whole(self, words: list[Token]) -> list[Token]:
        """The words with what is tied to them by a hyphen or written together with them ("5G"), which the parse may have torn off."""
        tokens = self._sentence_of[id(words[0])].tokens
        found: list[Token] = []
        for word in reversed(words):
            if not found or word.i < found[-1].i:
                found.append(word)
            at = found[-1].i
            while at and word.i - at < _MAX_TIED and (step := terms.tied_before(tokens, at)):
                found += reversed(tokens[at - step : at])
                at -= step
        last = words[-1]
        while last.i + 2 < len(tokens) and terms.ties(*tokens[last.i : last.i + 3]) and tokens[last.i + 2].head is last:
            found[:0] = [tokens[last.i + 2], tokens[last.i + 1]]
            last = tokens[last.i + 2]
        return found[::-1]

    def _write(self, token: Token) -> str:
        """A word of a generic term: in small letters, but for acronyms and what running text capitalises without need."""
        if has_capital_inside(token.text) or id(token) in self._named_at or token.lower in gazetteer.demonyms():
            return token.text
        is_free = token.i > 0 and id(token) not in self._entry_at and self._sentence_of[id(token)].kind in ("paragraph", "list_item")
        return token.text if is_free else token.lower

    def _mention(self, thing: Thing, first: Token, last: Token, kind: str) -> None:
        thing.mentions.append((self._sentence_of[id(first)], first.start, last.end, kind))

    def _owner(self, noun: Token, words: list[Token]) -> Thing | None:
        """Whose organ or office a phrase names: "its board", "the chair of the Bank", and in an article about a body "a board"."""
        tied = words[-3:] if len(words) > 2 and types.is_office(terms.spelled(words[-3:]).lower()) else []  # "secretary-general"
        if noun.tag == "NNS" or not (tied or types.is_office(noun.lower) or types.is_organ(noun.lower)):
            return None
        for child in noun.children:
            if child.dep == "poss":
                return self._one_body(child)
            if child.dep == "prep" and child.lower == "of" and (target := child.child("pobj")) is not None and target.tag != "NNS":
                return self._one_body(target)  # but "a board of directors" is the board of the body
        own = [word for word in words if word.i <= noun.i]
        is_plain = all(word is noun or word in tied or word.tag in ("JJ", "VBN") or types.is_office(word.lower) for word in own)
        return self.subject if is_plain and self.subject is not None and self.subject.type in types.ORGANISATIONS else None

    def _one_body(self, head: Token) -> Thing | None:
        things = self.of(head)
        return things[0] if len(things) == 1 and things[0].type in types.ORGANISATIONS else None

    def _subject_of(self, title: str, sentences: list[Sentence]) -> Thing | None:
        """The thing that the title names; else the first that a sentence is about and whose name the title holds."""
        key = " ".join(title.lower().split()).removeprefix("the ")
        if thing := self._registry.by_key.get(key):
            return thing
        for sentence in sentences:
            if sentence.kind != "title":
                for token in sentence.tokens:
                    thing = self._named_at.get(id(token))
                    if thing is not None and thing.name.lower() in key:
                        return thing
                break
        return self._titled_term(key, sentences)

    def _titled_term(self, key: str, sentences: list[Sentence]) -> Thing | None:
        """The generic thing of a title such as "Energy policy"."""
        if not sentences or sentences[0].kind != "title" or not sentences[0].roots:
            return None
        things = self.of(sentences[0].roots[0])
        return things[0] if len(things) == 1 and things[0].name.lower() == key else None

    def _resolve(self, sentences: list[Sentence]) -> None:
        """Find what each pronoun and nominal refers to, in the order of the text."""
        home = next((thing for thing in self.things if thing.type == "place" and thing.name.lower() in gazetteer.countries()), None)
        resolver = Resolver(self.of, self.subject, self._registry.heads, home)
        for sentence in sentences:
            for token in sentence.tokens:
                if token.pos == "PRON" and id(token) not in self._named_at and agreement(token.lower):
                    self._point(token, token, "pronoun", resolver.pronoun(token))
                    resolver.see(token)
                elif token.tag == "CD" and token.dep == "nsubjpass" and token.text.isalpha() and not token.all("prep", "compound"):
                    self._point(token, token, "nominal", resolver.some())
                elif token.pos in ("NOUN", "PROPN") and (sentence.kind != "heading" or id(token) in self._named_at):
                    self._meet(token, resolver)
            self._describe(sentence, resolver)
            resolver.end(sentence)
        for sentence in sentences:
            if sentence.kind == "heading":
                self._meet_again(sentence)

    def _meet_again(self, heading: Sentence) -> None:
        """A heading tells of nothing new: what it names is what the text names too."""
        for noun in heading.tokens:
            is_head = noun.tag in _NOUN_TAGS and id(noun) not in self._named_at and noun.dep not in ("compound", "nmod")
            if is_head and all(self._slot(words, noun)[2] in self._generic for words in terms.variants(noun)):
                self.of(noun)

    def _meet(self, token: Token, resolver: Resolver) -> None:
        """A noun in the course of the text: a name to remember, a nominal to resolve, or a body to come back to."""
        named = self._named_at.get(id(token))
        if named is not None:
            resolver.note(named)
            if self._named_at.get(id(token.head)) is named and token.head is not token:
                return
        elif (determiner := definite(token)) is not None:
            if (things := resolver.nominal(token, determiner, is_name=id(token) in self._short)) is not None:
                self._point(determiner, token, "nominal", things)
        elif types.is_institution(token.lower) and token.dep not in ("compound", "nmod"):
            for thing in self.of(token):
                resolver.describe(token.lower, thing)
        if token.dep not in ("compound", "nmod"):
            resolver.see(token)

    def _point(self, first: Token, head: Token, kind: str, things: list[Thing]) -> None:
        self._found[id(head)] = things
        for thing in things:
            self._mention(thing, first, head, kind)

    def _describe(self, sentence: Sentence, resolver: Resolver) -> None:
        """Note what the sentence calls its things: "X is a regulator", "X, a law passed in 1998"."""
        for noun in sentence.tokens:
            if noun.dep == "attr" and noun.head.lemma == "be" and noun.tag == "NN" and noun.head.child("neg") is None:
                subject = noun.head.child(*NOMINAL_SUBJECTS)
            elif noun.dep == "appos" and noun.tag == "NN" and noun.child("det") is not None:
                subject = noun.head
            else:
                continue
            determiner = noun.child("det", "poss")
            if subject is None or subject.i > noun.i or determiner is None or determiner.lower == "no":
                continue
            things = self.of(subject)
            if len(things) == 1 and things[0].named and id(noun) not in self._named_at:
                if things[0].type == "organization" and types.type_of_label(noun.lower) == "government_body":
                    things[0].type = "government_body"
                self._describe_as(things[0], noun)
                resolver.describe(noun.lower, things[0])

    def _describe_as(self, thing: Thing, noun: Token) -> None:
        if thing.description is None and not terms.is_vague(noun) and noun.lower != "member":
            words = terms.whole_phrase(noun, _MAX_DESCRIPTION)
            while words and not words[-1].text[-1].isalnum() and words[-1].text not in (")", '"'):
                words.pop()
            if words:
                thing.description = (words[0].start, words[-1].end)
