"""Reports of what somebody might say: "any citizen who believes that", "should it find that", "those who object to a fee can appeal"."""

from __future__ import annotations

from pipeline.extract.reported import PERMITTING
from pipeline.extract.syntax import SUBJECTS
from pipeline.extract.trees import left_edge
from pipeline.source.tokens import Sentence, Token

_ANYBODY = frozenset({"anybody", "anyone"})
_NEEDING = frozenset({"have", "need"})


def is_supposed(sentence: Sentence, verb: Token) -> bool:
    """Whether somebody might say so: "**any citizen who** believes that", "**should** it find that", "**if** it finds that", not "even if it finds"."""
    subject = verb.child("nsubj", "nsubjpass")
    who = verb.head if verb.dep == "relcl" and subject is not None and subject.tag in ("WP", "WDT") else subject
    if who is None:
        return False
    mark = verb.child("mark")
    is_condition = mark is not None and mark.lower == "if" and not (mark.i and sentence.tokens[mark.i - 1].lower == "even")
    is_inverted = any(child.lower == "should" and child.i < who.i for child in verb.all("aux"))
    is_anybody = who.lower in _ANYBODY or any(child.lower == "any" and child.i == left_edge(who) for child in who.all("det"))
    return is_condition or is_inverted or is_anybody or (who is not subject and _is_defining(sentence, verb, subject))


def _is_defining(sentence: Sentence, verb: Token, pronoun: Token | None) -> bool:
    """Whether a relative clause tells of whom a rule is: "**those who object to** a fee can appeal", "courts that doubt a rule have to ask"."""
    above = verb.head.head
    is_rule = any(child.lower in PERMITTING for child in above.all("aux")) or (above.lemma in _NEEDING and above.child("xcomp") is not None)
    is_tight = pronoun is not None and pronoun.i > 0 and sentence.tokens[pronoun.i - 1].text != ","
    return is_rule and is_tight and verb.tag in ("VBP", "VBZ") and verb.head.dep in SUBJECTS
