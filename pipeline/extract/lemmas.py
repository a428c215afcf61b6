"""Lemmas of reporting verbs that end in e: "hoped" comes from "hope", and not from "hop", which would double its consonant."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pipeline.extract.cues import cues, reporting_verbs
from pipeline.source.tokens import Token


@cache
def _shortened() -> dict[str, str]:
    """The verbs by what is left of them without their e, where that is no reporting verb itself."""
    verbs = reporting_verbs() | cues().desiring | cues().rating | cues().affecting.keys()
    return {verb[:-1]: verb for verb in verbs if verb.endswith("e") and verb[:-1] not in verbs}


def mend_lemmas(tokens: Iterable[Token]) -> None:
    """Give past forms and participles the verb that they are of."""
    for token in tokens:
        if token.pos == "VERB" and token.lemma in _shortened() and token.lower in (f"{token.lemma}ed", f"{token.lemma}ing"):
            token.lemma = _shortened()[token.lemma]
