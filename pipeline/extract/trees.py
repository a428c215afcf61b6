"""Giving words of a parse new heads, and finding the noun phrase before or after a word by the tags alone."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.source.tokens import Sentence, Token

NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
# The tags of words that may open a noun phrase, and that may stand inside one.
OPENING = frozenset({"DT", "PDT", "PRP$", "JJ", "JJR", "JJS", "CD", "VBG"}) | NOUNS
INSIDE = OPENING | {"POS", "HYPH", "VBN"}
NOUN_DEPS = frozenset({"compound", "amod", "nmod"})
_STEPS = 40
# The prepositions inside a name: "Office for Ports".
_NAMED_WITH = frozenset({"for", "of", "on"})


def first_of_phrase(tokens: list[Token], last: int) -> int:
    """The index of the first word of the noun phrase that ends at an index."""
    first = last
    while first and tokens[first - 1].tag in INSIDE and tokens[first].tag not in ("DT", "PRP$"):
        first -= 1
    return first


def last_of_phrase(tokens: list[Token], first: int) -> Token | None:
    """The head of the noun phrase that begins at an index."""
    last = None
    for token in tokens[first:]:
        if token.tag in NOUNS or (token.tag in ("VBG", "VBZ", "VBP") and last is None):
            last = token
        elif token.tag not in INSIDE:
            break
    return last


def first_noun(tokens: list[Token], start: int) -> Token | None:
    """The head of the noun phrase that begins at an index."""
    found = None
    for token in tokens[start:]:
        if token.tag in NOUNS:
            found = token
        elif found is not None or token.tag not in ("DT", "JJ", "PRP$", "POS", "HYPH", "CD", "RB"):
            break
    return found


def left_edge(head: Token) -> int:
    """The index of the first word of the noun phrase that a token heads."""
    return min([head.i, *(token.i for token in head.subtree())]) if head.children else head.i


def name_head(token: Token) -> Token:
    """The head of the name that a token ends: of "the Office for Ports and **Rivers**" the office."""
    while token.head.i < token.i and (
        token.dep in ("conj", "compound") or (token.dep == "pobj" and token.head.lower in _NAMED_WITH and token.head.head.pos == "PROPN")
    ):
        token = token.head.head if token.dep == "pobj" else token.head
    return token


def top_of(tokens: list[Token], verb: Token) -> Token:
    """The head of the clause that the misread word stands in: up to a root, or to what is not part of a noun phrase."""
    top = verb
    while top.head is not top and (top.dep in NOUN_DEPS or top.dep in ("nsubj", "nsubjpass", "pobj", "dep", "appos")):
        if top.dep == "pobj" and top.head.i < verb.i:
            top = top.head  # the preposition of a subject with "of"
            while top.head is not top and top.dep in ("prep", "pobj"):
                top = top.head
            continue
        top = top.head
    return top


def give_object(verb: Token, target: Token | None, heads: dict[Token, tuple[Token, str]]) -> None:
    """Add to the new `heads` that a target, if there is one, is the object of a verb, and that what followed the verb belongs to it."""
    if target is None:
        return
    heads[target] = (verb, "dobj")
    for child in verb.children:
        if child.i > target.i and child.dep in ("conj", "appos") and child.tag in NOUNS:
            heads[child] = (target, "conj")
        elif verb.i < child.i < target.i:
            heads[child] = (target, child.dep)


def is_finite(verb: Token) -> bool:
    """Whether a verb has a tense, itself or by its auxiliary."""
    return verb.pos == "VERB" and (verb.tag in FINITE or verb.child("aux", "auxpass") is not None)


def rebuild(tokens: list[Token], verb: Token, lemma: str, heads: dict[Token, tuple[Token, str]], tag: str = "VBZ", pos: str = "VERB") -> bool:
    """Give the words their new `heads` with labels, and make one of them a verb; not where that would tie a knot. Whether it was done."""
    for start in heads:
        steps, word = 0, start
        while steps <= len(tokens) and (above := heads[word][0] if word in heads else word.head) is not word:
            steps, word = steps + 1, above
        if steps > len(tokens):
            return False
    for word, (head, dep) in heads.items():
        word.head, word.dep = head, dep
        if dep == "dobj" and word.tag in ("VBG", "VBZ", "VBP"):  # what was read as a verb
            word.pos, word.tag = "NOUN", "NN" if word.tag == "VBG" else "NNS"
        elif dep == "nsubj" and word.pos == "ADJ":
            word.pos, word.tag = "NOUN", "NN"
    verb.pos, verb.tag, verb.lemma = pos, tag, lemma
    for word in tokens:
        word.children = []
    for word in tokens:
        if word.head is not word:
            word.head.children.append(word)
    return True


def is_below(token: Token, above: Token) -> bool:
    """Whether a token is somewhere under another, as far as can be told in some steps."""
    steps = 0
    while token.head is not token and steps < _STEPS:
        token, steps = token.head, steps + 1
        if token is above:
            return True
    return False


def hang(token: Token, head: Token, dep: str, *, verb_tag: bool = False) -> bool:
    """Give a token a new head; not where that would tie a knot. Whether it was done."""
    if head is token or is_below(head, token):
        return False
    if token.head is not token:
        token.head.children = [child for child in token.head.children if child is not token]
    token.head, token.dep = head, dep
    if verb_tag:
        token.tag = "VBN"
    head.children = sorted([*head.children, token], key=lambda child: child.i)
    return True


def comma_before(sentence: Sentence, noun: Token) -> Token | None:
    """The comma right before the phrase of a noun."""
    start = noun.i
    for token in _left_branch(noun):
        start = min(start, token.i)
    before = sentence.tokens[start - 1] if start else None
    return before if before is not None and before.text == "," and start > 1 else None


def _left_branch(noun: Token) -> Iterator[Token]:
    stack = [child for child in noun.children if child.i < noun.i and child.dep not in ("punct", "cc")]
    while stack:
        token = stack.pop()
        yield token
        stack.extend(token.children)


def is_set_off(sentence: Sentence, noun: Token) -> bool:
    """Whether a comma ends the phrase of a noun, with what is coordinated with it."""
    last = max(token.i for token in noun.subtree() if token.dep != "punct")
    return last + 1 < len(sentence.tokens) and sentence.tokens[last + 1].text == ","
