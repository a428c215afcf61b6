"""Verbs that judge: "accuse it of", "worry about", "criticise its delays", "see it as"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from pipeline.extract.boundaries import as_of_clause, as_of_participle, as_of_relative
from pipeline.extract.cues import OPPOSITE, cues
from pipeline.extract.held import after_that, is_nobody, phrase_from
from pipeline.extract.lexicon import noun_class, singular
from pipeline.extract.polarity import polarity
from pipeline.extract.received import begun, in_order
from pipeline.extract.reported import PERMITTING, Report, report
from pipeline.extract.rulebook import load_rulebook
from pipeline.extract.speech import Speech, antecedent, before_relative, phrases
from pipeline.extract.trees import NOUNS, is_below
from pipeline.extract.types import is_institution
from pipeline.source.tokens import Token

_CONDITIONS = frozenset({"if", "once", "unless", "until"})
_KEEPING = frozenset({"accept", "honor", "honour", "respect"})
_OBLIGATIONS = frozenset(
    {"agreement", "application", "commitment", "contract", "convention", "deadline", "debt", "duty", "invitation", "jurisdiction", "membership", "obligation",
     "pledge", "promise", "protocol", "treaty"}
)  # fmt: skip
_PEOPLE = frozenset({"group", "leader", "people", "person"})
_FORMAL = frozenset({"advice", "approval", "consent", "document", "explanation", "information", "opinion", "permission", "ruling"})
_ENDORSING = frozenset({"endorse", "reject", "support"})
_ASSEMBLIES = frozenset({"assembly", "cabinet", "congress", "court", "diet", "legislature", "parliament", "referendum", "senate", "tribunal", "voter"})
# "With the object of" says what for, and nothing of what somebody agrees with.
_AIMS = frozenset({"aim", "exception", "goal", "intention", "object", "objective", "purpose"})
_FELT = frozenset({"admire", "dislike", "distrust", "hate", "mistrust", "resent", "respect", "trust"})
_SEEING = frozenset({"perceive", "regard", "see", "view"})
_TELLING = frozenset({"characterise", "characterize", "describe", "depict", "paint", "portray"})
_ASKING = frozenset({"doubt", "query", "question"})
_WORK = frozenset({"activity", "operation", "work"})
_WITNESSES = frozenset({"candidate", "expert", "member", "official", "suspect", "witness"})
_ATTRIBUTING = frozenset({"ascribe", "attribute"})
# Between two words of an idiom stand at most so many others, less one.
_GAP = 5


def charges(speech: Speech) -> Iterator[Report]:
    """ "was criticised for X", "accuse it of X", "dismiss it as X"."""
    verb, words = speech.verb, cues()
    kinds = words.charge.get(verb.lemma)
    if not kinds:
        return
    if verb.lemma in _ATTRIBUTING and not speech.passive:
        yield from _attributed(speech)
        return
    if verb.dep == "acl" and verb.tag == "VBN" and speech.holder is None:  # "to find people **suspected** of fraud"
        return
    if speech.passive and speech.holder is None and is_permitted(speech):  # "**can be challenged on** points of law"
        return
    if verb.lemma == "compare" and (speech.passive or speech.holder is None):  # "new drugs **are compared with** older ones"
        return
    preposition = next(phrases(speech, kinds), None) or _following(speech, kinds) or _fronted(speech, kinds)
    if preposition is None and "as" in kinds:  # "denounced by those who blocked the plaza **as** a tax"
        preposition = as_of_relative(speech.holder) if speech.passive else as_of_clause(verb)
    is_open = False
    if verb.lemma == "charge" and preposition is not None:
        deed = next((token.lower for token in speech.sentence.tokens[preposition.i + 1 : preposition.i + 2]), "")
        is_open = deed != "having"
        if not deed.endswith("ing") or speech.passive:
            return  # "charged it **with hiding** losses", but not "with the supervision of banks"
    if preposition is None or _is_of_thing(speech, preposition):
        return
    if speech.holder is None and verb.lemma in words.frame and not (_is_felt(verb) or _has_been_told(verb, preposition)):
        return  # "is credited with" tells more of a fact than of a view
    stance, start = speech.stance("critical"), preposition.i + 1
    if preposition.lower == "as":
        yield from _predicate_after(speech, preposition, stance)
    else:
        told = phrase_from(speech.sentence, start, verb)
        if start == 1:
            told = [*takewhile(lambda token: token.text != ",", told)]
        yield from report((verb, preposition), speech.holder, told, stance, "blame-or-praise", by_people=is_open)


def _has_been_told(verb: Token, preposition: Token) -> bool:
    """ "**has** been credited **with** X"."""
    return preposition.lower != "as" and any(child.lemma == "have" for child in verb.all("aux"))


def _attributed(speech: Speech) -> Iterator[Report]:
    """ "attributes **the fall to new radars**"; "**the fall** to it" and "to it **the fall**", which speak for the body unless the fall is bad."""
    tokens, verb = speech.sentence.tokens, speech.verb
    to = next(phrases(speech, ("to",)), None) or _following(speech, frozenset({"to"}))
    if to is None or to.i + 2 >= len(tokens):
        return
    thing, cause = tokens[verb.i + 1 : to.i], tokens[to.i + 1]
    stance = "neutral"
    is_behind = verb.dep == "relcl"  # "a success that they attribute **to stricter controls**"
    if not thing and not is_behind:
        cause_end = next((t.i for t in tokens[to.i + 1 :] if t.pos in ("NOUN", "PROPN", "PRON")), to.i)
        while tokens[cause_end].pos in ("NOUN", "PROPN") and tokens[cause_end + 1].pos in ("NOUN", "PROPN"):
            cause_end += 1
        told = phrase_from(speech.sentence, cause_end + 1, verb)
    elif thing and (cause.tag == "PRP" or cause.lower in ("its", "their")):
        told = thing
    else:
        told = phrase_from(speech.sentence, to.i + 1 if len(thing) < 2 else verb.i + 1, verb)
    if (not thing and not is_behind) or told is thing:
        is_fall = any(token.lemma in cues().waning for token in told)  # of what, if not of something bad?
        stance = "critical" if polarity(told) < 0 and not is_fall else "supportive"
    yield from report((verb, to), speech.holder, told, stance, "blame-or-praise")


def _fronted(speech: Speech, kinds: frozenset[str]) -> Token | None:
    """The first word of "**For** keeping ports open, unions commended the board"."""
    first = speech.sentence.tokens[0]
    is_fronted = first.lower in kinds and first.head is speech.verb and first.child("pcomp") is not None
    return first if is_fronted and speech.holder is not None and speech.target is not None else None


def _is_of_thing(speech: Speech, preposition: Token) -> bool:
    """Whether a "for" or "over" belongs to a thing that is itself praised or blamed: "welcomed **the warrant for** X", but not "praised the board for X"."""
    target = speech.target
    following = speech.sentence.tokens[preposition.i + 1 : preposition.i + 2]
    if preposition.lower == "for" and (preposition.child("pcomp") is not None or any(token.tag == "PRP$" for token in following)):
        return False  # "fault the scheme **for letting** ships go", "value the maps **for their** precision"
    is_thing = target is not None and not is_institution(target.lower) and noun_class(target.lower) not in ("person", "leader") and target.pos == "NOUN"
    people = preposition.child("pobj")
    if is_thing and not speech.passive and preposition.lower == "for" and people is not None and noun_class(singular(people.lower)) in ("person", "people"):
        return True  # "praised its campaigns against fraud **for children**"
    is_relative = target is not None and is_below(speech.verb, target)  # "a code, which pilots derided as X"
    is_inside = target is not None and is_thing and not is_relative and (preposition.head is target or is_below(preposition, target))
    role = preposition.child("pobj")
    is_bare = role is not None and role.tag == "NNS" and role.child("det", "poss") is None and target is not None and target.child("prep") is not None
    is_deep = preposition.lower == "as" and (preposition.head is not target or is_bare)  # "commended the training of **citizens as** helpers"
    return is_inside and (preposition.lower in ("for", "over") or is_deep) and not speech.passive and speech.verb.lemma in cues().object


def _following(speech: Speech, kinds: frozenset[str]) -> Token | None:
    """The "to" of "attributes the damage **to** rain", which the parser takes for an infinitive's."""
    if "to" not in kinds:
        return None
    following = speech.sentence.tokens[speech.verb.i + 1 : speech.verb.i + 8]
    return next((token for token in following if token.lower == "to"), None)


def topics(speech: Speech) -> Iterator[Report]:
    """ "worry about X", "insist on X", "speak of X"."""
    verb, words = speech.verb, cues()
    kinds = words.about.get(verb.lemma)
    if not kinds or speech.passive or is_permitted(speech) or (verb.lemma in ("admit", "call") and speech.target is not None):
        return
    if speech.holder is not None and speech.holder.lemma in words.noun and speech.holder.lemma not in words.sources:  # "opinions differ on it"
        return
    preposition = next((p for p in phrases(speech, kinds) if p.head is verb or p.i == verb.i + 1), None) or _after_insertion(speech, kinds)
    aim = preposition.child("pobj") if preposition is not None and preposition.lower == "with" and preposition.i > verb.i + 1 else None
    if aim is not None and aim.lemma in _AIMS:
        return  # "agreed on corridors, **with the object of** X"
    if preposition is None:
        relative, told = before_relative(verb, kinds)
        if relative is not None:
            yield from report((relative, verb), speech.holder, told, speech.stance("neutral"), "reported-topic", True)
        return
    known = verb.lemma in words.clause
    wanted = preposition.child("pobj")
    if verb.lemma == "ask" and verb.tag == "VBZ" and wanted is not None and wanted.lemma in _FORMAL:
        return  # "the government **asks for the advice** of the board"
    if known or (speech.holder is not None and verb.dep != "relcl"):  # "a plan that calls for savings" is nobody's view
        told = phrase_from(speech.sentence, preposition.i + 1, verb)
        if len(told) > 2 and told[0].pos == "PRON" and told[1].lower == "as":  # "swear by them as a shield"
            told = told[2:]
        yield from report((verb, preposition), speech.holder, told, speech.stance("neutral"), "reported-topic", not known)


def _after_insertion(speech: Speech, kinds: frozenset[str]) -> Token | None:
    """ "complain, for their part, **of** delays"."""
    after = speech.sentence.tokens[speech.verb.i + 1 :]
    if after and after[0].lower in kinds:  # "call **for** it to be closed"
        return after[0]
    if not after or after[0].text != ",":
        return None
    comma = next((position for position, token in enumerate(after[1:8], 1) if token.text == ","), len(after))
    return after[comma + 1] if comma + 1 < len(after) and after[comma + 1].lower in kinds else None


def may_frame(speech: Speech) -> bool:
    """ "critics see it as", "is often seen as"; but not "is known as", nor "the state recognises it as"."""
    is_work = speech.verb.lemma in cues().working and speech.verb.child("prt") is None  # but "held up X as a model"
    if is_work and speech.holder is not None and speech.holder.tag != "NNS" and not _is_best(speech):
        return False
    if not speech.passive:
        return speech.holder is not None
    aux = speech.verb.all("aux")
    is_told = speech.verb.lemma in _TELLING and any(child.lemma == "have" for child in aux)  # "has been described as"
    is_open = any(token.lower == "by" for token in speech.sentence.tokens[speech.verb.i :])  # "as a failure by the government": whose, of the two?
    is_seen = speech.verb.lemma in _SEEING and not is_open and not any(child.tag == "MD" for child in aux)  # but "shall be regarded as"
    return speech.holder is not None or is_told or is_seen or any(child.lower in cues().hedges for child in speech.verb.children)


def _is_best(speech: Speech) -> bool:
    """ "presented it **as the best** census", "as **a model**"."""
    marker = next(phrases(speech, ("as",)), None)
    told = speech.sentence.tokens[marker.i + 1 : marker.i + 4] if marker is not None else []
    return any(token.tag == "JJS" for token in told) or (speech.verb.lemma == "present" and polarity(told) > 0)


def framed(speech: Speech) -> Iterator[Report]:
    """ "see it **as a burden**"."""
    marker = next(phrases(speech, ("as",)), None) or as_of_relative(speech.target) or as_of_participle(speech.verb) or as_of_clause(speech.verb)
    marker = marker or (as_of_relative(speech.holder) if speech.passive else None)  # "seen by those who pay it **as** a tax"
    if marker is not None:
        yield from _predicate_after(speech, marker, speech.stance("neutral"), speech.verb.lemma in cues().working)


def _predicate_after(speech: Speech, marker: Token, stance: str, by_people: bool = False) -> Iterator[Report]:
    """What follows "as" is how the object is seen."""
    if _answers(speech) and speech.target is not None and cues().noun.get(speech.target.lemma) == "critical":
        return  # "dismissed the criticism as unfounded"
    words = phrase_from(speech.sentence, marker.i + 1, speech.verb)
    yield from report((speech.verb, marker), speech.holder, words, stance, "framed-as", by_people)


def seen_in(speech: Speech) -> Iterator[Report]:
    """ "see in the reform **an attack on their schools**", "see **an attack on their schools** in the reform"."""
    tokens, start = speech.sentence.tokens, speech.verb.i + 1
    if speech.holder is None or speech.passive or speech.verb.lemma != "see" or start >= len(tokens):
        return
    article = None
    if tokens[start].lower == "in":
        pronoun = start + 2 < len(tokens) and tokens[start + 1].pos == "PRON"  # "saw in him **the** last voice of reason"
        article = next((t for t in tokens[start + 2 : start + 9] if t.lower in ("a", "an") or t.text == '"' or (pronoun and t.i == start + 2)), None)
    elif any(p.lower == "in" and p.i < speech.verb.i for p in speech.verb.all("prep")):  # "**in** the appointment pilots saw a threat"
        article = next((t for t in tokens[start : start + 1] if t.lower in ("a", "an") or t.text == '"'), None)
    if article is not None:
        words = phrase_from(speech.sentence, article.i, speech.verb)
        yield from report((speech.verb, tokens[start]), speech.holder, words, "neutral", "framed-as", by_people=True)


def objects(speech: Speech) -> Iterator[Report]:
    """ "lament **the closure of the port**", "**the closure** was condemned by unions", "**the move** was widely welcomed"."""
    verb, target, sentence, words = speech.verb, speech.target, speech.sentence, cues()
    if target is None or (target.pos in ("PRON", "DET") and _ground(speech) is None) or is_permitted(speech):
        return
    if (
        verb.lemma in _ASKING and target.lemma in load_rulebook().lists["leader_nouns"] | _WITNESSES
    ):  # "questions the minister twice a year"
        return
    if verb.lemma in ("admit", "recommend") and noun_class(singular(target.lower)) in _PEOPLE:  # "recommends candidates", "investors are **admitted by** X"
        return
    if _answers(speech) or (speech.passive and _is_staff(speech.holder)):
        return
    stance, told = words.object[verb.lemma], []
    ground = _ground(speech)
    if ground is not None:
        yield from after_that(verb, ground, speech.holder, stance, sentence)
        return
    if any(child.lower in ("few", "no") for child in target.all("det", "amod")):  # "**no other** board has been criticised so widely"
        return
    if verb.dep == "advcl" and any(mark.lower in _CONDITIONS for mark in verb.all("mark")):  # "sets the fee once the minister **has endorsed** it"
        return
    if verb.lemma in _KEEPING and target.lemma in _OBLIGATIONS:  # "operators **honour their commitments**"
        return
    if verb.lemma in _ENDORSING and speech.holder is not None and speech.holder.lemma.lower() in _ASSEMBLIES:
        return  # "a plan **endorsed by parliament**" is in force, and one that **voters rejected** is not
    if verb.dep == "acl" and target is verb.head and target.lemma in cues().remarks:  # "**a claim contested** by the minister"
        return
    if verb.lemma == "support" and target.lemma in _WORK:  # "fourteen clerks **support her work**"
        return
    if verb.lemma == "credit" and speech.passive:  # "is credited with X" says nothing of whom it names
        return
    if not speech.passive and speech.holder is not None and target.i > verb.i:
        start = verb.i + 1
        while start < target.i and sentence.tokens[start].pos in ("ADV", "PUNCT"):
            start += 1
        told = phrase_from(sentence, start, verb)
    elif speech.passive and target.i < verb.i and (speech.holder is not None or _is_felt(verb)):
        told = antecedent(verb) if verb.dep == "relcl" and verb.head is target else _before_aside(target, [t for t in target.subtree() if t.i < verb.i])
    elif speech.passive and speech.holder is not None and verb.dep == "advcl" and verb.head is target.head:  # "Long derided, **the levy** ended"
        told = [token for token in target.subtree() if token.i < target.head.i]
    elif _is_relative(speech) and target.tag in NOUNS:
        told = antecedent(verb)
    if verb.lemma == "admit" and polarity(told) >= 0:  # "admits documents in Polish", but "admitted failings"
        return
    yield from report((verb,), speech.holder, told, stance, "criticised-or-praised", verb.lemma != "deny", verb.lemma == "deny")


def _before_aside(target: Token, words: list[Token]) -> list[Token]:
    """Of "the scheme, hailed by the board as a triumph," only the scheme."""
    aside = next((child for child in target.children if child.dep in ("acl", "relcl", "appos") and child.i > target.i), None)
    comma = next((k for k, t in enumerate(words) if aside is not None and t.text == "," and target.i < t.i < aside.i), len(words))
    return words[:comma]


def _is_staff(holder: Token | None) -> bool:
    """Whether somebody is helped by an office: "the minister is supported by **a deputy minister**"."""
    if holder is None or holder.lemma not in load_rulebook().lists["leader_nouns"]:
        return False
    return any(child.lower in ("a", "an") for child in holder.all("det"))


def _is_relative(speech: Speech) -> bool:
    """Whether a view is told of the noun before its clause: "a step **that sailors condemned**"; but "which they hailed as X" tells another."""
    verb = speech.verb
    is_other = any(token.lower == "whose" for token in verb.subtree())  # "whose methods sailors dislike"
    says_more = is_other or verb.lemma == "demand" or any(child.lower == "as" for child in verb.children)
    return verb.dep == "relcl" and verb.head is speech.target and speech.holder is not None and not says_more


def _answers(speech: Speech) -> bool:
    """Whether it only answers other views, and is none: "rejects the criticism", "dismissed the complaints as old"."""
    is_answer = speech.verb.lemma in cues().denying | cues().conceding
    return is_answer and speech.target is not None and speech.target.lemma in cues().remarks


def _ground(speech: Speech) -> Token | None:
    """The "that" of "defends the fee **on the ground that** it works"."""
    tokens = speech.sentence.tokens
    for token in tokens[speech.verb.i + 1 : -1]:
        if token.lower == "that" and [t.lower for t in tokens[token.i - 3 : token.i]] in (["on", "the", "ground"], ["on", "the", "grounds"]):
            return token
    return None


def is_permitted(speech: Speech) -> bool:
    """Whether a verb tells what somebody may or must do: "may challenge a decision", "have to respect the rules"."""
    verb = speech.verb
    if speech.holder is not None and speech.holder.lemma in cues().holders:  # "its defenders can point to"
        return False
    above = verb.head if verb.dep == "xcomp" else verb
    first = verb.head if verb.dep == "conj" and verb.tag == "VB" else verb  # "**may** stay proceedings and **ask** for a ruling"
    return any(child.lower in PERMITTING for one in (first, verb) for child in one.all("aux")) or (above is not verb and above.lemma in ("have", "need"))


def idioms(speech: Speech) -> Iterator[Report]:
    """ "take issue with **the fees**", "took the agency to task for **its delays**": the words of an idiom in order, with others between."""
    verb, tokens = speech.verb, speech.sentence.tokens
    if verb.dep in ("aux", "auxpass"):  # "**have** lost faith in"
        return
    holder = speech.holder if verb.lemma != "be" else verb.child("nsubj")
    for rest, stance in begun(cues().idioms, tokens, verb, _GAP):
        last = in_order(tokens, verb, rest, _GAP)
        if last is not None and last.i + 1 < len(tokens) and last.dep != "agent" and (holder is not None or speech.passive):
            is_nobodys = is_nobody(holder)
            if is_nobodys and stance == "critical":
                return  # "few find fault with it" tells of no one's approval
            is_denied = is_nobodys or (speech.negated and "any" not in rest)  # but "see any merit in" stands with "not" as it is
            told = phrase_from(speech.sentence, last.i + 1, verb)
            if speech.passive and speech.target is not None and tokens[last.i + 1].pos in ("ADP", "SCONJ", "PUNCT"):
                told = [token for token in speech.target.subtree() if token.i < verb.i]  # "**its independence** has been called into question since 2015"
            yield from report((verb, last), holder, told, OPPOSITE[stance] if is_denied else stance, "idiom", by_people=True)
            return


def _is_felt(verb: Token) -> bool:
    """Whether a passive without an agent tells what people feel: "was **widely** welcomed", "has **often** been derided"."""
    is_feeling = verb.lemma in cues().charge or verb.lemma in _FELT or verb.lemma in _ASKING
    return is_feeling and any(child.lower in cues().hedges for child in verb.children)
