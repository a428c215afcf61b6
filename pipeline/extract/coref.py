"""What pronouns refer to: by agreement, by where they stand, and by what the text is just about.

Follows the ideas of centering (Grosz, Joshi, Weinstein 1995) and of salience-based resolution (Lappin and Leass 1994), reduced to
what a dependency tree gives: subjects before other phrases, the current sentence before the last, what was a pronoun before what was not,
and the subject of the document as the last resort. Nothing is guessed where nothing agrees.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline.extract.lexicon import vocabulary
from pipeline.source.tokens import Sentence, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_CLAUSES = frozenset({"ROOT", "conj", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "csubj", "parataxis", "dep"})


@cache
def agreement(pronoun: str) -> str:
    """What a pronoun in small letters agrees with: thing, person, plural; empty for others."""
    for key, kind in (("things", "thing"), ("persons", "person"), ("plurals", "plural")):
        if pronoun in vocabulary("coref")[key]:
            return kind
    return ""


def clause_of(token: Token) -> Token:
    """The head of the clause that a token stands in."""
    at = token.head
    while at.head is not at and not (at.pos in ("VERB", "AUX") and at.dep in _CLAUSES):
        at = at.head
    return at


def antecedents(pronoun: Token, sentence: Sentence) -> Iterator[Token]:
    """Heads of phrases before the pronoun in its sentence that it may stand for, best first; agreement is for the caller to check."""
    clause = clause_of(pronoun)
    possessive = pronoun.tag == "PRP$"
    before = [token for token in sentence.tokens[: pronoun.i] if token.dep in SUBJECTS and token.pos in ("NOUN", "PROPN", "PRON")]
    for subject in reversed(before):
        if possessive or clause_of(subject) is not clause:
            yield subject
        for child in subject.children:
            if child.dep == "poss":
                yield child


def nearest_plurals(pronoun: Token, sentence: Sentence) -> Iterator[Token]:
    """Plural nouns before the pronoun in its sentence, nearest first."""
    for token in reversed(sentence.tokens[: pronoun.i]):
        if token.tag in ("NNS", "NNPS") and token is not pronoun.head:
            yield token


def is_expletive(pronoun: Token) -> bool:
    """Whether an "it" stands for a clause: "it is clear that", "makes it easier to"."""
    if pronoun.lower != "it" or pronoun.dep not in ("nsubj", "nsubjpass", "expl"):
        return pronoun.dep == "expl"
    verb = pronoun.head
    filler = verb.child("acomp", "attr", "oprd")
    clauses = [
        child for child in [*verb.children, *(filler.children if filler else [])] if child.dep in ("ccomp", "xcomp", "csubj", "advcl")
    ]
    if verb.lemma == "be" and filler is not None and filler.pos in ("ADJ", "NOUN"):
        return any(c.child("mark", "aux") and (c.child("mark", "aux") or c).lower in ("that", "to", "whether") for c in clauses)
    return pronoun.dep == "nsubjpass" and any(c.dep == "ccomp" for c in clauses)
