"""One document's records while decisions change them: every change keeps ids, references and counts in step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pipeline import ids
from pipeline.errors import DataError
from pipeline.extract.references import RULE as REFERENCE_RULE
from pipeline.extract.rulebook import predicate_is_symmetric, predicates
from pipeline.records import Alias, Decision, Entity, Evidence, Extraction, Mention, Relation, Sentence
from pipeline.review.decisions import end_id
from pipeline.review.places import Span, sentence_of, words

REVIEW = "review"
UNSPECIFIC = "related_to"
REFERENCES = {"statements": ("subject_id", "object_id", "attributed_to"), "viewpoints": ("holder_id", "about_id")}


class Edition:
    """The tables of one extraction by id, with the changes that decisions ask for; `extraction()` gives the result."""

    def __init__(self, extraction: Extraction) -> None:
        self.origin = extraction
        self.text = extraction.text
        self.sentences = sorted(extraction.sentences, key=lambda sentence: sentence.start)
        self.entities = {entity.entity_id: entity for entity in extraction.entities}
        self.aliases = {(alias.entity_id, alias.alias): alias for alias in extraction.aliases}
        self.mentions = {mention.mention_id: mention for mention in extraction.mentions}
        self.statements = {statement.statement_id: statement for statement in extraction.statements}
        self.relations = {relation.relation_id: relation for relation in extraction.relations}
        self.evidence = {evidence.evidence_id: evidence for evidence in extraction.evidence}
        self.viewpoints = {viewpoint.viewpoint_id: viewpoint for viewpoint in extraction.viewpoints}
        self.kept: set[str] = set()
        self._used_before = self._used()
        self._touched: set[str] = set()
        self._placed: set[str] = set()

    def rows(self, table: str) -> dict[str, Any]:
        """The rows of a table by id."""
        rows: dict[str, Any] = getattr(self, table)
        return rows

    def fresh_id(self, table: str, prefix: str, *key: str) -> str:
        """The next free id of a row of `table`, of the same form as those of the extraction."""
        number = ids.Numbering(self.origin.document.document_id)
        while (found := number(prefix, *key)) in self.rows(table):
            pass
        return found

    def sentence(self, span: Span, where: str) -> Sentence:
        """The sentence that a place stands in."""
        return sentence_of(self.sentences, span, where)

    def ensure(self, end: str | Mapping[str, Any], where: str) -> str:
        """The id of the entity `end`, which is made from its content, with the places that name it, where it is not there."""
        entity_id = end_id(end)
        if entity_id in self.entities:
            return entity_id
        if isinstance(end, str):
            raise DataError(f"{where}: there is no entity '{end}' here; give its name and type instead of its id")
        self.put_entity(entity_id, end, where)
        for name, kind in ((end["name"], "name"), *((alias, "alias") for alias in end.get("aliases", ()))):
            for span in words(self.text, name):
                if self._is_free(span):
                    self.put_mention(entity_id, span, kind, where)
        return entity_id

    def _is_free(self, span: Span) -> bool:
        """Whether the place is inside one sentence and no part of another thing's name."""
        at = [s for s in self.sentences if s.start <= span[0] and span[1] <= s.end]
        return bool(at) and not any(m.start < span[1] and span[0] < m.end for m in self.mentions.values())

    def put_entity(self, entity_id: str, content: Mapping[str, Any], where: str) -> None:
        """Add an entity with its aliases; its owner has to be there."""
        scope = content.get("scope")
        if scope is not None and scope not in self.entities:
            raise DataError(f"{where}: there is no entity '{scope}' that could own '{content['name']}'; add the owner too")
        named = content.get("named", False)
        self.entities[entity_id] = Entity(entity_id, content["name"], content["type"], named, scope, None, 0, 1)
        for alias, kind in content.get("aliases", {}).items():
            self.put_alias(entity_id, alias, kind)

    def put_alias(self, entity_id: str, alias: str, kind: str) -> None:
        """Add an alias, unless it is the entity's name."""
        if alias != self.entities[entity_id].name:
            self.aliases[entity_id, alias] = Alias(entity_id, alias, kind)

    def mention_at(self, span: Span) -> Mention | None:
        """The mention with exactly these words."""
        return next((m for m in self.mentions.values() if (m.start, m.end) == span), None)

    def put_mention(self, entity_id: str, span: Span, kind: str, where: str) -> None:
        """Let the place mean the entity, whatever it meant before."""
        there = self.mention_at(span)
        text = self.text[slice(*span)]
        mention_id = there.mention_id if there else self.fresh_id("mentions", "men", text)
        self.mentions[mention_id] = Mention(mention_id, entity_id, self.sentence(span, where).sentence_id, *span, text, kind)

    def put_relation(self, relation: Relation) -> None:
        """Add a relation, or join it to the one with the same ends and predicate: the more certain one says how it is put."""
        other = self.relations.get(relation.relation_id)
        if other is not None:
            better, less = sorted((other, relation), key=lambda one: one.confidence or 0.0, reverse=True)
            relation = replace(better, valid_from=better.valid_from or less.valid_from, valid_to=better.valid_to or less.valid_to)
        self.relations[relation.relation_id] = relation
        self._touched.add(relation.relation_id)

    def put_evidence(self, relation_id: str, span: Span, where: str) -> None:
        """Add a place that supports a relation. Where it overlaps what a rule quotes, the words of the review stand instead, under that rule."""
        near = [e for e in self.evidence.values() if e.relation_id == relation_id and e.start < span[1] and span[0] < e.end]
        same = next((e for e in near if (e.start, e.end) == span), None)
        replaced = [e for e in near if e.evidence_id not in self._placed]
        if same is None and near and not replaced:
            return
        self._touched.add(relation_id)
        if same is None:
            quote = self.text[slice(*span)]
            sentence_id = self.sentence(span, where).sentence_id
            best = max(replaced, key=lambda e: e.confidence or 0.0, default=None)
            rule, confidence, statement_id = (best.rule, best.confidence, best.statement_id) if best else (REVIEW, None, None)
            evidence_id = self.fresh_id("evidence", "evi", relation_id, quote)
            same = Evidence(evidence_id, relation_id, sentence_id, statement_id, *span, quote, rule, confidence)
            for evidence in replaced:
                del self.evidence[evidence.evidence_id]
            self.evidence[evidence_id] = same
        self._placed.add(same.evidence_id)

    def move_evidence(self, evidence: Evidence, relation_id: str) -> None:
        """Let a piece of evidence support another relation, once a place."""
        self._touched |= {evidence.relation_id, relation_id}
        twin = next(
            (e for e in self.evidence.values() if e.relation_id == relation_id and (e.start, e.end) == (evidence.start, evidence.end)), None
        )
        if twin is None:
            self.evidence[evidence.evidence_id] = replace(evidence, relation_id=relation_id)
        else:
            best = max((twin, evidence), key=lambda one: one.confidence or 0.0)
            self.evidence[twin.evidence_id] = replace(twin, rule=best.rule, confidence=best.confidence)
            self.evidence.pop(evidence.evidence_id, None)

    def copy_evidence(self, evidence: Evidence, changed: Relation) -> None:
        """Let a piece of evidence support its relation with other ends, which is made where it is not there."""
        old = self.relations[evidence.relation_id]
        if changed.subject_id != changed.object_id:
            changed = oriented(changed)
            if changed.relation_id not in self.relations:
                self.put_relation(changed)
            self.move_evidence(evidence, changed.relation_id)
        if not any(e.relation_id == old.relation_id for e in self.evidence.values()):
            del self.relations[old.relation_id]

    def drop_relation(self, relation_id: str) -> None:
        """Take a relation and its evidence away."""
        del self.relations[relation_id]
        self.evidence = {key: e for key, e in self.evidence.items() if e.relation_id != relation_id}

    def drop_evidence(self, evidence_id: str) -> None:
        """Take a piece of evidence away, and a relation that has no other."""
        relation_id = self.evidence.pop(evidence_id).relation_id
        self._touched.add(relation_id)
        if relation_id in self.relations and not any(e.relation_id == relation_id for e in self.evidence.values()):
            del self.relations[relation_id]

    def repoint(self, to: Mapping[str, str | None]) -> None:
        """Let every row that refers to an entity in `to` refer to another, or to none; what makes no sense without one goes."""
        for gone in to:
            self.entities.pop(gone, None)
        self.entities = {key: _follow(entity, to, "scope_id") for key, entity in self.entities.items()}
        aliases = [_follow(alias, to, "entity_id") for alias in self.aliases.values()]
        self.aliases = {(a.entity_id, a.alias): a for a in aliases if a.entity_id and a.alias != self.entities[a.entity_id].name}
        mentions = [_follow(mention, to, "entity_id") for mention in reversed(self.mentions.values())]
        places = {(m.entity_id, m.start, m.end): m for m in mentions if m.entity_id}
        self.mentions = {m.mention_id: m for m in reversed(places.values())}
        for table, columns in REFERENCES.items():
            setattr(self, table, {key: _follow(row, to, *columns) for key, row in self.rows(table).items()})
        for relation in [r for r in self.relations.values() if r.subject_id in to or r.object_id in to]:
            self.redirect(relation, _follow(relation, to, "subject_id", "object_id"))

    def redirect(self, relation: Relation, changed: Relation) -> None:
        """Put `changed`, which has other ends, in the place of `relation`; nothing where an end is missing or both are one."""
        lost_object = changed.object_id is None and changed.object_value is None
        if not changed.subject_id or lost_object or changed.subject_id == changed.object_id:
            self.drop_relation(relation.relation_id)
            return
        changed = oriented(changed)
        del self.relations[relation.relation_id]
        self.put_relation(changed)
        for evidence in [e for e in self.evidence.values() if e.relation_id == relation.relation_id]:
            self.move_evidence(evidence, changed.relation_id)

    def extraction(self, decisions: Iterable[Decision]) -> Extraction:
        """The records with the changes, counts and best evidence computed anew."""
        self._fold_unspecific()
        used = self._used()
        unused = {
            key: None for key in self._used_before - used if key in self.entities and not self.entities[key].named and key not in self.kept
        }
        self.repoint(unused)
        mentions = Counter(mention.entity_id for mention in self.mentions.values())
        return replace(
            self.origin,
            entities=tuple(replace(entity, mentions=mentions[key]) for key, entity in self.entities.items()),
            aliases=tuple(self.aliases.values()),
            mentions=tuple(self.mentions.values()),
            statements=tuple(self.statements.values()),
            relations=tuple(self._relations()),
            evidence=tuple(self._without_lost_statement(evidence) for evidence in self.evidence.values()),
            viewpoints=tuple(self.viewpoints.values()),
            decisions=tuple(decisions),
        )

    def _without_lost_statement(self, evidence: Evidence) -> Evidence:
        """The evidence, without a statement that was rejected: its quote supports the relation by itself."""
        return evidence if evidence.statement_id in self.statements else replace(evidence, statement_id=None)

    def _relations(self) -> Iterable[Relation]:
        support: dict[str, list[Evidence]] = {key: [] for key in self.relations}
        for evidence in self.evidence.values():
            support[evidence.relation_id].append(evidence)
        for key, relation in self.relations.items():
            if key in self._touched and support[key]:
                best = min(support[key], key=lambda e: (e.confidence is None, e.rule == REFERENCE_RULE, -(e.confidence or 0.0), e.start))
                relation = replace(relation, rule=best.rule, confidence=best.confidence)
            yield replace(relation, evidence=len(support[key]))

    def _fold_unspecific(self) -> None:
        """What links two things in no specific way goes where a specific relation links them; its places support that one."""
        specific: dict[frozenset[str | None], str] = {}
        for relation in self.relations.values():
            if relation.predicate != UNSPECIFIC:
                specific.setdefault(frozenset((relation.subject_id, relation.object_id)), relation.relation_id)
        for relation in list(self.relations.values()):
            better = specific.get(frozenset((relation.subject_id, relation.object_id)))
            if relation.predicate == UNSPECIFIC and relation.status == "extracted" and better is not None:
                del self.relations[relation.relation_id]
                for evidence in [e for e in self.evidence.values() if e.relation_id == relation.relation_id]:
                    self.move_evidence(evidence, better)

    def _used(self) -> set[str]:
        """The entities that a relation, a viewpoint or a thing that they own needs."""
        used = {end for r in self.relations.values() for end in (r.subject_id, r.object_id) if end}
        used |= {end for v in self.viewpoints.values() for end in (v.holder_id, v.about_id) if end}
        return used | {entity.scope_id for entity in self.entities.values() if entity.scope_id}


def oriented(relation: Relation) -> Relation:
    """The relation with the id of its ends; those of a symmetric one in id order."""
    if relation.object_id and predicate_is_symmetric(relation.predicate) and relation.object_id < relation.subject_id:
        relation = replace(relation, subject_id=relation.object_id, object_id=relation.subject_id)
    end = relation.object_id or relation.object_value or ""
    return replace(relation, relation_id=ids.relation_id(relation.subject_id, relation.predicate, end, symmetric=False))


def may_link(predicate: str, subject: Entity, object_: Entity | None) -> bool:
    """Whether the types of the two ends are those of the predicate; those of a symmetric one in either order."""
    rule = predicates()[predicate]
    if object_ is None:
        return rule.literal and subject.type in rule.subject_types
    pairs = [(subject.type, object_.type), (object_.type, subject.type)][: 2 if rule.symmetric else 1]
    return any(left in rule.subject_types and right in rule.object_types for left, right in pairs)


def _follow(record: Any, to: Mapping[str, str | None], *columns: str) -> Any:
    """The record with its references in `columns` led to where `to` says."""
    changes = {column: to[getattr(record, column)] for column in columns if getattr(record, column) in to}
    return replace(record, **changes) if changes else record
