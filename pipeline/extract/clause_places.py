"""Where a word stands among the clauses of its sentence, as far as coreference asks for it; all walks are bounded."""

from __future__ import annotations

from pipeline.extract.syntax import NOMINAL_SUBJECTS
from pipeline.source.tokens import Token

_INVERTING = frozenset({"be", "come", "lie", "rank", "sit", "stand"})
_CLAUSES = frozenset({"ROOT", "conj", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "csubj", "parataxis", "dep"})
_STEPS = 60


def coordinated(subject: Token, pronoun: Token) -> list[Token]:
    """A subject and what is coordinated with it before the pronoun, as far as can be told in some steps."""
    found = [subject]
    for _ in range(_STEPS):
        following = found[-1].child("conj")
        if following is None or following.i > pronoun.i:
            break
        found.append(following)
    return found


def is_aside(candidate: Token, clause: Token) -> bool:
    """Whether a subject stands in a relative clause that the pronoun's clause is no part of: "an officer, whom **the Senate** confirms, is at its head"."""
    relative = clause_of(candidate)
    for _ in range(_STEPS):
        if relative.dep != "conj" or relative.head is relative:
            break
        relative = relative.head
    if relative.dep != "relcl" or candidate.dep not in NOMINAL_SUBJECTS:
        return False
    above = clause
    for _ in range(_STEPS):
        if above is relative:
            return False
        above = above.head
    return True


def clause_of(token: Token) -> Token:
    """The head of the clause that a token stands in, as far as it can be found in some steps."""
    at = token.head
    for _ in range(_STEPS):
        if at.head is at or (at.pos in ("VERB", "AUX") and at.dep in _CLAUSES):
            break
        at = at.head
    return at


def is_infinitive_clause(clause: Token) -> bool:
    return clause.dep in ("xcomp", "ccomp") and any(child.lower == "to" and child.dep == "aux" for child in clause.children)


def is_set_off_clause(noun: Token, clause: Token) -> bool:
    """Whether a comma stands between a noun and what follows it: "the agency, set up in 1990, ..." is any agency met before."""
    return clause.i > noun.i and any(child.text == "," and noun.i < child.i < clause.i for child in noun.children)


def tense_of(clause: Token) -> str:
    """Whether the verb of a clause, or its auxiliary, is in the past or the present; empty where it is neither."""
    for verb in (*clause.all("aux", "auxpass"), clause):
        if verb.tag in ("VBZ", "VBP", "MD"):
            return "present"
        if verb.tag == "VBD":
            return "past"
    return ""


def subject_ahead(token: Token, clause: Token) -> Token | None:
    """The subject that follows a possessive in a phrase put first: "In its report the agency …"; but not "Among its members are X"."""
    if token.tag != "PRP$":
        return None
    main = clause.head if clause.dep == "advcl" else clause
    subject = main.child("nsubj", "nsubjpass")
    is_ahead = subject is not None and token.i < subject.i and (subject.i < main.i or main.lemma not in _INVERTING)
    return subject if is_ahead and token.head is not subject and token.head.head is not subject else None
