"""Verbs that the parser took for adjectives, nouns or prepositions, as they look like one: "the scheme **cut** accidents", "may **fine** airlines"."""

from __future__ import annotations

from pipeline.extract.lexicon import noun_class
from pipeline.extract.trees import (
    FINITE,
    NOUNS,
    first_of_phrase,
    is_below,
    rebuild,
)
from pipeline.source.tokens import Sentence, Token

# Verbs whose past is as short as a noun.
_SHORT = frozenset({"cost", "cut", "hit", "hurt", "put", "shut", "spread"})
# Verbs that are mostly adjectives.
_LIKE_ADJECTIVES = frozenset({"double", "fine", "quadruple", "triple"})


def mend_verbs(tokens: list[Token]) -> bool:
    """Put the verbs right, in place, that look like adjectives or nouns; whether there was one."""
    changed = False
    for token in tokens[1:]:
        if token.dep == "compound" and token.lower in _SHORT:
            changed |= _short_past(tokens, token)
        elif token.tag == "JJ" and token.lower in _LIKE_ADJECTIVES and token.i > 1:
            changed |= _adjective_as_verb(tokens, token)
        elif token.dep == "amod" and token.tag == "VBN" and token.i > 2:
            changed |= _third_of_verbs(tokens, token)
        elif token.dep == "amod" and token.tag == "VBD" and token.i > 1:
            changed |= _past_as_adjective(tokens, token)
    return changed


def _short_past(tokens: list[Token], verb: Token) -> bool:
    """ "says that the scheme **cut** accidents by a third", read as accidents of a cut: a clause of a noun alone has its verb before the noun."""
    target, subject = verb.head, tokens[verb.i - 1]
    is_clause = target.dep in ("ROOT", "ccomp", "dep", "advcl") and target.tag == "NNS" and _is_verbless(target)
    first = first_of_phrase(tokens, subject.i)
    if not is_clause or subject.tag not in NOUNS or subject.head not in (verb, target) or tokens[first].tag not in ("DT", "PRP$", "NNP"):
        return False
    rest = [word for word in target.children if word.dep in ("mark", "punct", "prep")]
    return _make_past(tokens, verb, verb.lower, first, rest, "ccomp" if target.dep == "dep" else target.dep)


def _past_as_adjective(tokens: list[Token], verb: Token) -> bool:
    """ "The ruling **disappointed** women's groups", read as groups that were disappointed."""
    target, subject = verb.head, tokens[verb.i - 1]
    is_clause = target.dep in ("ROOT", "ccomp") and target.i > verb.i and target.tag in NOUNS and _is_verbless(target)
    first = first_of_phrase(tokens, subject.i)
    is_phrase = subject.tag in (*NOUNS, "VBG") and first < subject.i and tokens[first].tag in ("DT", "PRP$")
    if not is_clause or subject.head is not target or not is_phrase:
        return False
    rest = [word for word in target.children if word.dep in ("mark", "punct") and (word.i < first or word.text == ".")]
    return _make_past(tokens, verb, verb.lemma, first, rest, target.dep)


def _is_verbless(noun: Token) -> bool:
    return noun.child("nsubj", "cop", "aux") is None


def _make_past(tokens: list[Token], verb: Token, lemma: str, first: int, rest: list[Token], dep: str) -> bool:
    """Make a word a verb in the past: of what was read as its head the object, of the phrase that begins at `first` the subject; the `rest` goes with it."""
    target, subject = verb.head, tokens[verb.i - 1]
    heads = {verb: (verb if target.head is target else target.head, dep), target: (verb, "dobj"), subject: (verb, "nsubj")}
    heads |= {word: (subject, word.dep) for word in tokens[first : subject.i] if word.head in (verb, target)}
    heads |= {word: (verb, word.dep) for word in rest}
    if subject.tag == "VBG":
        subject.pos, subject.tag = "NOUN", "NN"
    return rebuild(tokens, verb, lemma, heads, "VBD")


def _third_of_verbs(tokens: list[Token], participle: Token) -> bool:
    """ "It sets rules, drew up maps and **inspected** ports", where the last verb was read as what had been done to the ports."""
    noun = participle.head
    verb = noun.head
    if tokens[participle.i - 1].lower != "and" or noun.dep != "conj" or verb.tag != "VBD" or verb.child("dobj") is None:
        return False
    return rebuild(tokens, participle, participle.lemma, {participle: (verb, "conj"), noun: (participle, "dobj")}, "VBD")


def _adjective_as_verb(tokens: list[Token], fine: Token) -> bool:
    """ "May inspect ships and **fine** their owners", "aims to **double** exports", read as something that is fine, or double."""
    to, noun = tokens[fine.i - 1], fine.head
    if to.lower != "to" or fine.dep != "amod" or noun.tag != "NNS" or noun.head is not to:
        return False
    above = to.head
    while above.pos != "VERB" and above.head is not above and to.dep == "prep" and above.dep in ("dobj", "nsubj", "nsubjpass"):
        above = above.head
    label = "conj" if to.dep == "conj" else "acl" if above.pos == "NOUN" else "xcomp"
    heads = {fine: (above, label), to: (fine, "aux"), noun: (fine, "dobj")} | {
        word: (fine, word.dep) for word in to.children if word is not noun
    }
    to.pos, to.tag = "PART", "TO"
    return rebuild(tokens, fine, fine.lower, heads, "VB")


def liking(sentence: Sentence) -> bool:
    """ "Most growers **like** the stamp", read as growers that resemble it: a sentence that has no other verb has this one."""
    tokens, root = sentence.tokens, sentence.roots[0]
    like = root if root.lower == "like" else root.child("prep")
    if sentence.kind != "paragraph" or like is None or like.lower != "like" or like.tag != "IN" or not 0 < like.i < len(tokens) - 1:
        return False
    people = tokens[like.i - 1]
    if people.tag != "NNS" or not (like.head is people or people.head is like) or noun_class(people.lower) not in ("person", "leader"):
        return False
    if any(token.tag in FINITE and not (like is root and is_below(token, like)) for token in tokens):
        return False
    heads = {like: (like, "ROOT"), people: (like, "nsubj")} | dict.fromkeys(like.all("pobj"), (like, "dobj"))
    heads |= {word: (like, word.dep) for word in root.children if word.i > like.i or word.tag == "."}
    return rebuild(tokens, like, "like", heads, "VBP")
