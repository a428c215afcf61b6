"""Who does what: the slots that relation rules name, filled from the parse.

Slots of a **verb** are `actor` (who does it: the subject, or the agent of a passive), `patient` (what it is done to: the object, or
the subject of a passive), `subject` (the grammatical one), `recipient` and `complement`. Slots of a **noun** are `self` (the phrase), `possessor` ("its", "the bank's"), `owner` (who does or
has it: the possessor, the agent, the subject of the verb that governs it, or in a verbless list item the document's subject),
`body` (the same, or else the document's subject), `bearer` (what it is predicated of: "X is the chair", "X, the chair") and `modifier` (a noun or adjective before it). An **adjective** has a `bearer`. A **preposition** has a
`host` (the noun, or the subject of the clause, that it is attached to) and a `complement`. Any other slot is a preposition of the
trigger, several words joined by blanks: `with`, `in accordance with`.

The mandate of a body flows through the words that hand it on ("is charged with steering X", "its tasks are X", "exercises supervision of X"): the lists
`mandate_nouns`, `passing_verbs`, `passing_adjectives` and `passing_prepositions` of the rulebook name them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.extract.entities import Entities, Thing
from pipeline.extract.propositions import Proposition
from pipeline.extract.rulebook import Rulebook
from pipeline.extract.syntax import RELATIVE_PRONOUNS, conjuncts, first_conjunct, is_passive
from pipeline.source.tokens import Sentence, Token

BODY_TYPES = frozenset({"government_body", "international_organization", "organization"})
_OWNERS = BODY_TYPES | {"person", "group", "law", "policy", "standard"}
_DEMONSTRATIVES = frozenset({"this", "these", "it", "they"})
# What is done by a verb of these predicates is done by its subject: "manages the supervision of banks".
_HANDING_ON = frozenset({"responsible_for", "promotes", "implements"})
_LIST_KINDS = frozenset({"list_item", "heading"})
_JOINTLY = frozenset({"together", "jointly", "along"})
# A fronted phrase ("A body of the Crown, the office ...") has its head among the first words.
_OPENING = 6
_MAX_CLIMB = 12


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a slot, and the token that says so; none where it is understood (the subject of the document)."""

    thing: Thing
    token: Token | None


class Roles:
    """Fills the slots of one document's triggers; offsets and tokens are those of its sentences."""

    def __init__(self, entities: Entities, said: dict[int, list[Proposition]], sentences: Iterable[Sentence], book: Rulebook) -> None:
        self.entities = entities
        self.lists = book.lists
        self.propositions: dict[Token, Proposition] = {}
        self.bearers: dict[Token, Token] = {}
        self.complements: dict[Token, Token] = {}
        self.passing_verbs = self.lists["passing_verbs"] | {
            lemma
            for rule in book.rules
            if rule.trigger == "verb" and rule.conclusions[0].predicate in _HANDING_ON and rule.object == ("patient",)
            for lemma in rule.lemmas
        }
        self._role_nouns = self.lists["stands_for_owner"] | self.lists["mandate_nouns"]
        self._instance_of: dict[int, Thing] = {}
        self._owners: dict[Token, list[Filler]] = {}
        self._prepositions: dict[Token, dict[str, list[Token]]] = {}
        for sentence in sentences:
            for proposition in said[id(sentence)]:
                self._read(proposition)
        self._find_instances(sentences)

    def _find_instances(self, sentences: Iterable[Sentence]) -> None:
        """Which named thing each class is said of, where it is one: "the agency" is then that one."""
        for noun, described in self.bearers.items():
            named = [thing for thing in self.entities.of(described) if thing.named]
            for thing in self.entities.of(noun) if len(named) == 1 else ():
                if not thing.named and noun.tag == "NN":
                    self._instance_of.setdefault(id(thing), named[0])
        for sentence in sentences:
            self.begin(sentence)
            for token in sentence.tokens:
                if token.lower == "as" and token.dep == "prep" and (noun := token.child("pobj")) is not None:
                    self._note_instance(noun, self._by_as(token.head))
                elif token.i < _OPENING and token.tag == "NN" and (subject := self._fronted(token)) is not None:
                    self._note_instance(token, [subject])

    def _note_instance(self, noun: Token, described: list[Token]) -> None:
        named = [thing for head in described for thing in self.entities.of(head) if thing.named]
        for thing in self.entities.of(noun) if noun.tag == "NN" and len(named) == 1 else ():
            if not thing.named and thing.type == named[0].type:
                self._instance_of.setdefault(id(thing), named[0])

    def _read(self, proposition: Proposition) -> None:
        if proposition.kind in ("apposition", "copula"):
            subject = proposition.argument("subject")
            if subject is not None:
                self.complements.setdefault(subject.head, proposition.predicate)
                self.bearers.setdefault(proposition.predicate, _outside_brackets(proposition.sentence, subject.head))
        if proposition.kind not in ("apposition", "possessive", "nominal"):
            self.propositions.setdefault(proposition.predicate, proposition)
            complement = proposition.argument("complement")
            if proposition.kind == "verb" and complement is not None:
                described = (None if proposition.passive else proposition.argument("object")) or proposition.argument("subject")
                if described is not None:
                    self.bearers.setdefault(complement.head, described.head)

    def begin(self, sentence: Sentence) -> None:
        """Turn to a sentence; all further calls are about its tokens."""
        self.sentence = sentence
        self.in_list = sentence.kind in _LIST_KINDS

    # -- slots ---------------------------------------------------------------------------------------------------------

    def fill(self, trigger: Token, slots: Iterable[str]) -> list[Filler]:
        """What stands in the slots of a trigger, in order of the slots."""
        found: list[Filler] = []
        for slot in slots:
            if slot == "owner":
                found += self.owner(trigger)
            elif slot == "possessor":
                found += self._possessors(trigger)
            elif slot == "body":
                is_definite = any(child.lower == "the" for child in trigger.children) and trigger.child("prep") is None
                found += self.owner(trigger) or (self._document() if is_definite else [])
            elif slot == "host":
                found += self._host(trigger)
            elif slot == "document" or (slot == "actor" and self.is_purpose_of_item(trigger)):
                found += self._document()
            else:
                heads = self.heads(trigger, slot)
                found += [filler for head in heads for filler in self.things(head, inside=slot == "patient" and self.is_gerund(trigger))]
                if not heads and slot in ("actor", "subject"):
                    found += self._understood(trigger)
        return found

    def heads(self, trigger: Token, slot: str) -> list[Token]:
        """The heads of the phrases in a slot, the first conjunct of each."""
        if slot == "self":
            return [trigger]
        if "/" in slot:
            slot, below = slot.split("/", 1)
            return [inner for head in self.heads(trigger, slot) for noun in conjuncts(head) for inner in self.heads(noun, below)]
        if slot == "possessor":
            owners = [child for child in trigger.children if child.dep == "poss"]
            return [trigger.head.head if owner.lower == "whose" and trigger.head.dep == "relcl" else owner for owner in owners]
        if slot == "modifier":
            return [child for child in trigger.children if child.dep in ("compound", "nmod") and child.pos in ("NOUN", "PROPN")]
        if slot == "bearer":
            other = self.complements.get(trigger)
            return self.described(trigger) or ([other] if other is not None and other.pos in ("NOUN", "PROPN") else [])
        if slot == "complement" and trigger.pos in ("ADP", "SCONJ", "VERB") and trigger.dep in ("prep", "agent", "pcomp"):
            return [child for child in trigger.children if child.dep in ("pobj", "pcomp")]
        if slot in ("actor", "patient", "subject", "recipient", "complement"):
            return self._arguments(trigger, slot)
        return self.prepositional(trigger).get(slot, [])

    def is_purpose_of_item(self, verb: Token) -> bool:
        """ "- Licensing of pilots to keep harbours safe", where the parser took the purpose for the main clause."""
        return self.in_list and verb.head is verb and is_bare_infinitive(verb) and verb.child("nsubj") is not None

    def things(self, token: Token, *, inside: bool = False) -> list[Filler]:
        """What the phrase refers to, one for each conjunct; a possessed role noun ("its remit") stands for its owner.

        A gerund with its object is no thing, unless asked from `inside` for the object.
        """
        if token.pos in ("NUM", "ADJ", "PRON") and (of := token.child("prep")) is not None and of.lower == "of":  # "most of them"
            return [filler for child in of.children if child.dep == "pobj" for filler in self.things(child)]
        found = []
        for conjunct in self._listed(token):
            if (conjunct.tag == "VBG" and conjunct in self.propositions) or not inside and any(self.is_gerund(child) for child in conjunct.children):
                continue  # "is charged with managing ports": the gerund has a reading of its own
            if self._stands_for_owner(conjunct) and (owners := [f for f in self._possessors(conjunct) if f.thing.type != "place"]):
                found += [Filler(filler.thing, conjunct) for filler in owners]
            elif instances := self._instances(conjunct):
                found += [Filler(thing, conjunct) for thing in instances]
            else:
                found += [Filler(thing, conjunct) for thing in self.entities.of(conjunct) if len(thing.name) > 1]
        return found

    def _stands_for_owner(self, noun: Token) -> bool:
        """ "its work"; and as a subject "its services include", "the task of the agency is"."""
        if noun.lemma in self.lists["stands_for_owner"]:
            return True
        return noun.lemma in self.lists["mandate_nouns"] and noun.dep in ("nsubj", "nsubjpass")

    def _listed(self, token: Token) -> list[Token]:
        """The conjuncts of a phrase; also "lighthouses, a port and the ferries", where the parser took the rest for an apposition,
        and the name in "a manager, Anna Berg"."""
        found = conjuncts(token)
        for child in token.children:
            if child.dep == "appos" and token.pos == "NOUN" and self.sentence.tokens[child.i - 1].text not in (":", "("):
                rest = conjuncts(child)
                if child.pos == "PROPN" and any(thing.type == "person" for thing in self.entities.of(child)):
                    found = [child, *found[1:]]
                elif (child.pos == "NOUN" and len(rest) > 1) or found[-1] is not token:
                    found = [*found, *rest]
        return found

    def _instances(self, noun: Token) -> list[Thing]:
        """The named thing that a class is predicated of: what "a body that licenses banks" licenses is done by the one that is such a body."""
        described = self.bearers.get(noun)
        if described is None and noun.tag == "NN" and any(child.lower in ("the", "this") for child in noun.children if child.dep == "det"):
            known = [self._instance_of[id(thing)] for thing in self.entities.of(noun) if id(thing) in self._instance_of]
            return known if noun.dep not in ("attr", "appos") else []
        if described is None or described is noun or described.dep in ("attr", "appos"):
            return []
        named = [thing for thing in self.entities.of(described) if thing.named]
        own = self.entities.of(noun)
        return named if named and own and not any(thing.named for thing in own) else []

    def _arguments(self, verb: Token, slot: str) -> list[Token]:
        proposition = self.propositions.get(verb)
        if proposition is None:
            return self._participle(verb, slot)
        roles: tuple[str, ...] = (slot,)
        if slot == "actor":
            roles = ("agent",) if proposition.passive else ("subject",)
        elif slot == "patient":
            roles = ("subject",) if proposition.passive else ("object",)
        elif slot == "recipient":
            roles = ("indirect",)
        found = [a.head for a in proposition.arguments if a.role in roles and (a.head.pos not in ("VERB", "AUX") or a.head not in self.propositions)]
        if slot in ("patient", "subject") and (passive := self._continues_passive(verb)) is not None:
            return self._arguments(passive, slot)
        if not found and slot in ("actor", "subject") and verb.dep == "acl" and verb.tag == "VBG":
            return [verb.head]
        if not found and slot == "patient" and verb.dep == "acl" and verb.tag in ("VB", "VBZ", "VBP") and verb.child("nsubj") is not None:
            return [verb.head]  # "the law that the agency must enforce", where the parser took "that" for a conjunction
        if not found and slot == "patient" and verb.dep == "advcl" and verb.i == 0:  # "Set up in 1990, it ...", read as active
            return [argument.head for argument in proposition.arguments if argument.role == "subject"]
        return found

    def _continues_passive(self, verb: Token) -> Token | None:
        """The passive that a participle goes on: "nominated by A, confirmed by B and appointed by C", where B seems to describe A."""
        first = first_conjunct(verb)
        agent = first.head
        if first.dep != "acl" or first.tag != "VBN" or agent.dep != "pobj" or agent.head.dep != "agent":
            return None
        return agent.head.head if self.sentence.tokens[first.i - 1].text == "," else None

    def _participle(self, verb: Token, slot: str) -> list[Token]:
        """A verb that heads no clause: "the **licensed** banks", "**Based** in Bonn, it ...", "charged with **managing** ports"."""
        if self.is_gerund(verb):
            return [verb.head] if slot == "patient" else []
        if verb.dep == "amod" and slot == ("patient" if verb.tag == "VBN" else "actor"):
            return [verb.head]
        if verb.dep == "prep" and slot in ("patient", "subject"):
            governor = self.propositions.get(verb.head)
            subject = governor.argument("subject") if governor else None
            return [subject.head] if subject else []
        return []

    def is_gerund(self, token: Token) -> bool:
        """A gerund that the parser read as an adjective of its object: right after a preposition, or first in a list item."""
        if token.tag != "VBG" or token.dep != "amod" or token.lower in self.lists["participial_adjectives"]:
            return False
        if token.i == 0:
            return self.in_list
        preposition = token.head.head
        return token.head.dep == "pobj" and preposition.i == token.i - 1

    def prepositional(self, trigger: Token) -> dict[str, list[Token]]:
        """The objects of the prepositions of a trigger, by preposition."""
        known = self._prepositions.get(trigger)
        if known is None:
            known = self._prepositions[trigger] = {}
            for marker, head in self._obliques(trigger):
                known.setdefault(marker, []).append(head)
        return known

    def _obliques(self, trigger: Token) -> Iterator[tuple[str, Token]]:
        for prep in self._own_prepositions(trigger):
            yield from prepositions_below(prep)
        proposition = self.propositions.get(trigger)
        if proposition is not None and proposition.passive is False:
            target = proposition.argument("object")
            if target is not None and target.head.i > trigger.i:
                for prep in target.head.children:
                    if prep.dep == "prep" and prep.lower != "of":
                        yield from prepositions_below(prep)

    def _own_prepositions(self, trigger: Token) -> list[Token]:
        own = [child for child in trigger.children if child.dep in ("prep", "agent", "dative") and child.pos != "NOUN"]
        own += [child for adverb in trigger.children if adverb.lower in _JOINTLY for child in adverb.children if child.dep == "prep"]
        if trigger.head.lemma == "be" and (trigger.dep in ("attr", "acomp") or (trigger.dep == "nsubj" and trigger.head.child("attr") is None)):
            own += [child for child in trigger.head.children if child.dep == "prep" and child.i > trigger.i]
        if own or trigger.pos not in ("NOUN", "PROPN", "VERB", "ADJ"):
            return own
        for later in conjuncts(trigger)[1:]:
            if any(child.dep in ("det", "poss") for child in later.children):
                break
            own = [child for child in later.children if child.dep in ("prep", "agent")]
            if own:
                return own
        if trigger.dep == "dobj" and trigger.head.lemma in self.passing_verbs:
            return [child for child in trigger.head.children if child.dep == "prep" and child.i > trigger.i]
        return own

    def described(self, token: Token) -> list[Token]:
        """What a noun or adjective is said of: the subject of its copula, the phrase it stands in apposition to."""
        found = [child for child in token.children if child.dep == "appos" and child.pos == "PROPN"]
        if fronted := self._fronted(token):
            found.append(fronted)
        if token.dep == "ccomp" and (subject := token.child("nsubj")) is not None:  # "makes it the contact point"
            found.append(subject)
        if token not in self.bearers and first_conjunct(token).pos != "PROPN":
            token = first_conjunct(token)
        if token in self.bearers:
            found.append(self.bearers[token])
        elif token.dep == "pobj" and token.head.lower == "as":
            found += self._by_as(token.head.head)
        elif token.dep in ("compound", "nmod") and token.head.pos == "PROPN" and token.pos in ("NOUN", "PROPN"):
            found.append(token.head)
        elif token.pos == "ADJ" and token.dep == "amod":
            found.append(token.head)
        return found

    def _fronted(self, token: Token) -> Token | None:
        """The subject of the main clause after a fronted phrase without a verb: "**A body** of the Crown, the office ...", "**Subordinate** to X, it ..."."""
        phrase = token.head if token.dep == "nsubj" and token.head.dep == "advcl" and token.head.pos == "ADJ" else token
        if phrase.dep not in ("advcl", "npadvmod", "dep") or phrase.pos not in ("ADJ", "NOUN") or phrase.child("aux", "mark", "nummod") is not None:
            return None
        clause = self.propositions.get(phrase.head)
        subject = clause.argument("subject") if clause is not None else None
        return subject.head if subject is not None and phrase.i < subject.head.i and self.sentence.tokens[0].i + 4 >= _first(phrase).i else None

    def _by_as(self, governor: Token) -> list[Token]:
        """What "as a ..." speaks of in the clause of a governing verb: the object of "appoint X as", else the subject."""
        proposition = self.propositions.get(governor)
        if proposition is None:
            return []
        described = proposition.argument("object") if governor.lemma in self.lists["naming_verbs"] and not proposition.passive else None
        described = described or proposition.argument("subject")
        return [described.head] if described else []

    # -- owners --------------------------------------------------------------------------------------------------------

    def owner(self, noun: Token) -> list[Filler]:
        """Who does or has what the noun names; empty where the text does not say."""
        if noun not in self._owners:
            self._owners[noun] = []  # a loop in a broken parse ends here
            self._owners[noun] = self._possessors(noun) or self._climb(noun, _MAX_CLIMB)
        return self._owners[noun]

    def _possessors(self, noun: Token) -> list[Filler]:
        """The possessor, the agent after "by", or after a mandate noun the body after "of" ("the functions of the bank")."""
        for child in noun.children:
            if child.dep == "poss":
                if child.lower == "whose":
                    return self.things(noun.head.head) if noun.head.dep == "relcl" else []
                return self.things(child)
        wanted = ("by", "of") if noun.lemma in self._role_nouns else ("by",)
        for child in noun.children:  # "the duties assigned to the council"
            if child.dep == "acl" and child.tag == "VBN" and noun.lemma in self.lists["mandate_nouns"]:
                if given := [f for head in self.prepositional(child).get("to", ()) for f in self.things(head)]:
                    return given
        for child in noun.children:
            if child.dep in ("prep", "agent") and child.lower in wanted:
                fillers = [f for head in child.children if head.dep == "pobj" for f in self.things(head)]
                if bodies := [f for f in fillers if f.thing.type in _OWNERS]:
                    return bodies
        return []

    def _climb(self, token: Token, steps: int) -> list[Filler]:
        """Follow the words that hand a mandate on, from an activity up to who has it."""
        head, dep = token.head, token.dep
        if steps == 0:
            return []
        if head is token:
            return self._document() if self.in_list else []
        if dep == "conj":
            return self.owner(head) if head.pos in ("NOUN", "PROPN", "ADJ") or head.tag == "VBG" else self._climb(head, steps - 1)
        if dep == "appos" and token.lemma in self.lists["mandate_nouns"]:  # "it guards the coast, a task that ..."
            return self._clause_subject(head)
        if dep in ("appos", "dep", "npadvmod") or (dep in ("compound", "nmod", "amod") and head.lemma in self.lists["mandate_nouns"]):
            return self.owner(head) if self._hands_on(head) else self._climb(head, steps - 1) if self.in_list else []
        if dep in ("nsubj", "csubj", "nsubjpass"):
            return self._from_clause(token, head)
        if dep in ("dobj", "attr", "oprd"):
            return self._from_verb(token, head)
        if dep in ("pobj", "pcomp"):
            return self._from_preposition(head)
        return []

    def _clause_subject(self, token: Token) -> list[Filler]:
        """Who does what the clause around a token says."""
        while token.head is not token and token not in self.propositions:
            token = token.head
        return self.fill(token, ("actor",)) if token in self.propositions else []

    def _hands_on(self, noun: Token) -> bool:
        return noun.lemma in self.lists["mandate_nouns"] or self.in_list

    def _from_clause(self, subject: Token, verb: Token) -> list[Filler]:
        """An activity as a subject: "Licensing is among its tasks", "supervision is carried out by X"; or the only noun of a list item."""
        proposition = self.propositions.get(verb)
        if proposition is not None and proposition.passive and verb.lemma in self.passing_verbs:
            return self.fill(verb, ("actor",))
        for child in verb.children:
            if child.dep == "attr" and child.lemma in self.lists["mandate_nouns"]:
                return self.owner(child)
            if child.dep == "prep" and child.lower in ("among", "within", "under"):
                return [f for noun in child.children if noun.lemma in self.lists["mandate_nouns"] for f in self.owner(noun)]
        if self.in_list and verb.head is verb and is_bare_infinitive(verb):
            return self._document()
        return []

    def _from_verb(self, noun: Token, verb: Token) -> list[Filler]:
        if noun.dep == "attr" or verb.lemma in self.lists["consisting_verbs"]:
            subjects = self.heads(verb, "subject") or self.heads(noun, "bearer")
            for subject in subjects:
                if subject.lemma in self.lists["mandate_nouns"]:
                    return self.owner(subject)
                if subject.lower in _DEMONSTRATIVES and self.sentence.kind == "list_item":
                    return self._document()
        if verb.lemma in self.passing_verbs:
            return self.fill(verb, ("actor",))
        return []

    def _from_preposition(self, prep: Token) -> list[Filler]:
        governor, word = prep.head, prep.lower
        if governor.lemma in self.lists["mandate_nouns"]:
            return self.owner(governor)
        if word in ("including", "like", "as") and governor.pos in ("NOUN", "PROPN"):
            return self.owner(governor)
        if governor.lemma in self.lists["passing_adjectives"]:
            return [f for head in self.heads(governor, "bearer") for f in self.things(head)]
        if governor.pos in ("VERB", "AUX") and (word in self.lists["passing_prepositions"] or governor.lemma in self.passing_verbs):
            return self._from_subject(governor)
        if governor.pos == "ADP" and governor is not prep:
            return self._from_preposition(governor)
        return []

    def _from_subject(self, verb: Token) -> list[Filler]:
        """The subject of a clause; for a task that "ranges from X to Y", who has the task."""
        subjects = self.heads(verb, "subject")
        owners = [f for head in subjects if head.lemma in self.lists["mandate_nouns"] for f in self.owner(head)]
        return owners or self.fill(verb, ("subject",))

    def _understood(self, verb: Token) -> list[Filler]:
        """The subject of a verb without one: the document's in a list item, or who has the task that the verb spells out."""
        proposition = self.propositions.get(verb)
        if proposition is not None and (proposition.passive or proposition.argument("subject") is not None):
            return []
        top = first_conjunct(verb)
        if self.is_gerund(verb):
            top = first_conjunct(verb.head)
        if top.head is top:
            return self._document() if self.in_list else []
        if top.dep in ("csubj", "nsubj", "dobj", "pobj", "pcomp", "attr"):
            return self._climb(top, _MAX_CLIMB)
        if top.dep in ("acl", "xcomp", "ccomp", "advcl") and top.head.lemma in self.lists["mandate_nouns"]:
            return self.owner(top.head)
        return self._document() if self.in_list and top.dep in ("dep", "acl", "advcl", "appos") else []

    def _host(self, prep: Token) -> list[Filler]:
        """What a preposition is attached to: the owner of an activity, the bearer of a predicate noun, a noun, or the clause's subject."""
        governor = prep.head
        while governor.pos in ("ADP", "SCONJ", "ADV") and governor.head is not governor:
            governor = governor.head
        if governor.pos in ("VERB", "AUX"):
            undergoes = is_passive(governor) or (governor.lemma in self.lists["founding_verbs"] and self.heads(governor, "patient"))
            found = self.fill(governor, ("patient",) if undergoes else ("actor",))
            return found if any(f.thing.type in BODY_TYPES for f in found) or not undergoes else found + self._document()
        first = governor
        for _ in range(_MAX_CLIMB):
            if owners := self.owner(governor):
                return owners
            if described := [f for head in self.described(governor) for f in self.things(head)]:
                return described
            if governor.dep != "pobj" or governor.head.head.pos not in ("NOUN", "PROPN"):
                break
            governor = governor.head.head
        return self.things(first)

    def _document(self) -> list[Filler]:
        subject = self.entities.subject
        return [Filler(subject, None)] if subject is not None else []


def _outside_brackets(sentence: Sentence, subject: Token) -> Token:
    """The noun before a bracket, where the parser took a word inside it for the subject: "The Bank (RB; Dutch: Oeverbank) is ..."."""
    before = [token.text for token in sentence.tokens[: subject.i]]
    if before.count("(") <= before.count(")"):
        return subject
    opening = max(i for i, text in enumerate(before) if text == "(")
    outside = sentence.tokens[opening - 1] if opening else subject
    while outside.dep in ("pobj", "compound", "nmod", "prep") and outside.head.i < outside.i:
        outside = outside.head
    return outside


def _first(token: Token) -> Token:
    """The first word of a phrase."""
    while token.children and token.children[0].i < token.i:
        token = token.children[0]
    return token


def is_bare_infinitive(verb: Token) -> bool:
    return verb.tag == "VB" and any(child.lower == "to" and child.dep == "aux" for child in verb.children)


def prepositions_below(prep: Token, before: str = "") -> Iterator[tuple[str, Token]]:
    """(preposition, object) for a preposition and those that it is coordinated or compounded with ("in accordance with")."""
    if any(child.lower == "not" for child in prep.children):
        return
    words = f"{before} {prep.lower}".strip()
    if not before and prep.lower == "with":
        around = (prep.head, *prep.children, *(child for child in prep.head.children if child.i == prep.i - 1))
        joint = next((token.lower for token in around if token.lower in _JOINTLY), "")
        words = f"{joint} with".strip()
    for child in prep.children:
        if child.dep == "pobj":
            yield words, child
            yield from _compounded(words, child)
        elif child.dep == "prep":
            yield from prepositions_below(child, words)
        elif child.dep == "conj" and child.pos in ("ADP", "SCONJ"):
            yield from prepositions_below(child, before)
        elif child.dep == "pcomp" and child.lower not in RELATIVE_PRONOUNS:
            yield words, child


def _compounded(words: str, noun: Token) -> Iterator[tuple[str, Token]]:
    """A noun that only makes a longer preposition: "in **accordance** with the Act"."""
    if " " in words or any(child.dep == "poss" for child in noun.children):
        return
    for child in noun.children:
        if child.dep == "prep":
            for grandchild in child.children:
                if grandchild.dep == "pobj":
                    yield f"{words} {noun.lower} {child.lower}", grandchild
