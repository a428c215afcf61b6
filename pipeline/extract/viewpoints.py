"""What somebody is reported to hold: "critics argue that ...", "according to supporters ...", "is often seen as ...".

One viewpoint for each finite complement clause; coordinated noun phrases stay one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.cues import cues
from pipeline.extract.entities import Entities, Thing
from pipeline.extract.held import is_quote
from pipeline.extract.holders import HOLDER_TYPES, NUMBERS, are_some, holder_of, is_itself
from pipeline.extract.insiders import OUTSIDE, insiders_of, leads
from pipeline.extract.lexicon import noun_class
from pipeline.extract.propositions import Proposition
from pipeline.extract.reported import Report
from pipeline.extract.reports import reports
from pipeline.extract.signs import signs_of
from pipeline.extract.stances import Context, own_verdict, sets_against, verdict_of
from pipeline.extract.syntax import SUBJECTS
from pipeline.extract.trees import FINITE
from pipeline.extract.types import PUBLIC
from pipeline.extract.weighing import STANCES, Sign, best_class
from pipeline.source.tokens import Sentence, Token

_PARTED = frozenset({"divided", "split"})
_DIFFERING = frozenset({"differ", "disagree"})
# Who does so and says why is quoted for the reason.
_EXPLAINED = frozenset({"reject", "support"})
# What a body that does so does not do in its work.
_SPEAKING = frozenset({"boast", "complain", "speak"})


@dataclass(frozen=True, slots=True)
class ViewpointDraft:
    """A reported view; `start` and `end` are source offsets of its text, `holder` is None where nobody is named.

    `signs` are what its stance was weighed by; there are none where that was certain.
    """

    holder: Thing | None
    stance: str
    cue: str
    about: Thing | None
    sentence: Sentence
    start: int
    end: int
    rule: str
    signs: tuple[Sign, ...]


def is_held_in(viewpoints: Iterable[ViewpointDraft], place: int) -> bool:
    """Whether what begins at a source offset is part of what somebody holds."""
    return any(view.start <= place < view.end for view in viewpoints)


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
                report = replace(report, holder=before.holder)  # "X welcomed the rules, yet **it** thought that", "though it", "but regretted that"
            if before is None and (those := _those_before(sentence, report)) is not None:
                report = replace(report, holder=those)
            before = report
            among = last if found[id(sentence)] and last is not None and last.type == "group" else parted
            is_few = report.holder is not None and report.holder.lower == "few"  # "few deny that": of nobody in particular
            last = holder = holder_of(entities, report, last) or (among if are_some(report.holder) and not is_few else None)
            parted = holder if report.cue[0].lower in _PARTED or (holder is parted and parted is not None) else None
            if [word.lower for word in report.words] in (["the", "former"], ["the", "latter"]):
                continue  # "the latter is backed by the World Bank" says nothing by itself
            is_work = _is_alert(report, holder) or _is_act(report, holder) or (_may_be_work(report) and _is_at_work(entities, report, holder))
            if (holder is not None or _is_nobody(report)) and not is_work:
                found[id(sentence)].append(View(report, holder))
        if not found[id(sentence)] and quoted is not None and (rest := _quoted_on(sentence, quoted)) is not None:
            found[id(sentence)].append(rest)
        found[id(sentence)] = [view for view in found[id(sentence)] if not _is_background(view, found[id(sentence)])]
        quoted = found[id(sentence)][-1] if found[id(sentence)] else None
    return found


def _may_be_work(report: Report) -> bool:
    """Whether a body that reports so only does its work: "rejects applications", "announces that"; but "the agency **itself** takes pride in"."""
    cue = report.cue[0]
    is_felt = is_itself(report.holder) or cue.lemma in _SPEAKING or cue.lower in cues().adjective
    is_habit = cue.lemma in cues().announcing and cue.tag not in ("VBD", "VBN") and not is_itself(report.holder)
    return (report.by_people and not is_felt) or (report.rule == "reported-clause" and is_habit)


def _is_act(report: Report, holder: Thing | None) -> bool:
    """What is announced for the future, and what a public body declares something to be: "announced that it **would** close", "declared them void"."""
    cue = report.cue[0]
    is_future = cue.lemma == "announce" and any(child.lower in ("will", "would") for child in report.head.all("aux"))
    is_ruling = cue.lemma == "declare" and report.rule == "framed-as" and (holder is None or holder.type in PUBLIC)
    return is_future or is_ruling


def _is_alert(report: Report, holder: Thing | None) -> bool:
    """ "It forecasts the weather and **warns of** floods"."""
    cue = report.cue[0]
    return holder is None and report.rule in ("reported-noun", "reported-topic") and (cue.lemma == "warning" or (cue.lemma == "warn" and cue.tag == "VBZ"))


def _is_background(view: View, others: Sequence[View]) -> bool:
    """Whether a view only leads up to another one of the same holder: "sailors, who **opposed the toll**, concede that it works"."""
    cue = view.report.cue[0]
    if view.report.rule == "criticised-or-praised" and any(_explains(other, view) for other in others):
        return True
    is_thing = view.report.rule in ("blame-or-praise", "criticised-or-praised", "idiom", "reported-topic", "requested")
    is_aside = cue.tag in ("VBZ", "VBP") and view.report.rule == "criticised-or-praised"  # but "X, which **applauds the ban**, cautions that"
    return is_thing and cue.dep == "relcl" and not is_aside and any(other.holder is view.holder and other.report.cue[0].i > cue.i for other in others)


def _explains(other: View, view: View) -> bool:
    """Whether a view gives the grounds of another: "rejected it, **saying that** X", "defending it, she **said that** X"."""
    cue, grounds = view.report.cue[0], other.report.cue[0]
    is_before = grounds.dep == "advcl" and grounds.head is cue and cue.lemma in _EXPLAINED
    is_joined = is_before or (cue.dep == "advcl" and cue.tag == "VBG" and cue.head is grounds and cue.child("mark") is None)
    return other is not view and other.holder is view.holder and is_joined and other.report.rule == "reported-clause"


def _parted(entities: Entities, sentence: Sentence) -> Thing | None:
    """Who is called divided: "**Economists** are divided: while some believe that X, others ...", but not over what."""
    for token in sentence.tokens:
        is_parted = token.lower in _PARTED and token.dep in ("acomp", "ccomp", "ROOT") and not token.all("prep")
        if is_parted or (token.lemma in _DIFFERING and token.pos == "VERB"):
            subject = (token.head if token.dep == "acomp" else token).child("nsubj", "nsubjpass")
            return next((thing for thing in entities.of(subject) if thing.type in HOLDER_TYPES), None) if subject is not None else None
    return None


def _those_before(sentence: Sentence, report: Report) -> Token | None:
    """Who "they" are right behind a colon: "**Pilots** distrust it: **they** hold that X"."""
    they = report.holder
    if they is None or they.lower != "they" or not they.i or sentence.tokens[they.i - 1].text != ":":
        return None
    return next((token for token in reversed(sentence.tokens[: they.i]) if token.tag == "NNS" and token.dep == "nsubj"), None)


def _goes_on_with_it(before: Report, report: Report) -> bool:
    """Whether the "it" of a coordinated clause is who spoke in the first one: "X welcomed it, but **it** is worried that", "and in **its** view"."""
    if report.holder is None or before.holder is None or before.holder.tag not in ("NN", "NNP"):
        return False
    if report.holder.lower == "its":
        return report.rule == "according-to" and before.holder.head is before.cue[0] and report.cue[0].tag == "IN" and report.cue[0].dep == "prep"
    cue = report.cue[0] if report.cue[0].lower not in cues().adjective else report.cue[0].head
    is_besides = cue.dep == "advcl" and cue.head.head is before.cue[0]
    is_named = not before.words and cue.i > before.cue[0].i  # "Objections come from X: **it** is opposed to"
    return report.holder.lower == "it" and (is_besides or is_named or (cue.dep in ("conj", "advcl") and cue.head is before.cue[0]))


def _goes_on_without(before: Report, report: Report) -> bool:
    """Whether a second verb has no subject of its own, nor any but what was read as one inside the first report."""
    verb = report.cue[0]
    is_open = report.holder is None or (verb.tag == "VB" and report.holder in before.words)
    return is_open and verb.dep == "conj" and verb.tag in ("VBD", "VB") and verb.child("nsubj", "nsubjpass", "expl", "agent") is None


def _quoted_on(sentence: Sentence, before: View) -> View | None:
    """The rest of a quotation in a sentence of its own: '"The fee is a tax," says X. **"It must go."**'."""
    words = tuple(sentence.tokens)
    is_quoted = is_quote(words[0]) and (is_quote(words[-1]) or words[-1].text in (".", "!", "?")) and any(token.tag in FINITE for token in words)
    if not is_quoted or not before.report.words or not is_quote(before.report.words[0]):
        return None
    return View(replace(before.report, words=words, head=sentence.roots[0]), before.holder)


def viewpoints(
    entities: Entities,
    said: dict[int, list[Proposition]],
    viewed: dict[int, list[View]],
    sentences: Iterable[Sentence],
    heads: Iterable[Thing] = (),
) -> Iterator[ViewpointDraft]:
    """The viewpoints of a document in text order; `said` holds the propositions and `viewed` the views of each sentence by its id().

    `heads` are those who are known to lead the document's subject.
    """
    sentences = list(sentences)
    insiders = insiders_of(entities, said, sentences) | {id(head) for head in heads}
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
            is_insider = _is_insider(entities, view, insiders)
            verdict = verdict_of(report, holder, is_insider, context)
            signs = signs_of(verdict, report, holder, is_insider, context)
            stance = verdict.stance
            last, end, cue = holder, report.words[-1].i + 1, report.cue[0]
            weighed = best_class(STANCES, signs)[0] if signs else stance
            if is_insider and weighed == "critical":  # nobody speaks against what he runs but in plain words
                weighed = stance
            yield ViewpointDraft(
                holder, weighed, " ".join(token.lower for token in report.cue), _about(entities, report),
                sentence, report.words[0].start, report.words[-1].end, report.rule, signs,
            )  # fmt: skip


def _set_against(entities: Entities, sentence: Sentence, pair: list[View], insiders: set[int]) -> str | None:
    """The stance that the second of two views tells itself, where the sentence sets it against the first: "A says X, **whereas** B fears Y"."""
    if len(pair) < 2 or not pair[1].report.words:
        return None
    first, second = pair
    between = sentence.tokens[first.report.words[-1].i + 1 : second.report.words[0].i]
    own = own_verdict(second.report, second.holder, _is_insider(entities, second, insiders)) if sets_against(between) else None
    return own.stance if own is not None and own.stance != "neutral" else None


def _is_insider(entities: Entities, view: View, insiders: set[int]) -> bool:
    return id(view.holder) in insiders or leads(entities, view.report, view.holder)


def _is_nobody(report: Report) -> bool:
    """Nobody in particular: no holder, "some", "it is argued"; but not an "it" that works against something."""
    holder = report.holder
    if holder is not None and holder.lower == "it" and holder.dep == "nsubj" and holder.head is report.cue[0]:
        return False  # "it warns of storms": somebody, whoever that is
    is_many = holder is not None and holder.lower in NUMBERS and holder.child("prep", "nummod") is None  # "**thousands** protested against it"
    return holder is None or is_many or holder.lower in cues().anybody - {"it"} or (holder.pos == "PRON" and not report.by_people)


def _is_at_work(entities: Entities, report: Report, holder: Thing | None) -> bool:
    """Whether the holder is the document's subject or an organ of it, which reject and ask for things in their work.

    So does any other body, where a clause says what it is there for: "the Fire Agency, which **supports** fire brigades".
    """
    if holder is None or entities.subject is None or (report.holder is not None and report.holder.lemma in OUTSIDE):
        return False
    is_work = holder.type != "organization" or report.cue[0].dep == "relcl"
    if report.cue[0].lemma == "support" and report.cue[0].tag in ("VBZ", "VBP") and holder.named and is_work:
        return True  # "the fund, which **supports** training"
    if report.cue[0].lemma == "recommend" and report.cue[0].tag == "VBZ" and report.rule == "criticised-or-praised" and holder.type != "person":
        return True  # "hears complaints and **recommends** a remedy"
    if report.cue[0].lemma == "support" and report.cue[0].tag == "VB" and report.cue[0].dep in ("acl", "advcl") and holder.type != "person":
        return True  # "institutions created **to support** democracy"
    if report.cue[0].lemma == "charge" and holder.type in PUBLIC:
        return True  # "Parliament charged it with supervising banks"
    does_so = report.by_people and report.rule != "framed-as" and report.cue[0].dep == "relcl" and report.cue[0].tag in ("VBZ", "VBP")
    if does_so and (holder.type == "government_body" or noun_class(report.head.lower) in ("person", "leader", "group")):
        return True  # "a charity that **supports** bereaved families"
    return holder is entities.subject or (holder.scope is entities.subject and holder.type == "government_body")


def _about(entities: Entities, report: Report) -> Thing | None:
    """What the view is about: what it is said of, or a named thing that is the subject of the clause, else the document's subject."""
    if report.target is not None and len(seen := entities.of(report.target)) == 1:
        return seen[0]
    subject = next((child for child in report.head.children if child.dep in SUBJECTS), None)
    named = [thing for thing in entities.of(subject) if thing.named] if subject is not None else []
    return named[0] if len(named) == 1 else entities.subject
