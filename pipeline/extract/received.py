"""How things are received: "is popular with sailors", "has won over", "rate it highly", "feel let down", "what worries sailors is"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from pipeline.extract.boundaries import reports_on
from pipeline.extract.cues import OPPOSITE, Idiom, Idioms, cues
from pipeline.extract.held import after_that, clause_from, following_that, phrase_from
from pipeline.extract.reported import Report, report
from pipeline.extract.speech import Speech
from pipeline.extract.trees import first_noun, left_edge
from pipeline.source.tokens import Sentence, Token

_NOT = frozenset({"little", "no", "not", "n't", "scant", "hardly", "scarcely", "never", "barely", "few"})
_DIFFERING = frozenset({"demur", "differ", "disagree", "dissent"})
_OTHERWISE = frozenset({"differently", "otherwise"})
_OTHER = frozenset({"another", "contrary", "different", "opposing", "opposite"})
_TURNED_AROUND = frozenset({"contrary", "opposite", "reverse"})
_DEBATED = frozenset(
    {
        "contested",
        "contentious",
        "controversial",
        "debatable",
        "debate",
        "differ",
        "disagree",
        "disagreement",
        "dispute",
        "diverge",
        "moot",
        "open",
    }
)
_LINES = frozenset(
    {"conclusion", "idea", "impression", "opinion", "picture", "verdict", "line", "position", "side", "stance", "tack", "view"}
)
# Between two words of an idiom stand at most so many others, less one.
_GAP = 4


def announced(sentence: Sentence, colon: Token) -> Iterator[Report]:
    """ "Unions disagree: **the fees are too high**", "unions take another view: for them, ..."; whose view it is where that is told again."""
    before, after = sentence.tokens[: colon.i], sentence.tokens[colon.i + 1 :]
    start = next((t.i + 1 for t in reversed(before) if t.text == ";" or (t.text == "," and t.i + 1 < colon.i - 5)), 0)
    verb = next((t for t in before[start:] if t.lemma in _DIFFERING and t.i + 1 == colon.i), None)
    if verb is None:
        other = next((t for t in before[start:] if t.lower in _OTHERWISE or (t.lower in _OTHER and t.head.lemma in _LINES) or t.lower in _TURNED_AROUND), None)
        verb = next((t for t in before[start:] if other is not None and t.pos == "VERB" and t.i < other.i), None)
    subject = (verb.child("nsubj") or verb.head.child("nsubj")) if verb is not None else None
    if verb is None or subject is None or any(child.lemma in cues().perspectives for child in verb.all("nsubj")):  # "opinions differ: while ..."
        return
    is_told = any(token.lower in ("they", "them") for token in after[:10]) or any(t.lemma in cues().clause or t.lower == "according" for t in after[:1])
    if is_told or any(reports_on(sentence.tokens, token) for token in after):
        yield Report((verb,), subject, verb, (), "neutral", "reported-clause")
    else:
        yield from report((verb,), subject, clause_from(sentence, colon.i + 1), "neutral", "reported-clause", by_people=True)


def debated(sentence: Sentence, whether: Token) -> Iterator[Report]:
    """ "Opinions differ on **whether the fees help**", "it is an open question **whether the fees help**"."""
    tokens, start = sentence.tokens, whether.i + 1
    debate = next((token for token in tokens[max(0, whether.i - 4) : whether.i] if token.lemma in _DEBATED), None)
    if debate is not None:
        people = debate.child("nsubj") if debate.pos == "VERB" else None  # "**scholars** disagree over whether"
        holder = people if people is not None and people.tag == "NNS" and people.lemma not in cues().noun else None
        yield from report((whether,), holder, clause_from(sentence, start), "neutral", "reported-topic")


def landed(speech: Speech) -> Iterator[Report]:
    """ "**The plan** has won over sailors", "**the fees** sit badly with sailors": who stands after the idiom holds it of the subject."""
    verb, tokens, subject = speech.verb, speech.sentence.tokens, speech.verb.child("nsubj", "nsubjpass")
    if subject is None or subject.pos == "PRON" or subject.i > verb.i:
        return
    for words, stance in begun(cues().landing, tokens, verb, _GAP):
        among = next((p for p in verb.all("prep") if p.lower == "among" and p.i < verb.i), None)  # "among sailors, the plan enjoys support"
        needed = words[:-1] if among is not None and words[-1] in ("among", "of") else words
        last = in_order(tokens, verb, needed, _GAP)
        holder = (among.child("pobj") if among is not None else first_noun(tokens, last.i + 1)) if last is not None else None
        if last is None or holder is None or (among is None and tokens[last.i + 1].tag == "CD"):  # "wins over 300 members"
            continue
        is_denied = any(t.lower in _NOT for t in tokens[verb.i + 1 : last.i]) or verb.child("neg") is not None
        first, end = left_edge(subject), min(verb.i, *(child.i for child in (verb, *verb.all("aux", "auxpass", "neg", "advmod"))))
        told = [token for token in subject.subtree() if first <= token.i < end]
        yield from report((verb, last), holder, told, OPPOSITE[stance] if is_denied else stance, "idiom", by_people=True)
        return


def begun(idioms: Idioms, tokens: list[Token], verb: Token, gap: int) -> list[Idiom]:
    """The idioms of a verb whose first word stands at most `gap` words after it, so that few are left to look at; one of a single word may be fronted."""
    known = idioms.get(verb.lemma)
    if known is None:
        return []
    near = tokens[verb.i + 1 : verb.i + 1 + gap]
    words = {token.lemma for token in near} | {token.lower for token in near}
    return [idiom for idiom in known if len(idiom[0]) == 1 or idiom[0][0] in words]


def in_order(tokens: list[Token], verb: Token, words: tuple[str, ...], gap: int) -> Token | None:
    """The last of the words that follow a verb in this order, each less than `gap` words after the one before; None where one is missing."""
    at = verb.i
    for word in words:
        for token in tokens[at + 1 : at + 1 + gap]:
            if token.lemma == word or token.lower == word:
                at = token.i
                break
        else:
            return None
    return tokens[at]


def valued(speech: Speech) -> Iterator[Report]:
    """ "rate **the portal** highly", "**the portal** is poorly regarded by sailors"."""
    verb, tokens, words = speech.verb, speech.sentence.tokens, cues()
    adverb = next((child for child in verb.children if child.lower in words.manner), None)
    target = speech.target
    if adverb is None or target is None or speech.holder is None or target.pos == "PRON":
        return
    if speech.passive:
        told = [token for token in target.subtree() if token.i < min(verb.i, *(t.i for t in (adverb, *verb.all("aux", "auxpass"))))]
    else:
        told = tokens[verb.i + 1 : adverb.i] if adverb.i > verb.i else phrase_from(speech.sentence, verb.i + 1, verb)
    yield from report((verb, adverb), speech.holder, told, words.manner[adverb.lower], "idiom", by_people=True)


def feeling(speech: Speech) -> Iterator[Report]:
    """ "feel **neglected by the agency**"."""
    verb, tokens = speech.verb, speech.sentence.tokens
    first = next((t for t in tokens[verb.i + 1 : verb.i + 4] if t.pos not in ("ADV",) and t.tag != "RB"), None)
    holder = speech.holder or verb.head.child("nsubj", "nsubjpass")
    if holder is None or holder.pos == "PRON" or first is None or first.tag not in ("VBN", "JJ", "VBD"):
        return
    if first.tag == "JJ" and first.lower not in cues().words:
        return
    yield from report((verb,), holder, phrase_from(speech.sentence, first.i, verb), "neutral", "framed-as", by_people=True)


def cleft(sentence: Sentence, what: Token) -> Iterator[Report]:
    """ "What worries sailors most is **the lack of pilots**", "what sailors dislike about it is **its tone**"; the cue is the verb after "what"."""
    tokens, words = sentence.tokens, cues()
    verb = next(
        (
            t
            for t in tokens[what.i + 1 : what.i + 7]
            if (t.pos == "VERB" or tokens[t.i - 1].tag == "NNS") and (t.lemma in words.affecting or _opinion_of(t))
        ),
        None,
    )
    if verb is None:
        return
    be = next((t for t in tokens[verb.i + 1 :] if t.lemma == "be" and t.text.lower() in ("is", "was", "are", "were")), None)
    if be is None or any(token.text in (",", ";", ":") for token in tokens[verb.i : be.i]):
        return
    if verb.lemma in words.affecting and what.i + 3 > verb.i:
        stance, holder = words.affecting[verb.lemma], first_noun(tokens, verb.i + 1)
    else:
        stance, holder = (
            _opinion_of(verb) or "neutral",
            verb.child("nsubj") or (tokens[verb.i - 1] if tokens[verb.i - 1].tag == "NNS" else None),
        )
    start = be.i + 1 + (be.i + 1 < len(tokens) and tokens[be.i + 1].lower == "that")
    if holder is not None:
        yield from report((verb,), holder, phrase_from(sentence, start, verb), stance, "blame-or-praise")


def _opinion_of(verb: Token) -> str | None:
    """The stance of who likes, misses or objects to something."""
    words = cues()
    if verb.lemma in words.liking:
        return "supportive"
    known = words.object.get(verb.lemma) or (words.clause.get(verb.lemma) if verb.lemma in words.about else None)
    if known in (None, "neutral"):
        return "neutral" if verb.lemma in words.desiring else None  # "what pilots want is a tug"
    return known


def _moved(participle: Token) -> Token | None:
    """Who is moved by something in an aside: "**sailors**, angered by X, strike", "Angered by X, **sailors** strike"."""
    who = participle.head if participle.dep == "acl" else participle.head.child("nsubj") if participle.dep == "advcl" else None
    return who if who is not None and who.tag in ("NNS", "NNP", "NNPS") else None


def _up_to_comma(words: list[Token]) -> list[Token]:
    return [*takewhile(lambda word: word.text != ",", words)]


def affecting(speech: Speech) -> Iterator[Report]:
    """ "**The new fees** have angered sailors", "alarmed by **the delays**" told actively: who is affected holds it of the subject."""
    verb, subject = speech.verb, speech.verb.child("nsubj")
    stance, people = cues().affecting.get(verb.lemma), verb.child("dobj")
    felt, agent = verb.child("nsubjpass"), verb.child("agent")
    if stance is not None and felt is not None and agent is not None and verb.child("neg") is None:  # "sailors are angered by **the fees**"
        yield from report((verb, agent), felt, phrase_from(speech.sentence, agent.i + 1), stance, "criticised-or-praised", by_people=True)
        return
    if stance is not None and agent is not None and verb.tag == "VBN" and (moved := _moved(verb)) is not None:  # "sailors, angered by **the fees**, ..."
        yield from report((verb, agent), moved, _up_to_comma(phrase_from(speech.sentence, agent.i + 1)), stance, "criticised-or-praised", by_people=True)
        return
    if subject is not None and subject.lower == "it" and people is not None and people.tag == "NNS":  # "it troubles sailors that"
        that = following_that(speech.sentence, people)
        if that is not None and stance is not None:
            yield from after_that(verb, that, people, stance, speech.sentence)
        return
    if stance is None or subject is None or people is None or subject.pos != "NOUN" or people.tag not in ("NNS", "NN") or people.i < verb.i:
        return
    if verb.child("neg") is None:
        told = [token for token in subject.subtree() if token.i < min([verb.i, *(child.i for child in verb.all("aux", "advmod"))])]
        yield from report((verb,), people, told, stance, "criticised-or-praised")
