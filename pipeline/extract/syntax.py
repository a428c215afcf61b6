"""Helpers over the parse tree that several stages share.

Dependency labels are the model's (ClearNLP style): `nsubj`, `dobj`, `pobj`, `conj`, `relcl` and so on.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.source.tokens import Sentence, Token, text_order

NOMINAL_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
SUBJECTS = NOMINAL_SUBJECTS | {"csubj", "csubjpass"}
RELATIVE_PRONOUNS = frozenset({"who", "whom", "which", "that"})
# A verb form with one of these labels is an auxiliary, a modifier or a noun ("manufacturing"), not a clause.
_NO_CLAUSE = frozenset(
    {"aux", "auxpass", "amod", "compound", "nmod", "prep", "punct", "cc", "case", "mark", "det", "poss", "quantmod"}
    | {"nsubj", "nsubjpass", "dobj", "pobj", "attr"}
)
_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_CLAUSES = frozenset({"ROOT", "conj", "relcl", "acl", "advcl", "ccomp", "xcomp"})
_PREPOSITIONS = frozenset({"compared", "given", "granted", "provided"})
_EXCLUDING = frozenset({"not", "n't", "rather", "instead"})


def conjuncts(token: Token) -> list[Token]:
    """The phrase head `token` and those coordinated with it further right, in text order.

    Start from the first conjunct. What is excluded ("A but not B", "A rather than B") is left out, and so are clauses that are
    coordinated with a phrase.
    """
    for child in token.children:
        if child.dep == "conj":
            break
    else:
        return [token]  # most are: this is asked of every phrase
    found, stack = [], [token]
    nominal = token.pos in _NOUNS
    while stack:
        current = stack.pop()
        found.append(current)
        excluded = False
        for child in current.children:
            if child.dep in ("cc", "neg", "advmod") and child.i > current.i:
                excluded = child.lower in _EXCLUDING or any(word.lower in _EXCLUDING for word in child.children)
            elif (
                child.dep == "conj"
                and not (excluded or _is_denied(child))
                and not (nominal and child.pos in ("VERB", "AUX") and child.tag != "VBG")
            ):
                stack.append(child)
    found.sort(key=text_order)
    return found


def _is_denied(conjunct: Token) -> bool:
    """Whether "not" stands before a noun itself: "but not taxes"."""
    return conjunct.pos in _NOUNS and any(word.lower in _EXCLUDING for word in conjunct.children if word.i < conjunct.i)


def first_conjunct(token: Token) -> Token:
    """The leftmost head of the coordination that `token` belongs to."""
    while token.dep == "conj" and token.head is not token:
        token = token.head
    return token


def is_predicate(token: Token) -> bool:
    """Whether a token heads a clause: a verb that is no auxiliary and no adjective-like modifier, or what has the auxiliary of a passive."""
    if token.pos not in ("VERB", "AUX") or token.tag[:2] != "VB":
        return token.dep in _CLAUSES and any(child.dep in ("auxpass", "nsubjpass") for child in token.children)
    if token.dep == "prep":  # "Based in Bonn, it ...", but not "compared with"
        return token.tag == "VBN" and token.lower not in _PREPOSITIONS and token.child("prep") is not None
    return token.dep not in _NO_CLAUSE


def is_passive(verb: Token) -> bool:
    """Whether the verb form is passive: a passive auxiliary or subject, or a bare past participle beside what it speaks of."""
    bare = verb.tag in ("VBN", "VBD") and verb.dep in ("acl", "advcl", "prep")
    for child in verb.children:
        if child.dep in ("auxpass", "nsubjpass", "csubjpass", "agent"):
            return True
        if child.dep in ("aux", "nsubj", "csubj") or (child.dep == "dobj" and verb.tag == "VBD"):
            bare = False
    return bare


def is_infinitive(verb: Token) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return verb.tag == "VB" and any(child.dep == "aux" and child.lower == "to" for child in verb.children)


def is_fragment(sentence: Sentence) -> bool:
    """Whether a sentence of a paragraph has no clause at its top, and so is read like an item of a list: "Founding member of the Union."."""
    return sentence.kind == "paragraph" and all(
        root.pos in ("NOUN", "PROPN", "PUNCT") and root.child("nsubj", "nsubjpass", "cop", "aux") is None for root in sentence.roots
    )


def is_noun(token: Token) -> bool:
    """Whether a token can head a noun phrase."""
    return token.pos in _NOUNS


def prepositional(prep: Token) -> Iterator[tuple[tuple[Token, ...], Token]]:
    """Each (preposition words, object head) below a preposition: "out of the box" gives ("out", "of"), "box".

    Coordinated prepositions ("by and for banks") give one pair each; of coordinated objects only the first is given.
    """
    stack: list[tuple[Token, tuple[Token, ...]]] = [(prep, ())]
    while stack:
        token, before = stack.pop()
        parts = [child for child in token.children if _belongs_to_preposition(child)]
        marker = (*before, *sorted([*parts, token], key=text_order)) if parts else (*before, token)
        has_object = False
        for child in token.children:
            if child.dep in ("pobj", "pcomp") and child not in parts:
                has_object = True
                yield marker, child
            elif child.dep == "prep":  # "out of the box" goes on, "from A to B" begins anew
                stack.append((child, () if has_object else marker))
            elif child.dep == "conj" and child.pos == "ADP":
                stack.append((child, before))


def _belongs_to_preposition(child: Token) -> bool:
    """The other words of "because of", "such as"."""
    return (child.dep in ("fixed", "pcomp") and child.pos in ("ADP", "SCONJ")) or (child.dep == "amod" and child.lower == "such")
