"""Typed relations between the things of a document, read by the rules of the rulebook and by a few patterns of the language.

A relation is stated by the text in its own voice: what is negated, supposed or reported gives none, an intention gives `aims_at` only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.dates import date_at, first_date, validity
from pipeline.extract.drafts import RelationDraft
from pipeline.extract.entities import Entities, Thing
from pipeline.extract.hypernyms import memberships
from pipeline.extract.propositions import Proposition
from pipeline.extract.references import reference_opening
from pipeline.extract.roles import BODY_TYPES, Filler, Roles, prepositions_below
from pipeline.extract.rulebook import Rule, coarse_classes, load_rulebook, predicates
from pipeline.extract.syntax import conjuncts
from pipeline.extract.viewpoints import reported_tokens
from pipeline.source.tokens import Sentence, Token

_TRIGGERS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}
_PREPOSITIONS = frozenset({"ADP", "SCONJ"})
_PUBLIC = frozenset({"government_body", "international_organization"})
_RULES = frozenset({"law", "policy", "standard"})
# What a body does where it has jurisdiction; cooperation tells it only by a phrase of place of its own.
_MANDATE = frozenset({"responsible_for", "regulates", "promotes", "implements", "is_a", "coordinates_with"})
# Between two public bodies the relation runs from the lower to the higher.
_UPWARD = {"regulates": "overseen_by", "includes": "part_of"}
# What is said with these of a class is said of the members that the sentence lists.
_DISTRIBUTED = frozenset({"regulates", "responsible_for"})
_PURPOSEFUL = frozenset({"promotes", "affects", "implements"})
# From the most specific predicate to the least.
_SPECIFIC = (
    ("established_on", "established_by", "succeeds", "headquartered_in", "led_by", "appointed_by", "member_of", "part_of", "operates_in")
    + ("overseen_by", "governed_by", "implements", "is_a", "aims_at", "regulates", "promotes", "responsible_for", "coordinates_with")
    + ("includes", "affects", "related_to")
)
_FOUNDING_DATE = ("on", "in", "since", "from", "of", "during")
_PLACE_PREPOSITIONS = ("in", "across", "throughout", "within", "on", "along")
_PEOPLE = frozenset({"GROUP", "ORG", "PERSON"})
_AIMS = frozenset({"objective", "concept", "activity"})
_IN_PLACES = frozenset({"operates_in", "headquartered_in"})
_HABITUAL = frozenset({"VBZ", "VBP", "VB", "VBG"})
_SUPPOSING = frozenset({"if", "unless", "whether", "lest"})


def relations(entities: Entities, said: dict[int, list[Proposition]], sentences: list[Sentence]) -> Iterator[RelationDraft]:
    """The relations of a document, with repetitions, in text order.

    `said` holds the propositions of each sentence by the sentence's id().
    """
    reader = _Reader(entities, said, sentences)
    for sentence in sentences:
        if sentence.kind in ("paragraph", "list_item"):
            yield from reader.read(sentence)


@dataclass(frozen=True, slots=True)
class _Standing:
    """How a trigger is meant: its modality, and the proposition that it belongs to."""

    modality: str
    proposition: Proposition | None


_ASSERTED = _Standing("asserted", None)


class _Reader:
    """Reads one document, a sentence at a time."""

    def __init__(self, entities: Entities, said: dict[int, list[Proposition]], sentences: list[Sentence]) -> None:
        self.entities = entities
        self.said = said
        self.book = load_rulebook()
        self.roles = Roles(entities, said, sentences, self.book)
        self.classes = {fine: coarse for coarse, types in coarse_classes().items() if coarse != "any" for fine in types}

    def read(self, sentence: Sentence) -> Iterator[RelationDraft]:
        self.sentence = sentence
        self.memberships = [] if reference_opening(sentence) else list(memberships(sentence))
        self.roles.begin(sentence)
        reported = reported_tokens(self.said[id(sentence)])
        for token in sentence.tokens:
            if token in reported:
                continue
            if token.pos in _PREPOSITIONS:
                yield from self._preposition(token)
            elif token.pos in _TRIGGERS:
                yield from self._word(token)
            if token.dep == "prep" and token.lower == "of" and token.head.pos in ("NOUN", "PROPN"):
                yield from self._of_body(token)
            elif token.lower == "where" and token.head.dep == "relcl":
                yield from self._where(token.head)
        yield from self._classes(reported)
        yield from self._members(reported)
        if sentence.kind == "list_item":
            yield from self._items()

    # -- rules ---------------------------------------------------------------------------------------------------------

    def _word(self, token: Token) -> Iterator[RelationDraft]:
        kind = _TRIGGERS[token.pos]
        rules = self._rules(kind, token)
        if not rules and not (kind == "verb" and token in self.roles.propositions):
            return
        standing = self._standing(token)
        if standing is None:
            return
        drafts = [draft for rule in rules for draft in self._apply(rule, token, standing)]
        yield from _most_specific(drafts)
        if not drafts and kind == "verb":
            yield from self._plain_verb(token, standing)

    def _rules(self, kind: str, token: Token) -> tuple[Rule, ...]:
        if kind == "verb":
            particle = token.child("prt")
            words = (f"{token.lemma} {particle.lower}", token.lemma) if particle is not None else (token.lemma,)
            rules = self.book.of("verb", *words)
            if not rules and token.tag == "VBG" and token not in self.roles.propositions:
                rules = self.book.of("noun", token.lower)
            return rules
        if token.pos == "PROPN" and not (token.i == 0 or token.dep in ("compound", "nmod")):
            return ()
        return self.book.of(kind, token.lower, token.lemma)

    def _preposition(self, token: Token) -> Iterator[RelationDraft]:
        by_words = self.book.index["preposition"]
        for words, complement in prepositions_below(token):
            for rule in by_words.get(words, ()):
                standing = self._standing(token)
                if standing is not None:
                    yield from self._apply(rule, token, standing, complement)

    def _apply(self, rule: Rule, trigger: Token, standing: _Standing, complement: Token | None = None) -> Iterator[RelationDraft]:
        if not self._meets(rule, trigger, complement):
            return
        subjects = self._fillers(trigger, rule.subject, complement)
        if not subjects or _is_former(trigger):
            return
        if rule.object == ("date",):
            yield from self._dated(rule, trigger, subjects, standing)
            return
        only_names = rule.conclusions[0].predicate not in _DISTRIBUTED
        for end in self._fillers(trigger, rule.object, complement):
            found = [draft for subject in subjects for draft in self._conclude(rule, trigger, subject, end, standing)]
            yield from found
            for member in self._listed([end]) if found else ():
                if member.thing.named or not only_names:
                    for subject in subjects:
                        yield from self._conclude(rule, trigger, subject, member, standing)

    def _listed(self, ends: list[Filler]) -> list[Filler]:
        """The members of a class that is licensed, run, ...: "regulates three industries: rail, gas and post"."""
        wholes = {end.token for end in ends}
        return [Filler(thing, token) for m in self.memberships if m.whole in wholes for token in m.members for thing in self.entities.of(token)]

    def _fillers(self, trigger: Token, slots: tuple[str, ...], complement: Token | None) -> list[Filler]:
        if complement is not None and slots == ("complement",):
            return self.roles.things(complement)
        fillers = self.roles.fill(trigger, slots)
        discourse = self.book.lists["discourse_nouns"]
        return [f for f in fillers if f.token is None or not (f.token.lemma in discourse or _is_none(f.token))]

    def _meets(self, rule: Rule, trigger: Token, complement: Token | None) -> bool:
        proposition = self.roles.propositions.get(trigger)
        if rule.voice and proposition is not None and (rule.voice == "passive") != proposition.passive:
            return False
        if rule.number and (rule.number == "plural") != (trigger.tag in ("NNS", "NNPS")):
            return False
        for slot, words in rule.where.items():
            if not self._stands_in(slot, words, trigger, complement):
                return False
        return not any(self._stands_in(slot, words, trigger, complement) for slot, words in rule.unless.items())

    def _stands_in(self, slot: str, words: frozenset[str], trigger: Token, complement: Token | None) -> bool:
        """Whether one of the words heads a phrase in the slot; "*" is any word."""
        if slot == "governor":
            return trigger.head.lemma in words
        heads = [complement] if complement is not None and slot == "complement" else self.roles.heads(trigger, slot)
        return "*" in words and bool(heads) or any(token.lemma in words or token.lower in words for head in heads for token in conjuncts(head))

    def _conclude(self, rule: Rule, trigger: Token, first: Filler, second: Filler, standing: _Standing) -> Iterator[RelationDraft]:
        """The first conclusion of the rule that the types of the two ends allow."""
        if first.thing is second.thing:
            return
        if rule.subject_types and first.thing.type not in rule.subject_types or rule.object_types and second.thing.type not in rule.object_types:
            return
        for conclusion in rule.conclusions:
            subject, end = (second, first) if conclusion.inverse else (first, second)
            predicate = _intended(conclusion.predicate, end.thing) if standing.modality == "intended" else conclusion.predicate
            predicate, subject, end = self._upward(predicate, subject, end)
            if predicate == "part_of" and not subject.thing.named and subject.token is not None and subject.token.tag == "NNS":
                predicate, subject, end = "includes", end, subject  # "runs regional offices"
            if self._fits(predicate, subject.thing, end.thing):
                yield self._draft(predicate, subject, end, trigger, standing, rule.id)
                if predicate in _MANDATE and subject is first:
                    place_of = trigger if predicate == "coordinates_with" else end.token
                    yield from self._jurisdiction(subject, trigger, place_of, standing)
                return

    @staticmethod
    def _upward(predicate: str, subject: Filler, end: Filler) -> tuple[str, Filler, Filler]:
        """Turn a relation from a higher body, or a rule, to a public body round."""
        if predicate in _UPWARD and end.thing.type in _PUBLIC and end.thing.named:
            if subject.thing.type in _PUBLIC and subject.thing.named:
                return _UPWARD[predicate], end, subject
            if predicate == "regulates" and subject.thing.type in _RULES:
                return "governed_by", end, subject
        return predicate, subject, end

    def _fits(self, predicate: str, subject: Thing, end: Thing) -> bool:
        ends = predicates()[predicate]
        if (predicate in _IN_PLACES and not end.named) or (predicate == "overseen_by" and not (subject.named or subject.scope)):
            return False
        return subject.type in ends.subject_types and end.type in ends.object_types

    def _dated(self, rule: Rule, trigger: Token, subjects: list[Filler], standing: _Standing) -> Iterator[RelationDraft]:
        date = first_date(self.roles.prepositional(trigger), _FOUNDING_DATE)
        if date is None and trigger.dep == "relcl" and any(child.lower == "when" for child in trigger.children):
            date = date_at(trigger.head)
        predicate = rule.conclusions[0].predicate
        if date is None or standing.modality == "intended":
            return
        for subject in subjects:
            if subject.thing.type in predicates()[predicate].subject_types:
                yield self._draft(predicate, subject, date, trigger, standing, rule.id)

    def _draft(self, predicate: str, subject: Filler, end: Filler | str, trigger: Token, standing: _Standing, rule: str) -> RelationDraft:
        tokens = [trigger]
        tokens += [filler.token for filler in (subject, end) if isinstance(filler, Filler) and filler.token is not None]
        own = [token for token in tokens if self.sentence.start <= token.start < self.sentence.end]
        begin, until = None, None
        if predicate != "established_on" and standing.proposition is not None:
            begin, until = validity(self.roles.prepositional(self._verb(standing.proposition)))
        return RelationDraft(
            subject.thing, predicate, end.thing if isinstance(end, Filler) else end,
            "asserted" if standing.modality == "intended" else standing.modality, begin, until,
            self.sentence, min(t.start for t in own), max(t.end for t in own), standing.proposition, rule,
        )  # fmt: skip

    @staticmethod
    def _verb(proposition: Proposition) -> Token:
        """The verb that adverbials of time are attached to: the copula of a predicate noun."""
        token = proposition.predicate
        return token.head if token.dep in ("attr", "acomp") else token

    # -- how it is meant -----------------------------------------------------------------------------------------------

    def _standing(self, token: Token) -> _Standing | None:
        """How the text means what the token says; None where it is negated, supposed or attributed."""
        nearest: Proposition | None = None
        modality = "asserted"
        current = token
        while True:
            if any(child.dep == "neg" or (child.dep == "det" and child.lower == "no") or child.lower in _SUPPOSING for child in current.children):
                return None
            proposition = self.roles.propositions.get(current)
            if proposition is not None:
                if proposition.negated or proposition.attributed_to is not None:
                    return None
                if nearest is None:
                    nearest, modality = proposition, proposition.modality
                if _is_indirect_question(current) or _is_after_nor(current):
                    return None
                if current.dep in ("relcl", "conj", "advcl", "acl"):
                    break
            if current.head is current:
                break
            current = current.head
        if nearest is not None and (self._is_aim(nearest.predicate) or nearest.predicate.head.lower == "order"):
            modality = "intended"
        elif nearest is not None and self.roles.is_purpose_of_item(nearest.predicate):
            modality = "intended" if token is nearest.predicate else "asserted"
        elif modality == "intended" and nearest is not None and self._is_founding(nearest.predicate):
            modality = "asserted"
        return _Standing(modality, nearest)

    def _is_aim(self, verb: Token) -> bool:
        """ "its aim is to reduce noise"."""
        subject = verb.head.child("nsubj") if verb.dep in ("xcomp", "ccomp", "attr") and verb.head.lemma == "be" else None
        return subject is not None and subject.lemma in self.book.lists["aim_nouns"]

    def _is_founding(self, verb: Token) -> bool:
        """ "was set up to license banks", "has the task to license banks": the purpose of the foundation is the mandate."""
        head = verb.head
        return head.lemma in self.book.lists["mandate_nouns" if head.pos == "NOUN" else "founding_verbs"]

    # -- patterns ------------------------------------------------------------------------------------------------------

    def _plain_verb(self, verb: Token, standing: _Standing) -> Iterator[RelationDraft]:
        """A verb that no rule knows: what a body habitually does is its task, what it intends is its aim."""
        if verb.lemma in self.book.lists["no_mandate"]:
            return
        predicate, rule = ("aims_at", "purpose") if standing.modality == "intended" else ("responsible_for", "habitual-verb")
        proposition = standing.proposition
        if predicate == "responsible_for" and (verb.tag not in _HABITUAL or proposition is None or proposition.passive):
            return
        for subject in self.roles.fill(verb, ("actor",)):
            if predicate == "responsible_for" and subject.thing.type not in _PUBLIC:
                continue
            for head in self.roles.heads(verb, "patient"):
                for end in self.roles.things(head):
                    if not self._is_task(predicate, subject.thing, end.thing):
                        continue
                    if end.thing is not subject.thing and self._fits(predicate, subject.thing, end.thing):
                        yield self._draft(predicate, subject, end, verb, standing, rule)
                        yield from self._jurisdiction(subject, verb, end.token, standing)

    def _is_task(self, predicate: str, subject: Thing, end: Thing) -> bool:
        """Whether what a verb without a rule says is a task, or an aim, of its subject."""
        if predicate == "aims_at":
            return self.classes[subject.type] == "RULE" or (end.type in _AIMS and self.classes[subject.type] == "ORG")
        return self.classes[end.type] in ("TOPIC", "RULE")

    def _jurisdiction(self, subject: Filler, trigger: Token, end: Token | None, standing: _Standing) -> Iterator[RelationDraft]:
        """Where a body does what it does: "supervises ports in Norway", "Norway's ports", "the Norwegian regulator"."""
        if subject.thing.type not in _PUBLIC or end is None:
            return
        candidates: list[Token] = []
        for noun in {trigger: None, end: None}:
            candidates += [child for child in noun.children if child.dep in ("poss", "amod", "compound", "nmod")]
            phrases = self.roles.prepositional(noun)
            for token in [token for preposition in _PLACE_PREPOSITIONS for token in phrases.get(preposition, ())]:
                candidates += [token, *self.roles.heads(token, "of")]  # "in the city of Bergen"
        for candidate in candidates:
            for place in self.roles.things(candidate):
                if place.thing.type == "place" and place.thing.named and place.thing is not subject.thing:
                    yield self._draft("operates_in", subject, place, trigger, standing, "jurisdiction")

    def _of_body(self, preposition: Token) -> Iterator[RelationDraft]:
        """ "the Finance Committee of Parliament": a body of a body is part of it."""
        for head in preposition.children:
            for whole in self.roles.things(head) if head.dep == "pobj" else ():
                for part in [Filler(thing, preposition.head) for thing in self.entities.of(preposition.head)]:
                    both = part.thing.type in BODY_TYPES and whole.thing.type in BODY_TYPES and part.thing.named and whole.thing.named
                    if both and part.thing is not whole.thing:
                        yield self._draft("part_of", part, whole, preposition, _ASSERTED, "body-of-body")

    def _where(self, verb: Token) -> Iterator[RelationDraft]:
        """ "Wales, where the office collects taxes": a body that does something there operates there."""
        for place in self.roles.things(verb.head):
            for subject in self.roles.fill(verb, ("actor",)):
                predicate = "headquartered_in" if self._has_seat(verb) else "operates_in"
                if subject.thing.type in _PUBLIC and self._fits(predicate, subject.thing, place.thing):
                    yield self._draft(predicate, subject, place, verb, _ASSERTED, "where-clause")

    def _has_seat(self, verb: Token) -> bool:
        return any(head.lemma in self.book.lists["seat_nouns"] for head in self.roles.heads(verb, "patient"))

    def _classes(self, reported: set[Token]) -> Iterator[RelationDraft]:
        """Copulas, appositions and "as a ...": what something is."""
        for noun in self.sentence.tokens:
            if noun.pos not in ("NOUN", "PROPN") or noun in reported or noun.lemma in self.book.lists["no_class"]:
                continue
            described = self.roles.described(noun)
            standing = self._standing(noun) if described else None
            if standing is None or standing.modality == "intended":
                continue
            for subject in [filler for head in described for filler in self.roles.things(head)]:
                for end in [Filler(thing, noun) for thing in self.entities.of(noun)]:
                    if self._is_class(subject.thing, end.thing, noun):
                        yield self._draft("is_a", subject, end, noun, standing, "class")
                        yield from self._jurisdiction(subject, noun, end.token, standing)

    def _is_class(self, subject: Thing, end: Thing, noun: Token) -> bool:
        """A named thing, or an owner's organ, and a class of the same kind; a title with "the" ("the Digital Coordinator") is a class too."""
        is_title = end.type == subject.type and noun.dep == "attr" and noun.head.lemma == "be"
        if end.type == "place" or subject is end or (end.named and not is_title) or not (subject.named or subject.scope):
            return False
        return self.classes[subject.type] == self.classes[end.type]

    def _members(self, reported: set[Token]) -> Iterator[RelationDraft]:
        """Classes and their members: "X such as Y", "X, including Y", "Y and other X"."""
        for membership in self.memberships:
            if membership.marker in reported:
                continue
            wholes = [filler for filler in self.roles.things(membership.whole) if filler.token is membership.whole]
            named = {id(thing) for member in membership.members for thing in self.entities.of(member)}
            wholes = [whole for whole in wholes if id(whole.thing) not in named]  # "areas like X" is seen through to X
            for whole in wholes:
                for token in membership.members:
                    for member in [Filler(thing, token) for thing in self.entities.of(token)]:
                        if self._is_member(whole.thing, member.thing):
                            yield self._draft("includes", whole, member, membership.marker, _ASSERTED, membership.rule)

    def _is_member(self, whole: Thing, member: Thing) -> bool:
        """People are no members of a topic, nor topics of a group."""
        if whole is member or not self._fits("includes", whole, member):
            return False
        return (self.classes[whole.type] in _PEOPLE) == (self.classes[member.type] in _PEOPLE)

    def _is_bare(self, noun: Token) -> bool:
        """ "oversight of ports": a plain word of authority says nothing beside the object that it has."""
        if noun.lemma not in self.book.lists["bare_activities"] or any(child.dep in ("amod", "compound", "nmod") for child in noun.children):
            return False
        return any(child.dep == "prep" and child.lower in ("of", "over") for child in noun.children)

    def _items(self) -> Iterator[RelationDraft]:
        """A bullet without a verb states the body's mandate."""
        for root in self.sentence.roots:
            if root.pos not in ("NOUN", "PROPN"):
                continue
            ends = self.roles.things(root)
            for end in ends + self._listed(ends):
                if end.token is None or end.token.lemma in self.book.lists["mandate_nouns"] or self._is_bare(end.token):
                    continue
                for subject in self.roles.owner(root):
                    if subject.thing is not end.thing and self._fits("responsible_for", subject.thing, end.thing):
                        yield self._draft("responsible_for", subject, end, end.token, _ASSERTED, "list-item")
                        yield from self._jurisdiction(subject, root, end.token, _ASSERTED)


def _is_indirect_question(verb: Token) -> bool:
    """ "examines **how** ministries spend money"."""
    return verb.dep in ("ccomp", "pcomp") and any(child.tag == "WRB" and child.i < verb.i for child in verb.children)


def _is_after_nor(verb: Token) -> bool:
    """ "does not set prices, **nor** does it grant loans"."""
    return verb.dep == "conj" and any(child.lower == "nor" and child.i < verb.i for child in (*verb.head.children, *verb.children))


def _is_former(noun: Token) -> bool:
    """ "a **former** minister", who leads nothing now."""
    return noun.pos == "NOUN" and any(child.lower in ("former", "ex", "erstwhile", "retired") for child in noun.children)


def _is_none(noun: Token) -> bool:
    """ "has **no** jurisdiction", "**neither** court"."""
    return any(child.dep in ("det", "neg", "preconj") and child.lower in ("no", "neither", "not") for child in noun.children)


def _intended(predicate: str, end: Thing) -> str:
    """What an intention says: an aim where the end is something sought, and otherwise only what improves or aims anyway."""
    return predicate if predicate in _PURPOSEFUL and end.type != "objective" else "aims_at"


def _most_specific(drafts: list[RelationDraft]) -> list[RelationDraft]:
    """Of what one word says of one pair, the most specific: the first by `_SPECIFIC`."""
    best: dict[tuple[int, object], RelationDraft] = {}
    for draft in drafts:
        pair = (id(draft.subject), draft.object if isinstance(draft.object, str) else id(draft.object))
        if pair not in best or _SPECIFIC.index(draft.predicate) < _SPECIFIC.index(best[pair].predicate):
            best[pair] = draft
    return list(best.values())
