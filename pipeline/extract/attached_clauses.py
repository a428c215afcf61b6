"""Clauses that the parser hung on the wrong word: relative clauses, participles in front, clauses set between commas.

Each function puts one shape right and says whether it did, as those of `attaching` do for phrases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.extract import types
from pipeline.extract.dates import date_at
from pipeline.extract.lexicon import is_month, noun_class
from pipeline.extract.syntax import SUBJECTS, conjuncts, is_infinitive, is_noun
from pipeline.extract.trees import hang, is_below, left_edge, name_head
from pipeline.source.tokens import Sentence, Token

_PEOPLE = frozenset({"person", "leader", "people", "group"})
_STEPS = 12
_SEATED = frozenset({"base", "headquarter", "locate", "seat", "situate"})
_EMPOWERING = frozenset({"allow", "authorise", "authorize", "empower", "enable", "entitle", "oblige", "order", "permit", "require"})


def clause_shapes(token: Token) -> Iterator[Callable[[Sentence, Token], bool]]:
    """The shapes that a verb may be part of, by its label and tag; they are tried until one is put right."""
    if token.dep in ("advcl", "conj") and token.lemma in ("be", "do", "have"):
        yield _as_does
    if token.dep == "relcl":
        yield from (_relative_of_people, _relative_of_last, _relative_after_participle, _relative_of_class, _relative_of_date, _relative_of_owner)
    elif token.dep == "pcomp" and token.lower == "being":
        yield _came_into_being
    elif token.tag == "VBZ" and token.dep == "ccomp" and token.i > token.head.i:
        yield _object_as_subject
    elif token.tag == "VBN" and token.dep == "ccomp" and token.i > token.head.i:
        yield _lost_subject
    elif token.tag in ("VBN", "VBD") and token.dep in ("ccomp", "advcl") and token.i < token.head.i:
        yield from (_fronted_participle, _described_subject) if token.tag == "VBN" else (_described_subject,)
    elif token.dep == "advcl" and token.tag != "VBG" and token.i > token.head.i:
        yield from (_one_more_power, _clause_of_whose)
    elif token.dep == "conj" and token.head.dep == "advcl":
        yield _after_inserted_clause
    elif token.dep == "conj" and token.tag in ("VB", "VBP") and token.head.tag == "VBZ":
        yield _more_of_relative
    elif token.dep == "acl" and token.tag == "VBN" and token.head.pos == "NOUN" and token.i > 1:
        yield _made_on_a_date
    elif token.dep == "acl" and token.tag == "VB":
        yield _empowered_to
    elif token.dep == "acl" and token.tag == "VBN" and token.head.dep == "appos" and token.head.tag == "DT":
        yield _of_all
    elif token.dep == "acl" and token.lemma in _SEATED:
        yield _seat_of_class


def _as_does(sentence: Sentence, verb: Token) -> bool:
    """ "Chad belongs to the union, **as does Kenya**", "and **so does Kenya**": what is said of the subject is said of another too."""
    other, subject = verb.child("nsubj", "nsubjpass"), verb.head.child("nsubj", "nsubjpass")
    is_short = verb.lemma in ("be", "do", "have") and sentence.tokens[verb.i - 1].lower in ("as", "so") and verb.head.i < verb.i
    if not is_short or other is None or subject is None or other.i < verb.i or verb.child("dobj", "attr", "acomp", "prep") is not None:
        return False
    return hang(other, subject, "conj") and hang(verb, other, "aux")


def _lost_subject(sentence: Sentence, verb: Token) -> bool:
    """ "reports to the ministry and **its accounts** are audited by X": no preposition governs two nouns, so the second is the subject of what follows."""
    be = verb.child("auxpass")
    noun = sentence.tokens[be.i - 1] if be is not None and verb.child("nsubjpass", "nsubj", "mark") is None else verb
    is_second = noun.dep == "pobj" and noun.head.child("pobj") is not noun and any(cc.lower == "and" for cc in sentence.tokens[noun.i - 2 : noun.i])
    return is_second and hang(noun, verb, "nsubjpass") and hang(verb, verb.head, "conj")


def _relative_of_people(_: Sentence, verb: Token) -> bool:
    """ "**developers** of wind farms, **who** complain": not what is developed complains."""
    thing, who = verb.head, verb.child("nsubj")
    people = thing.head.head
    if who is None or who.lower != "who" or thing.dep != "pobj" or thing.head.lower != "of":
        return False
    if thing.tag in ("NN", "NNP") and people.tag == "NN" and types.is_institution(thing.lower):
        return noun_class(people.lower) in _PEOPLE and hang(verb, people, "relcl")  # "an **officer** of parliament **who** inspects prisons"
    if thing.tag != "NNS" or people.tag != "NNS":
        return False
    return noun_class(people.lower) in _PEOPLE and noun_class(thing.lower) not in _PEOPLE and hang(verb, people, "relcl")


def _relative_of_last(sentence: Sentence, verb: Token) -> bool:
    """ "the A Forum, the B Union and **the C Council**, **which** has its seat in Bergen": one of several has one seat, the last one."""
    which, first = verb.child("nsubj"), verb.head
    if which is None or which.lower != "which" or verb.tag != "VBZ" or first.pos != "PROPN":
        return False
    last = next((name for name in reversed(conjuncts(first)) if name.i < which.i), first)
    return last is not first and sentence.tokens[which.i - 1].text == "," and hang(verb, last, "relcl")


def _more_of_relative(sentence: Sentence, verb: Token) -> bool:
    """ "it directs bureaus, which investigate crimes, **maintain** order and keep registers": a verb of the plural goes on with the relative clause."""
    main = verb.head
    relative = next((t for t in sentence.tokens[main.i : verb.i] if t.dep == "relcl" and t.tag == "VBP" and is_below(t, main)), None)
    is_listed = relative is not None and sentence.tokens[verb.i - 1].text == "," and verb.child("nsubj", "nsubjpass", "aux") is None
    subject = main.child("nsubj")
    is_one = subject is not None and subject.tag in ("NN", "NNP", "PRP") and subject.child("conj") is None
    return relative is not None and is_listed and is_one and hang(verb, relative, "conj")


def _clause_of_whose(sentence: Sentence, verb: Token) -> bool:
    """ "rest with a **board**, **whose** members are elected": the clause describes what stands before its pronoun."""
    subject = verb.child("nsubj", "nsubjpass")
    owner = subject.child("poss") if subject is not None else None
    if owner is None or owner.lower != "whose" or owner.i < 2 or sentence.tokens[owner.i - 1].text != ",":
        return False
    noun = name_head(sentence.tokens[owner.i - 2])
    return is_noun(noun) and hang(verb, noun, "relcl")


def _described_subject(sentence: Sentence, participle: Token) -> bool:
    """ "The board, **set up** in 2014 under an act, can order sales", where the participle was read as a clause with the subject."""
    subject, main = participle.child(*SUBJECTS), participle.head
    if subject is None or main.child(*SUBJECTS) is not None or main.pos not in ("VERB", "AUX") or participle.child("aux", "mark") is not None:
        return False
    if sentence.tokens[participle.i - 1].text != "," or subject.i > participle.i or not hang(subject, main, "nsubj"):
        return False
    return hang(participle, subject, "acl", verb_tag=True)


def _made_on_a_date(sentence: Sentence, participle: Token) -> bool:
    """ "licences under the Port Law, **adopted** in 2014": what is dated is what stands before the comma."""
    name = name_head(sentence.tokens[participle.i - 2])
    is_dated = any(p.lower in ("in", "on", "since") and any(map(date_at, p.all("pobj"))) for p in participle.all("prep"))
    is_behind = sentence.tokens[participle.i - 1].text == "," and name.pos == "PROPN" and name.i > participle.head.i
    return is_behind and is_dated and hang(participle, name, "acl")


def _seat_of_class(_: Sentence, participle: Token) -> bool:
    """ "is **a body** of the Port Union **seated** in Bergen": it is the body that has its seat there."""
    name = participle.head
    class_ = name.head.head if name.dep == "pobj" and name.head.lower == "of" else name
    is_body = class_ is not name and class_.dep in ("attr", "appos") and class_.tag == "NN"
    return name.pos == "PROPN" and is_body and hang(participle, class_, "acl")


def _of_all(_: Sentence, participle: Token) -> bool:
    """ "its members, all **appointed** by the council": the participle says of the members what it says of all."""
    return hang(participle, participle.head.head, "acl")


def _relative_after_participle(sentence: Sentence, verb: Token) -> bool:
    """ "The board, set up by the Port Act, **which** licenses pilots": a clause after a phrase between commas tells of the noun before both."""
    pronoun = next((child for child in verb.children if child.tag == "WDT" and child.dep in ("nsubj", "nsubjpass")), None)
    participle = verb.head
    for _ in range(_STEPS):
        if participle.dep == "acl" or participle.head is participle:
            break
        participle = participle.head
    noun = participle.head
    if pronoun is None or participle.dep != "acl" or participle.tag != "VBN" or not is_noun(noun) or noun.i > participle.i:
        return False
    tokens = sentence.tokens
    is_between = tokens[participle.i - 1].text == "," and tokens[pronoun.i - 1].text == "," and pronoun.i > participle.i
    return is_between and hang(verb, noun, "relcl")


def _object_as_subject(sentence: Sentence, verb: Token) -> bool:
    """ "consults **the council** on fees, exchanges data and takes part": what follows the first verb is its object, and the next verb coordinated."""
    above, subject = verb.head, verb.child("nsubj")
    if verb.tag != "VBZ" or above.tag != "VBZ" or subject is None or subject.i > verb.i or above.child("dobj") is not None:
        return False
    opening = left_edge(subject)
    if opening != above.i + 1 or sentence.tokens[verb.i - 1].text != "," or verb.child("mark") is not None:
        return False
    if not any(child.dep == "conj" and child.tag == "VBZ" for child in verb.children):
        return False
    return hang(verb, above, "conj") and hang(subject, above, "dobj")


def _relative_of_class(sentence: Sentence, verb: Token) -> bool:
    """ "is **an agency** of the government **that** regulates trade": without a comma the clause says what sort of agency it is."""
    pronoun, owner = verb.child(*SUBJECTS), verb.head
    if pronoun is None or pronoun.lower != "that" or owner.dep != "pobj" or owner.head.lower != "of" or pronoun.i < 1:
        return False
    noun = owner.head.head
    article = noun.child("det")
    is_class = noun.dep in ("attr", "appos") and article is not None and (article.lower in ("a", "an") or types.is_institution(noun.lower))
    is_one = owner.pos == "PROPN" or (owner.tag == "NN" and owner.child("det") is not None)
    return is_class and is_one and sentence.tokens[pronoun.i - 1].text != "," and hang(verb, noun, "relcl")


def _came_into_being(_: Sentence, being: Token) -> bool:
    """ "came into **being** on 3 May": what follows belongs to the verb."""
    verb = being.head.head
    if being.head.lower != "into" or verb.pos != "VERB":
        return False
    being.pos, being.tag, being.lemma = "NOUN", "NN", "being"
    return sum(hang(child, verb, "prep") for child in list(being.children) if child.dep == "prep") > 0


def _fronted_participle(sentence: Sentence, verb: Token) -> bool:
    """ "Under the Port Plan, **launched** in 2017, it builds ports": a participle after a fronted phrase tells of its noun."""
    before = sentence.tokens[verb.i - 2] if verb.i > 1 and sentence.tokens[verb.i - 1].text == "," else None
    if before is None or not is_noun(before) or verb.child("nsubj", "nsubjpass", "aux", "auxpass", "mark") is not None:
        return False
    preposition = before
    while preposition.dep != "prep" and preposition.head is not preposition and preposition.head.i < verb.i:
        preposition = preposition.head
    if preposition.dep != "prep" or preposition.i != sentence.tokens[0].i or preposition.head not in (verb, verb.head):
        return False
    noun = preposition.child("pobj")
    clause = verb.head
    if noun is None or noun.i > verb.i or (preposition.head is verb and not hang(preposition, clause, "prep")):
        return False
    return hang(verb, noun, "acl")


def _relative_of_date(_: Sentence, verb: Token) -> bool:
    """ "founded **the forum** in 2021, **which** pools knowledge": no year pools anything."""
    date, preposition = verb.head, verb.head.head
    if verb.child("nsubj") is None or preposition.dep != "prep" or not (date.tag == "CD" or is_month(date.lower)):
        return False
    noun = preposition.head.child("dobj", "nsubjpass") if preposition.head.pos == "VERB" else preposition.head
    return noun is not None and is_noun(noun) and noun.i < date.i and hang(verb, noun, "relcl")


def _after_inserted_clause(sentence: Sentence, verb: Token) -> bool:
    """ "It emerged in 2021, when he formed his cabinet, and **was headed** by X": what follows the second comma goes on the main clause."""
    inserted = verb.head
    main = inserted.head
    link = next((cc for cc in inserted.all("cc") if inserted.i < cc.i < verb.i), None)
    if link is None or main.pos not in ("VERB", "AUX") or main.i > inserted.i or verb.child(*SUBJECTS) is not None:
        return False
    if verb.tag == "VBG" or inserted.child(*SUBJECTS) is None:
        return False  # "focus on building X, **raising** Y, and **training** Z"
    first = left_edge(inserted)
    is_between = first > 0 and sentence.tokens[first - 1].text == "," and sentence.tokens[link.i - 1].text == ","
    return is_between and hang(verb, main, "conj")


def _empowered_to(_: Sentence, verb: Token) -> bool:
    """ "The code empowers **the authority to punish** cartels": the authority punishes, not the code."""
    noun = verb.head
    return is_infinitive(verb) and noun.dep == "dobj" and noun.head.lemma in _EMPOWERING and hang(verb, noun.head, "xcomp")


def _one_more_power(sentence: Sentence, verb: Token) -> bool:
    """ "has the power to license ports, **to approve** tolls and to close berths", where only the first was read as a power."""
    power = verb.head.child("dobj")
    first = power.child("acl") if power is not None else None
    to = verb.child("aux")
    is_listed = to is not None and to.i > 1 and sentence.tokens[to.i - 1].text == "," and is_infinitive(verb) and verb.child("nsubj", "mark") is None
    return is_listed and first is not None and first.i < verb.i and is_infinitive(first) and hang(verb, first, "conj")


def _relative_of_owner(sentence: Sentence, verb: Token) -> bool:
    """ "houses the secretariat of **the Climate Panel**, which the union created": the clause tells of the name, not of its organ."""
    organ = verb.head
    pronoun = next((child for child in verb.children if child.tag == "WDT"), None)
    owner = next((p.child("pobj") for p in organ.all("prep") if p.lower == "of"), None)
    if pronoun is None or owner is None or organ.pos == "PROPN" or not types.is_organ(organ.lower) or sentence.tokens[pronoun.i - 1].text != ",":
        return False
    return owner.pos == "PROPN" and owner.i < pronoun.i and hang(verb, owner, "relcl")
