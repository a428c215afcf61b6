"""What pronouns and nominals ("the agency") refer to: by agreement, by where they stand, and by what the text is about.

Candidates are weighed as in salience-based resolution (S. Lappin and H. Leass, 1994): subjects before objects, the current sentence before the
last, names and bodies before topics, with two ideas of centering (B. Grosz, A. Joshi, S. Weinstein, 1995): what was a pronoun goes on to be
one, and the subject of the document is never far. A subject cannot be meant by an object of its own clause. Where nothing
agrees, nothing is guessed. Work is bounded for each pronoun, whatever the length of the sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from pipeline.extract import types
from pipeline.extract.clause_places import (
    clause_of,
    coordinated,
    is_aside,
    is_infinitive_clause,
    is_set_off_clause,
    subject_ahead,
    tense_of,
)
from pipeline.extract.lexicon import singular, vocabulary
from pipeline.extract.syntax import NOMINAL_SUBJECTS, first_conjunct
from pipeline.extract.things import Thing
from pipeline.source.tokens import Sentence, Token

_RESTRICTING = frozenset({"prep", "relcl", "acl", "amod", "compound", "nmod", "nummod", "poss", "appos"})
_PLURALS = frozenset({"NNS", "NNPS"})
_TOPICS = frozenset({"sector", "technology", "activity", "objective", "concept", "place"})
# So many candidates of the current sentence, and words of a long one, are looked at for a pronoun.
_CANDIDATES = 24

# What a candidate weighs by its place, and more for what it is. Only their order matters.
_SUBJECT, _OWNER, _OBJECT, _OTHER, _FORMER = 3.0, 2.5, 1.5, 1.0, 2.0
_MAIN_TOPIC, _NAMED, _BODY, _CLAUSE_BEFORE, _COORDINATED, _KEPT_UP, _AGAIN = 2.0, 1.0, 1.0, 2.0, 1.0, 0.5, 2.0


@cache
def agreement(pronoun: str) -> str:
    """What a pronoun in small letters agrees with: thing, person, plural; empty for others."""
    for key, kind in (("things", "thing"), ("persons", "person"), ("plurals", "plural")):
        if pronoun in vocabulary("coref")[key]:
            return kind
    return ""


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(vocabulary("coref")[key])


def definite(noun: Token) -> Token | None:
    """The determiner by which a noun points back, if it has one."""
    for child in noun.children:
        if child.dep == "det" and child.lower in _words("definite"):
            return child
    return None


class Resolver:
    """Goes through a document sentence by sentence and finds what its pronouns and nominals refer to.

    `refer` gives the things of a phrase that is neither, by its head. `heads` gives the noun that heads a named thing's name.
    """

    def __init__(self, refer: Callable[[Token], list[Thing]], subject: Thing | None, heads: dict[Thing, str], home: Thing | None) -> None:
        self._refer = refer
        self._subject = subject
        self._heads = heads
        self._home = home
        self._by_noun: dict[str, Thing] = {}
        self._met: dict[Thing, int] = {}
        self._sentences = 0
        self._former: list[tuple[Thing, float]] = []
        self._past: frozenset[Thing] = frozenset()
        self._several: list[Thing] = []
        self._former_bodies: list[Thing] = []
        self._person: Thing | None = None
        self._firm: Thing | None = None
        self._rule: Thing | None = None
        self._seen: list[Token] = []
        self._counted: tuple[Token, int] | None = None  # the last plural with a number, and in which sentence
        self._pair: tuple[Token, Token] | None = None
        self._pronounced: set[Thing] = set()

    def note(self, thing: Thing) -> None:
        """Remember a thing that the text has just named, by its noun."""
        if head := self._heads.get(thing):
            self._by_noun[head] = thing
            self._met[thing] = self._sentences
        if thing.type in types.RULES:
            self._rule = thing

    def describe(self, noun: str, thing: Thing) -> None:
        """Remember that the text calls a thing so: "X is a regulator"."""
        self._by_noun[singular(noun)] = thing
        self._met[thing] = self._sentences

    def see(self, token: Token) -> None:
        """Remember a noun or pronoun of the current sentence as a candidate."""
        self._seen.append(token)
        if token.tag == "NNS" and token.child("nummod") is not None:
            self._counted = token, self._sentences
        if token.dep == "conj" and token.head.pos == token.pos:
            self._pair = first_conjunct(token), token

    def end(self, sentence: Sentence) -> None:
        """Close a sentence: its subjects and pronouns are what the next one is likely to be about."""
        self._sentences += 1
        former: list[tuple[Thing, float]] = []
        past: set[Thing] = set()
        bodies: list[Thing] = []
        several: list[Thing] = []
        for token in self._seen[:_CANDIDATES]:
            for thing in self._refer(token):
                if token.dep in NOMINAL_SUBJECTS or thing in self._pronounced:
                    former.append((thing, _FORMER + _KEPT_UP * (thing in self._pronounced)))
                    if tense_of(clause_of(token)) == "past":
                        past.add(thing)
                if token.dep in NOMINAL_SUBJECTS and token.tag in _PLURALS and token.head.dep in ("ROOT", "conj"):
                    several = several or self._refer(token)
                if thing.type in types.ORGANISATIONS and thing.named and thing not in bodies:
                    bodies.append(thing)
                if thing.type == "person":
                    self._person = thing
                elif thing.named and thing.type == "organization":
                    self._firm = thing
        if former or sentence.kind != "list_item":
            self._former, self._past, self._former_bodies, self._several = former, frozenset(past), bodies, several
        self._seen = []
        self._pronounced = set()

    def pronoun(self, token: Token) -> list[Thing]:
        """What a pronoun refers to; empty where that is not clear."""
        kind = agreement(token.lower)
        if not kind or is_expletive(token):
            return []
        if kind == "plural":
            return self._plural(token)
        found = self._human(token) if kind == "person" else self._own_subject(token) or self._singular(token)
        if found is not None:
            self._pronounced.add(found)
            return [found]
        return []

    def some(self) -> list[Thing]:
        """The people of whom a number is a part: "eleven judges: **four** are elected by parliament"."""
        if self._counted is None:
            return []
        whole, sentence = self._counted
        return [thing for thing in self._refer(whole) if thing.type == "group"] if self._sentences - sentence < 2 else []

    def _own_subject(self, token: Token) -> Thing | None:
        """ "The government, for its part, …": the subject of the clause."""
        if token.head.lower in ("part", "own") and token.head.head.lower == "for":
            for candidate in reversed(self._seen[-_CANDIDATES:]):
                if candidate.dep in NOMINAL_SUBJECTS and (found := self._refer(candidate)):
                    return found[0]
        return None

    def _singular(self, token: Token) -> Thing | None:
        best, most = None, 0.0
        for thing, weight in self._singular_candidates(token):
            if thing.type in ("person", "group") or weight <= most:
                continue
            best, most = thing, weight
        return best

    def _singular_candidates(self, token: Token) -> Iterator[tuple[Thing, float]]:
        """Things with their weight, the nearest first among equals."""
        clause = clause_of(token)
        possessive = token.tag == "PRP$"
        barred = self._clause_mates(token, clause) if not possessive else set()
        for candidate in reversed(self._seen[-_CANDIDATES:]):
            if candidate.tag in ("NNS", "NNPS") or (candidate is token.head) or any(c.dep == "conj" for c in candidate.children):
                continue
            things = self._refer(candidate)
            if candidate.lemma in _words("seats") or (things and self._is_acted_on(token, clause, things[0])):
                continue
            if len(things) == 1 and things[0] not in barred and not (possessive and _is_anothers(candidate, things[0], token, clause)):
                later = not possessive and _place(candidate) >= _OWNER and candidate.dep != "poss" and clause_of(candidate) is not clause
                goes_on = later and clause.dep == "conj" and candidate.dep in NOMINAL_SUBJECTS and clause.head is candidate.head
                again = candidate.lower == token.lower and candidate.pos == "PRON" and candidate.dep == "dobj"
                place = _OTHER if is_aside(candidate, clause) or self._founds(candidate) else _place(candidate)
                yield things[0], place + self._worth(things[0]) + _CLAUSE_BEFORE * later + _COORDINATED * goes_on + _AGAIN * again
        if (ahead := subject_ahead(token, clause)) is not None and ahead.tag[:3] != "PRP" and len(things := self._refer_ahead(ahead)) == 1:
            yield things[0], _SUBJECT + _CLAUSE_BEFORE + self._worth(things[0])
        former = dict(self._former)
        if self._subject is not None and self._subject not in barred:
            is_of_law = possessive or clause.lemma in _words("law_verbs")
            eclipsed = is_of_law and self._subject not in former and any(thing.named and thing.type in types.RULES for thing in former)
            yield self._subject, former.get(self._subject, 0.0) + self._worth(self._subject) - _MAIN_TOPIC * eclipsed
        is_now = tense_of(clause) == "present"
        for thing, weight in self._former:
            if thing not in barred and not (possessive and _cannot_have(thing, token)):  # what a predecessor was or did is told in the past
                over = is_now and thing is not self._subject and thing in self._past and thing.type in types.ORGANISATIONS
                yield thing, weight + self._worth(thing) - _FORMER * over

    def _refer_ahead(self, noun: Token) -> list[Thing]:
        """What a noun refers to that the reading has not come to yet: "Through its branches **the agency** ..."."""
        determiner = definite(noun) if noun.pos == "NOUN" else None
        things = self.nominal(noun, determiner, is_name=False) if determiner is not None else None
        return self._refer(noun) if things is None else things

    def _is_acted_on(self, token: Token, clause: Token, thing: Thing) -> bool:
        """Whether a law would be what is done something to, other than to laws: "the act entrusts **it** with pilotage" means no act."""
        return thing.type in types.RULES and token.dep == "dobj" and clause.lemma not in _words("done_to_laws")

    def _founds(self, candidate: Token) -> bool:
        """Whether a subject does something to what the text is about, which goes on as its topic: "**Parliament** created the agency; it ..."."""
        if candidate.dep != "nsubj" or self._subject is None:
            return False
        return any(child.dep == "dobj" and self._subject in self._refer(child) for child in candidate.head.children)

    def _clause_mates(self, token: Token, clause: Token) -> set[Thing]:
        """The subject of a pronoun's own clause, and what its relative clause tells of, which the pronoun cannot mean."""
        if clause.dep == "relcl" and token.dep in NOMINAL_SUBJECTS and any(child.tag == "WDT" and child.dep == "dobj" for child in clause.children):
            return set(self._refer(clause.head))  # "the code, which **it** enforces"
        if token.dep in NOMINAL_SUBJECTS:
            above = clause.head  # "the law obliges **it** to act": the subject of an infinitive is no subject of the verb above
            governing = above.child("nsubj", "nsubjpass") if is_infinitive_clause(clause) and above.pos == "VERB" else None
            return set(self._refer(governing)) if governing is not None and governing.i < token.i else set()
        subject = clause.child("nsubj", "nsubjpass")
        return set(self._refer(subject)) if subject is not None and subject is not token and subject.i < token.i else set()

    def _worth(self, thing: Thing) -> float:
        worth = _MAIN_TOPIC * (thing is self._subject) + _NAMED * thing.named + _BODY * (thing.type in types.ORGANISATIONS)
        return worth - (thing.type in _TOPICS and not thing.named)

    def _human(self, token: Token) -> Thing | None:
        candidates = self._seen[-_CANDIDATES:]
        for candidate in sorted(candidates, key=lambda c: (c.dep not in NOMINAL_SUBJECTS, -c.i)):
            for thing in self._refer(candidate):
                if thing.type == "person" and (token.tag == "PRP$" or clause_of(candidate) is not clause_of(token)):
                    return thing
        return self._person

    def _plural(self, token: Token) -> list[Thing]:
        """The plural phrase or the coordination that "they" stands for: subjects first, then the nearest."""
        clause = clause_of(token)
        best: list[Thing] = []
        most = 0.0
        for candidate in reversed(self._seen[-_CANDIDATES:]):
            together = coordinated(candidate, token) if candidate.dep in NOMINAL_SUBJECTS else [candidate]
            is_plural = candidate.tag in ("NNS", "NNPS") or len(together) > 1
            if (
                not is_plural
                or candidate is token.head
                or (token.tag != "PRP$" and candidate.dep in NOMINAL_SUBJECTS and clause_of(candidate) is clause)
            ):
                continue
            weight = _place(candidate)
            things = (
                [thing for head in together for thing in self._refer(head) or self._refer(head.child("poss") or head)]
                if weight > most
                else []
            )
            if things:
                best, most = list(dict.fromkeys(things)), weight
        return best or (self._several if token.tag != "PRP$" or not self._seen else [])

    def nominal(self, noun: Token, determiner: Token, *, is_name: bool) -> list[Thing] | None:
        """What "the agency" or "these authorities" refers to; None where it is a phrase of its own, empty where that is not clear.

        `is_name` says that the noun is capitalised, short for a longer name.
        """
        if noun.lower in ("former", "latter"):
            one = self._pair[noun.lower == "latter"] if self._pair is not None else None
            return self._refer(one) if one is not None else []
        pointing = determiner.lower != "the"
        subject = self._subject
        if subject is not None and any(c.lower in _words("today") for c in noun.children):  # "the present office"
            return [subject] if noun.lower == self._heads.get(subject) or self._may_be_subject(noun.lower) else None
        if not is_name and any(
            c.dep in _RESTRICTING
            and not is_set_off_clause(noun, c)
            and (c.dep != "amod" or (c.i < noun.i and c.child("npadvmod") is None))  # "the Geneva-based office" is any office met before
            and not (pointing and c.dep in ("amod", "prep"))
            for c in noun.children
        ):
            return None
        if subject is not None and noun.lower.endswith("s") and noun.lower == self._heads.get(subject):  # "the Archives", "the Railways"
            return [subject]
        if noun.tag in ("NNS", "NNPS"):
            if pointing and types.is_institution(noun.lower):
                return self._former_bodies if len(self._former_bodies) > 1 else []
            return None
        if found := self._antecedent(singular(noun.lower)) or (self._first_with(noun.lower) if is_name else None):
            self._pronounced.add(found)
            return [found]
        return None

    def _first_with(self, noun: str) -> Thing | None:
        """The first thing of the document with a noun, for a short name that comes before the full one."""
        return next((thing for thing, head in self._heads.items() if head == noun), None)

    def _antecedent(self, noun: str) -> Thing | None:
        subject = self._subject
        if subject is not None and noun == self._heads.get(subject):
            return subject
        if (found := self._by_noun.get(noun)) and not (self._may_be_subject(noun) and self._is_long_ago(found)):
            return found
        if noun in _words("firms") and subject is not None and subject.type != "organization" and (firm := self._last_firm()) is not None:
            return firm
        type_ = types.type_of_term([noun], 0, False)
        if type_ == "law" and self._rule is not None:
            return self._rule
        if noun in ("country", "nation"):
            return self._home
        return subject if self._may_be_subject(noun) else None

    def _last_firm(self) -> Thing | None:
        """The company that was named last, in a text about a public body."""
        for candidate in reversed(self._seen):
            for thing in self._refer(candidate):
                if thing.named and thing.type == "organization":
                    return thing
        return self._firm

    def _may_be_subject(self, noun: str) -> bool:
        """Whether a noun can stand for the body that the text is about; "the council" of a ministry is one of its organs."""
        subject = self._subject
        if subject is not None and noun in _words("particular") and noun != self._heads.get(subject) and self._by_noun.get(noun) is not subject:
            return False  # "the ministry" is no agency
        return subject is not None and subject.type in types.ORGANISATIONS and noun in _words("bodies") and not types.is_organ(noun)

    def _is_long_ago(self, thing: Thing) -> bool:
        """Whether a thing ("a branch office", "the Port Agency") was last met before the sentence before."""
        return self._sentences - self._met.get(thing, self._sentences) > 1


def _place(candidate: Token) -> float:
    if candidate.dep in NOMINAL_SUBJECTS:
        return _SUBJECT
    if candidate.dep == "poss" or (candidate.dep == "pobj" and candidate.head.lower == "of" and candidate.head.head.dep in NOMINAL_SUBJECTS):
        return _OWNER
    return _OBJECT if candidate.dep in ("dobj", "dative", "attr") else _OTHER


def _cannot_have(thing: Thing, owner: Token) -> bool:
    """Rules have no powers or staff of their own."""
    return thing.type in types.RULES and owner.head.lemma in _words("held_by_bodies")


def _is_anothers(subject: Token, thing: Thing, owner: Token, clause: Token) -> bool:
    """Whether a possessive is not the subject's: "Parliament **approves** its budget", "the Act lays down its **powers**"."""
    if _cannot_have(thing, owner):
        return True
    watching = clause.lemma in _words("watching") and not any(child.lower in ("own", "annual") for child in owner.head.children)
    return watching and subject.dep == "nsubj" and subject.head is clause and owner.head.dep == "dobj" and owner.head.head is clause


def is_expletive(pronoun: Token) -> bool:
    """Whether an "it" stands for a clause: "it is clear that", "it is possible to"."""
    if pronoun.lower != "it" or pronoun.dep not in ("nsubj", "nsubjpass", "expl"):
        return pronoun.dep == "expl"
    verb = pronoun.head
    filler = verb.child("acomp", "attr", "oprd")
    clauses = [
        child for child in [*verb.children, *(filler.children if filler else [])] if child.dep in ("ccomp", "xcomp", "csubj", "advcl")
    ]
    if verb.lemma == "be" and filler is not None and filler.pos == "ADJ" and filler.lower not in _words("able"):
        return any(
            child.lower in ("that", "whether", "to") for clause in clauses for child in clause.children if child.dep in ("mark", "aux")
        )
    return pronoun.dep == "nsubjpass" and any(child.dep == "ccomp" for child in clauses)
