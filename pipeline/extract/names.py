"""Proper names in a sentence, by their writing: capitals, the small words that names contain, brackets and numbers.

No entity recogniser is asked. A run of capitalised words is a name; runs are joined over "of", "for", "and", commas and the
like where the words around them say that the name goes on ("Ministry of Trade and Industry"), and not where a second name
begins ("the Trade Act and the Industry Act"). Places in the results are token indices, half-open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.extract import gazetteer
from pipeline.extract.capitals import begins_with_topic, capital_after, is_capital, is_forename, is_hyphen, is_place
from pipeline.extract.cues import reporting_verbs
from pipeline.extract.forms import Form, abbreviates, bracket, initials, is_acronym, read_forms
from pipeline.extract.lexicon import is_common, is_word, name_words, noun_class
from pipeline.extract.spans import MAX_TOKENS, chain, span
from pipeline.extract.types import is_institution, is_office_of_state, is_organ, is_person_head, is_role, is_rule_head, type_of_name
from pipeline.extract.writing import Writing, is_pointer, links, observe
from pipeline.source.tokens import Sentence, Token

_ROMAN = frozenset("IVXLC")
_JOINTS = frozenset({"for", "of", "on"})
_MAX_CALLING = 7
_QUANTIFIERS = frozenset({"all", "few", "many", "most", "several", "some"})
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


def names_of(sentences: list[Sentence]) -> list[Name]:
    """The names of a document, in order: those of each sentence, and those that begin a sentence as the text writes them elsewhere.

    In a heading that capitalises all its words only names that the running text has too are believed.
    """
    writing = observe(sentences)
    linked = links(sentences)
    found = [find_names(sentence, writing, is_link=id(sentence) in linked) for sentence in sentences]
    elsewhere = {
        tuple(token.lower for token in name.tokens)
        for sentence, names in zip(sentences, found, strict=True)
        if sentence.kind != "heading"
        for name in names
        if name.is_proper
    }
    lengths: dict[str, set[int]] = {}
    for words in elsewhere:
        if len(words) > 1:
            lengths.setdefault(words[0], set()).add(len(words))
    for i, sentence in enumerate(sentences):
        if sentence.kind == "heading" and _is_title_cased(sentence) and id(sentence) not in linked:
            found[i] = [name for name in found[i] if tuple(token.lower for token in name.tokens) in elsewhere]
        found[i] = _with_opening(sentence, found[i], elsewhere, lengths)
    return [name for names in found for name in names]


def _is_title_cased(sentence: Sentence) -> bool:
    words = [token for token in sentence.tokens if token.text[0].isalpha() and len(token.text) > 3]
    return len(words) > 1 and all(word.text[0].isupper() for word in words)


def _with_opening(sentence: Sentence, names: list[Name], known: set[tuple[str, ...]], lengths: dict[str, set[int]]) -> list[Name]:
    """The names of a sentence with the longest known one that it begins with."""
    if names and names[0].start == 0:
        return names
    for length in sorted(lengths.get(sentence.tokens[0].lower, ()), reverse=True):
        if length <= MAX_TOKENS and tuple(token.lower for token in sentence.tokens[:length]) in known:
            return [Name(sentence, 0, length), *(name for name in names if name.start >= length)]
    return names


def find_names(sentence: Sentence, writing: Writing, *, is_link: bool = False) -> list[Name]:
    """The names of a sentence in order, with their bracketed forms, and the owners inside them; `is_link`: the title of another article."""
    tokens = sentence.tokens
    names: list[Name] = []
    pointer: bool | None = True if is_link else None
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if not is_capital(token) and not (at and begins_with_topic(tokens, at)):
            at += 1
            continue
        pointer = is_pointer(sentence) if pointer is None else pointer
        end = _title_at(tokens, at, writing.title)
        if not end and not _may_begin(tokens, at, writing) and not (pointer and (at or is_link) and token.tag[0] in "NJ"):
            at += 1
            continue
        end = end or span(tokens, at)
        is_name = True
        if pointer and _is_entry(tokens, at, end):
            end, is_name = _entry(tokens, at, end)
        if not is_name:
            names.append(Name(sentence, at, end, is_proper=False))
        else:
            for name in _names_in(sentence, at, end, writing):
                end = max(end, _read_bracket(name, names), _read_other_names(name))
                _read_name_in_front(name, names)
                names.append(name)
                known = {(other.start, other.end) for other in names}  # an owner that a bracket abbreviates is there already
                names += [owner for owner in _owners(name) if (owner.start, owner.end) not in known]
        at = end
    return names


def _title_at(tokens: list[Token], at: int, title: tuple[str, ...]) -> int:
    """The end of the document's title at `at`, where it stands there word for word; else 0."""
    end = at + len(title)
    if not title or tokens[at].lower != title[0] or tuple(token.lower for token in tokens[at:end]) != title:
        return 0
    return max(end, chain(tokens, at, end))


def _may_begin(tokens: list[Token], at: int, writing: Writing) -> bool:
    """Whether a name may begin with the capitalised word at `at`."""
    token = tokens[at]
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    lower = token.lower
    if lower in ("her", "his") and after is not None:
        return after.lower in name_words("royal")
    if lower == "the" and at and after is not None:
        return f"the {after.lower}" in gazetteer.places()
    if token.pos in _NEVER_FIRST or (lower in name_words("months") and not is_forename(token)):
        return is_acronym(token.text) and len(token.text) > 2
    if after is not None and lower in name_words("numbered") and (after.text[0].isdigit() or set(after.text) <= _ROMAN):
        return False  # "Section 4", but "the Budget Section"
    if at and set(token.text) <= _ROMAN and tokens[at - 1].lower in name_words("ordinary"):
        return False  # "Part IV of the Act"
    if not _is_initial(tokens, at) or is_acronym(token.text):
        return True
    return _may_open(tokens, at, writing)


def _may_open(tokens: list[Token], at: int, writing: Writing) -> bool:
    """Whether a word that is capitalised by its place anyway begins a name."""
    token = tokens[at]
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    lower = token.lower
    if lower in _QUANTIFIERS and after is not None and after.lower.removesuffix("s") in gazetteer.demonyms():
        return False  # "Many Kenyans", "Most Britons"
    if token.pos in ("ADV", "INTJ") or (token.pos == "VERB" and token.tag != "VBN" and lower not in writing.capitalised):
        return False
    if after is not None and (is_capital(after) or is_hyphen(tokens, at + 1)) and after.tag != "PRP":
        return token.tag[0] == "N" or token.pos == "ADJ" or lower in writing.capitalised
    if after is not None and is_rule_head(lower) and after.text[0].isdigit():
        return True  # "**Law** 41 of 1946 set up the fund"
    if len(tokens) == 1 and is_common(lower):
        return False
    if after is not None and at + 2 < len(tokens) and after.tag == "POS" and is_capital(tokens[at + 2]):
        return token.tag[0] == "N" and not is_institution(lower)  # "People's Solidarity for Democracy"
    if after is not None and after.tag == "IN" and capital_after(tokens, at + 2) and token.dep == "nsubj" and token.head.tag == "VBZ":
        return token.tag in ("NNS", "NNPS") or tokens[at + 2].tag == "PRP$"  # "Friends of the Earth warns"
    if after is not None and after.lower in ("of", "for", "on") and token.tag in ("NNP", "NN") and is_institution(lower):
        return bool(capital_after(tokens, at + 2))
    if lower in name_words("bare"):
        return token.dep in ("nsubj", "nsubjpass")
    if lower in writing.small and lower not in writing.capitalised:
        return False
    if token.tag == "NNP" and token.dep == "nsubj" and token.head.lemma in reporting_verbs():
        return True  # "Apple, which had to pay, replied that ..."
    is_known = lower in writing.alone or (lower in writing.capitalised and not is_word(lower)) or lower in gazetteer.countries()
    return token.tag[0] == "N" and (is_known or not (is_common(lower) or lower.endswith("ing")))


def _is_initial(tokens: list[Token], at: int) -> bool:
    """Whether a word is capitalised by its place: first in the sentence, or after a colon or an opening quote."""
    return at == 0 or tokens[at - 1].text in (":", '"', "``", "•") or (at < 3 and not any(t.text[0].isalnum() for t in tokens[:at]))


def _is_personal(token: Token) -> bool:
    """Whether a capitalised word may be part of a person's name: no common word, place or acronym."""
    return is_capital(token) and token.text.isalpha() and not is_word(token.lower) and not is_acronym(token.text)


def _is_calling(word: str) -> bool:
    """Whether a word in small letters is what somebody does, and no office or rank that goes with the name: "hydrologist"."""
    return noun_class(word) == "person" and not is_role(word) and word.endswith(("ist", "ian", "er"))


def _names_in(sentence: Sentence, start: int, end: int, writing: Writing) -> Iterator[Name]:
    """The names of a joined run: one, or a person and the body whose office stands before ("Trade Commission President Ada Smith").

    None for a mere adjective or office.
    """
    tokens = sentence.tokens
    titled = start > 0 and tokens[start - 1].lower in name_words("titles")
    for i in range(end - 2, start - 1, -1):
        is_described = i == start and start > 0 and tokens[start - 1].tag == "DT" and is_common(tokens[i + 1].lower)  # "a General Customs Office"
        is_called = i == start and end - i == 3 and _is_initial(tokens, i) and _is_calling(tokens[i].lower)
        is_titled = (is_called or tokens[i].lower in name_words("titles")) and tokens[i + 1].text[0].isupper() and not is_described
        is_person = is_titled and (_is_personal(tokens[end - 1]) or (end - i > 2 and _is_personal(tokens[i + 1]) and not is_institution(tokens[end - 1].lower)))
        if is_person and tokens[end - 1].lower not in gazetteer.places():
            if i > start and is_institution(tokens[i - 1].lower) and not is_role(tokens[i - 1].lower):
                yield Name(sentence, start, i)
            start, titled = i + 1, True
            break
    words = tokens[start:end]
    is_office = all(is_role(word.lower) or is_person_head(word.lower) or word.text == "-" for word in words)  # "Secretary-General"
    is_office = is_office and not is_office_of_state([word.lower for word in words])  # "Auditor General"
    if len(words) == 1 and is_common(words[0].lower) and _is_compound_part(tokens, end):
        return
    if words and (titled or not is_office) and (len(words) > 1 or titled or _is_name(words[0], writing)):
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
    if (
        lower in gazetteer.demonyms()
        or lower.removesuffix("s") in gazetteer.demonyms()
        or lower.removesuffix("s") in name_words("calendar")
        or len(token.text) < 2
    ):
        return False
    if lower in writing.small and is_common(lower):
        return False
    return token.tag[0] == "N" or is_acronym(token.text) or not is_common(lower)


def _is_compound_part(tokens: list[Token], end: int) -> bool:
    """Whether a hyphen at `end` ties the word before it to one in small letters: "State-owned"."""
    if end + 1 >= len(tokens) or tokens[end].text != "-" or tokens[end].start != tokens[end - 1].end:
        return False
    return tokens[end + 1].start == tokens[end].end and tokens[end + 1].text[0].islower()


def _is_entry(tokens: list[Token], start: int, end: int) -> bool:
    """Whether a capitalised run begins another article's title: common words, of which only the first is capitalised."""
    if not is_common(tokens[start].lower) or (end > start + 1 and tokens[end - 1].lower not in gazetteer.places()):
        return False
    goes_on = end < len(tokens) and (tokens[end].tag in ("NN", "NNS") or _is_compound_part(tokens, end))
    return goes_on or not is_institution(tokens[start].lower)


def _entry(tokens: list[Token], start: int, end: int) -> tuple[int, bool]:
    """The end of such a title, and whether it is a name: "Energy policy of Chile" is, "Energy policy" is not."""
    while end < len(tokens) and tokens[end].tag in ("NN", "NNS", "JJ", "HYPH", "VBN") and tokens[end].lower != "and":
        end += 1
    if end < len(tokens) and tokens[end].lower in ("of", "in", "on", "for") and (after := capital_after(tokens, end + 1)):
        return chain(tokens, start, after + 1), True
    return end, tokens[end - 1].lower in gazetteer.places()


def _owners(name: Name) -> Iterator[Name]:
    """The ministry whose unit a name is of: "the Pilot Bureau of the **Ministry of Ports**"."""
    tokens = name.tokens
    for i in range(4, len(tokens) - 2):
        is_unit = is_institution(tokens[i - 3].lower) and tokens[i - 2].lower == "of" and tokens[i - 1].lower == "the"
        if is_unit and tokens[i + 1].lower in _JOINTS and type_of_name([tokens[i].text], 0) == "government_body":
            yield Name(name.sentence, name.start + i, name.end)


def _abbreviated_owner(name: Name) -> Name | None:
    """The body at the end of a name that alone has the initials in the bracket: "the Fish Committee of the **Northern Sea Union** (NSU)"."""
    tokens = name.tokens
    acronym = next((name.sentence.tokens[form.start].text.lower() for form in name.forms if form.kind == "acronym"), "")
    for i in range(len(tokens) - 1, 1, -1):
        if tokens[i - 1].lower == "the" and tokens[i - 2].lower in ("of", "for") and initials(tokens[i:]) == acronym != initials(tokens):
            return Name(name.sentence, name.start + i, name.end, forms=name.forms, after=name.after)
    return None


def _read_other_names(name: Name) -> int:
    """Read the names that a text gives besides: "the Port Office, also known as the Harbour House or PO". Gives where to go on."""
    tokens, start = name.sentence.tokens, max(name.end, name.after)
    words = name_words("other_names")
    at = start + 1
    if at + 2 >= len(tokens) or tokens[start].text != ",":
        return name.end
    while at < len(tokens) and tokens[at].lower in words and at < start + _MAX_CALLING:
        at += 1
    if tokens[start + 1].lower == "or" and is_acronym(tokens[start + 2].text) and abbreviates(tokens[start + 2].text, name.tokens):
        name.forms.append(Form(start + 2, start + 3, "acronym"))  # "the Ports Agency, **or PA**, ..."
        name.after = start + 3
        return name.after
    is_restated = tokens[at - 1].lower in name_words("restating") or tokens[at - 2].lower in name_words("restating")
    if not is_restated and not any(token.lower in name_words("calling") for token in tokens[start:at]):
        return name.end
    last, before = name.end, len(name.forms)
    while at < len(tokens) and (tokens[at].lower in ("the", "or", "and") or is_capital(tokens[at]) or begins_with_topic(tokens, at)):
        if tokens[at].lower not in ("the", "or", "and"):
            end = span(tokens, at)
            kind = "acronym" if end == at + 1 and is_acronym(tokens[at].text) else "variant"
            name.forms.append(Form(at, end, kind))
            at = last = end
        else:
            at += 1
    if at < len(tokens) and tokens[at].lower == "until":  # a name of the past is that of a body of the past
        del name.forms[before:]
        return name.end
    name.after = max(name.after, last)
    return last


def _read_name_in_front(name: Name, names: list[Name]) -> None:
    """Make the name before one that is the same a form of it: "Known for short as **Minport**, the Ministry of Ports ..."."""
    tokens, before = name.sentence.tokens, names[0] if len(names) == 1 else name
    if before is name or [t.lower for t in tokens[before.end : name.start]] != [",", "the"] or before.forms:
        return
    lead = {token.lower for token in tokens[: before.start]}
    is_short = before.end == before.start + 1 and sum(c.isupper() for c in before.tokens[0].text) > 1 and abbreviates(before.tokens[0].text, name.tokens)
    if is_short:  # "**CySEC**, the Cyprus Securities and Exchange Commission, ..."
        name.forms.append(Form(before.start, before.end, "acronym"))
        names.clear()
        return
    if lead & name_words("calling") and lead <= name_words("other_names"):
        name.forms.append(Form(before.start, before.end, "acronym" if is_acronym(before.tokens[0].text) else "variant"))
        names.clear()


def _read_bracket(name: Name, names: list[Name]) -> int:
    """Read the bracket after a name: a place there is part of the name, other forms are noted. Gives where to go on.

    An acronym there also shows where the name begins: with the name before it in `names`, which is taken back.
    """
    tokens = name.sentence.tokens
    opening = name.end + _is_classified(name)
    close = bracket(tokens, opening, MAX_TOKENS)
    if not close:
        return name.end
    inside = tokens[opening + 1 : close]
    if " ".join(token.lower for token in inside) in gazetteer.places() and not is_acronym(inside[0].text):
        name.end = close + 1 if not is_place(tokens, name.start) else name.end
        return close + 1
    name.forms = read_forms(name.tokens, inside)
    name.after = close + 1
    if (owner := _abbreviated_owner(name)) is not None:
        name.forms = []
        names.append(owner)
    for form in name.forms:
        if form.kind == "acronym":
            _join_by_acronym(name, names, tokens[form.start].text)
    return close + 1 if name.forms else name.end


def _is_classified(name: Name) -> bool:
    """Whether a noun stands between a name and the bracket with its acronym: "the Verification of Conformity **programme** (VoC)"."""
    behind = name.sentence.tokens[name.end : name.end + 4]
    is_behind = [token.text for token in behind[1::2]] == ["(", ")"] and behind[0].tag == "NN" and len(name.tokens) > 1
    return is_behind and is_acronym(behind[2].text) and abbreviates(behind[2].text, name.tokens)


def _join_by_acronym(name: Name, names: list[Name], acronym: str) -> None:
    """Begin a name with those before it, of which its acronym speaks too: "Council for **Harmonisation** of X for Y for Z (CH)"."""
    tokens = name.sentence.tokens
    if abbreviates(acronym, name.tokens):
        return
    start = name.start
    for at in range(len(names) - 1, -1, -1):
        if names[at].end != start - 1 or names[at].forms:
            return
        start = names[at].start
        joined = tokens[start : name.end]
        is_long = at < len(names) - 1 or tokens[names[at].end].lower in _JOINTS
        if initials(joined) == acronym.lower() or (is_long and tokens[start].text[0] == acronym[0] and abbreviates(acronym, joined)):
            name.start = start
            del names[at:]
            return
