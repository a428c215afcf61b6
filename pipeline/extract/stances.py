"""Whether a reported view speaks for or against what it is about.

By who speaks, then by the reporting word, then by the words of what is held, where negations and verbs that lessen turn a word's
polarity around ("without loss", "prevents accidents"); at last by what was reported just before, and by the sort of holder. What only the words or
the context tell is weighed with all other signs (`signs.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract import types
from pipeline.extract.cues import OPPOSITE, cues
from pipeline.extract.held import is_quote
from pipeline.extract.polarity import NEGATIONS, done, polarity
from pipeline.extract.reported import Report
from pipeline.extract.shortfalls import has_stopped, tells_little, tells_share, took_long
from pipeline.extract.things import Thing
from pipeline.extract.trees import FINITE
from pipeline.source.tokens import Token

# People and private organisations are mostly quoted where they object; of these no such thing can be said.
_PRIVATE = frozenset(
    {"alliance", "association", "business", "chamber", "club", "coalition", "confederation", "congress", "consumers", "employers", "farmers", "federation",
     "growers", "guild", "league", "manufacturers", "movement", "network", "party", "producers", "society", "traders", "union", "workers"}
)  # fmt: skip
_IMPROVABLE = frozenset({"could", "might", "ought", "should"})
_IMPROVING = frozenset({"accelerate", "improve", "modernise", "modernize", "quicken", "reform", "repair", "strengthen", "tighten"})
_GAINING = frozenset({"benefit", "gain", "profit"})
_PROPOSING = frozenset({"propose", "suggest"})
_SEARCHING = frozenset({"find", "see"})
_ASKING = frozenset({"how", "whether", "why"})
# Courts rule mostly against what was done, and who argues does so against something.
_RULING = frozenset({"allege", "argue", "assert", "claim", "complain", "contend", "demand", "hold", "insist", "maintain", "rule"})
# A body that tells these of itself takes no side.
_TELLING = frozenset(
    {
        "announce", "disclose", "explain", "inform", "mention", "note", "observe", "recall", "recommend", "record", "remark",
        "remind", "report", "say", "state", "tell",
    }
)  # fmt: skip
# Who has nothing bad to say and says no more than that approves.
_APPROVING = frozenset({"acknowledge", "agree", "believe", "consider", "recognise", "recognize", "think"})
_GROUNDING = frozenset(
    {"argue", "assert", "claim", "contend", "declare", "explain", "hold", "insist", "maintain", "note", "observe", "point", "reason", "recall", "say", "state",
     "stress", "warn"}
)  # fmt: skip
# Who says so with nothing good or bad to say speaks up for something against others.
_STANDING_BY = frozenset({"answer", "emphasise", "emphasize", "insist", "stress"})
# What an inquiry comes to without a good or bad word is mostly a failing.
_FINDING = frozenset({"conclude", "find"})
_EARLIER = frozenset({"earlier", "former", "other", "previous"})
_LACKING = frozenset({"few", "little"})
_HARDLY = frozenset({"barely", "hardly", "scarcely"})
_LEAST = 4
_PLAIN = 6
_BEING = frozenset({"be", "become", "remain", "seem"})
# What is thought away, "had it not been for the fund", has at most so many words behind "for".
_LACKED = 7
_ADVOCATES = frozenset({"advocate", "champion", "enthusiast", "promoter", "proponent"})
_ANY = frozenset({"any", "anybody", "anyone", "anything", "ever"})
_PARTED = frozenset({"divide", "divided", "split"})
_FUTURE = frozenset({"will", "would"})
_DEMANDS = frozenset({"should", "must", "ought"})
# What ought to go on is approved of, and what ought to come to an end is not.
_LASTING = frozenset({"continue", "endure", "remain", "stay", "survive"})
_KEPT = frozenset({"keep", "maintain", "preserve", "retain"})
_ENDED = frozenset(
    {"abandon", "abolish", "close", "disband", "dismantle", "dissolve", "lift", "merge", "privatise", "privatize", "repeal", "replace", "revoke", "scrap",
     "shut", "suspend", "withdraw"}
)  # fmt: skip
_NONE = frozenset({"few", "neither", "no", "nobody", "none"})
_REPROACHES = frozenset(
    {"accusation", "allegation", "charge", "complaint", "concern", "critic", "criticism", "fear", "objection", "reproach", "suspicion", "worry"}
)
# What is said of a criticism by who does not share it.
_OVERLOOKING = frozenset({"exaggerate", "forget", "ignore", "miss", "neglect", "overlook", "overstate", "underestimate"})
_OVERDONE = frozenset(
    {"baseless", "exaggerated", "groundless", "misplaced", "mistaken", "overblown", "overdone", "overstated", "unfair", "unfounded", "unjust", "unjustified"}
)  # fmt: skip
_THAT = frozenset({"it", "that", "them", "these", "this"})
_COUNTING = frozenset({"calculate", "estimate", "reckon"})


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a report.

    `before` are the words between the report before and this one, `previous` its stance ("neutral" where there is none); `goes_on`
    says that both have one reporting word or one holder. `against` is the stance of the next report where that is set against this one.
    """

    before: Sequence[Token]
    previous: str
    goes_on: bool
    against: str | None


# Of these grounds 97 of 100 verdicts are right in articles; in texts that only tell how a body is received 96.
_CERTAIN = frozenset({"admission", "answer", "delay", "demand", "divided", "grounds", "matchless", "predicate", "search", "side", "verb"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The stance that a rule tells, and on what ground: "verb" (the reporting word), "side" (who speaks), "words", "before" ..."""

    stance: str
    ground: str

    @property
    def is_certain(self) -> bool:
        """Whether nothing else has to be weighed."""
        return self.ground in _CERTAIN


def verdict_of(report: Report, holder: Thing | None, is_insider: bool, context: Context) -> Verdict:
    """What the rules tell: the report's own stance, else that of its context, else that of its sort of holder."""
    words, cue, previous = cues(), report.cue[0].lemma, context.previous
    is_remark = report.rule == "framed-as" and report.cue[0].dep == "relcl" and context.goes_on and previous != "neutral"
    own = own_verdict(report, holder, is_insider, by_words=not is_remark)
    if own is not None or is_remark:
        return own or Verdict(previous, "remark")  # "resent the quotas, which they call a gift to big boats"
    contrasts = sets_against(context.before) or (cue in words.countering and not context.goes_on)
    adds = context.before and context.before[0].i > 0 and any(token.lower == "and" for token in context.before[:2])
    if previous != "neutral" and (contrasts or context.goes_on or adds):
        return Verdict(OPPOSITE[previous] if contrasts else previous, "before")
    if context.against is not None:
        return Verdict(OPPOSITE[context.against], "after")
    if cue in _STANDING_BY or (cue in _APPROVING and not _is_official(holder)):
        return Verdict("critical" if report.reverses else "supportive", "approval")
    if cue in _FINDING:
        return Verdict("critical", "finding")
    is_finding = cue in words.recording or _is_learned(report) or (_is_official(holder) and cue not in _RULING and report.rule == "reported-clause")
    return Verdict("neutral" if is_finding else "critical", "holder")


def own_verdict(report: Report, holder: Thing | None, is_insider: bool, *, by_words: bool = True) -> Verdict | None:
    """What a report tells itself: by the reporting word, who speaks or, if `by_words`, the words of what is held; None where none does."""
    words = cues()
    cue, side = report.cue[0].lemma, _side(report.holder)
    denies = cue in words.denying and (is_insider or side is not None)
    if is_insider and cue == "protest" and report.rule == "reported-clause":
        return Verdict("supportive", "insider")
    if report.reverses and cue in words.denying and side is None and not is_insider:
        return Verdict(_denied(report), "denial")
    if report.stance != "neutral" and not denies:
        return Verdict(report.stance, "verb")
    ground = _of_grounds(report.cue[0], is_insider)
    if ground is not None and (ground == "supportive" or not is_insider):
        return Verdict(ground, "grounds")
    fate = _fate(report)
    if fate is not None and holder is not None and not report.reverses:
        return Verdict(fate, "demand")
    if _could_be_better(report.words):
        return Verdict("critical", "improvable")
    if side is None and (matchless := _matchless(report.words)) is not None:
        return Verdict(matchless, "matchless")
    if _answers_criticism(report):
        return Verdict("supportive", "answer")
    balance = balance_of(report)
    if side is None and balance < 0 and any(token.lower == "worst" for token in report.words):
        return Verdict("critical", "matchless")
    if is_insider and cue in words.conceding and report.rule == "reported-clause":  # "its chair concedes that only five ports have a tide gauge"
        return Verdict("supportive" if balance > 0 and not tells_little(report.words) else "critical", "admission")
    if side is not None and not (balance and cue in words.conceding):
        return Verdict(side, "side")
    if (balance <= 0 and tells_little(report.words)) or (balance > 0 and tells_share(report.words)):
        return Verdict("critical", "little")
    if is_insider and is_quote(report.words[0]) and balance == 0 and cue not in words.conceding:
        return Verdict("supportive", "own words")  # '"We publish every measurement," says its director'
    if is_insider:
        return Verdict(_of_insider(report, balance, denies), "insider")
    if report.rule == "idiom" and cue in _SEARCHING:
        return Verdict("neutral", "search")  # "found no evidence that"
    if cue in _PARTED or (cue == "whether" and report.rule == "reported-topic"):
        return Verdict("neutral", "divided")
    if balance == 0 and _is_official(holder) and cue in _TELLING and any(child.lower in _FUTURE for child in report.head.all("aux")):
        return Verdict("neutral", "announced")  # "the minister told parliament that the agency **would move**"
    if has_stopped(report.words):
        return Verdict("critical", "lack")
    if took_long(report.words):
        return Verdict("critical", "delay")
    if cue in _COUNTING and report.head.child("neg") is not None and not any(child.lower in _FUTURE for child in report.head.all("aux")):
        return Verdict("critical", "lack")  # "estimates that four in ten rulings **are never** carried out"
    if _takes_no_side(report, holder):
        return Verdict("neutral", "no side")
    if balance and by_words:
        return Verdict("supportive" if balance > 0 else "critical", "predicate" if _is_plain(report, balance) else "words")
    return Verdict("critical", "lack") if by_words and _misses_something(report) and not _is_learned(report) else None


def _answers_criticism(report: Report) -> bool:
    """ "believes that **such criticism overlooks** the facts", "says that **the fears are exaggerated**"."""
    verb = report.head if report.head.dep not in ("aux", "auxpass") else report.head.head
    subject = verb.child("nsubj", "nsubjpass")
    if subject is None or subject not in report.words or subject.lemma not in _REPROACHES or subject.dep == "nsubjpass" or verb.child("neg") is not None:
        return False
    return verb.lemma in _OVERLOOKING or any(word.lower in _OVERDONE for word in (verb, *verb.all("acomp", "oprd")))


def _of_grounds(verb: Token, is_insider: bool) -> str | None:
    """The stance of what grounds are given for: "opposed the law, **arguing** that", "**saying** that", "defending it, they **said** that"."""
    words = cues()
    is_ground = verb.dep == "advcl" and verb.tag == "VBG" and verb.head.i < verb.i and verb.lemma in _GROUNDING
    is_answer = verb.dep == "conj" and verb.head.lemma in words.denying and verb.lemma in _GROUNDING  # "rejected the criticism and **said** that"
    fronted = next((child for child in verb.all("advcl") if child.tag == "VBG" and child.i < verb.i and child.child("mark", "nsubj") is None), None)
    deed = verb.head if is_ground or is_answer else fronted
    if deed is None or deed.child("neg") is not None or verb.child("mark") is not None:
        return None
    target = deed.child("dobj")
    if deed.lemma in words.denying and target is not None and target.lower in _THAT and is_insider:
        return "supportive"  # "the director has rejected **this**, saying that fees had fallen"
    if deed.lemma in words.denying and target is not None and target.lemma in words.remarks:
        is_charge = words.noun.get(target.lemma) == "critical"  # but "disputed the finding and said that" speaks against who found it
        return "supportive" if is_charge or is_insider or not is_answer else None
    stance = words.object.get(deed.lemma) if not is_answer else None
    return None if stance == "neutral" else stance


def sets_against(between: Sequence[Token]) -> bool:
    """Whether the words between two reports set the second against the first: "A says X, **whereas** B says Y"."""
    return any(token.lower in cues().contrasts for token in between)


def _is_learned(report: Report) -> bool:
    return report.holder is not None and report.holder.lemma in cues().learned


def balance_of(report: Report) -> int:
    """The good words less the bad ones of what is held; what ought to be done is neither."""
    if report.rule == "requested" or _demands(report) or _is_subjunctive(report.head):
        return 0
    if _would_miss(report.words):
        return 1
    if _would_do_without(report.words):
        return -1
    balance = polarity(report.words) + done(report.words)
    if balance == 0:  # "the **weak** currency had **saved** jobs": the predicate has the last word
        first = min([report.head.i, *(child.i for child in report.head.all("aux", "auxpass", "neg", "advmod"))])
        balance = polarity([token for token in report.words if token.i >= first])
    return -balance if report.reverses else balance


def _would_miss(words: Sequence[Token]) -> bool:
    """ "**Without** it the trade **would not** survive", "jobs **would wither without** such payments": what would be bad without it is good."""
    lower = [token.lower for token in words]
    start, end = _lack(lower)
    if start == end or not any(word in ("would", "could", "might", "will", "can") for word in lower):
        return False
    others = [*words[:start], *words[end:]]
    is_first = start < 2 and "would" in lower[end:]  # "**had it not been for** the fund, the village **would** stand empty"
    balance = polarity(others)
    return balance < 0 or (is_first and balance == 0) or any(token.lower in NEGATIONS for token in others)


def _would_do_without(words: Sequence[Token]) -> bool:
    """ "Trade **would have grown without it**": what is not needed is no good."""
    lower = [token.lower for token in words]
    is_past = ["would", "have"] in (lower[i : i + 2] for i in range(len(lower)))
    is_denied = any(token.lower in NEGATIONS for token in words)
    return is_past and "without" in lower and not is_denied and polarity([token for token in words if token.lower != "without"]) >= 0


def _lack(lower: Sequence[str]) -> tuple[int, int]:
    """Where the words stand that think something away, "without it" or "had it not been for it"; an empty place where none do."""
    if "without" in lower:
        start = lower.index("without")
        return start, start + 3
    at = next((i for i, word in enumerate(lower) if word == "for" and i and (lower[i - 1] == "but" or lower[i - 2 : i] == ["not", "been"])), None)
    if at is None:
        return 0, 0
    start = at - 1 if lower[at - 1] == "but" else max(0, at - 4)
    end = next((i for i in range(at, len(lower)) if lower[i] == ","), at + 4)
    return start, min(end, at + _LACKED)


def _of_insider(report: Report, balance: int, denies: bool) -> str:
    """Who runs a body, and the body itself, speak for it, unless they grant or state something bad."""
    words, cue, rule = cues(), report.cue[0].lemma, report.rule
    if cue in words.countering:
        return "supportive"
    if cue in words.conceding or (rule == "framed-as" and balance < 0):  # "called it a disaster"
        return "critical" if balance < 0 else "neutral" if balance == 0 else "supportive"
    if balance == 0 and (cue in words.foreseeing | _TELLING or rule == "according-to"):
        return "neutral"  # "expects that the fee will be due in May"
    is_other = any(child.lower == "would" for child in report.head.all("aux"))  # "argues that a lower rate **would** hurt savers"
    if balance < 0 and not denies and not is_other:
        return "neutral" if cue in words.foreseeing | _TELLING else "critical"  # "argues that high rates hurt small firms"
    return "supportive"


def _takes_no_side(report: Report, holder: Thing | None) -> bool:
    """What is foreseen, counted, asked or left open, and what nobody in particular proposes: "it has been suggested that the fee be dropped"."""
    cue, first = report.cue[0].lemma, report.words[0].lower
    if cue in _PROPOSING and holder is None:
        return _demands(report) or _is_subjunctive(report.head)
    is_foreseen = cue in cues().foreseeing and (cue == "whether" or balance_of(report) <= 0)
    return is_foreseen or (first in _ASKING and (cue, first) != ("ask", "why"))


def _is_plain(report: Report, balance: int) -> bool:
    """Whether few words say what something is, and with a good or bad word: "the charts are **good**", "described it as **a lifesaver**"."""
    is_label = report.rule == "framed-as"
    told = report.head if is_label else report.head.child("acomp", "attr") if report.head.lemma in _BEING else None
    if told is None or told not in report.words or len(report.words) > _PLAIN:
        return False
    sign = polarity([told]) * (-1 if report.reverses else 1)
    return sign * balance > 0


def _misses_something(report: Report) -> bool:
    """Whether what is held denies something: "nobody answers the telephone", "found that the fees did not cover the costs"."""
    if report.cue[0].lemma in cues().recording:
        if any(token.lower == "little" and token.dep == "amod" and token.head.child("det") is None for token in report.words):
            return True  # "found that its campaigns had **little** reach"
        is_without = report.cue[0].lemma in _FINDING and any(token.lower == "no" and token.dep == "det" for token in report.words)  # "offers **no** remedy"
        return report.rule == "reported-clause" and (is_without or report.head.child("neg") is not None)
    return any(token.lower in NEGATIONS for token in report.words)


def _fate(report: Report) -> str | None:
    """The stance of who says that something ought to last ("should **stay**") or to end ("should be **abolished**"); None where neither is said."""
    for verb in (report.head, *report.head.all("xcomp", "conj")):
        is_wanted = report.rule == "requested" or verb.child("auxpass") is not None or any(child.lower in _DEMANDS for child in verb.all("aux"))
        finite = (child for child in (verb, *verb.all("aux", "auxpass")) if child.tag in FINITE)
        is_told = any(child.lower not in _DEMANDS for child in finite)
        if not is_wanted or is_told or verb.child("neg") is not None:
            continue
        if verb.lemma in _LASTING or (verb.lemma in _KEPT and verb.tag == "VBN"):
            return "supportive"
        if verb.lemma in _ENDED and verb.tag == "VBN":
            return "critical"
    return None


def _could_be_better(words: Sequence[Token]) -> bool:
    """ "The maps **could be clearer**", "the board **needed more** sailors", "the service **would gain from** newer ships"."""
    for position, token in enumerate(words[:-1]):
        following = words[position + 1]
        if token.lower == "only" and following.lower == "if" and any(word.tag == "MD" for word in words[:position]):
            return True  # "inspections **can** succeed **only if** it is allowed to begin them"
        is_undone = token.lower in ("could", "should") and following.lower == "have" and words[0].lower not in _NONE
        if is_undone and any(later.tag == "VBN" for later in words[position + 2 : position + 5]):
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


def _matchless(words: Sequence[Token]) -> str | None:
    """The stance of what nothing else comes up to: "**no other** scheme has given tenants **so much** say", "**hardly any** body enjoys **more** trust"."""
    lower = [token.lower for token in words]
    is_none = len(words) >= _LEAST and (lower[0] in ("few", "no") or (lower[0] in _HARDLY and lower[1] == "any"))
    if not is_none:
        return None
    rest = words[1 if lower[0] == "few" else 2 :]
    others = {token.lower for token in rest}
    is_other = lower[0] == "no" and words[1].tag == "JJ" and bool(others & {"as", "better", "more", "so"} or (lower[1] in _EARLIER and "ever" in others))
    is_more = any(token.lower in ("better", "more") and token.dep in ("amod", "advmod") for token in rest)
    balance = polarity(rest)
    if is_other:
        return "critical" if balance < 0 and others & _LACKING else "supportive"  # "no other body has **so few** inspectors"
    return None if not is_more or not balance else "supportive" if balance > 0 else "critical"


def _is_official(holder: Thing | None) -> bool:
    """Whether a holder is a public body or an office, and no "Chamber of Pilots" or "People's Congress" that only sounds like one."""
    if holder is not None and holder.type == "person" and not holder.named:
        return True
    return holder is not None and holder.type in types.PUBLIC and not (_PRIVATE & set(holder.name.lower().split()))


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
