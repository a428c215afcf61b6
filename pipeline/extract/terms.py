"""Generic terms: what of a noun phrase is its name, and which nouns only carry another one.

A term is the shortest phrase that still means the same out of context: head and classifying modifiers, without determiner,
number, possessive and judging adjective. Everything works on the tree of one phrase and is linear in its size.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from pipeline.extract.lexicon import compounds, noun_class, singular, vocabulary
from pipeline.extract.rulebook import load_rulebook
from pipeline.extract.syntax import conjuncts
from pipeline.extract.types import is_rule_head, type_of_phrase, type_of_term
from pipeline.source.tokens import Token, text_order

_LISTED_IN = frozenset({"amod", "cc", "compound", "conj"})
_MODIFIERS = frozenset({"amod", "compound", "nmod", "npadvmod"})
_INSIDE = frozenset({"amod", "compound", "nmod", "npadvmod", "advmod", "punct", "dep", "pobj", "prep"})
HYPHENS = frozenset("-‑–/")
# People as groups of them, what may name whose they are, and the words that go with it.
_PEOPLE = frozenset({"leader", "people", "person"})
_NAMING = frozenset({"NN", "NNS", "NNP", "NNPS"})
_OF_WHOM = frozenset({"amod", "case", "cc", "compound", "conj", "det", "nmod", "poss", "punct"})
# Leaders who mostly lead another body than the one that is spoken of, and what before them tells nothing of that.
_POLITICIANS = frozenset({"leader", "minister", "premier"})
_IN_TURN = frozenset({"current", "first", "new", "present", "responsible", "then"})
# The longest premodifier that is read, in words.
_MAX_WORDS = 12
_ROMAN = frozenset("IVXLC")
_VERB_TAGS = frozenset({"VBZ", "VBP", "VBD"})
_COUNTING_TAGS = frozenset({"CD", "JJR", "JJS", "PDT", "RB", "RBR", "RBS"})
# Whose these are is their name: "the train drivers' union".
_GATHERED = frozenset({"organization"})
# Where people are is part of their name: "traders **in** Yangon".
_PLACING = frozenset({"at", "from", "in", "near"})
_SIDES = frozenset({"centre", "east", "interior", "north", "south", "west"})
_SOCIETIES = frozenset({"association", "associations", "chamber", "club", "clubs", "federation", "guild", "league", "lobby", "union", "unions"})


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(vocabulary("terms")[key])


@cache
def _people_of() -> dict[str, frozenset[str]]:
    return {preposition: frozenset(nouns) for preposition, nouns in vocabulary("terms")["people_of"].items()}


@cache
def _transparent() -> dict[str, frozenset[str]]:
    return {preposition: frozenset(nouns) for preposition, nouns in vocabulary("terms")["transparent"].items()}


def ties(before: Token, hyphen: Token, after: Token) -> bool:
    """Whether a token is a hyphen between two words without a space: "e-government"."""
    return hyphen.text in HYPHENS and before.end == hyphen.start and hyphen.end == after.start


def is_power(noun: Token) -> bool:
    """Whether a noun means what a body may do, and no body: "authority over ports"."""
    return noun.lower in _transparent()["over"] and any(child.lower == "over" for child in noun.children)


def tied_before(tokens: list[Token], at: int) -> int:
    """How many tokens before the one at `at` are written together with it: a number ("5G"), or a word and a hyphen; 0 for none."""
    if at and tokens[at - 1].end == tokens[at].start and tokens[at - 1].text.isdigit():
        return 1
    return 2 if at > 1 and ties(tokens[at - 2], tokens[at - 1], tokens[at]) else 0


def is_vague(noun: Token) -> bool:
    """Whether a noun has no content of its own: "range", "role"."""
    return noun.lemma.lower() in _words("vague") or noun.lower in _words("vague")


def is_judging(token: Token) -> bool:
    """Whether a modifier judges or counts and names no kind ("new", "key", "three"), or is a verb that the parse took for a noun."""
    tag = token.tag
    if token.dep == "nummod" or token.lower in _words("evaluative") or tag in _VERB_TAGS:
        return True
    if tag == "NNS" and token.dep == "compound":
        return not noun_class(token.lower)
    return tag in _COUNTING_TAGS and token.dep != "compound"


def carried(noun: Token) -> list[Token]:
    """The nouns that a transparent head carries: X and Y of "rules on X and Y", "areas like X and Y", "a wide range of X and Y"."""
    numbered = noun.child("compound") if set(noun.text) <= _ROMAN else None  # "Part IV of the Act"
    lemma = singular((numbered or noun).lower)
    if (modifiers(noun) and numbered is None) or (lemma in _words("parts") and noun.dep in ("attr", "appos", "npadvmod")):
        return []
    for child in noun.children:
        if child.i > noun.i and (target := _carried_by(noun, lemma, child)) is not None:
            return conjuncts(target)
    return _filled_by_list(noun)


def _filled_by_list(noun: Token) -> list[Token]:
    """The things of a list that fills an abstract noun, which no one term can hold: "the safety of **ships**, **crews** and **ports**"."""
    of = noun.child("prep")
    target = of.child("pobj") if of is not None and of.lower == "of" and of.i == noun.i + 1 else None
    if target is None or target.pos == "PROPN" or not _is_open(noun) or type_of_term([noun.lower], 0, False) == "activity":
        return []
    listed = conjuncts(target)
    return listed if len(listed) > 1 else []


def _carried_by(noun: Token, lemma: str, child: Token) -> Token | None:
    """The first of the nouns that a preposition or participle after a transparent noun brings."""
    is_transparent = lemma in _transparent().get(child.lower, ())
    gives_examples = child.lower in _words("examples") or (child.lower == "as" and any(c.lower == "such" for c in child.children))
    if child.dep == "prep" and (is_transparent or (gives_examples and is_vague(noun))):
        return child.child("pobj", "pcomp")
    if child.lower == "such" and is_vague(noun):
        return preposition.child("pobj") if (preposition := child.child("prep")) is not None else None
    return child.child("dobj") if child.dep == "acl" and is_transparent else None


def modifiers(noun: Token, without: Token | None = None) -> list[Token]:
    """The words of the premodifiers that classify a noun, in text order, but for the one `without`.

    "Farmers'" of "farmers' associations" is one, as whose they are is what kind they are.
    """
    found: list[Token] = []
    for place, child in enumerate(noun.children):
        if child.i > noun.i:
            break
        if child is without:
            continue
        if child.dep in _MODIFIERS:
            following = noun.children[place + 1] if place + 1 < len(noun.children) else noun
            if not is_judging(child) or _is_compound(child, noun) or _is_compound(child, following):
                found += _modifier(child)
        elif (
            child.dep == "poss"
            and child.tag == "NNS"
            and (_is_society(noun) or not any(c.dep in ("det", "poss") for c in child.children))
        ):
            found += [*_modifier(child), *child.all("case")]
    return found[-_MAX_WORDS:]


def _is_society(noun: Token) -> bool:
    """Whether a noun means people who have come together: "the train drivers' **union**", "the women's **cooperatives**"."""
    return noun.lower in _SOCIETIES or noun_class(singular(noun.lower)) in _GATHERED


def _is_compound(first: Token, last: Token) -> bool:
    """Whether two words are one term by the lexicon or the vocabulary: "high court"."""
    return f"{first.lower}_{singular(last.lower)}" in compounds() or f"{first.lower} {singular(last.lower)}" in _words("kept")


def _modifier(child: Token) -> list[Token]:
    """A modifier with what stands before it inside it, and without what is coordinated with it."""
    found: list[Token] = []
    stack = [child]
    while stack and len(found) < 2 * _MAX_WORDS:
        token = stack.pop()
        found.append(token)
        stack.extend(c for c in token.children if c.dep in _INSIDE and (c.text[0].isalnum() or c.text in HYPHENS) and not is_judging(c))
    found.sort(key=text_order)
    while not found[0].text[0].isalnum() and len(found) > 1:
        found.pop(0)
    return found[-_MAX_WORDS:]


def whole_phrase(noun: Token, limit: int) -> list[Token]:
    """All words of the phrase that a noun heads but for its own determiner; none where they are more than `limit`."""
    found: list[Token] = []
    stack = [noun]
    while stack and len(found) <= limit:
        token = stack.pop()
        found.append(token)
        stack.extend(c for c in token.children if token is not noun or c.dep != "det")
    return sorted(found, key=text_order) if len(found) <= limit else []


def variants(noun: Token) -> list[list[Token]]:
    """The phrases that a noun heads, one for each coordinated modifier where each is a term by itself: "economic and social planning"."""
    coordinated = next((c for c in noun.children if c.i < noun.i and c.dep in _MODIFIERS and _is_coordinated(c, noun)), None)
    if coordinated is None:
        return _halves(noun) or [[*modifiers(noun), noun]]
    if (apart := _apart(noun, coordinated)) is not None:
        return apart
    shared = modifiers(noun, without=coordinated)
    if not _splits(noun):
        parts = [part for part in conjuncts(coordinated) if part.i < noun.i]
        together = sorted({id(t): t for part in parts for t in [*_modifier(part), *part.all("cc", "punct")]}.values(), key=text_order)
        return [[*sorted(together[-_MAX_WORDS:] + shared, key=text_order), noun]]
    halves = [_modifier(part) for part in conjuncts(coordinated) if part.i < noun.i and not is_judging(part)]
    if len(halves) > 1 and halves[0][-1].tag == "NNS" and halves[0][-1].lower not in load_rulebook().lists["plurals_before_nouns"]:
        return [*halves[:-1], [*halves[-1], *shared, noun]]  # "pilots and towage companies"
    is_last_apart = len(halves) > 1 and halves[-1][-1].pos == "ADJ" and all(half[-1].pos == "NOUN" for half in halves[:-1])
    if is_last_apart and _stands_alone(halves[0]):
        return [*halves[:-1], [*halves[-1], *shared, noun]]  # "fishing, aquaculture and marine research"
    are_nouns = bool(halves) and all(half[-1].pos in ("NOUN", "PROPN") for half in halves)
    is_several = noun.tag == "NN" or min(map(len, halves), default=0) > 1  # "rail safety, port security and ship mortgages"
    is_several = is_several or (len(halves) > 2 and all(map(_stands_alone, halves[:-1])))  # "firefighting, disaster relief and rescue operations"
    if are_nouns and is_several and not _is_classifier(noun) and _stands_alone(halves[0]):
        return [*halves[:-1], [*halves[-1], noun]]
    if _is_classifier(noun) and all(half[-1].pos in ("NOUN", "PROPN", "VERB") for half in halves):
        return halves or [[*shared, noun]]
    return [[*sorted([*shared, *half], key=text_order), noun] for half in halves] or [[*shared, noun]]


def _apart(noun: Token, coordinated: Token) -> list[list[Token]] | None:
    """ "renewable energy and energy efficiency", "public health and food safety": an adjective that belongs to the first noun only; else None."""
    adjective = next((child for child in noun.children if child.i == coordinated.i - 1 and child.dep == "amod"), None)
    second = coordinated.child("conj")
    if adjective is None or second is None or coordinated.pos != "NOUN" or second.i > noun.i:
        return None
    words = [adjective.lower, singular(coordinated.lower)]
    is_term = second.lower == coordinated.lower or "_".join(words) in compounds() or bool(type_of_phrase(words))
    return [[adjective, coordinated], [*_modifier(second), noun]] if is_term else None


def _stands_alone(half: list[Token]) -> bool:
    """Whether a coordinated noun is a term without the last one: "data protection and market surveillance", not "plant and animal health"."""
    return len(half) > 1 or type_of_term([half[0].lower], 0, False) in ("activity", "objective")


def _halves(noun: Token) -> list[list[Token]]:
    """ "pilot training and sea rescue", where the parser took the second noun to modify the last one too; empty where nothing is so."""
    for first in noun.children:
        conjunction = next((c for c in first.children if c.dep == "cc" and first.i < c.i < noun.i), None)
        if first.dep in ("nmod", "compound") and first.pos == "NOUN" and conjunction is not None:
            before = [word for word in modifiers(noun) if word.i < conjunction.i]
            after = [word for word in modifiers(noun) if word.i > conjunction.i]
            return [before, [*after, noun]] if len(before) > 1 and after else []
    return []


def _is_coordinated(modifier: Token, noun: Token) -> bool:
    return any(child.dep == "conj" and child.i < noun.i for child in modifier.children)


def _splits(noun: Token) -> bool:
    """Whether coordinated modifiers make several things: always of a plural, and of what has no plural."""
    if noun.tag in ("NNS", "NNPS"):
        return True
    determined = any(child.dep in ("det", "poss") for child in noun.children)
    return not determined or type_of_term([noun.lower], 0, False) == "activity"


def _is_classifier(noun: Token) -> bool:
    return singular(noun.lower) in ("sector", "industry", "field", "area", "matter")


def _as_written(token: Token) -> str:
    return token.text


def spelled(tokens: list[Token], write: Callable[[Token], str] = _as_written) -> str:
    """The words as `write` gives them, with one space between where the text has any or where words were left out."""
    parts: list[str] = []
    previous: Token | None = None
    for token in tokens:
        if previous is not None and (previous.i + 1 != token.i or previous.end != token.start):
            parts.append(" ")
        parts.append(write(token))
        previous = token
    return "".join(parts)


def complement(noun: Token) -> list[Token]:
    """What a bare noun needs to mean something: "security of supply", "abstraction of water", "act of 1989"; else nothing.

    Of acts and states, the "of" phrase with a bare noun; of laws, the year.
    """
    name = singular(noun.lower)
    wanted = ("of", "to") if name in _words("to_something") else ("of", "in") if name in _words("in_something") else ("of",)
    preposition = next((child for child in noun.children if child.lower in wanted and child.dep == "prep"), None)
    target = preposition.child("pobj") if preposition is not None else None
    if preposition is None or target is None:
        return []
    if target.text.isdigit() and len(target.text) == 4 and is_rule_head(noun.lower):
        return [preposition, target]
    is_panel = noun.lower in _words("panels") and target.pos == "NOUN" and not target.children
    is_head = name == "head" and target.lower == "government"  # beside "head of state", which the lexicon has
    if is_panel or is_head or f"{name}_of_{target.lower}" in compounds():
        return [preposition, target]
    if name in _words("records") and all(word is target or word.dep in _LISTED_IN for word in target.subtree()):
        return [preposition, *target.subtree()]  # "register **of lobbyists and donors**"
    is_full = name in _words("records") or name in _words("in_something")  # also where something is said of it: "the illicit trade in ivory"
    is_modified = not is_full and any(child.i < noun.i and child.dep in _MODIFIERS for child in noun.children)
    if is_modified or not _is_open(noun) or target.pos == "PROPN" or any(child.dep in ("det", "poss", "conj", "nummod") for child in target.children):
        return []
    return [preposition, *variants(target)[0]]


def of_whom(noun: Token) -> list[Token]:
    """Whose people a bare plural noun means, where it says so right away: "members **of the council**", "traders **in Yangon**"; else nothing."""
    following = next((child for child in noun.children if child.i == noun.i + 1), None)
    target = following.child("pobj") if following is not None else None
    is_there = target is not None and following is not None and following.lower in _PLACING and _is_place(target)
    if following is None or not (following.lower == "of" or is_there or noun.lower in _people_of().get(following.lower, ())):
        return []
    is_government = noun.lower == "government" and target is not None and target.pos == "PROPN"
    is_society = noun.lower in _SOCIETIES and target is not None and target.tag == "NNS"  # "the union **of dock workers**"
    if not (noun.tag == "NNS" or is_government or is_society) or target is None or target.tag not in _NAMING:
        return []
    if not is_government and noun_class(noun.lower) not in _PEOPLE and noun.lower not in _SOCIETIES and type_of_term([noun.lower], 0, True) != "group":
        return []
    found, stack = [following], [target]
    while stack:
        word = stack.pop()
        found.append(word)
        stack += [c for c in word.children if c.dep in _OF_WHOM or (c.dep in ("prep", "pobj") and target.pos == "PROPN")]
    found.sort(key=text_order)
    while found[-1].pos == "PUNCT":
        found.pop()
    if any(word.text == "," for word in found):
        return []  # "operators of refineries, mines and ports" are operators
    return found if len(found) <= _MAX_WORDS and found[-1].i - found[0].i == len(found) - 1 else []


def is_of_another(leader: Token, name: str) -> bool:
    """Whether who has a title leads another body than that with the name: "the **defence** minister", "the **prime** minister"."""
    if leader.lemma not in _POLITICIANS:
        return False
    own = name.lower().split()
    said = (child.lower for child in leader.children if child.dep in ("amod", "compound"))
    return any(word not in own and word not in _IN_TURN for word in said)


def _is_place(noun: Token) -> bool:
    """Whether a noun after a preposition tells where people are: "Yangon", "the Boten **crossing**", "the **north**"."""
    return noun.pos == "PROPN" or noun.lower in _SIDES or any(child.pos == "PROPN" and child.dep == "compound" for child in noun.children)


def _is_open(noun: Token) -> bool:
    """Whether a noun is an abstract one that an "of" phrase fills, and not the work of an authority, which is a term by itself."""
    name = singular(noun.lower)
    is_relation = name in _words("relational") or name in _words("in_something")
    return noun.lower not in _words("authority") and (is_relation or type_of_term([noun.lower], 0, False) in ("activity", "objective"))
