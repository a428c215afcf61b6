"""One document, from parsed sentences to the records of the contract: the stages in order, then ids.

A pure function of the text, the parse and the rules, so that it can run anywhere, in any order, and be cached.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline import ids
from pipeline.extract.confidence import Confidence, confidence_of
from pipeline.extract.doubting import doubted
from pipeline.extract.drafts import RelationDraft
from pipeline.extract.entities import Entities, Thing
from pipeline.extract.insiders import heads_of
from pipeline.extract.linking import is_term, links
from pipeline.extract.listed import listed_statements
from pipeline.extract.mending import mend
from pipeline.extract.propositions import propositions
from pipeline.extract.references import RULE as REFERENCE_RULE
from pipeline.extract.references import references
from pipeline.extract.relations import relations
from pipeline.extract.rulebook import predicate_is_symmetric, predicates
from pipeline.extract.statements import StatementDraft, statements
from pipeline.extract.viewpoints import ViewpointDraft, is_held_in, viewpoints, views
from pipeline.records import Alias, Entity, Evidence, Extraction, Mention, Relation, Section, Statement, Viewpoint
from pipeline.records import Sentence as SentenceRecord
from pipeline.source.text import Source
from pipeline.source.tokens import Sentence, Token

UNSPECIFIC = "related_to"


@dataclass(frozen=True, slots=True)
class Drafts:
    """What is read off one document, before anything has an id; `doubted` are relations that rules read and that are not published."""

    entities: Entities
    relations: list[RelationDraft]
    doubted: list[RelationDraft]
    viewpoints: list[ViewpointDraft]
    statements: list[StatementDraft]


def extract(source: Source, sentences: list[Sentence], confidence: Confidence = confidence_of) -> Extraction:
    """Everything that is read off one parsed document; of two rules that read one row, the one with the higher `confidence` has it."""
    drafts = read(source, sentences)
    return _Records(source, sentences, drafts.entities, confidence).assemble(drafts)


def read(source: Source, sentences: list[Sentence]) -> Drafts:
    """The drafts of one parsed document, whose sentences are put right in place."""
    mend(sentences)
    said = {id(sentence): list(propositions(sentence)) for sentence in sentences}
    entities = Entities(source.text, source.document.title, sentences)
    viewed = views(entities, said, sentences)
    by_rules = _within_contract([*relations(entities, said, viewed, sentences), *references(entities, sentences)])
    viewpoint_drafts = list(viewpoints(entities, said, viewed, sentences, heads_of(by_rules, entities.subject)))
    wrong = doubted(by_rules, entities)
    relation_drafts = [draft for draft in by_rules if id(draft) not in wrong] + _within_contract(links(entities, viewpoint_drafts, by_rules))
    names = _places_of_names(entities)
    listed: dict[int, list[StatementDraft]] = defaultdict(list)
    for sentence, draft in listed_statements(source.text, sentences, said):
        listed[id(sentence)].append(draft)
    statement_drafts = [
        draft
        for sentence in sentences
        for draft in (*listed.get(id(sentence), ()), *statements(source.text, said[id(sentence)], names[id(sentence)]))
    ]
    doubts = [draft for draft in by_rules if id(draft) in wrong]
    return Drafts(entities, relation_drafts, doubts, viewpoint_drafts, statement_drafts)


def _places_of_names(entities: Entities) -> dict[int, list[tuple[int, int]]]:
    """The spans of the proper names in each sentence, by the sentence's id()."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for thing in entities.things:
        if thing.named:
            for sentence, start, end, kind in thing.mentions:
                if kind in ("name", "alias"):
                    places[id(sentence)].append((start, end))
    return places


class _Records:
    """Turns the drafts of one document into records that refer to each other by id."""

    def __init__(self, source: Source, sentences: list[Sentence], entities: Entities, confidence: Confidence) -> None:
        self.source = source
        self.confidence = confidence
        self.text = source.text
        self.document_id = source.document.document_id
        self.sentences = sentences
        self.entities = entities
        self.number = ids.Numbering(self.document_id)
        self.sections = self._sections()
        self.sentence_records = self._sentences()
        self.sentence_id = {id(s): record.sentence_id for s, record in zip(sentences, self.sentence_records, strict=True)}

    def assemble(self, drafts: Drafts) -> Extraction:
        self.entity_id = _entity_ids(self._published(drafts.relations, drafts.viewpoints))
        statement_records, statement_of = self._statements(drafts.statements)
        relation_records, evidence = self._relations(drafts.relations, statement_of)
        return Extraction(
            text=self.text,
            document=self.source.document,
            sections=self.sections,
            sentences=self.sentence_records,
            entities=tuple(self._entity(thing) for thing in self.entity_id),
            aliases=tuple(Alias(i, alias, kind) for thing, i in self.entity_id.items() for alias, kind in sorted(thing.aliases.items())),
            mentions=self._mentions(),
            statements=statement_records,
            relations=relation_records,
            evidence=evidence,
            viewpoints=self._viewpoints(drafts.viewpoints),
            skipped=dict(self.source.layout.skipped),
        )

    def _sections(self) -> tuple[Section, ...]:
        headings = self.source.layout.sections
        ends = [heading.start for heading in headings[1:]] + [len(self.text)]
        return tuple(
            Section(self.number("sec", heading.title), self.document_id, position, heading.level, heading.title, heading.start, end)
            for position, (heading, end) in enumerate(zip(headings, ends, strict=True))
        )

    def _sentences(self) -> tuple[SentenceRecord, ...]:
        return tuple(
            SentenceRecord(
                self.number("sen", self.text[s.start : s.end]), self.document_id, self.sections[s.section].section_id, position,
                s.block, s.kind, s.start, s.end, self.text[s.start : s.end],
            )
            for position, s in enumerate(self.sentences)
        )  # fmt: skip

    def _published(self, relations: Iterable[RelationDraft], viewpoints: Sequence[ViewpointDraft]) -> list[Thing]:
        """Every named thing, and the generic ones that something is said of or that are terms by themselves; with the owners of the scoped ones."""
        wanted: dict[int, Thing] = {}

        def want(thing: Thing | None) -> None:
            while thing is not None and id(thing) not in wanted:
                wanted[id(thing)] = thing
                thing = thing.scope

        for thing in self.entities.things:
            if thing.named or (is_term(thing) and not is_held_in(viewpoints, thing.mentions[0][1])):
                want(thing)
        for relation in relations:
            want(relation.subject)
            if isinstance(relation.object, Thing):
                want(relation.object)
        for viewpoint in viewpoints:
            want(viewpoint.holder)
            want(viewpoint.about)
        return list(wanted.values())

    def _entity(self, thing: Thing) -> Entity:
        description = self.text[slice(*thing.description)] if thing.description else None
        scope_id = self.entity_id[thing.scope] if thing.scope else None
        return Entity(self.entity_id[thing], thing.name, thing.type, thing.named, scope_id, description, len(thing.mentions), 1)

    def _mentions(self) -> tuple[Mention, ...]:
        places = sorted(
            (start, -end, kind, entity_id, self.sentence_id[id(sentence)])
            for thing, entity_id in self.entity_id.items()
            for sentence, start, end, kind in thing.mentions
        )
        return tuple(
            Mention(self.number("men", self.text[start:-end]), entity_id, sentence_id, start, -end, self.text[start:-end], kind)
            for start, end, kind, entity_id, sentence_id in places
        )

    def _only(self, things: list[Thing]) -> str | None:
        """The id of the one published thing that a phrase refers to; none where it is several or unpublished."""
        return self.entity_id.get(things[0]) if len(things) == 1 else None

    def _statements(self, drafts: list[StatementDraft]) -> tuple[tuple[Statement, ...], dict[int, str]]:
        """The statements, and for each proposition the id of the first one read off it.

        The id of a statement is that of its proposition with its position in it: sorted by their keys, the triples of a proposition stay
        together and in order, its object first.
        """
        records: list[Statement] = []
        proposition_ids: dict[tuple[int, int], str] = {}
        first: dict[int, str] = {}
        positions: Counter[str] = Counter()
        for draft in drafts:
            proposition = draft.proposition
            sentence_id = self.sentence_id[id(proposition.sentence)]
            key = (id(proposition), draft.reading)
            if key not in proposition_ids:
                proposition_ids[key] = self.number("pro", sentence_id, proposition.predicate.text)
            record = Statement(
                self._statement_id(draft, proposition_ids[key], positions), sentence_id, proposition_ids[key],
                draft.subject, draft.relation, draft.object, *draft.subject_span, *draft.relation_span, *draft.object_span,
                self._refers_to(draft.subject_head), self._refers_to(draft.object_head), draft.negated, draft.modality,
                self._refers_to(draft.attributed_to), draft.rule, self.confidence("statements", draft.rule),
            )  # fmt: skip
            records.append(record)
            first.setdefault(id(proposition), record.statement_id)
        return tuple(records), first

    def _statement_id(self, draft: StatementDraft, proposition_id: str, positions: Counter[str]) -> str:
        position = positions[proposition_id]
        positions[proposition_id] += 1
        if position > 0xFF:  # two hexadecimal digits are spent: such a list of arguments has no order worth keeping
            return self.number("sta", draft.subject, draft.relation, draft.object)
        return f"sta-{proposition_id.removeprefix('pro-')[:-2]}{position:02x}"

    def _refers_to(self, head: Token | None) -> str | None:
        return self._only(self.entities.of(head)) if head is not None else None

    def _relations(self, drafts: list[RelationDraft], statement_of: dict[int, str]) -> tuple[tuple[Relation, ...], tuple[Evidence, ...]]:
        """One relation for each pair and predicate, with all its evidence."""
        grouped: dict[str, list[RelationDraft]] = defaultdict(list)
        for draft in _without_doubles(drafts, self.entity_id):
            grouped[self._relation_id(draft)].append(draft)
        records: list[Relation] = []
        evidence: list[Evidence] = []
        for relation_id, group in grouped.items():
            best_at = {(draft.start, draft.end): draft for draft in sorted(group, key=self._strength)}
            evidence += (self._evidence(relation_id, best_at[place], statement_of) for place in sorted(best_at))
            records.append(self._relation(relation_id, group, len(best_at)))
        return tuple(records), tuple(evidence)

    def _relation_id(self, draft: RelationDraft) -> str:
        end = self.entity_id[draft.object] if isinstance(draft.object, Thing) else draft.object
        return ids.relation_id(self.entity_id[draft.subject], draft.predicate, end, symmetric=predicate_is_symmetric(draft.predicate))

    def _relation(self, relation_id: str, group: list[RelationDraft], places: int) -> Relation:
        best = max(group, key=self._strength)
        subject_id, object_id = self.entity_id[best.subject], None
        if isinstance(best.object, Thing):
            object_id = self.entity_id[best.object]
            if predicate_is_symmetric(best.predicate):
                subject_id, object_id = sorted((subject_id, object_id))
        return Relation(
            relation_id, subject_id, best.predicate, object_id, None if object_id else str(best.object), best.modality,
            next((d.valid_from for d in group if d.valid_from), None), next((d.valid_to for d in group if d.valid_to), None),
            places, self._trust(best), "extracted", best.rule,
        )  # fmt: skip

    def _evidence(self, relation_id: str, draft: RelationDraft, statement_of: dict[int, str]) -> Evidence:
        quote = self.text[draft.start : draft.end]
        statement_id = statement_of.get(id(draft.proposition)) if draft.proposition is not None else None
        return Evidence(
            self.number("evi", relation_id, quote), relation_id, self.sentence_id[id(draft.sentence)], statement_id,
            draft.start, draft.end, quote, draft.rule, self._trust(draft),
        )  # fmt: skip

    def _viewpoints(self, drafts: list[ViewpointDraft]) -> tuple[Viewpoint, ...]:
        return tuple(
            Viewpoint(
                self.number("vie", self.text[d.start : d.end]), self.entity_id[d.holder] if d.holder else None, d.stance, d.cue,
                self.text[d.start : d.end], self.entity_id[d.about] if d.about else None, self.sentence_id[id(d.sentence)], d.start, d.end,
                d.rule, self.confidence("viewpoints", d.rule),
            )
            for d in sorted(drafts, key=lambda d: (d.start, d.end))
        )  # fmt: skip

    def _trust(self, draft: RelationDraft) -> float:
        """How far a relation can be trusted: as its rule, or as it was weighed."""
        return self.confidence("relations", draft.rule) if draft.score is None else draft.score

    def _strength(self, draft: RelationDraft) -> tuple[float, ...]:
        """Larger for better evidence: a sentence before a reference, its rule's precision, an assertion before a mere possibility, the earlier place."""
        is_told = draft.rule != REFERENCE_RULE
        return (float(is_told), self._trust(draft), float(draft.modality == "asserted"), -draft.start)


def _entity_ids(things: Iterable[Thing]) -> dict[Thing, str]:
    """Ids by slug; two things with one slug get their types as a suffix, and if that is not enough a hash of the name and its how-manieth use."""
    by_slug: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        by_slug[_slug(thing)].append(thing)
    found: dict[Thing, str] = {}
    for name, group in by_slug.items():
        types = [thing.type for thing in group]
        uses: Counter[tuple[str, str]] = Counter()
        for thing in group:
            uses[thing.type, thing.name] += 1
            if len(group) == 1:
                found[thing] = name
            elif types.count(thing.type) == 1:
                found[thing] = f"{name}-{thing.type.replace('_', '-')}"
            else:
                found[thing] = (
                    f"{name}-{thing.type.replace('_', '-')}-{ids.digest(thing.name, *_repeated(uses[thing.type, thing.name]), length=6)}"
                )
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _repeated(use: int) -> tuple[str, ...]:
    return (str(use),) if use > 1 else ()


def _slug(thing: Thing) -> str:
    """`owner--board` for what is known only through its owner, however deep; the owner chain is never a ring."""
    parts, seen = [], set()
    at: Thing | None = thing
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        parts.append(ids.slug(at.name))
        at = at.scope
    return "--".join(reversed(parts))


def _within_contract(drafts: Iterable[RelationDraft]) -> list[RelationDraft]:
    """The drafts whose two ends the predicate may link.

    A capitalised title that stands nowhere but behind "is the ..." says what something is: it counts as a generic term.
    """
    drafts, kept = list(drafts), []
    for draft in drafts:
        if draft.predicate == "led_by" and isinstance(draft.object, Thing) and draft.object.type not in predicates()["led_by"].object_types:
            draft.object.type = "group"  # a board that leads is the people on it
    for draft in drafts:
        allowed, end = predicates()[draft.predicate], draft.object
        if isinstance(end, Thing):
            ends = [(draft.subject, end), (end, draft.subject)][: 1 + allowed.symmetric]
            if not any(s.type in allowed.subject_types and o.type in allowed.object_types for s, o in ends):
                continue
            if allowed.generic_object and end.named:
                if len(end.mentions) > 1:
                    continue
                end.named = False
        elif not allowed.literal or draft.subject.type not in allowed.subject_types:
            continue
        kept.append(draft)
    return kept


def _without_doubles(drafts: list[RelationDraft], entity_id: dict[Thing, str]) -> list[RelationDraft]:
    """Unspecific relations between things that a specific one links: a reference supports it, anything else goes."""
    specific: dict[frozenset[str], RelationDraft] = {}
    for draft in drafts:
        if isinstance(draft.object, Thing) and draft.predicate != UNSPECIFIC:
            specific.setdefault(frozenset((entity_id[draft.subject], entity_id[draft.object])), draft)
    kept = []
    for draft in drafts:
        if isinstance(draft.object, Thing):
            if draft.object is draft.subject:
                continue
            if draft.predicate == UNSPECIFIC:
                better = specific.get(frozenset((entity_id[draft.subject], entity_id[draft.object])))
                if better is not None and draft.rule != REFERENCE_RULE:
                    continue
                if better is not None:
                    draft = replace(draft, subject=better.subject, predicate=better.predicate, object=better.object)
        kept.append(draft)
    return kept
