"""What stands after a noun for an opinion: whose it is, the clause that tells it, or what it is about."""

from __future__ import annotations

from pipeline.extract.cues import cues
from pipeline.extract.lexicon import noun_class
from pipeline.extract.reported import OPENERS
from pipeline.extract.trees import FINITE
from pipeline.extract.types import is_institution
from pipeline.source.tokens import Sentence, Token

HOLDING = frozenset({"by", "from", "among"})
_OPEN = frozenset({"doubt", "uncertainty"})
BE = frozenset({"be", "remain"})
_TRUSTING = frozenset({"belief", "confidence", "faith", "pride", "trust"})
WHO = frozenset({"group", "leader", "organization", "people", "person"})


class Scan:
    """What stands after a noun in its clause: who holds it, what it is about, and where that begins."""

    def __init__(self, sentence: Sentence, noun: Token) -> None:
        self.holder: Token | None = None
        self.that: Token | None = None
        self.topic: Token | None = None
        self.is_held = False  # "it is the view of sailors that"
        tokens, of = sentence.tokens, None
        i = noun.i + 1
        inserted = False
        while i < len(tokens):
            token = tokens[i]
            if token.text == "," and (inserted or any(t.tag == "VBN" and t.head is noun for t in tokens[i + 1 : i + 4])):
                inserted, i = not inserted, i + 1  # "a complaint, **voiced mainly by sailors**, is that"
                continue
            if token.text == "," and (after := _after_adverb(tokens, i)):
                i = after  # "won praise, **even so**, for"
                continue
            if token.lower in ("in", "since") and i + 1 < len(tokens) and tokens[i + 1].tag == "CD":
                i += 2  # "expressed concern **in 2021** that"
                continue
            if token.lower == "whether" and noun.lemma in _OPEN:
                self.that = token
                break
            if token.lower == "that":
                self.that = token if (self.is_held or _opens_clause(tokens, i)) and not _is_remarked_on(noun, token) else None
                break
            if token.lower in HOLDING or (token.lower == "on" and _is_on_the_part_of(tokens, i)):
                self.holder = _object(tokens, i if token.lower != "on" else i + 3)
                i = end_of_phrase(tokens, i + (1 if token.lower != "on" else 4))
                continue
            if token.lower == "of" and of is None and i == noun.i + 1:
                of = token
                self.is_held = noun.dep == "attr" and noun.head.lemma == "be"
                i = end_of_phrase(tokens, i + 1)
                continue
            if (token.lower in cues().topics or (token.lower == "in" and noun.lemma in _TRUSTING)) and (
                token.pos in ("ADP", "SCONJ") or token.tag == "IN"
            ):
                self.topic = token
                break
            if not _is_passed_over(token, noun):
                break
            i += 1
        if of is not None:
            self._read_of(of, tokens)
        is_equated = noun.dep == "nsubj" and noun.head.lemma == "be" and noun.head.i + 2 < len(tokens)
        if self.that is None and is_equated and tokens[noun.head.i + 1].lower == "that" and _opens_clause(tokens, noun.head.i + 1):
            self.that = tokens[noun.head.i + 1]  # "its answer, **given in the yearly report**, is that"

    def _read_of(self, of: Token, tokens: list[Token]) -> None:
        """ "the complaint of sailors that ..." tells who holds it, "criticism of the fees" what it is about."""
        whose = _object(tokens, of.i)
        if self.that is not None or (self.topic is not None and self.holder is None and not _is_matter_of(whose, self.topic)):
            self.holder = self.holder or whose
        else:
            self.topic = of


def _is_matter_of(thing: Token | None, topic: Token) -> bool:
    """Whether a preposition goes on with what "of" governs, and that is nobody: "allegations of **deference to** ministers"."""
    is_nobody_at_all = thing is not None and thing.tag == "NN" and not is_institution(thing.lower) and noun_class(thing.lower) not in WHO
    return is_nobody_at_all and topic.head is thing


def _after_adverb(tokens: list[Token], comma: int) -> int:
    """The index after one or two adverbs between commas; 0 where there are none."""
    second = next((t.i for t in tokens[comma + 1 : comma + 4] if t.text == ","), 0)
    return second + 1 if second > comma + 1 and all(t.tag == "RB" for t in tokens[comma + 1 : second]) else 0


def _is_remarked_on(noun: Token, that: Token) -> bool:
    """ "..., an allegation **that** it denies", "approval of fees **that** it charges": the pronoun is the object of what follows."""
    is_there = noun.head.lemma == "be" and noun.head.child("expl") is not None  # "**there is** broad agreement that the tax has worked"
    is_object = that.tag == "WDT" and that.dep in ("dobj", "pobj") and not is_there
    is_answered = (
        that.head.dep == "relcl" and that.head.head is noun and that.head.lemma in cues().denying and that.head.child("dobj") is None
    )
    return is_object or is_answered or (noun.lemma in cues().remarks and that.dep == "dobj" and that.head.dep == "relcl")


def _opens_clause(tokens: list[Token], that: int) -> bool:
    """Whether "that" is followed by a clause with a subject, and is no relative pronoun."""
    if that + 1 >= len(tokens):
        return False
    following = tokens[that + 1]
    if following.tag == "RB" and tokens[that].dep == "mark":  # "the complaint is that too few ships come"
        return True
    return following.tag == "VBG" or (following.tag not in (*FINITE, "RB") and following.pos not in ("AUX", "VERB", "PUNCT"))


def _is_on_the_part_of(tokens: list[Token], on: int) -> bool:
    return [token.lower for token in tokens[on : on + 4]] == ["on", "the", "part", "of"]


def _object(tokens: list[Token], preposition: int) -> Token | None:
    return tokens[preposition].child("pobj") if preposition < len(tokens) else None


def end_of_phrase(tokens: list[Token], start: int) -> int:
    """The index after the noun phrase that begins at an index: at a verb, punctuation, or a preposition that is not "of"."""
    for token in tokens[start:]:
        if (
            token.tag in FINITE
            or token.pos in ("AUX", "PUNCT")
            or token.lower in OPENERS
            or (token.pos == "VERB" and token.dep not in ("amod", "compound"))
        ):
            return token.i
        if token.pos in ("ADP", "SCONJ") and token.lower != "of":
            return token.i
    return len(tokens)


def _is_passed_over(token: Token, noun: Token) -> bool:
    """The verbs and adverbs that may stand between a noun and what it is about: "doubts **persist** about", "concerns **have been raised** about"."""
    words = cues()
    if token.pos in ("AUX", "ADV") or token.tag == "RB" or token.lemma in BE:
        return True
    if any(subject is not noun for subject in token.all("nsubj")):
        return False  # "In a case of 2016 **the court held** that"
    return (
        token.lemma in words.persisting
        or token.lemma in words.surrounding
        or (token.tag in ("VBN", "VBD") and (token.lemma in words.voicing or token.dep == "acl" or token.head is noun))
    )
