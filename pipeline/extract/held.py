"""The words of what is reported.

A finite complement after "that" is read by its words up to the next report, because its inner parse is often wrong; all else by the tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.cues import cues, reporting_verbs
from pipeline.extract.syntax import SUBJECTS, is_predicate
from pipeline.source.tokens import Sentence, Token

_COMPLEMENTIZERS = frozenset({"that", "whether", "if"})
_OPENERS = _COMPLEMENTIZERS | {
    "however",
    "though",
    "meanwhile",
    "nevertheless",
    "instead",
    "moreover",
    "furthermore",
    "also",
    "therefore",
    "still",
}
_LINKS = frozenset({"and", "or", "but", "while", "whereas", "although", "though", "because", "as", "however"})
# A contrasted clause tells of another report before its next comma, or not long after.
_LONG = 12
_REACH = 40
_CLAUSAL = frozenset({"ccomp", "xcomp", "advcl", "acl", "relcl"})
_VERBS = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class Report:
    """`cue` are the words that report, `holder` heads the phrase of who holds it, `words` are what is held and `head` is its head."""

    cue: tuple[Token, ...]
    holder: Token | None
    head: Token
    words: tuple[Token, ...]
    stance: str
    rule: str
    by_people: bool = False  # counts only where the holder is somebody other than the body that the text is about


def following_that(sentence: Sentence, word: Token) -> Token | None:
    """The "that" that opens what a word reports: right after it, or after a short phrase ("told parliament that")."""
    before = word
    for token in sentence.tokens[word.i + 1 : word.i + 7]:
        if token.lower == "that" and token.tag in ("IN", "DT", "WDT"):
            is_its_own = before is word or (token.tag == "IN" and before.lemma not in cues().noun)
            return token if is_its_own else None
        if token.pos in _VERBS or token.text in (",", ";"):
            return None
        before = token
    return None


def after_that(sentence: Sentence, word: Token, that: Token, holder: Token | None, stance: str) -> Iterator[Report]:
    """What stands after "that": up to a semicolon, the next report, or a second "and that", which begins another."""
    opening = that
    words: list[Token] = []
    for token in sentence.tokens[that.i + 1 : _end_of_report(sentence, that)]:
        if token.lower == "that" and words and words[-1].lower in ("and", "but", "or") and token.tag != "WDT":
            yield from surface_report((word, opening), holder, words[:-1], stance, "reported-clause")
            opening, words = token, []
        elif token.dep == "cc" and words and _opens_clause(sentence, token, that):
            yield from surface_report((word, opening), holder, words, stance, "reported-clause")
            words = []
        else:
            words.append(token)
    yield from surface_report((word, opening), holder, words, stance, "reported-clause")


def _opens_clause(sentence: Sentence, conjunction: Token, that: Token) -> bool:
    """Whether a coordinated clause with a subject of its own begins after the conjunction: "that fees are high and service is slow"."""
    following = sentence.tokens[conjunction.i + 1].lower if conjunction.i + 1 < len(sentence.tokens) else ""
    if following == "that" or conjunction.head.pos not in _VERBS:
        return False
    for clause in conjunction.head.children:
        if clause.dep == "conj" and clause.i > conjunction.i and clause.pos in _VERBS and conjunction.head.i > that.i:
            return any(child.dep in SUBJECTS and child.i > conjunction.i for child in clause.children)
    return False


def _end_of_report(sentence: Sentence, that: Token) -> int:
    """The index after the last word of what is reported: at a semicolon, or at a comma and conjunction before another report."""
    tokens = sentence.tokens
    for token in tokens[that.i + 1 :]:
        if token.text == ";":
            return token.i
        if token.lower in _LINKS and tokens[token.i - 1].text == ",":
            for later in tokens[token.i + 1 : min(token.i + _REACH, len(tokens) - 2)]:
                if later.text == ";" or (later.text == "," and later.i - token.i > _LONG):
                    break
                if _reports_on(tokens, later):
                    return token.i - 1
    return len(tokens)


def _reports_on(tokens: list[Token], verb: Token) -> bool:
    """Whether a verb is another report: it has a complement, or one of the prepositions that its kind of report needs."""
    words = cues()
    if verb.lemma not in reporting_verbs():
        return False
    following = tokens[verb.i + 1].lower
    wanted = words.about.get(verb.lemma, frozenset()) | words.charge.get(verb.lemma, frozenset())
    if verb.pos != "VERB":  # "engineers credit it with X", read as nouns
        return verb.pos == "NOUN" and following in ("it", "them", "him", "her") and tokens[verb.i + 2].lower in wanted
    if following == "that" or following in wanted or any(child.dep == "ccomp" for child in verb.children):
        return True
    target = verb.child("dobj")
    if target is None:
        return False
    return verb.lemma in words.object or any(child.lower in wanted for token in (verb, target) for child in token.children)


def surface_report(cue: tuple[Token, ...], holder: Token | None, words: list[Token], stance: str, rule: str) -> Iterator[Report]:
    while words and words[-1].pos == "PUNCT" and words[-1].text not in ('"', ")"):
        words = words[:-1]
    if not words:
        return
    inside = {token.i for token in words}
    outer = [token for token in words if token.head.i not in inside or token.head is token]
    verbs = [token for token in outer if token.pos in _VERBS]
    yield Report(cue, holder, (verbs or outer or words)[0], tuple(words), stance, rule)


def clauses_of(verb: Token) -> Iterator[Token]:
    """The complement clauses of a reporting verb without "that", with those coordinated with them."""
    stack = [child for child in verb.children if child.dep == "ccomp" and (child.i > verb.i or not has_mark(child))]
    stack += [child for child in verb.children if child.dep == "xcomp" and child.tag == "VBG"]
    while stack:
        clause = stack.pop(0)
        if clause.i < verb.i and any(child.text in (":", ";") for child in verb.children):  # "Not all agree: the union says ..."
            continue
        if clause.tag != "VB" or _has_own_subject(clause):
            yield clause
            stack += [child for child in clause.children if child.dep == "conj" and _has_own_subject(child)]


def has_mark(clause: Token) -> bool:
    return any(child.dep == "mark" for child in clause.children)


def marks_of(clause: Token) -> Iterator[Token]:
    return (child for child in clause.children if child.dep == "mark" and child.lower in _COMPLEMENTIZERS)


def _has_own_subject(clause: Token) -> bool:
    return any(child.dep in SUBJECTS for child in clause.children)


def report_of(
    cue: tuple[Token, ...], holder: Token | None, head: Token, stance: str, rule: str, without: set[int] | None = None
) -> Iterator[Report]:
    words = held_words(head, without or set(), cue)
    if words:
        yield Report(cue, holder, head, words, stance, rule)


def held_words(head: Token, without: set[int], cue: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words below a head: no complementiser, no report, no coordinated or contrasted clause that is a view of its own."""
    found: list[Token] = []
    stack = [head]
    while stack:
        token = stack.pop()
        if id(token) in without:
            continue
        if token not in cue:
            found.append(token)
        for child in token.children:
            is_opening = token is head and child.dep == "mark" and child.lower in _COMPLEMENTIZERS
            if not is_opening and not (token is head and _is_apart(head, child)) and not is_other_report(child):
                stack.append(child)
    found.sort(key=lambda token: token.i)
    while found and (found[0].pos == "PUNCT" or found[0].lower in _OPENERS or found[0].dep in ("cc", "mark")):
        found.pop(0)
    while found and ((found[-1].pos == "PUNCT" and found[-1].lower not in ('"', ")")) or found[-1].dep in ("cc", "mark")):
        found.pop()
    return tuple(found)


def _is_apart(head: Token, child: Token) -> bool:
    """A coordinated clause with a subject of its own is another viewpoint, or another sentence."""
    return child.dep == "conj" and is_predicate(head) and _has_own_subject(child)


def is_other_report(child: Token) -> bool:
    """ "..., while critics worry that ..." inside the complement, where the parser has attached it too low."""
    is_clause = child.dep in _CLAUSAL or child.dep == "conj"
    return is_clause and _has_own_subject(child) and child.lemma in cues().clause and any(
        c.dep in ("mark", "cc") and c.lower in _LINKS for c in (*child.children, *child.head.children)
    )  # fmt: skip


def before_break(words: list[Token]) -> list[Token]:
    """The words up to a comma with a contrast after it, or a semicolon."""
    for position, token in enumerate(words):
        following = words[position + 1].lower if position + 1 < len(words) else ""
        if token.text == ";" or (token.text == "," and following in _LINKS - {"and", "or"}):
            return words[:position]
    return words
