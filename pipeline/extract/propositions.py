"""What a sentence says, clause by clause: predicates with their arguments, read off the dependency parse.

A proposition is the common ground of open statements and typed relations: it names the predicate, its polarity and
modality, and the heads of its arguments; how much of each argument is quoted, and what it refers to, is for later stages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from pipeline.extract.clauses import Argument, Clause, clause_words, clauses, is_time
from pipeline.extract.syntax import SUBJECTS, conjuncts, is_noun, prepositional
from pipeline.extract.trees import left_edge
from pipeline.source.tokens import Sentence, Token

__all__ = ["Argument", "Proposition", "propositions"]

_PARTICIPIAL = frozenset({"acl", "advcl", "pcomp"})
_IMPLYING = frozenset({"appos", "poss", "amod", "compound", "prep"})
_EXAMPLES = frozenset({"including", "such as"})
_SET_OFF = frozenset({",", "(", ":", ";"})
_REFLEXIVE = ("self", "selves")
_AGENTIVE = ("er", "or", "ist", "ian", "ant", "man", "woman")


@dataclass(slots=True)
class Proposition:
    """One predicate with its arguments.

    `predicate` is the head verb, predicative adjective or noun, appositive or possessed noun. `kind` is `verb`, `copula`,
    `apposition` (also of a title before a name), `possessive`, `participle` (a verb without a finite form and subject of its own) or
    `nominal` (an adjective with its phrase after a noun, an example after "such as", a place after a comma). `words` are the tokens of
    the relation, in order (empty where it is implied): "tries to sell" for the predicate "sell". The subject is one of the arguments; for
    passives it is the grammatical subject. Subjects of relative, participial, infinitival and coordinated clauses are already found.
    `modality` is asserted, possible, required or intended; `attributed_to` is the head of the phrase that is reported to say so.
    A copula has one proposition for each of its coordinated complements.
    """

    sentence: Sentence
    predicate: Token
    kind: str
    words: tuple[Token, ...]
    arguments: tuple[Argument, ...]
    passive: bool = False
    negated: bool = False
    modality: str = "asserted"
    attributed_to: Token | None = None

    def argument(self, *roles: str) -> Argument | None:
        """The first argument with one of the roles."""
        for argument in self.arguments:
            if argument.role in roles:
                return argument
        return None


def propositions(sentence: Sentence) -> Iterator[Proposition]:
    """All propositions of a sentence, in the order of their predicates."""
    found: list[Proposition] = []
    for clause in clauses(sentence):
        if not clause.is_part:
            found.extend(_of_clause(sentence, clause))
    for token in sentence.tokens:
        if token.dep in _IMPLYING and is_noun(token.head):
            found.extend(_of_noun(sentence, token, token.head))
    found.sort(key=lambda p: p.predicate.i)
    yield from found


def _of_clause(sentence: Sentence, clause: Clause) -> Iterator[Proposition]:
    verb = clause.verb
    has_subject = any(child.dep in SUBJECTS for child in verb.children)
    kind = "participle" if verb.dep in _PARTICIPIAL and verb.tag in ("VBG", "VBN", "VBD") and not has_subject else "verb"
    complement = next((a for a in clause.arguments if a.role == "complement"), None)
    if complement is None or verb.lemma != "be":
        yield _proposition(sentence, clause, verb, kind, clause.arguments)
        return
    others = [a for a in clause.arguments if a is not complement]
    if any(child.dep == "expl" for child in verb.children):  # "There are fees on loans": fees are on loans
        yield _proposition(sentence, clause, verb, "verb", [Argument(complement.head, "subject"), *others, *_obliques(complement.head)])
        return
    for head in conjuncts(complement.head):
        if head.tag in ("VBN", "VBG") and head.pos == "VERB" and head is not complement.head:
            continue  # "is responsible for A and charged with B": the participle is a clause of its own
        yield _proposition(sentence, clause, head, "copula", [*others, Argument(head, "complement"), *_obliques(head)])


def _obliques(head: Token) -> list[Argument]:
    return [Argument(noun, "oblique", marker) for c in head.children if c.dep in ("prep", "agent") for marker, noun in prepositional(c)]


def _proposition(sentence: Sentence, clause: Clause, predicate: Token, kind: str, arguments: list[Argument]) -> Proposition:
    return Proposition(
        sentence, predicate, kind, clause.words, tuple(arguments), clause.passive, clause.negated, clause.modality, clause.attributed_to
    )


def _of_noun(sentence: Sentence, token: Token, head: Token) -> Iterator[Proposition]:
    """What the modifier `token` of the noun `head` implies: "X, a regulator" that X is one, "the board's chair" that the board has one."""
    if token.dep == "appos":
        yield from _of_apposition(sentence, token, head)
    elif token.dep == "poss":
        yield Proposition(sentence, head, "possessive", (), (Argument(_owner(token), "subject"), Argument(head, "object")))
    elif token.dep == "compound":
        if _is_title(sentence, token, head):
            yield Proposition(sentence, token, "apposition", (), (Argument(head, "subject"), Argument(token, "complement")))
    elif token.dep == "amod":
        if token.pos == "ADJ" and (obliques := _obliques(token)):  # "banks subject to fees"
            yield Proposition(sentence, token, "nominal", (), (Argument(head, "subject"), Argument(token, "complement"), *obliques))
    else:
        for marker, noun in prepositional(token):
            if " ".join(word.lower for word in marker) in _EXAMPLES:
                yield Proposition(sentence, noun, "nominal", marker, (Argument(head, "subject"), Argument(noun, "object")))


def _owner(possessor: Token) -> Token:
    """The possessor, or the noun that "whose" stands for."""
    if possessor.tag != "WP$":
        return possessor
    token = possessor
    while token.head is not token and token.dep != "relcl":
        token = token.head
    return token.head if token.dep == "relcl" else possessor


def _of_apposition(sentence: Sentence, token: Token, head: Token) -> Iterator[Proposition]:
    """An appositive and its noun, the name first: "the governor, Ann Lee" says that Ann Lee is the governor. Lists and figures say nothing."""
    if not (is_noun(token) or _is_one_of(token)) or token.lower.endswith(_REFLEXIVE) or _is_figure(token) or _is_figure(head):
        return
    if any(other.tag == token.tag and other is not token for other in head.all("appos")):
        return
    before = sentence.tokens[token.i - 1].text
    if (before == "(" and token.tag == "NNP" and token.text.istitle()) or _is_language(sentence, token, head):
        return  # "Data Act (Norway)": where, not what
    if sentence.kind == "list_item" and head.head is head and ":" in [word.text for word in sentence.tokens[head.i : token.i]]:
        return  # "- Transit: the Blue Carnet": a topic and what belongs to it
    edge = left_edge(token)
    between = takewhile(lambda word: word.text not in _SET_OFF, sentence.tokens[head.i : max(edge, head.i) + 1])
    opening = sentence.tokens[max(0, edge - 1)]
    if any(_is_hyphen(sentence, word) for word in [*between, opening]):
        return  # "Norway–Sweden relations"; but "Seatech, a state-owned company"
    if head.dep == "pobj" and token.tag == head.tag == "NNP" and before == "," and not token.child("det"):
        yield Proposition(sentence, token, "nominal", (), (Argument(head, "subject"), Argument(token, "oblique")))
        return
    named, described = (token, head) if token.tag[:3] == "NNP" and head.tag in ("NN", "NNS", "CD") else (head, token)
    yield Proposition(sentence, described, "apposition", (), (Argument(named, "subject"), Argument(described, "complement")))


def _is_language(sentence: Sentence, token: Token, head: Token) -> bool:
    """Whether a bracket gives a translation: "(German: Bundesamt)"."""
    between = [word.text for word in sentence.tokens[head.i : token.i + 2]]
    if ")" in between[: token.i - head.i]:
        return False
    return ":" in between and ("(" in between or any(word.text == "(" for word in sentence.tokens[max(0, head.i - 1) : head.i]))


def _is_hyphen(sentence: Sentence, mark: Token) -> bool:
    """Whether a dash joins two words without a space."""
    return mark.text in ("–", "-") and mark.i > 0 and sentence.tokens[mark.i - 1].end == mark.start


def _is_figure(token: Token) -> bool:
    return (token.pos in ("NUM", "SYM") and not _is_one_of(token)) or token.text == "%" or is_time(token)


def _is_one_of(token: Token) -> bool:
    """ "X, **one** of the ministries", "**one** of the ministries, X"."""
    return token.lower == "one" and any(child.lower == "of" for child in token.children)


def _is_title(sentence: Sentence, token: Token, name: Token) -> bool:
    """Whether `token` ends a title or description before a person's name: "Prime **Minister** Ann Lee", "bank **chairman** Ann Lee"."""
    if token.i > name.i:
        return False
    following = sentence.tokens[token.i + 1]
    titles = clause_words().titles
    if name.tag != "NNP" or following.tag != "NNP" or following.lower in titles or name.child("prep"):
        return False
    return token.lower in titles or (token.tag == "NN" and token.lower.endswith(_AGENTIVE))
