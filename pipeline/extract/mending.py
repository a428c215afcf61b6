"""Verbs that the parser took for plural nouns: "the office shares evidence", "its mandate spans licensing and audits".

A small statistical parser confuses the third person singular with the plural of a noun, and builds the rest of the sentence on that.
Where the clause has no other verb, or the tagger itself says verb, the word is made the verb that it must be: what stands right before
it becomes its subject, the noun phrase right after it its object. All other words keep their heads.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pipeline.extract.attaching import reattach
from pipeline.extract.cues import reporting_verbs
from pipeline.extract.lemmas import mend_lemmas
from pipeline.extract.rulebook import load_rulebook
from pipeline.extract.syntax import first_conjunct
from pipeline.source.tokens import Sentence, Token

_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_PLURAL = frozenset({"NNS", "NNPS"})
# Verbs of place, which have no object.
_STANDING = frozenset({"stand", "sit", "lie", "hang", "come", "rank", "belong"})
_SINGULAR = frozenset({"NN", "NNP", "NNPS"})
_OPENING = frozenset({"DT", "PDT", "PRP$", "JJ", "JJR", "JJS", "CD", "VBG"}) | _NOUNS
_INSIDE = _OPENING | {"POS", "HYPH", "VBN"}
_SEPARATORS = frozenset({",", "and", "or"})
_FOLLOWING = frozenset({"RB", "IN", ",", "CC", "VBZ", "RP"})
_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj", "appos"})
_NOUN_DEPS = frozenset({"compound", "amod", "nmod"})


@cache
def _verbs() -> frozenset[str]:
    return frozenset(load_rulebook().index["verb"]) | load_rulebook().lists["no_mandate"] | reporting_verbs()


def mend(sentences: Iterable[Sentence]) -> None:
    """Put the misread verbs of the sentences right, in place; a sentence without any is left as it is."""
    for sentence in sentences:
        if sentence.kind in ("paragraph", "list_item"):
            mend_lemmas(sentence.tokens)
            _mend(sentence)
            reattach(sentence)


def _mend(sentence: Sentence) -> None:
    tokens = sentence.tokens
    changed = _mend_hyphens(tokens) | _mend_fronted(sentence)
    _mend_adjectives(tokens)
    verbless = sentence.kind == "paragraph" and not _has_verb(sentence)
    for token in tokens[1:-2]:
        if verbless and (_make_plural_main(sentence, token) or _make_base_main(sentence, token)):
            changed, verbless = True, False
        if not _is_suspect(token) or _opens_with_preposition(tokens, token):
            continue
        before, after = tokens[token.i - 1], tokens[token.i + 1]
        if (lemma := _lemma(token)) is None or not (after.tag in _OPENING or after.tag in _FOLLOWING):
            continue
        if before.text == ")" and token.head.tag in _NOUNS and (subject := _before_bracket(tokens, token)) is not None:
            changed |= _make_main_of(tokens, token, lemma, subject)
            verbless = verbless and not changed
        elif verbless and before.text == "," and (subject := _described_before(sentence, token)) is not None:
            changed |= _make_main_of(tokens, token, lemma, subject)
            verbless = verbless and not changed
        elif before.lower in _SEPARATORS:
            if _is_verb_after_conjunction(token, after) or (changed and after.tag in _OPENING) or token.head.tag == "VBZ":
                changed |= _coordinate(sentence, token, lemma)
        elif (verbless or token.tag == "VBZ" or _has_verb_for_object(tokens, token)) and _ends_subject(tokens, before):
            changed |= _make_main(sentence, token, lemma)
            verbless = verbless and not changed
    changed |= sum(_mend_relative(tokens, token) for token in tokens[2:] if token.tag == "NNS" and token.dep == "relcl") > 0
    _mend_infinitives(tokens)
    _mend_inversion(sentence)
    if changed:
        sentence.roots = [token for token in tokens if token.head is token]


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
    is_noun = after.tag == "VBZ" or (after.tag == "VBP" and after.lemma not in _verbs())  # "guards livestock against epidemics"
    if not is_noun or token.dep not in ("compound", "nsubj") or token.head is not after or after.i + 1 >= len(tokens):
        return False
    return tokens[after.i + 1].text in (",", ".", ";") or tokens[after.i + 1].tag in ("IN", "CC")


def _is_noun_like(verb: Token) -> bool:
    """Whether the parser treats a word as part of a noun phrase that its tagger takes for a verb."""
    return verb.dep in _NOUN_DEPS or (verb.dep == "conj" and verb.head.tag in _NOUNS)


def _has_verb(sentence: Sentence) -> bool:
    """Whether a root is a finite verb, or has an auxiliary."""
    return any(root.tag in _FINITE or root.pos == "AUX" or root.child("aux", "auxpass") is not None for root in sentence.roots)


def _lemma(token: Token) -> str | None:
    """The verb that a word is the third person singular of, if it is one."""
    word = token.lower
    if token.tag == "VBZ":
        return token.lemma.lower()
    endings = (("ies", "y"), ("es", ""), ("s", "")) if word.endswith(("ies", "shes", "ches", "sses", "xes")) else (("s", ""), ("es", ""))
    for ending, instead in endings:
        if word.endswith(ending) and (lemma := word[: -len(ending)] + instead) in _verbs():
            return lemma
    return None


def _is_verb_after_conjunction(token: Token, after: Token) -> bool:
    """ "... and **inspects** the ships": no noun in the plural is followed by a determiner, or by another plural."""
    if token.tag == "VBZ":
        return after.tag in _OPENING or after.tag == "IN"
    if token.lower in load_rulebook().lists["plurals_before_nouns"]:
        return False
    if token.dep == "compound" and token.head is after and after.dep == "conj" and after.head.tag in _FINITE:
        return True  # a noun that is coordinated with a verb: "runs camps, grades hotels"
    return after.tag in ("DT", "PRP$", "RB") or (after.tag in ("NNS", "VBZ") and token.dep == "conj")


def _ends_subject(tokens: list[Token], last: Token) -> bool:
    """Whether a word ends a noun phrase in the singular."""
    first = _first_of_phrase(tokens, last.i)
    has_determiner = tokens[first].tag in ("DT", "PRP$")
    return last.tag in _SINGULAR or (last.tag == "JJ" and has_determiner and first < last.i)


def _first_of_phrase(tokens: list[Token], last: int) -> int:
    first = last
    while first and tokens[first - 1].tag in _INSIDE and tokens[first].tag not in ("DT", "PRP$"):
        first -= 1
    return first


def _last_of_phrase(tokens: list[Token], first: int) -> Token | None:
    """The head of the noun phrase that begins at an index."""
    last = None
    for token in tokens[first:]:
        if token.tag in _NOUNS or (token.tag in ("VBG", "VBZ", "VBP") and last is None):
            last = token
        elif token.tag not in _INSIDE:
            break
    return last


def _make_main(sentence: Sentence, verb: Token, lemma: str) -> bool:
    """Make a word the verb of its clause: the phrase before it the subject, the one after it the object."""
    tokens = sentence.tokens
    top = _top(tokens, verb)
    target = _last_of_phrase(tokens, verb.i + 1)
    first = _first_of_phrase(tokens, verb.i - 1)
    subject = tokens[verb.i - 1]
    heads = {verb: (verb if top.head is top else top.head, "ROOT" if top.head is top else top.dep)}
    if first > 1 and tokens[first - 1].lower == "of" and tokens[first - 2].tag in _NOUNS:  # "the Office of Accounts shares ..."
        heads[subject] = (tokens[first - 1], "pobj")
        heads[tokens[first - 1]] = (tokens[first - 2], "prep")
        subject, first = tokens[first - 2], _first_of_phrase(tokens, first - 2)
    heads[subject] = (verb, "nsubj")
    for word in tokens[first : verb.i]:
        if word not in heads and (word.head.i >= verb.i or word.head.i < first):
            nearest = subject if word.i < subject.i else tokens[verb.i - 1]
            heads[word] = (nearest, word.dep if word.dep in ("det", "poss", "amod", "nummod", "punct") else "compound")
    if top is not verb and top is not target:
        heads[top] = (verb, "conj")
    _give_object(verb, target, heads)
    for word in tokens[:first]:
        if word.head in (verb, top, target) and word not in heads:
            is_in_phrase = word.dep in _NOUN_DEPS or word.dep == "det"  # "the Health and Safety Office inspects ..."
            heads[word] = (subject if is_in_phrase else verb, word.dep)
    return _rebuild(tokens, verb, lemma, heads)


def _described_before(sentence: Sentence, verb: Token) -> Token | None:
    """The noun that opens the sentence and that a clause or phrase between commas describes: "The unit, which opened in 1990, **audits** banks"."""
    noun = sentence.roots[0]
    closed = [child for child in noun.children if child.dep in ("relcl", "acl", "appos") and child.i < verb.i]
    is_open = any(token.text == "," for token in sentence.tokens[: noun.i])
    if not closed or is_open or noun.tag not in _NOUNS or noun.i > verb.i or sentence.tokens[noun.i + 1].text not in (",", "("):
        return None
    return noun if any(token.i < verb.i for token in closed[-1].subtree()) else None


def _before_bracket(tokens: list[Token], verb: Token) -> Token | None:
    """The name before a bracket that is followed by a verb read as a noun with verbs after it: "The agency (A) **finances**, builds and lets"."""
    opening = next((t.i for t in reversed(tokens[: verb.i]) if t.text == "("), 0)
    goes_on = any(child.dep == "conj" and child.tag == "VBZ" for child in verb.children)
    name = tokens[opening - 1] if opening else verb
    while name.dep in ("pobj", "prep", "compound") and name.head.i < name.i:  # "the Ministry of Trade (MT)"
        name = name.head
    return name if opening and goes_on and name.tag in _NOUNS else None


def _make_base_main(sentence: Sentence, verb: Token) -> bool:
    """ "Five judges, chaired by Ann Lee, **decide** by vote": a bare verb after a plural and what describes it is the main one."""
    subject = sentence.roots[0]
    is_bare = verb.tag in ("VB", "VBP") and verb.dep in ("acl", "conj") and verb.child("aux", "nsubj", "mark") is None
    if not is_bare or subject.tag not in _PLURAL or subject.i > verb.i or sentence.tokens[verb.i - 1].text != ",":
        return False
    if _first_of_phrase(sentence.tokens, subject.i) > 1:
        return False
    return _rebuild(sentence.tokens, verb, verb.lemma, {verb: (verb, "ROOT"), subject: (verb, "nsubj")}, "VBP")


def _mend_inversion(sentence: Sentence) -> None:
    """ "At its head **stands** a director": what follows a verb without object and subject is its subject."""
    for verb in sentence.roots:
        target = verb.child("dobj")
        if verb.tag != "VBZ" or verb.lemma not in _STANDING or target is None or verb.child("nsubj", "nsubjpass", "expl") is not None:
            continue
        if target.i > verb.i and any(child.dep == "prep" and child.i < verb.i for child in verb.children):
            target.dep = "nsubj"


def _make_main_of(tokens: list[Token], verb: Token, lemma: str, subject: Token) -> bool:
    """Make a word the main verb of a subject that was read as something else; a root before it becomes a fronted phrase."""
    target = _last_of_phrase(tokens, verb.i + 1)
    root = _top(tokens, verb)
    while root.head is not root and root.i < verb.i:
        root = root.head
    heads = {verb: (verb, "ROOT"), subject: (verb, "nsubj")}
    if root is not subject and root is not verb and root.i < subject.i:
        heads[root] = (verb, "npadvmod")
    heads |= {word: (target or verb, word.dep) for word in subject.children if word.i > verb.i and word is not target}
    heads |= {word: (subject, word.dep) for word in verb.children if word.i < verb.i and word is not subject}
    _give_object(verb, target, heads)
    return _rebuild(tokens, verb, lemma, heads)


def _make_plural_main(sentence: Sentence, verb: Token) -> bool:
    """ "Ranchers in the hills **regard** visits as an invasion": a verb of the plural that was read as the noun after a name."""
    tokens = sentence.tokens
    before, after = tokens[verb.i - 1], tokens[verb.i + 1]
    if verb.tag != "NN" or verb.lower not in reporting_verbs() or before.tag not in _NOUNS or after.tag not in _OPENING or verb.dep != "pobj":
        return False
    preposition = verb.head
    subject = preposition.head
    if subject.tag != "NNS" or subject.i > preposition.i or _first_of_phrase(tokens, subject.i) > 0 or preposition.i > verb.i:
        return False
    top = _top(tokens, subject)
    target = _last_of_phrase(tokens, verb.i + 1)
    heads = {verb: (verb, "ROOT"), subject: (verb, "nsubj"), before: (preposition, "pobj")}
    heads |= {word: (before, word.dep) for word in verb.children if word.i < verb.i and word is not before}
    heads |= {word: (verb, word.dep) for word in top.children if word not in heads and word.i > verb.i and word is not target}
    if target is not None:
        heads |= {word: (target, word.dep) for word in tokens[verb.i + 1 : target.i] if word.head is top}
    _give_object(verb, target, heads)
    return _rebuild(tokens, verb, verb.lower, heads, "VBP")


def _mend_hyphens(tokens: list[Token]) -> bool:
    """ "vice-**ministries**", "the director-**general**": a hyphen is no noun, and what follows a noun and a hyphen as a noun phrase is one."""
    changed = False
    for hyphen in tokens[1:-1]:
        before, after = tokens[hyphen.i - 1], tokens[hyphen.i + 1]
        if hyphen.text != "-" or before.end != hyphen.start or after.start != hyphen.end:
            continue
        if hyphen.tag != "HYPH" and after.tag in _NOUNS and not hyphen.children:
            heads = {hyphen: (after, "punct")}
            if before.head is after.head and before.dep == after.dep:
                heads |= {before: (after, "compound")} | {word: (after, word.dep) for word in before.children}
            changed |= _rebuild(tokens, after, after.lemma, heads, after.tag, after.pos)
            hyphen.pos, hyphen.tag = "PUNCT", "HYPH"
        if after.tag == "JJ" and before.tag in _SINGULAR and after.dep in _NOMINAL and before.head is after:
            after.pos, after.tag = "NOUN", "NN"
    return changed


def _mend_adjectives(tokens: list[Token]) -> None:
    """ "musicians **grumble** that", where the tagger took the verb for an adjective and the parser did not."""
    for token in tokens:
        if token.tag == "JJ" and token.dep in ("ROOT", "conj", "ccomp") and token.lower in reporting_verbs():
            subject = token.child("nsubj")
            if subject is not None and subject.tag == "NNS" and token.child("cop", "aux") is None:
                token.pos, token.tag, token.lemma = "VERB", "VBP", token.lower


def _mend_fronted(sentence: Sentence) -> bool:
    """ "Together with unions the ministry **sits** on the board", where the parser took the clause for one that describes the unions."""
    root = sentence.roots[0]
    if root.pos not in ("ADP", "SCONJ") or root.i > 2 or len(sentence.roots) > 1:
        return False
    for verb in sentence.tokens[root.i + 1 :]:
        subject = verb.child("nsubj", "nsubjpass")
        if verb.dep in ("relcl", "acl") and subject is not None and subject.tag not in ("WDT", "WP") and _is_finite(verb):
            return _rebuild(sentence.tokens, verb, verb.lemma, {verb: (verb, "ROOT"), root: (verb, "prep")}, verb.tag)
    return False


def _top(tokens: list[Token], verb: Token) -> Token:
    """The head of the clause that the misread word stands in: up to a root, or to what is not part of a noun phrase."""
    top = verb
    while top.head is not top and (top.dep in _NOUN_DEPS or top.dep in ("nsubj", "nsubjpass", "pobj", "dep", "appos")):
        if top.dep == "pobj" and top.head.i < verb.i:
            top = top.head  # the preposition of a subject with "of"
            while top.head is not top and top.dep in ("prep", "pobj"):
                top = top.head
            continue
        top = top.head
    return top


def _give_object(verb: Token, target: Token | None, heads: dict[Token, tuple[Token, str]]) -> None:
    if target is None:
        return
    heads[target] = (verb, "dobj")
    for child in verb.children:
        if child.i > target.i and child.dep in ("conj", "appos") and child.tag in _NOUNS:
            heads[child] = (target, "conj")
        elif verb.i < child.i < target.i:
            heads[child] = (target, child.dep)


def _coordinate(sentence: Sentence, verb: Token, lemma: str) -> bool:
    """Make a word a verb coordinated with the one before it, and the phrase after it its object."""
    tokens = sentence.tokens
    governor = next((t for t in reversed(tokens[: verb.i]) if t.dep in ("ROOT", "conj", "relcl") and _is_finite(t)), None)
    if governor is None:
        return False
    heads = {verb: (governor, "conj")}
    target = _last_of_phrase(tokens, verb.i + 1)
    _give_object(verb, target, heads)
    for word in tokens[verb.i + 1 :]:
        if word.dep in ("prep", "advmod") and governor.i < word.head.i < verb.i:  # "by fees and reports to parliament"
            heads[word] = (verb, word.dep)
    for word in tokens[governor.i + 1 : verb.i]:
        if word.head is target and word.tag in _NOUNS:  # "hears appeals and issues rulings"
            heads[word] = (governor, "dobj")
    for word in tokens[verb.i + 1 : target.i] if target is not None else ():
        if word.head.i <= verb.i:
            heads[word] = (target or verb, "compound")
    return _rebuild(tokens, verb, lemma, heads)


def _mend_relative(tokens: list[Token], verb: Token) -> bool:
    """ "the code, which the tribunal **enforces**": a relative clause has a verb, and a noun before it is its subject."""
    pronoun, subject = verb.child("nsubj"), tokens[verb.i - 1]
    lemma = _lemma(verb)
    if lemma is None or pronoun is None or pronoun.tag not in ("WDT", "WP") or subject.head is not verb or subject.tag not in _SINGULAR:
        return False
    heads = {subject: (verb, "nsubj"), pronoun: (verb, "dobj")}
    heads |= {word: (subject, word.dep) for word in verb.children if pronoun.i < word.i < subject.i}
    return _rebuild(tokens, verb, lemma, heads)


def _mend_infinitives(tokens: list[Token]) -> None:
    """ "can inspect ports, **fine** owners and **issue** orders": verbs after a modal or "to" that were read as part of their objects."""
    for token in tokens[1:]:
        if token.dep not in _NOUN_DEPS or token.lower not in _verbs() or token.lower in load_rulebook().lists["verbs_like_nouns"]:
            continue
        target = token.head
        if tokens[token.i - 1].lower not in _SEPARATORS or target.i < token.i or target.dep != "conj" or target.tag not in _NOUNS:
            continue
        top = first_conjunct(target)
        verb = top.head
        if top.dep == "dobj" and verb.tag == "VB" and (verb.child("aux") is not None or verb.dep == "conj"):
            _rebuild(tokens, token, token.lower, {token: (verb, "conj"), target: (token, "dobj")}, "VB")


def _is_finite(verb: Token) -> bool:
    return verb.pos == "VERB" and (verb.tag in _FINITE or verb.child("aux", "auxpass") is not None)


def _rebuild(tokens: list[Token], verb: Token, lemma: str, heads: dict[Token, tuple[Token, str]], tag: str = "VBZ", pos: str = "VERB") -> bool:
    """Give the words their new heads, unless that would tie a knot."""
    for start in heads:
        steps, word = 0, start
        while steps <= len(tokens) and (above := heads[word][0] if word in heads else word.head) is not word:
            steps, word = steps + 1, above
        if steps > len(tokens):
            return False
    for word, (head, dep) in heads.items():
        word.head, word.dep = head, dep
        if dep == "dobj" and word.tag in ("VBG", "VBZ", "VBP"):  # what was read as a verb
            word.pos, word.tag = "NOUN", "NN" if word.tag == "VBG" else "NNS"
        elif dep == "nsubj" and word.pos == "ADJ":
            word.pos, word.tag = "NOUN", "NN"
    verb.pos, verb.tag, verb.lemma = pos, tag, lemma
    for word in tokens:
        word.children = []
    for word in tokens:
        if word.head is not word:
            word.head.children.append(word)
    return True
