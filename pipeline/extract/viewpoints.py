"""What somebody is reported to hold: "critics argue that ...", "according to supporters ...", "is often seen as ...".

One viewpoint for each finite complement clause; coordinated noun phrases stay one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from pipeline.extract.cues import cues
from pipeline.extract.entities import Entities, Thing
from pipeline.extract.held import QUOTES, clause_around
from pipeline.extract.lexicon import noun_class
from pipeline.extract.propositions import Proposition
from pipeline.extract.reported import Report
from pipeline.extract.reports import reports
from pipeline.extract.rulebook import load_rulebook
from pipeline.extract.stances import Context, own_stance, sets_against, stance_of
from pipeline.extract.syntax import SUBJECTS
from pipeline.extract.trees import FINITE
from pipeline.source.tokens import Sentence, Token

_PAST = frozenset({"former", "ex", "retired", "vice", "deputy"})
_HOLDING_OFFICE = frozenset({"appoint", "be", "become", "choose", "elect", "name"})
_PARTED = frozenset({"divided", "split"})
_DIFFERING = frozenset({"differ", "disagree"})
_PARTS = frozenset({"handful", "majority", "minority"})
# Who speaks after others like them: "planners praise it, but **many** also hold that", "pilots complain, though **the larger ones** concede".
_SOME_OF_THEM = frozenset({"many", "most", "ones", "several"})
_BANDS = frozenset({"alliance", "coalition", "group", "number"})
_NUMBERS = frozenset({"dozens", "hundreds", "millions", "scores", "tens", "thousands"})
_FRACTIONS = frozenset({"cent", "fifth", "half", "percent", "quarter", "quarters", "tenth", "third", "thirds"})
# Who is sent by a body speaks for it: "a mission **of X**".
_SENT = frozenset({"delegation", "mission", "spokesman", "spokesperson", "spokeswoman"})
_WRITING = frozenset({"compile", "conduct", "draw", "issue", "prepare", "produce", "publish", "release", "sign", "write"})
_ISSUED = frozenset({"at", "from", "in", "of"})
_WRITINGS = frozenset(
    {
        "analysis",
        "article",
        "audit",
        "column",
        "commentary",
        "comparison",
        "editorial",
        "evaluation",
        "paper",
        "poll",
        "report",
        "review",
        "study",
        "survey",
    }
)
_THOSE = frozenset({"many", "several", "those"})
_OFFICES = frozenset({"chair", "chairmanship", "directorship", "leadership", "office", "position", "post", "presidency"})
_STAFF = frozenset({"official", "spokesman", "spokespeople", "spokesperson", "spokeswoman"})
# Offices that watch over a body do not speak for it.
_OUTSIDE = frozenset({"auditor", "inspector", "judge", "ombudsman"})
_RULES = frozenset({"law", "policy", "standard"})
# Things of these types praise and resent nothing, however many they are: "the incentives have to respect the treaty".
_NO_PEOPLE = frozenset({"activity", "objective"})
# What a law itself never does, so that what is called like one is a party.
_ARGUING = frozenset(
    {"accuse", "argue", "claim", "complain", "contend", "criticise", "criticize", "deny", "fear", "hope", "insist", "object", "protest",
     "urge", "warn", "welcome", "worry"}
)  # fmt: skip
# What a body that does so does not do in its work.
_SPEAKING = frozenset({"boast", "complain", "speak"})
_FAVOURING = frozenset({"back", "defend", "favor", "favour", "respect", "support"})
_HOLDER_TYPES = frozenset({"government_body", "international_organization", "organization", "person", "group", "place"})


@dataclass(frozen=True, slots=True)
class ViewpointDraft:
    """A reported view; `start` and `end` are source offsets of its text, `holder` is None where nobody is named."""

    holder: Thing | None
    stance: str
    cue: str
    about: Thing | None
    sentence: Sentence
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class View:
    """A report that is somebody's view, and whose; `holder` is None where nobody is named."""

    report: Report
    holder: Thing | None


def views(entities: Entities, said: dict[int, list[Proposition]], sentences: Iterable[Sentence]) -> dict[int, list[View]]:
    """The views of each sentence by the sentence's id(), as `said` holds its propositions."""
    found: dict[int, list[View]] = {}
    last, parted = None, None
    quoted: View | None = None
    for sentence in sentences:
        found[id(sentence)] = []
        before, parted = None, _parted(entities, sentence) or parted
        for report in reports(sentence, said[id(sentence)]):
            if before is not None and last is not None and (_goes_on_with_it(before, report) or _goes_on_without(before, report)):
                report = replace(report, holder=before.holder)  # "X welcomed the rules, yet **it** thought that", "but regretted that"
            before = report
            last = holder = _holder(entities, report, last) or (parted if _are_some(report.holder) else None)
            parted = holder if report.cue[0].lower in _PARTED or (holder is parted and parted is not None) else None
            if (holder is not None or _is_nobody(report)) and not (_may_be_work(report) and _is_at_work(entities, report, holder)):
                found[id(sentence)].append(View(report, holder))
        if not found[id(sentence)] and quoted is not None and (rest := _quoted_on(sentence, quoted)) is not None:
            found[id(sentence)].append(rest)
        found[id(sentence)] = [view for view in found[id(sentence)] if not _is_background(view, found[id(sentence)])]
        quoted = found[id(sentence)][-1] if found[id(sentence)] else None
    return found


def _may_be_work(report: Report) -> bool:
    """Whether a body that reports so only does its work: "rejects applications", "announces that"; but "the agency **itself** takes pride in"."""
    cue = report.cue[0]
    is_felt = _is_itself(report.holder) or cue.lemma in _SPEAKING or cue.lower in cues().adjective
    is_habit = cue.lemma in cues().announcing and cue.tag not in ("VBD", "VBN") and not _is_itself(report.holder)
    return (report.by_people and not is_felt) or (report.rule == "reported-clause" and is_habit)


def _is_background(view: View, others: Sequence[View]) -> bool:
    """Whether a relative clause only says who somebody is that tells more: "sailors, who **opposed the toll**, concede that it works"."""
    cue = view.report.cue[0]
    is_thing = view.report.rule in ("criticised-or-praised", "reported-topic", "requested")
    return is_thing and cue.dep == "relcl" and any(other.holder is view.holder and other.report.cue[0].i > cue.i for other in others)


def _is_among(group: Token, name: Token) -> bool:
    """ "Sailors, **among** them the Pilots' Guild"."""
    return any(token.lower == "among" for token in group.subtree() if group.i < token.i < name.i)


def _is_of_them(holder: Token | None) -> bool:
    return holder is not None and any(head.lower == "them" for p in holder.all("prep") for head in p.all("pobj"))


def _is_itself(holder: Token | None) -> bool:
    return holder is not None and any(child.lower == "itself" for child in holder.children)


def _parted(entities: Entities, sentence: Sentence) -> Thing | None:
    """Who is called divided: "**Economists** are divided: while some believe that X, others ...", but not over what."""
    for token in sentence.tokens:
        is_parted = token.lower in _PARTED and token.dep in ("acomp", "ccomp", "ROOT") and not token.all("prep")
        if is_parted or (token.lemma in _DIFFERING and token.pos == "VERB"):
            subject = (token.head if token.dep == "acomp" else token).child("nsubj", "nsubjpass")
            return next((thing for thing in entities.of(subject) if thing.type in _HOLDER_TYPES), None) if subject is not None else None
    return None


def _goes_on_with_it(before: Report, report: Report) -> bool:
    """Whether the "it" of a coordinated clause is who spoke in the first one."""
    is_it = report.holder is not None and report.holder.lower == "it" and before.holder is not None and before.holder.tag in ("NN", "NNP")
    return is_it and report.cue[0].dep == "conj" and report.cue[0].head is before.cue[0]


def _goes_on_without(before: Report, report: Report) -> bool:
    """Whether a second verb has no subject of its own, nor any but what was read as one inside the first report."""
    verb = report.cue[0]
    is_open = report.holder is None or (verb.tag == "VB" and report.holder in before.words)
    return is_open and verb.dep == "conj" and verb.tag in ("VBD", "VB") and verb.child("nsubj", "nsubjpass", "expl", "agent") is None


def _quoted_on(sentence: Sentence, before: View) -> View | None:
    """The rest of a quotation in a sentence of its own: '"The fee is a tax," says X. **"It must go."**'."""
    words = tuple(sentence.tokens)
    is_quoted = words[0].text in QUOTES and words[-1].text in (*QUOTES, ".", "!", "?") and any(token.tag in FINITE for token in words)
    if not is_quoted or not before.report.words or before.report.words[0].text not in QUOTES:
        return None
    return View(replace(before.report, words=words, head=sentence.roots[0]), before.holder)


def viewpoints(
    entities: Entities, said: dict[int, list[Proposition]], viewed: dict[int, list[View]], sentences: Iterable[Sentence]
) -> Iterator[ViewpointDraft]:
    """The viewpoints of a document in text order; `said` holds the propositions and `viewed` the views of each sentence by its id()."""
    sentences = list(sentences)
    insiders = _insiders(entities, said, sentences)
    stance, last = "neutral", None
    for sentence in sentences:
        end, cue = 0, None
        found = viewed[id(sentence)]
        for number, view in enumerate(found):
            report, holder = view.report, view.holder
            if not report.words:
                stance, last = report.stance, holder
                continue
            goes_on = cue is report.cue[0] or (holder is not None and holder is last)
            against = _set_against(entities, sentence, found[number : number + 2], insiders)
            context = Context(sentence.tokens[end : report.words[0].i], stance, goes_on, against)
            stance = stance_of(report, holder, _is_insider(entities, view, insiders), context)
            last, end, cue = holder, report.words[-1].i + 1, report.cue[0]
            yield ViewpointDraft(
                holder, stance, " ".join(token.lower for token in report.cue), _about(entities, report), sentence,
                report.words[0].start, report.words[-1].end, report.rule,
            )  # fmt: skip


def _set_against(entities: Entities, sentence: Sentence, pair: list[View], insiders: set[int]) -> str | None:
    """The stance that the second of two views tells itself, where the sentence sets it against the first: "A says X, **whereas** B fears Y"."""
    if len(pair) < 2 or not pair[1].report.words:
        return None
    first, second = pair
    between = sentence.tokens[first.report.words[-1].i + 1 : second.report.words[0].i]
    own = own_stance(second.report, second.holder, _is_insider(entities, second, insiders)) if sets_against(between) else None
    return own if own in ("supportive", "critical") else None


def _is_insider(entities: Entities, view: View, insiders: set[int]) -> bool:
    return id(view.holder) in insiders or _leads(entities, view.report, view.holder)


def _leads(entities: Entities, report: Report, holder: Thing | None) -> bool:
    """Whether the holder is known only as the head of the document's subject, or as one of its people: "the director", "ministry officials"."""
    if report.holder is not None and report.holder.lemma in _STAFF and entities.subject is not None:
        own = entities.subject.name.lower().split()
        of_what = [thing for p in report.holder.all("prep") if p.lower in ("at", "in", "of") for head in p.all("pobj") for thing in entities.of(head)]
        said = [child.lower for child in report.holder.children if child.dep in ("amod", "compound", "poss", "nmod")]
        return entities.subject in of_what or (not of_what and all(word in own or word in ("senior", "its") for word in said))
    is_leader = report.holder is not None and report.holder.lemma in load_rulebook().lists["leader_nouns"] - _OUTSIDE
    return is_leader and holder is not None and holder.scope is not None and holder.scope is entities.subject


def _insiders(entities: Entities, said: dict[int, list[Proposition]], sentences: Iterable[Sentence]) -> set[int]:
    """The id()s of the document's subject and of the named people whom the text calls its head: "its director, Anna Berg", "led by Anna Berg"."""
    leaders = load_rulebook().lists["leader_nouns"]
    found = {id(entities.subject)} if entities.subject is not None else set()
    for sentence in sentences:
        for token in sentence.tokens:
            if token.lemma in leaders and not any(child.lower in _PAST for child in token.children):
                found |= _people(entities, _named_beside(entities, sentence, token))
            elif _led_it(entities, token):
                found |= _people(entities, [token.head] if token.dep == "relcl" else token.all("nsubj"))
        for proposition in said[id(sentence)]:
            agent = proposition.argument("agent")
            led = proposition.argument("subject")
            if agent is not None and led is not None and proposition.passive and proposition.predicate.lemma in cues().leading:
                found |= _people(entities, [agent.head]) if entities.subject in entities.of(led.head) else set()
    return found


def _people(entities: Entities, names: Iterable[Token]) -> set[int]:
    return {id(thing) for name in names if name.pos == "PROPN" for thing in entities.of(name) if thing.type == "person"}


def _named_beside(entities: Entities, sentence: Sentence, leader: Token) -> list[Token]:
    """The names that a text gives to the leader of its subject, or to one whose office is not said."""
    owners = [thing for child in leader.children if child.dep == "poss" for thing in entities.of(child)]
    owners += [t for p in leader.children if p.lower == "of" for head in p.all("pobj") for t in entities.of(head)]
    if owners and entities.subject not in owners:
        return []
    named = [*leader.all("appos"), *([leader.head] if leader.dep in ("appos", "compound", "nmod") else [])]
    named += _name_behind(sentence.tokens, leader)
    if leader.head.lemma in _HOLDING_OFFICE:  # "its president is Anna Berg", "Anna Berg was elected president"
        named += [child for child in leader.head.children if child.dep in ("attr", "nsubj", "nsubjpass") and child is not leader]
    return named


def _name_behind(tokens: list[Token], leader: Token) -> list[Token]:
    """The last word of a name after a comma: "its director, **Anna Berg**, ...", "the chair, at present the jurist **Anna Berg**, ..."."""
    comma = leader.i + 1
    if comma >= len(tokens) or tokens[comma].text != ",":
        return []
    first = next((t.i for t in tokens[comma + 1 : comma + 6] if t.pos in ("PROPN", "VERB", "AUX", "PUNCT")), comma)
    name = [*takewhile(lambda token: token.pos == "PROPN" or token.tag == "HYPH", tokens[first:])]
    return name[-1:]


def _led_it(entities: Entities, token: Token) -> bool:
    """ "Anna Berg, who **headed** the secretariat until 2019, ...", "Anna Berg has **held** the post since"."""
    if token.pos != "VERB" or token.lemma not in cues().leading:
        return False
    told = token.child("dobj") or next((head for p in token.all("prep") for head in p.all("pobj")), None)
    is_office = told is not None and told.lemma in _OFFICES
    is_it = told is None or entities.subject in entities.of(told)
    return is_office or (token.dep == "relcl" and token.lemma != "hold" and is_it)


def _is_nobody(report: Report) -> bool:
    """Nobody in particular: no holder, "some", "it is argued"; but not an "it" that works against something."""
    holder = report.holder
    if holder is not None and holder.lower == "it" and holder.dep == "nsubj" and holder.head is report.cue[0]:
        return False  # "it warns of storms": somebody, whoever that is
    return holder is None or holder.lower in cues().anybody - {"it"} or (holder.pos == "PRON" and not report.by_people)


def _are_some(holder: Token | None) -> bool:
    """Whether some of those are meant whom the sentence before called divided: "Pilots are divided. **Some** say X, **others** Y"."""
    return holder is not None and holder.lower in ("some", "others", "many", "most", "several", "few", *_PARTS)


def _must_be_people(report: Report, thing: Thing) -> bool:
    """Whether several unnamed things do what only people do: "**start-ups** complain"; but "figures show", "the rules say"."""
    is_rule = thing.type in _RULES and report.holder is not None and report.holder.lemma != "initiative"  # "citizens' initiatives"
    if report.holder is None or is_rule or (thing.type in _NO_PEOPLE and report.rule == "criticised-or-praised"):
        return False
    is_saying = report.rule != "according-to" and report.cue[0].lemma not in cues().evidential
    return not report.words or (report.holder.tag == "NNS" and is_saying)


def _speaks(report: Report, thing: Thing) -> bool:
    """Whether what sounds like a plan or a treaty does what only people do: "the **Clean Harbour Initiative** suspects", "the Social Pact objects"."""
    is_plan = (thing.type == "policy" and report.cue[0].lemma not in _FAVOURING) or (thing.type == "law" and report.cue[0].lemma in _ARGUING)
    return is_plan and report.rule != "according-to" and report.cue[0].lemma not in cues().evidential


def _is_at_work(entities: Entities, report: Report, holder: Thing | None) -> bool:
    """Whether the holder is the document's subject or an organ of it, which reject and ask for things in their work.

    So does any other body, where a clause says what it is there for: "the Fire Agency, which **supports** fire brigades".
    """
    if holder is None or entities.subject is None:
        return False
    is_work = holder.type != "organization" or report.cue[0].dep == "relcl"
    if report.cue[0].lemma == "support" and report.cue[0].tag == "VBZ" and holder.named and is_work:
        return True  # "the fund, which **supports** training"
    if report.cue[0].lemma == "charge" and holder.type in ("government_body", "international_organization"):
        return True  # "Parliament charged it with supervising banks"
    does_so = report.by_people and report.cue[0].dep == "relcl" and report.cue[0].tag in ("VBZ", "VBP")
    if does_so and (holder.type == "government_body" or noun_class(report.head.lower) in ("person", "leader", "group")):
        return True  # "a charity that **supports** bereaved families"
    return holder is entities.subject or (holder.scope is entities.subject and holder.type == "government_body")


def _holder(entities: Entities, report: Report, last: Thing | None) -> Thing | None:
    """Who holds it; `last` is who held what was reported before, whom "they" and "its members" may stand for."""
    if last is not None and _are_some(report.holder) and _is_of_them(report.holder):
        return last  # "**Some of them** appreciate it"
    token = _who(report.holder)
    if token is None or (token.lower in cues().anybody and token.pos != "PROPN" and not _is_somebody(report, token)):
        return None
    if last is not None and token.lemma == "member" and any(child.lower in ("its", "their") for child in token.children):
        return last
    if token.lemma in cues().sources or token.lower in cues().sources:
        token = _author(token)
        if (owner := _owner(entities, token)) is not None:
            return owner
    if _is_itself(token):  # "the agency itself says"
        return entities.subject
    if token.lower == "them" and last is not None:
        return last
    if token.lower in _PARTS and last is not None:  # "sailors trust it, though **a minority** maintain that"
        return last
    names = [child for child in token.children if child.dep == "appos" and child.pos == "PROPN" and not _is_among(token, child)]
    is_office = token.lemma.lower() in load_rulebook().lists["leader_nouns"]  # "the Auditor **General**, Anna Berg,"
    heads = (token, *names) if token.pos == "PROPN" and not is_office else (*names, token)
    for thing in [*_namesakes(entities, token), *(thing for name in heads for thing in entities.of(name))]:
        is_source = token.lemma in cues().sources or token.lower in cues().sources or (thing.named and (thing.type not in _RULES or _speaks(report, thing)))
        if thing.type in _HOLDER_TYPES or is_source or _must_be_people(report, thing):
            return thing
    return last if token.lower in ("they", "them", "their", "these", "those") else None


def _author(source: Token) -> Token:
    """Who made a source: "a report **by X**", "a comparison published **by X**"; the source itself where that is not told."""
    written = (agent for made in source.all("acl") if made.lemma in _WRITING for agent in made.all("agent"))
    by = next((p for p in (*source.children, *written) if p.lower == "by"), None)
    return (by.child("pobj") if by is not None else None) or source


def _owner(entities: Entities, source: Token) -> Thing | None:
    """The body whose source it is: "a **World Bank** study", "an editorial in the **Evening Post**"."""
    issued = (p for p in source.all("prep") if p.lower in _ISSUED and (source.lemma in _WRITINGS or source.lemma in _SENT))
    for token in (*source.all("poss", "compound", "nmod"), *(head for p in issued for head in p.all("pobj"))):
        if owners := [thing for thing in entities.of(token) if thing.named and thing.type in _HOLDER_TYPES - {"place"}]:
            return owners[0]
    return None


def _who(token: Token | None) -> Token | None:
    """Of "most of the sailors" the sailors, of "most of them" those that the sentence spoke of before."""
    if token is not None and token.lower in _THOSE and token.head.lower in ("among", "of") and token.dep == "pobj":
        subject = clause_around(token.head).child("nsubj")  # "Anna Berg is among **those** who doubt it"
        return subject or token
    is_band = token is not None and token.lower in _BANDS and any(child.lower in ("a", "an") for child in token.children)
    is_share = token is not None and (token.tag == "CD" or token.lower in _FRACTIONS)  # "two thirds of **traders**", "three in four **drivers**"
    if token is None or not (is_band or is_share or token.lower in cues().anybody | _PARTS | _NUMBERS | {"ones"}):
        return token
    wholes = (head for p in token.children if p.lower == "of" or (is_share and p.lower == "in") for head in p.all("pobj"))
    whole = next((head for head in wholes if not is_band or head.tag == "NNS"), token)
    if whole.lower != "them" and whole.lower not in _SOME_OF_THEM:
        return whole
    above = token.head
    while above.head is not above and above.dep in ("conj", "advcl", "relcl", "ccomp"):
        above = above.head
        if (subject := above.child("nsubj", "nsubjpass")) is not None and subject.tag == "NNS":
            return subject
    return whole if whole.lower != "them" else token


def _is_somebody(report: Report, token: Token) -> bool:
    """Whether "it" is somebody who says something: "it argues that", but not "it is argued that"."""
    return token.lower == "it" and token.dep == "nsubj" and token.head is report.cue[0]


def _namesakes(entities: Entities, token: Token) -> Iterator[Thing]:
    """The people of whose surname a word is that the tagger took for a common one: "**Kelly**, for her part, insists"."""
    if token.text.istitle() and token.child("compound") is None:
        yield from (thing for thing in entities.things if thing.type == "person" and thing.named and thing.name.split()[-1] == token.text)


def _about(entities: Entities, report: Report) -> Thing | None:
    """What the view is about: what it is said of, or a named thing that is the subject of the clause, else the document's subject."""
    if report.target is not None and len(seen := entities.of(report.target)) == 1:
        return seen[0]
    subject = next((child for child in report.head.children if child.dep in SUBJECTS), None)
    named = [thing for thing in entities.of(subject) if thing.named] if subject is not None else []
    return named[0] if len(named) == 1 else entities.subject
