"""How far a proper name goes on: capitalised words, and the small words, commas, numbers and brackets between them.

A name is read from its first word on, within one sentence, by its writing; the parse is asked only what a preposition belongs to.
Places are token indices, half-open; 0 says that a name does not go on.
"""

from __future__ import annotations

import re

from pipeline.extract import gazetteer
from pipeline.extract.capitals import capital_after, is_capital, is_hyphen, is_place, is_topic, is_topical, joins, may_go_on, prepositions
from pipeline.extract.citations import HYPHENS, ends_date, is_year, over_date, over_number
from pipeline.extract.forms import bracket, is_acronym
from pipeline.extract.lexicon import adjectives, is_common, is_month, name_words, singular
from pipeline.extract.rulebook import load_rulebook
from pipeline.extract.types import is_institution, is_person_head, is_rule_head, type_of_label
from pipeline.source.tokens import Token

# The longest name, and the longest bracket after one, in tokens.
MAX_TOKENS = 40
_STATE = re.compile(r"(?:[A-Z]\.){2,3}")
_DEFINITE = frozenset({"arts", "economy", "environment", "family", "interior", "regions", "sea"})
_HEADED = frozenset({"against", "between", "for", "of", "on"})
_GOVERNED = frozenset({"digital", "local", "municipal", "provincial", "regional"})


def span(tokens: list[Token], start: int) -> int:
    """The end of the name that begins at `start`."""
    end = chain(tokens, start, _over_country(tokens, start) or start + 1)
    while end < start + MAX_TOKENS and (reach := _over_list(tokens, start, end)):
        end = chain(tokens, start, reach)
    return end


def _over_country(tokens: list[Token], start: int) -> int:
    """The end of a country whose name has an "and" in it: "Trinidad and Tobago"; 0 where there is none."""
    ends = (end for end in range(start + 3, min(start + 6, len(tokens) + 1)) if any(token.lower == "and" for token in tokens[start + 1 : end - 1]))
    return next((end for end in ends if " ".join(token.lower for token in tokens[start:end]) in gazetteer.countries()), 0)


def chain(tokens: list[Token], start: int, end: int) -> int:
    """The end of a name that has come up to `end`, without coordination."""
    limit = min(len(tokens), start + MAX_TOKENS)
    while end < limit:
        if may_go_on(tokens[end]) and (tokens[end].lower != "the" or _has_object(tokens, start, end)):
            end = _over_country(tokens, end) or end + 1
        elif is_hyphen(tokens, end):
            end += 2
        elif joins(tokens, end):
            end += 1
        elif reach := _reach(tokens, start, end):
            end = _over_country(tokens, reach - 1) or reach
        else:
            break
    return end


def _reach(tokens: list[Token], start: int, at: int) -> int:
    """Where a name goes on to over the word at `at`, which is not capitalised; 0 where it does not."""
    token = tokens[at]
    text = token.lower
    if text == "the":
        return capital_after(tokens, at) + 1 if _has_object(tokens, start, at) and capital_after(tokens, at) else 0
    if text in ("'s", "'"):
        return _over_possessive(tokens, start, at)
    if text == "," and at + 1 < len(tokens) and _STATE.fullmatch(tokens[at + 1].text) and tokens[at - 1].lower in gazetteer.places():
        return at + 2  # "Washington, D.C."
    if text == "," and tokens[at - 1].lower in name_words("statutes"):
        return at + 2 if at + 1 < len(tokens) and is_year(tokens[at + 1]) and ends_date(tokens, at + 2) else 0  # "Companies Act, 2013"
    if text[0].isdigit():
        return at + 1 if is_year(token) and not is_month(tokens[at - 1].lower) else over_number(tokens, at)
    if text == "(":
        return over_number(tokens, at) or _over_bracket(tokens, at)
    if text == "to" and _names_purpose(tokens, at):
        return at + 2
    if text in prepositions("any"):
        return over_date(tokens, at) or _over_of(tokens, at)
    if text in prepositions("subject") or text in prepositions("attached"):
        return _over_preposition(tokens, start, at)
    if text in name_words("numbers"):
        return over_number(tokens, at)
    if text in name_words("particles"):
        return _over_particles(tokens, at)
    return 0


def _names_purpose(tokens: list[Token], at: int) -> bool:
    """Whether a verb in the name says what a body is for: "Committee **to Protect** Journalists"."""
    following = tokens[at + 1 : at + 3]
    is_verb = len(following) > 1 and following[0].tag in ("VB", "NNP") and following[0].text.istitle() and following[1].text.istitle()
    return is_verb and is_institution(tokens[at - 1].lower)


def _has_object(tokens: list[Token], start: int, at: int) -> bool:
    """Whether a gerund right before has its object at `at`: "Network for Greening **the** Financial System", "Agreement Establishing **the** Court"."""
    if at - 2 < start or not tokens[at - 1].lower.endswith("ing"):
        return False
    return is_rule_head(tokens[at - 2].lower) or (at - 2 > start and tokens[at - 2].lower in prepositions("subject"))


def _over_of(tokens: list[Token], at: int) -> int:
    after = capital_after(tokens, at + 1)
    if tokens[at - 1].lower == "administration" and at == 1 and after == at + 2:
        return 0  # "- Administration of the Pilot Fund" is a task
    return after + 1 if after and (is_common(tokens[at - 1].lower) or is_institution(tokens[at - 1].lower)) else 0


def _over_bracket(tokens: list[Token], at: int) -> int:
    """ "Trade (Disclosure and Access) Act": a bracket in the middle of a law's name."""
    close = bracket(tokens, at, 12)
    if not close or close + 1 >= len(tokens) or not may_go_on(tokens[close + 1]) or not is_rule_head(tokens[close + 1].lower):
        return 0
    return close + 2


def _over_preposition(tokens: list[Token], start: int, at: int) -> int:
    """ "Office for Growth", "Commission on Gas": after an institution, an office or a law, and before no mere place."""
    after = capital_after(tokens, at + 1)
    head, text = tokens[at - 1].lower, tokens[at].lower
    if not after or (text == "in" and _is_inside(tokens, after)):
        return 0
    if text == "in" and is_place(tokens, after) and any(token.lower in name_words("abroad") for token in tokens[start:at]):
        return after + 1  # "German Chamber of Commerce in Japan"
    if text == "in" and at - 1 == start and tokens[start].tag in ("VBN", "VBD"):
        return after + 1  # "Made in Italy 2030"
    if not (is_institution(head) or is_rule_head(head)):
        if tokens[after].tag == "PRP$" or (text in prepositions("subject") and _is_cause(tokens, start, at, after)):
            return after + 1  # "Future in Our Hands"
        is_tied = start <= tokens[at].head.i < at or (text == "to" and any(is_rule_head(token.lower) for token in tokens[start:at]))
        goes_on = _has_head(tokens, start, at) and is_tied and _is_subject(tokens, after, after + 1)  # "Agreement on Barriers **to Trade**"
        return after + 1 if goes_on else _over_to_statute(tokens, start, after)
    if text == "in" and tokens[after].lower in gazetteer.demonyms() and is_rule_head(head) and _has_head(tokens, start, at):
        return after + 1  # "Law on Industrial Policy in the Russian Federation"
    if is_place(tokens, after):
        is_of_region = tokens[after].lower not in gazetteer.countries()  # "Economic Commission for Africa"
        return after + 1 if (head in name_words("offices") or is_rule_head(head) or is_of_region) and text == "for" else 0
    is_attached = start <= tokens[at].head.i < at
    if not is_topical(tokens[after]):
        return 0
    is_task = is_rule_head(head) and after + 1 < len(tokens) and tokens[after + 1].lower == "of"  # "Law on the Administration of Ports"
    is_subject = text in prepositions("subject") and (is_task or not is_institution(tokens[after].lower))
    return after + 1 if is_subject or is_attached else 0


def _is_cause(tokens: list[Token], start: int, at: int, after: int) -> bool:
    """Whether a name says what it is for: "Campaign **for Better** Transport", "Solidarity for Participatory Democracy"."""
    is_attached, word = start <= tokens[at].head.i < at, tokens[at - 1].lower
    is_topic = is_topical(tokens[after]) and after + 1 < len(tokens) and may_go_on(tokens[after + 1])
    return is_attached and (is_common(word) or word.removesuffix("s") in gazetteer.demonyms()) and (is_topic or is_place(tokens, after))


def _is_inside(tokens: list[Token], at: int) -> bool:
    """Whether the place follows that another is in: "in **Boulder**, Colorado"."""
    return at + 2 < len(tokens) and tokens[at + 1].text == "," and is_place(tokens, at + 2)


def _over_to_statute(tokens: list[Token], start: int, after: int) -> int:
    """ "the Safety at Sea Act": a subject matter with a preposition inside, that ends in a law."""
    end = chain(tokens, after, after + 1)
    items = _items(tokens, end)
    end = items[-1][1] if items and _is_subject(tokens, after, end) else end
    is_law = any(token.lower in name_words("statutes") for token in tokens[after + 1 : end])
    follows_article = start > 0 and tokens[start - 1].lower == "the" and tokens[after - 1].lower != "the"
    return end if is_law and follows_article and _is_subject(tokens, start, after - 1) else 0


def _over_possessive(tokens: list[Token], start: int, at: int) -> int:
    """ "Her Majesty's Inspectorate", "Mayor's Office" go on; "Finland's Ministry" and "the Council's Office" do not."""
    owner = tokens[at - 1]
    if at + 1 >= len(tokens) or not may_go_on(tokens[at + 1]) or is_acronym(owner.text):
        return 0
    if _has_object(tokens, start, at - 1):
        return at + 2  # "Outline for Building China's Strength"
    is_body = is_institution(owner.lower, exact=True) and not is_person_head(owner.lower)
    is_place = owner.lower in gazetteer.countries() or owner.lower in gazetteer.places()
    are_people = tokens[at].text == "'" and is_institution(tokens[at + 1].lower) and not is_place  # "Rice Millers' Federation"
    is_name = (not is_common(owner.lower) and not are_people) or is_body or is_place
    return 0 if is_name else at + 2


def _over_particles(tokens: list[Token], at: int) -> int:
    end = at
    while end < len(tokens) and end < at + 3 and tokens[end].lower in name_words("particles"):
        end += 1
    if end >= len(tokens):
        return 0
    if not may_go_on(tokens[end]):  # "Conseil **de la concurrence**": where no English word begins the name
        is_foreign = tokens[at].lower in name_words("joints") and not is_common(tokens[at - 1].lower) and tokens[end].text.isalpha()
        return end + 1 if is_foreign and end == at + 1 + (tokens[at + 1].lower in name_words("articles")) else 0
    return 0 if is_common(tokens[at - 1].lower) and is_common(tokens[end].lower) else end + 1


def _over_list(tokens: list[Token], start: int, at: int) -> int:
    """Where a name goes on to over ", B and C" or "and C"; 0 where what follows is a name by itself.

    It goes on where subject matters are coordinated after an institution ("Ministry of A, B and C") or before one ("A, B and C Council").
    """
    if at < len(tokens) and (reach := _over_second_place(tokens, start, at)):
        return reach
    items = _items(tokens, at)
    if not items:
        return 0
    if tokens[at].text == "&" or _ends_open(tokens, start, at):
        return items[-1][1]
    last_start, last_end = items[-1]
    if is_listed_part(tokens, start):
        return 0
    if _has_head(tokens, start, at):
        return last_end if all(_is_subject(tokens, begin, _before_owner(tokens, begin, end)) for begin, end in items) else 0
    head = _head_of(tokens, last_start, last_end)
    word = tokens[head].lower
    if head == last_start or not (is_institution(word) or is_rule_head(word) or word in gazetteer.countries()):
        return 0  # "Energy and Transport Canada" is one body
    national = _of_nation(tokens, start, at)
    firsts = [(start + national, at), *items[:-1]]
    are_subjects = all(_is_subject(tokens, *item, beside=word) for item in firsts)
    return last_end if are_subjects and _are_topical(tokens, last_start, head) else 0


def _of_nation(tokens: list[Token], start: int, at: int) -> int:
    """How many words say whose a body is at the beginning of its name: "**Irish** Nurses and Midwives Union", "**Ghana** Food and Drugs Authority"."""
    for length in (2, 1):
        name = " ".join(token.lower for token in tokens[start : start + length])
        if at - start > length and (name in gazetteer.countries() or name in gazetteer.demonyms()):
            return length
    return 0


def _over_second_place(tokens: list[Token], start: int, at: int) -> int:
    """Where a body of two places goes on to: "Police Federation **of England and Wales**", "Commission **for Latin America and the Caribbean**"; else 0."""
    starts = (at - length for length in (2, 1) if at - length > start)
    first = next((place for place in starts if " ".join(token.lower for token in tokens[place:at]) in gazetteer.places()), start)
    while first > start and (tokens[first - 1].lower == "the" or tokens[first - 1].lower in gazetteer.demonyms()):  # "of **French** West Africa and Togo"
        first -= 1
    if tokens[at].lower != "and" or first - start < 2 or tokens[first - 1].lower not in ("of", "for"):
        return 0
    head, second = tokens[first - 2].lower, capital_after(tokens, at + 1)
    is_body = is_institution(head) and singular(head) == head
    end = second + 1 if second and is_place(tokens, second) else 0
    end += bool(end) and tokens[second].lower not in gazetteer.places()  # of two words
    return end if is_body and end and not (end < len(tokens) and (is_capital(tokens[end]) or tokens[end].tag == "POS")) else 0


def _ends_open(tokens: list[Token], start: int, at: int) -> bool:
    """Whether a name cannot end before the "and": "System of **Statistical** and Geographical Information"."""
    last, after = tokens[at - 1], capital_after(tokens, at + 1)
    is_open = at - start > 2 and tokens[at - 2].lower in ("of", "for", "on") and last.lower in adjectives()
    goes_on = after == at + 1 and tokens[at].lower == "and" and after + 1 < len(tokens)
    return is_open and goes_on and (tokens[after].lower in adjectives() or tokens[after + 1].tag == "POS") and last.lower not in gazetteer.demonyms()


def is_listed_part(tokens: list[Token], start: int) -> bool:
    """Whether the name that begins at `start` is one of the parts that a body is said to have: "has four divisions: Safety, **Licensing** and Research"."""
    at = start - 1
    while at > 0 and (tokens[at].text[0].isupper() or tokens[at].lower in (",", "and", "&", "the", "namely")):
        at -= 1
    if at < 1 or tokens[at].lower not in (":", "are", "as", "being", "including", "were"):
        return False
    while at > 1 and tokens[at - 1].lower in (",", "such"):
        at -= 1  # "has six divisions, including **Licensing** and Research", "divisions such as **Licensing**"
    return tokens[at - 1].tag in ("NNS", "NNPS") and singular(tokens[at - 1].lower) in load_rulebook().lists["part_leads"]


def _before_owner(tokens: list[Token], start: int, end: int) -> int:
    """The end of a subject matter before the owner of the whole name: "Ministry of Industry and **Trade** of the Russian Federation"."""
    return next((i for i in range(start + 1, end - 1) if tokens[i].lower == "of"), end)


def _has_head(tokens: list[Token], start: int, at: int) -> bool:
    """Whether a name has the noun of an institution, an office or a law before one of its prepositions."""
    for i in range(start + 1, at):
        if tokens[i].lower in _HEADED and not is_place(tokens, min(i + 1 + (tokens[min(i + 1, at)].lower == "the"), at)):
            head = tokens[i - 1].lower
            return is_institution(head) or is_rule_head(head) or (tokens[i + 1].lower == "state" and head in name_words("offices"))
    return False


def _head_of(tokens: list[Token], start: int, end: int) -> int:
    """The index of the last word of a name, before its number or date."""
    while end - 1 > start and (not tokens[end - 1].text[0].isalpha() or tokens[end - 1].lower == "of" or tokens[end - 1].lower in name_words("months")):
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
        if is_last and begin + 1 < len(tokens) and tokens[begin].lower == "the" and tokens[begin + 1].lower in _DEFINITE:
            begin += 1  # "Department of Transport, Communications and **the Arts**"
        if begin >= len(tokens) or not (may_go_on(tokens[begin]) or is_topic(tokens[begin])):
            return []
        at = chain(tokens, begin, begin + 1)
        items.append((begin, at))
        if is_last:
            return items
    return []


def _is_subject(tokens: list[Token], start: int, end: int, beside: str = "") -> bool:
    """Whether words name a subject matter: all of them common words, and the last one no public body, statute or country.

    `beside` is the noun at the end of the name: before a statute a market may stand ("Foreign **Exchange** and Trade Act").
    """
    last = tokens[end - 1].lower
    is_market = type_of_label(last) == "organization" and (end - start == 1 or beside in name_words("statutes"))
    is_body = is_institution(last, exact=True) and singular(last) == last  # "Financial Services" are none
    is_ruled = last == "government" and end - start > 1 and tokens[end - 2].lower in _GOVERNED  # "Ministry of Housing and Local Government"
    is_matter = is_ruled or last == "justice"
    if (is_body and not is_market and not is_matter) or last in name_words("statutes"):
        return False
    if last in gazetteer.countries():
        return False
    return _are_topical(tokens, start, end)


def _are_topical(tokens: list[Token], start: int, end: int) -> bool:
    return all(is_topical(token) or token.lower in ("of", "'") or token.text in HYPHENS for token in tokens[start:end])
