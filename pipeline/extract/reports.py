"""Reporting constructions: the words that report, who is said to hold something, and what is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.extract.cues import cues, reporting_verbs
from pipeline.extract.held import (
    OPENERS,
    Report,
    after_that,
    clause_from,
    following_that,
    is_nobody,
    left_edge,
    phrase_from,
    quotation,
    report,
    subject_before,
)
from pipeline.extract.opinions import of_adjective, of_noun
from pipeline.extract.perspectives import according, for_holders, in_somebodys_view, is_perspective
from pipeline.extract.propositions import Proposition
from pipeline.extract.syntax import RELATIVE_PRONOUNS
from pipeline.source.tokens import Sentence, Token

_COURTS = frozenset({"court", "tribunal"})
_OBJECT_PRONOUNS = frozenset({"it", "them", "him", "her"})
_QUOTES = frozenset({'"', "''", "``", "'"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})


def reports(sentence: Sentence, propositions: Iterable[Proposition]) -> Iterator[Report]:
    """The reporting constructions of one sentence, given its propositions; what stands inside a report is no report again."""
    seen: set[Token] = set()
    for found in _all(sentence, propositions):
        if found.head not in seen and found.cue[0] not in seen:
            seen.update((found.head, *found.words))
            yield found


def _all(sentence: Sentence, propositions: Iterable[Proposition]) -> Iterator[Report]:
    by_predicate = {p.predicate: p for p in propositions if p.kind in ("verb", "participle", "copula")}
    for token in sentence.tokens:
        proposition = by_predicate.get(token)
        if token.lower in cues().adjective and token.dep in ("acomp", "attr", "oprd", "conj", "ROOT") and token.pos in ("ADJ", "VERB"):
            yield from of_adjective(sentence, token)
        elif token.lemma in reporting_verbs() and (token.pos == "VERB" or _is_misread_verb(token)):
            yield from _of_verb(_speech(sentence, token, proposition))
        elif token.lower in ("to", "of") and (token.head.lower == "according" or is_perspective(token.head)):
            yield from according(sentence, token)
        elif token.lower in ("for", "to") and token.dep == "prep":
            yield from for_holders(sentence, token)
        elif token.pos in ("NOUN", "ADJ") and token.tag in _NOUN_TAGS:
            yield from _of_any_noun(sentence, token)


def _is_misread_verb(noun: Token) -> bool:
    """ "a prediction which firms **dismiss** as", where the tagger took the verb for a noun and the parser did not."""
    return noun.dep == "relcl" and noun.child("nsubj") is not None


def _of_any_noun(sentence: Sentence, noun: Token) -> Iterator[Report]:
    reporter = _misread_reporter(noun)
    if reporter is not None and noun.i + 1 < len(sentence.tokens):
        yield from _misread_report(sentence, noun, sentence.tokens[noun.i + 1], reporter)
    elif is_perspective(noun) and noun.child("poss") is not None:
        yield from in_somebodys_view(sentence, noun)
    elif noun.lemma in cues().charge and sentence.tokens[min(noun.i + 1, len(sentence.tokens) - 1)].lower in _OBJECT_PRONOUNS:
        yield from _misread_charge(sentence, noun)
    elif noun.lemma in cues().noun:
        yield from of_noun(sentence, noun)


def _misread_charge(sentence: Sentence, noun: Token) -> Iterator[Report]:
    """ "engineers **credit** it with a good record", where the parser took the verb for a noun."""
    tokens, words = sentence.tokens, cues()
    preposition = tokens[noun.i + 2] if noun.i + 2 < len(tokens) else noun
    holder = noun.head.head if noun.dep == "pobj" else noun.child("compound", "nsubj")
    if holder is not None and preposition.lower in words.charge[noun.lemma]:
        told = phrase_from(sentence, preposition.i + 1)
        yield from report((noun, preposition), holder, told, words.object.get(noun.lemma, "critical"), "blame-or-praise")


def _misread_reporter(noun: Token) -> Token | None:
    """Who reports where the parser took the verb for the noun after "of": "defenders of the plan **reply** that ..."."""
    if noun.lemma not in cues().clause and noun.lemma not in cues().about:
        return None
    governor = noun.head.head if noun.dep == "pobj" else noun.head
    return governor if governor.lemma in cues().holders else None


def _misread_report(sentence: Sentence, noun: Token, following: Token, reporter: Token) -> Iterator[Report]:
    words = cues()
    if following.lower == "that" and noun.lemma in words.clause:
        yield from after_that(noun, following, reporter, words.clause[noun.lemma], sentence)
    elif following.lower in words.about.get(noun.lemma, ()):
        yield from report((noun, following), reporter, phrase_from(sentence, following.i + 1), "neutral", "reported-topic")


@dataclass(frozen=True, slots=True)
class _Speech:
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


def _speech(sentence: Sentence, verb: Token, proposition: Proposition | None) -> _Speech:
    """From the proposition, or from the tree where the verb only begins a longer verb group ("fear losing")."""
    own = verb.child("nsubj", "nsubjpass")
    negated = verb.child("neg") is not None
    if proposition is None:
        passive = verb.child("nsubjpass") is not None
        target, holder = verb.child("nsubjpass", "dobj"), None if passive else own
    else:
        passive = proposition.passive
        argument = proposition.argument("subject") if passive else proposition.argument("object")
        target = argument.head if argument is not None else verb.child("dobj")
        by_whom = proposition.argument("agent") if passive else proposition.argument("subject")
        holder = by_whom.head if by_whom is not None else (None if passive else own)
    if not passive and (verb.tag in _FINITE or verb.pos == "NOUN" or verb.child("aux") is not None) and (own is None or own.lower in RELATIVE_PRONOUNS):
        between = subject_before(sentence, verb)
        holder = between if between is not None and (own is None or between.i > own.i) else holder
        if own is None and verb.dep == "ROOT" and holder is None:
            holder = sentence.tokens[0]  # a name that the tagger took for an adverb: "Kelly, for her part, insists"
        if own is None and between is None and verb.dep == "conj":
            holder = _speaker_above(verb) or holder
    if holder is None and not passive and verb.tag in ("VBG", "VB"):
        holder = _subject_above(verb)
    return _Speech(sentence, verb, holder, target, passive, negated)


def _is_ruling(speech: _Speech) -> bool:
    """Whether a court decides: "the court held that the fee was lawful" is no opinion."""
    return speech.holder is not None and speech.holder.lemma.lower() in _COURTS and speech.verb.lemma in ("hold", "declare")


def _speaker_above(verb: Token) -> Token | None:
    """Who speaks where a second report was attached to what is held in the first: "**unions** said the law was old and urged"."""
    above = verb.head
    while above.head is not above and above.dep in ("ccomp", "conj"):
        if above.dep == "ccomp" and above.head.lemma in reporting_verbs():
            return above.head.child("nsubj")
        above = above.head
    return None


def _subject_above(verb: Token) -> Token | None:
    """Who does it where a longer verb group begins further up: "**residents** never tire of complaining"."""
    for _ in range(4):
        if verb.dep not in ("pcomp", "xcomp", "prep", "acomp", "conj") or verb.head is verb:
            return None
        verb = verb.head
        if (subject := verb.child("nsubj")) is not None:
            return subject
    return None


def _of_verb(speech: _Speech) -> Iterator[Report]:
    """ "argue that", "worry about", "accuse it of", "criticise its delays", "urge X to", "see it as"."""
    verb, words = speech.verb, cues()
    if is_nobody(speech.holder) or _is_ruling(speech):
        return
    if speech.negated:
        if verb.lemma in words.opining:
            yield from (replace(found, reverses=True) for found in _complements(speech, "neutral"))
        return
    if verb.dep == "advcl" and verb.i < verb.head.i and verb.head.lemma in reporting_verbs() and verb.lemma not in words.object:
        return  # "Pointing to X, investors regard it as Y"
    found = [*_requests(speech), *_desires(speech), *_charges(speech)]
    if not found and verb.lemma in words.clause:
        found = list(_complements(speech, words.clause[verb.lemma]))
    if not found:
        found = [*_topics(speech)]
    if not found and verb.lemma in words.frame and _may_frame(speech):
        found = [*_framed(speech)] or [*_seen_in(speech)]
    if not found and verb.lemma in words.label:
        found = list(_labelled(speech))
    if not found and verb.lemma in words.object:
        found = list(_objects(speech))
    if not found and verb.lemma in words.clause:
        found = list(_fronted(speech))
    for each in found:
        yield replace(each, target=speech.target) if each.rule == "framed-as" else each


def _requests(speech: _Speech) -> Iterator[Report]:
    """ "urged **senators to reject it**", "have called on **the office to stop**"."""
    verb, tokens = speech.verb, speech.sentence.tokens
    if verb.lemma not in cues().request or speech.holder is None or speech.passive:
        return
    preposition = cues().request[verb.lemma]
    start = verb.i + 1
    if preposition:
        if start >= len(tokens) or tokens[start].lower not in preposition:
            return
        start += 1
    words = phrase_from(speech.sentence, start, verb)
    at = next((i for i, word in enumerate(words) if word.tag == "TO" and i + 1 < len(words) and words[i + 1].tag in ("VB", "VBP", "RB")), 0)
    if at:
        yield from report((verb,), speech.holder, words, "neutral", "requested", by_people=True)


def _desires(speech: _Speech) -> Iterator[Report]:
    """ "would like to see **the agency abolished**"."""
    verb, above = speech.verb, speech.verb.head
    if verb.lemma != "see" or verb.dep != "xcomp" or above.lemma not in cues().desiring:
        return
    holder = above.child("nsubj") or speech.holder
    yield from report((above, verb), holder, phrase_from(speech.sentence, verb.i + 1, verb), "neutral", "requested", by_people=True)


def _charges(speech: _Speech) -> Iterator[Report]:
    """ "was criticised for X", "accuse it of X", "dismiss it as X"."""
    verb, words = speech.verb, cues()
    kinds = words.charge.get(verb.lemma)
    if not kinds or (speech.holder is None and verb.lemma in words.frame):
        return
    preposition = next(_phrases(speech, kinds), None)
    if preposition is None:
        return
    stance, start = speech.stance("critical"), preposition.i + 1
    if preposition.lower == "as":
        yield from _predicate_after(speech, preposition, stance)
    else:
        yield from report((verb, preposition), speech.holder, phrase_from(speech.sentence, start, verb), stance, "blame-or-praise")


def _phrases(speech: _Speech, prepositions: Iterable[str]) -> Iterator[Token]:
    """The prepositions of a verb that stand after it in its clause, not inside a quotation or another clause."""
    verb, tokens = speech.verb, speech.sentence.tokens
    attached = {verb, *(t for t in [speech.target] if t is not None)}
    depth = 0
    for token in tokens[verb.i + 1 :]:
        if token.text in (";", ":") or (token.dep == "ccomp" and token.head is verb):
            return
        if depth == 0 and token.lower in prepositions and token.pos in ("ADP", "SCONJ", "ADV", "PART"):
            if token.head in attached or (token.lower in ("as", "for") and _is_within(token, attached)):
                yield token
        elif token.tag in _FINITE and token.head is not verb and token.pos == "VERB":
            return


def _is_within(token: Token, heads: set[Token]) -> bool:
    """Whether a token hangs below one of the heads by nouns and prepositions only: "praised **X** of Y for"."""
    for _ in range(6):
        token = token.head
        if token in heads:
            return True
        if token.pos in ("VERB", "AUX") or token.head is token:
            return False
    return False


def _topics(speech: _Speech) -> Iterator[Report]:
    """ "worry about X", "insist on X", "speak of X"."""
    verb, words = speech.verb, cues()
    kinds = words.about.get(verb.lemma)
    if not kinds or speech.passive:
        return
    preposition = next((p for p in _phrases(speech, kinds) if p.head is verb or p.i == verb.i + 1), None)
    if preposition is None:
        return
    known = verb.lemma in words.clause
    if known or (speech.holder is not None and verb.dep != "relcl"):  # "a plan that calls for savings" is nobody's view
        told = phrase_from(speech.sentence, preposition.i + 1, verb)
        yield from report((verb, preposition), speech.holder, told, speech.stance("neutral"), "reported-topic", not known)


def _complements(speech: _Speech, stance: str) -> Iterator[Report]:
    """What is held in a clause after the verb, with or without "that"."""
    verb, sentence = speech.verb, speech.sentence
    reverses = verb.lemma in cues().denying
    that = following_that(sentence, verb)
    if that is not None:
        yield from after_that(verb, that, speech.holder, stance, sentence, reverses)
        return
    clause = next((c for c in verb.children if c.dep in ("ccomp", "xcomp", "pcomp", "acl") and c.i > verb.i), None)
    if clause is None or not (_has_subject(clause) or clause.tag == "VBG" or any(c.tag == "VBG" for c in clause.all("aux", "auxpass"))):
        return
    start = min(token.i for token in clause.subtree() if token.i > verb.i)
    between = sentence.tokens[verb.i + 1 : start]
    if any(token.text in (";", ":") or token.pos == "VERB" for token in between):
        return
    opening = [child for child in clause.children if child.dep == "mark" and child.lower in OPENERS and child.i == start]
    if opening and opening[0].lower != "whether":
        start += 1
    elif opening and verb.lemma in cues().clause and cues().clause[verb.lemma] == "critical":
        start += 1  # "doubt whether X"
    words = clause_from(sentence, start)
    yield from report((verb, *opening), speech.holder, words, stance, "reported-clause", reverses=reverses)


def _has_subject(clause: Token) -> bool:
    return clause.child("nsubj", "nsubjpass", "expl", "csubj") is not None


def _fronted(speech: _Speech) -> Iterator[Report]:
    """ "The rules are too strict, **critics say**", '"They save lives," **said the director**'."""
    verb, sentence = speech.verb, speech.sentence
    tokens = sentence.tokens
    before = tokens[verb.i - 1] if verb.i else verb
    following = tokens[verb.i + 1] if verb.i + 1 < len(tokens) else verb
    holder = speech.holder
    is_apart = verb.dep in ("parataxis", "ccomp") or before.text in _QUOTES or any(c.dep == "ccomp" and c.i < verb.i for c in verb.children)
    if speech.passive or verb.tag not in _FINITE or not is_apart:
        return
    if before.text in (",", *_QUOTES, "?", "!"):  # inverted: the holder follows
        holder = verb.child("nsubj", "dobj", "npadvmod", "oprd", "attr") if verb.child("nsubj", "dobj") else _name_after(sentence, verb)
        end = verb.i
    elif holder is not None and holder.i < verb.i:
        end = left_edge(holder)
        if end < 1 or tokens[end - 1].text not in (",", *_QUOTES):
            return
    else:
        return
    quoted = quotation(sentence, end - 1)
    start = quoted[0].i if quoted else next((t.i + 1 for t in reversed(tokens[:end]) if t.text in (";", ":")), 0)
    words = tokens[start:end]
    if not quoted and verb.i + 2 < len(tokens) and tokens[verb.i + 1].text == ",":  # "The fees, tenants complain, are too high"
        words = clause_from(sentence, start)
    if holder is not None and (quoted or any(token.tag in _FINITE for token in words)):
        yield from report((verb,), holder, words, cues().clause[verb.lemma], "reported-clause", reverses=verb.lemma in cues().denying)


def _name_after(sentence: Sentence, verb: Token) -> Token | None:
    """The head of the noun phrase that follows a verb."""
    found = None
    for token in sentence.tokens[verb.i + 1 :]:
        if token.tag in _NOUN_TAGS:
            found = token
        elif found is not None or token.tag not in ("DT", "JJ", "PRP$", "POS", "HYPH"):
            break
    return found


def _may_frame(speech: _Speech) -> bool:
    """ "critics see it as", "is often seen as"; but not "is known as"."""
    if not speech.passive:
        return speech.holder is not None
    return speech.holder is not None or any(child.lower in cues().hedges for child in speech.verb.children)


def _framed(speech: _Speech) -> Iterator[Report]:
    """ "see it **as a burden**"."""
    marker = next(_phrases(speech, ("as",)), None)
    if marker is not None:
        yield from _predicate_after(speech, marker, speech.stance("neutral"), speech.verb.lemma in cues().working)


def _predicate_after(speech: _Speech, marker: Token, stance: str, by_people: bool = False) -> Iterator[Report]:
    """What follows "as" is how the object is seen."""
    words = phrase_from(speech.sentence, marker.i + 1, speech.verb)
    yield from report((speech.verb, marker), speech.holder, words, stance, "framed-as", by_people)


def _seen_in(speech: _Speech) -> Iterator[Report]:
    """ "see in the reform **an attack on their schools**"."""
    tokens, start = speech.sentence.tokens, speech.verb.i + 1
    if speech.holder is None or speech.passive or speech.verb.lemma != "see" or start >= len(tokens) or tokens[start].lower != "in":
        return
    article = next((t for t in tokens[start + 2 : start + 9] if t.lower in ("a", "an") or t.text == '"'), None)
    if article is not None:
        words = phrase_from(speech.sentence, article.i, speech.verb)
        yield from report((speech.verb, tokens[start]), speech.holder, words, "neutral", "framed-as", by_people=True)


def _labelled(speech: _Speech) -> Iterator[Report]:
    """ "call it **a waste of money**", "consider **the rules unfair**", "is considered **unfair** by X"."""
    verb, sentence = speech.verb, speech.sentence
    name = verb.child("oprd", "ccomp") or (verb.child("acomp", "attr", "xcomp") if speech.passive else None)
    is_finite = speech.passive or verb.tag in _FINITE or verb.child("aux") is not None  # but not "commonly called X"
    if name is None or speech.holder is None or name.i < verb.i or not is_finite:
        return
    target = verb.child("dobj") or name.child("nsubj")
    start = left_edge(name)
    if speech.passive or (target is not None and target.pos == "PRON" and target.i < name.i):
        start = max(start, (target.i if target is not None else verb.i) + 1, verb.i + 1)
    else:
        start = verb.i + 1
    words = phrase_from(sentence, start, verb)
    yield from report((verb,), speech.holder, words, speech.stance("neutral"), "framed-as", by_people=True)


def _objects(speech: _Speech) -> Iterator[Report]:
    """ "lament **the closure of the port**", "**the closure** was condemned by unions", "**the move** was widely welcomed"."""
    verb, target, sentence, words = speech.verb, speech.target, speech.sentence, cues()
    if target is None or target.pos in ("PRON", "DET"):
        return
    if verb.lemma in words.denying and target.lemma in words.remarks:  # what answers other views is none
        return
    stance, told = words.object[verb.lemma], []
    if not speech.passive and speech.holder is not None and target.i > verb.i:
        start = verb.i + 1
        while start < target.i and sentence.tokens[start].pos in ("ADV", "PUNCT"):
            start += 1
        told = phrase_from(sentence, start, verb)
    elif speech.passive and target.i < verb.i and (speech.holder is not None or _is_felt(verb)):
        first = left_edge(target)
        told = [token for token in target.subtree() if first <= token.i < verb.i]
    yield from report((verb,), speech.holder, told, stance, "criticised-or-praised", by_people=True)


def _is_felt(verb: Token) -> bool:
    """Whether a passive without an agent tells what people feel: "was **widely** welcomed", "has **often** been derided"."""
    return verb.lemma in cues().charge and any(child.lower in cues().hedges for child in verb.children)
