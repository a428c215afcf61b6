"""Views in nouns: "a complaint of sailors is that", "drew praise for", "doubts persist about"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.cues import OPPOSITE, cues
from pipeline.extract.held import after_that, is_nobody, phrase_from, quotation
from pipeline.extract.lexicon import noun_class, singular
from pipeline.extract.opinion_scan import BE, HOLDING, WHO, Scan
from pipeline.extract.reported import PERMITTING, Report, report
from pipeline.source.tokens import Sentence, Token

_TAKING = frozenset({"receive", "get", "take", "handle"})
_FAINT = frozenset({"faint", "little", "low", "muted", "scant"})
_REACTING = frozenset({"look", "react", "respond"})
_MATTERS = frozenset({"controversy", "dispute", "quarrel", "question"})
# "Complaints are **frequent**" tells of complaints, "are free of charge" does not.
_HEARD = frozenset(
    {"common", "fierce", "frequent", "general", "intense", "loud", "numerous", "persistent", "rare", "rife", "strong", "universal", "widespread"}
)
# What offices do with complaints.
_HANDLING = frozenset({"decide", "determine", "examine", "handle", "hear", "investigate", "register", "resolve", "settle"})
_HANDLED = frozenset({"examination", "handling", "hearing", "investigation", "register", "resolution", "settlement"})
_AIMS = frozenset({"butt", "object", "subject", "target"})
_SOURCES = frozenset({"cause", "matter", "source"})


@dataclass(frozen=True, slots=True)
class _Opinion:
    """A noun for an opinion with who holds it and the verb that governs it; `reverses` says that the verb denies it."""

    sentence: Sentence
    noun: Token
    stance: str
    governor: Token | None
    scan: Scan
    holder: Token | None
    reverses: bool

    @property
    def is_subject(self) -> bool:
        return self.noun.dep in ("nsubj", "nsubjpass")


def of_noun(sentence: Sentence, noun: Token) -> Iterator[Report]:
    """ "concerns that X", "criticism of X": held by a possessor, by who voices it, or by nobody in particular."""
    opinion = _opinion(sentence, noun)
    governor, stance = opinion.governor, opinion.stance
    if opinion.holder is None and _is_matter(opinion):
        return
    if noun.lemma == "credit" and governor is not None and governor.lemma in BE:
        return  # "is the main source of credit for industry"
    if is_nobody(opinion.holder) or is_nobody(noun) or (noun.lemma == "approval" and noun.head.lower == "with"):
        return  # "takes decisions with the approval of the council"
    if opinion.scan.that is not None:
        yield from _told_in_clause(opinion, opinion.scan.that)
    elif governor is None or (opinion.is_subject and any(child.lower in PERMITTING for child in governor.all("aux"))):
        return  # "complaints of delay **may** be brought before the court"
    elif (
        noun.i > governor.i and governor.lemma in BE and (quoted := quotation(sentence, governor.i - 1))
    ):  # '"Nobody asked us" was their verdict'
        yield from report((noun,), opinion.holder, quoted, stance, "reported-quote")
    elif governor.tag == "VB" and governor.dep == "ROOT" and not governor.all("nsubj", "aux"):  # "(a) give warning of floods" is a duty
        return
    elif stance != "neutral" and not (governor.lemma in _TAKING and noun.lemma in cues().submitted):
        yield from _told_in_phrase(opinion, governor)


def _is_matter(opinion: _Opinion) -> bool:
    """Whether a noun only tells what is talked of: "the **question** of its independence", "**criticism** of it is old", "drew criticism at home"."""
    topic, governor = opinion.scan.topic, opinion.governor
    if opinion.noun.lemma == "criticism":
        is_what = opinion.is_subject and governor is not None and governor.lemma == "be" and governor.child("attr") is not None
        if is_what and _is_criticism_of(opinion):
            return False
        is_there = governor is not None and governor.child("expl") is not None  # "there has been **criticism of** its slowness"
        return (topic is not None and topic.lower in ("of", "at") and not is_there) or (governor is not None and governor.lemma == "concern")
    is_task = opinion.noun.lemma == "concern" and opinion.noun.dep == "attr" and topic is not None and topic.lower == "of"  # "is the concern of the agency"
    is_rated = opinion.is_subject and governor is not None and (like := governor.child("acomp")) is not None and like.lower not in _HEARD
    return is_task or (is_rated and opinion.scan.that is None) or (opinion.noun.lemma in _MATTERS and opinion.scan.that is None)


def _is_criticism_of(opinion: _Opinion) -> bool:
    """ "the most common **criticism of** the agency is its slowness"."""
    topic = opinion.scan.topic
    return opinion.noun.lemma == "criticism" and topic is not None and topic.lower == "of"


def _opinion(sentence: Sentence, noun: Token) -> _Opinion:
    words = cues()
    stance, scan, governor = words.noun[noun.lemma], Scan(sentence, noun), _governor(noun)
    if stance == "supportive" and any(child.lower in _FAINT or words.words.get(child.lower) == "critical" for child in noun.children):
        stance = "critical"  # "poor marks"
    if noun.lemma == "doubt" and any(child.lower in ("little", "no") for child in noun.children):
        stance = "neutral"  # "there is **little doubt** that"
    holder = scan.holder or noun.child("poss", "nsubj")  # "engineers **doubt** that", read as a noun
    if governor is None:
        return _Opinion(sentence, noun, stance, governor, scan, holder, False)
    if (holder is None or holder.pos == "PRON") and _is_voiced(noun, governor):
        holder = _subject_of(governor) or holder
    if holder is None and noun.dep == "nsubjpass" and governor.lemma in words.voicing and (agent := governor.child("agent")) is not None:
        holder = agent.child("pobj")  # "fears have been voiced by sailors"
    reverses = governor.lemma in words.denying and noun.dep in ("dobj", "nsubjpass")
    if reverses:
        agent = governor.child("agent")
        holder = _subject_of(governor) if noun.dep == "dobj" else agent.child("pobj") if agent is not None else None
    if holder is None:  # "among sailors there is", "for sailors, the main worry is", "opposition is strong among sailors"
        holder = next((p.child("pobj") for p in _prepositions(governor) if _tells_whose(p, governor, noun)), None)
    is_of = noun.dep == "pobj" and noun.head.lower == "of" and governor.lemma in BE  # "is of the opinion that"
    is_reason = noun.dep == "pobj" and (noun.head.lower == "with" or noun.lemma == "argument")  # "resigned with the remark that", "sued on the argument that"
    if holder is None and stance == "neutral" and scan.that is not None and (governor.lemma in words.reaching or is_of or is_reason):
        holder = _doer(governor)  # "arrived at the conclusion that"
    return _Opinion(sentence, noun, stance, governor, scan, holder, reverses)


def _subject_of(verb: Token) -> Token | None:
    """The subject of a verb, or of the one above: "praises its work but **takes** the view that", "continue to **harbour** doubts"."""
    named = [child for child in verb.all("nsubj") if child.i < verb.i and child.pos == "PROPN"]  # "the daily **El Mercader** takes the view that"
    subject = named[-1] if named else verb.child("nsubj") or (verb.head.child("nsubj") if verb.dep == "xcomp" else None)
    is_second = subject is None and verb.dep == "conj" and verb.child("expl", "nsubjpass") is None
    return verb.head.child("nsubj") if is_second else subject


def _doer(verb: Token) -> Token | None:
    """The subject of a verb, or of the one further up that it depends on: "tried to have it **abolished** on the argument that"."""
    while verb.child("nsubj", "nsubjpass") is None and verb.dep in ("xcomp", "ccomp", "advcl", "conj") and verb.head is not verb:
        verb = verb.head
    return verb.child("nsubj")


def _prepositions(governor: Token) -> list[Token]:
    """The prepositions of a verb and of the adjective after it."""
    return [p for head in (governor, *governor.all("acomp")) for p in head.all("prep")]


def _tells_whose(preposition: Token, governor: Token, noun: Token) -> bool:
    source = preposition.child("pobj")
    if preposition.lower == "in" and preposition.i > governor.i and governor.lemma in cues().persisting and source is not None:
        return source.lemma in cues().sources and source.child("poss") is None  # "complaints about X appear in **the journal Y**"
    if preposition.lower in ("among", "within"):
        return preposition.i < noun.i or preposition.i > governor.i
    return preposition.lower == "for" and preposition.i == 0 and governor.lemma in BE


def _told_in_clause(opinion: _Opinion, that: Token) -> Iterator[Report]:
    """ "the view of sailors is **that X**"; but not "complaints **that X** proved groundless", where another verb tells of them."""
    words, governor, stance = cues(), opinion.governor, opinion.stance
    is_told = governor is None or governor.lemma in BE or governor.lemma in words.governing
    if opinion.holder is None and not is_told and (stance == "neutral" or opinion.is_subject):
        return
    over = governor or opinion.noun.head.head
    if opinion.holder is None and not opinion.is_subject and (over.lemma in _HANDLED or over.lemma in _HANDLING):
        return  # "**resolution of complaints** that customers cannot settle"
    end = None
    if governor is not None and governor.i > that.i and opinion.is_subject:
        end = _first_of_group(governor)
    stance = OPPOSITE[stance] if opinion.reverses else stance
    yield from after_that(opinion.noun, that, opinion.holder, stance, opinion.sentence, opinion.reverses, end)


def _told_in_phrase(opinion: _Opinion, governor: Token) -> Iterator[Report]:
    """What an opinion is about: a phrase after the noun, or what the verb that governs it is said of."""
    words, noun, sentence, stance, holder = cues(), opinion.noun, opinion.sentence, opinion.stance, opinion.holder
    subject, target = governor.child("nsubj", "nsubjpass"), governor.child("dobj")
    is_what = opinion.is_subject and governor.lemma == "be" and governor.child("attr") is not None
    is_task = noun.lemma == "concern" and holder is not None and holder.lower == "its"  # "its main concern is the safety of ports"
    if is_task and is_what:
        return
    if is_what and (holder is not None or _is_criticism_of(opinion)):  # "their main complaint is the fee"
        yield from report((noun,), holder, phrase_from(sentence, governor.i + 1, governor), stance, "reported-noun")
    elif subject is not None and (people := _whose(opinion, governor)) is not None:
        yield from report((noun,), people, _before_group(subject, governor), stance, "reported-noun")
    elif subject is not None and governor.lemma in BE and _is_of(noun, _SOURCES):  # "**the levy** is a source of resentment among builders"
        among = next((p for word in (noun, noun.head.head) for p in word.all("prep") if p.lower in ("among", "for")), None)
        holder = holder or (among.child("pobj") if among is not None else None)
        yield from report((noun,), holder, _before_group(subject, governor), stance, "reported-noun")
    elif opinion.scan.topic is not None and (governor.lemma in words.governing or governor.lemma in BE):
        yield from _about_topic(opinion, governor, opinion.scan.topic)
    elif governor.lemma in words.surrounding and noun.i < governor.i:
        yield from _surrounded(opinion, governor)
    elif noun.head.lower == "with" and (reaction := _reacted_to(governor, noun)) is not None:  # "reacted with anger to X"
        told = phrase_from(sentence, reaction.i + 1, governor)
        yield from report((governor, noun), holder or subject, told, stance, "reported-noun", by_people=True)
    elif governor.lemma in words.giving and governor.i < noun.i and governor.child("prt") is None and _is_object(noun):
        yield from _given(sentence, noun, governor, stance)
    elif noun.head.lower == "with" and target is not None and governor.lemma in words.frame | words.receiving:
        told = [token for token in phrase_from(sentence, governor.i + 1, governor) if token.i < noun.head.i]  # "regard X with suspicion"
        yield from report((governor, noun), subject, told, stance, "reported-noun", by_people=True)
    elif ((governor.lemma in words.receiving and holder is not None) or _is_of(noun, _AIMS)) and subject is not None and subject is not noun:
        told = _before_group(subject, governor)  # "**its budget** has been a target of criticism"
        yield from report((noun,), holder, told, stance, "reported-noun")
    elif holder is not None and governor.lemma in words.governing:  # "Praise comes from sailors": what they say follows
        yield Report((noun,), holder, noun, (), stance, "reported-noun")


def _is_of(noun: Token, nouns: frozenset[str]) -> bool:
    """ "a **target of** criticism", "a **source of** resentment"."""
    return noun.dep == "pobj" and noun.head.lower == "of" and noun.head.head.lemma in nouns


def _before_group(subject: Token, verb: Token) -> list[Token]:
    """The words of a subject before the group of its verb."""
    return [token for token in subject.subtree() if token.i < _first_of_group(verb)]


def _is_object(noun: Token) -> bool:
    """Whether a noun is an object, or what an object is of: "give it **credit**", "give it a good deal of **credit**"."""
    above = noun.head.head if noun.dep == "pobj" and noun.head.lower == "of" else noun
    return above.dep != "pobj"


def _whose(opinion: _Opinion, governor: Token) -> Token | None:
    """Who thinks so of the subject: "the night rota is a grievance **of pilots**", "the closure was a disappointment **to parents**"."""
    topic = opinion.scan.topic
    people = topic.child("pobj") if topic is not None and opinion.noun.dep == "attr" and governor.lemma in BE else None
    if topic is None or people is None or people.tag != "NNS":
        return None
    is_of = topic.lower == "of" and topic.i == opinion.noun.i + 1
    is_to = topic.lower in ("for", "to") and noun_class(singular(people.lower)) in WHO
    return people if is_of or is_to else None


def _reacted_to(governor: Token, noun: Token) -> Token | None:
    """The preposition before what somebody reacts to."""
    if governor.lemma not in _REACTING:
        return None
    return next((p for head in (governor, noun) for p in head.all("prep") if p.lower in ("to", "at", "on", "upon")), None)


def _about_topic(opinion: _Opinion, governor: Token, topic: Token) -> Iterator[Report]:
    tokens, holder, start = opinion.sentence.tokens, opinion.holder, topic.i + 1
    for opening in ("to", "whether", "if"):  # "doubts as to whether X"
        start += start < len(tokens) and tokens[start].lower == opening
    told = phrase_from(opinion.sentence, start, governor)
    if topic.i < governor.i and opinion.is_subject and topic.head is opinion.noun:  # "Praise for X came from sailors"
        told = [token for token in told if token.i < _first_of_group(governor)]
        holder = holder or next((p.child("pobj") for p in governor.children if p.lower in HOLDING), None)
    yield from report((opinion.noun, topic), holder, told, opinion.stance, "reported-noun")


def _first_of_group(verb: Token) -> int:
    """The index of the first word of a verb group."""
    return min([verb.i, *(child.i for child in verb.all("aux", "auxpass", "neg"))])


def _governor(noun: Token) -> Token | None:
    """The verb whose subject, object or prepositional phrase the noun is."""
    head = noun
    for _ in range(4):
        if head.head is head:
            return None
        below, head = head, head.head
        if head.pos in ("VERB", "AUX"):
            return head
        is_object = below.lower == "with" and head.dep == "dobj"  # "greeted the decision with **relief**"
        is_way = head.pos == "ADV" and below.lower == "to"  # "come **round** to the view"
        is_of_noun = head.pos == "NOUN" and (below.lower == "of" or is_object)
        if not (head.pos == "ADP" or is_way or is_of_noun or (head.pos == "ADJ" and below.lower in ("of", "in"))):
            return None
    return None


def _is_voiced(noun: Token, governor: Token) -> bool:
    """Whether the subject of the governing verb holds it: "expressed concern", "is vocal in its criticism"."""
    words = cues()
    if noun.i < governor.i or governor.child("auxpass") is not None:
        return False
    if governor.lemma in words.giving and noun.dep == "pobj" and noun.head.lower != "of":
        return False  # "the fall gave rise **to complaints** that"
    if governor.lemma in words.voicing or governor.lemma in words.giving:
        return governor.child("expl") is None
    above = noun.head.head if noun.dep == "pobj" else noun
    return governor.lemma in BE and (above.dep == "acomp" or (noun.dep == "pobj" and noun.child("poss") is not None))


def _surrounded(opinion: _Opinion, governor: Token) -> Iterator[Report]:
    """ "Scepticism surrounds **the merger**", "criticism has focused on **its cost**"; of a promise that X, X."""
    sentence, tokens = opinion.sentence, opinion.sentence.tokens
    start = governor.i + 1
    while start < len(tokens) and (tokens[start].pos in ("ADV", "ADP")):
        start += 1
    told = phrase_from(sentence, start, governor)
    that = next((i for i, token in enumerate(told) if token.lower == "that" and token.dep == "mark"), None)
    if that is not None:
        told = told[that + 1 :]
    yield from report((opinion.noun, governor), opinion.holder, told, opinion.stance, "reported-noun")


def _given(sentence: Sentence, noun: Token, governor: Token, stance: str) -> Iterator[Report]:
    """ "gave **the portal** a warm welcome", "pour scorn on **the plan**"."""
    tokens = sentence.tokens
    first = noun.i
    while first > governor.i + 1 and tokens[first - 1].tag in ("JJ", "DT", "CD", "RB") and tokens[first - 1].dep != "dative":
        first -= 1
    told = tokens[governor.i + 1 : first]
    following = tokens[noun.i + 1] if noun.i + 1 < len(tokens) else noun
    if not told and following.lower in ("to", "on", "upon", "with"):
        told = phrase_from(sentence, following.i + 1, governor)
    yield from report((governor, noun), governor.child("nsubj"), told, stance, "reported-noun")
