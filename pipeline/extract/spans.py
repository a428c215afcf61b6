"""How far a proper name goes on: capitalised words, and the small words, commas, numbers and brackets between them.

A name is read from its first word on, within one sentence, by its writing; the parse is asked only what a preposition belongs to.
Places are token indices, half-open; 0 says that a name does not go on.
"""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline.extract import gazetteer
from pipeline.extract.forms import bracket, is_acronym
from pipeline.extract.lexicon import is_common, vocabulary
from pipeline.extract.types import is_institution, is_person_head, is_rule_head, type_of_label
from pipeline.source.tokens import Token

# The longest name, and the longest bracket after one, in tokens.
MAX_TOKENS = 40
_HYPHENS = frozenset("-‑")


@cache
def name_words(key: str) -> frozenset[str]:
    return frozenset(vocabulary("names")[key])


@cache
def _prepositions(kind: str) -> frozenset[str]:
    return frozenset(vocabulary("names")["prepositions"][kind])


def is_month(word: str) -> bool:
    """Whether a word in small letters is the name of a month."""
    return word in name_words("months")


@lru_cache(1 << 16)
def has_capital_inside(word: str) -> bool:
    """Whether a word has a capital after its first letter: "eIDAS"."""
    return any(c.isupper() for c in word[1:])


def is_capital(token: Token) -> bool:
    """Whether a word is written like a name: a capital first, or inside as in "eIDAS" and "5G"."""
    text = token.text
    if text[0].isupper():
        return token.lower not in name_words("ordinary")
    return text[0].isalnum() and not text.islower() and any(c.isupper() for c in text)


def is_hyphen(tokens: list[Token], at: int) -> bool:
    """Whether the token at `at` is a hyphen inside a capitalised word: "Anti-Fraud", "Co-operation", "By-law"."""
    if at + 1 >= len(tokens) or tokens[at].text not in _HYPHENS:
        return False
    is_tight = tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start
    return is_tight and (tokens[at + 1].text[0].isupper() or is_rule_head(tokens[at + 1].lower) or _ties_prefix(tokens, at))


def _ties_prefix(tokens: list[Token], at: int) -> bool:
    """Whether a hyphen ties a prefix to a small word beside another capitalised one: "Economic Co-operation", "Anti-corruption Bureau"."""
    beside = [*tokens[max(0, at - 2) : at - 1], *tokens[at + 2 : at + 3]]
    return _is_prefix(tokens[at - 1]) and any(token.text[0].isupper() for token in beside)


def _is_prefix(token: Token) -> bool:
    """Whether a capitalised word only begins another: "Co" in "Co-operation"."""
    return token.lower in name_words("prefixes") and token.text[0].isupper()


def _goes_on(token: Token) -> bool:
    return (
        is_capital(token) and token.pos != "PRON" and token.lower not in name_words("months") and token.lower not in name_words("numbers")
    )


def capital_after(tokens: list[Token], at: int) -> int:
    """The index of the capitalised word at `at`, or after a "the" there; 0 where there is none."""
    if at < len(tokens) and tokens[at].lower == "the":
        at += 1
    return at if at < len(tokens) and _goes_on(tokens[at]) else 0


def span(tokens: list[Token], start: int) -> int:
    """The end of the name that begins at `start`."""
    end = chain(tokens, start, start + 1)
    while end < start + MAX_TOKENS and (reach := _over_list(tokens, start, end)):
        end = chain(tokens, start, reach)
    return end


def chain(tokens: list[Token], start: int, end: int) -> int:
    """The end of a name that has come up to `end`, without coordination."""
    limit = min(len(tokens), start + MAX_TOKENS)
    while end < limit:
        if _goes_on(tokens[end]) and tokens[end].lower != "the":
            end += 1
        elif is_hyphen(tokens, end):
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
        is_year = len(text) == 4 and text.isdigit() and tokens[at - 1].lower not in name_words("months")
        return at + 1 if is_year else _over_number(tokens, at)
    if text == "(":
        return _over_number(tokens, at) or _over_bracket(tokens, at)
    if text in _prepositions("any"):
        return _over_date(tokens, at) or _over_of(tokens, at)
    if text in _prepositions("subject") or text in _prepositions("attached"):
        return _over_preposition(tokens, start, at)
    if text in name_words("numbers"):
        return _over_number(tokens, at)
    if text in name_words("particles"):
        return _over_particles(tokens, at)
    return 0


def _over_of(tokens: list[Token], at: int) -> int:
    after = capital_after(tokens, at + 1)
    return after + 1 if after and is_common(tokens[at - 1].lower) else 0


def _over_date(tokens: list[Token], at: int) -> int:
    """ "Act of 6 January 1978", "Law of 1998": a law with its date."""
    end = at + 1
    while end < len(tokens) and (tokens[end].text.isdigit() or tokens[end].lower in name_words("months")):
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
    elif tokens[end].lower in name_words("numbers"):
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
    after = capital_after(tokens, at + 1)
    head, text = tokens[at - 1].lower, tokens[at].lower
    if not after:
        return 0
    if text == "in" and at - 1 == start and tokens[start].tag in ("VBN", "VBD"):
        return after + 1  # "Made in Italy 2030"
    if not (is_institution(head) or is_rule_head(head)):
        goes_on = _has_head(tokens, start, at) and start <= tokens[at].head.i < at and _is_subject(tokens, after, after + 1)
        return after + 1 if goes_on else _over_to_statute(tokens, start, after)
    if is_place(tokens, after):
        return after + 1 if (head in name_words("offices") or is_rule_head(head)) and text == "for" else 0
    is_attached = start <= tokens[at].head.i < at
    if not _is_topical(tokens[after]):
        return 0
    is_subject = text in _prepositions("subject") and not is_institution(tokens[after].lower)
    return after + 1 if is_subject or is_attached else 0


def _over_to_statute(tokens: list[Token], start: int, after: int) -> int:
    """ "the Safety at Sea Act": a subject matter with a preposition inside, that ends in a law."""
    end = chain(tokens, after, after + 1)
    is_law = any(token.lower in name_words("statutes") for token in tokens[after + 1 : end])
    follows_article = start > 0 and tokens[start - 1].lower == "the" and tokens[after - 1].lower != "the"
    return end if is_law and follows_article and _is_subject(tokens, start, after - 1) else 0


def _is_topical(token: Token) -> bool:
    return is_common(token.lower) or token.lower.endswith("ing") or _is_prefix(token)


def is_place(tokens: list[Token], at: int) -> bool:
    one = tokens[at].lower
    two = f"{one} {tokens[at + 1].lower}" if at + 1 < len(tokens) and is_capital(tokens[at + 1]) else ""
    return two in gazetteer.places() if two else one in gazetteer.places()


def _over_possessive(tokens: list[Token], at: int) -> int:
    """ "Her Majesty's Inspectorate", "Mayor's Office" go on; "Finland's Ministry" and "the Council's Office" do not."""
    owner = tokens[at - 1]
    if at + 1 >= len(tokens) or not _goes_on(tokens[at + 1]) or is_acronym(owner.text):
        return 0
    is_body = is_institution(owner.lower, exact=True) and not is_person_head(owner.lower)
    is_name = not is_common(owner.lower) or is_body or owner.lower in gazetteer.countries()
    return 0 if is_name else at + 2


def _over_particles(tokens: list[Token], at: int) -> int:
    end = at
    while end < len(tokens) and end < at + 3 and tokens[end].lower in name_words("particles"):
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
    if tokens[at].text == "&":
        return items[-1][1]
    last_start, last_end = items[-1]
    if _has_head(tokens, start, at):
        return last_end if all(_is_subject(tokens, *item) for item in items) else 0
    head = _head_of(tokens, last_start, last_end)
    word = tokens[head].lower
    if head == last_start or not (is_institution(word) or is_rule_head(word) or word in gazetteer.countries()):
        return 0  # "Energy and Transport Canada" is one body
    firsts = [(start, at), *items[:-1]]
    return last_end if all(_is_subject(tokens, *item) for item in firsts) and _are_topical(tokens, last_start, head) else 0


def _has_head(tokens: list[Token], start: int, at: int) -> bool:
    """Whether a name has the noun of an institution, an office or a law before one of its prepositions."""
    for i in range(start + 1, at):
        if tokens[i].lower in ("of", "for", "on") and not is_place(tokens, min(i + 1 + (tokens[min(i + 1, at)].lower == "the"), at)):
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
        at = chain(tokens, begin, begin + 1)
        items.append((begin, at))
        if is_last:
            return items
    return []


def _is_subject(tokens: list[Token], start: int, end: int) -> bool:
    """Whether words name a subject matter: all of them common words, and the last one no public body, statute or country."""
    last = tokens[end - 1].lower
    if (is_institution(last, exact=True) and not (end - start == 1 and type_of_label(last) == "organization")) or last in name_words(
        "statutes"
    ):
        return False
    if last in gazetteer.countries():
        return False
    return _are_topical(tokens, start, end)


def _are_topical(tokens: list[Token], start: int, end: int) -> bool:
    return all(_is_topical(token) or token.lower == "of" or token.text in _HYPHENS for token in tokens[start:end])
