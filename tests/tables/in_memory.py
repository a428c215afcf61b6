"""Merging told in plain Python, in memory: what the merging on disk is held against."""

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
from pipeline.tables.identity import normal
from pipeline.tables.merge import Tables

UNSPECIFIC = "related_to"
_STATUSES = ("added", "extracted", "confirmed")

Renamed = Mapping[str, dict[str, str]]  # document id -> entity id in the document -> merged id


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


Member = tuple[str, Entity]  # a document's id and an entity of that document


@dataclass(frozen=True, slots=True)
class Group:
    """The entities of several documents that are one, at most one a document, with the name, type and owner's id of the whole."""

    members: tuple[Member, ...]
    owner_id: str | None
    name: str
    type: str

    @classmethod
    def of(cls, members: Iterable[Member], owner_id: str | None) -> Group:
        """The group of these members: it has the fullest of their names and the most frequent of their types.

        Among equally long names the most frequent stands, then the one in lower case.
        """
        members = tuple(members)
        names = Counter(entity.name for _, entity in members)
        types = Counter(entity.type for _, entity in members)
        name = max(names, key=lambda name: (len(name), names[name], name))
        return cls(members, owner_id, name, max(types, key=lambda type_: (types[type_], type_)))


def identify(extractions: Sequence[Extraction], coarse: Mapping[str, str]) -> dict[str, Group]:
    """Merged entity id -> the entities that it stands for; `coarse` gives the class of each entity type.

    Raises DataError for an entity whose owner is not in its document.
    """
    aliases = {
        (extraction.document.document_id, alias.entity_id, normal(alias.alias))
        for extraction in extractions
        for alias in extraction.aliases
    }
    members = [(extraction.document.document_id, entity) for extraction in extractions for entity in extraction.entities]
    merged: dict[str, Group] = {}
    merged_id: dict[tuple[str, str | None], str | None] = {(extraction.document.document_id, None): None for extraction in extractions}
    while members:
        ready = [(document_id, entity) for document_id, entity in members if (document_id, entity.scope_id) in merged_id]
        if not ready:
            document_id, entity = members[0]
            raise DataError(
                f"document '{document_id}': the owner of entity '{entity.entity_id}', '{entity.scope_id}', is not in the document"
            )
        members = [(document_id, entity) for document_id, entity in members if (document_id, entity.scope_id) not in merged_id]
        for entity_id, group in _with_ids(_groups(ready, merged_id, coarse, aliases)):
            merged[entity_id] = group
            merged_id |= {(document_id, entity.entity_id): entity_id for document_id, entity in group.members}
    return merged


def _groups(
    members: list[Member],
    merged_id: Mapping[tuple[str, str | None], str | None],
    coarse: Mapping[str, str],
    aliases: set[tuple[str, str, str]],
) -> list[Group]:
    """The members that are one, by owner, name, coarse type and whether it is a proper name; what one document has twice is split further."""
    keys = {id(m): (merged_id[m[0], m[1].scope_id] or "", normal(m[1].name), coarse[m[1].type], str(m[1].named)) for m in members}
    for finer in (lambda e: (e.type,), lambda e: (e.entity_id,)):
        uses = Counter((m[0], keys[id(m)]) for m in members)
        contested = {key for (_, key), count in uses.items() if count > 1}
        keys |= {id(m): (*keys[id(m)], *finer(m[1])) for m in members if keys[id(m)] in contested}
    by_key: dict[tuple[str, ...], list[Member]] = defaultdict(list)
    for member in members:
        by_key[keys[id(member)]].append(member)
    groups = {key: Group.of(found, merged_id[found[0][0], found[0][1].scope_id]) for key, found in by_key.items()}
    return _joined_by_alias(groups, coarse, aliases)


def _joined_by_alias(groups: Mapping[tuple[str, ...], Group], coarse: Mapping[str, str], aliases: set[tuple[str, str, str]]) -> list[Group]:
    """Groups under a name that exactly one other group of the class has as an alias, in other documents, join that group."""
    entity_aliases: dict[tuple[str, str], set[str]] = defaultdict(set)
    for document_id, entity_id, alias in aliases:
        entity_aliases[document_id, entity_id].add(alias)
    known_as: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for key, group in groups.items():
        for document_id, entity in group.members:
            for alias in entity_aliases.get((document_id, entity.entity_id), ()):
                known_as[key[0], alias, key[2]].add(key)
    target: dict[tuple[str, ...], tuple[str, ...]] = {}
    for key, group in groups.items():
        others = known_as.get(key[:3], set()) - {key}
        if len(others) == 1 and all(entity.named for _, entity in group.members):
            target[key] = next(iter(others))
    joining: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for key, other in sorted(target.items()):
        if other not in target:
            joining[other].append(key)
    joined = {other: keys for other, keys in joining.items() if _disjoint(groups[key] for key in (other, *keys))}
    absorbed = {key for keys in joined.values() for key in keys}
    return [
        Group.of((m for part in (key, *joined[key]) for m in groups[part].members), group.owner_id) if key in joined else group
        for key, group in groups.items()
        if key not in absorbed
    ]


def _disjoint(groups: Iterable[Group]) -> bool:
    """Whether no document speaks of two of the groups."""
    documents = [document_id for group in groups for document_id, _ in group.members]
    return len(documents) == len(set(documents))


def _with_ids(groups: Sequence[Group]) -> Iterator[tuple[str, Group]]:
    """Each group with its id: the readable one, unless others have it too; then all of them get their types, then a hash, as a suffix."""
    choices = [_choices(group) for group in groups]
    level = [0] * len(groups)
    while True:
        taken = Counter(choice[at] for choice, at in zip(choices, level, strict=True))
        clashing = [i for i, at in enumerate(level) if taken[choices[i][at]] > 1 and at < len(choices[i]) - 1]
        if not clashing:
            break
        for i in clashing:
            level[i] += 1
    yield from ((choice[at], group) for choice, at, group in zip(choices, level, groups, strict=True))


def _choices(group: Group) -> tuple[str, str, str]:
    """Ids for a group, the most readable first, made of the id that its fullest name has in its document."""
    own = [entity.entity_id.rsplit("--", 1)[-1] for _, entity in group.members if entity.name == group.name]
    base = max(own, key=lambda text: (len(text), text))
    if group.owner_id is not None:
        base = f"{group.owner_id}--{base}"
    typed = f"{base}-{group.type.replace('_', '-')}"
    members = sorted({f"{entity.name}\n{entity.entity_id}\n{entity.named}" for _, entity in group.members})
    return base, typed, f"{typed}-{ids.digest(*members, length=6)}"
