"""The words of what is reported: where they begin and where they end.

They are read off the surface, because a small parser attaches the last phrases of a long sentence badly: what is held goes on
until a sign that something else begins, another report, a contrasted clause or a relative one.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.boundaries import (
    LONG,
    REACH,
    RELATIVES,
    begins_participle,
    is_anothers,
    is_finite_clause,
    is_held_of,
    is_remark,
    joins_report,
    judges_it,
    leads_to_report,
    next_is_that,
    opens_report,
    reports_on,
)
from pipeline.extract.clauses import is_time
from pipeline.extract.cues import cues
from pipeline.extract.reported import LINKS, OPENERS, SETTING_AGAINST, TELLING, VERBS, Report, report
from pipeline.extract.syntax import SUBJECTS, is_predicate
from pipeline.extract.trees import FINITE, NOUNS, is_below
from pipeline.source.tokens import Sentence, Token

_QUOTES = frozenset({'"', "''", "``", "'"})
_CONTRASTS = SETTING_AGAINST | {"but", "yet", "although", "though", "however"}
_REASONS = frozenset({"because", "before", "if", "once", "since", "unless", "until", "when"})
_GROUNDS = SETTING_AGAINST | {"although", "because", "since", "though"}
# What adds a case of what is held: "the office has no teeth, **above all** when bills rise".
_ADDITIONS = ("above all", "especially", "in particular", "not least", "notably", "particularly")
_JOINS = frozenset({"and", "or", "but", "yet"})
_NOBODY = frozenset({"few", "neither", "no", "nobody", "none", "not"})
# Between a verb and its "that" stand at most so many words, less one: "found at the end of the same year that".
_PHRASE = 9


def is_quote(token: Token) -> bool:
    """Whether a token is a quotation mark, and not the apostrophe of an owner: "the pilots**'** guild"."""
    return token.text in _QUOTES and token.tag != "POS"


def clause_from(sentence: Sentence, start: int) -> list[Token]:
    """The words of a finite clause that begins at an index."""
    tokens = sentence.tokens
    quoted = _quoted_since(tokens, start)
    for token in tokens[start:]:
        if token.i > start and token.i not in quoted and (_ends_clause(tokens, token) or _is_told_besides(tokens, start, token)):
            return tokens[start : token.i]
    return tokens[start:]


def _quoted_since(tokens: list[Token], start: int) -> set[int]:
    """The places of the words in quotations that begin at an index or after it, with the marks that close them."""
    marks = [token.i for token in tokens if token.text == '"']
    pairs = zip(marks[::2], marks[1::2], strict=False)  # a mark that is never closed quotes nothing
    return {place for opening, closing in pairs if opening >= start for place in range(opening + 1, closing + 1)}


def _is_told_besides(tokens: list[Token], start: int, token: Token) -> bool:
    """Whether the text itself goes on: "would follow, **but** the service returned", "can be relied upon**:** in 2022 four firms were caught"."""
    rest = tokens[token.i + 1 :]
    if token.text == ":":
        return is_finite_clause(tokens[start : token.i]) and is_finite_clause(rest)
    if token.lower not in ("and", "but") or tokens[token.i - 1].text != "," or not rest:
        return False
    if token.lower == "but" and rest[0].lemma in cues().holders:
        return True  # "conceded that X, **but critics** were not satisfied"
    verb = next((t for t in rest if t.tag in FINITE), None)
    if verb is None or verb.tag != "VBD":
        return False
    is_past = any(t.lower in ("would", "had") and t.dep == "aux" for t in tokens[start : token.i])
    is_told = verb.lower not in ("had", "did") and rest[0].tag in (*NOUNS, "DT", "JJ", "PRP$")
    return _is_dated(rest) or (is_past and is_told)


def _is_dated(words: list[Token]) -> bool:
    """Whether words begin with a date: "said that X, and **in 2019** the court began", "and **in the same** year", "and **weeks later**"."""
    if words[0].lower in ("in", "on"):
        is_year = any(t.tag == "CD" and len(t.text) == len("2000") for t in words[1:4])
        return is_year or any(t.lower == "same" for t in words[1:3])
    return words[0].tag == "NNS" and [t.lower for t in words[1:2]] == ["later"]


def follows_reason(tokens: list[Token], start: int) -> bool:
    """Whether a remark that begins at an index stands behind the word that opens a clause: "because, **they said**, X": X alone is held."""
    return start > 1 and tokens[start - 1].text == "," and tokens[start - 2].lower in _GROUNDS


def phrase_from(sentence: Sentence, start: int, verb: Token | None = None) -> list[Token]:
    """The words of a phrase that begins at an index; `verb` reports it, and an agent of that verb ("by X") is no part of it."""
    tokens = sentence.tokens
    leads = verb is not None and verb.dep == "advcl" and (verb.i < verb.head.i or (verb.tag == "VBG" and _leads(tokens, verb)))
    leads |= verb is not None and verb.dep == "pcomp" and verb.i < _root(verb).i  # "apart from defending **the peg**, it ..."
    quoted = _quoted_since(tokens, start)
    for token in tokens[start:]:
        if token.i == start or token.i in quoted:
            continue
        before = tokens[token.i - 1].text
        is_other = (
            _ends_clause(tokens, token)
            or (token.text == ":" and is_finite_clause(tokens[token.i + 1 :]))
            or (leads and token.text == ",")
            or (verb is not None and _is_above(token, verb))
            or (before == "," and verb is not None and verb.dep == "relcl" and not is_below(token, verb) and token.i <= _root(token).i)
            or (before == "," and token.tag in FINITE)
            or (before == "," and token.tag == "VBG" and token.dep == "advcl")
            or (before == "," and token.tag in ("IN", "TO") and token.i + 1 < len(tokens) and tokens[token.i + 1].lower in RELATIVES)
            or (before == "," and (token.lower in _CONTRASTS | RELATIVES or token.lower == "according"))
            or (before == "," and [t.lower for t in tokens[token.i + 1 : token.i + 3]] in (["of", "which"], ["of", "whom"]))  # ", most of which"
            or (before == "," and token.lower in _REASONS and token.dep in ("mark", "advmod"))
            or (token.lower in SETTING_AGAINST and _opens_clause(tokens, token))
            or (token.lower in _JOINS and tokens[token.i - 1].text != "-" and (_opens_clause(tokens, token) or _goes_on_with(tokens, token, verb)))
            or (token.dep == "agent" and token.head is verb)
            or (token.lower in _JOINS and verb is not None and [t.lower for t in tokens[token.i + 1 : token.i + 2]] == ["by"])
        )
        if is_other:
            return tokens[start : token.i]
    return tokens[start:]


def _is_above(token: Token, verb: Token) -> bool:
    """Whether a word begins the group of the finite verb whose subject holds the clause of another: "pilots who opposed a toll **accused** it"."""
    above = verb.head
    while above.head is not above and above.dep not in ("nsubj", "nsubjpass"):
        above = above.head
    main = above.head
    is_group = token is main or (token.head is main and token.dep in ("aux", "auxpass"))
    return verb.dep in ("relcl", "acl") and above is not main and verb.i < main.i and is_group and token.tag in FINITE


def _root(token: Token) -> Token:
    while token.head is not token:
        token = token.head
    return token


def _leads(tokens: list[Token], verb: Token) -> bool:
    """Whether a participle comes before the main verb: "**while** welcoming X, they ...", "they, while welcoming X, ..."."""
    return verb.i < verb.head.i or any(token.tag in FINITE and tokens[token.i - 1].text == "," for token in tokens[verb.i + 1 :])


def _ends_clause(tokens: list[Token], token: Token) -> bool:
    """Whether something else begins at a token: another sentence, another report, a remark about this one."""
    before = tokens[token.i - 1].text
    if token.text == ";" or (
        token.text in ("–", "—") and before != token.text and token.i + 1 < len(tokens) and tokens[token.i + 1].start > token.end
    ):
        return True
    if _is_stop(tokens[token.i - 1]) and token.text.istitle():
        return True
    if token.text == ":" and token.i + 1 < len(tokens) and (tokens[token.i + 1].lower in ("many", "some") or is_anothers(tokens, token.i + 1)):
        return True  # "disagree about the tolls**:** some hold that", "find it slow**:** according to X, ..."
    if before == "," and token.tag == "VBG" and (token.lemma in cues().clause or reports_on(tokens, token)):  # "..., arguing that"
        return True
    if before == "," and token.tag == "VBG" and token.lemma in cues().label and token.child("dobj") is not None:  # "..., calling it a tax"
        return True
    if before == "," and token.i + 1 < len(tokens) and token.lower == "to" and tokens[token.i + 1].lower in ("which", "whom"):
        return any(reports_on(tokens, later) for later in tokens[token.i + 2 : token.i + REACH])  # "..., **to which** the minister answered that"
    if before == "," and (is_remark(tokens, token) or is_held_of(tokens, token) or (token.lower in ("others", "some") and not next_is_that(tokens, token))):
        return True
    if before == "," and (opens_report(tokens, token.i) or judges_it(token)):
        return True
    if token.lower == "even" and before == "," and token.i + 1 < len(tokens) and tokens[token.i + 1].lower in ("if", "though"):
        return leads_to_report(tokens, tokens[token.i + 1])
    if token.lower in LINKS and before == ",":
        return leads_to_report(tokens, token)
    if token.lower in ("while", "whilst") and begins_participle(tokens, token):
        return True
    if token.lower in SETTING_AGAINST and leads_to_report(tokens, token):
        return True
    if before == "," and " ".join(t.lower for t in tokens[token.i : token.i + 2]).startswith(_ADDITIONS):
        return True
    return token.lower in _JOINS and joins_report(tokens, token)


def _is_stop(token: Token) -> bool:
    """Whether a word ends a sentence unseen by the model: "... of 5G. Users say"."""
    return token.text[-1] == "." and any(letter.isdigit() for letter in token.text)


def _opens_clause(tokens: list[Token], join: Token) -> bool:
    """Whether a clause with a subject of its own follows a conjunction."""
    for later in tokens[join.i + 1 : join.i + LONG]:
        if later.lower in RELATIVES or later.text in (";", ",") or later.lower in OPENERS:
            return False
        if later.dep in SUBJECTS and later.head.i > later.i:
            if any(child.dep in SUBJECTS and child.i < join.i for child in later.head.children):
                return False  # "the division of tasks between the service **and the commission** has to be examined"
            return later.head.tag in FINITE or any(child.tag in FINITE for child in later.head.children)
    return False


def _goes_on_with(tokens: list[Token], join: Token, verb: Token | None) -> bool:
    """ "took issue with the decision **and went** to court": the same people do something else."""
    following = tokens[join.i + 1] if join.i + 1 < len(tokens) else join
    if following.dep == "expl" and tokens[join.i - 1].text == ",":
        return True  # "..., **and there is** concern that"
    second = following.head if following.dep in ("aux", "auxpass") else following
    return verb is not None and following.tag in FINITE and second.dep == "conj" and second.head is verb


def _begins_another(join: Token, cue: Token) -> bool:
    """Whether a clause with a subject of its own is coordinated with the report itself: "complained that X, **and the firm** left the field"."""
    verb = cue if cue.pos in VERBS else clause_around(cue)
    clause = next((child for child in verb.children if child.dep == "conj" and child.i > join.i), None)
    return clause is not None and join.head is verb and any(child.dep in SUBJECTS and child.i > join.i for child in clause.children)


def following_that(sentence: Sentence, word: Token) -> Token | None:
    """The "that" that opens what a word reports: right after it, after a short phrase ("told parliament that") or an insertion between commas."""
    tokens = sentence.tokens
    first = word.i + 1
    if first < len(tokens) and tokens[first].text == ",":
        first = next((t.i + 1 for t in tokens[first + 1 : first + LONG] if t.text == ","), len(tokens))
        is_that = first < len(tokens) and tokens[first].lower == "that"
        return tokens[first] if is_that else None
    before = word
    for token in tokens[first : first + _PHRASE]:
        if token.lower == "that" and token.tag in ("IN", "DT", "WDT"):
            if before is not word and _is_of_object(word, token):
                return None
            opens_clause = token.tag == "IN" or token.dep in ("mark", "advmod")  # no pronoun: "warned in the same year **that** ports were full"
            is_its_own = (
                before is word
                or (word.lemma in TELLING and before.head is word and before.dep == "dobj")  # "advised the government that"
                or (before.pos == "ADV" and token.i <= word.i + 3)
                or (word.lemma in cues().countering and tokens[first].lower == "to")  # "replied **to** the criticism that"
                or (opens_clause and (before.lemma not in cues().noun or before.head.lower == "with"))  # "noted **with approval** that"
            )
            return token if is_its_own else None
        if token.text == ",":
            return _that_after_insertion(tokens, token)
        if (token.pos in VERBS and before.pos != "ADP" and token.dep != "amod") or token.text == ";":  # but "noted in **passing** that"
            return None
        before = token
    return None


def _is_of_object(word: Token, that: Token) -> bool:
    """Whether a "that" belongs to what is judged: "criticised quotas **that** firms escape", "welcomed its ruling of 2016 **that** pilots are employees"."""
    target = word.child("dobj")
    is_between = target is not None and word.i < target.i < that.i
    return word.lemma in cues().object.keys() - cues().denying - TELLING and is_between


def _that_after_insertion(tokens: list[Token], comma: Token) -> Token | None:
    """ "concluded in August 2013, however, **that** X", "warned in 2015, when its charter lapsed, **that** X"."""
    second = next((token for token in tokens[comma.i + 1 : comma.i + LONG] if token.text == ","), None)
    that = tokens[second.i + 1] if second is not None and second.i + 1 < len(tokens) else None
    return that if that is not None and that.lower == "that" and that.tag == "IN" else None


def after_that(
    cue: Token, that: Token, holder: Token | None, stance: str, sentence: Sentence, reverses: bool = False, end: int | None = None
) -> Iterator[Report]:
    """What stands after "that", up to an index where one is given.

    A second "and that", or a coordinated clause with a subject of its own, begins another report.
    """
    opening = that
    words: list[Token] = []
    clause = clause_from(sentence, that.i + 1)
    is_bare = cue.lemma == "argue" and len(clause) > 1 and clause[0].tag == "NN" and clause[1].text == ","  # "which had argued **that case**, considers that"
    is_thing = cue.lemma == "hold" and that.dep == "det" and not any(token.tag in FINITE or token.tag == "VB" for token in clause)
    if is_bare or is_thing:
        return  # "has held **that office** since 2019"
    quoted = _quoted_since(sentence.tokens, that.i)
    for token in clause:
        if token.i in quoted:  # 'recalls that "every regime has planned, **and** every plan has failed"'
            words.append(token)
            continue
        if (end is not None and token.i >= end) or (cue.dep == "relcl" and words and words[-1].text == "," and _is_verb(sentence.tokens, token)):
            break
        is_join = token.lower in _JOINS and words and words[-1].text == "," and not next_is_that(sentence.tokens, token)
        if is_join and (_goes_on_with(sentence.tokens, token, cue) or _begins_another(token, cue)):
            break  # "replied that X, **but dissolved** the unit"
        if token.lower in ("others", "some") and words and words[-1].text == "," and next_is_that(sentence.tokens, token):
            yield from report((cue, opening), holder, words, stance, "reported-clause", reverses=reverses)
            yield from after_that(cue, sentence.tokens[token.i + 1], token, stance, sentence, reverses, end)
            return
        is_listed = words and words[-1].text == "," and token.dep == "mark" and any(t.lower == "that" for t in clause if t.i > token.i)
        is_second = token.lower == "that" and words and (words[-1].lower in ("and", "but", "or") or is_listed)  # "says that A, **that B** and that C"
        if is_second and (token.tag != "WDT" or sentence.tokens[token.i + 1].dep in SUBJECTS):
            yield from report((cue, opening), holder, words, stance, "reported-clause", reverses=reverses)
            opening, words = token, []
        elif token.dep == "cc" and words and _is_second_clause(sentence, token, that):
            if is_anothers(sentence.tokens, token.i + 1):
                break
            yield from report((cue, opening), holder, words, stance, "reported-clause", reverses=reverses)
            words = []
        else:
            words.append(token)
    yield from report((cue, opening), holder, words, stance, "reported-clause", reverses=reverses)


def _is_verb(tokens: list[Token], token: Token) -> bool:
    """Whether a finite verb follows, perhaps after an adverb: "who hold that X, **nonetheless regard** it as Y"."""
    return token.tag in FINITE or (token.tag == "RB" and token.i + 1 < len(tokens) and tokens[token.i + 1].tag in FINITE)


def _is_second_clause(sentence: Sentence, conjunction: Token, that: Token) -> bool:
    """Whether a coordinated clause with a subject of its own begins after the conjunction: "that fees are high and service is slow"."""
    following = sentence.tokens[conjunction.i + 1].lower if conjunction.i + 1 < len(sentence.tokens) else ""
    if following == "that" or conjunction.head.pos not in VERBS:
        return False
    for clause in conjunction.head.children:
        if clause.dep == "conj" and clause.i > conjunction.i and clause.pos in VERBS and conjunction.head.i > that.i:
            return any(child.dep in SUBJECTS and child.i > conjunction.i for child in clause.children)
    return False


def quotation(sentence: Sentence, end: int) -> list[Token]:
    """The words between quotation marks that close at an index, marks included; empty where there are none."""
    tokens = sentence.tokens
    if end < 1 or end >= len(tokens) or not is_quote(tokens[end]):
        return []
    start = next((i for i in range(end - 1, -1, -1) if is_quote(tokens[i])), -1)
    return tokens[start : end + 1] if start >= 0 else []


def subject_before(sentence: Sentence, verb: Token) -> Token | None:
    """The head of the noun phrase right before a finite verb, where the parser gave it another place in the sentence.

    The phrase begins after a comma, a conjunction or a relative pronoun: ", and **the chamber** believes", "which **firms** dismiss".
    """
    tokens = sentence.tokens
    last = verb.i - 1
    while last >= 0 and (tokens[last].pos in ("ADV", "AUX") or tokens[last].tag in ("MD", "RB")):
        last -= 1
    first = last
    while first >= 0 and not _bounds_subject(tokens[first]) and not (tokens[first].tag == "CD" and tokens[first + 1].tag in ("DT", "PRP$")):
        first -= 1  # "in a review of 2021 **the office** found"
    head = tokens[last] if last > first else None
    if head is None or head.tag not in NOUNS or (first >= 0 and tokens[first].pos in VERBS):
        return None
    nearest = head
    while head.dep in ("pobj", "prep", "compound", "poss", "nmod", "conj") and head.head is not head and first < head.head.i < verb.i:
        head = head.head
    if head.tag == "IN" and is_time(nearest):
        return None  # "but within **a week** conceded"
    return head if head.tag in NOUNS else nearest  # "In a book of 2015 **Anna Berg** showed"


def is_nobody(holder: Token | None) -> bool:
    """Whether a report denies that anybody holds it: "few dispute", "not one expert doubts", "neither side is happy with"."""
    if holder is None:
        return False
    first = next((child.lower for child in holder.children if child.dep in ("det", "preconj", "neg", "amod", "cc", "advmod")), "")
    if first == "few" and any(child.lower == "a" for child in holder.children):
        return False  # "**a few** pilots"
    is_not_one = any(number.child("neg") is not None for number in holder.all("nummod"))
    if first == "any":  # "**hardly any** pilots"
        return any(word.lower in ("barely", "hardly", "scarcely") for word in holder.subtree() if word.i < holder.i)
    return holder.lower in _NOBODY or first in _NOBODY or is_not_one


def _bounds_subject(token: Token) -> bool:
    return token.text in (",", ";", ":") or token.lower in LINKS | RELATIVES or token.pos in VERBS or _is_stop(token)


def clause_around(head: Token) -> Token:
    """The verb of the clause in which a token stands, or the topmost word where there is none."""
    while not is_predicate(head) and head.pos != "AUX" and head.head is not head:
        head = head.head
    return head
