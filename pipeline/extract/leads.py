"""What the items of a list are to the body that a text is about, by what introduces them: their own label, the sentence with a colon before them, else
their heading.

"The main units are:" and the heading "Structure" announce parts, "Member states" members, "Partners" whom it works with, "Legal basis" the rules that it
acts under, "Oversight" who oversees it and "Leadership" who leads it. All else is taken for its mandate. The words are the lists `..._leads` of the rulebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.extract.rulebook import load_rulebook
from pipeline.extract.syntax import is_fragment
from pipeline.source.tokens import Sentence, Token

MANDATE = "mandate"
# Between a label and its list, and between the parts of one.
_BREAKS = frozenset({":", ";", "–", "—", "--"})
# In the order in which they are asked.
_KINDS = ("part", "member", "partner", "overseer", "leader", "rule")


def leads(sentences: Iterable[Sentence]) -> dict[int, str]:
    """What the list items are, by the id() of their sentence: part, member, partner, rule or mandate."""
    found: dict[int, str] = {}
    heading = announced = MANDATE
    section = -1
    for sentence in sentences:
        if sentence.section != section:
            section, heading, announced = sentence.section, MANDATE, ""
        if sentence.kind == "heading":
            heading, announced = _kind(_nouns(sentence.tokens)), ""
        elif sentence.kind == "list_item" or is_fragment(sentence):
            found[id(sentence)] = announced or heading
        else:
            announced = _announced(sentence.tokens) if sentence.tokens[-1].text == ":" else ""
    return found


def _announced(tokens: list[Token]) -> str:
    if len(tokens) > 1 and tokens[-2].lower == "with":  # "It works with:"
        return "partner"
    return _kind(_nouns(tokens))


def _nouns(tokens: list[Token]) -> Iterator[Token]:
    """The nouns that say what follows: no objects of prepositions ("relations with **members**" are relations)."""
    first = next((token for token in tokens if token.tag[0] in "NJ"), None)  # "At the **top**:"
    return (
        token
        for token in tokens
        if token.pos in ("NOUN", "PROPN", "ADJ") and (token.dep != "pobj" or token is first) and token.tag[0] in "NJ"
    )


def _kind(nouns: Iterator[Token]) -> str:
    words = {word for token in nouns for word in (token.lemma.lower(), token.lower)}
    lists = load_rulebook().lists
    return next((kind for kind in _KINDS if words & lists[f"{kind}_leads"]), MANDATE)


def heads_of_item(sentence: Sentence, lead: str) -> Iterator[tuple[Token, str, bool]]:
    """The nouns that head the parts of a verbless item, what each is, by its label or else the `lead` of the list, and whether it is the label.

    An item is read by its colons and semicolons, whatever the parse ties over them: "Rescue: towing, first aid; buoys".
    """
    if not any(root.pos in ("NOUN", "PROPN") for root in sentence.roots):
        return
    label, *parts = _parts(sentence.tokens)
    is_labelled = _is_label(sentence, label, parts)
    names_one = is_labelled and not _has_name(label) and any(map(_has_name, parts))
    is_no_task = names_one and _kind(_nouns(label)) in ("overseer", "leader", "rule")  # "**Supervision**: Ministry of Ports"
    for part in parts if is_no_task else (label, *parts):
        if is_labelled and part is not label:
            kind = _kind(_nouns(label))
            yield from ((head, lead if kind == MANDATE else kind, False) for head in _tops(part, listing=True))
        else:
            yield from ((head, _own_kind(head) or lead, is_labelled) for head in _tops(part, listing=False))


def label_of_item(sentence: Sentence) -> list[Token]:
    """The words before the colon or dash of an item: "**Rescue**: towing"; empty where it has none."""
    label, *parts = list(_parts(sentence.tokens)) or [[]]
    return label if _is_label(sentence, label, parts) else []


def _is_label(sentence: Sentence, first: list[Token], rest: list[list[Token]]) -> bool:
    return bool(rest) and sentence.tokens[first[-1].i + 1].text != ";"


def _has_name(part: list[Token]) -> bool:
    return any(token.pos == "PROPN" for token in part)


def _own_kind(head: Token) -> str:
    """What a plural says of itself: "Subordinate bodies such as X"."""
    kind = _kind(iter((head,))) if head.tag == "NNS" else MANDATE
    return kind if kind in ("part", "partner") else ""


def _parts(tokens: list[Token]) -> Iterator[list[Token]]:
    part: list[Token] = []
    for token in tokens:
        is_break = token.text in _BREAKS and not (token.text in "–—" and part and part[-1].end == token.start)  # "the Oslo–Bergen Line"
        if is_break and part:
            yield part
            part = []
        elif not is_break:
            part.append(token)
    if part:
        yield part


def _tops(part: list[Token], *, listing: bool) -> Iterator[Token]:
    """The nouns of a part whose head stands outside it; in a list also what the parser took for their appositions."""
    inside = {token.i for token in part}
    for place, token in enumerate(part):
        if token.pos not in ("NOUN", "PROPN") or token.dep == "pobj":
            continue
        is_top = token.head is token or token.head.i not in inside or (token.dep == "dep" and token.i < token.head.i)
        is_listed = listing and token.dep == "appos" and part[place - 1].text != "("
        if is_top or is_listed:
            yield token
