"""Whether a reported view speaks for or against what it is about.

By who speaks, then by the reporting word, then by the words of what is held, where negations and verbs that lessen turn a word's
polarity around ("without loss", "prevents accidents"); at last by what was reported just before, and by the sort of holder.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.cues import OPPOSITE, cues
from pipeline.extract.lexicon import noun_class, singular
from pipeline.extract.reported import Report
from pipeline.extract.things import Thing
from pipeline.source.tokens import Token

# People and private organisations are mostly quoted where they object; of these no such thing can be said.
_OFFICIAL = frozenset({"government_body", "international_organization"})
_PRIVATE = frozenset(
    {"alliance", "association", "business", "chamber", "club", "coalition", "confederation", "congress", "consumers", "employers", "farmers", "federation",
     "growers", "guild", "league", "manufacturers", "movement", "network", "party", "producers", "society", "traders", "union", "workers"}
)  # fmt: skip
_AMOUNTS = {"little": -1, "nothing": -1, "less": -1, "enough": -1, "much": 1, "more": 1, "plenty": 1, "well": 1, "wonders": 1}
_IMPROVABLE = frozenset({"could", "might", "ought", "should"})
_IMPROVING = frozenset({"accelerate", "improve", "modernise", "modernize", "quicken", "reform", "repair", "strengthen", "tighten"})
_GAINING = frozenset({"benefit", "gain", "profit"})
_PROPOSING = frozenset({"propose", "suggest"})
_SEARCHING = frozenset({"find", "see"})
_ASKING = frozenset({"how", "whether", "why"})
# Courts rule mostly against what was done, and who argues does so against something.
_RULING = frozenset({"allege", "argue", "assert", "claim", "complain", "contend", "hold", "insist", "maintain", "rule"})
# A body that tells these of itself takes no side.
_TELLING = frozenset(
    {
        "announce", "disclose", "explain", "inform", "mention", "note", "observe", "recall", "recommend", "record", "remark",
        "remind", "report", "say", "state", "tell",
    }
)  # fmt: skip
# Who has nothing bad to say and says no more than that approves.
_APPROVING = frozenset({"acknowledge", "agree", "believe", "consider", "recognise", "recognize", "think"})
_SIGN = {"supportive": 1, "critical": -1}
# A word is turned around by a negation or by a lessening verb that stands so many words before it.
_FAR, _NEAR = 7, 5
_NEGATIONS = frozenset({"barely", "hardly", "n't", "neither", "never", "no", "nobody", "none", "nor", "not", "nothing", "nowhere", "scarcely"})
_EARLIER = frozenset({"earlier", "former", "other", "previous"})
_LEAST = 4
_TAKING = frozenset({"bring", "drive", "force", "get", "keep", "push"})
_KEEPING = frozenset({"ban", "bar", "block", "deter", "discourage", "hinder", "keep", "prevent", "prohibit", "stop"})
_OUTCOMES = {"add": "to", "contribute": "to", "lead": "to", "result": "in"}
_RARE = frozenset({"lighter", "rare", "rarer", "scarcer"})
_SPANS = frozenset({"day", "decade", "hour", "minute", "month", "week", "year"})
_PEOPLE = frozenset({"group", "location", "organization", "people", "person", "region"})
_FALLS = frozenset({"reduction", "cut"})
_PROTECTING = frozenset({"defend", "guard", "protect", "safeguard", "save", "shield", "spare"})
_AWAY = frozenset({"against", "from"})
_ADVOCATES = frozenset({"advocate", "champion", "enthusiast", "promoter", "proponent"})
_ANY = frozenset({"any", "anybody", "anyone", "anything", "ever"})
_TOWARDS = frozenset({"against", "of", "on", "to"})
_DEMANDS = frozenset({"should", "must", "ought"})


def stance_of(report: Report, holder: Thing | None, is_insider: bool, before: Sequence[Token], previous: str, goes_on: bool) -> str:
    """The stance of a report.

    `before` are the words between the report before and this one, `previous` its stance ("neutral" where there is none); `goes_on`
    says that both have one reporting word or one holder.
    """
    words = cues()
    cue, side = report.cue[0].lemma, _side(report.holder)
    denies = cue in words.denying and (is_insider or side is not None)
    if is_insider and cue == "protest" and report.rule == "reported-clause":
        return "supportive"
    if report.reverses and cue in words.denying and side is None and not is_insider:
        return _denied(report)
    if report.stance != "neutral" and not denies:
        return report.stance
    if _could_be_better(report.words):
        return "critical"
    if _is_matchless(report.words) and side is None:
        return "supportive"
    balance = _balance(report)
    if side is not None and not (balance and cue in words.conceding):
        return side
    if is_insider:
        return _of_insider(cue, report.rule, balance, denies)
    if _takes_no_side(report, holder):
        return "neutral"
    if report.rule == "framed-as" and report.cue[0].dep == "relcl" and goes_on and previous != "neutral":
        return previous  # "resent the quotas, which they call a gift to big boats"
    if balance:
        return "supportive" if balance > 0 else "critical"
    is_learned = report.holder is not None and report.holder.lemma in words.learned
    if _misses_something(report) and not is_learned:
        return "critical"
    contrasts = any(token.lower in words.contrasts for token in before) or (cue in words.countering and not goes_on)
    adds = before and before[0].i > 0 and any(token.lower == "and" for token in before[:2])
    if previous != "neutral" and (contrasts or goes_on or adds):
        return OPPOSITE[previous] if contrasts else previous
    if cue in _APPROVING and not _is_official(holder):
        return "supportive"
    is_finding = cue in words.recording or is_learned or (_is_official(holder) and cue not in _RULING and report.rule == "reported-clause")
    return "neutral" if is_finding else "critical"


def _balance(report: Report) -> int:
    """The good words less the bad ones of what is held; what ought to be done is neither."""
    if report.rule == "requested" or _demands(report) or _is_subjunctive(report.head):
        return 0
    if _would_miss(report.words):
        return 1
    balance = polarity(report.words) + _done(report.words)
    if balance == 0:  # "the **weak** currency had **saved** jobs": the predicate has the last word
        first = min([report.head.i, *(child.i for child in report.head.all("aux", "auxpass", "neg", "advmod"))])
        balance = polarity([token for token in report.words if token.i >= first])
    return -balance if report.reverses else balance


def _would_miss(words: Sequence[Token]) -> bool:
    """ "**Without** it the trade **would not** survive", "jobs **would wither without** such payments": what would be bad without it is good."""
    without = next((i for i, token in enumerate(words) if token.lower == "without"), None)
    if without is None or not any(token.lower in ("would", "could", "might") for token in words):
        return False
    others = [token for i, token in enumerate(words) if not without <= i < without + 3]
    return polarity(others) < 0 or any(token.lower in _NEGATIONS for token in others)


def _of_insider(cue: str, rule: str, balance: int, denies: bool) -> str:
    """Who runs a body, and the body itself, speak for it, unless they grant or state something bad."""
    words = cues()
    if cue in words.countering:
        return "supportive"
    if cue in words.conceding or (rule == "framed-as" and balance < 0):  # "called it a disaster"
        return "critical" if balance < 0 else "neutral" if balance == 0 else "supportive"
    if balance == 0 and (cue in words.foreseeing | _TELLING or rule == "according-to"):
        return "neutral"  # "expects that the fee will be due in May"
    if balance < 0 and not denies:
        return "neutral" if cue in words.foreseeing | _TELLING else "critical"  # "argues that high rates hurt small firms"
    return "supportive"


def _takes_no_side(report: Report, holder: Thing | None) -> bool:
    """What is foreseen, counted, asked or left open, and what nobody in particular proposes: "it has been suggested that the fee be dropped"."""
    cue, first = report.cue[0].lemma, report.words[0].lower
    if cue in _PROPOSING and holder is None:
        return _demands(report) or _is_subjunctive(report.head)
    is_search = report.rule == "idiom" and cue in _SEARCHING  # "found no evidence that"
    is_foreseen = cue in cues().foreseeing and (cue == "whether" or _balance(report) <= 0)
    return is_foreseen or is_search or (first in _ASKING and (cue, first) != ("ask", "why"))


def _misses_something(report: Report) -> bool:
    """Whether what is held denies something: "nobody answers the telephone", "found that the fees did not cover the costs"."""
    if report.cue[0].lemma in cues().recording:
        return report.rule == "reported-clause" and report.head.child("neg") is not None
    return any(token.lower in _NEGATIONS for token in report.words)


def _could_be_better(words: Sequence[Token]) -> bool:
    """ "The maps **could be clearer**", "the board **needed more** sailors", "the service **would gain from** newer ships"."""
    for position, token in enumerate(words[:-1]):
        following = words[position + 1]
        if token.lower in ("could", "should") and following.lower == "have" and any(later.tag == "VBN" for later in words[position + 2 : position + 5]):
            return True  # "the accident **could have been prevented**"
        if token.lemma in ("have", "need") and following.lower == "to" and any(later.lemma in _IMPROVING for later in words[position + 2 : position + 5]):
            return True  # "its reports **need to be improved**"
        is_open = token.lower in _IMPROVABLE or (token.lemma == "need" and token.pos == "VERB")
        gainer = token.child("nsubj")
        is_one = gainer is None or gainer.tag != "NNS"  # but "customers would benefit from better services"
        would_gain = token.lemma in _GAINING and following.lower == "from" and words[position - 1].lower == "would" and is_one
        if (is_open or would_gain) and any(later.tag in ("JJR", "RBR") for later in words[position + 1 : position + 4]):
            return True
    return False


def _is_matchless(words: Sequence[Token]) -> bool:
    """ "**No other** scheme has given tenants **so much** say", "**no earlier** board had **ever** closed a mine"."""
    if len(words) < _LEAST or words[0].lower != "no" or words[1].tag != "JJ":
        return False
    rest = {token.lower for token in words[2:]}
    return bool(rest & {"so", "as", "more", "better"}) or ("ever" in rest and words[1].lower in _EARLIER)


def _is_official(holder: Thing | None) -> bool:
    """Whether a holder is a public body or an office, and no "Chamber of Pilots" or "People's Congress" that only sounds like one."""
    if holder is not None and holder.type == "person" and not holder.named:
        return True
    return holder is not None and holder.type in _OFFICIAL and not (_PRIVATE & set(holder.name.lower().split()))


def _denied(report: Report) -> str:
    """Who denies something good speaks against a body; who denies anything else, for it: "denied that the act broke any rule"."""
    says_any = any(token.lower in _ANY for token in report.words)
    return "critical" if polarity(report.words) > 0 and not says_any and not _misses_something(report) else "supportive"


def _side(holder: Token | None) -> str | None:
    """The side that the word for a holder names: critics, supporters; but "privacy advocates" are advocates of something else."""
    if holder is None:
        return None
    for child in holder.children:
        if child.lower in cues().sides and child.i < holder.i:
            return cues().sides[child.lower]
    side = cues().holders.get(holder.lemma) if holder.pos != "PROPN" or holder.i == 0 else None  # but "the Harbour **Defenders**"
    of = next((p.child("pobj") for p in holder.all("prep") if p.lower == "of"), None)
    is_open = holder.lemma in _ADVOCATES and of is not None and of.pos == "NOUN" and of.child("det", "poss") is None  # "advocates **of passenger rail**"
    is_other = side == "supportive" and (holder.child("compound") is not None or is_open)
    return None if is_other else side


def _demands(report: Report) -> bool:
    """Whether what is held says what ought to be done: "**should** be", "**needs to** be"."""
    head = report.head
    is_needed = head.lemma in ("have", "need") and head.child("dobj") is None and any(d.child("aux") is not None for d in head.all("xcomp"))
    return is_needed or any(child.dep == "aux" and child.lower in _DEMANDS for child in head.children)


def _is_subjunctive(verb: Token) -> bool:
    """ "that the fee **be dropped**"."""
    return any(child.lower == "be" for child in verb.all("auxpass", "aux")) and not any(
        child.tag in ("MD", "TO") for child in verb.all("aux")
    )


def polarity(tokens: Sequence[Token]) -> int:
    """The good words less the bad ones of a text, each turned around by a negation or a lessening verb shortly before it."""
    words, used = cues(), set[int]()
    signs = _signs(tokens)
    effects = 0
    for position, token in enumerate(tokens):
        if token.pos == "NOUN" and (effect := _of_change(token)):
            effects += effect
            signs[position:] = [0 if tokens[other].i in _below(token) else signs[other] for other in range(position, len(tokens))]
        if token.pos == "VERB" and (kept_from := _kept_from(tokens, token)):
            effects += 1 if polarity(tokens[kept_from:]) < 0 else -1
            signs[position:] = [0] * (len(tokens) - position)
            break
        if token.pos == "VERB" and (changed := _changed(token)) is not None:
            effects += _effect(token, changed)
            for other, word in enumerate(tokens):
                if other == position or word is changed or (word.head is changed and word.i < changed.i):
                    signs[other] = 0
    plain = list(signs)
    for position, sign in enumerate(plain):
        if not sign:
            continue
        for earlier in range(position - 1, max(-1, position - 1 - _FAR), -1):
            if tokens[earlier].text in (",", ";", ":"):
                break
            is_object = tokens[earlier].pos == "VERB" and tokens[earlier] in (tokens[position].head, tokens[position].head.head)
            if position - earlier > _NEAR and tokens[earlier].lower not in _NEGATIONS and not is_object:
                continue
            between = tokens[earlier + 1 : position + 1]
            if tokens[earlier].lower == "never" and any(token.tag in ("JJR", "RBR") for token in between):
                continue  # "never been more accurate"
            after = tokens[earlier + 1]
            if tokens[earlier].lower == "no" and ((after.tag in ("JJR", "RBR") and after.lower != "longer") or after.lower == "other"):
                continue  # "have no better protector"
            if sign < 0 and tokens[earlier].lemma in _PROTECTING and any(token.lower in _AWAY for token in between):
                sign = 0  # "**protects** savers from fraud"
            elif _reverses(tokens[earlier]) or (sign < 0 and tokens[position].lemma in words.words and _is_left(tokens, earlier)):
                used.add(earlier)
                sign = -sign
            elif sign > 0 and plain[earlier] < 0 and (tokens[earlier].pos == "VERB" or tokens[earlier + 1].lower in _TOWARDS or tokens[earlier] in tokens[position].children):
                sign = 0  # "had **disregarded** the best advice", "a **lack** of trust", "a **late** success" have nothing good to say
        if (waning := _waning_after(tokens, position)) is not None:  # "complaints have fallen"
            used.add(waning)
            sign = -sign
        signs[position] = sign
    return effects + sum(sign for position, sign in enumerate(signs) if position not in used)


def _is_left(tokens: Sequence[Token], position: int) -> bool:
    """Whether something bad is left behind: "lifted millions **out of** poverty"."""
    return tokens[position].lower == "out" and tokens[position + 1].lower == "of"


def _reverses(word: Token) -> bool:
    """Whether a word turns the next ones around; as adjectives only few do: "fewer", not "free"."""
    words = cues()
    return (word.lower in words.reversing or word.lemma in words.reversing) and (word.pos != "ADJ" or word.lower in ("fewer", "less"))


def _changed(verb: Token) -> Token | None:
    """What a verb says that there is more or less of, where more of it is good or bad by itself: "cut **costs**", "**fees** have risen"."""
    words = cues()
    is_risen = verb.lemma in words.rising or verb.lemma in words.waning
    noun = verb.child("nsubj" if is_risen and verb.child("dobj") is None else "dobj", "nsubjpass") or _brought_about(verb)
    changes = words.raising | words.lessening | words.reversing
    if noun is None or not (is_risen or verb.lemma in changes or _is_brought_down(verb)):
        return None
    return noun if _worth(noun) else None


def _brought_about(verb: Token) -> Token | None:
    """ "**led to** shortages", "contributed to the rise"."""
    preposition = _OUTCOMES.get(verb.lemma)
    return next((noun for p in verb.all("prep") if p.lower == preposition for noun in p.all("pobj")), None)


def _kept_from(tokens: Sequence[Token], verb: Token) -> int:
    """Where in a text begins what somebody cannot do: "**prevents** the board from **inspecting** ships"; 0 where nothing is prevented."""
    if verb.lemma not in _KEEPING:
        return 0
    deed = next((p.i for noun in (verb, *verb.all("dobj")) for p in noun.all("prep") if p.lower == "from" and p.child("pcomp") is not None), None)
    return 0 if deed is None else next((place + 1 for place, token in enumerate(tokens[:-1]) if token.i == deed), 0)


def _of_change(noun: Token) -> int:
    """1 for more of something good or less of something bad, -1 for the contrary, 0 for no change: "the **fall in** road deaths"."""
    words = cues()
    is_less = noun.lemma in words.waning or noun.lemma in words.lessening or noun.lemma in _FALLS
    if not (is_less or noun.lemma in words.rising) or noun.lemma in words.undesired:  # "the **costs** of compliance"
        return 0
    of_what = next((head for p in noun.all("prep") if p.lower in ("in", "of") for head in p.all("pobj")), None)
    inner = next((head for p in of_what.all("prep") if p.lower == "of" for head in p.all("pobj")), None) if of_what is not None else None
    worth = (_worth(of_what) if of_what is not None else 0) or (_worth(inner) if inner is not None else 0)
    return -worth if is_less else worth


def _below(noun: Token) -> set[int]:
    return {token.i for token in noun.subtree() if token.i >= noun.i}


def _is_brought_down(verb: Token) -> bool:
    """ "**bring** prices **down**"."""
    return verb.lemma in _TAKING and any(child.lower == "down" for child in verb.all("prt", "advmod"))


def _worth(noun: Token) -> int:
    """1 for what one wants more of, -1 for what one wants less of, else 0: "**costs**", "**waiting** times"."""
    words = cues()
    if noun.lemma in words.desired or noun.lemma in words.undesired:
        is_less = any(child.lower in ("fewer", "less") for child in noun.children)  # "led to **fewer** inspections"
        return 1 if (noun.lemma in words.desired) != is_less else -1
    parts = [child.lemma for child in noun.children if child.dep in ("compound", "amod")]
    signs = [_SIGN[words.words[part]] for part in (noun.lemma, *parts) if part in words.words]
    return signs[0] if signs else 0


def _effect(verb: Token, changed: Token) -> int:
    """1 where more of something good or less of something bad is told, else -1; a negation turns it around."""
    words = cues()
    is_more = (verb.lemma in words.raising and not _is_brought_down(verb)) or (verb.lemma in words.rising and verb.child("dobj") is None)
    sign = _worth(changed) if is_more else -_worth(changed)
    return -sign if verb.child("neg") is not None else sign


def _done(words: Sequence[Token]) -> int:
    """1 for what "has done much for" something, -1 for what "has done little"; "no other body has done so much" is praise too."""
    for position, token in enumerate(words):
        if token.lemma == "do" and token.pos == "VERB":
            for later in words[position + 1 : position + 4]:
                if later.lower in _AMOUNTS:
                    return _AMOUNTS[later.lower]
    return 0


def _waning_after(tokens: Sequence[Token], position: int) -> int | None:
    """The position of a word shortly after a noun that says that there is less of it: "accidents **fell**", "have become **rarer**"."""
    if tokens[position].pos != "NOUN":
        return None
    for later in range(position + 1, min(len(tokens), position + 1 + _NEAR)):
        if tokens[later].pos in ("NOUN", "PUNCT", "PRON"):
            return None
        if (tokens[later].lemma in cues().waning and tokens[later].pos == "VERB") or tokens[later].lower in _RARE:
            return later
    return None


def _signs(tokens: Sequence[Token]) -> list[int]:
    """The sign of each word; that of a phrase stands at its end."""
    signs = [_sign(tokens, position) for position in range(len(tokens))]
    phrases = cues().phrases
    for position, token in enumerate(tokens):
        for form in {token.lower, token.lemma} & phrases.keys():
            for rest, stance in phrases[form]:
                end = position + 1 + len(rest)
                if end <= len(tokens) and all(word in (t.lower, t.lemma) for word, t in zip(rest, tokens[position + 1 : end], strict=True)):
                    signs[position:end] = [0] * len(rest) + [_SIGN.get(stance, 0)]
                    break
    return signs


def _is_of_people(token: Token) -> bool:
    """Whether a word only says which people or countries are meant: "brought **poor** families online"."""
    return token.lower in ("poor", "poorer", "poorest") and token.dep == "amod" and noun_class(singular(token.head.lower)) in _PEOPLE


def _is_of_open(token: Token) -> bool:
    """Whether a word is "the **growth** of enclaves", of which nothing is known."""
    return token.lemma == "growth" and any(p.lower in ("in", "of") for p in token.all("prep"))


def _sign(tokens: Sequence[Token], position: int) -> int:
    """1 for a good word, -1 for a bad one, else 0; a compound ("self-serving") counts where it ends."""
    known, token = cues().words, tokens[position]
    is_first_part = token.pos == "ADJ" and [t.tag for t in tokens[position + 1 : position + 3]] in (["HYPH", "NN"], ["HYPH", "VBG"])  # "**clear**-cutting"
    if _is_of_open(token) or is_first_part or _is_of_people(token) or (token.lemma in cues().deeds and token.pos != "VERB"):
        return 0
    if token.lower == "few" and position and tokens[position - 1].lower == "a" and token.head.lemma in _SPANS:
        return 0  # "within a few years"
    if token.pos == "PROPN":
        return 0  # "the **Innovative** Medicines Union"
    if token.dep == "compound" and token.pos == "NOUN" and known.get(token.lemma) == "supportive":
        return 0  # "**safety** standards" are a subject matter
    if token.pos != "ADJ" and (token.lower in cues().qualities or token.lemma in cues().qualities):
        return 0
    forms = [token.lemma, token.lower]
    if position > 1 and tokens[position - 1].tag == "HYPH":
        forms.insert(0, f"{tokens[position - 2].lower}-{token.lower}")
    return next((_SIGN[known[form]] for form in forms if form in known), 0)
