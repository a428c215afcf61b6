"""The phrases in the slots of a trigger, as tokens: what rules of relation extraction can name.

Slots of a **verb** are `actor` (who does it: the subject, or the agent of a passive), `patient` (what it is done to: the object, or
the subject of a passive), `subject` (the grammatical one), `recipient`, `complement` and `result` (what
a purpose makes of it: "merged to form Z"). Slots of a **noun** are `self` (the
phrase), `possessor` ("its", "the bank's"), `bearer` (what it is predicated of: "X is the chair", "X, the chair") and `modifier`
(a noun or adjective before it, or an adverb of a verb). An **adjective** has a `bearer`. Any other slot is a preposition of the
trigger, several words joined by blanks and without articles: `with`, `in accordance with`. `a/b` is slot `b` of what stands in slot `a`: `patient/of`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.extract.clauses import is_time
from pipeline.extract.lexicon import is_common
from pipeline.extract.propositions import Proposition
from pipeline.extract.syntax import RELATIVE_PRONOUNS, conjuncts, first_conjunct, is_fragment, is_infinitive
from pipeline.source.tokens import Sentence, Token

_LIST_KINDS = frozenset({"list_item", "heading"})
# A noun in one of these roles is not predicated of anything.
_PLAIN_ROLES = frozenset({"dobj", "nsubjpass", "poss", "dative"})
_NAMES = frozenset({"name", "title", "designation"})
_JOINTLY = frozenset({"together", "jointly", "along"})
_APPOINTING = frozenset({"appoint", "choose", "confirm", "designate", "elect", "name", "nominate", "pick", "propose", "recommend", "select"})
_CONCEDING = frozenset({"although", "though", "while", "whilst"})
_DECIDING = frozenset({"decide", "determine", "rule", "say", "specify"})
_HANDING_OUT = frozenset({"award", "give", "grant", "issue"})
# Adverbs before a preposition: "goes **back** to".
_BEFORE_PREPOSITIONS = _JOINTLY | {"back"}


class Slots:
    """Finds the phrases in the slots of one document's triggers; `lists` are the word lists of the rulebook."""

    def __init__(self, said: dict[int, list[Proposition]], sentences: Iterable[Sentence], lists: Mapping[str, frozenset[str]]) -> None:
        self.lists = lists
        self.passing_verbs = lists["passing_verbs"]
        self.propositions: dict[Token, Proposition] = {}
        self.bearers: dict[Token, Token] = {}
        self.complements: dict[Token, Token] = {}
        self._prepositions: dict[Token, dict[str, list[Token]]] = {}
        for sentence in sentences:
            for proposition in said[id(sentence)]:
                self._read(proposition)

    def begin(self, sentence: Sentence) -> None:
        """Turn to a sentence; all further calls are about its tokens."""
        self.sentence = sentence
        self.in_list = sentence.kind in _LIST_KINDS or is_fragment(sentence)

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
            if trigger.pos == "VERB":
                return trigger.all("advmod")
            return [child for child in trigger.children if child.dep in ("compound", "nmod", "amod") and child.i < trigger.i]
        if slot == "result":
            return [target for verb in trigger.all("advcl", "xcomp") if self._makes(verb) for target in verb.all("dobj", "attr")]
        if slot == "bearer":
            other = self.complements.get(trigger)
            return self.described(trigger) or ([other] if other is not None and other.pos in ("NOUN", "PROPN") else [])
        if slot == "complement" and trigger.pos in ("ADP", "SCONJ", "VERB") and trigger.dep in ("prep", "agent", "pcomp"):
            return [child for child in trigger.children if child.dep in ("pobj", "pcomp")]
        if slot in ("actor", "patient", "subject", "recipient", "complement"):
            return self._arguments(trigger, slot)
        return self.prepositional(trigger).get(slot, [])

    def receivers(self, verb: Token) -> list[Token]:
        """Who has what a verb of giving gives: "gives **it** powers", "confers powers on **it**", "entrusts **it** with powers"."""
        if verb.lemma not in self.lists["giving_verbs"]:
            return []
        after = self.prepositional(verb)
        found = self._arguments(verb, "recipient") + [head for word in ("to", "on", "upon", "in") for head in after.get(word, ()) if not is_time(head)]
        proposition = self.propositions.get(verb)
        is_given = proposition is not None and proposition.passive and verb.child("dobj") is not None  # "**it** was given powers"
        return found or (self._arguments(verb, "patient") if "with" in after or is_given else [])

    def _makes(self, verb: Token) -> bool:
        """ "was merged with X **to form** Y"."""
        return is_infinitive(verb) and verb.lemma in self.lists["forming_verbs"]

    def is_purpose_of_item(self, verb: Token) -> bool:
        """ "- Licensing of pilots to keep harbours safe", where the parser took the purpose for the main clause."""
        return self.in_list and verb.head is verb and is_infinitive(verb) and verb.child("nsubj") is not None

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
        found = [
            a.head
            for a in proposition.arguments
            if a.role in roles and (a.head.pos not in ("VERB", "AUX") or a.head not in self.propositions)
        ]
        if slot in ("patient", "subject") and (passive := self._continues_passive(verb)) is not None:
            return self._arguments(passive, slot)
        if not found and slot in ("actor", "subject") and verb.dep == "acl" and verb.tag == "VBG":
            return [verb.head]
        if verb.dep == "relcl" and verb.head.tag == "JJ" and verb.head in self.bearers and slot in ("actor", "subject") and is_infinitive(verb):
            return [self.bearers[verb.head]]  # "was the **first** to head the agency"
        if not found and slot == "patient" and verb.dep == "acl" and verb.tag in ("VB", "VBZ", "VBP") and verb.child("nsubj") is not None:
            return [verb.head]  # "the law that the agency must enforce", where the parser took "that" for a conjunction
        if not found and slot == "patient" and not proposition.passive:
            found = [controlled] if (controlled := self._controlled(verb)) is not None else []
        if not found and slot == "patient" and verb.dep == "advcl" and verb.i == 0 and verb.tag != "VBG":  # "Set up in 1990, it ...", read as active
            return [argument.head for argument in proposition.arguments if argument.role == "subject"]
        return found

    def _controlled(self, verb: Token) -> Token | None:
        """The object that the parser took for a subject below it or for an owner: "helping **firms** to grow", "fostering of **clusters**".

        Of "decides which **foods** may be sold" too what it decides on.
        """
        for clause in verb.children:
            subject = clause.child("nsubj", "nsubjpass") if clause.dep in ("ccomp", "xcomp") and clause.i > verb.i else None
            is_choice = subject is not None and verb.lemma in _DECIDING and any(child.tag == "WDT" for child in subject.all("det"))
            if subject is not None and (is_choice or is_infinitive(clause) or verb.lemma in self.lists["securing_verbs"]):
                return subject
        if verb.tag == "VBG" and verb.child("dobj") is None:
            return next((of.child("pobj") for of in verb.children if of.dep == "prep" and of.lower == "of"), None)
        return None

    def _continues_passive(self, verb: Token) -> Token | None:
        """The passive that a participle goes on: "nominated by A, confirmed by B and appointed by C", where B seems to describe A."""
        first = first_conjunct(verb)
        agent = first.head
        if first.dep != "acl" or first.tag != "VBN" or agent.dep != "pobj" or agent.head.dep != "agent":
            return None
        is_of_agent = verb.lemma in _APPOINTING and agent.head.head.lemma not in _APPOINTING  # "is run by commissioners, **picked** by B"
        return agent.head.head if self.sentence.tokens[first.i - 1].text == "," and not is_of_agent else None

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
        if token.head.lemma in self.lists["mandate_nouns"]:
            return False  # "through **licensing** powers"
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
        for place in trigger.all("npadvmod") if trigger.dep == "amod" else ():
            yield "in", place  # "the **Geneva**-based office"
        proposition = self.propositions.get(trigger)
        if proposition is not None and proposition.passive is False:
            target = proposition.argument("object")
            if target is not None and target.head.i > trigger.i:
                for prep in target.head.children:
                    if prep.dep == "prep" and prep.lower != "of":
                        yield from prepositions_below(prep)

    def _own_prepositions(self, trigger: Token) -> list[Token]:
        own = [child for child in trigger.children if child.dep in ("prep", "agent", "dative") and child.pos != "NOUN"]
        own += [agent for made in trigger.all("acl") if made.lemma in _HANDING_OUT for agent in made.all("agent")]  # "a licence issued **by** X"
        own += [
            child for adverb in trigger.children if adverb.lower in _BEFORE_PREPOSITIONS for child in adverb.children if child.dep == "prep"
        ]
        if trigger.head.lemma == "be" and (
            trigger.dep in ("attr", "acomp") or (trigger.dep == "nsubj" and trigger.head.child("attr") is None)
        ):
            own += [child for child in trigger.head.children if child.dep == "prep" and (child.i > trigger.i or _is_relative(child))]
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
        if token.dep == "pobj" and token.head.lower == "of" and token.head.head.lower == "one":  # "is **one** of the ministries"
            token = token.head.head
        found = [child for child in token.children if child.dep == "appos" and child.pos == "PROPN"]
        if not found and token not in self.bearers and (token.dep in _PLAIN_ROLES or (token.dep == "pobj" and token.head.lower != "as")):
            return found
        if fronted := self.fronted(token):
            found.append(fronted)
        if token.dep == "ccomp" and (subject := token.child("nsubj")) is not None:  # "makes it the contact point"
            found.append(subject)
        if token not in self.bearers and first_conjunct(token).pos != "PROPN":
            token = first_conjunct(token)
        if token in self.bearers:
            found.append(self.bearers[token])
        elif token.dep == "nsubj" and token.tag == "NN" and token.head.lemma == "be" and (name := token.head.child("attr")) is not None:
            found += [name] if name.pos == "PROPN" and token.child("det", "poss") is not None else []  # "Its regulator **is the Port Office**"
        elif token.dep == "pobj" and token.head.lower == "as":
            found += self.by_as(token.head.head)
        elif _modifies_as_title(token):
            found.append(token.head)
        return found

    def fronted(self, token: Token) -> Token | None:
        """The subject of the main clause after a fronted phrase without a verb: "**A body** of the Crown, the office ...", "**Subordinate** to X, it ..."."""
        phrase = token.head if token.dep == "nsubj" and token.head.dep == "advcl" and token.head.pos == "ADJ" else token
        if (
            phrase.dep not in ("advcl", "npadvmod", "dep")
            or not (phrase.pos in ("ADJ", "NOUN") or (phrase.i == 0 and is_common(phrase.lower)))
            or phrase.child("aux", "nummod") is not None
            or any(mark.lower not in _CONCEDING for mark in phrase.all("mark"))
        ):
            return None
        predicate = phrase.head.child("attr", "acomp") if phrase.head.lemma == "be" else None
        verb = predicate or phrase.head
        clause = self.propositions.get(verb) or next((self.propositions[v] for v in verb.all("xcomp") if v in self.propositions), None)  # "seeks to protect"
        subject = clause.argument("subject") if clause is not None else None
        return (
            subject.head
            if subject is not None and phrase.i < subject.head.i and self.sentence.tokens[0].i + 4 >= _first(phrase).i
            else None
        )

    def by_as(self, governor: Token) -> list[Token]:
        """What "as a ..." speaks of in the clause of a governing verb: the object of "appoint X as", else the subject."""
        proposition = self.propositions.get(governor)
        if proposition is None:
            return []
        described = proposition.argument("object") if governor.lemma in self.lists["naming_verbs"] and not proposition.passive else None
        described = described or proposition.argument("subject")
        return [described.head] if described else []

    def _read(self, proposition: Proposition) -> None:
        if proposition.kind in ("apposition", "copula"):
            subject = proposition.argument("subject")
            if subject is not None:
                self.complements.setdefault(subject.head, proposition.predicate)
                bearer = _outside_brackets(proposition.sentence, subject.head)
                self.bearers.setdefault(proposition.predicate, bearer)
                if proposition.predicate.lemma in _NAMES:  # "X is the name of the authority that ..."
                    for preposition in proposition.predicate.children:
                        for named in preposition.all("pobj") if preposition.lower == "of" else ():
                            self.bearers.setdefault(named, bearer)
        if proposition.kind not in ("apposition", "possessive", "nominal"):
            self.propositions.setdefault(proposition.predicate, proposition)
            complement = proposition.argument("complement")
            if proposition.kind == "verb" and complement is not None:
                described = (None if proposition.passive else proposition.argument("object")) or proposition.argument("subject")
                if described is not None:
                    self.bearers.setdefault(complement.head, described.head)


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


def _is_relative(preposition: Token) -> bool:
    """ "the union **of which** Chile is a member"."""
    noun = preposition.child("pobj")
    return noun is not None and noun.tag == "WDT"


def _modifies_as_title(token: Token) -> bool:
    """ "President Anna Berg", "the responsible ministry"."""
    is_title = token.dep in ("compound", "nmod") and token.head.pos == "PROPN" and token.pos in ("NOUN", "PROPN")
    return is_title or (token.pos == "ADJ" and token.dep == "amod")


def _first(token: Token) -> Token:
    """The first word of a phrase."""
    while token.children and token.children[0].i < token.i:
        token = token.children[0]
    return token


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
    """A noun that only makes a longer preposition: "in **accordance** with the Act"; also "under the ministry's **supervision**"."""
    if " " in words:
        return
    for owner in noun.all("poss"):
        yield f"{words} {noun.lower} of", owner
        return
    for child in noun.children:
        if child.dep == "prep":
            for grandchild in child.children:
                if grandchild.dep == "pobj":
                    yield f"{words} {noun.lower} {child.lower}", grandchild
