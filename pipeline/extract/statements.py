"""Open statements: what a reader would accept as said by a sentence, one minimal triple for each argument.

A proposition with several coordinated subjects or objects has one reading for each combination; the triples of a reading
(its object and its prepositional arguments) belong together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.extract.clauses import Argument, clause_words, is_time
from pipeline.extract.phrases import alternatives, clause, phrase
from pipeline.extract.propositions import Proposition
from pipeline.extract.syntax import conjuncts, is_noun
from pipeline.source.tokens import Token, source_words

Span = tuple[int, int]

_CLAUSAL = frozenset({"clause", "purpose", "adverbial"})
_VERBAL = frozenset({"verb", "participle", "copula"})
_ORDER = {"object": 0, "complement": 0, "indirect": 1, "clause": 1, "agent": 2, "oblique": 3, "purpose": 4, "adverbial": 5}
_PERSONAL = {
    "he": "person",
    "she": "person",
    "his": "person",
    "her": "person",
    "it": "thing",
    "its": "thing",
    "they": "many",
    "their": "many",
}
_PLURAL_PRONOUNS = frozenset({"they", "their", "these", "those", "we", "both", "many", "several", "few"})
_LINKING = frozenset({"be", "become", "remain"})
# "is charged with drafting", "succeeds in drafting": after these the gerund goes on the verb group.
_CONTINUING = frozenset({"with", "in", "for", "from", "of", "to", "at", "on", "about", "into", "against"})


@dataclass(slots=True)
class StatementDraft:
    """One open triple, before it has ids.

    `subject`, `relation` and `object` are texts; the spans are offsets into the source and cover them. `reading` numbers the
    combinations of coordinated arguments of one proposition: triples with the same proposition and reading belong together.
    `subject_head` and `object_head` are what the phrases are about; a pronoun or a relative pronoun is already replaced by what it stands for
    in the sentence. `rule` names the construction and the role of the object; `confidence` is the share of such statements expected to be right.
    """

    proposition: Proposition
    reading: int
    subject: str
    relation: str
    object: str
    subject_span: Span
    relation_span: Span
    object_span: Span
    subject_head: Token
    object_head: Token
    negated: bool
    modality: str
    attributed_to: Token | None
    rule: str
    confidence: float | None = None


@dataclass(slots=True)
class _Frame:
    """A proposition as it is to be stated: its subject resolved, the verb group complete, the arguments in order."""

    proposition: Proposition
    subject: Token
    words: tuple[Token, ...]
    arguments: list[Argument]
    kind: str
    passive: bool
    negated: bool
    modality: str
    is_part: bool = False

    @property
    def verb(self) -> Token:
        return self.words[-1] if self.words else self.proposition.predicate


def statements(text: str, propositions: Iterable[Proposition]) -> Iterator[StatementDraft]:
    """The statements of the propositions of one sentence; `text` is the whole source."""
    frames = [_frame(p, subject.head) for p in propositions if (subject := p.argument("subject")) is not None]
    _complete_verb_groups(frames)
    _resolve_pronouns(frames)
    for frame in frames:
        if not frame.is_part and not _is_unresolved(frame):
            yield from _of_frame(text, frame)


def _frame(p: Proposition, subject: Token) -> _Frame:
    arguments = [a for a in p.arguments if a.role != "subject" and not _is_discourse(a)]
    bearer = _bearer(p, subject) if p.kind in _VERBAL else subject
    return _Frame(p, bearer, p.words, arguments, p.kind, p.passive, p.negated, p.modality)


def _is_discourse(argument: Argument) -> bool:
    """ "in addition", "for example": not said of anything."""
    return bool(argument.marker) and not argument.head.children and argument.head.lower in clause_words().discourse


def _bearer(p: Proposition, subject: Token) -> Token:
    """Of whom a clause about a predicate noun or an appositive is true: "X is a body that licenses banks" says that X licenses banks."""
    verb = p.words[-1] if p.words else p.predicate
    above = verb.head.head if verb.dep == "conj" else verb.head
    if subject not in (above, verb.head) or subject.i > verb.i:
        return subject
    noun = subject
    while noun.dep == "conj":
        noun = noun.head
    if noun.dep == "attr" and noun.head.lemma in _LINKING:
        owner = noun.head.child("nsubj", "nsubjpass")
        return owner if owner is not None and owner.tag[0] != "W" else subject
    return noun.head if noun.dep == "appos" and is_noun(noun.head) else subject


def _complete_verb_groups(frames: list[_Frame]) -> None:
    """Let a gerund after the preposition of a verb go on the verb group: "is charged with" and "drafting" are one relation."""
    by_verb = {frame.verb.i: frame for frame in frames if frame.words}
    for frame in frames:
        verb = frame.verb
        if verb.dep != "pcomp" or verb.tag != "VBG" or verb.head.lower not in _CONTINUING:
            continue
        upper = by_verb.get(verb.head.head.i)
        if upper is None or upper.subject is not frame.subject or verb.i < upper.verb.i:
            continue
        if any(a.role in ("object", "complement", "indirect") for a in upper.arguments):
            continue
        frame.words = (*upper.words, verb.head, *frame.words)
        frame.arguments += [a for a in upper.arguments if a.role in ("oblique", "agent") and a.head is not verb]
        frame.kind, frame.passive, frame.negated, frame.modality = upper.kind, upper.passive, upper.negated, upper.modality
        upper.is_part = True


def _resolve_pronouns(frames: list[_Frame]) -> None:
    """Replace a personal pronoun by the nearest earlier subject of the sentence that agrees with it."""
    subjects: list[Token] = []
    for frame in frames:
        wanted = _PERSONAL.get(frame.subject.lower)
        if wanted is not None:
            frame.subject = _antecedent(frame.subject, wanted, subjects)
        elif frame.kind in _VERBAL and frame.subject.pos in ("NOUN", "PROPN"):
            subjects.append(frame.subject)


def _antecedent(pronoun: Token, wanted: str, subjects: list[Token]) -> Token:
    best = pronoun
    for subject in subjects:
        if subject.i < pronoun.i and (best is pronoun or subject.i > best.i):
            many = _is_plural(subject) or len(conjuncts(subject)) > 1
            if many == (wanted == "many") and (wanted != "person" or subject.tag == "NNP"):
                best = subject
    return best


def _is_unresolved(frame: _Frame) -> bool:
    """A relative or interrogative pronoun for which nothing was found, or an owner that is only a pronoun."""
    subject = frame.subject
    return subject.tag in ("WP", "WDT") or (frame.kind == "possessive" and subject.pos == "PRON")


def _is_plural(noun: Token) -> bool:
    return noun.tag in ("NNS", "NNPS") or noun.lower in _PLURAL_PRONOUNS


def _of_frame(text: str, frame: _Frame) -> Iterator[StatementDraft]:
    arguments = _arguments(frame)
    if not arguments:
        return
    cut = {a.marker[0].i for a in arguments if a.marker} | {frame.verb.i}
    if frame.kind == "possessive":
        cut = {frame.subject.i} | {p.head.i for p in frame.proposition.arguments}
    reading = 0
    for subject in _subjects(frame):
        subject_words = _subject_words(frame, subject, cut)
        for drafts in _readings(text, frame, subject, subject_words, arguments, cut):
            reading += 1
            for draft in drafts:
                draft.reading = reading
            yield from drafts


def _arguments(frame: _Frame) -> list[Argument]:
    """The arguments in the order in which they are stated, the object first."""
    found = frame.arguments
    predicate = frame.proposition.predicate
    if frame.kind == "copula" or predicate.dep == "amod":
        own = [a for a in found if a.marker and a.marker[0].head is predicate]
        if own and predicate.pos == "ADJ":  # "is subject to fees": the adjective belongs to the relation
            found = [a for a in found if a.role != "complement"]
        else:
            found = [a for a in found if a not in own or is_time(a.head)]
    if not found and frame.words:
        found = [Argument(c, "oblique") for c in frame.verb.children if c.dep == "advmod" and c.i > frame.verb.i][-1:]
    return sorted(found, key=lambda a: (_ORDER[a.role], a.head.i < frame.verb.i, a.head.i))


def _subjects(frame: _Frame) -> list[Token]:
    """The coordinated subjects; a title or an adjective speaks of its own noun only."""
    if not is_noun(frame.subject) or frame.proposition.predicate.dep in ("compound", "amod"):
        return [frame.subject]
    return conjuncts(frame.subject)


def _subject_words(frame: _Frame, subject: Token, cut: set[int]) -> list[Token]:
    if not is_noun(subject):
        return clause(subject)
    predicate = frame.proposition.predicate
    words = phrase(subject, cut - {subject.i})
    if frame.kind == "possessive":
        return [token for token in words if token.tag != "POS"]
    if predicate.dep == "compound":  # the name after a title
        return [token for token in words if token.i > predicate.i]
    return words


def _readings(
    text: str, frame: _Frame, subject: Token, subject_words: list[Token], arguments: list[Argument], cut: set[int]
) -> Iterator[list[StatementDraft]]:
    """For each coordinated object, its statement and those of the further arguments."""
    main, *further = arguments
    rest = [
        draft
        for a in further
        for head in _heads(a)
        for draft in _draft(text, frame, subject, subject_words, a, _object_words(frame, a, head, cut), head)
    ]
    for head in _heads(main):
        for without in alternatives(head, cut) if main.role not in _CLAUSAL else [frozenset()]:
            words = [token for token in _object_words(frame, main, head, cut) if token.i not in without]
            first = list(_draft(text, frame, subject, subject_words, main, words, head))
            if first:
                yield [*first, *(replace(d) for d in rest)]


def _heads(argument: Argument) -> list[Token]:
    return [argument.head] if argument.role in _CLAUSAL else conjuncts(argument.head)


def _object_words(frame: _Frame, argument: Argument, head: Token, cut: set[int]) -> list[Token]:
    if argument.role in _CLAUSAL or head.tag[:2] == "VB":
        return clause(head, {token.i for token in argument.marker} | {frame.verb.i})
    predicate = frame.proposition.predicate
    if predicate.dep == "compound":  # a title with what stands before it
        return [token for token in phrase(predicate.head) if token.i <= predicate.i and token.dep != "det"]
    words = phrase(head, cut - {head.i})
    first = argument.head
    if head is not first and words:
        owner = first.child("poss")
        if owner is not None and owner.i not in cut and not any(c.dep in ("poss", "det") for c in head.children):
            words = [*phrase(owner), *words]
    return words


def _draft(
    text: str, frame: _Frame, subject: Token, subject_words: list[Token], argument: Argument, words: list[Token], head: Token
) -> Iterator[StatementDraft]:
    if not subject_words or not words:
        return
    relation, span = _relation(text, frame, argument, subject, subject_words[-1].end)
    p = frame.proposition
    yield StatementDraft(
        p, 0, source_words(text, subject_words), relation, source_words(text, words),
        (subject_words[0].start, subject_words[-1].end), span, (words[0].start, words[-1].end),
        subject, head, frame.negated, frame.modality, p.attributed_to, f"{p.kind}-{argument.role}",
    )  # fmt: skip


def _relation(text: str, frame: _Frame, argument: Argument, subject: Token, end: int) -> tuple[str, Span]:
    """The relation's text and span: the verb group with its adverbs and the preposition, or what is implied, at `end`."""
    predicate = frame.proposition.predicate
    words = [*frame.words, *argument.marker]
    if frame.words:
        words += [c for c in frame.verb.children if _is_adverb(c, frame.verb) and c is not argument.head]
    if predicate.pos == "ADJ" and argument.role != "complement" and (frame.kind == "copula" or predicate.dep == "amod"):
        words += [predicate, *predicate.all("advmod", "neg")]
    words = sorted({word.i: word for word in words}.values(), key=lambda t: t.i)
    implied = _implied(frame, subject)
    if not words:
        return implied or ("are in" if _is_plural(subject) else "is in"), (end, end)
    spoken = source_words(text, words)
    return f"{implied} {spoken}" if implied else spoken, (words[0].start, words[-1].end)


def _is_adverb(child: Token, verb: Token) -> bool:
    """A plain adverb before the verb, or right after it."""
    return child.dep == "advmod" and not child.children and child.tag != "WRB" and child.i < verb.i + 2


def _implied(frame: _Frame, subject: Token) -> str:
    """The verb that the construction leaves out, in agreement with the subject."""
    many = _is_plural(subject)
    verb = frame.verb
    if frame.kind == "possessive":
        return "have" if many else "has"
    if frame.kind == "apposition" or verb.dep == "amod" or (verb.dep == "acl" and verb.tag == "VBN" and len(frame.words) == 1):
        return "are" if many else "is"
    return ""
