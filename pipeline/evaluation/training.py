"""`python -m pipeline.evaluation.training FOLDER ...`: learn from annotated articles what is weighed in extraction (`weighing.py`).

Each FOLDER holds annotated articles (NAME.txt with NAME.json). Learned are the stances of the views that the rules leave open, what the subject of an
article has to do with the things that no rule relates to it, and which relations that rules read are right.

Learning goes on from the weights at hand, since what those were learned from may not be at hand; so the articles have to be new ones. The corpora to develop
on are learned with them each time, lest they be forgotten. To begin anew, remove the weights first.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import DataError, PipelineError
from pipeline.evaluation.annotation import Annotated, Item, Words, read_annotation, words
from pipeline.evaluation.corpora import CORPORA, annotated_files, source_beside
from pipeline.evaluation.learning import Example, Learner, written
from pipeline.evaluation.scoring import MIN_CLAIM_F1, name_similarity, relation_similarity, word_f1
from pipeline.extract.document import Drafts, read
from pipeline.extract.doubting import LEAST, readings
from pipeline.extract.drafts import RelationDraft
from pipeline.extract.linking import RULE, candidates
from pipeline.extract.rulebook import INVERSE, predicate_is_symmetric
from pipeline.extract.signs import stance_by_rules
from pipeline.extract.things import Thing
from pipeline.extract.weighing import LINKS, STANCES, TRUST, Weights, weights_of
from pipeline.source.parse import load_model, parse_blocks
from pipeline.source.text import Source

STANCE_LEARNER = Learner(one_of=True, rarest=2, strength=0.3)
TRUST_LEARNER = Learner(one_of=False, rarest=3, strength=0.2, least=0.03)
LINK_LEARNER = Learner(one_of=False, rarest=3, strength=0.5, least=0.15)
_DIGITS = 3
# The only class of what is trusted.
RIGHT = "right"


@dataclass(slots=True)
class Examples:
    """What some articles give to learn from."""

    articles: int = 0
    stances: list[Example] = field(default_factory=list)
    links: list[Example] = field(default_factory=list)
    trust: list[Example] = field(default_factory=list)

    def __iadd__(self, other: Examples) -> Examples:
        self.articles += other.articles
        self.stances += other.stances
        self.links += other.links
        self.trust += other.trust
        return self


def examples(folder: Path) -> Examples:
    """The examples of a folder of annotated articles, in the order of their names."""
    nlp, found = load_model(), Examples()
    for file in annotated_files(folder):
        source, annotated = source_beside(file), read_annotation(file)
        (sentences,) = parse_blocks(nlp, [(source.text, source.layout.blocks)])
        drafts, article = read(source, sentences), f"{folder}/{file.stem}"
        found.articles += 1
        found.stances += _stances(article, source, drafts, annotated)
        if annotated.relations:
            found.links += _links(article, drafts, annotated)
            found.trust += _trust(article, drafts, annotated)
    return found


def _examples_in(folders: Iterable[Path]) -> Examples:
    found = Examples()
    for folder in folders:
        found += examples(folder)
    return found


def _stances(article: str, source: Source, drafts: Drafts, annotated: Annotated) -> Iterator[Example]:
    for draft in drafts.viewpoints:
        item = _annotated(words(source.text[draft.start : draft.end]), annotated.viewpoints)
        if draft.signs and item is not None:
            by_rules = stance_by_rules(draft.signs)
            yield Example(article, draft.signs, item.kinds, by_rules if by_rules in item.kinds else min(item.kinds))


def _annotated(text: Words, expected: Iterable[Item]) -> Item | None:
    """The annotated view with most words in common, if they are enough to be the same one."""
    f1, item = max(((word_f1(item.text, text), item) for item in expected), key=lambda pair: pair[0], default=(0.0, None))
    return item if f1 >= MIN_CLAIM_F1 else None


def _links(article: str, drafts: Drafts, annotated: Annotated) -> Iterator[Example]:
    """The candidates of an article, with what is annotated between them and its subject; not those of which only optional relations are."""
    subject = drafts.entities.subject
    if subject is None:
        return
    for candidate in candidates(drafts.entities, drafts.viewpoints, _by_rules(drafts)):
        ends, found, required = (_names(subject), _names(candidate.thing)), set(), False
        for item in annotated.relations:
            forward = _links_them(item, ends)
            if item.object and (forward or _links_them(item, ends[::-1])):
                found |= {kind if forward or predicate_is_symmetric(kind) else INVERSE + kind for kind in item.kinds}
                required |= not item.optional
        if required or not found:
            yield Example(article, candidate.signs, frozenset(found))


def _by_rules(drafts: Drafts) -> list[RelationDraft]:
    return [*(draft for draft in drafts.relations if draft.rule != RULE), *drafts.doubted]


def _trust(article: str, drafts: Drafts, annotated: Annotated) -> Iterator[Example]:
    """The relations that rules read in an article, and whether they are annotated; not those that are optional."""
    is_same = relation_similarity(labelled=True)
    for reading in readings(_by_rules(drafts), drafts.entities):
        draft = reading.drafts[0]
        ends = (frozenset(), draft.object) if isinstance(draft.object, str) else (_names(draft.object), None)
        item = Item("", frozenset((draft.predicate,)), _names(draft.subject), *ends)
        same = [other for other in annotated.relations if is_same(other, item) > 0]
        if not same or not all(other.optional for other in same):
            yield Example(article, reading.signs, frozenset((RIGHT,)) if same else frozenset())


def _names(thing: Thing) -> frozenset[Words]:
    return frozenset(words(name) for name in (thing.name, *thing.aliases))


def _links_them(item: Item, ends: tuple[frozenset[Words], ...]) -> bool:
    return name_similarity(item.names, ends[0]) > 0 and name_similarity(item.object, ends[1]) > 0


def learn_stances(known: Sequence[Example], before: Weights | None = None) -> dict[str, Any]:
    """The weights for stances, and how often the rules alone and the weights, cross-validated, are right."""
    right = sum(said in example.acceptable for example, said, _ in STANCE_LEARNER.cross_validated(known, before))
    by_rules = sum(stance_by_rules(example.signs) in example.acceptable for example in known)
    shares = {"right_by_rules": by_rules / len(known), "right_cross_validated": right / len(known)}
    return _rounded(shares) | STANCE_LEARNER.learn(known, before)


def learn_links(known: Sequence[Example], before: Weights | None = None) -> dict[str, Any]:
    """The weights for links, which share of what is linked is right, and which share of what is annotated is linked, cross-validated."""
    linked = [said in example.acceptable for example, said, score in LINK_LEARNER.cross_validated(known, before) if score > 0]
    shares = {"right_cross_validated": sum(linked) / max(1, len(linked)), "found_cross_validated": sum(linked) / sum(bool(e.acceptable) for e in known)}
    return _rounded(shares) | LINK_LEARNER.learn(known, before)


def learn_trust(known: Sequence[Example], before: Weights | None = None) -> dict[str, Any]:
    """The weights for trust, and which share of what is doubted is wrong, and of what is wrong is doubted, cross-validated."""
    doubts = [not example.acceptable for example, _, score in TRUST_LEARNER.cross_validated(known, before) if score < LEAST]
    shares = {"right_cross_validated": sum(doubts) / max(1, len(doubts)), "found_cross_validated": sum(doubts) / sum(not e.acceptable for e in known)}
    return _rounded(shares) | TRUST_LEARNER.learn(known, before)


def _rounded(shares: dict[str, float]) -> dict[str, float]:
    return {name: round(share, _DIGITS) for name, share in shares.items()}


def main(folders: Sequence[str]) -> None:
    """Learn and write the weights, and print how often they are right. Raises DataError where no folder is named, or none has annotated articles."""
    new = _examples_in(map(Path, folders))
    if not new.articles:
        raise DataError('nothing to learn from; name folders of annotated articles that were not learned from before: make train CORPORA="FOLDER ..."')
    again = _examples_in(corpus.folder for corpus in CORPORA if corpus.develop and corpus.folder.is_dir())
    kinds = ((STANCES, learn_stances, new.stances, again.stances), (LINKS, learn_links, new.links, again.links), (TRUST, learn_trust, new.trust, again.trust))
    for file, learn, first, known in kinds:
        if not first:
            print(f"{file.name} stays as it is: the articles have no example for it")
            continue
        had = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"articles": 0, "examples": 0}
        these = [*first, *known]
        size = {"articles": had["articles"] + new.articles, "examples": had["examples"] + len(first), "last_examples": len(these)}
        model = size | learn(these, weights_of(had) if "weights" in had else None)
        file.write_text(written(model), encoding="utf-8")
        print(f"{file.name}: {({key: value for key, value in model.items() if key not in ('classes', 'weights')})}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except PipelineError as error:
        sys.exit(str(error))
