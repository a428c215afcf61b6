"""What is reported: the words, who holds them and which words report them, without what only frames them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.cues import cues
from pipeline.source.tokens import Token

# What sets one clause against another.
SETTING_AGAINST = frozenset({"while", "whilst", "whereas"})
LINKS = SETTING_AGAINST | {"and", "or", "but", "yet", "although", "though", "because", "as", "however", "whereupon"}
VERBS = frozenset({"VERB", "AUX"})
# What opens a clause that is held.
OPENERS = frozenset({"that", "whether", "if"})
# What somebody is told: the clause after the person is theirs.
TELLING = frozenset({"advise", "assure", "convince", "inform", "notify", "persuade", "remind", "tell", "warn"})
# What may, can or must be done is no report of what is.
PERMITTING = frozenset({"can", "may", "must", "shall"})


@dataclass(frozen=True, slots=True)
class Report:
    """`cue` are the words that report, `holder` heads the phrase of who holds it, `words` are what is held and `head` is its head.

    There are no words where a text only announces whose views follow ("Praise comes from sailors").

    `reverses` says that the holder denies what is held or is reported not to hold it; `target` heads the phrase of what it is said of,
    where that is known.
    """

    cue: tuple[Token, ...]
    holder: Token | None
    head: Token
    words: tuple[Token, ...]
    stance: str
    rule: str
    by_people: bool = False  # counts only where the holder is somebody other than the body that the text is about
    reverses: bool = False
    target: Token | None = None


def report(
    cue: tuple[Token, ...],
    holder: Token | None,
    words: list[Token],
    stance: str,
    rule: str,
    by_people: bool = False,
    reverses: bool = False,
) -> Iterator[Report]:
    """The report of these words without the punctuation around them, if any are left."""
    while words and (words[-1].text in (",", ":", ";", ".", "!", "?") or words[-1].dep == "cc" or words[-1].lower in LINKS):
        words = words[:-1]
    while words and (words[0].text in (",", ":", ";") or words[0].dep == "cc") and [word.lower for word in words[:2]] != ["but", "for"]:
        words = words[1:]
    words = _without_hedge(words)
    words = _without_frame(_grounds(words))
    if not words or all(word.pos in ("PUNCT", "PRON", "DET") for word in words):
        return
    inside = {token.i for token in words}
    outer = [token for token in words if token.head.i not in inside or token.head is token]
    verbs = [token for token in outer if token.pos in VERBS]
    yield Report(cue, holder, (verbs or outer or words)[0], tuple(words), stance, rule, by_people, reverses)


def _without_hedge(words: list[Token]) -> list[Token]:
    """Of "since then its record has improved, at least" only that its record has improved."""
    if [word.lower for word in words[-3:]] == [",", "at", "least"]:
        words = words[:-3]
    if [word.lower for word in words[-3:]][::2] == ["on", "occasions"]:  # "against the tax **on several occasions**"
        words = words[:-3]
    return words[2:] if [word.lower for word in words[:2]] == ["since", "then"] else words


def _grounds(words: list[Token]) -> list[Token]:
    """Of "the toll on the grounds that it hits farmers" only the grounds."""
    for position in range(1, len(words) - 4):
        if words[position].lower in ("ground", "grounds") and words[position + 1].lower == "that":
            return words[position + 2 :]
    return words


def _without_frame(words: list[Token]) -> list[Token]:
    """Of "what they see as intrusive checks", "what it called a mistake" only what it is seen as."""
    if words and words[0].lower == "what":
        for position, word in enumerate(words[1:7], 1):
            if word.lemma in cues().label or word.lemma in cues().frame:
                rest = words[position + 1 :]
                return rest[1:] if rest and rest[0].lower == "as" else rest or words
    return words
