"""Proper names in a sentence, by their writing: capitals, the small words that names contain, brackets and numbers.

No entity recogniser is asked. A run of capitalised words is a name; runs are joined over "of", "for", "and", commas and the
like where the words around them say that the name goes on ("Ministry of Trade and Industry"), and not where a second name
begins ("the Trade Act and the Industry Act"). Places in the result are token indices, half-open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from pipeline.extract import gazetteer
from pipeline.extract.lexicon import adjectives, noun_class, singular, vocabulary
from pipeline.extract.types import is_institution, is_rule_head
from pipeline.source.tokens import Sentence, Token

MAX_TOKENS = 40
_DETERMINERS = frozenset(["the", "a", "an"])


@dataclass(slots=True)
class Form:
    """Another form of a name, in brackets after it: `kind` is acronym, translation or variant."""

    start: int
    end: int
    kind: str


@dataclass(slots=True)
class Name:
    """A name at tokens `start` to `end` of a sentence; `core` is the end of what stands before a bracketed qualifier."""

    sentence: Sentence
    start: int
    end: int
    forms: list[Form] = field(default_factory=list)

    @property
    def tokens(self) -> list[Token]:
        return self.sentence.tokens[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Writing:
    """How a document writes its words: which it capitalises where no rule of writing makes it, which it writes small."""

    capitalised: frozenset[str]
    small: frozenset[str]


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(vocabulary("names")[key])


def observe(sentences: Iterable[Sentence]) -> Writing:
    """The words of running text that are capitalised inside sentences, and those in small letters."""
    capitalised, small = set(), set()
    for sentence in sentences:
        if sentence.kind in ("title", "heading"):
            continue
        for token in sentence.tokens[1:]:
            if token.text[0].isupper():
                capitalised.add(token.lower)
            else:
                small.add(token.text)
    return Writing(frozenset(capitalised), frozenset(small))


def find_names(sentence: Sentence, writing: Writing) -> list[Name]:
    """The outermost names of a sentence, in order, with their bracketed forms."""
    tokens = sentence.tokens
    names: list[Name] = []
    at, count = 0, len(tokens)
    while at < count:
        token = tokens[at]
        if not _is_capital(token) or not _may_begin(tokens, at, writing):
            at += 1
            continue
        end = _extend(tokens, at)
        start = at
        if _is_name(tokens, start, end, writing):
            name = Name(sentence, start, end)
            at = _brackets(name)
            names.append(name)
        at = max(at, end)
    return names


def _is_capital(token: Token) -> bool:
    """Whether a word is written like a name: a capital first, or inside as in "eIDAS" and "5G"."""
    text = token.text
    if text[0].isupper():
        return token.lower not in _words("ordinary")
    return len(text) > 1 and not text.islower() and text[0].isalnum() and any(c.isupper() for c in text[1:])


def is_acronym(text: str) -> bool:
    """Whether a word is written like an acronym: two capitals or more, and no more small letters than capitals."""
    capitals = sum(c.isupper() for c in text)
    return capitals >= 2 and capitals * 2 >= sum(c.isalpha() for c in text)


def _may_begin(tokens: list[Token], at: int, writing: Writing) -> bool:
    token = tokens[at]
    lower = token.lower
    if lower in _words("months") or lower in _words("calendar") or token.pos in ("DET", "PRON", "ADP", "SCONJ", "CCONJ", "AUX", "PART"):
        return is_acronym(token.text) and token.pos in ("PRON", "ADP", "SCONJ") and len(token.text) > 2
    if lower in _words("titles") and at + 1 < len(tokens) and _is_capital(tokens[at + 1]):
        return lower in noun_words()
    if not _is_initial(tokens, at):
        return True
    if is_acronym(token.text):
        return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    goes_on = following is not None and (_is_capital(following) or (following.text == "-" and _joins_hyphen(tokens, at + 1)))
    if token.pos in ("ADV", "INTJ") or token.tag in ("VBG", "VBN", "VBD", "VBZ", "VB") and not goes_on:
        return False
    if goes_on:
        return token.tag.startswith("N") or lower in writing.capitalised or token.pos == "ADJ"
    if lower in writing.small and lower not in writing.capitalised:
        return False
    if following is not None and following.lower == "of" and at + 2 < len(tokens) and token.tag in ("NNP", "NNPS"):
        return _is_capital(tokens[min(at + 2 + (tokens[at + 2].lower == "the"), len(tokens) - 1)])
    return token.tag in ("NNP", "NNPS") and (lower in writing.capitalised or not _is_common(lower) or lower in gazetteer.places())


@cache
def noun_words() -> frozenset[str]:
    """Titles that are offices too, so that they may begin the name of one."""
    return frozenset(word for word in _words("titles") if len(word) > 5)


def _is_common(word: str) -> bool:
    """Whether the lexicon has the word as a common noun or an adjective."""
    return bool(noun_class(word)) or word in adjectives()


def _is_initial(tokens: list[Token], at: int) -> bool:
    """Whether a word is capitalised by its place: first in the sentence, or after a colon, an opening quote or a dash there."""
    return at == 0 or (at < 3 and not tokens[at - 1].text[0].isalnum()) or tokens[at - 1].text in (":", '"', "``")


def _joins_hyphen(tokens: list[Token], at: int) -> bool:
    """Whether the token at `at` is a hyphen that ties two capitalised words: "Anti-Fraud"."""
    if at + 1 >= len(tokens) or tokens[at].text not in ("-", "‑", "–", "/"):
        return False
    before, hyphen, after = tokens[at - 1], tokens[at], tokens[at + 1]
    return before.end == hyphen.start and hyphen.end == after.start and after.text[0].isupper()


def _extend(tokens: list[Token], at: int) -> int:
    """The end of the name that begins at `at`."""
    end = at + 1
    count = min(len(tokens), at + MAX_TOKENS)
    while end < count:
        token = tokens[end]
        if _is_capital(token) and token.pos not in ("DET", "PRON") and not (token.lower in _words("months") and end > at + 1):
            end += 1
        elif _joins_hyphen(tokens, end):
            end += 2
        elif reach := _reach(tokens, at, end):
            end = reach
        else:
            break
    return end


def _reach(tokens: list[Token], start: int, at: int) -> int:
    """Where a name that has come up to `at` goes on to over what is no capitalised word; 0 where it does not."""
    token = tokens[at]
    text = token.lower
    if text == "'s" or text == "'":
        return _over_possessive(tokens, start, at)
    if token.tag == "CD" or token.text.isdigit():
        return at + 1 if len(token.text) == 4 and token.text.isdigit() and tokens[at - 1].lower not in _words("months") else 0
    if text == "of":
        return _over_date(tokens, start, at) or _over_of(tokens, start, at)
    if text in _words("institutional"):
        return _over_preposition(tokens, start, at)
    if text in _words("numbers"):
        return _over_number(tokens, start, at)
    if text in (",", "and", "&"):
        return _over_list(tokens, start, at)
    if text in _words("particles") and not _is_common(tokens[at - 1].lower):
        return _over_particles(tokens, at)
    return 0


def _capital_after(tokens: list[Token], at: int) -> int:
    """The index of the capitalised word at `at`, or after a "the" there; 0 where there is none."""
    if at < len(tokens) and tokens[at].lower in ("the", "its"):
        at += 1
    if at < len(tokens) and _is_capital(tokens[at]) and tokens[at].lower not in _words("months") and tokens[at].pos != "PRON":
        return at
    return 0


def _over_of(tokens: list[Token], start: int, at: int) -> int:
    after = _capital_after(tokens, at + 1)
    return after + 1 if after and _is_common(tokens[at - 1].lower) else 0


def _over_date(tokens: list[Token], start: int, at: int) -> int:
    """ "Act of 6 January 1978", "Law of 1998": a law with its date."""
    if not is_rule_head(tokens[at - 1].lower):
        return 0
    end = at + 1
    while end < len(tokens) and (
        tokens[end].text.isdigit() or tokens[end].lower in _words("months") or (tokens[end].text == "," and end > at + 1)
    ):
        end += 1
    end -= tokens[end - 1].text == ","
    return end if end > at + 1 and tokens[end - 1].text.isdigit() and len(tokens[end - 1].text) == 4 else 0


def _over_number(tokens: list[Token], start: int, at: int) -> int:
    if at + 1 >= len(tokens) or not tokens[at + 1].text[0].isdigit() or not is_rule_head(tokens[at - 1].lower):
        return 0
    if at + 3 < len(tokens) and tokens[at + 2].lower == "of" and tokens[at + 3].text.isdigit():
        return at + 4
    return at + 2


def _over_preposition(tokens: list[Token], start: int, at: int) -> int:
    """ "Office for Growth", "Commission on Gas": after an institution, an office or a law, and not before a mere place or name."""
    after = _capital_after(tokens, at + 1)
    if not after:
        return 0
    head = tokens[at - 1].lower
    is_place = _place_at(tokens, after)
    if tokens[at].lower == "in":
        return after + 1 if is_place and not is_institution(head) and tokens[start].tag[0] == "V" else 0
    if not (is_institution(head) or is_rule_head(head)) or tokens[at].head.i not in range(start, at):
        return 0
    if is_place:
        return after + 1 if head in _words("offices") and tokens[at].lower == "for" else 0
    if tokens[at].lower not in ("for", "on", "to", "against") and not is_rule_head(head):
        return 0
    return after + 1 if _is_common(tokens[after].lower) else 0


def _place_at(tokens: list[Token], at: int) -> bool:
    places = gazetteer.places()
    one = tokens[at].lower
    two = f"{one} {tokens[at + 1].lower}" if at + 1 < len(tokens) and _is_capital(tokens[at + 1]) else ""
    return two in places or (one in places and not two)


def _over_possessive(tokens: list[Token], start: int, at: int) -> int:
    """ "Her Majesty's Inspectorate", "Farmers' Union" go on; "Finland's Ministry" and "the Council's Office" do not."""
    owner = tokens[at - 1].lower
    if at + 1 >= len(tokens) or not _is_capital(tokens[at + 1]):
        return 0
    if not _is_common(singular(owner)) or is_institution(owner) or is_acronym(tokens[at - 1].text) or owner in gazetteer.places():
        return 0
    return at + 2


def _over_particles(tokens: list[Token], at: int) -> int:
    end = at
    while end < len(tokens) and end < at + 3 and tokens[end].lower in _words("particles"):
        end += 1
    return end + 1 if end < len(tokens) and _is_capital(tokens[end]) else 0


def _run(tokens: list[Token], at: int) -> int:
    """The end of the plain run of capitalised words at `at`."""
    end = at
    while end < len(tokens) and (_is_capital(tokens[end]) and tokens[end].lower not in _words("months") or _joins_hyphen(tokens, end)):
        end += 1
    return end


def _over_list(tokens: list[Token], start: int, at: int) -> int:
    """Over ", B and C" or "and C", where the conjuncts are subjects of one institution ("Ministry of A, B and C"; "A and B Council")."""
    ends = _list_ends(tokens, at)
    if not ends:
        return 0
    left = _left_run(tokens, start, at)
    lists = [(left, at), *ends]
    has_head = any(tokens[i].lower in ("of", "for", "on") for i in range(start, left))
    if has_head and all(_is_topic(tokens, a, b) for a, b in lists):
        return ends[-1][1]
    last_start, last_end = ends[-1]
    if last_end - last_start > 1 and (is_institution(tokens[last_end - 1].lower) or is_rule_head(tokens[last_end - 1].lower)):
        firsts = lists[:-1]
        if all(_is_topic(tokens, a, b) for a, b in firsts) and _is_topic(tokens, last_start, last_end - 1):
            return last_end
    return 0


def _left_run(tokens: list[Token], start: int, at: int) -> int:
    begin = at
    while begin > start and (_is_capital(tokens[begin - 1]) or tokens[begin - 1].text == "-"):
        begin -= 1
    return begin


def _list_ends(tokens: list[Token], at: int) -> list[tuple[int, int]]:
    """The runs after `at` up to the one after "and"; none where there is no "and" or a determiner shows a new name."""
    runs: list[tuple[int, int]] = []
    while at < len(tokens) and len(runs) < 8:
        is_last = tokens[at].lower in ("and", "&")
        if not is_last and tokens[at].text != ",":
            break
        begin = at + 1
        if not is_last and begin < len(tokens) and tokens[begin].lower in ("and", "&"):
            begin, is_last = begin + 1, True
        end = _run(tokens, begin)
        if end == begin:
            break
        runs.append((begin, end))
        if is_last:
            return runs
        at = end
    return []


def _is_topic(tokens: list[Token], start: int, end: int) -> bool:
    """Whether a run of words names a subject matter and no body, place, law or person: all of it common words."""
    if start >= end:
        return False
    last = tokens[end - 1].lower
    if is_institution(last) or is_rule_head(last) or last in gazetteer.countries():
        return False
    return all(
        not tokens[i].text[0].isalnum() or _is_common(singular(tokens[i].lower)) or _is_common(tokens[i].lower) or _is_ing(tokens[i])
        for i in range(start, end)
    )


def _is_ing(token: Token) -> bool:
    return token.lower.endswith("ing")


def _is_name(tokens: list[Token], start: int, end: int, writing: Writing) -> bool:
    """Whether a run is the name of a thing: not a mere adjective of a place, a language, a day or a lone number."""
    if end - start > 1:
        return True
    token = tokens[start]
    if token.lower in gazetteer.demonyms() and token.lower not in gazetteer.countries():
        return False
    if token.lower in _words("calendar") or token.lower in _words("months"):
        return False
    if token.tag in ("NNP", "NNPS", "NN", "NNS") or is_acronym(token.text):
        return len(token.text) > 1
    return token.lower in writing.capitalised and token.pos not in ("ADJ", "ADV", "VERB")


def _brackets(name: Name) -> int:
    """Read the bracket after a name: a qualifier joins the name, other forms are noted. Gives where to go on."""
    tokens = name.sentence.tokens
    if name.end >= len(tokens) or tokens[name.end].text != "(":
        return name.end
    close = name.end + 1
    while close < len(tokens) and tokens[close].text != ")" and close < name.end + MAX_TOKENS:
        close += 1
    if close >= len(tokens) or tokens[close].text != ")":
        return name.end
    inside = tokens[name.end + 1 : close]
    words = " ".join(token.lower for token in inside)
    is_place = words in gazetteer.places() and not is_acronym(inside[0].text) if inside else False
    if is_place and not _place_at(tokens, name.start):
        name.end = close + 1
        return close + 1
    forms = _forms(name, inside)
    name.forms.extend(forms)
    return close + 1 if forms else name.end


def _forms(name: Name, inside: list[Token]) -> list[Form]:
    """The other forms of the name in its bracket: "German: Bundesamt, BA" is a translation and an acronym."""
    forms: list[Form] = []
    segment: list[Token] = []
    is_foreign = False
    for token in [*inside, None]:
        if token is not None and token.text == ":":
            is_foreign, segment = True, []
        elif token is None or token.text in (";", ","):
            if form := _form(name, segment, is_foreign):
                forms.append(form)
            segment = []
            is_foreign = is_foreign and token is not None and token.text == ","
        elif segment or token.lower not in _words("forms"):
            segment.append(token)
    return forms


def _form(name: Name, segment: list[Token], is_foreign: bool) -> Form | None:
    while segment and segment[0].text in ('"', "'", "``", "''"):
        segment = segment[1:]
    while segment and segment[-1].text in ('"', "'", "''"):
        segment = segment[:-1]
    if not segment or segment[0].text[0].isdigit() or len(segment) > 16:
        return None
    start, end = segment[0].i, segment[-1].i + 1
    if end - start == 1 and (is_acronym(segment[0].text) or abbreviates(segment[0].text, name.tokens)):
        return Form(start, end, "acronym")
    if is_foreign:
        return Form(start, end, "translation")
    if segment[0].text[0].isupper() and all(
        token.tag[0] in "NFIC-" or token.text[0].isupper() or not token.text[0].isalnum() for token in segment
    ):
        return Form(start, end, "acronym" if end - start == 1 and segment[0].text.isupper() else "variant")
    return None


def initials(tokens: Iterable[Token]) -> str:
    """The first letters of the capitalised words, in small letters."""
    return "".join(token.lower[0] for token in tokens if token.text[0].isupper())


def abbreviates(short: str, tokens: list[Token]) -> bool:
    """Whether the letters of `short` are found in order in the words, the first at the beginning of one: "Defra", "MeitY"."""
    letters = [c for c in short.lower() if c.isalnum()]
    words = [token.lower for token in tokens if token.text[0].isalnum()]
    if len(letters) < 2 or not words or len(letters) > 12:
        return False
    text = " ".join(words)
    at = 0 if text[0] == letters[0] else text.find(f" {letters[0]}") + 1
    if text[at] != letters[0]:
        return False
    for letter in letters[1:]:
        at = text.find(letter, at + 1)
        if at < 0:
            return False
    return short[0].isupper()
