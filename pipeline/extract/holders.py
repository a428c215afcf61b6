"""Who holds what is reported: the author of a study, the whole of "most of the sailors", who "they" are."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract import types
from pipeline.extract.cues import cues
from pipeline.extract.entities import Entities, Thing
from pipeline.extract.held import clause_around
from pipeline.extract.reported import Report
from pipeline.extract.rulebook import load_rulebook
from pipeline.extract.trees import NOUNS
from pipeline.source.tokens import Token

_PARTS = frozenset({"handful", "majority", "minority"})
# Who speaks after others like them: "planners praise it, but **many** also hold that", "pilots complain, though **the larger ones** concede".
_SOME_OF_THEM = frozenset({"many", "most", "ones", "several"})
_BANDS = frozenset({"alliance", "coalition", "group", "number", "team"})
NUMBERS = frozenset({"dozens", "hundreds", "millions", "scores", "tens", "thousands"})
_FRACTIONS = frozenset({"cent", "fifth", "half", "percent", "quarter", "quarters", "tenth", "third", "thirds"})
# Who is sent by a body speaks for it: "a mission **of X**".
_SENT = frozenset({"delegation", "mission", "spokesman", "spokesperson", "spokeswoman"})
# Who works for somebody does not speak for it: "**its staff** complain".
_STAFF = frozenset({"crew", "electorate", "faculty", "readership", "staff", "workforce"})
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
# Things of these types praise and resent nothing, however many they are: "the incentives have to respect the treaty".
_NO_PEOPLE = frozenset({"activity", "objective"})
# What a law itself never does, so that what is called like one is a party.
_ARGUING = frozenset(
    {"accuse", "argue", "believe", "claim", "complain", "contend", "counter", "criticise", "criticize", "deny", "fear", "hope", "insist", "object",
     "protest", "reply", "retort", "think", "urge", "warn", "welcome", "worry"}
)  # fmt: skip
# Of these types is what the lexicon does not know as anybody: "the **embassy**", "the bishops' **conference**".
_UNKNOWN = frozenset({"concept", "sector", "technology"})
# What is no person may do this too: "the income charged", "the signatures state".
_OF_THINGS = frozenset({"back", "charge", "cite", "embrace", "favor", "favour", "note", "predict", "recommend", "record", "state", "suggest", "support"})
_IN_VIEW = frozenset({"from", "in"})
_FAVOURING = frozenset({"back", "defend", "favor", "favour", "respect", "support"})
HOLDER_TYPES = types.ORGANISATIONS | {"person", "group", "place"}


def _is_among(group: Token, name: Token) -> bool:
    """ "Sailors, **among** them the Pilots' Guild"."""
    return any(token.lower == "among" for token in group.subtree() if group.i < token.i and (token.i < name.i or token.head is name))


def _is_of_them(holder: Token | None) -> bool:
    return holder is not None and any(head.lower == "them" for p in holder.all("prep") for head in p.all("pobj"))


def is_itself(holder: Token | None) -> bool:
    return holder is not None and any(child.lower == "itself" for child in holder.children)


def are_some(holder: Token | None) -> bool:
    """Whether some of those are meant whom the sentence before called divided: "Pilots are divided. **Some** say X, **others** Y"."""
    return holder is not None and holder.lower in ("some", "others", "many", "most", "several", "few", *_PARTS)


def _must_be_people(report: Report, thing: Thing) -> bool:
    """Whether several unnamed things do what only people do: "**start-ups** complain"; but "figures show", "the rules say"."""
    is_rule = thing.type in types.RULES and report.holder is not None and report.holder.lemma != "initiative"  # "citizens' initiatives"
    if report.holder is None or is_rule or (thing.type in _NO_PEOPLE and report.rule == "criticised-or-praised"):
        return False
    is_view = report.rule == "according-to" and report.cue[0].lower in _IN_VIEW  # "**in** the view of the embassy"
    is_saying = report.rule == "framed-as" or is_view or (report.rule != "according-to" and report.cue[0].lemma not in cues().evidential)
    is_one = report.holder.tag in ("NN", "NNP") and thing.type in _UNKNOWN and (report.holder.pos == "PROPN" or report.cue[0].lemma not in _OF_THINGS)
    return not report.words or (is_saying and (report.holder.tag == "NNS" or is_one))


def _speaks(report: Report, thing: Thing) -> bool:
    """Whether what sounds like a plan or a treaty does what only people do: "the **Clean Harbour Initiative** suspects", "the Social Pact objects"."""
    is_plan = (thing.type == "policy" and report.cue[0].lemma not in _FAVOURING) or (thing.type == "law" and report.cue[0].lemma in _ARGUING)
    return is_plan and report.rule != "according-to" and report.cue[0].lemma not in cues().evidential


def holder_of(entities: Entities, report: Report, last: Thing | None) -> Thing | None:
    """Who holds it; `last` is who held what was reported before, whom "they" and "its members" may stand for."""
    if last is not None and are_some(report.holder) and _is_of_them(report.holder):
        return last  # "**Some of them** appreciate it"
    token = _who(report.holder)
    if token is None or (token.lower in cues().anybody and token.pos != "PROPN" and not _is_somebody(report, token)):
        return None
    if last is not None and token.lemma == "member" and any(child.lower in ("its", "their") for child in token.children):
        return last
    if (token.lemma in cues().sources or token.lower in cues().sources) and token.lemma not in _STAFF:
        token = _author(token)
        if (owner := _owner(entities, token)) is not None:
            return owner
    if is_itself(token) and token.pos != "PROPN" and token.lemma not in cues().sources:  # "the agency itself says", but not "the newspaper itself"
        return entities.subject
    if token.lower == "them" and last is not None:
        return last
    if token.lower in _PARTS and last is not None:  # "sailors trust it, though **a minority** maintain that"
        return last
    names = [child for child in token.children if child.dep == "appos" and child.pos == "PROPN" and not _is_among(token, child)]
    is_office = token.lemma.lower() in load_rulebook().lists["leader_nouns"]  # "the Auditor **General**, Anna Berg,"
    heads = (token, *names) if token.pos == "PROPN" and not is_office else (*names, token)
    for thing in [*_namesakes(entities, token), *(thing for name in heads for thing in entities.of(name))]:
        is_source = token.lemma in cues().sources or token.lower in cues().sources
        is_party = thing.named and (thing.type not in types.RULES or _speaks(report, thing))
        if thing.type in HOLDER_TYPES or is_source or is_party or _must_be_people(report, thing):
            if thing.type in _UNKNOWN and not thing.named and not is_source and token.tag in NOUNS:
                thing.type = "group"  # who holds a view is somebody
            is_unlike = token.lower in ("he", "she", "her", "his") and not thing.named and last is not None and last.named and last.type == "person"
            return last if is_unlike else thing  # '"A judge must be seen," **she** said': no judge, but who spoke before
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
        if owners := [thing for thing in entities.of(token) if thing.named and thing.type in HOLDER_TYPES - {"place"}]:
            return owners[0]
    return None


def _who(token: Token | None) -> Token | None:
    """Of "most of the sailors" the sailors, of "most of them" those that the sentence spoke of before."""
    if token is not None and token.tag == "CD" and any(child.pos == "PROPN" for child in token.all("appos")):
        return token  # "One of its leaders, **Ann Lee**, told"
    if token is not None and token.lower in _THOSE and token.head.lower in ("among", "of") and token.dep == "pobj":
        subject = clause_around(token.head).child("nsubj")  # "Anna Berg is among **those** who doubt it"
        return subject or token
    example = next((p.child("pobj") for p in token.all("prep") if p.lower in ("as", "like")), None) if token is not None and token.lower == "others" else None
    if example is not None:
        return example  # "Others, such as **Ann Lee**, maintain"
    is_band = token is not None and token.lower in _BANDS and any(child.lower in ("a", "an") for child in token.children)
    is_share = token is not None and (token.tag == "CD" or token.lower in _FRACTIONS)  # "two thirds of **traders**", "three in four **drivers**"
    if token is None or not (is_band or is_share or token.lower in cues().anybody | _PARTS | NUMBERS | {"ones"}):
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
    """Whether "it" is somebody who says something: "it argues that", "**it** closed the port, stating that", but not "it is argued that"."""
    cue = report.cue[0]
    is_ground = cue.dep == "advcl" and cue.tag == "VBG" and token.head is cue.head
    return token.lower == "it" and token.dep == "nsubj" and (token.head is cue or is_ground)


def _namesakes(entities: Entities, token: Token) -> Iterator[Thing]:
    """The people of whose surname a word is that the tagger took for a common one: "**Kelly**, for her part, insists"."""
    if token.text.istitle() and token.child("compound") is None:
        yield from (thing for thing in entities.things if thing.type == "person" and thing.named and thing.name.split()[-1] == token.text)
