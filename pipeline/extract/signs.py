"""All that may tell the stance of a view that the rules do not settle, as names to be weighed: "cue=argue", "word=burden", "verdict=critical"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.extract.polarity import good_and_bad
from pipeline.extract.reported import Report
from pipeline.extract.stances import Context, Verdict, balance_of
from pipeline.extract.things import Thing
from pipeline.extract.weighing import Sign
from pipeline.source.tokens import Token

# Words with these tags, the first two letters, count by their lemma; those that only tie others together by themselves.
_CONTENT = frozenset({"IN", "JJ", "NN", "RB", "VB"})
_SMALL = frozenset({"CC", "DT", "MD", "PRP", "PRP$", "TO", "WDT", "WP", "WRB"})
# So many good or bad words are many.
_MANY = 3
_VERDICT = "verdict="


def signs_of(verdict: Verdict, report: Report, holder: Thing | None, is_insider: bool, context: Context) -> tuple[Sign, ...]:
    """The signs of a report, each once, the verdict of the rules first; none where that is certain."""
    if verdict.is_certain:
        return ()
    balance = balance_of(report)
    framing = [
        f"{_VERDICT}{verdict.stance}",
        f"{_VERDICT}{verdict.stance} by {verdict.ground}",
        f"balance={(balance > 0) - (balance < 0)}",
        f"cue={report.cue[0].lemma.lower()}",
        f"rule={report.rule}",
        f"holder is {'named ' if holder is not None and holder.named else ''}{holder.type if holder is not None else 'nobody'}",
        f"previous={context.previous}{' of the same' if context.goes_on else ''}",
        *(["insider"] if is_insider else []),
    ]
    held = () if report.reverses else (*_of_words(report.words), *_of_clause(report.head))  # who denies something holds the opposite
    return tuple(dict.fromkeys([*framing, *held]))


def stance_by_rules(signs: Sequence[Sign]) -> str:
    """The stance of the verdict among the signs of a report."""
    return signs[0].removeprefix(_VERDICT)


def _of_words(words: tuple[Token, ...]) -> Iterator[Sign]:
    """The words of what is held and each pair of neighbours, and how many of them are good and bad ones; no names."""
    lemmas = [word.lemma.lower() for word in words]
    yield f"first={words[0].lower}"
    for word, lemma in zip(words, lemmas, strict=True):
        if word.tag[:2] in _CONTENT and word.pos != "PROPN":
            yield f"word={lemma}"
        elif word.tag in _SMALL:
            yield f"small={word.lower}"
    yield from (f"pair={one} {other}" for one, other in pairwise(lemmas))
    good, bad = good_and_bad(words)
    yield f"good words={min(good, _MANY)}"
    yield f"bad words={min(bad, _MANY)}"


def _of_clause(head: Token) -> Iterator[Sign]:
    """The head of what is held, with its auxiliaries."""
    yield f"head={head.lemma.lower()}"
    yield from (f"auxiliary={child.lower}" for child in head.all("aux", "auxpass", "neg"))
