"""Verbs that the parser took for plural nouns: "the office shares evidence", "its mandate spans licensing and audits".

A small statistical parser confuses the third person singular with the plural of a noun, and builds the rest of the sentence on that.
Where the clause has no other verb, or the tagger itself says verb, the word is made the verb that it must be: what stands right before
it becomes its subject, the noun phrase right after it its object. All other words keep their heads.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extract import misread_clauses, misread_items, misread_verbs
from pipeline.extract.attaching import reattach
from pipeline.extract.cues import reporting_verbs
from pipeline.extract.inverted import mend_inverted
from pipeline.extract.lemmas import known_verbs, mend_lemmas, third_person
from pipeline.extract.lexicon import is_month, noun_class, singular
from pipeline.extract.misread_relatives import mend_relatives
from pipeline.extract.misread_reports import mend_reports
from pipeline.extract.rulebook import load_rulebook
from pipeline.extract.syntax import first_conjunct
from pipeline.extract.trees import (
    FINITE,
    NOUN_DEPS,
    NOUNS,
    OPENING,
    first_of_phrase,
    give_object,
    hang,
    is_finite,
    last_of_phrase,
    rebuild,
    top_of,
)
from pipeline.source.tokens import Sentence, Token

_SINGULAR = frozenset({"NN", "NNP", "NNPS"})
_SEPARATORS = frozenset({",", "and", "or"})
_FOLLOWING = frozenset({"RB", "IN", ",", "CC", "VBZ", "RP"})
_NAMING = frozenset({"call", "dub", "name", "rename", "style", "title"})
_FINITE = ("ROOT", "ccomp", "conj", "relcl")
_NOMINAL = frozenset({"oprd", "nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj", "appos"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj"})


def mend(sentences: Iterable[Sentence]) -> None:
    """Put the misread verbs of the sentences right, in place; a sentence without any is left as it is."""
    sentences = list(sentences)
    verbal = misread_items.items_of_verbs(sentences)
    for sentence in sentences:
        if sentence.kind in ("paragraph", "list_item"):
            mend_lemmas(sentence.tokens)
            if id(sentence) in verbal:
                misread_items.first_of_item(sentence, verbal[id(sentence)])
            _mend(sentence)
            reattach(sentence)


def _mend(sentence: Sentence) -> None:
    tokens = sentence.tokens
    changed = _mend_words(tokens) | misread_clauses.main_after_companions(sentence) | _mend_verbs(sentence)
    changed |= mend_relatives(tokens)
    changed |= misread_clauses.main_without_auxiliary(sentence) | misread_clauses.main_after_relative(sentence)
    changed |= misread_clauses.main_after_participle(sentence) | misread_clauses.subject_after_setting(sentence)
    changed |= misread_clauses.first_of_clauses(sentence) | misread_clauses.noun_of_item(sentence)
    changed |= misread_clauses.subject_behind_other_name(sentence)
    changed |= misread_clauses.second_of_two_subjects(sentence) | misread_verbs.liking(sentence)
    changed |= misread_clauses.subject_after_companion(sentence)
    changed |= misread_verbs.mend_verbs(tokens)
    changed |= mend_inverted(sentence) | misread_clauses.verb_before_list(sentence, known_verbs().__contains__)
    changed |= sum(misread_clauses.main_after_description(tokens, token, third_person) for token in tokens[2:] if token.tag in ("VBN", "VBD")) > 0
    changed |= sum(misread_clauses.clause_as_subject(tokens, token) for token in tokens if token.dep == "nsubj" and token.tag in ("VBZ", "VBD")) > 0
    plurals = (token for token in tokens[2:] if token.tag == "NNS" and token.dep == "nsubj")
    changed |= sum(misread_clauses.verb_of_relative(sentence, token, lemma) for token in plurals if (lemma := third_person(token))) > 0
    changed |= mend_reports(sentence)
    misread_items.gerund_of_item(sentence)
    misread_items.verb_of_item(sentence)
    _mend_infinitives(tokens)
    if changed:
        sentence.roots = [token for token in tokens if token.head is token]


def _mend_verbs(sentence: Sentence) -> bool:
    """Go through the words and make those verbs that must be; whether any was made."""
    tokens, changed = sentence.tokens, False
    verbless = sentence.kind == "paragraph" and not _has_verb(sentence)
    for token in tokens[1:-2]:
        if verbless and (misread_clauses.plural_main(sentence, token) or misread_clauses.base_main(sentence, token)):
            changed, verbless = True, False
        is_verb = token.tag == "VBZ" and _has_verb_for_object(tokens, token)
        if not (_is_suspect(token) or is_verb) or _opens_with_preposition(tokens, token):
            continue
        before, after = tokens[token.i - 1], tokens[token.i + 1]
        if (lemma := third_person(token)) is None or not (after.tag in OPENING or after.tag in _FOLLOWING):
            continue
        if misread_clauses.first_of_verbs(tokens, token, lemma):
            changed = True
            continue
        if (subject := misread_clauses.subject_before(sentence, token, verbless)) is not None:
            changed |= misread_clauses.make_main_of(tokens, token, lemma, subject)
        elif before.lower in _SEPARATORS:
            if _is_verb_after_conjunction(tokens, token, after) or (changed and after.tag in OPENING) or token.head.tag == "VBZ":
                changed |= _coordinate(sentence, token, lemma)
            continue
        elif _may_be_verb(tokens, token, verbless) and _ends_subject(tokens, before):
            changed |= _make_main(sentence, token, lemma)
        verbless = verbless and not changed
    return changed


def _mend_words(tokens: list[Token]) -> bool:
    """Words that the tagger took for others: hyphens, second words of offices, verbs that look like adjectives; whether a head was changed."""
    changed = _mend_hyphens(tokens)
    for token in tokens:
        if token.i and token.lower == "general" and token.tag == "JJ" and token.dep in _NOMINAL and tokens[token.i - 1].head is token:
            token.pos, token.tag = "NOUN", "NN"  # "a director general"
        elif token.i > 1 and token.lower == "general" and token.dep == "acomp" and tokens[token.i - 1].text == "-":
            token.pos, token.tag, token.dep = "NOUN", "NN", "attr"  # "has been director-general"
        elif (token.tag == "RP" or token.lower == "about") and token.dep == "prep" and not token.children:
            token.dep = "prt"  # "came **about** in 1990"
        elif token.lower == "fair" and token.dep == "ccomp" and (thing := token.child("nsubj")) is not None and thing.i == token.i - 1:
            changed |= _mend_fair(tokens, token, thing)
        elif token.tag in ("IN", "RP") and token.dep == "prep" and token.head.i == token.i - 1 and token.head.pos == "VERB":
            changed |= _mend_particle(tokens, token)
        elif token.lower in ("former", "latter") and token.i and tokens[token.i - 1].lower == "the":
            changed |= _mend_one_of_two(tokens, token)
        elif token.tag == "JJ" and token.dep == "dobj" and token.child("nsubj") is not None:
            token.dep = "ccomp"  # "finds this **hard** but fair"
        elif token.tag == "JJR" and token.dep == "amod" and token.lower.endswith("power"):
            token.pos, token.tag, token.dep = "NOUN", "NN", "compound"  # "**hydropower** plants"
        elif token.tag == "CD" and token.dep == "pobj" and any(word.head is token.head and is_month(word.lower) for word in tokens[token.i + 1 : token.i + 2]):
            changed |= hang(token, tokens[token.i + 1], "nummod")  # "came about on **1 July**", where both were read as what "on" governs
        elif token.tag == "VBZ" and token.dep == "conj" and token.head.tag == "NNS" and token.head.dep in ("pobj", "conj", "dobj") and not token.children:
            if all(after.pos == "PUNCT" for after in tokens[token.i + 1 : token.i + 2]):
                token.pos, token.tag = "NOUN", "NNS"  # "dairies, mills and **waterworks**"
        elif token.pos == "PROPN" and token.dep == "compound" and token.head.tag in FINITE and token.head.i == token.i + 1 and token.i:
            if (before := tokens[token.i - 1]).dep == "nsubj" and before.head is token.head and before.pos == "NOUN":
                changed |= hang(token, before, "appos")  # "the charity **Pisca** regrets that"
        elif token.text == "Per" and token.tag == "IN" and token.i and (name := token.child("pobj")) is not None and name.i == token.i + 1:
            changed |= _mend_forename(tokens, token, name)
        elif token.lower == "according" and token.dep == "prep":
            token.pos, token.tag = "ADP", "IN"
        elif token.tag == "VBD" and token.dep == "conj" and token.head.tag == "VBN" and token.head.dep in ("advcl", "acl") and token.i:
            following = tokens[token.i + 1] if token.i + 1 < len(tokens) else token
            if tokens[token.i - 1].dep == "cc" and token.child("nsubj", "dobj") is None and following.tag in ("IN", "RB"):
                token.tag = "VBN"  # "Founded in 1990 and **housed** in Bergen, it ..."
        elif token.tag == "VBN" and token.dep in _FINITE and token.child("nsubj") is not None and token.child("aux", "auxpass") is None:
            token.tag = "VBD"  # "A committee **found** in 2012 that ..."
        elif token.tag == "VBN" and token.dep == "conj" and token.child("ccomp") is not None and token.child("aux", "auxpass", "nsubjpass") is None:
            token.tag = "VBD"  # "were pleased that X but **regretted** that Y"
        elif token.tag == "VBD" and token.dep == "advcl" and token.i < 2 and token.lemma in _NAMING and (name := token.child("dobj")) is not None:
            token.tag, name.dep = "VBN", "oprd"  # "Formerly **called** X, it inspects ships"
        elif token.tag == "NN" and token.dep in ("ROOT", "advcl") and token.lower in known_verbs() and (subject := token.child("nsubj")) is not None:
            if subject.tag == "NNS" and subject.i < token.i and token.child("cop", "aux", "det") is None:  # "Unions, for their part, **point** to X"
                token.pos, token.tag, token.lemma = "VERB", "VBP", token.lower
        elif token.tag == "VB" and token.dep == "ROOT" and (subject := token.child("nsubj")) is not None and subject.tag == "NNS" and subject.i < token.i:
            if token.child("aux") is None:
                token.tag = "VBP"  # "Doctors trained abroad **find** the path slow"
        elif token.tag == "NNS" and token.dep in ("ROOT", "conj") and (subject := token.child("nsubj")) is not None and (lemma := third_person(token)):
            if subject.tag in _SINGULAR and subject.i < token.i and token.child("cop", "aux", "det") is None:  # "The office (O) **deals** with X"
                token.pos, token.tag, token.lemma = "VERB", "VBZ", lemma
        elif token.lower == "that" and token.tag == "IN" and token.dep in _ARGUMENTS and token.head.dep == "relcl":
            token.pos, token.tag = "PRON", "WDT"  # "a rule **that** pilots have often criticised"
        elif token.lower == "pursuant" and token.tag == "JJ" and token.head is not token:
            _make_preposition(token)
        elif token.tag == "JJ" and token.dep in ("ROOT", "conj", "ccomp") and token.lower in reporting_verbs():
            subject = token.child("nsubj")
            if subject is not None and subject.tag == "NNS" and token.child("cop", "aux") is None:  # "musicians grumble that"
                token.pos, token.tag, token.lemma = "VERB", "VBP", token.lower
    return changed


def _mend_one_of_two(tokens: list[Token], word: Token) -> bool:
    """ "**The latter** trains pilots", read as an adjective, or as one of the verb."""
    is_of_verb = word.dep == "amod" and word.head.pos in ("VERB", "AUX") and word.head.child("nsubj", "nsubjpass") is None
    if is_of_verb or word.dep in _NOMINAL:
        word.pos, word.tag = "NOUN", "NN"
    return is_of_verb and rebuild(tokens, word.head, word.head.lemma, {word: (word.head, "nsubj"), tokens[word.i - 1]: (word, "det")}, word.head.tag)


def _mend_forename(tokens: list[Token], per: Token, name: Token) -> bool:
    """ "the economist **Per** Lund", read as a preposition."""
    per.pos, per.tag = "PROPN", "NNP"
    place = (per.head, "appos" if per.head.tag in NOUNS else "nsubj")
    return rebuild(tokens, name, name.lemma, {per: (name, "compound"), name: place}, name.tag, name.pos)


def _mend_fair(tokens: list[Token], fair: Token, kind: Token) -> bool:
    """ "holds a trade **fair**", read as something that is held to be fair."""
    if fair.head.lemma != "hold":
        return False
    heads = {fair: (fair.head, "dobj"), kind: (fair, "compound")} | {child: (fair, child.dep) for child in kind.children}
    fair.pos, fair.tag = "NOUN", "NN"
    return rebuild(tokens, fair.head, "hold", heads, fair.head.tag)


def _mend_particle(tokens: list[Token], particle: Token) -> bool:
    """ "carries **on** the work", read as a preposition, where a rule knows the verb with its particle."""
    verb, told = particle.head, particle.child("pobj")
    is_known = particle.lower not in ("after", "for") and f"{verb.lemma} {particle.lower}" in known_verbs() and verb.child("dobj", "prt", "auxpass") is None
    if told is None or not is_known:
        return False
    particle.pos, particle.tag = "ADP", "RP"
    return rebuild(tokens, verb, verb.lemma, {particle: (verb, "prt"), told: (verb, "dobj")}, verb.tag)


def _make_preposition(adjective: Token) -> None:
    """ "licenses ships **pursuant** to the Ports Act", where what stands before was read as its subject."""
    adjective.pos, adjective.tag, adjective.dep = "ADP", "IN", "prep"
    for subject in adjective.all("nsubj"):
        hang(subject, adjective.head, "dobj")


def _opens_with_preposition(tokens: list[Token], token: Token) -> bool:
    """Whether a word belongs to the phrase of a preposition that opens the sentence: "From the standpoint of privacy **advocates**, ..."."""
    return tokens[0].tag == "IN" and tokens[token.i + 1].text == "," and not any(t.text == "," for t in tokens[: token.i])


def _is_suspect(token: Token) -> bool:
    """Whether a word may be a misread verb: a plural, or a verb by its tag but a noun by its place."""
    if token.tag == "VBZ":
        return _is_noun_like(token)
    return token.tag == "NNS" or (token.tag == "NN" and token.dep == "compound" and token.lower[-1] == "s")


def _has_verb_for_object(tokens: list[Token], token: Token) -> bool:
    """ "The bank **prints** notes and oversees ...", where the object was taken for the verb: no object and no clause follows it."""
    after = tokens[token.i + 1]
    is_noun = after.tag == "VBZ" or (after.tag == "VBP" and after.lemma not in known_verbs())  # "guards livestock against epidemics"
    if not is_noun or token.dep not in ("compound", "nsubj") or token.head is not after or after.i + 1 >= len(tokens):
        return False
    return tokens[after.i + 1].text in (",", ".", ";") or tokens[after.i + 1].tag in ("IN", "CC")


def _may_be_verb(tokens: list[Token], token: Token, verbless: bool) -> bool:
    """Whether a clause lacks the verb that a word may be: "ports are kept, and the service **exchanges** data", where data is no second verb."""
    top = token.head
    is_verbs_conjunct = token.tag == "NNS" and token.dep in ("compound", "nsubj") and top.dep == "conj" and top.head.pos == "VERB" and top.tag in NOUNS
    return verbless or token.tag == "VBZ" or is_verbs_conjunct or _has_verb_for_object(tokens, token)


def _is_noun_like(verb: Token) -> bool:
    """Whether the parser treats a word as part of a noun phrase that its tagger takes for a verb."""
    return verb.dep in NOUN_DEPS or (verb.dep in ("conj", "nsubj") and verb.head.tag in NOUNS)


def _has_verb(sentence: Sentence) -> bool:
    """Whether a root is a finite verb, or has an auxiliary."""
    return any(root.tag in FINITE or root.pos == "AUX" or root.child("aux", "auxpass") is not None for root in sentence.roots)


def _is_verb_after_conjunction(tokens: list[Token], token: Token, after: Token) -> bool:
    """ "... and **inspects** the ships": no noun in the plural is followed by a determiner, or by another plural."""
    if token.tag == "VBZ":
        return after.tag in OPENING or after.tag == "IN"
    if token.lower in load_rulebook().lists["plurals_before_nouns"]:
        return False
    if token.lower == "answers" and after.lower == "to" and [t.tag for t in tokens[after.i + 1 : after.i + 3]] == ["DT", "NNP"]:
        return True  # "manages the budget and **answers** to the Port Committee"
    if token.dep == "compound" and not noun_class(singular(token.lower)):
        return True  # "supervises laboratories and **fosters** technology transfer": no noun at all
    if token.dep == "compound" and token.tag == after.tag == "NNS" and token.head is after:
        return True  # "certifies operators such as X, **issues** guarantees": no plural describes another
    if token.dep == "conj" and token.head.dep == "nmod" and token.head.tag == "NNS" and token.head.head.tag == "NNS":
        return True  # "organises the competitions and **licenses** carnival bands", read as bands of both
    if token.dep == "nsubj" and token.head is after and after.tag == "NNS":
        return True  # "draws up rules, **issues** permits": a plural is no subject of another
    is_next = token.head is after or (after.dep == "compound" and after.head is token.head)
    if token.dep == "compound" and is_next and token.head.dep == "conj" and token.head.head.tag in FINITE:
        return True  # a noun that is coordinated with a verb: "runs camps, grades hotels"
    return after.tag in ("DT", "PRP$", "RB") or (after.tag in ("NNS", "VBZ") and token.dep == "conj")


def _ends_subject(tokens: list[Token], last: Token) -> bool:
    """Whether a word ends a noun phrase in the singular."""
    first = first_of_phrase(tokens, last.i)
    has_determiner = tokens[first].tag in ("DT", "PRP$")
    return last.tag in _SINGULAR or (last.tag == "JJ" and has_determiner and first < last.i)


def _make_main(sentence: Sentence, verb: Token, lemma: str) -> bool:
    """Make a word the verb of its clause: the phrase before it the subject, the one after it the object."""
    tokens = sentence.tokens
    top = top_of(tokens, verb)
    target = last_of_phrase(tokens, verb.i + 1)
    first = first_of_phrase(tokens, verb.i - 1)
    subject = tokens[verb.i - 1]
    heads = {verb: (verb if top.head is top else top.head, "ROOT" if top.head is top else top.dep)}
    if first > 1 and tokens[first - 1].lower == "of" and tokens[first - 2].tag in NOUNS:  # "the Office of Accounts shares ..."
        heads[subject] = (tokens[first - 1], "pobj")
        heads[tokens[first - 1]] = (tokens[first - 2], "prep")
        subject, first = tokens[first - 2], first_of_phrase(tokens, first - 2)
    heads[subject] = (verb, "nsubj")
    for word in tokens[first : verb.i]:
        if word not in heads and (word.head.i >= verb.i or word.head.i < first):
            nearest = subject if word.i < subject.i else tokens[verb.i - 1]
            heads[word] = (nearest, word.dep if word.dep in ("det", "poss", "amod", "nummod", "punct") else "compound")
    if top is not verb and top is not target:
        heads[top] = (verb, "conj")
    give_object(verb, target, heads)
    for word in tokens[:first]:
        if word.head in (verb, top, target) and word not in heads:
            is_in_phrase = word.dep in NOUN_DEPS or word.dep == "det"  # "the Health and Safety Office inspects ..."
            heads[word] = (subject if is_in_phrase else verb, word.dep)
    return rebuild(tokens, verb, lemma, heads)


def _mend_hyphens(tokens: list[Token]) -> bool:
    """ "vice-**ministries**", "the director-**general**": a hyphen is no noun, and what follows a noun and a hyphen as a noun phrase is one."""
    changed = False
    for hyphen in tokens[1:-1]:
        before, after = tokens[hyphen.i - 1], tokens[hyphen.i + 1]
        if hyphen.text != "-" or before.end != hyphen.start or after.start != hyphen.end:
            continue
        if hyphen.tag != "HYPH" and after.tag in NOUNS and not hyphen.children:
            heads = {hyphen: (after, "punct")}
            if before.head is after.head and before.dep == after.dep:
                heads |= {before: (after, "compound")} | {word: (after, word.dep) for word in before.children}
            changed |= rebuild(tokens, after, after.lemma, heads, after.tag, after.pos)
            hyphen.pos, hyphen.tag = "PUNCT", "HYPH"
        if after.tag == "RP" and after.head is before and before.dep == "amod" and before.head.tag in NOUNS:  # "**start-up** founders"
            before.pos, before.tag = "NOUN", "NN"
            noun = before.head
            changed |= rebuild(tokens, after, after.lower, {after: (noun, "compound"), before: (after, "compound"), hyphen: (after, "punct")}, "NN", "NOUN")
        if after.tag == "JJ" and before.tag in _SINGULAR and after.dep in _NOMINAL and before.head is after:
            after.pos, after.tag = "NOUN", "NN"
    return changed


def _coordinate(sentence: Sentence, verb: Token, lemma: str) -> bool:
    """Make a word a verb coordinated with the one before it, and the phrase after it its object."""
    tokens = sentence.tokens
    governor = next((t for t in reversed(tokens[: verb.i]) if t.dep in ("ROOT", "conj", "relcl") and is_finite(t)), None)
    if governor is None:
        return False
    heads = {verb: (governor, "conj")}
    target = last_of_phrase(tokens, verb.i + 1)
    give_object(verb, target, heads)
    for word in tokens[verb.i + 1 :]:
        if word.dep in ("prep", "advmod") and governor.i < word.head.i < verb.i:  # "by fees and reports to parliament"
            heads[word] = (verb, word.dep)
    for word in tokens[governor.i + 1 : verb.i]:
        if word.head is target and word.tag in NOUNS:  # "hears appeals and issues rulings"
            heads[word] = (governor, "dobj")
    for word in tokens[verb.i + 1 : target.i] if target is not None else ():
        if word.head.i <= verb.i:
            heads[word] = (target or verb, "compound")
    return rebuild(tokens, verb, lemma, heads)


def _mend_infinitives(tokens: list[Token]) -> None:
    """ "can inspect ports, **fine** owners and **issue** orders": verbs after a modal or "to" that were read as part of their objects."""
    for token in tokens[1:]:
        if token.dep not in NOUN_DEPS or token.lower not in known_verbs() or token.lower in load_rulebook().lists["verbs_like_nouns"]:
            continue
        target = token.head
        if tokens[token.i - 1].lower not in _SEPARATORS or target.i < token.i or target.dep != "conj" or target.tag not in NOUNS:
            continue
        top = first_conjunct(target)
        verb = top.head
        if top.dep == "dobj" and verb.tag == "VB" and (verb.child("aux") is not None or verb.dep == "conj"):
            rebuild(tokens, token, token.lower, {token: (verb, "conj"), target: (token, "dobj")}, "VB")
