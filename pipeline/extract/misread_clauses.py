"""Clauses that the parser built around the wrong word: their main verb stands in them, but as a part of something else.

Each function mends one shape and says whether it did. The shapes: a verb behind what describes its subject ("The unit, which opened in 1990,
**audits** banks"), behind a bracket, behind a participle or companions put in front, a plain verb after a plural, and a subject that follows its verb.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.extract.cues import reporting_verbs
from pipeline.extract.lexicon import is_month
from pipeline.extract.trees import (
    FINITE,
    INSIDE,
    NOUNS,
    OPENING,
    first_of_phrase,
    give_object,
    is_finite,
    last_of_phrase,
    left_edge,
    name_head,
    rebuild,
    top_of,
)
from pipeline.source.tokens import Sentence, Token

_PLURAL = frozenset({"NNS", "NNPS"})


def subject_before(sentence: Sentence, verb: Token, verbless: bool) -> Token | None:
    """The subject of a word that must be the main verb, where a bracket, a comma or a year stands between them; None where there is none."""
    before = sentence.tokens[verb.i - 1].text
    if before.isdigit() and verb.i > 2 and verb.dep == "pobj" and verb.head.lower == "of" and verb.head.i == verb.i - 2:
        return verb.head.head if verb.head.head.pos == "PROPN" else None  # "The Port Act of 1966 **empowers** the board"
    if before.isupper() and verb.i == 1 and verb.tag == "NNS" and verb.dep == "nsubj":
        finite = next((word for word in (*verb.head.all("aux", "auxpass"), verb.head) if word.tag in FINITE), verb)
        return sentence.tokens[0] if finite.tag == "VBZ" else None  # "ABC **cooperates** with X, has signed Y": a plural has nothing
    if before == ")" and verb.head.tag in NOUNS:
        return _before_bracket(sentence, verb, verbless)
    return _described_before(sentence, verb) if before == "," and verbless else None


def _described_before(sentence: Sentence, verb: Token) -> Token | None:
    """The noun that opens the sentence and that a clause or phrase between commas describes: "The unit, which opened in 1990, **audits** banks"."""
    noun = sentence.roots[0]
    closed = [child for child in noun.children if child.dep in ("relcl", "acl", "appos") and child.i < verb.i]
    is_open = any(token.text == "," for token in sentence.tokens[: noun.i])
    if not closed or is_open or noun.tag not in NOUNS or noun.i > verb.i or sentence.tokens[noun.i + 1].text not in (",", "("):
        return None
    return noun if any(token.i < verb.i for token in closed[-1].subtree()) else None


def _before_bracket(sentence: Sentence, verb: Token, verbless: bool) -> Token | None:
    """The name before a bracket that is followed by a verb read as a noun: "The agency (A) **finances**, builds and lets", "(A) **measures** wages"."""
    tokens, root = sentence.tokens, sentence.roots[0]
    opening = next((t.i for t in reversed(tokens[: verb.i]) if t.text == "("), 0)
    if not opening:
        return None
    if verbless and root.tag in NOUNS and root.i < opening and not any(t.text in (",", "(") for t in tokens[: opening]):
        return root
    goes_on = any(child.dep == "conj" and child.tag == "VBZ" for child in verb.children)
    name = name_head(tokens[opening - 1])
    return name if goes_on and name.tag in NOUNS else None


def make_main_of(tokens: list[Token], verb: Token, lemma: str, subject: Token) -> bool:
    """Make a word the main verb of a subject that was read as something else; a root before it becomes a fronted phrase."""
    target = last_of_phrase(tokens, verb.i + 1)
    root = top_of(tokens, verb)
    while root.head is not root and root.i < verb.i:
        root = root.head
    heads = {verb: (verb, "ROOT"), subject: (verb, "nsubj")}
    if root is not subject and root is not verb and root.i < subject.i:
        heads[root] = (verb, "npadvmod")
    elif verb.dep == "nsubj" and verb.head is root and root.pos == "VERB" and root.i > verb.i:
        heads[root] = (verb, "conj")
    heads |= {word: (target or verb, word.dep) for word in subject.children if word.i > verb.i and word is not target}
    heads |= {word: (subject, word.dep) for word in verb.children if word.i < verb.i and word is not subject}
    for word in tokens[subject.i + 1 : verb.i]:  # "The Bureau of Labor **Statistics** (A) measures wages" has taken it to the wages
        of = next((token for token in reversed(tokens[subject.i : word.i]) if token.dep == "prep"), None)
        if word.head.i > verb.i and of is not None and word.tag in NOUNS:
            heads[word] = (of, "pobj")
    give_object(verb, target, heads)
    return rebuild(tokens, verb, lemma, heads)


def plural_main(sentence: Sentence, verb: Token) -> bool:
    """ "Ranchers in the hills **regard** visits as an invasion": a verb of the plural that was read as a noun after a name."""
    tokens = sentence.tokens
    subject = next((token for token in tokens[: max(0, verb.i - 2)] if token.tag == "NNS" and tokens[token.i + 1].tag == "IN"), verb)
    preposition, before = tokens[subject.i + 1], tokens[verb.i - 1]
    if verb.tag != "NN" or verb.lower not in reporting_verbs() or before.tag not in ("NNP", "NNPS") or tokens[verb.i + 1].tag not in OPENING:
        return False
    if preposition.tag != "IN" or first_of_phrase(tokens, subject.i) > 0 or any(t.tag not in INSIDE for t in tokens[preposition.i + 1 : verb.i]):
        return False
    top, target = top_of(tokens, subject), last_of_phrase(tokens, verb.i + 1)
    heads = {verb: (verb, "ROOT"), subject: (verb, "nsubj"), preposition: (subject, "prep"), before: (preposition, "pobj")}
    heads |= {word: (before, word.dep) for word in tokens[preposition.i + 1 : before.i] if word.head.i >= verb.i}
    heads |= {word: (subject, word.dep) for word in tokens[: subject.i] if word.head.i > subject.i}
    heads |= {word: (verb, word.dep) for word in (*top.children, *verb.children) if word not in heads and word.i > verb.i and word is not target}
    if target is not None:
        inside = {word: word.dep if word.dep in ("det", "amod", "poss") else "compound" for word in tokens[verb.i + 1 : target.i]}
        heads |= {word: (target, dep) for word, dep in inside.items() if word.head in (top, verb, target)}
    give_object(verb, target, heads)
    return rebuild(tokens, verb, verb.lower, heads, "VBP")


def base_main(sentence: Sentence, verb: Token) -> bool:
    """ "Five judges, chaired by Ann Lee, **decide** by vote": a bare verb after a plural and what describes it is the main one."""
    subject = sentence.roots[0]
    is_bare = verb.tag in ("VB", "VBP") and verb.dep in ("acl", "conj") and verb.child("aux", "nsubj", "mark") is None
    if not is_bare or subject.tag not in _PLURAL or subject.i > verb.i or sentence.tokens[verb.i - 1].text != ",":
        return False
    if first_of_phrase(sentence.tokens, subject.i) > 1:
        return False
    return rebuild(sentence.tokens, verb, verb.lemma, {verb: (verb, "ROOT"), subject: (verb, "nsubj")}, "VBP")


def main_after_companions(sentence: Sentence) -> bool:
    """ "Together with unions the ministry **sits** on the board", where the parser took the clause for one that describes the unions."""
    root, with_ = sentence.roots[0], sentence.tokens[0]
    if root.pos == "PROPN" and with_.head is root and with_.lower == "with" and (first := with_.child("pobj")) is not None:
        verb = root.child("relcl")  # "With the A Board, **the B** and the C Bank it sits on the council"
        subject = verb.child("nsubj") if verb is not None else None
        if verb is not None and subject is not None and subject.tag == "PRP":
            return rebuild(sentence.tokens, verb, verb.lemma, {verb: (verb, "ROOT"), with_: (verb, "prep"), root: (first, "conj")}, verb.tag)
    if root.pos not in ("ADP", "SCONJ") or root.i > 2 or len(sentence.roots) > 1:
        return False
    for verb in sentence.tokens[root.i + 1 :]:
        subject = verb.child("nsubj", "nsubjpass")
        if verb.dep in ("relcl", "acl") and subject is not None and subject.tag not in ("WDT", "WP") and is_finite(verb):
            return rebuild(sentence.tokens, verb, verb.lemma, {verb: (verb, "ROOT"), root: (verb, "prep")}, verb.tag)
    return False


def subject_after_companion(sentence: Sentence) -> bool:
    """ "Together with the union Fero **the ministry** launched a plan", where the union was read as who launched it, and the ministry as its name."""
    verb = sentence.roots[0]
    companion = verb.child("nsubj")
    with_ = next((prep for prep in verb.all("prep") if prep.lower == "with" and prep.i < verb.i and prep.child("pobj", "pcomp") is None), None)
    subject = companion.child("appos") if companion is not None else None
    if companion is None or with_ is None or subject is None or with_.i > 1 or subject.child("det", "poss") is None:
        return False
    if left_edge(companion) != with_.i + 1 or left_edge(subject) != companion.i + 1 or subject.i != verb.i - 1:
        return False
    return rebuild(sentence.tokens, verb, verb.lemma, {companion: (with_, "pobj"), subject: (verb, "nsubj")}, verb.tag)


def main_after_participle(sentence: Sentence) -> bool:
    """ "Charged with safety, the agency **is** a body ...", where the participle in front was read as the main verb."""
    participle = sentence.roots[0]
    be = next((child for child in participle.children if child.lemma == "be" and child.i > participle.i), None)
    if participle.i or participle.tag != "VBN" or be is None or be.child("attr", "acomp") is None:
        return False
    last = be.i - 1
    if sentence.tokens[last].text == ")":
        last = next((t.i - 1 for t in reversed(sentence.tokens[:last]) if t.text == "("), last)
    subject = name_head(sentence.tokens[last])
    if subject.tag not in NOUNS or subject.i < participle.i:
        return False
    heads = {be: (be, "ROOT"), participle: (be, "advcl"), subject: (be, "nsubj")}
    heads |= {word: (be, word.dep) for word in participle.children if word.i > be.i}
    return rebuild(sentence.tokens, be, "be", heads, be.tag, "AUX")


def main_after_relative(sentence: Sentence) -> bool:
    """ "The code, which the board enforces, **obliges** pilots to sail", where the main verb was read as the second one of the relative clause."""
    subject = sentence.roots[0]
    relative = subject.child("relcl")
    main = relative.child("conj") if relative is not None else None
    if relative is None or main is None or subject.tag not in NOUNS or main.tag not in ("VBZ", "VBD") or main.child("nsubj", "cc") is not None:
        return False
    if sentence.tokens[main.i - 1].text != "," or relative.child("cc") is not None or main.child("dobj", "prep", "ccomp", "xcomp") is None:
        return False
    return rebuild(sentence.tokens, main, main.lemma, {main: (main, "ROOT"), subject: (main, "nsubj")}, main.tag)


def main_without_auxiliary(sentence: Sentence) -> bool:
    """ "The reform **aimed** to cut prices", where nothing else in a whole sentence can be its verb."""
    noun = sentence.roots[0]
    verb = noun.child("acl")
    is_whole = sentence.kind == "paragraph" and sentence.tokens[-1].text == "." and not any(token.tag in FINITE for token in sentence.tokens)
    is_open = verb is not None and verb.tag == "VBN" and verb.i > noun.i and verb.child("agent") is None and noun.child("det", "poss") is not None
    if any(child.tag == "NNS" for child in noun.all("compound", "nmod")):  # "The agency **hunts** firms suspected of fraud"
        return False
    if not is_whole or not is_open or verb is None or noun.tag not in NOUNS or not any(c.dep in ("xcomp", "dobj", "prep") for c in verb.children):
        return False
    return rebuild(sentence.tokens, verb, verb.lemma, {verb: (verb, "ROOT"), noun: (verb, "nsubj")}, "VBD")


def main_after_description(tokens: list[Token], participle: Token, lemma_of: Callable[[Token], str | None]) -> bool:
    """ "The bureau, set up in 2015, **looks** after ships", where the participle between the commas was read as the first of two verbs.

    `lemma_of` gives the verb that a plural may be ("answers").
    """
    subject = participle.child("nsubj")
    found = (c for c in participle.all("conj") if tokens[c.i - 1].text == ",")
    verb = next((c for c in found if c.tag in ("VBZ", "VBP", "VBD") or (c.tag == "NNS" and lemma_of(c) is not None)), None)
    if subject is None or verb is None or tokens[participle.i - 1].text != "," or participle.child("aux", "auxpass", "cc") is not None:
        return False
    if subject.i > participle.i or verb.child("nsubj") is not None:
        return False
    is_root = participle.head is participle
    heads = {verb: (verb if is_root else participle.head, participle.dep), subject: (verb, "nsubj"), participle: (subject, "acl")}
    tag, lemma = ("VBZ", lemma_of(verb) or verb.lemma) if verb.tag == "NNS" else (verb.tag, verb.lemma)
    participle.tag = "VBN"
    return rebuild(tokens, verb, lemma, heads, tag)


def subject_after_setting(sentence: Sentence) -> bool:
    """ "In April 2018 **Ann Lee**, a pilot, claimed ...", "After the fire in Bergen **its chair** said ...", read as part of the time or place."""
    tokens, verb = sentence.tokens, sentence.roots[0]
    setting = tokens[0]
    passive = verb.child("auxpass")
    if setting.pos != "ADP" or (verb.tag not in ("VBD", "VBZ") and passive is None) or verb.child("nsubjpass", "expl", "csubj") is not None:
        return False
    begins = (k for k in range(2, verb.i) if (tokens[k].tag == "PRP$" and tokens[k - 1].tag in NOUNS) or _ends_date(tokens, k))
    first = next(begins, verb.i)
    subject, read = last_of_phrase(tokens, first), verb.child("nsubj")
    if subject is None or subject.i > verb.i:
        return False
    read = None if read is subject else read  # only the year was read as one of its words
    heads = {subject: (verb, "nsubj" if passive is None else "nsubjpass")}
    if read is not None and read.i > subject.i and tokens[left_edge(read) - 1].text == "," and _is_indefinite(read):
        heads[read], read = (subject, "appos"), None  # "In 2025 **Acme Farms**, a company in Bergen, said ..."
    elif read is not None and (read.i > first or setting.children):
        return False
    for word in tokens[first : subject.i]:
        if word.head.i < first:
            heads[word] = (subject, "compound")
    place = read or tokens[first - 1]
    if read is not None or place.tag == "CD":  # what the preposition governs, in place of the subject
        place = place.head if place.tag == "CD" and place.head.i < first else place
        if place is not setting:
            heads[place] = (setting, "pobj")
    return rebuild(tokens, verb, verb.lemma, heads, verb.tag, verb.pos)


def _ends_date(tokens: list[Token], start: int) -> bool:
    """Whether a month with its year, or a year right after the first word, ends before a name or a noun."""
    year = tokens[start - 1]
    is_year = len(year.text) == 4 and year.text.isdigit()
    is_decade = len(year.text) == 5 and year.text[:4].isdigit() and year.lower.endswith("s")
    if (is_decade or (is_year and (start == 2 or tokens[start - 2].lower == "of"))) and tokens[start].tag in (*NOUNS, "JJ", "VBG"):
        return True
    return tokens[start].pos == "PROPN" and year.tag == "CD" and is_month(tokens[start - 2].lower)


def _is_indefinite(noun: Token) -> bool:
    article = noun.child("det")
    return article is not None and article.lower in ("a", "an")


def first_of_verbs(tokens: list[Token], verb: Token, lemma: str) -> bool:
    """ "The bank **issues** notes and coins, holds gold and lends", where the objects were read as those who hold: a plural holds nothing, it hold."""
    things = verb.head
    main, subject = things.head, tokens[verb.i - 1]
    is_apart = tokens[main.i - 1].text == "," and not any(token.text == "," for token in tokens[verb.i : main.i - 1])  # no subject ends with a comma alone
    is_several = things.tag == "NNS" or things.child("conj") is not None or is_apart
    if verb.dep != "compound" or things.dep != "nsubj" or not is_several or main.tag != "VBZ" or main.i < things.i:
        return False
    if subject.head not in (verb, things) or subject.tag not in ("NN", "NNP") or tokens[main.i - 1].text != ",":
        return False
    heads = {verb: (verb if main.head is main else main.head, main.dep), subject: (verb, "nsubj"), things: (verb, "dobj"), main: (verb, "conj")}
    heads |= {word: (subject, word.dep) for word in (*verb.children, *things.children) if word.i < subject.i}
    heads |= {word: (verb, word.dep) for word in main.children if word.i < verb.i and word is not things}
    return rebuild(tokens, verb, lemma, heads)


def verb_before_list(sentence: Sentence, is_verb: Callable[[str], bool]) -> bool:
    """ "The duties of the agency **comprise**:", where the verb was read as a noun."""
    tokens, subject = sentence.tokens, sentence.roots[0]
    verb = tokens[max(0, len(tokens) - 2)]
    of = verb.head
    if tokens[-1].text != ":" or verb.tag not in ("NN", "NNS") or not is_verb(verb.lower) or subject.tag != "NNS" or of.lower != "of" or of.head is not subject:
        return False
    owner = tokens[verb.i - 1]
    heads = {verb: (verb, "ROOT"), subject: (verb, "nsubj"), owner: (of, "pobj")}
    heads |= {word: (owner, word.dep) for word in verb.children if word is not owner}
    heads |= {word: (verb, word.dep) for word in subject.children if word.i < subject.i and word.dep == "prep"}
    return owner.tag in NOUNS and rebuild(tokens, verb, verb.lower, heads, "VBP")


def noun_of_item(sentence: Sentence) -> bool:
    """ "- monitoring of capital **flows**, among them debt", where the last word of a phrase was read as its verb."""
    noun, tokens = sentence.roots[0], sentence.tokens
    first, before = noun.child("nsubj"), tokens[noun.i - 1]
    of = before.head
    is_read_so = noun.tag == "VBZ" and first is not None and first.i == 0 and before.dep == "pobj" and of.lower == "of" and of.head is first
    if sentence.kind != "list_item" or not is_read_so or first is None or noun.child("dobj", "attr", "acomp", "ccomp", "xcomp") is not None:
        return False
    heads = {first: (first, "ROOT"), noun: (of, "pobj"), before: (noun, "compound")}
    heads |= {word: (noun, word.dep) for word in before.children} | {word: (first, word.dep) for word in noun.children if word is not first}
    return rebuild(tokens, noun, noun.lemma, heads, "NNS", "NOUN")


def subject_behind_other_name(sentence: Sentence) -> bool:
    """ "Known in English as the Port Bureau, **the Agence** is an agency", "Set up by the Crown, **the agency** is ...": a name hung on the one before it."""
    tokens, main, participle = sentence.tokens, sentence.roots[0], sentence.tokens[0]
    commas = [token.i for token in tokens[: main.i] if token.text == ","]
    if participle.tag != "VBN" or participle.head is not main or participle.dep not in ("csubj", "advcl") or not commas or main.tag not in FINITE:
        return False
    subject = last_of_phrase(tokens, commas[-1] + 1)
    if main.child("nsubj", "nsubjpass", "expl") is not None or subject is None or not participle.i < subject.i < main.i or subject.dep not in ("conj", "appos"):
        return False
    return rebuild(tokens, main, main.lemma, {subject: (main, "nsubj"), participle: (main, "advcl")}, main.tag, main.pos)


def second_of_two_subjects(sentence: Sentence) -> bool:
    """ "The Port Statute, adopted in 1993, and **Law 964** are its bases", where the participle was read as the first of two verbs."""
    participle, tokens = sentence.roots[0], sentence.tokens
    first, main = participle.child("nsubj"), participle.child("conj")
    if first is None or main is None or participle.tag not in ("VBN", "VBD") or participle.child("aux", "auxpass") is not None:
        return False
    second = main.child("nsubj")
    if second is None or main.tag not in ("VBP", "VBD") or tokens[participle.i - 1].text != "," or second.i < participle.i:
        return False
    edge = left_edge(second)
    if tokens[edge - 1].lower != "and" or tokens[edge - 2].text != "," or (main.tag == "VBD" and main.lower != "were"):
        return False
    heads = {main: (main, "ROOT"), first: (main, "nsubj"), participle: (first, "acl"), second: (first, "conj"), tokens[edge - 1]: (first, "cc")}
    participle.tag = "VBN"
    return rebuild(tokens, main, main.lemma, heads, main.tag, main.pos)


def first_of_clauses(sentence: Sentence) -> bool:
    """ "The authority **forms** part of the ministry, reports to Parliament and is reviewed", where the first clause was hung on the second verb."""
    second, tokens = sentence.roots[0], sentence.tokens
    first = next((child for child in second.children if child.dep == "ccomp" and child.i < second.i), None)
    if first is None or first.tag != second.tag or first.tag not in ("VBZ", "VBD") or second.child("nsubj", "nsubjpass", "expl") is not None:
        return False
    if first.child("nsubj", "nsubjpass") is None or tokens[second.i - 1].text != "," or second.child("conj") is None:
        return False
    heads = {first: (first, "ROOT"), second: (first, "conj")}
    return rebuild(tokens, first, first.lemma, heads, first.tag, first.pos)


def clause_as_subject(tokens: list[Token], verb: Token) -> bool:
    """ "NPA **fixes** tariffs, lays down terms and monitors ports", where the first clause was read as the subject of the next verb."""
    main, subject = verb.head, verb.child("nsubj")
    if verb.dep != "nsubj" or subject is None or subject.tag not in NOUNS or verb.child("dobj") is None:
        return False
    if main.tag != verb.tag or main.i < verb.i or tokens[main.i - 1].text != ",":
        return False
    heads = {verb: (verb if main.head is main else main.head, main.dep), main: (verb, "conj")}
    return rebuild(tokens, verb, verb.lemma, heads, verb.tag)


def verb_of_relative(sentence: Sentence, verb: Token, lemma: str) -> bool:
    """ "The laws that the ministry **enforces** are A and B", read as enforces that are."""
    be = verb.head
    noun, subject = be.head, sentence.tokens[verb.i - 1]
    that = next((child for child in be.children if child.lower == "that" and child.i < subject.i), None)
    among = noun.head if noun.dep == "pobj" and noun.head.lower == "among" else noun
    if verb.dep != "nsubj" or be.lemma != "be" or be.dep != "relcl" or among.head is not among or that is None or subject.tag not in ("NN", "NNP", "PRP"):
        return False
    heads = {be: (be, "ROOT"), verb: (noun, "relcl"), subject: (verb, "nsubj"), that: (verb, "dobj")}
    heads[among] = (be, "prep" if among is not noun else "nsubj")
    heads |= {word: (subject, word.dep) for word in verb.children if that.i < word.i < subject.i}
    that.tag = "WDT"
    return rebuild(sentence.tokens, be, "be", heads, be.tag, "AUX") and rebuild(sentence.tokens, verb, lemma, {})


