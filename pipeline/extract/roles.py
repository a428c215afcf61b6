"""Who does what: what the phrases in a trigger's slots refer to, also where the text leaves it understood.

Besides the slots of `pipeline.extract.slots` there are `owner` of a noun (who does or has it: the possessor, the agent, the subject of the verb
that governs it, or in a verbless list item the document's subject), `body` (the same, or else the document's subject), `host` of a
preposition (the noun, or the subject of the clause, that it is attached to), and `document` (its subject).

The mandate of a body flows through the words that hand it on ("is charged with steering X", "its tasks are X", "exercises supervision of X"): the
lists `mandate_nouns`, `passing_verbs`, `passing_adjectives` and `passing_prepositions` of the rulebook name them.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from pipeline.extract import terms, types
from pipeline.extract.clauses import is_time
from pipeline.extract.entities import Entities, Thing
from pipeline.extract.instances import Instances
from pipeline.extract.leads import label_of_item
from pipeline.extract.lexicon import noun_class
from pipeline.extract.propositions import Proposition
from pipeline.extract.rulebook import load_rulebook
from pipeline.extract.slots import Slots
from pipeline.extract.syntax import conjuncts, first_conjunct, is_infinitive, is_passive
from pipeline.extract.trees import left_edge
from pipeline.source.tokens import Sentence, Token

_OWNERS = types.ORGANISATIONS | types.RULES | {"person", "group"}
_DEMONSTRATIVES = frozenset({"this", "these", "it", "they"})
# What is done by a verb of these predicates is done by its subject: "manages the supervision of banks".
_HANDING_ON = frozenset({"responsible_for", "promotes", "implements"})
# "by way of inspections": no agent.
_MEANS = frozenset({"way", "means", "virtue", "dint", "reference", "method"})
# What somebody is or comes to be, in an office.
_HOLDING = frozenset({"be", "become", "remain"})
_MAX_CLIMB = 12


class Filler(NamedTuple):
    """What fills a slot, and the token that says so; none where it is understood (the subject of the document)."""

    thing: Thing
    token: Token | None


@cache
def _passing_verbs() -> frozenset[str]:
    """The verbs that hand a mandate on: those listed, and those by which a body does something itself."""
    book = load_rulebook()
    doing = (rule for rule in book.rules if rule.trigger == "verb" and rule.object == ("patient",))
    return book.lists["passing_verbs"].union(*(rule.lemmas for rule in doing if rule.conclusions[0].predicate in _HANDING_ON))


@cache
def _role_nouns() -> frozenset[str]:
    lists = load_rulebook().lists
    return lists["stands_for_owner"] | lists["mandate_nouns"]


class Roles(Slots):
    """Fills the slots of one document's triggers with things."""

    def __init__(self, entities: Entities, said: dict[int, list[Proposition]], sentences: list[Sentence]) -> None:
        super().__init__(said, sentences, load_rulebook().lists)
        self.entities = entities
        self.passing_verbs, self._role_nouns = _passing_verbs(), _role_nouns()
        self._owners: dict[Token, list[Filler]] = {}
        self._filled: dict[tuple[Token, tuple[str, ...]], list[Filler]] = {}
        self._depth = 0
        self._names: dict[int, list[tuple[Thing, int, int]]] = defaultdict(list)
        for thing in entities.things:
            for sentence, start, end, kind in thing.mentions if thing.named else ():
                if kind == "name":
                    self._names[id(sentence)].append((thing, start, end))
        self._instances = Instances(self, entities, sentences)

    def fill(self, trigger: Token, slots: tuple[str, ...]) -> list[Filler]:
        """What stands in the slots of a trigger, in order of the slots."""
        key = (trigger, slots)
        if key not in self._filled:
            self._filled[key] = []  # a slot that leads back to itself ends here
            self._filled[key] = self._fill(trigger, slots)
        return self._filled[key]

    def _fill(self, trigger: Token, slots: tuple[str, ...]) -> list[Filler]:
        found: list[Filler] = []
        for slot in slots:
            if slot == "owner":
                found += self.owner(trigger)
            elif slot == "possessor":
                found += self._possessors(trigger)
            elif slot == "body":
                around = [child for child in trigger.children if child.dep == "prep" and child.lower in ("of", "at", "for", "in")]
                scoped = any(not is_time(head) for preposition in around for head in preposition.all("pobj", "pcomp"))  # but "the head at the time"
                article = trigger.child("det", "poss")
                is_title = trigger.dep == "appos" or (trigger.dep == "compound" and trigger.lower in self.lists["own_titles"])
                is_title |= trigger.dep == "attr" and trigger.head.lemma in _HOLDING  # "Ann Lee has been president since 2018"
                scoped = scoped or terms.is_of_another(trigger, self.entities.subject.name if self.entities.subject is not None else "")
                is_definite = not scoped and (article.lower == "the" if article is not None else is_title)  # "Ann Lee, president since 2018"
                found += self.owner(trigger) or (self._document() if is_definite else [])
            elif slot == "host":
                found += self._host(trigger)
            elif slot == "document" or (slot == "actor" and self.is_purpose_of_item(trigger)):
                found += self._document()
            elif slot == "bearer" and self.in_list and trigger.head is trigger and trigger.pos == "NOUN" and not self.heads(trigger, slot):
                found += self._document()  # "- A founding member of the Union"
            else:
                heads = self.heads(trigger, slot)
                inside = slot == "patient" and self.is_gerund(trigger)
                found += [filler for head in heads for filler in self._told_of(trigger, head, self.things(head, inside=inside))]
                if not heads and slot in ("actor", "subject"):
                    found += self._understood(trigger)
        return found

    def _told_of(self, trigger: Token, head: Token, fillers: list[Filler]) -> list[Filler]:
        """Of what a relative clause modifies only what it can mean: "the A Office, **which tests** X; the B Office" tells nothing of B."""
        if trigger.dep != "relcl" or head is not trigger.head or len(fillers) < 2:
            return fillers
        is_singular = trigger.tag == "VBZ" or any(child.tag == "VBZ" or child.lower == "was" for child in trigger.all("aux", "auxpass"))
        before = [filler for filler in fillers if filler.token is None or filler.token.i < trigger.i]
        nearest = max((filler.token.i for filler in before if filler.token is not None), default=-1)
        return [filler for filler in before if filler.token is None or filler.token.i == nearest] if is_singular else before

    def things(self, token: Token, *, inside: bool = False) -> list[Filler]:
        """What the phrase refers to, one for each conjunct; a possessed role noun ("its remit") stands for its owner.

        A gerund with its object is no thing, unless asked from `inside` for the object.
        """
        if self._depth > _MAX_CLIMB:
            return []
        self._depth += 1
        found = self._things(token, inside)
        self._depth -= 1
        return found

    def _things(self, token: Token, inside: bool) -> list[Filler]:
        if token.pos in ("NUM", "ADJ", "PRON") and (of := token.child("prep")) is not None and of.lower == "of":  # "most of them"
            if (name := token.child("appos")) is not None and (person := self.things(name)):  # "one of them, Ann Lee"
                return person
            return [filler for child in of.children if child.dep == "pobj" for filler in self.things(child)]
        found = []
        for conjunct in self._listed(token):
            if (conjunct.tag == "VBG" and conjunct in self.propositions and not self._is_nominal(conjunct)) or (
                not inside and any(child.tag == "VBG" and self.is_gerund(child) for child in conjunct.children)
            ):
                continue  # "is charged with managing ports": the gerund has a reading of its own
            if self._stands_for_owner(conjunct) and (owners := [f for f in self._possessors(conjunct) if f.thing.type != "place"]):
                found += [Filler(filler.thing, conjunct) for filler in owners]
            elif self._acts_for_document(conjunct):
                found += self._document()
            elif instances := self._instances.of(conjunct):
                found += [Filler(thing, conjunct) for thing in instances]
            else:
                things = self.entities.of(conjunct) or (self._around(conjunct) if conjunct.pos == "PROPN" else [])
                found += [Filler(thing, conjunct) for thing in things if len(thing.name) > 1]
        return found

    def _acts_for_document(self, noun: Token) -> bool:
        """Bare plurals that act for the body: "**Officials** work on a code", "Four **divisions** deal with mergers"."""
        if noun.dep in ("nsubj", "nsubjpass") and noun.lemma in self.lists["mandate_nouns"] and (this := noun.child("det")) is not None:
            return this.lower in _DEMONSTRATIVES | {"these", "those"}  # "**These duties** stem from the Act"
        if noun.dep != "nsubj" or noun.tag != "NNS" or any(child.dep != "nummod" for child in noun.children):
            return False
        return noun.lemma in self.lists["acting_people"] or (noun.lemma in self.lists["part_leads"] and bool(noun.children))

    def _around(self, token: Token) -> list[Thing]:
        """The named thing in whose name a word stands that the parser took for a phrase of its own: "**Safety** at Sea Act"."""
        for thing, start, end in self._names.get(id(self.sentence), ()):
            if start <= token.start < end:
                return [thing]
        return []

    def _stands_for_owner(self, noun: Token) -> bool:
        """ "its work"; and as a subject "its services include", "the task of the agency is"."""
        if noun.lemma in self.lists["stands_for_owner"]:
            return True
        if noun.tag == "NNS" and noun.dep == "nsubj" and noun_class(noun.lower) in ("person", "leader"):  # "its engineers repair"
            return noun.lemma not in self.lists["no_agents"]
        return noun.lemma in self.lists["mandate_nouns"] and noun.dep in ("nsubj", "nsubjpass")

    def _listed(self, token: Token) -> list[Token]:
        """The conjuncts of a phrase; also "lighthouses, a port and the ferries", where the parser took the rest for an apposition,
        and the name in "a manager, Anna Berg"."""
        found = conjuncts(token)
        for child in token.children:
            if child.dep == "appos" and token.pos == "NOUN" and self.sentence.tokens[child.i - 1].text not in (":", "("):
                rest = conjuncts(child)
                if child.pos == "PROPN" and len(rest) == 1 and self._names_one(token, child):
                    found = [child, *found[1:]]
                elif (child.pos == "NOUN" and (len(rest) > 1 or self._is_joined(child))) or found[-1] is not token:
                    found = [*found, *rest]
        return found

    @staticmethod
    def _is_nominal(gerund: Token) -> bool:
        """ "freezing **of** accounts" is a noun, "freezing accounts" a clause."""
        return gerund.child("dobj") is None and any(child.lower == "of" for child in gerund.children)

    def _names_one(self, noun: Token, name: Token) -> bool:
        """Whether a name behind a noun says who or which it is: "a manager, Anna Berg", "a second programme, Clean Sea"."""
        named = [thing for thing in self.entities.of(name) if thing.named]
        own = {thing.type for thing in self.entities.of(noun) if not thing.named}
        return any(thing.type == "person" or thing.type in own for thing in named)

    def _is_joined(self, apposition: Token) -> bool:
        """Whether "and" stands before a noun that the parser took for an apposition: "pensions, run by X, and **insurance**"."""
        first = left_edge(apposition)
        return first > 0 and self.sentence.tokens[first - 1].lower == "and"

    def owner(self, noun: Token) -> list[Filler]:
        """Who does or has what the noun names; empty where the text does not say."""
        if noun not in self._owners:
            self._owners[noun] = []  # a loop in a broken parse ends here
            self._owners[noun] = self._possessors(noun) or self._labelled(noun) or self._climb(noun, _MAX_CLIMB)
        return self._owners[noun]

    def _labelled(self, token: Token) -> list[Filler]:
        """The named body whose item a word stands in: "- **Port Section** (PS): licences for ports"."""
        label = label_of_item(self.sentence) if self.in_list else []
        if not label or token.i <= label[-1].i:
            return []
        bodies = (Filler(thing, head) for head in label if head.tag in ("NN", "NNP") for thing in self.entities.of(head))
        return next(([body] for body in bodies if body.thing.named and body.thing.type in types.ORGANISATIONS), [])

    def _possessors(self, noun: Token) -> list[Filler]:
        """The possessor, the agent after "by", or after a mandate noun the body after "of" ("the functions of the bank")."""
        for child in noun.children:
            if child.dep == "poss":
                if child.lower == "whose":
                    return self.things(noun.head.head) if noun.head.dep == "relcl" else []
                return self.things(child)
        wanted = ("by", "of") if noun.lemma in self._role_nouns else ("by",)
        found: list[Filler] = []
        for child in noun.children:
            if child.dep in ("prep", "agent") and child.lower in wanted:
                agents = [head for head in child.children if head.dep == "pobj" and head.lemma not in _MEANS]
                owners = types.ORGANISATIONS if self.in_list and child.lower == "of" else _OWNERS  # "- Management of the national plan"
                found += [filler for head in agents for filler in self.things(head) if filler.thing.type in owners]
        if found:
            return found
        return self._given_to(noun) if noun.lemma in self.lists["mandate_nouns"] else []

    def _given_to(self, noun: Token) -> list[Filler]:
        """ "the duties assigned to the council"."""
        given = [child for child in noun.children if child.dep == "acl" and child.tag == "VBN"]
        return [f for verb in given for head in self.prepositional(verb).get("to", ()) for f in self.things(head)]

    def _climb(self, token: Token, steps: int) -> list[Filler]:
        """Follow the words that hand a mandate on, from an activity up to who has it."""
        head, dep = token.head, token.dep
        if steps == 0:
            return []
        if head is token:
            return self._document() if self.in_list else []
        if dep == "conj":
            first = first_conjunct(token)
            return self.owner(first) if first.pos in ("NOUN", "PROPN", "ADJ") or first.tag == "VBG" else self._climb(first, steps - 1)
        if dep == "appos" and token.lemma in self.lists["mandate_nouns"] and not self.in_list:  # "it guards the coast, a task that ..."
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
        if receivers := self._receivers(verb):
            return receivers
        proposition = self.propositions.get(verb)
        if proposition is not None and proposition.passive and verb.lemma in self.passing_verbs:
            return self.fill(verb, ("actor",))
        for child in verb.children:
            if child.dep == "attr" and child.lemma in self.lists["mandate_nouns"]:
                return self.owner(child)
            if child.dep == "prep" and child.lower in ("among", "within", "under"):
                return [f for noun in child.children if noun.lemma in self.lists["mandate_nouns"] for f in self.owner(noun)]
        if self.in_list and verb.head is verb and is_infinitive(verb):
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
        if receivers := self._receivers(verb):
            return receivers
        return self.fill(verb, ("actor",)) if verb.lemma in self.passing_verbs else []

    def _receivers(self, verb: Token) -> list[Filler]:
        """The bodies to which a verb gives what it names: "gave the board powers"."""
        return [f for head in self.receivers(verb) for f in self.things(head) if f.thing.type in types.ORGANISATIONS]

    def _from_preposition(self, prep: Token) -> list[Filler]:
        governor, word = prep.head, prep.lower
        if governor.pos == "NOUN" and governor.lemma in self.lists["mandate_nouns"]:
            return self.owner(governor)
        if word in ("including", "like", "as") and governor.pos in ("NOUN", "PROPN"):
            return self.owner(governor)
        if word == "with" and (receivers := self._receivers(governor)):
            return receivers
        if word == "with" and governor.pos == "NOUN":  # "is a body with jurisdiction over ports"
            described = [f for head in self.described(governor) for f in self.things(head)]
            return [f for f in described or self.things(governor) if f.thing.type in types.ORGANISATIONS]
        if governor.lemma in self.lists["passing_adjectives"]:
            return [f for head in self.heads(governor, "bearer") for f in self.things(head)]
        if governor.pos in ("VERB", "AUX") and (word in self.lists["passing_prepositions"] or governor.lemma in self.passing_verbs):
            return self._from_subject(self._main_verb(governor))
        if governor.pos == "ADP" and governor is not prep:
            return self._from_preposition(governor)
        return []

    def _from_subject(self, verb: Token) -> list[Filler]:
        """The subject of a clause; for a task that "ranges from X to Y", who has the task."""
        subjects = self.heads(verb, "subject")
        owners = [f for head in subjects if head.lemma in self.lists["mandate_nouns"] for f in self.owner(head)]
        return owners or self.fill(verb, ("subject",))

    def _main_verb(self, verb: Token) -> Token:
        """The verb that the clause is about: "under the Act it aims to **bring** ..."."""
        return verb if verb in self.propositions else next((child for child in verb.all("xcomp") if child in self.propositions), verb)

    def _understood(self, verb: Token) -> list[Filler]:
        """The subject of a verb without one: the document's in a list item, or who has the task that the verb spells out."""
        proposition = self.propositions.get(verb)
        if proposition is not None and proposition.passive and verb.dep in ("ROOT", "conj") and self._is_habit(verb):
            return self._document()  # "Inspections are announced by letter"
        if proposition is not None and (proposition.passive or proposition.argument("subject") is not None):
            return []
        top = first_conjunct(verb)
        if self.is_gerund(verb):
            top = first_conjunct(verb.head)
        if top.head is top:
            return self._labelled(verb) or self._document() if self.in_list else []
        if top.dep in ("csubj", "nsubj", "dobj", "pobj", "pcomp", "attr"):
            return self._climb(top, _MAX_CLIMB)
        if top.dep in ("acl", "xcomp", "ccomp", "advcl") and top.head.pos == "NOUN" and top.head.lemma in self.lists["mandate_nouns"]:
            return self.owner(top.head)
        return self._labelled(verb) or self._document() if self.in_list and top.dep in ("dep", "acl", "advcl", "appos") else []

    @staticmethod
    def _is_habit(verb: Token) -> bool:
        """Whether a passive tells what is usually done, in the present: it is the body that the text is about that does it."""
        auxiliaries = [child.lower for child in verb.children if child.dep in ("aux", "auxpass")]
        return bool(auxiliaries) and not any(word in ("was", "were", "had", "been", "being") for word in auxiliaries)

    def _host(self, prep: Token) -> list[Filler]:
        """What a preposition is attached to: the owner of an activity, the bearer of a predicate noun, a noun, or the clause's subject."""
        governor = prep.head
        while governor.pos in ("ADP", "SCONJ", "ADV") and governor.head is not governor:
            governor = governor.head
        if governor.pos in ("VERB", "AUX"):
            governor = self._main_verb(governor)
            is_done_by = is_passive(governor) and governor.lemma not in self.lists["founding_verbs"] and prep.lower != "without"
            agents = self.fill(governor, ("actor",)) if is_done_by else []
            if agents := [filler for filler in agents if filler.thing.type in types.ORGANISATIONS]:
                return agents  # "ships are licensed by X under the Act"
            is_beside = prep.lower in ("with", "alongside") and not is_passive(governor)  # "with X it set up Y": who does it
            undergoes = not is_beside and (
                is_passive(governor) or (governor.lemma in self.lists["founding_verbs"] and self.heads(governor, "patient"))
            )
            found = self.fill(governor, ("patient",) if undergoes else ("actor",))
            return found if any(f.thing.type in types.ORGANISATIONS for f in found) or not undergoes else found + self._document()
        if (named := [f for f in self.things(governor) if f.thing.named and f.thing.type in types.ORGANISATIONS]) and governor.head is governor:
            return named  # "- The Road Fund, in charge of fuel levies"
        first = governor
        listed = first_conjunct(governor)
        above = governor.head.head if governor.dep == "pobj" else listed.head if listed.dep == "dobj" else governor
        if (
            above.pos == "VERB"
            and above in self.propositions
            and any(thing.type in types.RULES for child in prep.children if child.dep == "pobj" for thing in self.entities.of(child))
        ):  # "cooperates with courts under the Act", "licenses pilots under the Act": it is the one that cooperates who acts under it
            return self.fill(above, ("actor",))
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
