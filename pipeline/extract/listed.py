"""What the items of a list say: a verbless item is a statement through the sentence with a colon before it, or through its heading.

"The agency is responsible for:" with the item "licensing of banks" says that the agency is responsible for licensing of banks; the heading "Functions"
with that item that the functions include it. Subject and relation have their spans where they stand, before the item.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.frames import is_plural
from pipeline.extract.lexicon import noun_class
from pipeline.extract.phrases import alternatives, clause, coordinated, phrase
from pipeline.extract.propositions import Proposition
from pipeline.extract.statements import Span, StatementDraft
from pipeline.extract.syntax import is_noun
from pipeline.source.tokens import Sentence, Token, source_words

_LISTING = frozenset({"include", "comprise", "be", "cover", "encompass"})


@dataclass(frozen=True, slots=True)
class _Lead:
    """What introduces items: the words and the head of a subject, and what is said of it with its span."""

    subject: list[Token]
    head: Token
    relation: str
    span: Span
    modality: str = "asserted"
    attributed_to: Token | None = None
    rule: str = "item-heading"


def listed_statements(
    text: str, sentences: Sequence[Sentence], said: Mapping[int, Sequence[Proposition]]
) -> Iterator[tuple[Sentence, StatementDraft]]:
    """The statements of the verbless items of a document, each with the sentence of its item.

    `text` is the whole source, `said` holds the propositions of each sentence by the sentence's id().
    """
    heading: _Lead | None = None
    lead: _Lead | None = None
    for sentence in sentences:
        if sentence.kind == "list_item":
            if introduction := lead or heading:
                yield from ((sentence, draft) for draft in _of_item(text, sentence, introduction))
            continue
        lead = None
        if sentence.kind == "heading":
            heading = _of_heading(text, sentence)
        elif sentence.kind == "title":
            heading = None
        elif sentence.tokens[-1].text == ":":
            lead = _of_clause(text, sentence, said[id(sentence)]) or _of_heading(text, sentence)


def _of_heading(text: str, sentence: Sentence) -> _Lead | None:
    """ "Functions and powers": a heading that is a noun phrase says of what the items are part."""
    head = sentence.roots[0]
    is_phrase = is_noun(head) and len(sentence.roots) == 1 and all(token.pos not in ("VERB", "AUX") for token in sentence.tokens)
    if not is_phrase and not (len(sentence.tokens) == 1 and noun_class(head.lower)):  # "Mandate", read as a verb
        return None
    words = [token for token in sentence.tokens if token.text not in (":", ".")]
    end = words[-1].end
    several = is_plural(head) or len(coordinated(head)) > 1
    return _Lead(words, head, "include" if several else "includes", (end, end))


def _of_clause(text: str, sentence: Sentence, propositions: Sequence[Proposition]) -> _Lead | None:
    """ "It is responsible for:": the main clause of a sentence with a colon at its end, whose object the items are."""
    for proposition in propositions:
        subject = proposition.argument("subject")
        verb = proposition.words[-1] if proposition.words else None
        if subject is None or verb is None or verb.head is not verb or proposition.negated:
            continue
        words = phrase(subject.head)
        last = sentence.tokens[-2]
        relation = list(proposition.words)
        if last.pos == "ADP":
            relation = [token for token in sentence.tokens[relation[0].i : last.i + 1] if token.pos != "ADV"]
        elif last not in relation and not (is_noun(last) or verb.lemma in _LISTING):
            return None
        if words:
            spoken = source_words(text, relation)
            span = relation[0].start, relation[-1].end
            return _Lead(words, subject.head, spoken, span, proposition.modality, proposition.attributed_to, "item-lead")
    return None


def _of_item(text: str, sentence: Sentence, lead: _Lead) -> Iterator[StatementDraft]:
    """One statement for each coordinated phrase of an item; none for an item that is a sentence."""
    root = sentence.roots[0]
    if not (is_noun(root) or root.tag == "VBG") or root.child("nsubj", "nsubjpass", "aux") is not None:
        return
    item = Proposition(sentence, root, "item", (), ())
    for reading, (head, words) in enumerate(_phrases(root), 1):
        yield StatementDraft(
            item, reading, source_words(text, lead.subject), lead.relation, source_words(text, words),
            (lead.subject[0].start, lead.subject[-1].end), lead.span, (words[0].start, words[-1].end), lead.head, head,
            False, lead.modality, lead.attributed_to, lead.rule,
        )  # fmt: skip


def _phrases(root: Token) -> Iterator[tuple[Token, list[Token]]]:
    """The conjuncts of an item, at its top and inside it, each with its words."""
    for head in coordinated(root):
        whole = phrase(head) if is_noun(head) or head.child("prep") is not None else clause(head)
        for without in alternatives(head):
            if words := [token for token in whole if token.i not in without]:
                yield head, words
