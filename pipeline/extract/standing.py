"""How the text means what it says: asserted, possible, required or intended; or not at all, where it is negated, supposed or reported."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.extract.propositions import Proposition
from pipeline.extract.slots import Slots
from pipeline.extract.syntax import first_conjunct, is_infinitive
from pipeline.source.tokens import Token

_SUPPOSING = frozenset({"if", "unless", "whether", "lest"})


class Standing(NamedTuple):
    """How a trigger is meant: its modality, and the proposition that it belongs to."""

    modality: str
    proposition: Proposition | None


ASSERTED = Standing("asserted", None)


def standing_of(token: Token, slots: Slots) -> Standing | None:
    """How the text means what the token says; None where it is negated, supposed or attributed."""
    nearest: Proposition | None = None
    modality = "asserted"
    current = token
    while True:
        if _is_denied(current):
            return None
        proposition = slots.propositions.get(current)
        if proposition is not None:
            if proposition.negated or proposition.attributed_to is not None:
                return None
            if nearest is None:
                nearest, modality = proposition, proposition.modality
            if _is_indirect_question(current) or _is_after_nor(current):
                return None
            if current.dep in ("relcl", "conj", "advcl", "acl"):
                break
        if current.head is current:
            break
        current = current.head
    if nearest is not None and (
        _is_aim(nearest.predicate, slots) or (nearest.predicate.head.lower == "order" and nearest.predicate.head.pos == "NOUN")
    ):
        modality = "intended"
    elif nearest is not None and slots.is_purpose_of_item(nearest.predicate):
        modality = "intended" if token is nearest.predicate else "asserted"
    elif modality == "intended" and nearest is not None and _is_founding(nearest.predicate, slots):
        modality = "asserted"
    return Standing(modality, nearest)


def _is_denied(token: Token) -> bool:
    """Whether a word is negated or supposed by one right below it."""
    for child in token.children:
        if child.dep == "neg" or child.lower in _SUPPOSING:
            return True
        if child.dep == "det" and child.lower == "no":
            return True
    return False


def _is_aim(verb: Token, slots: Slots) -> bool:
    """ "its aim is to reduce noise", "... and **to plant** trees"."""
    verb = first_conjunct(verb) if is_infinitive(verb) else verb
    subject = verb.head.child("nsubj") if verb.dep in ("xcomp", "ccomp", "attr") and verb.head.lemma == "be" else None
    return subject is not None and subject.lemma in slots.lists["aim_nouns"]


def _is_founding(verb: Token, slots: Slots) -> bool:
    """ "was set up to license banks", "has the task to license banks": the purpose of the foundation is the mandate."""
    head = verb.head
    return head.lemma in slots.lists["mandate_nouns" if head.pos == "NOUN" else "founding_verbs"]


def _is_indirect_question(verb: Token) -> bool:
    """ "examines **how** ministries spend money"."""
    return verb.dep in ("ccomp", "pcomp") and any(child.tag == "WRB" and child.i < verb.i for child in verb.children)


def _is_after_nor(verb: Token) -> bool:
    """ "does not set prices, **nor** does it grant loans"."""
    return verb.dep == "conj" and any(child.lower == "nor" and child.i < verb.i for child in (*verb.head.children, *verb.children))
