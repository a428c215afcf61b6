"""Proper names in a sentence, by their writing: capitals, the small words that names contain, brackets and numbers.

No entity recogniser is asked. A run of capitalised words is a name; runs are joined over "of", "for", "and", commas and the
like where the words around them say that the name goes on ("Ministry of Trade and Industry"), and not where a second name
begins ("the Trade Act and the Industry Act"). Places in the results are token indices, half-open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from pipeline.extract import gazetteer
from pipeline.extract.forms import Form, abbreviates, bracket, initials, is_acronym, read_forms
from pipeline.extract.lexicon import is_common, is_word, vocabulary
from pipeline.extract.types import is_institution, is_organ, is_role, is_rule_head
from pipeline.source.tokens import Sentence, Token

# The longest name, and the longest bracket after one, in tokens.
MAX_TOKENS = 40
_HYPHENS = frozenset("-‑")
_NEVER_FIRST = frozenset({"DET", "PRON", "ADP", "SCONJ", "CCONJ", "AUX", "PART", "PUNCT", "SYM"})


@dataclass(slots=True)
class Name:
    """A name at tokens `start` to `end` of a sentence, with its other forms; `after` is the end of the bracket that holds them.

    `titled` where a person's title stands before it; `is_proper` is false for the title of another article on a generic term.
    """

    sentence: Sentence
    start: int
    end: int
    titled: bool = False
    is_proper: bool = True
    forms: list[Form] = field(default_factory=list)
    after: int = 0

    @property
    def tokens(self) -> list[Token]:
        return self.sentence.tokens[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Writing:
    """How a document writes its words: which it capitalises where no rule of writing asks for it, and which it writes small.

    `title` is the words of the document's title, which are one name wherever they stand together.
    """

    capitalised: frozenset[str]
    small: frozenset[str]
    title: tuple[str, ...] = ()


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(vocabulary("names")[key])


def is_month(word: str) -> bool:
    """Whether a word in small letters is the name of a month."""
    return word in _words("months")


@cache
def _prepositions(kind: str) -> frozenset[str]:
    return frozenset(vocabulary("names")["prepositions"][kind])


def observe(sentences: Iterable[Sentence]) -> Writing:
    """The words of running text that are capitalised inside sentences, those in small letters, and the title."""
    capitalised: set[str] = set()
    small: set[str] = set()
    title: tuple[str, ...] = ()
    for sentence in sentences:
        if sentence.kind == "title":
            title = _title_words(sentence)
        elif sentence.kind != "heading" and not is_pointer(sentence):
            for token in sentence.tokens:
                if not token.text[0].isupper():
                    small.add(token.text)
                elif token.i:
                    capitalised.add(token.lower)
    return Writing(frozenset(capitalised), frozenset(small), title)


def _title_words(sentence: Sentence) -> tuple[str, ...]:
    """The title in small letters, where it is a name: capitals inside it, or a word that is no common one; without article."""
    tokens = sentence.tokens[1:] if sentence.tokens[0].lower == "the" else sentence.tokens
    is_named = any(_is_capital(token) for token in tokens[1:]) or (len(tokens) == 1 and not is_common(tokens[0].lower))
    return tuple(token.lower for token in tokens) if is_named and len(tokens) <= MAX_TOKENS and not tokens[-1].text == ")" else ()


def is_pointer(sentence: Sentence) -> bool:
    """Whether a sentence points to other articles ("See also Trade policy"), whose titles it capitalises."""
    return any(token.lower == "see" and token.tag in ("VB", "VBP", "UH", "NN", "NNP") for token in sentence.tokens[:12]) and (
        sentence.tokens[0].lower == "see" or any(token.lower == "see" and token.dep == "ROOT" for token in sentence.tokens)
    )


def find_names(sentence: Sentence, writing: Writing) -> list[Name]:
    """The outermost names of a sentence, in order, with their bracketed forms."""
    tokens = sentence.tokens
    names: list[Name] = []
    pointer: bool | None = None
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if not _is_capital(token):
            at += 1
            continue
        pointer = is_pointer(sentence) if pointer is None else pointer
        end = _title_at(tokens, at, writing.title)
        if not end and not _may_begin(tokens, at, writing):
            at += 1
            continue
        end = end or _span(tokens, at)
        is_name = True
        if pointer and _is_entry(tokens, at, end):
            end, is_name = _entry(tokens, at, end)
        if not is_name:
            names.append(Name(sentence, at, end, is_proper=False))
        else:
            for name in _names_in(sentence, at, end, writing):
                end = max(end, _read_bracket(name, names))
                names.append(name)
        at = end
    return names


def _is_capital(token: Token) -> bool:
    """Whether a word is written like a name: a capital first, or inside as in "eIDAS" and "5G"."""
    text = token.text
    if text[0].isupper():
        return token.lower not in _words("ordinary")
    return text[0].isalnum() and not text.islower() and any(c.isupper() for c in text)


def _title_at(tokens: list[Token], at: int, title: tuple[str, ...]) -> int:
    """The end of the document's title at `at`, where it stands there word for word; else 0."""
    end = at + len(title)
    if not title or tokens[at].lower != title[0] or tuple(token.lower for token in tokens[at:end]) != title:
        return 0
    return max(end, _chain(tokens, at, end))


def _may_begin(tokens: list[Token], at: int, writing: Writing) -> bool:
    """Whether a name may begin with the capitalised word at `at`."""
    token = tokens[at]
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    lower = token.lower
    if lower in ("her", "his") and after is not None:
        return after.lower in _words("royal")
    if lower == "the" and at and after is not None:
        return f"the {after.lower}" in gazetteer.places()
    if token.pos in _NEVER_FIRST or lower in _words("months"):
        return is_acronym(token.text) and len(token.text) > 2
    if not _is_initial(tokens, at) or is_acronym(token.text):
        return True
    return _may_open(tokens, at, writing)


def _may_open(tokens: list[Token], at: int, writing: Writing) -> bool:
    """Whether a word that is capitalised by its place anyway begins a name."""
    token = tokens[at]
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    lower = token.lower
    if token.pos in ("ADV", "INTJ") or (token.pos == "VERB" and token.tag != "VBN" and lower not in writing.capitalised):
        return False
    if after is not None and (_is_capital(after) or _is_hyphen(tokens, at + 1)) and after.tag != "PRP":
        return token.tag[0] == "N" or token.pos == "ADJ" or lower in writing.capitalised
    if after is not None and after.lower == "of" and token.tag in ("NNP", "NN") and is_institution(lower):
        return bool(_capital_after(tokens, at + 2))
    if lower in writing.small and lower not in writing.capitalised:
        return False
    return token.tag[0] == "N" and (lower in writing.capitalised or not is_common(lower) or lower in gazetteer.countries())


def _is_initial(tokens: list[Token], at: int) -> bool:
    """Whether a word is capitalised by its place: first in the sentence, or after a colon or an opening quote."""
    return at == 0 or tokens[at - 1].text in (":", '"', "``", "•") or (at < 3 and not any(t.text[0].isalnum() for t in tokens[:at]))


def _is_hyphen(tokens: list[Token], at: int) -> bool:
    """Whether the token at `at` is a hyphen that ties two capitalised words, or ends in a law: "Anti-Fraud", "By-law"."""
    if at + 1 >= len(tokens) or tokens[at].text not in _HYPHENS:
        return False
    is_tight = tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start
    return is_tight and (tokens[at + 1].text[0].isupper() or is_rule_head(tokens[at + 1].lower))


def _is_personal(token: Token) -> bool:
    """Whether a capitalised word may be part of a person's name: no common word, place or acronym."""
    return _is_capital(token) and token.text.isalpha() and not is_word(token.lower) and not is_acronym(token.text)


def _goes_on(token: Token) -> bool:
    return _is_capital(token) and token.pos != "PRON" and token.lower not in _words("months") and token.lower not in _words("numbers")


def _capital_after(tokens: list[Token], at: int) -> int:
    """The index of the capitalised word at `at`, or after a "the" there; 0 where there is none."""
    if at < len(tokens) and tokens[at].lower == "the":
        at += 1
    return at if at < len(tokens) and _goes_on(tokens[at]) else 0


def _span(tokens: list[Token], start: int) -> int:
    """The end of the name that begins at `start`."""
    end = _chain(tokens, start, start + 1)
    while reach := _over_list(tokens, start, end):
        end = _chain(tokens, start, reach)
    return end


def _chain(tokens: list[Token], start: int, end: int) -> int:
    """The end of a name that has come up to `end`, without coordination."""
    limit = min(len(tokens), start + MAX_TOKENS)
    while end < limit:
        if _goes_on(tokens[end]) and tokens[end].lower != "the":
            end += 1
        elif _is_hyphen(tokens, end):
            end += 2
        elif reach := _reach(tokens, start, end):
            end = reach
        else:
            break
    return end


def _reach(tokens: list[Token], start: int, at: int) -> int:
    """Where a name goes on to over the word at `at`, which is not capitalised; 0 where it does not."""
    token = tokens[at]
    text = token.lower
    if text in ("'s", "'"):
        return _over_possessive(tokens, at)
    if text[0].isdigit():
        is_year = len(text) == 4 and text.isdigit() and tokens[at - 1].lower not in _words("months")
        return at + 1 if is_year else _over_number(tokens, at)
    if text == "(":
        return _over_number(tokens, at) or _over_bracket(tokens, at)
    if text in _prepositions("any"):
        return _over_date(tokens, at) or _over_of(tokens, at)
    if text in _prepositions("subject") or text in _prepositions("attached"):
        return _over_preposition(tokens, start, at)
    if text in _words("numbers"):
        return _over_number(tokens, at)
    if text in _words("particles"):
        return _over_particles(tokens, at)
    return 0


def _over_of(tokens: list[Token], at: int) -> int:
    after = _capital_after(tokens, at + 1)
    return after + 1 if after and is_common(tokens[at - 1].lower) else 0


def _over_date(tokens: list[Token], at: int) -> int:
    """ "Act of 6 January 1978", "Law of 1998": a law with its date."""
    end = at + 1
    while end < len(tokens) and (tokens[end].text.isdigit() or tokens[end].lower in _words("months")):
        end += 1 + (end + 2 < len(tokens) and tokens[end + 1].text == "," and tokens[end + 2].text.isdigit())
    is_year = len(tokens[end - 1].text) == 4 and tokens[end - 1].text.isdigit()
    is_law = is_rule_head(tokens[at - 1].lower) or tokens[at - 1].text[0].isdigit()
    return end if end > at + 1 and is_year and is_law else 0


def _over_number(tokens: list[Token], at: int) -> int:
    """The number of a law: "Law No. 12 of 2004", "Regulation (EU) 2016/679", "Directive 95/46/EC"."""
    if not is_rule_head(tokens[at - 1].lower):
        return 0
    end = at
    if tokens[end].text == "(":
        end = bracket(tokens, end, 4) + 1
    elif tokens[end].lower in _words("numbers"):
        end += 1 + (end + 1 < len(tokens) and tokens[end + 1].text == ".")
    if end >= len(tokens) or end == 1 or not tokens[end].text[0].isdigit():
        return 0
    end += 1
    while end + 1 < len(tokens) and tokens[end].text == "/" and tokens[end].start == tokens[end - 1].end:
        end += 2
    return _over_date(tokens, end) or end if end < len(tokens) and tokens[end].lower == "of" else end


def _over_bracket(tokens: list[Token], at: int) -> int:
    """ "Trade (Disclosure and Access) Act": a bracket in the middle of a law's name."""
    close = bracket(tokens, at, 12)
    if not close or close + 1 >= len(tokens) or not _goes_on(tokens[close + 1]) or not is_rule_head(tokens[close + 1].lower):
        return 0
    return close + 2


def _over_preposition(tokens: list[Token], start: int, at: int) -> int:
    """ "Office for Growth", "Commission on Gas": after an institution, an office or a law, and before no mere place."""
    after = _capital_after(tokens, at + 1)
    head, text = tokens[at - 1].lower, tokens[at].lower
    if not after or not (is_institution(head) or is_rule_head(head)):
        return 0
    if _is_place(tokens, after):
        return after + 1 if head in _words("offices") and text == "for" else 0
    is_attached = start <= tokens[at].head.i < at
    if not _is_topical(tokens[after]):
        return 0
    is_subject = text in _prepositions("subject") and not is_institution(tokens[after].lower)
    return after + 1 if is_subject or is_attached else 0


def _is_topical(token: Token) -> bool:
    return is_common(token.lower) or token.lower.endswith("ing")


def _is_place(tokens: list[Token], at: int) -> bool:
    one = tokens[at].lower
    two = f"{one} {tokens[at + 1].lower}" if at + 1 < len(tokens) and _is_capital(tokens[at + 1]) else ""
    return two in gazetteer.places() if two else one in gazetteer.places()


def _over_possessive(tokens: list[Token], at: int) -> int:
    """ "Her Majesty's Inspectorate", "Mayor's Office" go on; "Finland's Ministry" and "the Council's Office" do not."""
    owner = tokens[at - 1]
    if at + 1 >= len(tokens) or not _goes_on(tokens[at + 1]) or is_acronym(owner.text):
        return 0
    is_body = is_institution(owner.lower, exact=True) and not is_role(owner.lower)
    is_name = not is_common(owner.lower) or is_body or owner.lower in gazetteer.countries()
    return 0 if is_name else at + 2


def _over_particles(tokens: list[Token], at: int) -> int:
    end = at
    while end < len(tokens) and end < at + 3 and tokens[end].lower in _words("particles"):
        end += 1
    if end >= len(tokens) or not _goes_on(tokens[end]) or (is_common(tokens[at - 1].lower) and is_common(tokens[end].lower)):
        return 0
    return end + 1


def _over_list(tokens: list[Token], start: int, at: int) -> int:
    """Where a name goes on to over ", B and C" or "and C"; 0 where what follows is a name by itself.

    It goes on where subject matters are coordinated after an institution ("Ministry of A, B and C") or before one ("A, B and C Council").
    """
    items = _items(tokens, at)
    if not items:
        return 0
    last_start, last_end = items[-1]
    if _has_head(tokens, start, at):
        return last_end if all(_is_subject(tokens, *item) for item in items) else 0
    head = _head_of(tokens, last_start, last_end)
    word = tokens[head].lower
    if head == last_start or not (is_institution(word) or is_rule_head(word)):
        return 0
    firsts = [(start, at), *items[:-1]]
    return last_end if all(_is_subject(tokens, *item) for item in firsts) and _is_subject(tokens, last_start, head) else 0


def _has_head(tokens: list[Token], start: int, at: int) -> bool:
    """Whether a name has the noun of an institution, an office or a law before one of its prepositions."""
    for i in range(start + 1, at):
        if tokens[i].lower in ("of", "for", "on") and not _is_place(tokens, min(i + 1 + (tokens[min(i + 1, at)].lower == "the"), at)):
            return is_institution(tokens[i - 1].lower) or is_rule_head(tokens[i - 1].lower)
    return False


def _head_of(tokens: list[Token], start: int, end: int) -> int:
    """The index of the last word of a name that is no number."""
    while end - 1 > start and not tokens[end - 1].text[0].isalpha():
        end -= 1
    return end - 1


def _items(tokens: list[Token], at: int) -> list[tuple[int, int]]:
    """The names after `at` up to the one after "and"; none where there is no "and", or a determiner shows a new name."""
    items: list[tuple[int, int]] = []
    while at < len(tokens) and len(items) < 8:
        is_last = tokens[at].lower in ("and", "&")
        if not is_last and tokens[at].text != ",":
            return []
        begin = at + 1
        if not is_last and begin < len(tokens) and tokens[begin].lower in ("and", "&"):
            begin, is_last = begin + 1, True
        if begin >= len(tokens) or not _goes_on(tokens[begin]):
            return []
        at = _chain(tokens, begin, begin + 1)
        items.append((begin, at))
        if is_last:
            return items
    return []


def _is_subject(tokens: list[Token], start: int, end: int) -> bool:
    """Whether words name a subject matter: all of them common words, and the last one no body, statute or country."""
    last = tokens[end - 1].lower
    if is_institution(last, exact=True) or last in _words("statutes") or last in gazetteer.countries():
        return False
    return all(_is_topical(token) or token.lower == "of" or token.text in _HYPHENS for token in tokens[start:end])


def _names_in(sentence: Sentence, start: int, end: int, writing: Writing) -> Iterator[Name]:
    """The names of a joined run: one, or a person and the body whose office stands before ("Trade Commission President Ada Smith").

    None for a mere adjective or office.
    """
    tokens = sentence.tokens
    titled = start > 0 and tokens[start - 1].lower in _words("titles")
    for i in range(end - 2, start - 1, -1):
        is_person = tokens[i].lower in _words("titles") and _is_personal(tokens[end - 1]) and tokens[i + 1].text[0].isupper()
        if is_person and tokens[end - 1].lower not in gazetteer.places():
            if i > start and is_institution(tokens[i - 1].lower) and not is_role(tokens[i - 1].lower):
                yield Name(sentence, start, i)
            start, titled = i + 1, True
            break
    if end - start > 1 and not is_role("".join(token.lower for token in tokens[start:end])):
        yield Name(sentence, start, end, titled)
    elif end - start == 1 and (titled or _is_name(tokens[start], writing)):
        yield Name(sentence, start, end, titled)


def _is_name(token: Token, writing: Writing) -> bool:
    """Whether one capitalised word is a name: not an adjective of a place, a day, or a common noun that the text also writes small."""
    lower = token.lower
    if lower in gazetteer.countries():
        return True
    if is_role(lower) or is_organ(lower):
        return False
    if is_institution(lower):
        return True
    if lower in gazetteer.demonyms() or lower in _words("calendar") or len(token.text) < 2:
        return False
    if lower in writing.small and is_common(lower):
        return False
    return token.tag[0] == "N" or is_acronym(token.text) or not is_common(lower)


def _is_entry(tokens: list[Token], start: int, end: int) -> bool:
    """Whether a capitalised run is the beginning of another article's title: common words, the first of them capitalised only."""
    return (
        is_common(tokens[start].lower)
        and (end == start + 1 or tokens[end - 1].lower in gazetteer.places())
        and not is_institution(tokens[start].lower)
    )


def _entry(tokens: list[Token], start: int, end: int) -> tuple[int, bool]:
    """The end of such a title, and whether it is a name: "Energy policy of Chile" is, "Energy policy" is not."""
    while end < len(tokens) and tokens[end].tag in ("NN", "NNS", "JJ", "HYPH", "VBN") and tokens[end].lower != "and":
        end += 1
    if end < len(tokens) and tokens[end].lower in ("of", "in", "on", "for") and (after := _capital_after(tokens, end + 1)):
        return _chain(tokens, start, after + 1), True
    return end, tokens[end - 1].lower in gazetteer.places()


def _read_bracket(name: Name, names: list[Name]) -> int:
    """Read the bracket after a name: a place there is part of the name, other forms are noted. Gives where to go on.

    An acronym there also shows where the name begins: with the name before it in `names`, which is taken back.
    """
    tokens = name.sentence.tokens
    close = bracket(tokens, name.end, MAX_TOKENS)
    if not close:
        return name.end
    inside = tokens[name.end + 1 : close]
    if " ".join(token.lower for token in inside) in gazetteer.places() and not is_acronym(inside[0].text):
        name.end = close + 1 if not _is_place(tokens, name.start) else name.end
        return close + 1
    name.forms = read_forms(name.tokens, inside)
    name.after = close + 1
    for form in name.forms:
        acronym = tokens[form.start].text
        if form.kind == "acronym" and names and names[-1].end == name.start - 1 and not names[-1].forms:
            joined = tokens[names[-1].start : name.end]
            if initials(joined) == acronym.lower() and not abbreviates(acronym, name.tokens):
                name.start = names.pop().start
    return close + 1 if name.forms else name.end
