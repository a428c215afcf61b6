"""A verb that reports, with who speaks and what it is said of."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from pipeline.extract.boundaries import tells_deed
from pipeline.extract.cues import cues, reporting_verbs
from pipeline.extract.held import subject_before
from pipeline.extract.propositions import Proposition
from pipeline.extract.syntax import RELATIVE_PRONOUNS
from pipeline.extract.trees import FINITE, NOUNS
from pipeline.source.tokens import Sentence, Token

_INSIDE = frozenset({"among", "within"})
# "Is praised **in the press**": who writes there praises it.
_MEDIA = frozenset({"literature", "magazine", "media", "newspaper", "press", "scholarship"})
RARELY = frozenset({"barely", "hardly", "rarely", "scarcely", "seldom"})


@dataclass(frozen=True, slots=True)
class Speech:
    """A reporting verb with who reports and what is reported on."""

    sentence: Sentence
    verb: Token
    holder: Token | None
    target: Token | None
    passive: bool
    negated: bool

    def stance(self, default: str) -> str:
        """The stance that the verb itself tells."""
        words, lemma = cues(), self.verb.lemma
        return words.object.get(lemma) or words.lean.get(lemma) or words.clause.get(lemma) or default


def speech_of(sentence: Sentence, verb: Token, proposition: Proposition | None) -> Speech:
    """From the proposition, or from the tree where the verb only begins a longer verb group ("fear losing")."""
    if proposition is None:
        passive = verb.child("nsubjpass") is not None
        target, holder = verb.child("nsubjpass", "dobj"), None if passive else verb.child("nsubj")
    else:
        passive = proposition.passive
        argument = proposition.argument("subject") if passive else proposition.argument("object")
        target = argument.head if argument is not None else verb.child("dobj")
        by_whom = proposition.argument("agent") if passive else proposition.argument("subject")
        holder = by_whom.head if by_whom is not None else (None if passive else verb.child("nsubj"))
    above = verb.head
    is_bare = verb.dep == "conj" and above.child("auxpass") is not None and verb.child("aux", "auxpass", "nsubj", "dobj") is None
    if is_bare and not passive and (verb.tag == "VBN" or _is_judged(sentence, verb)):  # "praised for X and **condemned** for Y"
        agent = verb.child("agent")
        passive, holder, target = True, agent.child("pobj") if agent is not None else None, above.child("nsubjpass")
    if passive and holder is None:  # "**among economists** it is regarded as", "is respected **among pilots**"
        among = next((p for p in verb.all("prep") if p.lower in _INSIDE and (p.i < verb.i or verb.lemma in cues().object)), None)
        among = among or next((p for p in verb.all("prep") if p.lower == "in" and any(medium.lemma in _MEDIA for medium in p.all("pobj"))), None)
        holder = among.child("pobj") if among is not None else None
    if not passive:
        holder = _active_holder(sentence, verb, holder)
    return Speech(sentence, verb, holder, target, passive, _is_negated(verb))


def _is_judged(sentence: Sentence, verb: Token) -> bool:
    """Whether what a past tense was read for is done to the subject: "was praised for X but **criticised over** Y"."""
    following = sentence.tokens[verb.i + 1 : verb.i + 2]
    return verb.tag == "VBD" and any(word.lower in cues().charge.get(verb.lemma, ()) for word in following)


def _is_negated(verb: Token) -> bool:
    """ "do not trust", "rarely complain", "**no longer** trust"."""
    is_no_longer = any(child.lower == "longer" and child.child("neg", "det") is not None for child in verb.all("advmod"))
    return verb.child("neg") is not None or is_no_longer or any(child.lower in RARELY for child in verb.all("advmod"))


def _active_holder(sentence: Sentence, verb: Token, holder: Token | None) -> Token | None:
    """Who reports, where the parser gave the verb no subject, a relative pronoun that is its object, or two."""
    own = verb.all("nsubj")
    is_aside = not own and verb.dep == "advcl" and verb.tag == "VBG" and verb.child("mark") is not None
    if is_aside and (speaker := _speaker_above(verb)) is not None:
        return speaker  # "**Anna Berg** conceded that her staff were few, while **insisting** that"
    if own and own[0].lower == "who" and verb.head.lemma == "be" and (attribute := verb.head.child("attr")) is not None:
        return attribute  # "it was **Anna Berg** who stated"
    if len(own) > 1 and own[0].i < verb.i and _is_inserted(sentence.tokens, own[0], verb):
        return own[0]  # "**Anna Berg**, at that time Inspector General, concluded"
    named = [subject for subject in own if subject.i < verb.i and subject.pos == "PROPN"]
    if len(own) > 1 and named and any(clause.i < named[-1].i for clause in own[0].all("acl")) and own[0].i < named[-1].i:
        return own[0]  # "**captains** interviewed by the magazine Sea Post praised"
    if len(own) > 1 and named:
        return named[-1]  # "the charity **Green Shore** says"
    nouns = [subject for subject in own if subject.i < verb.i and subject.pos != "PRON"]
    if len(own) > 1 and nouns:
        if any(child.lower == "as" and child.dep == "cc" for child in own[0].children):
            return own[0]  # "**managers** from northern as well as southern ports warned"
        return nouns[-1]  # "When it refused, the first refusal of its kind, **residents** welcomed it"
    is_finite = verb.tag in FINITE or verb.pos == "NOUN" or verb.child("aux") is not None
    if is_finite and (not own or own[0].lower in RELATIVE_PRONOUNS):
        between = subject_before(sentence, verb)
        if between is not None and (not own or between.i > own[0].i):
            return between
        if not own and verb.head.tag == "VBG" and (subject := verb.head.child("nsubj")) is not None and verb.head.i < verb.i:
            return subject  # "**Anna Berg**, writing in the Post, called it a joke"
        if not own and verb.dep == "conj":
            is_unlike = verb.tag == "VBZ" and holder is not None and holder.tag == "NNS"  # "**the head** denies that rates are high and points out"
            return _speaker_above(verb) or (_one_above(verb) if is_unlike else None) or holder
        if not own and verb.dep == "ROOT" and holder is None:
            first = sentence.tokens[0]  # a name that the tagger took for an adverb: "Kelly, for her part, insists"
            if first.tag != "IN":
                return first.head if first.tag == "JJ" and first.head.tag in NOUNS else first
    if verb.tag == "VBG" and verb.dep == "pcomp" and not own:
        return _subject_above(verb) or holder  # "apart from defending the peg, **it** licenses banks"
    return holder or (_subject_above(verb) if verb.tag in ("VBG", "VB") else None)


def _is_inserted(tokens: list[Token], subject: Token, verb: Token) -> bool:
    """Whether between a subject and its verb stands only what is set between commas."""
    return subject.pos == "PROPN" and tokens[subject.i + 1].text == "," and tokens[verb.i - 1].text == ","


def _speaker_above(verb: Token) -> Token | None:
    """Who speaks where a second report was attached to what is held in the first: "**unions** said the law was old and urged"."""
    above = verb.head
    while above.head is not above and above.dep in ("ccomp", "conj", "xcomp"):
        if above.dep == "ccomp" and above.head.lemma in reporting_verbs():
            return above.head.child("nsubj")
        if above.dep == "ccomp" and above.head.lower in cues().adjective:  # "were pleased that children are heard and regretted that"
            return above.head.head.child("nsubj")
        above = above.head
    return None


def _one_above(verb: Token) -> Token | None:
    """The first subject further up that is one only."""
    while verb.head is not verb:
        verb = verb.head
        if (subject := verb.child("nsubj")) is not None and subject.tag in ("NN", "NNP") and verb.pos == "VERB":
            return subject
    return None


def _subject_above(verb: Token) -> Token | None:
    """Who does it where a longer verb group begins further up: "**residents** never tire of complaining"."""
    if (
        verb.dep == "acl" and verb.i and verb.head.i < verb.i - 1 and verb.head.dep in ("ROOT", "nsubj")
    ):  # "**unions**, by and large, back it, seeing in it"
        return verb.head.child("nsubj", "nmod", "compound") if verb.head.pos == "VERB" else verb.head
    for _ in range(4):
        if verb.dep not in ("pcomp", "xcomp", "prep", "acomp", "conj", "advmod") or verb.head is verb:
            return None
        verb = verb.head
        if (subject := verb.child("nsubj")) is not None:
            return subject
    return None


def phrases(speech: Speech, prepositions: Iterable[str]) -> Iterator[Token]:
    """The prepositions of a verb that stand after it in its clause, not inside a quotation or another clause."""
    verb, tokens = speech.verb, speech.sentence.tokens
    attached = {verb, *(t for t in [speech.target] if t is not None)}
    inside, own = relative_between_commas(tokens, verb.i + 1), {p.lower for p in verb.all("prep") if p.i > verb.i}
    for token in tokens[verb.i + 1 :]:
        if token.i in inside:
            continue  # "took the minutes, which were published in 2024, **as** proof"
        if token.text in (";", ":") or (token.dep == "ccomp" and token.head is verb):
            return
        if token.lower in prepositions and token.pos in ("ADP", "SCONJ", "ADV", "PART"):
            is_late = token.lower in ("as", "for") or tells_deed(tokens, token) or any(child.dep == "agent" for child in verb.children)  # "accused by X of Y"
            is_of_made = token.lower == "as" and token.head.dep == "acl" and token.head.head in attached  # "called the reasons given **as** weak"
            if token.head in attached or is_of_made or (is_late and token.lower not in own and _is_within(token, attached)):
                yield token
        elif token.tag in FINITE and token.head is not verb and token.pos == "VERB":
            return


def before_relative(verb: Token, kinds: Container[str]) -> tuple[Token | None, list[Token]]:
    """The preposition of a relative clause and the phrase that it is about: "**rankings**, **to** which schools object"; None and no words where none is."""
    clause = verb.subtree() if verb.dep == "relcl" and verb.head.tag in NOUNS else []
    opening = clause[0] if len(clause) > 1 and clause[1].lower in RELATIVE_PRONOUNS else None
    return (opening, antecedent(verb)) if opening is not None and opening.lower in kinds else (None, [])


def antecedent(verb: Token) -> list[Token]:
    """The words before a relative clause that it tells of: "**a levy**, which was condemned by hauliers"."""
    start = verb.subtree()[0].i
    return [token for token in verb.head.subtree() if token.i < start]


def relative_between_commas(tokens: list[Token], start: int) -> range:
    """The places of the first relative clause between two commas after an index."""
    for comma in tokens[start:]:
        opening = [token.lower for token in tokens[comma.i + 1 : comma.i + 3]]
        if comma.text == "," and any(word in RELATIVE_PRONOUNS for word in opening):
            end = next((token.i for token in tokens[comma.i + 1 :] if token.text == ","), comma.i)
            return range(comma.i, end)
    return range(0)


def _is_within(token: Token, heads: set[Token]) -> bool:
    """Whether a token hangs below one of the heads by nouns and prepositions only: "praised **X** of Y for"."""
    for _ in range(6):
        token = token.head
        if token in heads:
            return True
        if token.pos in ("VERB", "AUX") or token.head is token:
            return False
    return False
