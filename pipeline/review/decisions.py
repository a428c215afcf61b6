"""Recorded review decisions: read from `review/` beside the source texts, and checked against each other.

A decision is one entry of a decisions file: an action on one row, with what the row said (`row`), what is put in its place
(`value`), why, and where in the source one can see it. It says all that it decides on, so that it can be published
where the row is no longer extracted. `docs/review.md` shows one of each kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline import ids
from pipeline.config import load_located
from pipeline.errors import DataError
from pipeline.extract.rulebook import coarse_classes, predicate_is_symmetric, predicates
from pipeline.review.places import Place

FOLDER = "review"
# The order in which decisions are applied, whatever their order in the files.
PHASES = ("split", "merge", "rename", "retype", "realias", "reject", "confirm", "add")
# Which parts of a row are entities, by table.
ENDS = {
    "relations": ("subject", "object"),
    "viewpoints": ("holder", "about"),
    "mentions": ("entity",),
    "statements": ("subject_id", "object_id", "attributed_to"),
}
CHANGEABLE = {
    "entities": {"description", "named"},
    "mentions": {"entity", "kind"},
    "statements": {"negated", "modality"},
    "relations": {"modality", "valid_from", "valid_to"},
    "viewpoints": {"holder", "stance", "cue", "about"},
}
_NEEDS_EVIDENCE = {"confirm", "reject", "add"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision as it is recorded; `where` is its place in the file, as `file:line`."""

    document_id: str
    action: str
    table: str
    id: str
    row: Mapping[str, Any]
    value: Any
    reason: str | None
    evidence: tuple[Place, ...]
    where: str

    @property
    def key(self) -> tuple[str, ...]:
        """What there is one decision for: an action on a row (a row may be split more than once, a place has no id before it is added)."""
        if self.action == "split":
            return self.action, self.table, self.id, end_id(self.value)
        if not self.id:
            place = self.evidence[0]
            return self.action, self.table, place.quote, str(place.occurrence), str(place.start), repr(sorted(self.row.items()))
        return self.action, self.table, self.id


def load_decisions(folders: Iterable[Path], documents: Collection[str]) -> tuple[dict[str, list[Entry]], list[str]]:
    """The decisions in `FOLDER/review/*.yaml` on the documents with these ids, and the files that are about another document.

    Raises DataError (file, line) for a file that is not well-formed, an entry that leaves out what it decides on, and two that conflict.
    """
    found: dict[str, list[Entry]] = defaultdict(list)
    others = []
    for folder in sorted(set(folders)):
        for file in sorted((folder / FOLDER).glob("*.yaml")):
            entries = read_entries(file)
            document_id = entries[0].document_id if entries else ""
            if document_id in documents:
                found[document_id] += entries
            elif entries:
                others.append(f"{file} (document '{document_id}')")
    for entries in found.values():
        check(entries)
    return dict(found), others


def read_entries(file: Path) -> list[Entry]:
    """The entries of one decisions file, each complete. Raises DataError (file, line)."""
    data, locate = load_located(file, "decisions")
    return [
        complete(entry_of(data["document"], item, lambda *place, at=at: locate("decisions", at, *place)))
        for at, item in enumerate(data["decisions"])
    ]


def entry_of(document_id: str, item: Mapping[str, Any], locate: Callable[..., str]) -> Entry:
    """An entry from the data of a file that follows the schema; what is left out is empty."""
    table = item.get("table", "entities" if item["action"] in ("merge", "split", "rename", "retype", "realias") else "")
    row = item.get("row", {})
    places = tuple(
        Place(place["quote"], place.get("occurrence"), place.get("start"), place.get("end"), locate("evidence", at))
        for at, place in enumerate(item.get("evidence", ()))
    )
    entry = Entry(document_id, item["action"], table, item.get("id", ""), row, item.get("value"), item.get("reason"), places, locate())
    _check_words(entry, locate)
    return entry


def complete(entry: Entry) -> Entry:
    """The entry with the id that its content gives it. Raises DataError where it leaves out what it decides on."""
    missing = [name for name, there in (("table", entry.table), ("row", entry.row)) if not there]
    if entry.action in _NEEDS_EVIDENCE and not entry.evidence and (entry.table != "entities" or entry.action == "add"):
        missing.append("evidence")
    if not entry.reason and entry.action != "confirm":
        missing.append("reason")
    if not entry.id and not (entry.action == "add" or missing):
        missing.append("id")
    if missing:
        remedy = "write it, or let `pipeline review add --from FILE` fill it in"
        raise DataError(f"{entry.where}: the decision leaves out its {' and its '.join(missing)}; {remedy}")
    own = own_id(entry.table, entry.row)
    if own and entry.table == "relations" and entry.id and entry.id != own:
        raise DataError(f"{entry.where}: the id is '{entry.id}', but subject, predicate and object make '{own}'; correct one of them")
    return replace(entry, id=entry.id or own)


def own_id(table: str, row: Mapping[str, Any], resolve: Callable[[str], str] = str) -> str:
    """The id that its content gives a row (entities and relations), else nothing; `resolve` maps the ids of entities."""
    if table == "entities":
        return end_id(row)
    if table == "relations":
        object_ = resolve(end_id(row["object"])) if "object" in row else row["literal"]
        symmetric = predicate_is_symmetric(row["predicate"]) and "object" in row
        return ids.relation_id(resolve(end_id(row["subject"])), row["predicate"], object_, symmetric=symmetric)
    return ""


def end_id(end: str | Mapping[str, Any]) -> str:
    """The id of an entity that is given by its id, or by its name (and its owner)."""
    if isinstance(end, str):
        return end
    if "id" in end:
        return str(end["id"])
    return ids.scoped(end["scope"], end["name"]) if "scope" in end else ids.slug(end["name"])


def merged_ids(entries: Iterable[Entry]) -> dict[str, str]:
    """Entity id -> the id that it is finally merged into. Raises DataError for merges that go round in a ring."""
    into = {entry.id: end_id(entry.value) for entry in entries if entry.action == "merge"}
    final: dict[str, str] = {}
    for entry in entries:
        if entry.action == "merge":
            seen, at = {entry.id}, into[entry.id]
            while at in into:
                if at in seen:
                    other = into[entry.id]
                    raise DataError(
                        f"{entry.where}: '{entry.id}' is merged into '{other}', which is merged back into it; keep one of the merges"
                    )
                seen.add(at)
                at = into[at]
            final[entry.id] = at
    return final


def check(entries: Sequence[Entry]) -> None:
    """Raise DataError (file, line of both) for two decisions that conflict."""
    merged = merged_ids(entries)
    _check_once(entries)
    rejected = {entry.id: entry for entry in entries if entry.action == "reject" and entry.table == "entities"}
    verdicts: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        if entry.id in merged and entry.action in ("rename", "retype", "reject") and entry.table == "entities":
            raise DataError(
                f"{entry.where}: '{entry.id}' is merged into '{merged[entry.id]}' by another decision; decide on that one instead"
            )
        for used in _kept(entry):
            if merged.get(used, used) in rejected:
                other = rejected[merged.get(used, used)]
                raise DataError(f"{entry.where}: this needs the entity '{other.id}', which {other.where} rejects; keep one of the two")
        if entry.action in ("confirm", "reject", "add"):
            resolved = own_id(entry.table, entry.row, lambda name: merged.get(name, name)) if entry.table == "relations" else entry.id
            other = verdicts.setdefault((entry.table, resolved), entry)
            if (other.action == "reject") != (entry.action == "reject"):
                raise DataError(
                    f"{entry.where}: {entry.action} '{entry.id}' conflicts with {other.action} in {other.where}; keep one of the two"
                )


def _check_once(entries: Iterable[Entry]) -> None:
    seen: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        other = seen.setdefault(entry.key, entry)
        if other is not entry:
            raise DataError(f"{entry.where}: {entry.action} '{entry.id}' is decided in {other.where} already; keep one of the two")


def _kept(entry: Entry) -> Iterator[str]:
    """The entities that have to be published for the decision to make sense."""
    if entry.action in ("confirm", "add") and entry.table != "statements":
        said = {**entry.row, **(entry.value or {})}
        yield from (end_id(said[name]) for name in ENDS.get(entry.table, ()) if said.get(name))
    if entry.table == "entities" and entry.action != "reject":
        yield entry.id


def _check_words(entry: Entry, locate: Callable[..., str]) -> None:
    """Types and predicates are those of the vocabularies, and only columns that may change are changed."""
    types = coarse_classes()["any"]
    said = [("row", name, entry.row.get(name)) for name in ("subject", "object", "holder", "about", "entity")]
    said += [("value", "", entry.value), ("row", "", entry.row)] if entry.table == "entities" else []
    for part, name, end in said:
        if isinstance(end, dict) and "type" in end and end["type"] not in types:
            place = locate(part, *([name] if name else []), "type")
            raise DataError(f"{place}: there is no entity type '{end['type']}'; allowed are {', '.join(types)}")
    if entry.action == "retype" and entry.value not in types:
        raise DataError(f"{locate('value')}: there is no entity type '{entry.value}'; allowed are {', '.join(types)}")
    if entry.table == "relations" and entry.row and entry.row["predicate"] not in predicates():
        known = ", ".join(predicates())
        raise DataError(f"{locate('row', 'predicate')}: there is no predicate '{entry.row['predicate']}'; allowed are {known}")
    if entry.action == "confirm" and entry.value and entry.table:
        for name in entry.value.keys() - CHANGEABLE[entry.table]:
            allowed = ", ".join(sorted(CHANGEABLE[entry.table]))
            raise DataError(f"{locate('value', name)}: '{name}' cannot be corrected in {entry.table}; allowed are {allowed}")
