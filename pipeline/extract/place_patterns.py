"""Where bodies work and have their seats, as the grammar itself tells it, without a rule's trigger word; what all readers of patterns share."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipeline.extract import types
from pipeline.extract.dates import validity
from pipeline.extract.drafts import RelationDraft
from pipeline.extract.entities import Entities, Thing
from pipeline.extract.gazetteer import capitals, countries
from pipeline.extract.leads import leads
from pipeline.extract.propositions import Proposition
from pipeline.extract.roles import Filler, Roles
from pipeline.extract.rulebook import coarse_classes, load_rulebook, predicates
from pipeline.extract.standing import ASSERTED, Standing
from pipeline.extract.writing import links
from pipeline.source.tokens import Sentence, Token

_PLACE_PREPOSITIONS = ("in", "across", "throughout", "within", "on", "along")
_MOVING = frozenset({"become", "come", "emerge", "evolve", "get", "go", "grow", "import", "move", "receive", "spread", "take", "travel"})
_IN_PLACES = frozenset({"operates_in", "headquartered_in"})
_LANGUAGE = frozenset({":", "abbreviation", "acronym", "for", "initials", "name", "title"})
_OF_STATES = frozenset({"countries", "governments", "intergovernmental", "nations", "states"})


class PlacePatterns:
    """Reads one document, a sentence at a time: what is said of places, and how a relation is drafted."""

    def __init__(self, entities: Entities, said: dict[int, list[Proposition]], sentences: list[Sentence]) -> None:
        self.entities = entities
        self.book = load_rulebook()
        self.roles = Roles(entities, said, sentences)
        self.leads = leads(sentences)
        self.links = links(sentences)
        self.named_after_place = self.is_introduced = False
        self.valid: dict[Token, tuple[str | None, str | None]] = {}
        self.places = {thing.name: thing for thing in entities.things if thing.type == "place" and thing.named}
        self.classes = {fine: coarse for coarse, types in coarse_classes().items() if coarse != "any" for fine in types}

    def begin(self, sentence: Sentence) -> None:
        """Turn to a sentence."""
        self.sentence = sentence
        self.roles.begin(sentence)

    def jurisdiction(self, subject: Filler, trigger: Token, end: Token | None, standing: Standing) -> Iterator[RelationDraft]:
        """Where a body does what it does: "supervises ports in Norway", "Norway's ports", "the Norwegian regulator"."""
        if not (subject.thing.type in types.PUBLIC or (subject.thing is self.entities.subject and subject.thing.type in types.ORGANISATIONS)) or end is None:
            return
        candidates: list[Token] = []
        for noun in {trigger: None, end: None}:
            following = {child: self.sentence.tokens[child.i + 1] for child in noun.children if child.dep in ("poss", "amod", "compound", "nmod")}
            candidates += [child for child, after in following.items() if after is noun or after.pos != "PROPN"]  # but "the **Indian** Ocean Project"
            phrases = self.roles.prepositional(noun)
            for token in [token for preposition in _PLACE_PREPOSITIONS for token in phrases.get(preposition, ())]:
                candidates += [token, *self.roles.heads(token, "of")]  # "in the city of Bergen"
            candidates += [token for token in phrases.get("of", ()) if self._is_country(token)]  # "the ports of Norway"
        for candidate in candidates:
            for place in self._places(candidate):
                is_seat = trigger is end and place.thing.name.lower() in capitals()  # what is "an authority in Nairobi" has its seat there
                if place.thing is not subject.thing and not is_seat:
                    yield self.draft("operates_in", subject, place, trigger, standing, "jurisdiction")

    def _is_country(self, token: Token) -> bool:
        return any(thing.name.lower() in countries() for thing in self.entities.of(token))

    def _places(self, token: Token) -> list[Filler]:
        """The named places that a word refers to, or that an adjective is made of: "Norwegian" stands for Norway."""
        name = self.entities.place_of(token) if token.pos in ("ADJ", "PROPN") else None
        if name is None:
            return [filler for filler in self.roles.things(token) if filler.thing.type == "place" and filler.thing.named]
        thing = self.places.get(name)
        if thing is None:
            thing = self.places[name] = Thing(name, "place", named=True)
            self.entities.things.append(thing)
        mention = (self.sentence, token.start, token.end, "alias")
        if mention not in thing.mentions[-1:]:
            thing.mentions.append(mention)
        return [Filler(thing, token)]

    def _body_in_place(self, preposition: Token) -> Iterator[RelationDraft]:
        """A body has its seat in the place right behind it, or its field in that country: "the Pilot Court **in** Bergen", "is an authority **in** Nairobi"."""
        before = self.sentence.tokens[preposition.i - 1]
        named = [Filler(thing, before) for thing in self.entities.of(before) if thing.named and thing is not self.entities.subject]
        classed = self.roles.fill(before, ("bearer",)) if before.pos == "NOUN" and types.is_institution(before.lower) else []
        for place in (filler for head in preposition.all("pobj") for filler in self.roles.things(head)):
            if place.thing.type != "place" or not place.thing.named:
                continue
            name = place.thing.name.lower()
            for body in (*named, *(classed if name in capitals() else ())):
                if body.thing.named and body.thing.type in types.ORGANISATIONS:
                    predicate = "operates_in" if name in countries() else "headquartered_in"
                    yield self.draft(predicate, body, place, preposition, ASSERTED, "body-in-place")

    def _works_from(self, preposition: Token) -> Iterator[RelationDraft]:
        """ "**From Bergen**, the agency supervises ports": a body does its work from its seat."""
        verb = preposition.head
        if verb.pos != "VERB" or verb.lemma in _MOVING:
            return
        for place in [filler for head in preposition.all("pobj") for filler in self.roles.things(head) if filler.thing.type == "place" and filler.thing.named]:
            for body in self.roles.fill(verb, ("actor",)):
                if body.thing.type in types.PUBLIC and place.thing.name.lower() not in countries():
                    yield self.draft("headquartered_in", body, place, preposition, ASSERTED, "works-from")

    def _named_after_place(self) -> Iterator[RelationDraft]:
        """ "Bank of Norway", "Norwegian Coastal Agency": the body that the text is about has its jurisdiction in the country of its name."""
        subject = self.entities.subject
        if subject is None or subject.type not in types.PUBLIC or self.named_after_place:
            return
        spans = [(start, end) for sentence, start, end, kind in subject.mentions if sentence is self.sentence and kind == "name"]
        for start, end in spans[:1]:
            tokens = [token for token in self.sentence.tokens if start <= token.start < end]
            owners = [child for token in tokens for child in token.children if child.dep == "poss" and child.start < start]
            for token in [*owners, *tokens]:  # "Norway's Coastal Agency" too
                for place in self._places(token) if token.pos in ("PROPN", "ADJ") else ():
                    if place.thing.name.lower() in countries() and place.thing is not subject:
                        self.named_after_place = True
                        yield self.draft("operates_in", Filler(subject, token), place, token, ASSERTED, "named-after-place")

    def _introduced_in(self) -> Iterator[RelationDraft]:
        """ "The Tariff Board supervises access to the railways **in Denmark**": the one country that the first sentence about a body names is its field."""
        subject = self.entities.subject
        is_body = subject is not None and subject.type in types.ORGANISATIONS
        if subject is None or not is_body or self.is_introduced or self.sentence.kind != "paragraph":
            return
        if not any(sentence is self.sentence for sentence, *_ in subject.mentions):
            return
        self.is_introduced = True
        found: dict[int, Filler] = {}
        for token, following in pairwise(self.sentence.tokens):
            is_within = self.entities.place_of(token) is not None and following.pos == "PROPN"  # "the Indian Ocean"
            is_other = following.lower in _LANGUAGE or is_within  # "(Spanish: Junta)"
            for place in self._places(token) if token.pos in ("ADJ", "PROPN") and not is_other else ():
                if place.thing.name.lower() in countries():
                    found[id(place.thing)] = place
        if len(found) > 2 and {token.lower for token in self.sentence.tokens} & _OF_STATES:
            for place in found.values():  # "an intergovernmental organisation **of A, B and C**"
                yield self.draft("member_of", place, Filler(subject, None), place.token or self.sentence.tokens[0], ASSERTED, "member-states")
        for place in found.values() if len(found) == 1 and subject.type != "international_organization" else ():
            yield self.draft("operates_in", Filler(subject, None), place, place.token or self.sentence.tokens[0], ASSERTED, "introduced-in")

    def _where(self, verb: Token) -> Iterator[RelationDraft]:
        """ "Wales, where the office collects taxes": a body that does something there operates there."""
        for place in self.roles.things(verb.head):
            for subject in self.roles.fill(verb, ("actor",)):
                predicate = "headquartered_in" if self._has_seat(verb) else "operates_in"
                if subject.thing.type in types.PUBLIC and self.fits(predicate, subject.thing, place.thing):
                    yield self.draft(predicate, subject, place, verb, ASSERTED, "where-clause")

    def _has_seat(self, verb: Token) -> bool:
        return any(head.lemma in self.book.lists["seat_nouns"] for head in self.roles.heads(verb, "patient"))

    def fits(self, predicate: str, subject: Thing, end: Thing) -> bool:
        """Whether the contract lets the predicate link the two; an organ of a body may lead that body, as it stands for the people in it."""
        ends = predicates()[predicate]
        if predicate == "led_by" and end.type in types.ORGANISATIONS:
            return "board" in end.name.lower().split() and subject is self.entities.subject if end.named else end.scope is subject
        if (predicate in _IN_PLACES and not end.named) or (
            predicate == "overseen_by" and not (subject.named or subject.scope or end.named)
        ):
            return False
        return subject.type in ends.subject_types and end.type in ends.object_types

    def draft(self, predicate: str, subject: Filler, end: Filler | str, trigger: Token, standing: Standing, rule: str) -> RelationDraft:
        tokens = [trigger]
        tokens += [filler.token for filler in (subject, end) if isinstance(filler, Filler) and filler.token is not None]
        own = [token for token in tokens if self.sentence.start <= token.start < self.sentence.end]
        begin, until = None, None
        if predicate != "established_on" and standing.proposition is not None:
            begin, until = self._validity(self._verb(standing.proposition))
        return RelationDraft(
            subject.thing, predicate, end.thing if isinstance(end, Filler) else end,
            "asserted" if standing.modality == "intended" else standing.modality, begin, until,
            self.sentence, min(t.start for t in own), max(t.end for t in own), standing.proposition, rule,
        )  # fmt: skip

    def _validity(self, verb: Token) -> tuple[str | None, str | None]:
        if verb not in self.valid:
            self.valid[verb] = validity(self.roles.prepositional(verb))
        return self.valid[verb]

    @staticmethod
    def _verb(proposition: Proposition) -> Token:
        """The verb that adverbials of time are attached to: the copula of a predicate noun."""
        token = proposition.predicate
        return token.head if token.dep in ("attr", "acomp") else token
