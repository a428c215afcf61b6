"""What type a name is of by its company, where its own words do not tell: appositions, copulas, classes, what it does, where it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

from pipeline.extract import gazetteer, types
from pipeline.extract.forms import is_acronym
from pipeline.extract.lexicon import is_common, noun_class, singular, vocabulary
from pipeline.extract.names import Name
from pipeline.extract.syntax import first_conjunct
from pipeline.source.tokens import Token

# So many places of a name are looked at.
_PLACES_READ = 12
_REACH = 8
# Small words in the names of people, not in those of places.
_PARTICLES = frozenset({"de", "da", "di", "dos", "van", "von", "der", "den", "bin", "ibn", "al", "el", "ter", "ten", "zu"})
_SERVING = frozenset({"act", "follow", "replace", "resign", "retire", "serve", "step", "succeed", "swear", "take", "work"})
_BECOMING = frozenset({"be", "become", "remain"})
_RUNNING = frozenset({"administer", "launch", "maintain", "manage", "operate", "run"})
_MOVING = frozenset({"move", "operate", "relocate"})
_HOLDERS = frozenset({"holder", "incumbent", "occupant"})
_WRITTEN = frozenset({"article", "column", "commentary", "editorial", "essay", "interview", "leader", "letter", "paper", "publish", "write"})
_HOLDING = frozenset({"assume", "exercise", "fill", "hold", "occupy", "take"})
_OFFICES = frozenset({"commissioner", "ombudsman", "ombudsperson", "registrar"})
_NOW = frozenset({"currently", "now", "presently"})
_POSTS = frozenset({"chair", "office", "position", "post", "presidency"})
_MATTERS = frozenset({"animal", "attribute", "cognition", "communication", "food", "phenomenon", "plant", "state", "substance"})
_SEATS = frozenset({"headquarters", "seat"})
_CLASSIFIED = types.RULES | {"technology"}


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(vocabulary("types")[key])


def top_of(tokens: list[Token]) -> Token:
    """The token that heads a name in the parse: the first whose own head stands outside."""
    first, last = tokens[0].i, tokens[-1].i
    for token in tokens:
        if token.head is token or not first <= token.head.i <= last:
            return token
    return tokens[-1]


def type_in_context(names: Iterable[Name], head: int, bodies: Collection[str]) -> str:
    """The type of a thing by the places of its name and the index of its head; an organisation where nothing else shows.

    `bodies` holds the words of the names of bodies, which are no names of persons.
    """
    places = [(name, top_of(name.tokens)) for name, _ in zip(names, range(_PLACES_READ), strict=False)]
    for name, top in places:
        if type_ := _called(name, top):
            return type_
    if any(_is_joined(top) or _is_read(top) for _, top in places):
        return "organization"
    if any(is_run(top) for _, top in places):
        return "policy"
    tokens = places[0][0].tokens
    acts = any(_acts(top) for _, top in places)
    if any(_stands_in(name, top) and (not acts or top.head.lower == "in") for name, top in places):
        return "place"
    may_be_person = tokens[0].lower not in bodies and not any(_has_article(name) or _is_which(top) for name, top in places)
    if may_be_person and (_is_personal(tokens) or any(_is_said_of_persons(name, top) for name, top in places)):
        return "person"
    if not acts and len(tokens) > 1 and is_common(tokens[head].lower) and all(_is_ordinary(token) for token in tokens[:head]):
        type_ = types.type_of_term([tokens[head].lower], 0, False)
        return "organization" if type_ in ("person", "group", "place") else type_
    return "organization"


def body_called(names: Iterable[Name]) -> str:
    """The type of body that the text calls a name whose own words tell of none ("E-Control is **an authority**"), or that works like one; else empty."""
    for name, _ in zip(names, range(_PLACES_READ), strict=False):
        top = top_of(name.tokens)
        class_ = top.head.child("attr") if top.dep == "nsubj" and top.head.lemma == "be" else None
        if class_ is not None and class_.tag == "NN" and (type_ := _type(class_)) in types.ORGANISATIONS:
            return type_
        step = 1 + (name.start > 1 and name.sentence.tokens[name.start - 1].text == "The")
        noun = name.sentence.tokens[name.start - step] if name.start >= step else top
        if noun.tag == "NN" and _is_term(noun) and (type_ := _type(noun)) in types.ORGANISATIONS and _has_article(name, before=step + 1):
            return type_  # "the **newspaper** The Kombo Standard"
        if top.dep == "nsubj" and (top.head.lemma in _words("working") or _is_in_charge(top.head)):
            return "organization"  # "Network Rail **inspects** bridges"
    return ""


def _is_in_charge(verb: Token) -> bool:
    """ "is **responsible** for", "is **charged** with"."""
    return verb.lemma == "be" and any(child.lower in ("accountable", "answerable", "charged", "responsible") for child in verb.all("acomp"))


def _is_ordinary(token: Token) -> bool:
    """Whether a word before the head of a name says something of it, other than the first words of a company: "**Arvenian** Classification"."""
    word = token.lower
    return is_common(word) or not token.text.isalpha() or word.endswith(("ian", "ese", "ish")) or word in gazetteer.places() or token.text[0].islower()


def _is_said_of_persons(name: Name, top: Token) -> bool:
    """Whether a name of two or three words does what only persons do: "X **resigned**", "**led** by X", "its **director** is X"."""
    top, words = _first(top), sum(not _goes_on(name, at) for at in range(name.start, name.end))
    verb = top.head
    if top.dep in ("nsubj", "nsubjpass") and words < 4:
        holds = next((role for p in verb.all("prep") if p.lower == "as" for role in p.all("pobj")), None)
        leads = verb.lemma in _words("leading") and (not is_common(name.tokens[0].lower) or _is_of_a_body(verb))
        if words > 1 and (verb.lemma in _words("personal") or leads):
            return True
        if words > 1 and top.dep == "nsubjpass" and any(map(_is_role, verb.all("oprd"))):  # "X was named **director**"
            return True
        if words > 1 and top.dep == "nsubjpass" and any(noun.lemma in _POSTS for p in verb.all("prep") if p.lower == "to" for noun in p.all("pobj")):
            return True  # "X was named to the **post**"
        if words > 1 and verb.lemma in _HOLDING and any(noun.lemma in _POSTS for noun in verb.all("dobj")):
            return True  # "X has held the **post** since 2019"
        if words > 1 and verb.lemma == "stand" and any(noun.lower in ("head", "helm", "top") for p in verb.all("prep") for noun in p.all("pobj")):
            return True  # "X stands at the **helm** of it"
        return verb.lemma in _SERVING and holds is not None and _is_role(holds)  # "Hogan acts as chairperson"
    if top.dep == "attr" and 1 < words < 4:  # "Its chief executive is **X**"
        return any(_is_role(subject) for subject in verb.all("nsubj") if subject.i < top.i)
    if top.dep != "pobj" or not 1 < words < 4:
        return False
    if verb.dep == "agent":
        is_post = verb.head.lemma in _HOLDING and any(noun.lemma in _POSTS for noun in verb.head.all("nsubjpass"))  # "the **post** is held by X"
        return is_post or verb.head.lemma in _words("leading")
    succeeds = verb.head.lemma in ("successor", "predecessor") and types.is_role(verb.head.head.head.lemma)
    return succeeds or (verb.head.lemma == "give" and verb.head.child("dobj") is not None and verb.head.all("dobj")[0].lower == "way")


def _goes_on(name: Name, at: int) -> bool:
    """Whether the token of a name at an index goes on without a space: the hyphen and the second part of "Anna-Maria"."""
    tokens = name.sentence.tokens
    return at > name.start and tokens[at - 1].end == tokens[at].start


def _is_of_a_body(verb: Token) -> bool:
    """Whether what a verb is done to is a body: "X headed **the board**", "the **board**, which X heads"."""
    noun = verb.head if verb.dep == "relcl" else verb.child("dobj")
    return noun is not None and types.is_institution(noun.lower)


def _is_which(top: Token) -> bool:
    """Whether a relative clause tells of a thing: "X, **which** delivers mail"."""
    return any(pronoun.lower == "which" for clause in top.all("relcl") for pronoun in clause.children)


def _is_role(noun: Token) -> bool:
    """Whether a noun with the words before it is what a person may be: "chief **executive**"."""
    words = [child.lower for child in noun.children if child.dep in ("compound", "amod") and child.i < noun.i]
    return types.type_of_term([*words, noun.lower], len(words), noun.tag == "NNS") == "person"


def _called(name: Name, top: Token) -> str:
    """The type of the noun that the text gives to a name: "the paper X", "X, a plan", "X is a plan", "the X plan", "plans such as X"."""
    tokens = name.sentence.tokens
    noun: Token | None = None
    first = name.start - (name.start > 1 and tokens[name.start - 1].lower in _NOW)  # "the director, **currently** X"
    before = tokens[first - 2].lower if first > 1 and tokens[first - 1].text in (",", ":") else ""
    if types.is_role(before) or types.is_person_head(before):  # "the Director-General, X"
        return "person"
    if top.dep == "appos" and _is_term(top.head) and (name.start - top.head.i < 3 or types.is_role(top.head.lower)):
        noun = top.head
    elif name.start and _is_term(tokens[name.start - 1]) and tokens[name.start - 1].head is top:
        noun = tokens[name.start - 1]
    elif top.dep in ("nsubj", "nsubjpass") and top.head.lemma in _BECOMING and not top.head.child("neg"):
        noun = top.head.child("attr")
        if noun is not None and noun.lemma in _HOLDERS:
            return "person"  # "X became the second **holder** of the post"
        if noun is not None and noun.tag == "NNP" and len(name.tokens) > 1 and (types.is_role(noun.lower) or types.is_person_head(noun.lower)):
            return "person"  # "X became its **Director-General**"
        noun = noun if noun is not None and noun.tag == "NN" else None
    elif (example := first_conjunct(top)).dep == "pobj" and _gives_examples(example.head):
        return _of_examples(name, _nearest_plural(name.sentence.tokens, example.head))
    elif (class_ := _set_off_from(tokens, name.start)) is not None:
        return _of_examples(name, class_)
    if noun is not None and noun.lower in _OFFICES and len(name.tokens) in (2, 3) and not any(types.is_institution(word.lower) for word in name.tokens):
        return "person"  # "The current ombudsman, **Ida Storm**, was": an office may be a body too
    if noun is not None and _is_term(noun):
        return _type(noun)
    is_before = name.end < len(tokens) and top.dep in ("compound", "nmod") and top.head is tokens[name.end]
    if is_before and _is_term(top.head) and not (top.head.tag == "NNS" and is_acronym(tokens[name.end - 1].text)):  # "ILO conventions"
        return _type(top.head) if _type(top.head) in _CLASSIFIED else ""
    return _described(tokens, name.end)


def _set_off_from(tokens: list[Token], start: int) -> Token | None:
    """The plural whose examples a name at an index is one of: "**languages**, among them X and Y"."""
    at = next((i for i in range(start - 1, max(1, start - _REACH), -1) if tokens[i].lower == "them" and tokens[i - 1].lower == "among"), 0)
    is_listed = at > 2 and all(token.pos == "PROPN" or token.text in (",", "and", "the") for token in tokens[at + 1 : start])
    return tokens[at - 3] if is_listed and tokens[at - 2].text == "," and tokens[at - 3].tag == "NNS" else None


def _gives_examples(preposition: Token) -> bool:
    return preposition.lower in ("like", "including") or any(child.lower == "such" for child in preposition.children)


def _nearest_plural(tokens: list[Token], preposition: Token) -> Token:
    """The noun of which examples follow: "**companies** with a high share, including X", "**services** like X"."""
    if preposition.head.tag == "NNS":
        return preposition.head
    return next((t for t in reversed(tokens[max(0, preposition.i - _REACH) : preposition.i]) if t.tag == "NNS"), preposition.head)


def _of_examples(name: Name, noun: Token) -> str:
    """The type of an example: those of people with a name of one word are companies ("operators such as X")."""
    if not _is_term(noun):
        return ""
    type_ = types.type_of_term([singular(noun.lower)], 0, False)
    if type_ in ("person", "group"):
        return "person" if _is_personal(name.tokens) else "organization"
    is_matter = type_ == types.UNKNOWN and noun_class(singular(noun.lower)) in _MATTERS  # "languages such as X"
    return type_ if is_matter else {"sector": "organization", types.UNKNOWN: ""}.get(type_, type_)


def _described(tokens: list[Token], end: int) -> str:
    """The type of the noun in "X, a plan to …"."""
    if end + 1 < len(tokens) and tokens[end].text == "," and tokens[end + 1].lower in ("a", "an", "the") and tokens[end + 1].dep == "det":
        noun = tokens[end + 1].head
        if tokens[end + 1].lower == "the":
            return "person" if types.is_role(noun.lower) and noun.dep == "appos" and noun.tag == "NN" else ""
        is_set_off = noun.i + 1 < len(tokens) and tokens[noun.i + 1].text == ","
        if _is_term(noun) and (is_set_off or noun.dep not in ("nsubj", "nsubjpass")):
            return _type(noun)
    return ""


def _is_term(noun: Token) -> bool:
    return noun.tag in ("NN", "NNS") and (noun.text[0].islower() or noun.i == 0)


def _type(noun: Token) -> str:
    before = next((child.lower for child in noun.children if child.i == noun.i - 1), "")
    type_ = types.type_of_phrase([before, noun.lower]) or types.type_of_label(singular(noun.lower))
    if type_ == "group" and noun.tag == "NN":  # "the economist X", "the insurer X"
        return "organization" if noun.lower in _words("firms") else "person"
    return "" if type_ == types.UNKNOWN else type_


def _acts(top: Token) -> bool:
    """Whether a name does something, or has something done to it that only persons and bodies have."""
    if top.dep == "nsubj":
        return top.head.lemma != "be" or _is_in_charge(top.head)
    return top.dep == "pobj" and top.head.dep == "agent"


def _is_joined(top: Token) -> bool:
    """Whether a name is what somebody is a member of: "a founding member of X", "belongs to X", "joined X"."""
    preposition = top.head
    if top.dep == "dobj":
        return top.head.lemma == "join"
    verb = preposition.head
    is_post = verb.lemma == "belong" and any(subject.lemma in _POSTS for subject in verb.all("nsubj"))  # "the post of director has belonged to X"
    is_joining = verb.lemma in ("member", "membership", "belong", "accede") and preposition.lower in ("of", "to", "in")
    return top.dep == "pobj" and is_joining and not is_post


def _is_read(top: Token) -> bool:
    """Whether a name is where something was written: "an **editorial** in X", "**wrote** in X"."""
    return top.dep == "pobj" and top.head.lower == "in" and top.head.head.lemma in _WRITTEN


def is_run(top: Token) -> bool:
    """Whether a name is what somebody runs, as schemes are, and no body does with another: "administers **X**"."""
    return top.dep == "dobj" and top.head.lemma in _RUNNING


def _has_article(name: Name, before: int = 1) -> bool:
    """Whether an article stands so many words before a name."""
    return name.start >= before and name.sentence.tokens[name.start - before].lower in ("the", "a", "an")


def _is_personal(tokens: list[Token]) -> bool:
    """Whether words could be a person's name: two to four, none of them the name of a place, the last one no common word."""
    words = [token for token in tokens if token.text[0].isalpha() and token.text not in _PARTICLES]
    words = [token for token in words if token.text[0].isupper() or tokens[token.i - tokens[0].i - 1].text != "-"]  # "Kyung-hoon"
    last = words[-1].lower if words else ""
    is_joined = bool(words) and words[-1].i < tokens[-1].i  # "Ki-jeong" is no "Ki"
    if not 2 <= len(words) <= 5 or (not is_joined and (is_common(last) or last in gazetteer.places())):
        return False
    return (
        all(word.text[0].isupper() and word.lower not in gazetteer.countries() for word in words)
        and " ".join(word.lower for word in words) not in gazetteer.places()
    )


def _stands_in(name: Name, top: Token) -> bool:
    """Whether a name stands after a preposition of place: "above X", "in X", "on the X"; or is a seat: "the seat of the board is X"."""
    if top.dep == "conj":
        top = _first(top)
    if top.dep == "attr" and any(subject.lemma in _SEATS and subject.i < top.i for subject in top.head.all("nsubj")):
        return True
    if top.dep != "pobj" or is_acronym(name.tokens[0].text):
        return False
    if top.head.lower == "of" and top.head.head.tag in ("NN", "NNS") and top.head.head.lemma in _words("sited"):
        return True
    if top.head.lower in ("from", "to") and top.head.head.lemma in (_MOVING if top.head.lower == "to" else _MOVING | _RUNNING):
        return True  # "moved **to X**", "operates **from X**", "is run **from X**"
    return top.head.lower in _words("locative") or (top.head.lower == "on" and _has_article(name))


def _first(token: Token) -> Token:
    while token.dep == "conj" and token.head is not token:
        token = token.head
    return token
