"""Which entities of several documents are one, and the id that each gets.

Two entities are one where their names are the same but for case, width and punctuation, and their types belong to one coarse class;
an organ or office known through its owner only where the owners are one. Entities of one document are never made one: the
document told them apart. A body that a document knows only by a short name ("EA") joins the one body that carries it as an alias elsewhere;
where several do, it stays by itself. Nothing depends on the order of the documents.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline import ids
from pipeline.errors import DataError
from pipeline.records import Entity, Extraction

Member = tuple[str, Entity]  # a document's id and an entity of that document
_SEPARATORS = re.compile(r"[\s‐-―/-]+")
_QUOTES = str.maketrans("‘’ʼ`", "''''")


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


def normal(name: str) -> str:
    """A name as it is compared: without regard to case, width, kind of quotes, hyphens or spaces, or a leading article."""
    text = unicodedata.normalize("NFKC", name).casefold().translate(_QUOTES)
    return _SEPARATORS.sub(" ", text).strip().removeprefix("the ")


def _groups(
    members: list[Member],
    merged_id: Mapping[tuple[str, str | None], str | None],
    coarse: Mapping[str, str],
    aliases: set[tuple[str, str, str]],
) -> list[Group]:
    """The members that are one, by owner, name and coarse type; a name that one document uses twice is split further."""
    keys = {id(m): (merged_id[m[0], m[1].scope_id] or "", normal(m[1].name), coarse[m[1].type]) for m in members}
    for finer in (lambda e: (e.type, str(e.named)), lambda e: (e.entity_id,)):
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
