"""Who speaks for the body that a document is about: itself, its heads, its officials."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from pipeline.extract import terms
from pipeline.extract.cues import cues
from pipeline.extract.drafts import RelationDraft
from pipeline.extract.entities import Entities, Thing
from pipeline.extract.propositions import Proposition
from pipeline.extract.reported import Report
from pipeline.extract.rulebook import load_rulebook
from pipeline.source.tokens import Sentence, Token

_PAST = frozenset({"former", "ex", "retired", "vice", "deputy"})
_HOLDING_OFFICE = frozenset({"appoint", "be", "become", "choose", "elect", "name"})
_OFFICES = frozenset({"chair", "chairmanship", "directorship", "leadership", "office", "position", "post", "presidency"})
_STAFF = frozenset({"official", "spokesman", "spokespeople", "spokesperson", "spokeswoman"})
# Offices that watch over a body do not speak for it.
OUTSIDE = frozenset({"auditor", "inspector", "judge", "ombudsman"})


def leads(entities: Entities, report: Report, holder: Thing | None) -> bool:
    """Whether the holder is known only as the head of the document's subject, or as one of its people: "the director", "ministry officials"."""
    if report.holder is not None and report.holder.lower == "officials" and not report.holder.children and report.cue[0].lemma in cues().countering:
        return True  # after a reproach: "**Officials** reply that"
    if report.holder is not None and report.holder.lemma in _STAFF and entities.subject is not None:
        own = entities.subject.name.lower().split()
        of_what = [thing for p in report.holder.all("prep") if p.lower in ("at", "in", "of") for head in p.all("pobj") for thing in entities.of(head)]
        said = [child.lower for child in report.holder.children if child.dep in ("amod", "compound", "poss", "nmod")]
        return entities.subject in of_what or (not of_what and all(word in own or word in ("senior", "its") for word in said))
    is_leader = report.holder is not None and report.holder.lemma in load_rulebook().lists["leader_nouns"] - OUTSIDE
    return is_leader and holder is not None and holder.scope is not None and holder.scope is entities.subject


def insiders_of(entities: Entities, said: dict[int, list[Proposition]], sentences: Iterable[Sentence]) -> set[int]:
    """The id()s of the document's subject and of the named people whom the text calls its head: "its director, Anna Berg", "led by Anna Berg"."""
    leaders = load_rulebook().lists["leader_nouns"]
    found = {id(entities.subject)} if entities.subject is not None else set()
    name = entities.subject.name if entities.subject is not None else ""
    for sentence in sentences:
        for token in sentence.tokens:
            is_former = any(child.lower in _PAST for child in token.children)
            if token.lemma in leaders and not is_former and not terms.is_of_another(token, name):
                found |= _people(entities, _named_beside(entities, sentence, token))
            elif token.lower == "charge" and token.head.lower == "in" and token.child("prep") is None:
                found |= _people(entities, token.head.head.all("nsubj"))  # "Anna Berg has been **in charge** since 2019"
            elif _was_given_it(token):
                found |= _people(entities, token.all("nsubjpass"))
            elif _led_it(entities, token):
                found |= _people(entities, [token.head] if token.dep == "relcl" else token.all("nsubj"))
        for proposition in said[id(sentence)]:
            agent = proposition.argument("agent")
            led = proposition.argument("subject")
            if agent is not None and led is not None and proposition.passive and proposition.predicate.lemma in cues().leading:
                is_it = entities.subject in entities.of(led.head) or led.head.lower == "they"  # "Its members meet weekly; **they** are chaired by Anna Berg"
                found |= _people(entities, [agent.head]) if is_it else set()
    return found


def heads_of(relations: Iterable[RelationDraft], subject: Thing | None) -> list[Thing]:
    """Whom relations call the head of the document's subject, and not a former one."""
    led = (draft for draft in relations if draft.predicate == "led_by" and draft.subject is subject and draft.valid_to is None)
    return [draft.object for draft in led if isinstance(draft.object, Thing)]


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


def _was_given_it(verb: Token) -> bool:
    """ "Anna Berg was **given** the post", "was **appointed** to the post"."""
    posts = [*verb.all("dobj"), *(head for p in verb.all("prep") if p.lower == "to" for head in p.all("pobj"))]
    return verb.tag == "VBN" and verb.child("auxpass") is not None and any(post.lemma in _OFFICES for post in posts)


def _led_it(entities: Entities, token: Token) -> bool:
    """ "Anna Berg, who **headed** the secretariat until 2019, ...", "Anna Berg has **held** the post since"."""
    if token.pos != "VERB" or token.lemma not in cues().leading:
        return False
    told = token.child("dobj") or next((head for p in token.all("prep") for head in p.all("pobj")), None)
    is_office = told is not None and told.lemma in _OFFICES
    is_it = told is None or entities.subject in entities.of(told)
    return is_office or (token.dep == "relcl" and token.lemma != "hold" and is_it)
