"""Typed relations between the things of a document, read by the rules of the rulebook and by a few patterns of the language.

A relation is stated by the text in its own voice: what is negated, supposed or reported gives none, an intention gives `aims_at` only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.extract import types
from pipeline.extract.dates import date_at, first_date
from pipeline.extract.drafts import RelationDraft
from pipeline.extract.entities import Entities, Thing
from pipeline.extract.patterns import Patterns
from pipeline.extract.propositions import Proposition
from pipeline.extract.reported import Report
from pipeline.extract.roles import Filler
from pipeline.extract.rulebook import Rule, load_rulebook, predicates
from pipeline.extract.slots import prepositions_below
from pipeline.extract.standing import Standing, standing_of
from pipeline.extract.syntax import conjuncts, first_conjunct
from pipeline.extract.viewpoints import View
from pipeline.source.tokens import Sentence, Token

_TRIGGERS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}
_PREPOSITIONS = frozenset({"ADP", "SCONJ"})
# What a body does where it has jurisdiction; cooperation tells it only by a phrase of place of its own.
_MANDATE = frozenset({"responsible_for", "regulates", "promotes", "implements", "is_a", "coordinates_with", "part_of"})
# Between two public bodies the relation runs from the lower to the higher.
_UPWARD = {"regulates": "overseen_by", "includes": "part_of"}
# What is said with these of a class is said of the members that the sentence lists.
_FORMER = frozenset({"former", "formerly", "previously", "once", "ex", "erstwhile", "retired"})
_DISTRIBUTED = frozenset({"regulates", "responsible_for", "promotes"})
_PURPOSEFUL = frozenset({"promotes", "affects", "implements"})
# From the most specific predicate to the least.
_SPECIFIC = (
    "established_on", "established_by", "succeeds", "headquartered_in", "led_by", "appointed_by", "member_of", "part_of", "operates_in",
    "overseen_by", "governed_by", "implements", "is_a", "aims_at", "regulates", "promotes", "responsible_for", "coordinates_with",
    "includes", "affects", "related_to",
)  # fmt: skip
_RENAMING = frozenset({"become", "rename", "retitle", "rebrand", "rechristen"})
_FOLLOWING = frozenset({"follow", "succeed", "replace"})
_SENT = frozenset({"delegate", "deputy", "member", "official", "representative"})
_GOVERNING = frozenset({"govern", "regulate", "bind"})
# "may not sail without a licence" says that they must have one.
_REQUIRED = Standing("required", None)
_NAMED_SLOTS = frozenset(
    {
        "actor",
        "patient",
        "subject",
        "recipient",
        "complement",
        "result",
        "self",
        "possessor",
        "bearer",
        "modifier",
        "owner",
        "body",
        "host",
        "document",
        "date",
    }
)
_FOUNDING_DATE = ("on", "in", "since", "from", "of", "during")


def relations(
    entities: Entities, said: dict[int, list[Proposition]], viewed: dict[int, list[View]], sentences: list[Sentence]
) -> Iterator[RelationDraft]:
    """The relations of a document, with repetitions, in text order.

    `said` holds the propositions and `viewed` the reported views of each sentence by the sentence's id().
    """
    reader = _Reader(entities, said, sentences)
    for sentence in sentences:
        if sentence.kind in ("paragraph", "list_item"):
            yield from reader.read(sentence, {token for view in viewed[id(sentence)] for token in _told(view.report)})


def _told(report: Report) -> Iterable[Token]:
    """The words that are no statement of the text: what is reported, and the verb by which somebody says how he sees something ("defends it as")."""
    return (*report.words, report.cue[0]) if report.rule == "framed-as" else report.words


class _Reader(Patterns):
    """Reads one document by rules and patterns, a sentence at a time."""

    def __init__(self, entities: Entities, said: dict[int, list[Proposition]], sentences: list[Sentence]) -> None:
        super().__init__(entities, said, sentences)
        self.led_by: dict[Thing, Thing] = {}  # by the leader, what is led

    def read(self, sentence: Sentence, reported: set[Token]) -> Iterator[RelationDraft]:
        """The relations of a sentence, outside what is reported."""
        drafts = list(self._read(sentence, reported))
        yield from drafts
        self.led_by |= {draft.object: draft.subject for draft in drafts if draft.predicate == "led_by" and isinstance(draft.object, Thing)}
        yield from self._followed(reported)

    def _read(self, sentence: Sentence, reported: set[Token]) -> Iterator[RelationDraft]:
        self.begin(sentence)
        for token in sentence.tokens:
            if token in reported:
                continue
            if token.pos in _PREPOSITIONS:
                yield from self._preposition(token)
            elif token.pos in _TRIGGERS:
                yield from self._word(token)
        yield from self.patterns(reported)

    def _followed(self, reported: set[Token]) -> Iterator[RelationDraft]:
        """ "Ada Lind, who **followed** Tom Oka, heads it": who went before or came after the leader of a body led it too."""
        for verb in self.sentence.tokens:
            if verb.lemma not in _FOLLOWING or verb in reported or verb not in self.roles.propositions:
                continue
            pairs = [(one, other) for one in self.roles.fill(verb, ("actor",)) for other in self.roles.fill(verb, ("patient",))]
            for known, new in [*pairs, *((other, one) for one, other in pairs)]:
                led = self.led_by.get(known.thing) if new.thing not in self.led_by else None
                standing = standing_of(verb, self.roles) if led is not None and new.thing.named else None
                if led is not None and standing is not None and self.fits("led_by", led, new.thing):
                    yield self.draft("led_by", Filler(led, None), new, verb, standing, "followed-leader")

    def _word(self, token: Token) -> Iterator[RelationDraft]:
        kind = _TRIGGERS[token.pos]
        is_clause = kind == "verb" and token in self.roles.propositions
        frames = [(rule, subjects) for rule in self._open(self._rules(kind, token), token) if (subjects := self._subjects(rule, token, None))]
        standing = standing_of(token, self.roles) if frames or is_clause else None
        if standing is None:
            return
        drafts = [draft for rule, subjects in frames for draft in self._apply(rule, token, subjects, standing)]
        yield from _most_specific(drafts)
        if not drafts and is_clause:
            yield from self.plain_verb(token, standing)

    def _rules(self, kind: str, token: Token) -> tuple[Rule, ...]:
        if kind == "verb":
            particle, lemma = token.child("prt"), token.lemma.lower()  # a sentence's first word may keep its capital in the lemma
            words = (f"{lemma} {particle.lower}", lemma) if particle is not None else (lemma,)
            rules = self.book.of("verb", *words)
            if not rules and token.tag == "VBG" and token not in self.roles.propositions:
                rules = self.book.of("noun", token.lower)
            return rules
        is_office = token.lower in self.book.lists["leader_nouns"] and not any(thing.named for thing in self.entities.of(token))
        if token.pos == "PROPN" and not (token.i == 0 or token.dep in ("compound", "nmod") or is_office):
            return ()
        return self.book.of(kind, token.lower, token.lemma)

    def _preposition(self, token: Token) -> Iterator[RelationDraft]:
        by_words = self.book.index["preposition"]
        for words, complement in prepositions_below(token):
            for rule in self._open(by_words.get(words, ()), token):
                subjects = self._subjects(rule, token, complement)
                standing = _REQUIRED if words == "without" else standing_of(token, self.roles) if subjects else None
                if standing is not None:
                    yield from self._apply(rule, token, subjects, standing, complement)

    def _open(self, rules: tuple[Rule, ...], trigger: Token) -> Iterator[Rule]:
        """The rules for whose ends something can stand: those with a preposition where the trigger has it."""
        if rules:
            present, needed = self.roles.prepositional(trigger), _needed()
            for rule in rules:
                for markers in needed[rule.id]:
                    if markers.isdisjoint(present):
                        break
                else:
                    yield rule

    def _subjects(self, rule: Rule, trigger: Token, complement: Token | None) -> list[Filler]:
        """What may be the subject of the rule's relation; empty where its conditions are not met."""
        if not self._meets(rule, trigger, complement) or _is_former(trigger):
            return []
        found = self._fillers(trigger, rule.subject, complement)
        found += [member for member in self.listed(found) if member.thing.named]
        return [filler for filler in found if filler.thing.type in rule.subject_types] if rule.subject_types else found

    def _apply(
        self, rule: Rule, trigger: Token, subjects: list[Filler], standing: Standing, complement: Token | None = None
    ) -> Iterator[RelationDraft]:
        if rule.object == ("date",):
            yield from self._dated(rule, trigger, subjects, standing)
            return
        only_names = rule.conclusions[0].predicate not in _DISTRIBUTED
        ends = self._fillers(trigger, rule.object, complement)
        if not ends:  # "three aims: A, B and C": a noun that says nothing by itself
            heads = [head for slot in rule.object for head in self.roles.heads(trigger, slot)]
            for member in self.members(heads):
                yield from (draft for subject in subjects for draft in self._conclude(rule, trigger, subject, member, standing))
        for end in ends:
            found = [draft for subject in subjects for draft in self._conclude(rule, trigger, subject, end, standing)]
            yield from found
            for member in self.listed([end]):  # also where only they are what the rule wants: "two **funds**, A and B, were absorbed"
                if member.thing.named or (found and not only_names):
                    for subject in subjects:
                        yield from self._conclude(rule, trigger, subject, member, standing)

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
        return not any(self._stands_in(slot, words, trigger, complement, by_name=False) for slot, words in rule.unless.items())

    def _stands_in(self, slot: str, words: frozenset[str], trigger: Token, complement: Token | None, *, by_name: bool = True) -> bool:
        """Whether one of the words heads a phrase in the slot, or, if `by_name`, a name; "*" is any word."""
        if slot == "governor":
            particle = trigger.head.child("prt")
            return (trigger.head.lemma if particle is None else f"{trigger.head.lemma} {particle.lower}") in words
        heads = [complement] if complement is not None and slot == "complement" else self.roles.heads(trigger, slot)
        if not by_name and "/" in slot and self._is_within_name(trigger, slot):
            return False  # "the Directorate **of Dredging**"
        return ("*" in words and bool(heads)) or any(
            token.lemma in words or token.lower in words
            for head in heads
            for token in conjuncts(head)
            if by_name or slot != "complement" or token.pos != "PROPN"  # "with the Statistics **Office**"
        )

    def _is_within_name(self, trigger: Token, slot: str) -> bool:
        """Whether what a path leads to stands inside a name."""
        return any(head.pos == "PROPN" for head in self.roles.heads(trigger, slot.split("/", 1)[0]))

    def _conclude(self, rule: Rule, trigger: Token, first: Filler, second: Filler, standing: Standing) -> Iterator[RelationDraft]:
        """The first conclusion of the rule that the types of the two ends allow."""
        if first.thing is second.thing:
            return
        if rule.conclusions[0].predicate == "succeeds" and _is_named_office(second.thing):
            second.thing.type = "government_body"  # "replaced the Controller of Capital Issues"
        if rule.object_types and second.thing.type not in rule.object_types:
            return
        for conclusion in rule.conclusions:
            subject, end = (second, first) if conclusion.inverse else (first, second)
            predicate = _intended(conclusion.predicate, end.thing) if standing.modality == "intended" else conclusion.predicate
            predicate, subject, end = self._upward(predicate, subject, end)
            predicate, subject, end = self._passive(predicate, trigger, subject, end)
            if predicate == "succeeds" and trigger.lemma in _RENAMING and end.thing is self.entities.subject:
                subject, end = end, subject  # the body that a text is about bears its latest name: "in 1961 it was renamed X" tells an older one
            if predicate == "part_of" and not subject.thing.named and subject.token is not None and subject.token.tag == "NNS":
                predicate, subject, end = "includes", end, subject  # "runs regional offices"
            if self.fits(predicate, subject.thing, end.thing):
                yield self.draft(predicate, subject, end, trigger, standing, rule.id)
                if predicate in _MANDATE and subject is first:
                    place_of = trigger if predicate == "coordinates_with" else end.token
                    yield from self.jurisdiction(subject, trigger, place_of, standing)
                return

    def _upward(self, predicate: str, subject: Filler, end: Filler) -> tuple[str, Filler, Filler]:
        """Turn a relation from a higher body, or a rule, to a public body round."""
        is_over = predicate in _UPWARD and not (predicate == "includes" and _sends(end.token))
        if is_over and end.thing.type in types.PUBLIC and end.thing.named:
            is_over_subject = predicate == "regulates" and end.thing is self.entities.subject  # "its work is overseen by a committee"
            if subject.thing.type in types.PUBLIC and (subject.thing.named or is_over_subject):
                return _UPWARD[predicate], end, subject
            if predicate == "regulates" and subject.thing.type in types.RULES:
                return "governed_by", end, subject
        return predicate, subject, end

    def _passive(self, predicate: str, trigger: Token, subject: Filler, end: Filler) -> tuple[str, Filler, Filler]:
        """ "proceedings are governed by the Code": of what is done, the passive says what governs it."""
        proposition = self.roles.propositions.get(trigger)
        is_passive = proposition is not None and proposition.passive and trigger.lemma in _GOVERNING
        if predicate == "regulates" and is_passive and subject.thing.type in types.RULES and self.classes[end.thing.type] == "TOPIC":
            return "governed_by", end, subject
        return predicate, subject, end

    def _dated(self, rule: Rule, trigger: Token, subjects: list[Filler], standing: Standing) -> Iterator[RelationDraft]:
        markers = (*_FOUNDING_DATE, "to") if "back" in rule.where.get("modifier", ()) else _FOUNDING_DATE  # "dates back to 1951"
        date = first_date(self.roles.prepositional(trigger), markers)
        if date is None and trigger.dep == "relcl" and any(child.lower == "when" for child in trigger.children):
            date = date_at(trigger.head)
        predicate = rule.conclusions[0].predicate
        if date is None or standing.modality == "intended":
            return
        for subject in subjects:
            if subject.thing.type in predicates()[predicate].subject_types:
                yield self.draft(predicate, subject, date, trigger, standing, rule.id)


@cache
def _needed() -> dict[str, list[frozenset[str]]]:
    """By the id of each rule the sets of prepositions of which its trigger needs one each."""
    return {rule.id: [markers for slots in (rule.object, rule.subject) if (markers := _markers(slots))] for rule in load_rulebook().rules}


def _markers(slots: tuple[str, ...]) -> frozenset[str] | None:
    """The prepositions that slots name, also as the first step of a path; None where one is no preposition."""
    first = {slot.split("/", 1)[0] for slot in slots}
    return frozenset(first) if first.isdisjoint(_NAMED_SLOTS) else None


def _is_named_office(thing: Thing) -> bool:
    """Whether a name is an office's, not a person's: "Controller of Capital Issues", "Data Protection Commissioner"."""
    words = thing.name.lower().split()
    return thing.named and thing.type == "person" and len(words) > 1 and (types.is_role(words[0]) or types.is_role(words[-1]))


def _is_former(noun: Token) -> bool:
    """ "a **former** minister", "who was **previously** its head", who leads nothing now."""
    if noun.pos != "NOUN":
        return False
    said = [*(child for child in noun.children if child.i < noun.i), *(noun.head.children if noun.dep == "attr" else ())]
    return any(word.lower in _FORMER for word in said)


def _is_none(noun: Token) -> bool:
    """ "has **no** jurisdiction", "**neither** court"."""
    return any(child.dep in ("det", "neg", "preconj") and child.lower in ("no", "neither", "not") for child in noun.children)


def _sends(body: Token | None) -> bool:
    """ "a council with delegates **of the Harbour Board**": who sends somebody there is no part of it."""
    phrase = first_conjunct(body).head if body is not None else None
    return phrase is not None and phrase.dep == "prep" and phrase.head.lemma in _SENT


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
