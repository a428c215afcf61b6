"""Reports whose verb the parser took for a participle, a noun or a part of the clause before, so that nobody seems to say anything."""

from __future__ import annotations

from pipeline.extract import misread_nouns
from pipeline.extract.cues import cues, reporting_verbs
from pipeline.extract.held import following_that
from pipeline.extract.lemmas import verb_of_past
from pipeline.extract.lexicon import noun_class
from pipeline.extract.reported import TELLING
from pipeline.extract.trees import NOUNS, OPENING, is_below, left_edge, rebuild
from pipeline.source.tokens import Sentence, Token

# What is set between commas after a name takes at most so many words; a sentence with a report has at least so many.
_REACH, _SHORT = 25, 6


def mend_reports(sentence: Sentence) -> bool:
    """Put the misread reports of a sentence right, in place; whether there was one."""
    changed = False
    semicolon = next((token.i for token in sentence.tokens if token.text == ";"), 0)
    for token in sentence.tokens[1:-2]:
        if 0 < semicolon < token.i and token.tag in ("VBD", "VBZ", "VBP") and token.dep in ("ROOT", "conj") and token.lemma in cues().clause:
            changed |= _subject_after_semicolon(sentence, token, semicolon)
        if token.tag in ("VBN", "VBD") and token.dep == "acl" and (token.lemma in cues().clause or token.lemma in cues().about or _has_object(token)):
            changed |= _participle_that_says(sentence, token)
        elif token.tag == "NN" and token.dep == "pobj" and sentence.tokens[token.i + 1].lower in ("that", "whether"):
            changed |= misread_nouns.noun_behind_preposition(sentence, token)
        elif token.tag == "NN" and token.lower in cues().charge and token.child("dobj") is not None and token.child("nsubj") is None:
            changed |= misread_nouns.noun_that_credits(sentence, token)
        elif token.tag in ("VBN", "VBD", "VB", "VBP") and token.dep == "conj" and token.lower in cues().noun:
            changed |= misread_nouns.noun_beside_noun(sentence, token)
        elif token.tag in ("NN", "NNS") and token.dep in ("ROOT", "conj") and sentence.tokens[token.i + 1].lower == "that":
            changed |= misread_nouns.noun_that_says(sentence, token)
        elif token.tag == "NNS" and token.dep == "nsubj" and sentence.tokens[token.i + 1].lower == "that":
            changed |= misread_nouns.noun_before_clause(sentence, token)
        elif token.tag == "NN" and token.dep == "nsubj" and sentence.tokens[token.i + 1].lower == "that":
            changed |= misread_nouns.noun_with_clause(sentence, token)
        elif token.tag in ("NN", "JJ") and token.dep == "conj":
            changed |= (token.lemma in cues().object and misread_nouns.noun_that_judges(sentence, token)) or misread_nouns.noun_that_goes_on(sentence, token)
        elif token.tag == "JJ" and token.dep == "amod" and token.lower in cues().about and token.i > token.head.i:
            changed |= misread_nouns.bare_adjective_that_says(sentence, token)
        elif token.tag == "JJ" and token.dep == "amod" and token.lower.endswith("ed") and token.head.i == token.i - 1:
            changed |= misread_nouns.adjective_that_says(sentence, token)
        elif token.dep == "ccomp" and token.tag in ("VBD", "VBZ", "VBP") and token.lemma in reporting_verbs():
            changed |= _second_reporter(sentence, token)
        elif token.tag in NOUNS and token.dep == "conj" and token.head.pos in ("VERB", "AUX"):
            changed |= _noun_beside_verb(sentence, token)
        elif token.dep == "ROOT" and token.tag in ("VBD", "VBZ", "VBP") and token.lemma in cues().clause:
            changed |= _report_in_front(sentence, token) or _subject_in_front(sentence, token) or _subject_behind_year(sentence, token)
        elif token.tag == "VBZ" and sentence.tokens[token.i + 1].tag == "VBP" and sentence.tokens[token.i + 1].head is token:
            changed |= _people_as_verb(sentence, token)
        elif token.tag in ("JJ", "VBN") and token.dep == "amod" and token.lower.endswith("ed"):
            changed |= _moved_people(sentence, token)
        elif token.lower == "by" and token.dep == "prep":
            changed |= _judge_behind_as(sentence, token)
    return _name_in_front(sentence) or _phrase_in_front(sentence) or changed


def _second_reporter(sentence: Sentence, verb: Token) -> bool:
    """ "Pilots object that work proceeds slowly, and **sailors fear** that X", where both were read as what fears.

    Or as what is done: "Pilots praised its procedures, and even **sailors**, its critics, **conceded** that X".
    """
    first, own = verb.head, verb.child("nsubj")
    subject = own or (first.child("dobj") if verb.child("mark", "aux") is None else None)
    if subject is None or first.lemma not in reporting_verbs() or first.i > subject.i:
        return False
    second = next((noun for noun in subject.all("conj") if noun.i < verb.i), None)
    start = left_edge(second) if second is not None else 0
    if second is None or start < 2 or sentence.tokens[start - 1].lower != "and" or sentence.tokens[start - 2].text != ",":
        return False
    joint = {sentence.tokens[start - 1]: (first, "cc"), sentence.tokens[start - 2]: (first, "punct")}
    heads = {verb: (first, "conj"), second: (verb, "nsubj")} | joint
    if own is not None:
        heads[own] = (first, "ccomp")
    return rebuild(sentence.tokens, verb, verb.lemma, heads, verb.tag)


def _people_as_verb(sentence: Sentence, people: Token) -> bool:
    """ "While pilots like it, **controllers** worry about it", read as the verb of the clause."""
    verb = sentence.tokens[people.i + 1]
    if noun_class(people.lower) not in ("person", "leader") or verb.lemma not in reporting_verbs() or people.child("nsubj") is not None:
        return False
    heads = {child: (verb, child.dep) for child in people.children if child is not verb and child.dep not in ("det", "amod", "compound", "poss")}
    heads |= {verb: (verb, "ROOT") if people.head is people else (people.head, people.dep), people: (verb, "nsubj")}
    people.pos, people.tag = "NOUN", "NNS"
    return rebuild(sentence.tokens, verb, verb.lemma, heads, "VBP")


def _noun_beside_verb(sentence: Sentence, noun: Token) -> bool:
    """ "Pilots claim that X was wrong, and **the board**, in an opinion of 2021, expressed concern", read as what was wrong besides."""
    first = noun.head
    others = [*first.all("conj"), *(v for v in first.head.all("ccomp") if first.head.lemma in reporting_verbs() and v is not first)]
    verb = next((v for v in others if v.i > noun.i and v.tag in ("VBD", "VBZ", "VBP") and v.child("nsubj", "nsubjpass") is None), None)
    start = left_edge(noun)
    if verb is None or first.i > noun.i or sentence.tokens[start - 1].lower not in ("and", "but") or noun.child("conj") is not None:
        return False
    return rebuild(sentence.tokens, verb, verb.lemma, {noun: (verb, "nsubj"), verb: (verb.head, "conj")}, verb.tag)


def _participle_that_says(sentence: Sentence, verb: Token) -> bool:
    """ "The deputy Ann Lee **charged** in 2022 that ...", "Ann Lee, an envoy, **found** that X, and others say that Y".

    Only of those who are told something a clause may be true: "the ministers, told that X".
    """
    noun, that = verb.head, following_that(sentence, verb) or _topic_of(sentence, verb) or (verb.child("dobj") if _has_object(verb) else None)
    if verb.lemma in TELLING or that is None or noun.tag not in NOUNS or verb.child("agent") is not None:
        return False
    main = noun.head
    if main is noun:
        heads = {verb: (verb, "ROOT"), noun: (verb, "nsubj")} | {word: (verb, "ccomp") for word in noun.all("relcl") if word.i > that.i}
        return rebuild(sentence.tokens, verb, verb.lemma, heads, "VBD")
    is_clause = that.lower == "that" and (that.tag == "IN" or that.dep == "mark")
    is_one = is_clause and not any(token.text == ";" for token in sentence.tokens[that.i : main.i])
    if is_one and noun.dep in ("nsubj", "nsubjpass") and noun.i < verb.i < that.i < main.i and verb.lemma in cues().clause:
        above = (verb, "ROOT") if main.head is main else (main.head, main.dep)  # "A panel **reported** in 2020 that harm had been done"
        return rebuild(sentence.tokens, verb, verb.lemma, {verb: above, main: (verb, "ccomp"), noun: (verb, "nsubj")}, "VBD")
    root = sentence.roots[0]
    if is_clause and noun.dep == "pobj" and root.tag in NOUNS and root.i < noun.i and is_below(noun, root) and verb.child("ccomp") is not None:
        return rebuild(sentence.tokens, verb, verb.lemma, {verb: (verb, "ROOT"), root: (verb, "nsubj")}, "VBD")  # "Auditors from X **judged** in 2020 that"
    if noun.dep in ("appos", "conj", "dep") or _is_second_subject(sentence, noun):
        return _instead_of_apposition(sentence, verb, noun)
    others = [*noun.all("conj"), *_after_semicolon(sentence, verb, noun), *(subject for subject in main.all("nsubj") if subject is not noun)]
    other = next((child for child in reversed(others) if verb.i < child.i < main.i), None)
    if noun.dep != "nsubj" or other is None or noun.i > verb.i or main.head is not main:
        return False
    heads = {verb: (verb, "ROOT"), main: (verb, "conj"), noun: (verb, "nsubj"), other: (main, "nsubj")}
    heads |= {word: (verb, "cc") for word in noun.all("cc") if word.i > verb.i}
    return rebuild(sentence.tokens, verb, verb.lemma, heads, "VBD")


def _is_second_subject(sentence: Sentence, noun: Token) -> bool:
    """ "Pilots opposed the loan, **and deputies** protested against it": a plural after a comma that was read as one more object."""
    first = left_edge(noun)
    before = [token.lower for token in sentence.tokens[max(0, first - 2) : first]]
    return noun.tag == "NNS" and noun.dep == "dobj" and before in ([",", "and"], [",", "but"])


def _has_object(verb: Token) -> bool:
    """ "Doctors, by contrast, **praised** the clear line": what has an object is no passive."""
    target = verb.child("dobj")
    return verb.lemma in cues().object and target is not None and target.i > verb.i


def _after_semicolon(sentence: Sentence, verb: Token, noun: Token) -> list[Token]:
    """ "Ann Lee found that X; in 2010 **Bo Roe** declared that Y", where the second name was read as one more of the first."""
    stop = next((token.i for token in sentence.tokens[verb.i :] if token.text == ";"), None)
    return [child for child in noun.all("appos") if stop is not None and child.i > stop and child.pos == "PROPN"]


def _subject_after_semicolon(sentence: Sentence, verb: Token, semicolon: int) -> bool:
    """ "Pilots complain that X; **Ann Lee**, the chair, denied that Y", "the guild, to which many belong, warned that X; **the board** insisted that Y"."""
    own = verb.child("nsubj", "nsubjpass", "expl")
    loose = (t for t in sentence.tokens[semicolon + 1 : verb.i] if t.tag in NOUNS and t.head.i < semicolon and t.dep in ("appos", "conj", "dep"))
    subject = next(loose, None)
    if subject is None or (own is not None and own.i > semicolon):
        return False
    heads = {subject: (verb, "nsubj")}
    if own is not None:
        first = next((v for v in reversed(own.all("relcl")) if v.lemma in cues().clause and v.i < semicolon and v.child("ccomp") is not None), None)
        if first is None:
            return False
        heads |= {first: (first, "ROOT"), own: (first, "nsubj"), verb: (first, "conj")}
    return rebuild(sentence.tokens, verb, verb.lemma, heads, verb.tag)


def _moved_people(sentence: Sentence, participle: Token) -> bool:
    """ "The closure has **alarmed** auditors", read as alarmed auditors that it has."""
    people, have = participle.head, sentence.tokens[participle.i - 1]
    lemma = verb_of_past(participle.lower, cues().affecting)
    if lemma is None or have.lemma != "have" or people.dep != "dobj" or people.head is not have or people.tag != "NNS" or people.i != participle.i + 1:
        return False
    heads = {participle: (participle if have.head is have else have.head, have.dep), people: (participle, "dobj"), have: (participle, "aux")}
    heads |= {word: (participle, word.dep) for word in have.children if word is not people}
    return rebuild(sentence.tokens, participle, lemma, heads, "VBN")


def _judge_behind_as(sentence: Sentence, by: Token) -> bool:
    """ "Was hailed as a milestone **by campaigners**", read as a milestone of theirs; but "seen as an attack by the state" may tell whose attack it is."""
    seen, judge = by.head, by.child("pobj")
    verb = seen.head.head if seen.head.lower == "as" else seen.head
    is_as = seen.head.lower == "as" or any(child.lower == "as" for child in seen.children)
    is_passive = verb.child("auxpass") is not None or verb.dep == "acl" or (verb.dep == "advcl" and verb.tag == "VBN" and verb.i < verb.head.i)
    if judge is not None and not is_as and (judge.tag == "NNS" or judge.lower in ("many", "some")) and (name := _called_so(seen)) is not None:
        return name.head.child("agent") is None and rebuild(sentence.tokens, name.head, name.head.lemma, {by: (name.head, "agent")}, name.head.tag)
    if judge is None or not is_as or not is_passive or not (verb.lemma in cues().frame or verb.lemma in cues().object):
        return False
    if verb.child("agent") is not None or (noun_class(seen.lemma) == "act" and judge.tag != "NNS"):
        return False
    told = {clause: (judge, "relcl") for clause in seen.all("relcl") if clause.i > judge.i}  # "by Muslims, **who maintain** that"
    return rebuild(sentence.tokens, verb, verb.lemma, {by: (verb, "agent")} | told, verb.tag)


def _called_so(noun: Token) -> Token | None:
    """What something is called in a passive, where a noun stands in it: "is considered a masterpiece of **patience** by scholars"."""
    while noun.dep in ("prep", "pobj", "conj") and noun.head is not noun:
        noun = noun.head
    verb = noun.head
    is_fronted = verb.dep == "advcl" and verb.tag == "VBN" and verb.i < verb.head.i and noun.dep == "dobj"  # "**Considered a relic** by sailors, it"
    return noun if verb.lemma in cues().label and (is_fronted or (noun.dep == "oprd" and verb.child("auxpass") is not None)) else None


def _topic_of(sentence: Sentence, verb: Token) -> Token | None:
    """ "Pilots **approved of** the rules", where nothing else may be the verb: the preposition."""
    after = sentence.tokens[verb.i + 1]
    noun = verb.head
    is_open = verb.tag == "VBN" and noun.tag == "NNS" and noun is sentence.roots[0] and sentence.kind == "paragraph"
    is_open = is_open or (verb.tag == "VBD" and noun.dep == "nsubj" and len(noun.head.all("nsubj")) > 1) or _is_second_subject(sentence, noun)
    return after if is_open and after.lower in cues().about.get(verb.lemma, ()) else None


def _instead_of_apposition(sentence: Sentence, verb: Token, noun: Token) -> bool:
    """ "In the case Flor, **the court found** X", where the noun was hung on what comes before: "pilots object; **Ann Lee**, an envoy, **found** that X"."""
    root = noun
    while root.head is not root:
        root = root.head
    if root.i > noun.i:
        return False
    if root.pos in ("VERB", "AUX"):
        heads = {verb: (root, "conj"), noun: (verb, "nsubj")}
    else:
        heads = {verb: (verb, "ROOT"), noun: (verb, "nsubj"), root: (verb, "npadvmod")}
    return rebuild(sentence.tokens, verb, verb.lemma, heads, "VBD")


def _report_in_front(sentence: Sentence, verb: Token) -> bool:
    """ "Pilots **complain** that the fees are high, sailors **say** that X": side by side, and not what sailors say."""
    subject, own = verb.child("nsubj"), next((clause for clause in verb.all("ccomp") if clause.i > verb.i), None)
    if subject is None or own is None or sentence.tokens[left_edge(subject) - 1].text != ",":
        return False
    first = next((v for v in verb.all("ccomp") if v.i < subject.i and v.lemma in cues().clause), None)
    if first is None or first.child("nsubj") is None or all(clause.i < first.i for clause in first.all("ccomp")):
        return False
    heads = {first: (first, "ROOT"), verb: (first, "conj")}
    return rebuild(sentence.tokens, first, first.lemma, heads, first.tag)


def _subject_in_front(sentence: Sentence, verb: Token) -> bool:
    """ "When it was debated in Congress, **Senator Ann Lee**, its author, replied that X", where the subject was hung on the clause in front."""
    if verb.child("nsubj", "nsubjpass", "csubj") is not None or not verb.all("advcl") or verb.tag == "VBP":
        return False
    for noun in sentence.tokens[1 : verb.i]:
        is_loose = noun.dep in ("conj", "appos") or (noun.dep == "npadvmod" and noun.pos == "PROPN")
        if not is_loose or noun.tag not in NOUNS or noun.head.i > noun.i or noun.child("cc") is not None:
            continue
        opening = left_edge(noun)
        last = max(token.i for token in noun.subtree())
        if opening and sentence.tokens[opening - 1].text == "," and last in (verb.i - 1, verb.i - 2) and is_below(noun, verb):
            return rebuild(sentence.tokens, verb, verb.lemma, {noun: (verb, "nsubj")}, verb.tag)
    return False


def _subject_behind_year(sentence: Sentence, verb: Token) -> bool:
    """ "In 2018 **the guild**, in a letter, found that X", where both were read as what "in" governs."""
    first = sentence.tokens[0]
    governed = first.all("pobj") if first.tag == "IN" and first.head is verb else []
    is_year = len(governed) > 1 and governed[0].tag == "CD" and left_edge(governed[1]) == governed[0].i + 1
    if not is_year or governed[1].i > verb.i or verb.child("nsubj", "nsubjpass", "expl", "csubj") is not None:
        return False
    return rebuild(sentence.tokens, verb, verb.lemma, {governed[1]: (verb, "nsubj")}, verb.tag)


def _name_in_front(sentence: Sentence) -> bool:
    """ "**Keel**, whose bid was refused in 2020, objected that X", "**True**, for its part, promised that X": a name of one word was read as an adverb."""
    if len(sentence.tokens) < _SHORT:
        return False
    first, comma = sentence.tokens[:2]
    if comma.text != "," or first.tag[:2] not in ("RB", "JJ", "VB", "IN", "UH") or first.lower.endswith("ly") or first.head is first:
        return False
    last = next((token for token in sentence.tokens[2:_REACH] if token.text == ","), None)
    verb = sentence.tokens[last.i + 1] if last is not None and last.i + 2 < len(sentence.tokens) else first
    if verb.tag not in ("VBD", "VBZ") or verb.lemma not in cues().clause or verb.child("nsubj", "nsubjpass", "expl", "csubj") is not None:
        return False
    root, heads = first.head, {verb: (verb, "ROOT"), first: (verb, "nsubj")}
    if root is not verb and root.head is root:
        heads[root] = (first, "relcl")
    first.pos, first.tag = "PROPN", "NNP"
    return rebuild(sentence.tokens, verb, verb.lemma, heads, verb.tag)


def _phrase_in_front(sentence: Sentence) -> bool:
    """ "After the accident, **nuclear groups** accused it", where the accident was read as one of those who accused."""
    first = sentence.tokens[0]
    verb = first.head
    if first.tag != "IN" or first.dep != "mark" or verb.head is not verb or verb.lemma not in cues().clause.keys() | cues().charge.keys():
        return False
    inner = verb.child("nsubj")
    subject = inner.child("conj") if inner is not None else None
    if inner is None or subject is None or subject.i != verb.i - 1 or inner.child("cc") is not None or inner.i > verb.i:
        return False
    opening = left_edge(subject)
    if sentence.tokens[opening].tag not in OPENING or sentence.tokens[opening - 1].text != ",":
        return False
    return rebuild(sentence.tokens, verb, verb.lemma, {first: (verb, "prep"), inner: (first, "pobj"), subject: (verb, "nsubj")}, verb.tag)
