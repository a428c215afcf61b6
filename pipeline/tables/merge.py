"""What was read off many documents, as the sorted rows of the tables: one entity for a thing, one relation for what is said of two."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter, itemgetter
from typing import Any

from pipeline import ids
from pipeline.errors import DataError
from pipeline.records import Alias, Entity, Evidence, Extraction, Failure, Relation
from pipeline.tables.contract import Contract, Row, Table, load_contract
from pipeline.tables.identity import Group, identify, normal

UNSPECIFIC = "related_to"
_STATUSES = ("added", "extracted", "confirmed")

Renamed = Mapping[str, dict[str, str]]  # document id -> entity id in the document -> merged id


@dataclass(frozen=True, slots=True)
class Tables:
    """What is published: the rows of every table in the order of its key, cells in the order of its columns, and the source texts."""

    rows: Mapping[str, Sequence[Row]]
    texts: Mapping[str, str]

    def counts(self) -> dict[str, int]:
        """Rows a table, in the order of publishing."""
        return {name: len(rows) for name, rows in self.rows.items()}


def merge(extractions: Iterable[Extraction], failures: Iterable[Failure] = ()) -> Tables:
    """The tables of all documents together, the same for every order of `extractions`; `failures` is read after them.

    Raises DataError for two documents with one id, and for an entity whose owner is not in its document.
    """
    contract = load_contract()
    found = sorted(extractions, key=lambda extraction: extraction.document.document_id)
    twice = [name for name, count in Counter(extraction.document.document_id for extraction in found).items() if count > 1]
    if twice:
        raise DataError(f"two documents have the id '{twice[0]}'; give each an id of its own in the sources file")
    groups = identify(found, _vocabulary(contract, "entity_types", "coarse"))
    renamed: Renamed = {extraction.document.document_id: {} for extraction in found}
    for entity_id, group in groups.items():
        for document_id, entity in group.members:
            renamed[document_id][entity.entity_id] = entity_id
    relations, evidence = _relations(found, renamed, _vocabulary(contract, "predicates", "symmetric"))
    records: dict[str, Iterable[Any]] = {
        "documents": (extraction.document for extraction in found),
        "entities": _entities(found, groups, renamed),
        "aliases": _aliases(found, groups, renamed),
        "relations": relations,
        "evidence": evidence,
        "failures": failures,
    }
    rows: dict[str, Sequence[Row]] = {}
    for table in contract.tables:
        if table.name in contract.vocabularies:
            rows[table.name] = contract.vocabularies[table.name]
        elif table.name in records:
            rows[table.name] = _sorted(table, map(attrgetter(*table.column_names), records[table.name]))
        else:
            rows[table.name] = _sorted(table, _renamed_rows(table, found, renamed))
    return Tables(rows, {extraction.document.document_id: extraction.text for extraction in found})


def _vocabulary(contract: Contract, name: str, column: str) -> dict[str, Any]:
    """Key -> the cell in `column`, of a vocabulary."""
    at = contract.table(name).column_names.index(column)
    return {str(row[0]): row[at] for row in contract.vocabularies[name]}


def _sorted(table: Table, rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=itemgetter(*table.key_positions()))


def _renamed_rows(table: Table, extractions: Iterable[Extraction], renamed: Renamed) -> Iterator[Row]:
    """The rows of a table that merging only touches where they refer to entities."""
    cells = attrgetter(*table.column_names)
    references = [table.column_names.index(key.columns[0]) for key in table.foreign_keys if key.table == "entities"]
    for extraction in extractions:
        names = renamed[extraction.document.document_id]
        for record in getattr(extraction, table.name):
            row = list(cells(record))
            for at in references:
                if row[at] is not None:
                    row[at] = names[row[at]]
            yield tuple(row)


def _entities(extractions: Iterable[Extraction], groups: Mapping[str, Group], renamed: Renamed) -> Iterator[Entity]:
    mentions = Counter(renamed[e.document.document_id][mention.entity_id] for e in extractions for mention in e.mentions)
    for entity_id, group in groups.items():
        descriptions = (entity.description for _, entity in sorted(group.members, key=itemgetter(0)) if entity.description is not None)
        yield Entity(
            entity_id, group.name, group.type, any(entity.named for _, entity in group.members), group.owner_id,
            next(descriptions, None), mentions[entity_id], len(group.members),
        )  # fmt: skip


def _aliases(extractions: Iterable[Extraction], groups: Mapping[str, Group], renamed: Renamed) -> Iterator[Alias]:
    """Every other name of an entity once, with the first of its kinds."""
    kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
    for extraction in extractions:
        for alias in extraction.aliases:
            entity_id = renamed[extraction.document.document_id][alias.entity_id]
            if normal(alias.alias) != normal(groups[entity_id].name):
                kinds[entity_id, alias.alias].add(alias.kind)
    for (entity_id, name), found in kinds.items():
        yield Alias(entity_id, name, min(found))


def _relations(extractions: Iterable[Extraction], renamed: Renamed, symmetric: Mapping[str, bool]) -> tuple[list[Relation], list[Evidence]]:
    """One relation for a pair and a predicate, with the evidence of all documents; an unspecific one gives way to a specific one."""
    same: dict[str, list[Relation]] = defaultdict(list)
    evidence: list[Evidence] = []
    for extraction in extractions:
        new_id: dict[str, str] = {}
        for relation in extraction.relations:
            relabelled = _relabelled(relation, renamed[extraction.document.document_id], symmetric)
            new_id[relation.relation_id] = relabelled.relation_id
            same[relabelled.relation_id].append(relabelled)
        evidence += (replace(piece, relation_id=new_id[piece.relation_id]) for piece in extraction.evidence)
    better = _better(same)
    evidence = [replace(piece, relation_id=better.get(piece.relation_id, piece.relation_id)) for piece in evidence]
    places = Counter(piece.relation_id for piece in evidence)
    return [_merged(found, places[relation_id]) for relation_id, found in same.items() if relation_id not in better], evidence


def _relabelled(relation: Relation, names: Mapping[str, str], symmetric: Mapping[str, bool]) -> Relation:
    subject_id = names[relation.subject_id]
    object_ = names[relation.object_id] if relation.object_id else str(relation.object_value)
    mutual = symmetric[relation.predicate]
    if mutual and object_ < subject_id:
        subject_id, object_ = object_, subject_id
    relation_id = ids.relation_id(subject_id, relation.predicate, object_, symmetric=mutual)
    return replace(relation, relation_id=relation_id, subject_id=subject_id, object_id=object_ if relation.object_id else None)


def _better(relations: Mapping[str, list[Relation]]) -> dict[str, str]:
    """Unspecific relation -> the first specific one between the same two entities, which its evidence then supports."""
    specific: dict[frozenset[str | None], str] = {}
    for relation_id, found in sorted(relations.items()):
        if found[0].predicate != UNSPECIFIC:
            specific.setdefault(frozenset((found[0].subject_id, found[0].object_id)), relation_id)
    return {
        relation_id: specific[ends]
        for relation_id, found in relations.items()
        if found[0].predicate == UNSPECIFIC and (ends := frozenset((found[0].subject_id, found[0].object_id))) in specific
    }


def _merged(found: Sequence[Relation], places: int) -> Relation:
    """One relation out of what each document says: the best rule, the strongest status, the first dates."""
    best = max(found, key=lambda r: (r.confidence is not None, r.confidence or 0.0, r.modality == "asserted"))
    return replace(
        best,
        valid_from=next((r.valid_from for r in found if r.valid_from), None),
        valid_to=next((r.valid_to for r in found if r.valid_to), None),
        evidence=places,
        status=max((r.status for r in found), key=_STATUSES.index),
    )
