"""Which names are the same thing: spelling, acronyms, years left out, surnames, countries, names within names.

Every test is a lookup in an index of the document's distinct names, so that the work grows with their number only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.extract import gazetteer, types
from pipeline.extract.forms import Form, initials, is_acronym
from pipeline.extract.lexicon import is_common, name_words, vocabulary
from pipeline.extract.names import Name
from pipeline.extract.spans import is_listed_part
from pipeline.extract.terms import spelled
from pipeline.extract.things import Thing
from pipeline.extract.typing_context import body_called, is_run, top_of, type_in_context
from pipeline.source.tokens import Sentence, Token

_WITHIN = frozenset({"of", "for", "in", "on", "to"})
# Types of what nobody can be.
_TOPICS = frozenset({"activity", "concept", "objective", "sector", "technology"})
_PREPOSITIONS = _WITHIN | {"against", "under", "with", "without", "by", "at", "between", "from", "no", "no."}


@dataclass(eq=False, slots=True)
class _Entry:
    """All places of one spelling of a name."""

    key: str
    words: list[str]
    head: int
    type: str
    names: list[Name] = field(default_factory=list)
    same_as: _Entry | None = None

    @property
    def top(self) -> _Entry:
        entry = self
        while entry.same_as is not None:
            entry = entry.same_as
        return entry


class Registry:
    """The named things of a document, from its names.

    `at` gives the thing whose name a token is part of, by the token's id, and `outermost` the one of the longest name that ends
    there; `by_key` finds by name in small letters; `heads` holds the noun of each name; `short` are the names of one word that
    stand for longer ones ("the Agency") and are resolved like nominals.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self.things: list[Thing] = []
        self.by_key: dict[str, Thing] = {}
        self.at: dict[int, Thing] = {}
        self.outermost: dict[int, Thing] = {}
        self.short: list[Name] = []
        self.heads: dict[Thing, str] = {}
        entries = self._entries(names)
        _unite(entries)
        self._make(entries)

    def _entries(self, names: Iterable[Name]) -> dict[str, _Entry]:
        entries: dict[str, _Entry] = {}
        for name in names:
            tokens = name.tokens
            key = spelled(tokens).lower()
            entry = entries.get(key)
            if entry is None:
                head = head_of_name(tokens)
                words = [token.text for token in tokens]
                type_ = "person" if name.titled else types.type_of_name(words, head)
                if (not type_ or type_ in _TOPICS | types.RULES) and is_listed_part(name.sentence.tokens, name.start):
                    type_ = "government_body"
                entry = entries[key] = _Entry(key, words, head, type_)
            entry.names.append(name)
        within = {key for entry in entries.values() for key in _owners(entry)}
        adjectives = {word.lower() for entry in entries.values() for word in entry.words[:-1]}
        bodies = {word.lower() for entry in entries.values() if entry.type in types.ORGANISATIONS for word in entry.words}
        longer = {entry.words[entry.head].lower() for entry in entries.values() if len(entry.words) > 1}
        for key, entry in list(entries.items()):
            if len(entry.words) == 1 and key in longer and (types.is_institution(key) or types.is_rule_head(key) or _is_plural_short(entry)):
                self.short.extend(entries.pop(key).names)
            elif not entry.type and (key in within or (key[-1] == "a" and f"{key}n" in adjectives)):
                entry.type = "place"  # "Bank of Ruritania", "Ruritanian"
            elif entry.words[entry.head].lower() == "fund" and any(is_run(top_of(name.tokens)) for name in entry.names):
                entry.type = "policy"
            elif entry.type in _TOPICS | {"place", "standard"} and (body := body_called(entry.names)):
                entry.type = body  # "E-Control is a regulatory authority"
            elif not entry.type:
                entry.type = type_in_context(entry.names, entry.head, bodies)
                if entry.type == "person" and any(form.kind == "acronym" for name in entry.names for form in name.forms):
                    entry.type = "organization"  # nobody goes by initials in brackets
        return entries

    def _make(self, entries: dict[str, _Entry]) -> None:
        """A thing for each entry that is not the same as another, with the places, forms and spellings of all that are."""
        made: dict[_Entry, Thing] = {}
        for entry in entries.values():
            top = entry.top
            if top not in made:
                made[top] = self._new(top)
            thing = made[top]
            self._name(
                thing, spelled(entry.names[0].tokens), "acronym" if is_acronym(entry.words[0]) and len(entry.words) == 1 else "variant"
            )
            self.by_key.setdefault(entry.key, thing)
            for name in entry.names:
                self._place(thing, name)
        for entry in entries.values():
            for name in entry.names:
                self._nested(name, made[entry.top])
        for name in self.short:
            self._place_short(name)
        self._without_owners(entries)

    def _without_owners(self, entries: dict[str, _Entry]) -> None:
        """Names without whose they are, where that is told last: "the **Fish Committee** of the Senate", "the **Port Agency** of the United States"."""
        owned: dict[str, set[Thing]] = defaultdict(set)
        for key, entry in entries.items():
            tokens = entry.names[0].tokens
            if at := _before_the_owner(tokens):
                owned[spelled(tokens[:at])].add(self.by_key[key])
        for short, things in owned.items():
            if len(things) == 1 and short.lower() not in self.by_key:
                self._name(things.pop(), short, "variant")

    def _place_short(self, name: Name) -> None:
        """A short name with other forms in brackets: "the Agency (Bundesamt)" gives them to the first thing with that noun."""
        if name.forms and (thing := next((t for t in self.things if self.heads.get(t) == name.tokens[0].lower), None)) is not None:
            self._place_forms(thing, name)

    def _new(self, entry: _Entry) -> Thing:
        country = gazetteer.countries().get(entry.key)
        thing = self.by_key.get(country.lower()) if country else None
        if thing is None:
            thing = Thing(country or spelled(entry.names[0].tokens), entry.type, named=True)
            self.by_key[thing.name.lower()] = thing
            self.things.append(thing)
            if entry.words:
                self.heads[thing] = entry.words[entry.head].lower()
        return thing

    @staticmethod
    def _name(thing: Thing, name: str, kind: str) -> None:
        if name != thing.name and name not in thing.aliases:
            thing.aliases[name] = kind

    def _place(self, thing: Thing, name: Name) -> None:
        tokens = name.tokens
        kind = "name" if spelled(tokens) == thing.name else "alias"
        self._mention(thing, name.sentence, tokens, kind)
        self.outermost[id(tokens[-1])] = thing
        self._place_forms(thing, name)

    def _place_forms(self, thing: Thing, name: Name) -> None:
        for form in name.forms:
            words = name.sentence.tokens[form.start : form.end]
            self._form(thing, form, words)
            self._mention(thing, name.sentence, words, "alias")

    def _form(self, thing: Thing, form: Form, words: list[Token]) -> None:
        alias = spelled(words)
        self._name(thing, alias, form.kind)
        self.by_key.setdefault(alias.lower(), thing)

    def _mention(self, thing: Thing, sentence: Sentence, tokens: list[Token], kind: str) -> None:
        for token in tokens:
            self.at[id(token)] = thing
        thing.mentions.append((sentence, tokens[0].start, tokens[-1].end, kind))

    def _nested(self, name: Name, outer: Thing) -> None:
        """Names inside a name: what follows its prepositions, and what it begins with, where that is a name elsewhere or a country."""
        tokens = name.tokens
        begun = set()
        for start, end in _parts(tokens):
            if start in begun:
                continue  # "House of Deputies" is not "House" too
            part = tokens[start:end]
            key = spelled(part).lower()
            thing = self.by_key.get(key)
            if thing is None and (type_ := self._type_within(tokens, start, part, key)):
                words = [token.text for token in part]
                place = Name(name.sentence, name.start + start, name.start + end)
                thing = self._new(_Entry(key, words, head_of_name(part), type_, [place]))
                self._name(thing, spelled(part), "variant")
                self.by_key[key] = thing
            if thing is not None and thing is not outer:
                begun.add(start)
                self._mention(thing, name.sentence, part, "name" if spelled(part) == thing.name else "alias")

    @staticmethod
    def _type_within(tokens: list[Token], start: int, part: list[Token], key: str) -> str:
        """The type of a name that stands only inside another: a country, or the body of an office or committee ("Speaker of the Diet")."""
        if key in gazetteer.countries():
            return "place"
        owned = types.is_role(tokens[head_of_name(tokens)].lower) or types.is_organ(tokens[head_of_name(tokens)].lower)
        is_body = types.is_institution(part[head_of_name(part)].lower, exact=True) and not types.is_role(part[0].lower)
        if owned and is_body and start > 1 and (tokens[start - 1].lower == "the" or part[0].lower in vocabulary("names")["bare"]):
            return types.type_of_name([token.text for token in part], head_of_name(part))
        return ""


def _parts(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Where names inside a name may stand: after a preposition, up to the end, the next one or the head; and before the head of a law."""
    head = head_of_name(tokens)
    stops = [i for i in range(1, len(tokens) - 1) if tokens[i].lower in _WITHIN]
    for i, stop in enumerate(stops):
        start = stop + 1 + (tokens[stop + 1].lower == "the")
        for end in dict.fromkeys((len(tokens), head, *stops[i + 1 : i + 2])):
            if end > start:
                yield start, end
    if head > 1 and types.is_rule_head(tokens[head].lower):
        yield 0, head


def _before_the_owner(tokens: list[Token]) -> int:
    """Where a name of several words ends before the body or country that it is of; 0 where it is of none."""
    at = next((i for i in range(2, len(tokens) - 2) if tokens[i].lower == "of" and tokens[i + 1].lower == "the"), 0)
    owner = tokens[at + 2 :]
    if not at or not all(token.text[0].isupper() for token in tokens[:at]):
        return 0
    is_body = types.type_of_name([token.text for token in owner], head_of_name(owner)) in types.ORGANISATIONS
    return at if is_body or spelled(owner).lower() in gazetteer.countries() else 0


def head_of_name(tokens: list[Token]) -> int:
    """The index of the noun that heads a name: a statute at its end ("Bank of Rome Act 2021"), else what stands before a preposition."""
    end = len(tokens)
    end = _before_number(tokens, end)
    for i in range(1, end):
        is_number = tokens[i].text[0].isdigit() and not tokens[i].text[-1].isalpha()
        if is_number or (tokens[i].text == "(" and not _is_statute(tokens[end - 1])):
            end = _before_number(tokens, i)
            break
    owner = next((i for i in range(1, end - 1) if tokens[i].lower in _WITHIN), 0)
    is_owned = owner and tokens[owner + 1].lower == "the" and types.is_institution(tokens[owner - 1].lower)  # "Secretariat of the Peace Treaty"
    if _is_statute(tokens[end - 1]) and not is_owned and not (end > 1 and tokens[end - 2].lower in _WITHIN):
        return end - 1
    head = next((i for i in range(1, end) if tokens[i].text in _PREPOSITIONS or (i + 1 < end and _is_provision(tokens, i))), end) - 1
    if types.is_place_head(tokens[head].lower) and end - head > len(("Gulf", "of", "Riga")) and types.is_institution(tokens[end - 1].lower, exact=True):
        return end - 1  # "Gulf of Riga Ports Union"
    is_named_for = head + 1 < end and tokens[head + 1].lower == "for" and types.is_rule_head(tokens[end - 1].lower)
    if is_named_for and not (types.is_institution(tokens[head].lower) or types.is_rule_head(tokens[head].lower)):
        return end - 1  # "Funding for Growth Scheme"
    return head


def _is_provision(tokens: list[Token], at: int) -> bool:
    """Whether a gerund says what a law does: "Agreement **Establishing** the Court"."""
    return tokens[at].lower.endswith("ing") and _is_statute(tokens[at - 1])


def _before_number(tokens: list[Token], end: int) -> int:
    """The end of a name without its number and date: "Order **No. 7 of May 2024**"."""
    skipped = name_words("numbers") | name_words("months")
    while end > 1 and (not tokens[end - 1].text.isalpha() or tokens[end - 1].lower in skipped or (tokens[end - 1].lower == "of" and end < len(tokens))):
        end -= 1
    return end


def _is_plural_short(entry: _Entry) -> bool:
    """Whether a plural is short for a longer name that it ends: "the **Railways**"."""
    is_word = entry.words[0].lower().endswith("s") and is_common(entry.words[0].lower())
    return is_word and all(name.start and name.sentence.tokens[name.start - 1].lower == "the" for name in entry.names)


def _owners(entry: _Entry) -> Iterator[str]:
    """The uncommon word at the end of a body's or office's name, which is the place that it is of: "Bank of Ruritania"."""
    words = entry.words
    if len(words) > 2 and words[-2].lower() in ("of", "the") and entry.head < len(words) - 1 and not is_common(words[-1].lower()):
        yield words[-1].lower()


def _is_statute(token: Token) -> bool:
    return token.lower in vocabulary("names")["statutes"]


def _unite(entries: dict[str, _Entry]) -> None:
    """Mark the entries that are another form of a fuller one. Only a form that fits one entry is united with it."""
    index: dict[tuple[str, str], list[_Entry]] = defaultdict(list)
    defined = {}
    for entry in entries.values():
        for name in entry.names:
            for form in name.forms:
                defined[spelled(name.sentence.tokens[form.start : form.end]).lower()] = entry
        for shorter in set(_shorter(entry)):
            index[shorter].append(entry)
    for entry in entries.values():
        if entry.key in defined and defined[entry.key] is not entry:
            entry.same_as = defined[entry.key]
            continue
        for key in _looks_for(entry):
            fuller = {id(found.top): found.top for found in index.get(key, ()) if found.top is not entry and not _beside(entry, found)}
            if len(fuller) == 1:
                entry.same_as = next(iter(fuller.values()))
                break


def _beside(shorter: _Entry, fuller: _Entry) -> bool:
    """Whether one sentence has a name before the one that it may be short for: "the Education Law, the **Compulsory** Education Law"."""
    places = {id(name.sentence): name.start for name in reversed(shorter.names)}
    return len(shorter.words) > 1 and any(places.get(id(name.sentence), name.end) < name.start for name in fuller.names[:1])


def _shorter(entry: _Entry) -> Iterator[tuple[str, str]]:
    """The shorter forms by which a name may come again, each with the kind of shortening."""
    words, tokens = entry.words, entry.names[0].tokens
    lower = [word.lower() for word in words]
    if len(words) > 2:
        yield "initials", initials(tokens)
        yield "initials", "".join(word[0] for word in lower if word[0].isalpha())
    if entry.type == "person" and 1 < len(words) == entry.head + 1:
        yield "surname", lower[-1]
        if len(words) == 3 and not words[1].endswith("."):
            yield "surname", lower[1]  # "Luis Ovelar Franco" is "Ovelar"
    if lower[-1].isdigit() and len(lower[-1]) == 4:
        yield "dated", f"{lower[entry.head]} {lower[-1]}"
        yield "undated", " ".join(lower[: entry.head + 1])
    if entry.type == "place" and len(words) == 2 and types.is_place_head(lower[0]):
        yield "whole", lower[1]
    if (base := _without_place(lower)) is not None:
        yield "whole", base
        yield "placeless", base
        yield "native", f"{' '.join(lower[len(base.split()) + 1 :]).removesuffix(' )')} {base}"
    if 0 < entry.head < len(words) - 1 and (entry.type in types.ORGANISATIONS or entry.type == "person"):
        yield "whole", " ".join(lower[: entry.head + 1])
    if lower[entry.head + 1 : entry.head + 2] == ["of"]:
        yield "whole", " ".join([*lower[entry.head + 2 :], *lower[: entry.head + 1]])
    if entry.type in types.ORGANISATIONS and (native := _of_country(lower)) is not None:
        yield "whole", native
    if entry.type in types.ORGANISATIONS or entry.type in types.RULES:
        for start in range(1, entry.head + 1):
            yield "tail", " ".join(lower[start:])


def _looks_for(entry: _Entry) -> Iterator[tuple[str, str]]:
    """The keys under which a fuller form of a name would be found."""
    lower = [word.lower() for word in entry.words]
    if len(lower) == 1:
        if is_acronym(entry.words[0]):
            yield "initials", lower[0]
        elif entry.type != "place":
            yield "surname", lower[0]
        yield "whole", lower[0]
        if not is_common(lower[0]) and entry.type in types.ORGANISATIONS:
            yield "tail", lower[0]  # "the **Riksbank**"
        return
    if lower[-1].isdigit() and len(lower) <= 3:
        word = lower[0] if not lower[0].isdigit() else lower[1]
        yield "dated", f"{word} {lower[-1]}"
    if (base := _without_place(lower)) is not None:
        yield "placeless", base  # "Federal Court of Australia" is no "Federal Court of Bankruptcy"
    if (native := _of_country(lower)) is not None:
        yield "native", native  # "the **Chilean** Ministry of Transport" of "Ministry of Transport (Chile)"
        if entry.type in types.ORGANISATIONS:
            yield "whole", native
    text = " ".join(lower)
    yield "undated", text
    yield "whole", text
    yield "tail", text


def _of_country(lower: list[str]) -> str | None:
    """A name in small letters with its demonym as a country in front: "croatia ombudsman" of "Croatian Ombudsman"; None where it has none."""
    country = gazetteer.demonyms().get(lower[0])
    return " ".join([country.lower(), *lower[1:]]) if country is not None else None


def _without_place(lower: list[str]) -> str | None:
    """A name in small letters without the country it is of: "Ministry of Transport (**Chile**)", "Ministry of Transport of **the Republic of Chile**"."""
    if lower[-1] == ")" and "(" in lower:
        return " ".join(lower[: lower.index("(")])
    for i in range(1, len(lower) - 1):
        if lower[i] == "of" and " ".join(lower[i + 1 :]).replace(" 's", "'s").removeprefix("the ") in gazetteer.countries():
            return " ".join(lower[:i]) if i > 1 else None
    return None
