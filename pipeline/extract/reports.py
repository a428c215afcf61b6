"""Reporting constructions: the words that report, who is said to hold something, and what is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from pipeline.extract.asides import aside
from pipeline.extract.attitudes import of_adjective
from pipeline.extract.cues import OPPOSITE, cues, reporting_verbs
from pipeline.extract.deeming import deemed, ranked
from pipeline.extract.gapped import of_some, shared
from pipeline.extract.held import after_that, clause_from, following_that, is_nobody, is_quote, phrase_from
from pipeline.extract.judgements import (
    charges,
    framed,
    idioms,
    may_frame,
    objects,
    seen_in,
    topics,
)
from pipeline.extract.labels import is_small_clause, labelled
from pipeline.extract.opinions import of_noun
from pipeline.extract.perspectives import (
    according,
    against_feeling,
    by_accounts,
    for_holders,
    for_whom,
    in_somebodys_view,
    is_perspective,
)
from pipeline.extract.propositions import Proposition
from pipeline.extract.quotes import fronted, introduced, put, told_after_colon
from pipeline.extract.received import affecting, announced, cleft, debated, feeling, landed, valued
from pipeline.extract.reported import OPENERS, PERMITTING, SETTING_AGAINST, TELLING, Report, report
from pipeline.extract.speech import Speech, speech_of
from pipeline.extract.supposed import is_supposed
from pipeline.extract.trees import FINITE, NOUNS, left_edge
from pipeline.extract.wishes import calls, desires, requests
from pipeline.source.tokens import Sentence, Token

_VERBS = frozenset({"VERB", "AUX"})
# A sentence's first noun phrase has its head among so many words.
_LEADING = 4
_CONTRASTS = SETTING_AGAINST | {"but"}
_MAKING = frozenset({"compel", "design", "force", "oblige", "order", "require", "use"})
_REFUSING = frozenset({"decline", "refuse"})
_PROFESSING = frozenset({"allege", "claim", "profess"})
_DOUBTING = frozenset({"contest", "deny", "dispute", "doubt", "question"})
# Who does that to somebody behind a comma does not say what stands before it.
_ADVISING = frozenset({"advise", "inform", "notify"})
# What opens an indirect question.
_QUESTIONS = frozenset({"WDT", "WP", "WRB"})
_DUTY = frozenset({"must", "shall"})
# Who "may recommend that" has that power.
_PROPOSING = frozenset({"propose", "recommend", "request"})
# A charge against somebody is no feeling, which the nouns for what is held are.
_CHARGES = frozenset({"charge", "imputation"})
_OBJECT_PRONOUNS = frozenset({"it", "them", "him", "her"})


def reports(sentence: Sentence, propositions: Iterable[Proposition]) -> Iterator[Report]:
    """The reporting constructions of one sentence, given its propositions; what stands inside a report is no report again."""
    seen: set[Token] = set()
    colon = next((token.i for token in sentence.tokens if token.text == ":"), 0)
    judged: set[tuple[Token, Token | None]] = set()
    holders: set[Token | None] = set()
    for found in (each for one in _all(sentence, propositions) for each in shared(sentence, one)):
        is_another = found.rule == "criticised-or-praised" and (found.head, found.holder) not in judged  # "praised by A and condemned by B"
        if found.holder is not None and found.holder.tag in FINITE:
            continue  # "**forbids** hate speech", read as somebody who hates it
        if found.rule == "reported-noun" and found.holder is None and found.cue[0].i < colon:
            continue  # "the scanners met with resistance: unions complained that ..." says who resisted
        if found.rule == "reported-noun" and found.holder is None and found.head in holders:
            continue  # "is a source of frustration for **claimants**" says whose it is
        holders.add(found.holder)
        if found.cue[0] not in seen and (found.head not in seen or is_another):
            seen.update((found.head, *found.words))
            judged.add((found.head, found.holder))
            yield found


def _all(sentence: Sentence, propositions: Iterable[Proposition]) -> Iterator[Report]:
    by_predicate = {p.predicate: p for p in propositions if p.kind in ("verb", "participle", "copula")}
    words, verbs = cues(), reporting_verbs()
    cleft_verbs: set[Token] = set()
    for token in sentence.tokens:
        if token in cleft_verbs:
            continue
        if token.lower in words.adjective and _is_predicative(token):
            yield from of_adjective(sentence, token)
        elif token.pos in _VERBS:
            yield from _of_any_verb(sentence, token, by_predicate.get(token))
        elif token.lemma.lower() in words.wanting and token.i == 0 and token.dep in ("nsubj", "nsubjpass"):
            yield from calls(sentence, token)
        elif token.lemma in verbs and _is_misread_verb(token):
            yield from _of_verb(speech_of(sentence, token, by_predicate.get(token)))
        elif token.lower == "what":
            split = [*cleft(sentence, token)]
            cleft_verbs.update(found.cue[0] for found in split)
            yield from split
        elif token.lower == "whether":
            yield from debated(sentence, token)
        elif token.text == ":":
            yield from announced(sentence, token)
            yield from introduced(sentence, token)
        elif token.lower in ("as", "if", "so") and token.pos in ("SCONJ", "ADP", "ADV"):
            yield from aside(sentence, token)
        elif token.lower in ("to", "of") and (token.head.lower == "according" or is_perspective(token.head)):
            yield from according(sentence, token)
        elif token.lower in ("for", "to") and token.dep == "prep":
            yield from for_holders(sentence, token)
            yield from of_some(sentence, token)
            yield from against_feeling(sentence, token) if token.lower == "to" else ()
        elif token.lower in ("despite", "over", "against", "amid") and token.dep == "prep":
            yield from against_feeling(sentence, token)
        elif token.lower == "whose" and token.i > 1 and sentence.tokens[token.i - 1].lower in ("in", "to", "from"):
            yield from for_whom(sentence, sentence.tokens[token.i - 1])
        elif token.pos in ("NOUN", "ADJ") and token.tag in NOUNS:
            yield from _of_any_noun(sentence, token)


@cache
def _any_verbs() -> frozenset[str]:
    """The lemmas of all verbs that may tell a view."""
    words = cues()
    return reporting_verbs() | words.idioms.keys() | words.affecting.keys() | words.landing.keys() | words.rating | words.desiring


def _of_any_verb(sentence: Sentence, verb: Token, proposition: Proposition | None) -> Iterator[Report]:
    """The first family of reports to which a verb belongs, and besides what it says of how something is received."""
    words, lemma = cues(), verb.lemma
    is_telling = lemma in _any_verbs()
    if _is_quoted(sentence.tokens, verb) or (is_telling and is_supposed(sentence, verb)):
        return
    if lemma in words.quoting:
        yield from put(speech_of(sentence, verb, proposition))
    if not is_telling:
        return
    speech = speech_of(sentence, verb, proposition)
    if verb.pos == "AUX":
        if lemma == "feel":  # "feel neglected", read as a passive
            yield from feeling(speech)
        yield from landed(speech)
        yield from idioms(speech)
        return
    if lemma in words.rating:
        yield from valued(speech)
    yield from landed(speech)
    found = [*affecting(speech)] or [*idioms(speech)]
    if not found and (lemma in reporting_verbs() or lemma in words.desiring):
        found = [*_of_verb(speech)]
    yield from found


def _is_quoted(tokens: list[Token], verb: Token) -> bool:
    """Whether a verb only stands in what is quoted: '"Nobody **thanks** us," she remarked'."""
    is_told = verb.dep == "ccomp" and verb.i < verb.head.i and verb.head.lemma in cues().clause
    return is_told and is_quote(tokens[0]) and sum(is_quote(token) for token in tokens[: verb.i]) == 1


def _is_predicative(token: Token) -> bool:
    """Whether an adjective, or a participle like one, is said of a subject: "are wary", "is opposed"."""
    if token.child("agent") is not None and token.lemma in reporting_verbs():
        return False  # "is opposed by sailors"
    is_aside = token.dep == "advcl" and token.child("mark") is not None and token.child("nsubj", "nsubjpass", "dobj") is None  # "though **pleased** with"
    is_adjective = token.pos == "ADJ" or token.dep == "acomp" or token.child("auxpass") is not None or is_aside
    if token.dep == "pobj" and token.pos == "ADJ" and token.head.lower == "at":
        return True  # "were at first **sceptical** of"
    return is_adjective and token.dep in ("acomp", "attr", "oprd", "conj", "ROOT", "advcl", "ccomp")


def _is_misread_verb(noun: Token) -> bool:
    """ "a prediction which firms **dismiss** as", where the tagger took the verb for a noun and the parser did not."""
    return noun.dep == "relcl" and noun.child("nsubj") is not None


def _of_any_noun(sentence: Sentence, noun: Token) -> Iterator[Report]:
    reporter = _misread_reporter(sentence.tokens, noun)
    if reporter is not None and noun.i + 1 < len(sentence.tokens):
        yield from _misread_report(sentence, noun, sentence.tokens[noun.i + 1], reporter)
    elif is_perspective(noun) and noun.child("poss") is not None:
        yield from in_somebodys_view(sentence, noun)
    elif noun.lemma in cues().charge and sentence.tokens[min(noun.i + 1, len(sentence.tokens) - 1)].lower in _OBJECT_PRONOUNS:
        yield from _misread_charge(sentence, noun)
    elif noun.lower == "accounts":
        yield from by_accounts(sentence, noun)
    elif noun.lemma in cues().wanting:
        yield from calls(sentence, noun)
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


def _misread_reporter(tokens: list[Token], noun: Token) -> Token | None:
    """Who reports where the parser took the verb for the noun after "of": "defenders of the plan **reply** that ..."."""
    if noun.lemma not in cues().clause and noun.lemma not in cues().about:
        return None
    governor = noun.head.head if noun.dep == "pobj" else noun.head
    while governor.dep == "pobj" and governor.head.dep == "prep" and governor.tag == "NN":  # "**owners** at the end of the road **say** that"
        governor = governor.head.head
    return governor if governor.lemma in cues().holders or _are_speakers(tokens, noun, governor) else None


def _are_speakers(tokens: list[Token], noun: Token, governor: Token) -> bool:
    """ "**Economists** at the national university **question** whether", where a name of several opens the sentence or a contrast."""
    is_apart = noun.dep == "pobj" and governor.tag == "NNS" and governor.i < noun.head.i and noun.child("compound", "poss") is not None
    return (
        is_apart
        and all(child.dep in ("amod", "compound", "det", "mark") for child in governor.children if child.i < governor.i)
        and (governor.i < _LEADING or any(t.lower in _CONTRASTS for t in tokens[max(0, governor.i - _LEADING) : governor.i]))
    )


def _misread_report(sentence: Sentence, noun: Token, following: Token, reporter: Token) -> Iterator[Report]:
    words = cues()
    if following.lower in OPENERS and noun.lemma in words.clause:
        yield from after_that(noun, following, reporter, words.clause[noun.lemma], sentence)
    elif following.lower in words.about.get(noun.lemma, ()):
        yield from report((noun, following), reporter, phrase_from(sentence, following.i + 1), "neutral", "reported-topic")


def _of_verb(speech: Speech) -> Iterator[Report]:
    """ "argue that", "worry about", "accuse it of", "criticise its delays", "urge X to", "see it as"."""
    verb, words = speech.verb, cues()
    are_few = speech.holder is None and any(child.lower == "few" and child.i == verb.i - 1 for child in verb.all("amod"))  # "**Few** dispute that"
    if speech.negated or is_nobody(speech.holder) or are_few:
        yield from _denied(speech)
        return
    is_fronted = verb.dep == "advcl" and verb.i < verb.head.i and verb.child("nsubj") is None
    if is_fronted and verb.head.lemma in reporting_verbs() and verb.lemma not in words.object:
        return  # "Pointing to X, investors regard it as Y"
    duties = PERMITTING if verb.lemma in _PROPOSING else _DUTY
    if (verb.lemma in words.clause and any(child.lower in duties for child in verb.all("aux"))) or _is_work(verb):  # "an owner must declare that"
        return
    found = [*_told_before(speech)] or [*deemed(speech), *ranked(speech)] or [*requests(speech)] or [*desires(speech), *charges(speech)]
    if not found and verb.lemma in words.label and is_small_clause(verb):
        found = list(labelled(speech))
    if not found and verb.lemma in words.clause:
        found = list(_complements(speech, words.clause[verb.lemma]))
    if not found:
        found = [*topics(speech)]
    if not found and verb.lemma in words.frame and may_frame(speech):
        found = [*framed(speech)] or [*seen_in(speech)]
    if not found and verb.lemma == "feel":
        found = [*feeling(speech)]
    if not found and verb.lemma in words.label:
        found = list(labelled(speech))
    if not found and verb.lemma in words.object:
        found = list(objects(speech))
    if not found and verb.lemma in _PROFESSING and speech.holder is not None and not speech.passive:
        found = [*_professed(speech)]
    if not found and speech.passive and verb.lemma in words.clause:
        found = [*_reputed(speech)]
    is_done_to = speech.target is not None and (verb.lemma in words.object or verb.lemma in _ADVISING)  # "..., fishers **deplored them**"
    if not found and verb.lemma in words.clause and not is_done_to:
        found = [*told_after_colon(speech)] or [*fronted(speech)]
    for each in found:
        each = replace(each, stance="supportive") if _answers_charge(verb) else each
        yield replace(each, target=speech.target) if each.rule == "framed-as" else each


def _answers_charge(verb: Token) -> bool:
    """ "a charge that the mayor **rejects** as idle": who rejects a charge speaks up for whom it was made against."""
    is_charge = verb.head.lemma in _CHARGES or cues().noun.get(verb.head.lemma) == "critical"
    return verb.dep == "relcl" and verb.lemma in cues().denying and is_charge


def _is_work(verb: Token) -> bool:
    """Whether somebody's work is told: "was ordered to **admit** rivals", "cameras used to **predict** theft"."""
    above = verb.head
    if verb.dep == "xcomp" and above.lemma in _REFUSING and verb.lemma in cues().conceding:
        return True  # "**refused to accept** that its licences could be reviewed"
    if any(clause.tag == "VBG" and any(one.lower.endswith(("self", "selves")) for one in clause.all("nsubj")) for clause in (verb, *verb.all("ccomp"))):
        return True  # "**found** themselves **mourning** it"
    if verb.dep == "ccomp" and verb.lemma in cues().object and any(child.tag == "WRB" for child in verb.children):
        return True  # "examines how schools **support** pupils"
    return verb.tag == "VB" and verb.dep in ("xcomp", "advcl") and above.tag == "VBN" and above.lemma in _MAKING


def _denied(speech: Speech) -> Iterator[Report]:
    """ "do not believe that X", "nobody thinks X", "do not support **the ban**": the opposite is held."""
    verb, words = speech.verb, cues()
    is_doubt = verb.lemma in _DOUBTING  # "**few dispute** that", "do not deny that"
    found = [replace(each, reverses=not is_doubt) for each in _complements(speech, "neutral")] if is_doubt or verb.lemma in words.opining else []
    is_finite = not any(child.tag == "TO" for child in verb.all("aux"))
    is_held = not is_nobody(speech.holder) or words.object.get(verb.lemma) == "supportive"  # but "few dispute X" tells of no one's approval
    if not found and verb.lemma in words.object and is_finite and is_held:
        found = [replace(each, stance=OPPOSITE[each.stance]) for each in objects(speech)]
    yield from found


def _complements(speech: Speech, stance: str) -> Iterator[Report]:
    """What is held in a clause after the verb, with or without "that"."""
    verb, sentence = speech.verb, speech.sentence
    reverses = verb.lemma in cues().denying
    that = following_that(sentence, verb)
    if that is not None:
        felt = next((noun for p in verb.all("prep") if p.lower == "with" and p.i < that.i for noun in p.all("pobj")), None)
        if felt is not None and cues().noun.get(felt.lemma, "neutral") != "neutral":
            stance = cues().noun[felt.lemma]  # "notes **with approval** that"
        yield from after_that(verb, that, speech.holder, stance, sentence, reverses, _end_of_fronted(sentence, verb))
        return
    if verb.lemma in ("allow", "grant"):  # "allows ships to anchor", "grants licences"
        return
    if verb.lemma == "ask" and verb.i and sentence.tokens[verb.i - 1].text == ",":  # "the court, **asked** whether X, ruled that"
        return
    is_whether = [token.lower for token in sentence.tokens[verb.i + 1 : verb.i + 2]] == ["whether"]
    held = ("ccomp", "xcomp", "pcomp", "acl", *(["advcl"] if is_whether else []))
    clause = next((c for c in verb.children if c.dep in held and c.i > verb.i), None)
    is_of_which = verb.dep == "relcl" and any(c.tag == "WDT" for c in verb.all("nsubj"))  # "fees, **which** they say have ruined them"
    if is_whether and verb.lemma in _DOUBTING and (clause is None or not _has_subject(clause)):
        told = clause_from(sentence, verb.i + 2)  # "doubts whether **pilots without a boat gain**", where nothing was read as the clause
        yield from report((verb, sentence.tokens[verb.i + 1]), speech.holder, told, stance, "reported-clause")
        return
    is_relative = is_of_which and clause is not None and clause.tag != "VB"
    if clause is None or not (is_relative or _has_subject(clause) or clause.tag == "VBG" or any(c.tag == "VBG" for c in clause.all("aux", "auxpass"))):
        return
    start = min(token.i for token in clause.subtree() if token.i > verb.i)
    between = sentence.tokens[verb.i + 1 : start]
    if any(token.text in (";", ":", ",") or token.pos == "VERB" for token in between):
        return
    if verb.lemma in TELLING and between and sentence.tokens[start].tag in _QUESTIONS:  # "**tells employers what** they owe"
        return
    opening = [child for child in clause.children if child.dep == "mark" and child.lower in OPENERS and child.i == start]
    asks = clause.tag == "VB" and clause.child("aux") is not None  # "expects banks to report" is its work, if it is a body that does
    if opening and opening[0].lower == "whether" and verb.lemma == "ask" and verb.child("auxpass") is None:
        stance, asks = "critical", True  # who "asks whether the board has any teeth" doubts it
    if opening and (opening[0].lower != "whether" or stance == "critical"):
        start += 1  # "doubt whether X"
    start += sentence.tokens[start].lower == "that"
    end = _end_of_fronted(sentence, verb)  # "While pilots say it helps, **sailors** say it harms"
    words = [word for word in clause_from(sentence, start) if end is None or word.i < end]
    if verb.dep == "relcl" and (comma := next((i for i, word in enumerate(words) if word.text == ","), 0)):
        words = words[:comma]  # "the plan, which critics say wastes money, was ..."
    second = next((i for i, word in enumerate(words) if i > 1 and word.lower == "that" and word.dep == "mark" and words[i - 1].dep == "cc"), None)
    if second is not None:  # "say they pay twice **and that** nobody listens"
        yield from report((verb, words[second]), speech.holder, words[second + 1 :], stance, "reported-clause", asks, reverses)
        words = words[: second - 1]
    yield from report((verb, *opening), speech.holder, words, stance, "reported-clause", asks, reverses)


def _end_of_fronted(sentence: Sentence, verb: Token) -> int | None:
    """Where the main clause begins after a participle: "While conceding that fees were high, **the director** defended them"."""
    main = verb.head
    if verb.dep != "advcl" or verb.i > main.i:
        return None
    subject = main.child("nsubj", "nsubjpass")
    first = left_edge(subject) if subject is not None and subject.i > verb.i else main.i
    return next((token.i for token in reversed(sentence.tokens[verb.i : first]) if token.text == ","), None)


def _has_subject(clause: Token) -> bool:
    return clause.child("nsubj", "nsubjpass", "expl", "csubj") is not None


def _professed(speech: Speech) -> Iterator[Report]:
    """ "Pilots claim **to have been ignored**"."""
    verb, tokens = speech.verb, speech.sentence.tokens
    if verb.i + 2 < len(tokens) and tokens[verb.i + 1].tag == "TO" and tokens[verb.i + 2].tag == "VB":
        told = phrase_from(speech.sentence, verb.i + 2, verb)
        yield from report((verb, tokens[verb.i + 1]), speech.holder, told, "neutral", "reported-clause", by_people=True)


def _told_before(speech: Speech) -> Iterator[Report]:
    """ "**That the toll is too high** is conceded by its friends", "**whether it helps** has been questioned"."""
    verb, tokens = speech.verb, speech.sentence.tokens
    start = next((t.i + 1 for t in reversed(tokens[: verb.i]) if t.text == ";"), 0)
    if not speech.passive or verb.lemma not in cues().clause or verb.child("auxpass") is None:
        return
    if tokens[start].lower not in ("that", "whether") or (tokens[start].lower == "that" and tokens[start + 1].tag in FINITE):
        return
    agent = verb.child("agent")
    holder = agent.child("pobj") if agent is not None else None
    end = min([verb.i, *(child.i for child in verb.all("aux", "auxpass", "neg"))])
    told = tokens[start + 1 : end]
    if any(token.tag in FINITE for token in told):
        stance = cues().clause[verb.lemma]
        yield from report((verb, tokens[start]), holder, told, stance, "reported-clause", reverses=verb.lemma in cues().denying)


def _reputed(speech: Speech) -> Iterator[Report]:
    """ "The agency is said **to have saved the port**"."""
    verb = speech.verb
    told = verb.child("xcomp")
    if verb.lemma in cues().reputed and told is not None and told.i > verb.i and (to := told.child("aux")) is not None and to.lower == "to":
        agent = verb.child("agent")
        holder = agent.child("pobj") if agent is not None else None
        start = max(child.i for child in told.all("aux") if child.i < told.i) + (told.child("aux") is not to)
        yield from report((verb, to), holder, phrase_from(speech.sentence, min(start + 1, told.i), verb), "neutral", "reported-clause")
