"""Phrases that say whose view a clause is: "according to supporters", "in the eyes of sailors", "for its critics", "to environmentalists"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from pipeline.extract.clauses import is_time
from pipeline.extract.cues import cues
from pipeline.extract.forms import is_acronym
from pipeline.extract.held import clause_from, follows_reason, is_quote, phrase_from
from pipeline.extract.lexicon import is_month, noun_class, singular
from pipeline.extract.reported import Report, report
from pipeline.extract.syntax import SUBJECTS, is_predicate
from pipeline.extract.trees import FINITE, NOUNS
from pipeline.extract.types import is_institution
from pipeline.source.tokens import Sentence, Token

_CONNECTIVES = frozenset(
    {"however", "though", "meanwhile", "nevertheless", "instead", "moreover", "furthermore", "also", "therefore", "still", "by", "on"}
)
_SEEMING = frozenset({"appear", "be", "become", "feel", "look", "remain", "seem", "sound"})
_OPPOSING = frozenset({"objection", "opposition", "protest", "resistance"})
# "By their own estimate": by these too something may be known.
_COUNTING = frozenset({"account", "admission", "count", "estimate", "estimation", "reckoning", "telling"})
# What is set between commas behind a name takes at most so many words.
_ASIDE = 12
_SEPARATORS = frozenset({",", ";", ":"})


def is_perspective(noun: Token) -> bool:
    """ "in the **view** of", "from the **standpoint** of"."""
    is_by = noun.head.lower == "by" and noun.lower in _COUNTING
    return (noun.lower in cues().perspectives or noun.lower == "point") and noun.dep == "pobj" and (is_by or noun.head.lower in ("in", "from", "to"))


def according(sentence: Sentence, preposition: Token) -> Iterator[Report]:
    """ "According to supporters, the fee is fair", "in the view of sailors, ..."; `preposition` is the last one before the holder."""
    phrase, holder = preposition.head, preposition.child("pobj")
    while phrase.dep == "pobj" and phrase.head is not phrase:
        phrase = phrase.head
    if holder is not None and holder.tag != "CD" and not is_month(holder.lower):  # but "in a view of 2020, ...", "in an opinion of June 2020"
        yield from _around(sentence, phrase, preposition, holder)


def in_somebodys_view(sentence: Sentence, noun: Token) -> Iterator[Report]:
    """ "In the sailors' view, the rules are too strict"."""
    holder, before = noun.child("poss"), sentence.tokens[max(0, noun.head.i - 2)]
    if holder is not None and holder.tag == "WP$":  # "**sailors**, in whose view"
        holder = before if before.pos in ("NOUN", "PROPN") else None
    ahead = sentence.tokens[noun.head.i - 1]
    is_manner = holder is not None and holder.pos == "PRON" and noun.head.i > 0 and ahead.pos in ("ADJ", "ADV", "NOUN", "VERB")
    if holder is not None and not is_manner:  # but "linguists are cautious **in their judgment**"
        yield from _around(sentence, noun.head, noun, holder)


def by_accounts(sentence: Sentence, noun: Token) -> Iterator[Report]:
    """ "By all **accounts**, the agency is slow"."""
    tokens, after = sentence.tokens, noun.i + 1
    if noun.head.lower == "by" and noun.head.i == 0 and after < len(tokens) and tokens[after].text == ",":
        yield from report((noun.head, noun), None, clause_from(sentence, after + 1), "neutral", "according-to")


def against_feeling(sentence: Sentence, preposition: Token) -> Iterator[Report]:
    """What is done to somebody's feeling, or in spite of it.

    "To the **dismay** of residents, it closed a school", "it closed a school, much to the **delight** of taxpayers", "it closed a school despite
    **protests** from residents".
    """
    tokens, noun = sentence.tokens, preposition.child("pobj")
    stance = cues().noun.get(noun.lemma) if noun is not None else None
    if noun is None or stance not in ("critical", "supportive") or tokens[noun.i - 1].tag == "PRP$":
        return
    is_to = preposition.lower == "to"
    if not is_to and noun.lemma not in _OPPOSING:
        return
    by = next((child for child in noun.all("prep") if child.lower == "of" or (not is_to and child.lower in ("from", "by", "among"))), None)
    holder = by.child("pobj") if by is not None else noun.child("poss")
    first = preposition.i - (preposition.i > 0 and tokens[preposition.i - 1].lower == "much")
    last = max(token.i for token in noun.subtree())
    told: list[Token] = []
    if first == 0 and last + 1 < len(tokens) and tokens[last + 1].text == ",":
        told = clause_from(sentence, last + 2)
    elif first > 1 and (tokens[first - 1].text == "," or not is_to) and last + 1 < len(tokens) and tokens[last + 1].text in (".", ",", ";"):
        told = list(reversed([*takewhile(lambda token: token.text not in (";", ":"), reversed(tokens[:first]))]))
    if holder is not None and any(token.dep in SUBJECTS for token in told):
        yield from report((preposition, noun), holder, told, stance, "criticised-or-praised", by_people=True)


def for_whom(sentence: Sentence, preposition: Token) -> Iterator[Report]:
    """ "sailors, **for whom** the fee is a tax, ...", "the Chamber of Pilots, **in whose view** the fee is a tax"."""
    tokens = sentence.tokens
    relative = tokens[preposition.i + 1]
    start = preposition.i + 2 + (relative.lower == "whose")
    if start > len(tokens):
        return  # "in whose."
    comma = tokens[preposition.i - 1]
    holder = holder_before(tokens, comma.i)
    told = _up_to_comma(tokens, start)
    if relative.lower == "whose" and tokens[start - 1].lower not in cues().perspectives:
        return
    if comma.text == "," and holder is not None and any(t.dep in SUBJECTS for t in told) and (relative.lower == "whose" or is_view(told)):
        yield from report((preposition, relative), holder, told, "neutral", "according-to")


def is_view(clause: list[Token]) -> bool:
    """Whether a clause says what something is like, and not what somebody does: "the fee **is** a tax", '"ignores" growth'."""
    verb = next((token for token in clause if token.tag in FINITE), None)
    if verb is not None and verb.dep in ("aux", "auxpass"):
        verb = verb.head
    return verb is not None and (verb.lemma in _SEEMING or any(is_quote(token) for token in clause))


def holder_before(tokens: list[Token], end: int) -> Token | None:
    """The head of the noun phrase that ends before an index."""
    head = tokens[end - 1] if end else None
    if head is None or head.tag not in NOUNS:
        return None
    inside = ("pobj", "prep", "compound", "nmod", "appos", "conj")
    while head.dep in inside and head.head is not head and head.head.i < end and head.head.tag in (*NOUNS, "IN"):
        head = head.head
    return head if head.tag in NOUNS else None


def for_holders(sentence: Sentence, preposition: Token) -> Iterator[Report]:
    """ "For its critics, the agency is a burden", "To environmentalists, the plan rewards waste": at the beginning of a clause, before a comma."""
    holder, tokens = preposition.child("pobj"), sentence.tokens
    if holder is not None and preposition.i + 3 < len(tokens) and tokens[preposition.i + 1].lower in ("whom", "which"):
        yield from for_whom(sentence, preposition)
        return
    before = tokens[preposition.i - 1] if preposition.i else None
    opens = before is None or before.text in (";", ":") or (before.dep in ("cc", "mark") and before.lower != "than")
    if holder is None or not opens or is_time(holder) or (holder.lemma in cues().noun and holder.child("predet") is not None):
        return  # "**for years**, pilots", "**for all these complaints**, it is"
    end = _last_of_phrase(sentence, preposition, holder)
    has_comma = end + 1 < len(tokens) and tokens[end + 1].text == ","
    clause = tokens[end + 1 + has_comma :]
    is_source = (holder.lemma in cues().sources or is_institution(holder.lower)) and is_view(clause)
    is_group = holder.lemma in cues().holders or holder.lower == "them" or _is_several(holder) or _is_named(holder) or is_source
    if any(token.tag in ("WDT", "WP", "WP$") for token in clause[:3]):
        return  # "and to the Pilots' Fund, **with which** it trains crews"
    subject = next((token for token in clause[:12] if token.dep in SUBJECTS), None)
    if (
        subject is not None and subject.lemma in cues().noun and subject.head.lemma == "be" and _that_follows(tokens, subject.head)
    ):  # "for sailors, the main worry is that" tells it in a noun
        return
    is_person = holder.pos == "PROPN" and any(noun_class(child.lower) in ("leader", "person") for child in holder.all("compound"))
    is_told = holder.lemma in cues().holders or is_person or not _is_doing(preposition.head) or is_view(clause)
    if (has_comma or preposition.head.lemma in _SEEMING) and is_group and _is_statement(clause) and is_told:
        yield from _around(sentence, preposition, preposition, holder)


def _is_several(holder: Token) -> bool:
    """ "sailors", "many boat owners", but not "three ports"."""
    is_owned = holder.child("poss") is not None and noun_class(singular(holder.lower)) not in ("person", "leader")
    return holder.tag == "NNS" and holder.child("nummod") is None and not is_owned


def _is_named(holder: Token) -> bool:
    """ "the Chamber of Pilots", "the newspaper Evening Post"; whether it is a body at all is seen later."""
    is_called = holder.tag == "NN" and any(child.dep == "appos" and child.pos == "PROPN" for child in holder.children)
    return is_called or (holder.tag in ("NNP", "NNPS") and any(child.dep in ("appos", "det", "poss", "compound") for child in holder.children))


def _that_follows(tokens: list[Token], verb: Token) -> bool:
    """Whether a noun before the verb tells what is held in a clause after it."""
    return verb.i + 1 < len(tokens) and tokens[verb.i + 1].lower == "that"


def _is_statement(clause: list[Token]) -> bool:
    """Whether a finite clause with a subject follows."""
    return any(token.dep in SUBJECTS for token in clause[:12])


def _is_doing(verb: Token) -> bool:
    """ "For banks, it **issues** licences" says what a body does for somebody; "for banks, the licences **are** too dear" what they hold."""
    subject = verb.child("nsubj", "nsubjpass")
    is_body = subject is not None and (subject.pos == "PRON" or is_acronym(subject.text) or is_institution(subject.lower))
    return is_body and verb.lemma != "be"


def _last_of_phrase(sentence: Sentence, preposition: Token, holder: Token) -> int:
    """The index of the last word before the comma that ends the phrase, or of the holder."""
    comma = next((t.i for t in sentence.tokens[holder.i :] if t.text in _SEPARATORS), holder.i + 1)
    inside = all(is_below(token, preposition) for token in sentence.tokens[holder.i : comma])
    last = comma - 1 if inside else holder.i
    aside = holder.child("appos", "relcl")
    second = next((t.i for t in sentence.tokens[last + 2 :] if t.text in _SEPARATORS), 0)
    is_named = holder.tag in ("NNP", "NNPS") or (aside is not None and (aside.pos == "PROPN" or aside.dep == "relcl"))
    is_aside = aside is not None and is_named and last + 1 < aside.i < second  # "for Keel, **a union of pilots**, the fee is", "who knows it"
    return second - 1 if is_aside and all(is_below(token, holder) for token in sentence.tokens[comma + 1 : second]) else last


def is_below(token: Token, head: Token) -> bool:
    """Whether a token is in the subtree of another."""
    while token is not head and token.head is not token:
        token = token.head
    return token is head


def _around(sentence: Sentence, phrase: Token, last: Token, holder: Token) -> Iterator[Report]:
    """The clause that the phrase stands in: after it where it opens a clause, before it where it ends one."""
    tokens = sentence.tokens
    end = max(token.i for token in last.subtree() if is_below(token, phrase)) if last is not phrase else holder.i
    end = _before_clause(tokens, holder, max(end, _last_of_phrase(sentence, phrase, holder)))
    if _opens(tokens, phrase) or holder.i < phrase.i:
        if (name := _name_after(tokens, end)) is not None:
            holder, end = name, name.i
        start = _after_connectives(tokens, end + 1)
        words = phrase_from(sentence, start)
        is_put_off = words[-1:] and words[-1].lower == "elsewhere" and tokens[words[-1].i + 1].text == ":"  # "for sailors, the trouble lies elsewhere: X"
        if is_put_off or not any(token.tag in FINITE for token in words):  # "in their opinion, the fee, which was raised, is too high"
            words = clause_from(sentence, words[-1].i + 2 if is_put_off else start)
    elif (quoted := _quoted_behind(tokens, holder)) is not None:
        words = phrase_from(sentence, quoted.i)  # 'which, in the words of a pilot, **"never sleeps"**'
    elif follows_reason(tokens, phrase.i) and end + 2 < len(tokens):  # "because, in their opinion, **the duty is unjust**"
        words = clause_from(sentence, end + 2)
    elif tokens[phrase.i - 1].tag == "WDT":  # "the fees, which in the eyes of sailors **are a tax**, ..."
        words = _up_to_comma(tokens, end + 1)
    else:
        start = next((t.i + 1 for t in reversed(tokens[: phrase.i]) if t.text == ";"), 0)
        words = tokens[start : phrase.i]
        final = (words[-2:-1] or words)[0]
        is_open = final.pos == "AUX" or final.lemma in ("be", "have") or not any(token.tag in FINITE for token in words)
        if tokens[phrase.i - 1].text == "," and is_open:  # "The fees, in their view, are a tax", "the fees are, in their view, a tax"
            words = clause_from(sentence, start)
    if words and words[-1].tag == "MD":  # "According to the treaty, the board shall: (a) ..."
        return
    is_told = any(token.tag in FINITE for token in words) or not any(token.tag in FINITE for token in tokens)
    if is_told or (words and is_quote(words[0])):
        cue = (phrase, last) if last is not phrase else (phrase,)
        for found in report(cue, holder, words, "neutral", "according-to"):
            yield replace(found, head=found.head if is_predicate(found.head) else words[0])


def _quoted_behind(tokens: list[Token], holder: Token) -> Token | None:
    """The mark that opens what somebody says behind a comma after the name: 'in the words of the pilot Ann Lee, **"**nobody knows"'."""
    comma = next((t for t in tokens[holder.i + 1 : -1] if t.text == ","), None)
    is_near = comma is not None and all(t.pos == "PROPN" for t in tokens[holder.i + 1 : comma.i])
    return tokens[comma.i + 1] if comma is not None and is_near and is_quote(tokens[comma.i + 1]) else None


def _before_clause(tokens: list[Token], holder: Token, end: int) -> int:
    """Where the phrase ends, also where the parser took the clause into it: "in the opinion of the economist Ann Lee, **the bank lends**"."""
    for comma in tokens[holder.i : end]:
        rest = tokens[comma.i + 1 : end + 1]
        if comma.text == "," and rest and rest[0].tag in ("DT", "PRP", "PRP$", "NNS") and not any(token.text == "," for token in rest[:_ASIDE]):
            return comma.i - 1 if any(token.tag in FINITE for token in rest) else end
    return end


def _up_to_comma(tokens: list[Token], start: int) -> list[Token]:
    return list(takewhile(lambda token: token.text not in _SEPARATORS, tokens[start:]))


def _opens(tokens: list[Token], phrase: Token) -> bool:
    """Whether a phrase stands at the beginning of a clause."""
    if phrase.i == 0:
        return True
    before = tokens[phrase.i - 1]
    return before.text in (";", ":") or before.dep in ("cc", "mark") or _is_connective(tokens, phrase.i)


def _name_after(tokens: list[Token], end: int) -> Token | None:
    """The last word of a name that tells who is meant: "according to its chair, Anna **Berg**, ...", "to the group Open **Mind**, ..."."""
    is_apart = end + 1 < len(tokens) and tokens[end + 1].text == ","
    name = list(takewhile(lambda token: token.pos == "PROPN", tokens[end + 1 + is_apart :]))
    if not name or name[-1].i + 1 >= len(tokens) or tokens[name[-1].i + 1].text != ",":
        return None
    return None if is_apart and _starts_list(tokens, name[-1].i + 1) else name[-1]


def _starts_list(tokens: list[Token], comma: int) -> bool:
    """Whether names go on after a comma: "according to A, B and C"."""
    return any(token.lower == "and" for token in tokens[comma + 1 : comma + 3])


def _is_connective(tokens: list[Token], start: int) -> bool:
    """Whether only a word like "However," stands before an index in its clause."""
    return start >= 2 and tokens[start - 1].text == "," and (start == 2 or tokens[start - 3].text == ";") and tokens[start - 2].pos == "ADV"


def _after_connectives(tokens: list[Token], start: int) -> int:
    """The index after a comma and after phrases like "on the other hand," or "however,"."""
    while start < len(tokens) and tokens[start].text == ",":
        start += 1
        following = next((t.i for t in tokens[start : start + 6] if t.text == ","), None)
        if (
            following is not None
            and tokens[start].lower in _CONNECTIVES
            and not any(t.pos in ("VERB", "AUX") for t in tokens[start:following])
        ):
            start = following
    return start
