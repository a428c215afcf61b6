"""Relations that the grammar itself tells, without a rule's trigger word: classes, members, items of a list, places, habits and aims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipeline.extract import types
from pipeline.extract.drafts import RelationDraft
from pipeline.extract.entities import Thing
from pipeline.extract.hypernyms import memberships
from pipeline.extract.leads import MANDATE, heads_of_item
from pipeline.extract.name_asides import former_names, incumbents
from pipeline.extract.place_patterns import PlacePatterns
from pipeline.extract.references import reference_opening
from pipeline.extract.roles import Filler
from pipeline.extract.standing import ASSERTED, Standing, standing_of
from pipeline.source.tokens import Sentence, Token

_TOGETHER = frozenset({"jointly", "together"})
_PEOPLE = frozenset({"GROUP", "ORG", "PERSON"})
_INSTITUTES = frozenset({"academy", "archive", "college", "institute", "laboratory", "library", "museum", "observatory", "school"})
_AIMS = frozenset({"objective", "concept", "activity"})
_PARLIAMENTS = frozenset({"congress", "government", "parliament"})
# Bodies in which people sit who are named after "of", and what those are called who are nobody in particular.
_COUNCILS = frozenset({"assembly", "board", "committee", "council", "commission", "forum", "jury", "panel", "tribunal"})
_SEATED = frozenset({"elder", "expert", "inquiry", "member", "people", "person"})
_PLAYING = frozenset({"serve", "act", "function"})
_HABITUAL = frozenset({"VBZ", "VBP", "VB", "VBG"})


class Patterns(PlacePatterns):
    """Reads one document by patterns, a sentence at a time."""

    def begin(self, sentence: Sentence) -> None:
        """Turn to a sentence."""
        super().begin(sentence)
        self.memberships = [] if reference_opening(sentence) else list(memberships(sentence))

    def patterns(self, reported: set[Token]) -> Iterator[RelationDraft]:
        """What the patterns find in the sentence, outside what is reported."""
        for token in self.sentence.tokens:
            if token in reported:
                continue
            if token.lower == "in" and token.dep == "prep" and token.i:
                yield from self._body_in_place(token)
            if token.lower == "from" and token.i == 0:
                yield from self._works_from(token)
            if token.dep == "prep" and token.lower == "of" and token.head.pos in ("NOUN", "PROPN"):
                yield from self._of_body(token)
                yield from self._of_people(token)
            elif token.dep == "poss" and token.head.pos == "PROPN":
                yield from self._organ_of_body(token)
            elif token.dep in ("prep", "agent") and token.lower == "by" and token.head.pos == "NOUN":
                yield from self._done_by(token)
            elif token.lower == "where" and token.head.dep == "relcl":
                yield from self._where(token.head)
        yield from self._classes(reported)
        yield from self._members(reported)
        yield from self._incumbents()
        yield from self._jointly()
        yield from self._former_names()
        yield from self._named_after_place()
        yield from self._introduced_in()
        if self.roles.in_list and id(self.sentence) not in self.links and not reported:
            yield from self._items()

    def plain_verb(self, verb: Token, standing: Standing) -> Iterator[RelationDraft]:
        """A verb that no rule knows: what a body habitually does is its task, what it intends is its aim."""
        if verb.lemma in self.book.lists["no_mandate"]:
            return
        predicate, rule = ("aims_at", "purpose") if standing.modality == "intended" else ("responsible_for", "habitual-verb")
        proposition = standing.proposition
        if predicate == "responsible_for" and (verb.tag not in _HABITUAL or proposition is None or proposition.passive):
            return
        targets = self.roles.heads(verb, "patient")
        if not targets and not self.book.of("verb", verb.lemma):  # "grapples with floods"
            targets = self.roles.prepositional(verb).get("with", [])
        for subject in self.roles.fill(verb, ("actor",)):
            if predicate == "responsible_for" and subject.thing.type not in types.PUBLIC:
                continue
            for head in targets:
                for end in self.roles.things(head):
                    if not self._is_task(predicate, subject.thing, end.thing):
                        continue
                    if end.thing is not subject.thing and self.fits(predicate, subject.thing, end.thing):
                        yield self.draft(predicate, subject, end, verb, standing, rule)
                        yield from self.jurisdiction(subject, verb, end.token, standing)
            if predicate == "responsible_for" and subject.thing is self.entities.subject:
                yield from self.jurisdiction(subject, verb, verb, standing)

    def _is_task(self, predicate: str, subject: Thing, end: Thing) -> bool:
        """Whether what a verb without a rule says is a task, or an aim, of its subject."""
        if predicate == "aims_at":
            return self.classes[subject.type] == "RULE" or (end.type in _AIMS and self.classes[subject.type] == "ORG")
        return self.classes[end.type] in ("TOPIC", "RULE", "GROUP")

    def _of_body(self, preposition: Token) -> Iterator[RelationDraft]:
        """ "the Finance Committee of Parliament": a body of a body is part of it; but not the Bank in "a member of the Bank **and of** the Forum"."""
        is_named = preposition.head.text[0].isupper()  # but "the work of the Port Office" is not what it is the work of
        is_first = preposition.i == preposition.head.i + 1 or self.sentence.tokens[preposition.i - 1].dep != "cc"
        for head in preposition.children if is_named and is_first else ():
            for whole in self.roles.things(head) if head.dep == "pobj" else ():
                for part in [Filler(thing, preposition.head) for thing in self.entities.of(preposition.head)]:
                    is_whole = whole.thing.type in types.ORGANISATIONS and (whole.thing.named or whole.thing.name in _PARLIAMENTS)
                    both = part.thing.type in types.ORGANISATIONS and part.thing.named and is_whole
                    if both and part.thing is not whole.thing:
                        yield self.draft("part_of", part, whole, preposition, ASSERTED, "body-of-body")

    def _of_people(self, preposition: Token) -> Iterator[RelationDraft]:
        """ "a Public Council **of pilots and farmers**": who sits in it; but not in "a board of directors", nor by the name in "the League of Pilots"."""
        body = preposition.head
        seated = preposition.child("pobj") if body.lower in _COUNCILS else None
        if seated is None or seated.tag != "NNS" or seated.lemma in self.book.lists["leader_nouns"] | _SEATED:
            return
        for round_ in self.entities.of(body):
            for one in self.roles.things(seated):
                if round_.type in types.ORGANISATIONS and one.thing.type == "group" and not one.thing.named:
                    yield self.draft("includes", Filler(round_, body), one, preposition, ASSERTED, "council-of-people")

    def _organ_of_body(self, owner: Token) -> Iterator[RelationDraft]:
        """ "Parliament's Finance Committee", "the ministry's Labour Inspectorate": a named organ is part of the body that has it."""
        for whole in self.roles.things(owner):
            for part in [Filler(thing, owner.head) for thing in self.entities.of(owner.head)]:
                is_organ = part.thing.type in types.PUBLIC or owner.head.lower in _INSTITUTES
                both = is_organ and whole.thing.type in types.ORGANISATIONS and part.thing.named
                if both and part.thing is not whole.thing and owner.head.lower in self.book.lists["part_leads"] | self.book.lists["organ_heads"] | _INSTITUTES:
                    yield self.draft("part_of", part, whole, owner, ASSERTED, "body-of-body")

    def _done_by(self, preposition: Token) -> Iterator[RelationDraft]:
        """ "technical review **by** the Pilot Board": an activity is the task of the body that does it."""
        for thing in self.entities.of(preposition.head):
            for agent in [filler for head in preposition.all("pobj") for filler in self.roles.things(head)]:
                is_task = thing.type == "activity" and agent.thing.type in types.ORGANISATIONS and not self._is_bare(preposition.head)
                if is_task and agent.thing.named:
                    yield self.draft("responsible_for", agent, Filler(thing, preposition.head), preposition, ASSERTED, "done-by")

    def _incumbents(self) -> Iterator[RelationDraft]:
        """ "Its chairman, at present Anna Berg, ...": who holds the office leads the body that has it."""
        for office, name in incumbents(self.sentence, self.book.lists["leader_nouns"]):
            people = [thing for thing in self.entities.of(name) if thing.type == "person" and thing.named]
            owners = self.roles.fill(office, ("of", "possessor", "document"))
            for owner in owners[:1] if people else ():
                if self.fits("led_by", owner.thing, people[0]):
                    yield self.draft("led_by", owner, Filler(people[0], name), office, ASSERTED, "incumbent")

    def _jointly(self) -> Iterator[RelationDraft]:
        """ "The agency and the Harbour Police **jointly** patrol the coast": bodies that do something together."""
        for adverb in self.sentence.tokens:
            verb = adverb.head
            if adverb.lower not in _TOGETHER or adverb.dep != "advmod" or verb.pos != "VERB":
                continue
            standing = standing_of(verb, self.roles)
            actors = [filler for filler in self.roles.fill(verb, ("actor",)) if filler.thing.type in types.ORGANISATIONS]
            for one, other in pairwise(actors) if standing is not None else ():
                if one.thing is not other.thing:
                    yield self.draft("coordinates_with", one, other, adverb, standing or ASSERTED, "jointly")

    def _former_names(self) -> Iterator[RelationDraft]:
        """ "The agency, formerly the Lighthouse Board, ...": a body takes the place of the one that it was."""
        for noun, former in former_names(self.sentence):
            for old in [Filler(thing, former) for thing in self.entities.of(former) if thing.named]:
                for body in self.roles.things(noun):
                    if body.thing is not old.thing and self.fits("succeeds", body.thing, old.thing):
                        yield self.draft("succeeds", body, old, former, ASSERTED, "former-name")

    def _classes(self, reported: set[Token]) -> Iterator[RelationDraft]:
        """Copulas, appositions and "as a ...": what something is."""
        for noun in self.sentence.tokens:
            if noun.pos not in ("NOUN", "PROPN") or noun in reported or noun.lemma.lower() in self.book.lists["no_class"]:
                continue
            if (called := self.entities.called(noun)) is not None and self._is_class(*called, noun):
                yield self.draft("is_a", Filler(called[0], noun), Filler(called[1], noun), noun, ASSERTED, "class")
            described = self.roles.described(noun)
            standing = standing_of(noun, self.roles) if described else None
            if standing is None or standing.modality == "intended":
                continue
            aims = self.book.lists["aim_nouns"]
            for subject in [filler for head in described if head.lemma not in aims for filler in self.roles.things(head)]:
                for end in [Filler(thing, noun) for thing in self.entities.of(noun)]:
                    if self._is_body_by_context(subject.thing, end.thing, noun):
                        end.thing.type = subject.thing.type
                    if self._is_class(subject.thing, end.thing, noun):
                        yield self.draft("is_a", subject, end, noun, standing, "class")
                        if not any(child.lower in self.book.lists["of_states"] for child in noun.all("amod")):
                            yield from self.jurisdiction(subject, noun, end.token, standing)

    def _is_body_by_context(self, subject: Thing, end: Thing, noun: Token) -> bool:
        """Whether a body is called by a noun that may name a body or what it does: "X is an autonomous **service**"."""
        is_part_played = noun.dep == "pobj" and noun.head.lower == "as" and noun.head.head.lemma in _PLAYING  # "serves as the contact point"
        is_either = (types.is_institution(noun.lower) or is_part_played) and self.classes[end.type] == "TOPIC"
        is_relative = types.is_role(noun.lower) or bool(self.book.of("noun", noun.lemma))  # "an observer", "the forerunner"
        is_doer = end.type == "person" and noun.lower.endswith(("er", "or")) and not is_relative  # "a lender"
        return noun.tag == "NN" and (is_either or is_doer) and not end.named and self.classes[subject.type] == "ORG"

    def _is_class(self, subject: Thing, end: Thing, noun: Token) -> bool:
        """A named thing, or an owner's organ, and a class of the same kind; a title with "the" ("the Digital Coordinator") is a class too."""
        is_title = end.type == subject.type != "person" and noun.dep == "attr" and noun.head.lemma == "be"
        if end.type == "place" or subject is end or (end.named and not is_title) or not (subject.named or subject.scope):
            return False
        return self.classes[subject.type] == self.classes[end.type]

    def _members(self, reported: set[Token]) -> Iterator[RelationDraft]:
        """Classes and their members: "X such as Y", "X, including Y", "Y and other X"."""
        for membership in self.memberships:
            if membership.marker in reported:
                continue
            wholes = self._wholes(membership.whole)
            named = {id(thing) for member in membership.members for thing in self.entities.of(member)}
            wholes = [whole for whole in wholes if id(whole.thing) not in named]  # "areas like X" is seen through to X
            for whole in wholes:
                for token in membership.members:
                    for member in [Filler(thing, token) for thing in self.entities.of(token)]:
                        yield from self._organs(membership.whole, member, membership.marker)
                        yield from self._member_states(membership.whole, member, membership.marker)
                        if self._is_member(whole.thing, member.thing):
                            yield self.draft("includes", whole, member, membership.marker, ASSERTED, membership.rule)

    def _wholes(self, noun: Token) -> list[Filler]:
        """What a class is; of "**appellations** of origin such as X", where the origin is nothing by itself, what is of it."""
        above = noun.head.head if noun.dep == "pobj" and noun.head.lower == "of" else noun
        for head in (noun, above):
            if found := [filler for filler in self.roles.things(head) if filler.token is head]:
                return found
        return []

    def _organs(self, whole: Token, member: Filler, marker: Token) -> Iterator[RelationDraft]:
        """ "has three **sections**: the Budget Section, ...": named organs are parts of the body that has them."""
        organs = self.book.lists["part_leads"] | self.book.lists["organ_heads"]
        are_of = any(child.lower == "of" for child in whole.all("prep"))  # "merged with **parts** of Y, among them X"
        are_some = are_of or whole.child("det", "nummod", "poss") is not None or whole.dep in ("dobj", "attr")  # but "services like X" are anybody's
        is_organ = whole.lemma in organs | {"part"} and whole.tag == "NNS" and are_some and member.thing.named and not self._are_succeeded(whole)
        for owner in self.roles.fill(whole, ("of", "possessor", "document")) if is_organ and self.classes[member.thing.type] == "ORG" else ():
            if owner.thing is not member.thing and self.fits("part_of", member.thing, owner.thing):
                yield self.draft("part_of", member, owner, marker, ASSERTED, "body-of-body")
                return

    def _member_states(self, whole: Token, member: Filler, marker: Token) -> Iterator[RelationDraft]:
        """ "its six **member states**: Norway, ...": the states belong to the body whose members they are."""
        are_members = whole.tag == "NNS" and (whole.lemma == "member" or any(child.lower == "member" for child in whole.all("compound")))
        if are_members and member.thing.type == "place":
            for owner in self.roles.fill(whole, ("possessor", "of", "document"))[:1]:
                if self.fits("member_of", member.thing, owner.thing):
                    yield self.draft("member_of", member, owner, marker, ASSERTED, "member-states")

    def _are_succeeded(self, bodies: Token) -> bool:
        """ "replaced three **bodies**: ...": what came before is no part of what replaced it."""
        return bodies.dep == "dobj" and self.book.concludes("succeeds", "verb", bodies.head.lemma)

    def _is_member(self, whole: Thing, member: Thing) -> bool:
        """People are no members of a topic, nor topics of a group."""
        if whole is member or not self.fits("includes", whole, member):
            return False
        both = (self.classes[whole.type] in _PEOPLE) == (self.classes[member.type] in _PEOPLE)
        return both or (whole.type == "group" and member.type == "place" and member.named)  # "donors such as Norway"

    def _items(self) -> Iterator[RelationDraft]:
        """A bullet without a verb states the body's mandate, or what its list is introduced as."""
        seen = set()
        examples = {token for membership in self.memberships for token in membership.members if membership.rule == "class-with-examples"}
        for head, kind, is_label in heads_of_item(self.sentence, self.leads.get(id(self.sentence), MANDATE)):
            if head in examples or self._promotes(head):
                continue
            ends = self.roles.things(head)
            owners = self.roles.owner(head) or [owner for root in self.sentence.roots for owner in self.roles.owner(root)]
            for end in ends if is_label else ends + self.listed(ends):
                if end.token is None or self._is_bare(end.token) or id(end.thing) in seen:
                    continue
                seen.add(id(end.thing))
                for subject in owners:
                    predicate, first, second = self._listed_as(kind, subject, end)
                    if subject.thing is not end.thing and self.fits(predicate, first.thing, second.thing):
                        yield self.draft(predicate, first, second, end.token, ASSERTED, "list-item")
                        if predicate == "responsible_for":
                            yield from self.jurisdiction(subject, head, end.token, ASSERTED)

    def _listed_as(self, kind: str, subject: Filler, item: Filler) -> tuple[str, Filler, Filler]:
        """What an item is to the body, by what introduces the list; its task where it is nothing that could be a part, a partner or a rule."""
        class_ = self.classes[item.thing.type]
        if kind in ("part", "member") and item.thing.named and class_ in ("ORG", "PLACE"):
            return ("part_of" if kind == "part" else "member_of"), item, subject
        if kind in ("part", "member") and class_ in _PEOPLE:
            return ("part_of", item, subject) if item.thing.scope is subject.thing and class_ == "ORG" else ("includes", subject, item)
        if (kind, class_) in (("partner", "ORG"), ("partner", "GROUP"), ("rule", "RULE")):
            return ("coordinates_with" if kind == "partner" else "governed_by"), subject, item
        if (kind, class_) in (("overseer", "ORG"), ("leader", "PERSON")) and subject.token is None:
            return ("overseen_by" if kind == "overseer" else "led_by"), subject, item
        return "responsible_for", subject, item

    def _promotes(self, noun: Token) -> bool:
        """Whether an item's noun says what is promoted, which is no task besides: "**support** for research"."""
        has_object = any(child.dep == "prep" and child.lower in ("of", "for") for child in noun.children)
        return has_object and self.book.concludes("promotes", "noun", noun.lower)

    def _is_bare(self, noun: Token) -> bool:
        """Words that say nothing by themselves: "tasks", and beside the object that it has a word of authority ("oversight of ports")."""
        is_modified = any(child.dep in ("amod", "compound", "nmod") for child in noun.children)
        has_object = any(child.dep == "prep" and child.lower in ("of", "over", "for", "to") for child in noun.children)
        if noun.lemma in self.book.lists["mandate_nouns"]:
            return has_object or not is_modified
        return noun.lemma in self.book.lists["bare_activities"] and has_object and not is_modified

    def listed(self, ends: list[Filler]) -> list[Filler]:
        """The members of a class that is licensed, run, ...: "regulates three industries: rail, gas and post"."""
        return self.members(end.token for end in ends if end.token is not None)

    def members(self, heads: Iterable[Token]) -> list[Filler]:
        """The members that the sentence lists of the classes with these heads."""
        wholes = set(heads)
        return [
            Filler(thing, token) for m in self.memberships if m.whole in wholes for token in m.members for thing in self.entities.of(token)
        ]
