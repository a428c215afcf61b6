"""Lemmas that the model cuts wrong or too coarsely: "hopes" and "hoped" come from "hope" and "fined" from "fine"; airport charges are fees."""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import cache

from pipeline.extract.cues import cues, reporting_verbs
from pipeline.extract.rulebook import load_rulebook
from pipeline.source.tokens import Token


@cache
def _verbs() -> frozenset[str]:
    """The verbs of the rules, alone."""
    words = cues()
    named = reporting_verbs() | words.desiring | words.rating | words.affecting.keys() | load_rulebook().index["verb"].keys()
    return frozenset(verb for verb in named if " " not in verb)


@cache
def _mended() -> dict[str, str]:
    """The verbs by what the model makes of their forms, where that is no verb of the rules itself."""
    found: dict[str, str] = {}
    for verb in sorted(_verbs()):
        wrong = verb[:-1] if verb.endswith("e") or verb[-2:] == "ll" else f"{verb}e"
        if wrong not in _verbs():
            found[wrong] = verb
    return found


def mend_lemmas(tokens: Iterable[Token]) -> None:
    """Give the forms of a verb the verb that they are of, and a noun of two meanings the one that it has here."""
    for token in tokens:
        if token.pos == "VERB" and (verb := _mended().get(token.lemma)) is not None:
            stem = verb.removesuffix("e")
            if token.lower in (f"{stem}ed", f"{stem}ing") or (token.lower == f"{verb}s" and stem != verb):
                token.lemma = verb
        elif token.lemma == "found" and token.lower == "found" and any(child.dep == "ccomp" and child.i > token.i for child in token.children):
            token.lemma = "find"  # "found that"
        elif token.lower == "charges" and token.tag == "NNS" and token.child("compound") is not None:
            token.lemma = "fee"  # "airport charges", other than a body's charge


@cache
def known_verbs() -> frozenset[str]:
    """The verbs that the rules know, with their particles: those of relations, those that give no mandate, and those that report."""
    return frozenset(load_rulebook().index["verb"]) | load_rulebook().lists["no_mandate"] | reporting_verbs()


def verb_of_past(word: str, verbs: Container[str]) -> str | None:
    """Which of the `verbs` a word in "-ed" is the past of: "worried" of "worry"; None where it is of none."""
    return next((verb for verb in (word[:-2], word[:-1], f"{word[:-3]}y") if verb in verbs), None)


def third_person(token: Token) -> str | None:
    """The verb that a word is the third person singular of, if it is one."""
    word = token.lower
    if token.tag == "VBZ":
        return token.lemma.lower()
    endings = (("ies", "y"), ("es", ""), ("s", "")) if word.endswith(("ies", "shes", "ches", "sses", "xes")) else (("s", ""), ("es", ""))
    for ending, instead in endings:
        if word.endswith(ending) and (lemma := word[: -len(ending)] + instead) in known_verbs():
            return lemma
    return None
