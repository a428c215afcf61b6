"""Verbs of reports that the parser took for nouns or adjectives: "villagers near the coast allege that", "pilots grumble about fees".

Each function puts one shape right and says whether it did.
"""

from __future__ import annotations

from pipeline.extract.cues import cues
from pipeline.extract.lemmas import verb_of_past
from pipeline.extract.reported import OPENERS, SETTING_AGAINST, VERBS
from pipeline.extract.trees import NOUNS, OPENING, left_edge, rebuild
from pipeline.source.tokens import Sentence, Token

_BEFORE_CLAUSE = SETTING_AGAINST | {"and", "but", ":", ";"}
_SOME = frozenset({"few", "many", "most", "others", "some"})
# Between a verb and the preposition after its object stand at most so many words, less one.
_NEAR = 9


def noun_that_says(sentence: Sentence, noun: Token) -> bool:
    """ "the Gas Association **counters** that X", "defenders of the board **respond** that X", "groups object and **charge** that X", read as nouns."""
    subject, that = noun.child("nsubj", "compound") or _name_as_adjective(sentence, noun), sentence.tokens[noun.i + 1]
    lemma = noun.lower[:-1] if noun.tag == "NNS" else noun.lower
    if lemma not in cues().clause:
        return False
    below = [*noun.children, *(noun.head.all("ccomp") if noun.dep == "conj" else [])]
    clauses = {clause: (noun, "ccomp") for clause in below if clause.dep in ("relcl", "acl", "ccomp") and clause.i > that.i}
    tag = "VBZ" if noun.tag == "NNS" else "VBP"
    if noun.dep == "conj" and noun.head.pos in ("VERB", "AUX") and noun.tag == "NN" and clauses:
        is_named = subject is not None and subject.tag == "NNS" and subject.i < noun.i
        own = {subject: (noun, "nsubj")} if subject is not None and is_named else {}  # "..., and **associations lament** that X"
        return rebuild(sentence.tokens, noun, lemma, {noun: (noun.head, "conj")} | own | clauses, tag)
    main = sentence.roots[0]
    if noun.dep == "conj" and noun.tag == "NNS" and sentence.tokens[noun.i - 1].lower == "but" and main.pos == "VERB" and main.i < noun.i:
        return rebuild(sentence.tokens, noun, lemma, {noun: (main, "conj")} | clauses, tag)  # "praised the plan but **doubts** that it will last"
    if noun.dep != "ROOT" or subject is None or subject.i > noun.i or (noun.tag == "NN" and subject.tag != "NNS"):
        return False
    heads = {noun: (noun, "ROOT"), subject: (noun, "nsubj")} | clauses
    heads |= {before: (noun, "ccomp") for before in noun.all("csubj") if before.i < subject.i}
    that.dep, that.tag = "mark", "IN"
    return rebuild(sentence.tokens, noun, lemma, heads, tag)


def _name_as_adjective(sentence: Sentence, noun: Token) -> Token | None:
    """ "**Greenpeace** disputes that X": the name that opens the sentence."""
    first = sentence.tokens[0]
    return first if first.dep == "amod" and first.head is noun and noun.i == 1 and first.text[0].isupper() else None


def noun_before_clause(sentence: Sentence, noun: Token) -> bool:
    """ "the Gas Council **counters** that congested ports were to blame", read as the counters, which congested ports, that were to blame."""
    name, main = sentence.tokens[noun.i - 1], noun.head
    lemma = noun.lower[:-1]
    if name.dep != "compound" or name.pos != "PROPN" or lemma not in cues().clause or main.i < noun.i or main.pos not in ("VERB", "AUX"):
        return False
    heads = {noun: (main.head, main.dep) if main.head is not main else (noun, "ROOT"), main: (noun, "ccomp"), name: (noun, "nsubj")}
    heads |= {word: (name, word.dep) for word in noun.children if word.i < name.i}
    for misread in noun.all("relcl"):
        target = misread.child("dobj")
        if target is None or target.i > main.i:
            return False
        heads |= {misread: (target, "amod"), target: (main, "nsubj")}
    return rebuild(sentence.tokens, noun, lemma, heads)


def noun_with_clause(sentence: Sentence, noun: Token) -> bool:
    """ "Pilots **lament** that X; Ann Lee replied that Y", read as a lament of pilots that replied."""
    people, main = sentence.tokens[noun.i - 1], noun.head
    clause = next((child for child in noun.children if child.dep in ("ccomp", "acl", "relcl") and child.i > noun.i), None)
    other = next((child for child in main.all("nsubj") if clause is not None and child.i > clause.i), None)
    is_plural = people.tag == "NNS" and people.head is noun and people.dep in ("compound", "nmod")
    if not is_plural or clause is None or other is None or other.i > main.i or noun.lower not in cues().clause:
        return False
    heads = {noun: (noun, "ROOT") if main.head is main else (main.head, main.dep), main: (noun, "conj"), people: (noun, "nsubj"), clause: (noun, "ccomp")}
    heads |= {word: (people, word.dep) for word in noun.children if word.i < people.i}
    heads |= {word: (noun, word.dep) for word in main.children if noun.i < word.i < other.i and word.dep in ("advcl", "punct")}
    return rebuild(sentence.tokens, noun, noun.lower, heads, "VBP")


def noun_that_judges(sentence: Sentence, noun: Token) -> bool:
    """ "pilots worry that X, and sailors who own boats **resent** the toll", "villagers **fear** being moved", read as a noun with a subject and an object."""
    subject, target, root = noun.child("nsubj"), noun.child("dobj", "xcomp"), sentence.roots[0]
    if subject is None or target is None or not subject.i < noun.i < target.i or subject.tag != "NNS" or root.i > subject.i or root.pos not in VERBS:
        return False
    return rebuild(sentence.tokens, noun, noun.lower, {noun: (root, "conj")}, "VBP")


def noun_that_credits(sentence: Sentence, noun: Token) -> bool:
    """ "Many **credit** the office for the calm", "some **fault** it for X", read as a noun with an object: the people before it are the subject."""
    tokens, target, people = sentence.tokens, noun.child("dobj"), sentence.tokens[noun.i - 1]
    is_open = people.i == 0 or tokens[people.i - 1].lower in _BEFORE_CLAUSE or tokens[people.i - 1].text == ","
    if target is None or target.i < noun.i or people.head is not noun or not is_open or not (people.lower in _SOME or people.tag == "NNS"):
        return False
    told = next((t for t in tokens[target.i + 1 : target.i + _NEAR] if t.lower in cues().charge[noun.lower]), None)
    heads = {people: (noun, "nsubj")} | ({told: (noun, "prep")} if told is not None else {})
    return rebuild(tokens, noun, noun.lower, heads, "VBP")


def noun_beside_noun(sentence: Sentence, verb: Token) -> bool:
    """ "drew praise for X and **scorn** for Y", read as what was done besides."""
    tokens = sentence.tokens
    first = next((t for t in reversed(tokens[: verb.i]) if t.lemma in cues().noun and t.dep == "dobj"), None)
    is_joined = tokens[verb.i - 1].lower in ("and", "but") and tokens[verb.i + 1].lower == "for" and verb.child("nsubj", "dobj", "aux") is None
    if first is None or not is_joined or not any(p.lower == "for" for p in (*first.all("prep"), *first.head.all("prep"))):
        return False
    return rebuild(tokens, verb, verb.lower, {verb: (first, "conj")}, "NN", "NOUN")


def noun_that_goes_on(sentence: Sentence, noun: Token) -> bool:
    """ "Pilots see it as a tax and **point** to its costs", "are grateful for it and **credit** the board with X", read as one noun more."""
    following, verb = sentence.tokens[noun.i + 1], noun.head
    while verb.tag != "VBP" and verb.head is not verb:
        verb = verb.head
    if verb.tag != "VBP" or sentence.tokens[noun.i - 1].lower not in ("and", "but") or noun.child("det", "amod", "compound", "poss") is not None:
        return False
    told = following if following.lower in cues().about.get(noun.lower, ()) else None
    if following.tag in OPENING or following.tag == "PRP":
        told = next((t for t in sentence.tokens[noun.i + 2 : noun.i + _NEAR] if t.lower in cues().charge.get(noun.lower, ())), None)
    if following.lower in OPENERS and noun.lower in cues().clause:  # "and **question** whether"
        return rebuild(sentence.tokens, noun, noun.lower, {noun: (verb, "conj")}, "VBP")
    return told is not None and rebuild(sentence.tokens, noun, noun.lower, {noun: (verb, "conj"), told: (noun, "prep")}, "VBP")


def noun_behind_preposition(sentence: Sentence, noun: Token) -> bool:
    """ "Broadcasters critical of the state **allege** that X", "..., and scholars of law **question** whether X", read as what "of" governs."""
    subject, before = _people_before(sentence, noun), sentence.tokens[noun.i - 1]
    is_place = before.tag == "JJ" and sentence.tokens[before.i - 1].tag == "DT"  # "communities in the south **complain** that"
    if noun.lower not in cues().clause or subject is None or not (before.tag in NOUNS or is_place) or before.head is not noun:
        return False
    main = subject.head
    clauses = [clause for clause in (*subject.children, *noun.children) if clause.dep in ("acl", "relcl") and clause.i > noun.i]
    other = next((child for child in subject.all("conj") if noun.i < child.i < main.i and main.child("ccomp") is not None), None)
    phrase = {before: (noun.head, "pobj")} | {word: (before, word.dep) for word in noun.children if word.i < before.i}
    if subject.dep == "nsubj" and other is not None:  # "Pilots near the coast **complain** that X, and the audit office found that Y"
        heads = {noun: (noun, "ROOT") if main.head is main else (main.head, main.dep), main: (noun, "conj"), subject: (noun, "nsubj"), other: (main, "nsubj")}
        return rebuild(sentence.tokens, noun, noun.lower, heads | phrase | dict.fromkeys(clauses, (noun, "ccomp")), "VBP")
    if subject.dep == "nsubj" and main.i > noun.i:  # "scholars of law **question** whether courts can help" has lost its verb to the clause
        clauses.append(main)
        above = main.head if main.head.i < subject.i else sentence.roots[0]
    else:
        above = sentence.roots[0]
    while above.head is not above and above.dep in ("ccomp", "conj", "xcomp"):
        above = above.head
    heads = {noun: (noun, "ROOT") if (above in (subject, main) and above.i > subject.i) or above is subject else (above, "conj"), subject: (noun, "nsubj")}
    return rebuild(sentence.tokens, noun, noun.lower, heads | phrase | dict.fromkeys(clauses, (noun, "ccomp")), "VBP")


def _people_before(sentence: Sentence, noun: Token) -> Token | None:
    """The plural noun that a phrase before a misread verb hangs on, where it opens the sentence or a coordinated clause."""
    people = noun.head
    while people.head is not people and not (people.tag == "NNS" and people.dep in ("ROOT", "conj", "nsubj")):
        people = people.head
    opening = left_edge(people)
    before = sentence.tokens[opening - 1].lower if opening else ""
    is_second = before in _BEFORE_CLAUSE and people.head.pos in ("VERB", "AUX")
    is_open = people is sentence.roots[0] or opening == 0 or is_second
    return people if is_open and people.tag == "NNS" and people.i < noun.i else None


def adjective_that_says(sentence: Sentence, adjective: Token) -> bool:
    """ "unions complained, and pilots **worried** about the fees", read as worried pilots."""
    people, root = adjective.head, sentence.roots[0]
    lemma = verb_of_past(adjective.lower, cues().about)
    topic = next((p for p in adjective.all("prep") if lemma is not None and p.lower in cues().about[lemma]), None)
    if lemma is None or topic is None or people.tag != "NNS" or people.dep != "conj":
        return False
    heads = {adjective: (root, "conj"), people: (adjective, "nsubj")}
    return root.i < people.i and rebuild(sentence.tokens, adjective, lemma, heads, "VBD")


def bare_adjective_that_says(sentence: Sentence, adjective: Token) -> bool:
    """ "Pilots **grumble** about long waits, and the audit office has criticised X", read as grumble pilots that criticise."""
    people, main = adjective.head, adjective.head.head
    other = people.child("conj")
    if sentence.tokens[adjective.i + 1].lower not in cues().about[adjective.lower]:
        return False
    if people is sentence.roots[0] and people.tag == "NNS":  # "Bankers, meanwhile, **grumble** about rising levies"
        return rebuild(sentence.tokens, adjective, adjective.lower, {adjective: (adjective, "ROOT"), people: (adjective, "nsubj")}, "VBP")
    if people.dep == "appos" and sentence.tokens[left_edge(people) - 1].text == ";":
        return rebuild(sentence.tokens, adjective, adjective.lower, {adjective: (sentence.roots[0], "conj"), people: (adjective, "nsubj")}, "VBP")
    if people.dep != "nsubj" or other is None or not adjective.i < other.i < main.i:
        return False
    heads = {adjective: (adjective, "ROOT"), main: (adjective, "conj"), people: (adjective, "nsubj"), other: (main, "nsubj")}
    return main.head is main and rebuild(sentence.tokens, adjective, adjective.lower, heads, "VBP")
