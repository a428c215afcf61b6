"""Clauses whose subject comes last: "Attached to the ministry is the Mint", "At its head stands a director"."""

from __future__ import annotations

from pipeline.extract.trees import NOUNS, rebuild
from pipeline.source.tokens import Sentence, Token

_STANDING = frozenset({"stand", "sit", "lie", "hang", "come", "rank", "belong"})
_SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")


def mend_inverted(sentence: Sentence) -> bool:
    """Give the verb of an inverted clause its subject, in place; whether a head was changed."""
    changed = _attached_in_front(sentence) or _attached_to_several(sentence) or _adjective_in_front(sentence)
    _subject_after_verb(sentence)
    return changed


def _attached_in_front(sentence: Sentence) -> bool:
    """ "**Attached** to the ministry is the Mint", where the body that something is attached to was read as the subject."""
    tokens, participle = sentence.tokens, sentence.tokens[0]
    be, to, name = participle.head, participle.child("prep"), participle.head.child("attr")
    owner = be.child("nsubj")
    if participle.tag != "VBN" or be.lemma != "be" or to is None or to.lower != "to" or to.child("pobj") is not None or name is None or owner is None:
        return False
    if not to.i < owner.i < be.i < name.i:
        return False
    heads = {participle: (participle, "ROOT"), be: (participle, "auxpass"), owner: (to, "pobj"), name: (participle, "nsubjpass")}
    heads |= {word: (participle, word.dep) for word in be.children if word not in heads}
    return rebuild(tokens, participle, participle.lemma, heads, "VBN")


def _attached_to_several(sentence: Sentence) -> bool:
    """ "**Attached** to it are the Mint, the Assay Office and ...", where the second name was read as what the rest belongs to."""
    tokens, participle = sentence.tokens, sentence.tokens[0]
    other, be = participle.head, participle.child("auxpass")
    name = be.child("attr") if be is not None else None
    if participle.tag != "VBN" or participle.dep != "advcl" or name is None or other.tag not in NOUNS or not name.i < other.i:
        return False
    heads = {participle: (participle, "ROOT"), name: (participle, "nsubjpass"), other: (name, "conj")}
    return rebuild(tokens, participle, participle.lemma, heads, "VBN")


def _adjective_in_front(sentence: Sentence) -> bool:
    """ "**Subordinate** to the ministry are the Mint and the Assay Office", where the adjective was read as the subject."""
    first, tokens = sentence.tokens[0], sentence.tokens
    be = first.head
    found = [noun for noun in be.children if noun.i > be.i and noun.dep in ("attr", "nsubj")]
    is_open = first.tag in ("JJ", "RB") or first.lower in ("chief", "subordinate", "subsidiary")
    preposition = first.child("prep")
    if not is_open or first.dep not in ("nsubj", "advmod", "acomp") or be.lemma != "be" or not found:
        return False
    if preposition is None or preposition.lower == "of" or any(child.dep in _SUBJECTS and first.i < child.i < be.i for child in be.children):
        return False  # "**Many** of the pilots are sailors", "**Prior** to the war, she was a pilot"
    heads = {first: (be, "acomp"), found[0]: (be, "nsubj")} | dict.fromkeys(found[1:], (found[0], "conj"))
    heads |= {among: (be, "prep") for among in first.all("prep") if among.lower == "among"}  # "Chief **among** its tasks is dredging"
    first.pos, first.tag = "ADJ", "JJ"
    return rebuild(tokens, be, "be", heads, be.tag, be.pos)


def _subject_after_verb(sentence: Sentence) -> None:
    """ "At its head **stands** a director", "Responsible for pilots **is** the Mint": what follows a verb without object and subject is its subject."""
    for verb in sentence.roots:
        is_standing = verb.tag in ("VBZ", "VBD", "VBP") and verb.lemma in _STANDING
        target = verb.child("attr") if verb.lemma == "be" else verb.child("dobj", "oprd", "acomp") if is_standing else None
        if target is None or target.i < verb.i or verb.child(*_SUBJECTS) is not None:
            continue
        if any(_is_in_front(child) for child in verb.children if child.i < verb.i):
            target.dep = "nsubj"
            if target.lower == "general":  # "the secretary-**general**"
                target.pos, target.tag = "NOUN", "NN"


def _is_in_front(phrase: Token) -> bool:
    """Whether a phrase opens the sentence that leaves room for no subject: a preposition, or an adjective or adverb with one."""
    is_first = phrase.i < 2 or (phrase.child("advmod") is not None and phrase.i < 3)
    return phrase.dep == "prep" or (is_first and phrase.dep in ("acomp", "advmod") and phrase.child("prep") is not None)
