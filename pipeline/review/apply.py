"""Decisions applied to what was extracted: a pure function of the two, in fixed phases, whatever their order in the files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline import ids
from pipeline.errors import DataError
from pipeline.records import Decision, Extraction, Relation, Statement, Viewpoint
from pipeline.review.decisions import ENDS, PHASES, Entry, end_id, merged_ids, own_id
from pipeline.review.edition import REVIEW, Edition, may_link, oriented
from pipeline.review.places import Span, locate
from pipeline.review.split import split

APPLIED, STALE = "applied", "stale"


def apply_decisions(extraction: Extraction, entries: Sequence[Entry]) -> Extraction:
    """The extraction as reviewed, with the decisions as records; one that matches nothing any more has the state `stale`.

    What was confirmed and is not extracted comes back as it was recorded. Raises DataError (file, line) for evidence or a
    description that is not in the text, and for an entity that is referred to by an id that does not exist.
    """
    if not entries:
        return extraction
    edition = Edition(extraction)
    merged = merged_ids(entries)
    decided = {(entry.action, entry.id) for entry in entries}
    ordered = sorted(entries, key=lambda entry: (PHASES.index(entry.action), entry.table != "entities", entry.key))
    records = []
    for phase in PHASES:
        todo = [(entry, [locate(edition.text, place) for place in entry.evidence]) for entry in ordered if entry.action == phase]
        if phase == "merge":
            done = _merge(edition, [entry for entry, _ in todo], merged)
        else:
            after = merged if PHASES.index(phase) > PHASES.index("merge") else {}
            done = [_PHASES[phase](edition, _resolved(entry, after), spans, decided) for entry, spans in todo]
        records += [_record(edition, entry, spans, applied) for (entry, spans), applied in zip(todo, done, strict=True)]
    _check_ends(edition, entries, merged)
    return edition.extraction(records)


def _check_ends(edition: Edition, entries: Sequence[Entry], merged: Mapping[str, str]) -> None:
    """Raise DataError for a decision that leaves a relation between things of types that its predicate does not link."""
    keepers = {_resolved(entry, merged).id: entry for entry in entries if entry.table == "relations" and entry.action in ("confirm", "add")}
    changers = {entry.id: entry for entry in entries if entry.table == "entities" and entry.action in ("retype", "add", "confirm")}
    changers |= {merged[entry.id]: entry for entry in entries if entry.action == "merge"}
    for relation in edition.relations.values():
        blamed = (keepers.get(relation.relation_id), changers.get(relation.subject_id), changers.get(relation.object_id or ""))
        entry = next(filter(None, blamed), None)
        subject, object_ = edition.entities[relation.subject_id], edition.entities.get(relation.object_id or "")
        if entry is not None and not may_link(relation.predicate, subject, object_):
            ends = f"the {subject.type} '{subject.name}' and " + (f"the {object_.type} '{object_.name}'" if object_ else "a literal")
            remedy = f"reject '{relation.relation_id}', or choose another type or predicate"
            raise DataError(f"{entry.where}: {relation.predicate} does not link {ends}; {remedy}")


def _record(edition: Edition, entry: Entry, spans: list[Span], applied: bool) -> Decision:
    """A decision as a row of its table; of several places the first is shown, and all stand with the content."""
    document_id = edition.origin.document.document_id
    start, end = spans[0] if spans else (None, None)
    row = dict(entry.row)
    if len(spans) > 1:
        row["evidence"] = [edition.text[slice(*span)] for span in spans]
    return Decision(
        decision_id=f"dec-{ids.digest(document_id, *entry.key)}",
        document_id=document_id,
        action=entry.action,
        row_table=entry.table,
        row_id=entry.id or _find(edition, entry, spans[0]) or "",
        row=json.dumps(row, ensure_ascii=False),
        value=None if entry.value is None else json.dumps(entry.value, ensure_ascii=False),
        reason=entry.reason,
        sentence_id=edition.sentence(spans[0], entry.evidence[0].where).sentence_id if spans else None,
        start=start,
        end=end,
        quote=edition.text[start:end] if spans else None,
        state=APPLIED if applied else STALE,
    )


def _resolved(entry: Entry, merged: Mapping[str, str]) -> Entry:
    """The entry with the entities that were merged away replaced by what they were merged into."""

    def follow(content: Any) -> dict[str, Any]:
        ends = {name: end_id(content[name]) for name in ENDS.get(entry.table, ()) if content.get(name)}
        return {**content, **{name: merged[end] for name, end in ends.items() if end in merged}}

    if entry.table == "entities":
        return replace(entry, id=merged[entry.id], row={}) if entry.id in merged else entry
    row = follow(entry.row)
    return replace(
        entry,
        row=row,
        id=own_id("relations", row) if entry.table == "relations" else entry.id,
        value=follow(entry.value) if entry.value else entry.value,
    )


def _merge(edition: Edition, entries: Sequence[Entry], merged: Mapping[str, str]) -> list[bool]:
    finals = {end_id(entry.value): entry for entry in entries}
    gone = {entry.id: merged[entry.id] for entry in entries if entry.id in edition.entities}
    for target in gone.values():
        if target not in edition.entities:
            edition.ensure(finals[target].value, finals[target].where)
    for old, new in gone.items():
        lost, kept = edition.entities[old], edition.entities[new]
        edition.put_alias(new, lost.name, "variant")
        edition.entities[new] = replace(kept, description=kept.description or lost.description)
    edition.repoint(gone)
    return [entry.id in gone for entry in entries]


def _rename(edition: Edition, entry: Entry, spans: list[Span], decided: object) -> bool:
    if entry.id in edition.entities:
        edition.entities[entry.id] = replace(edition.entities[entry.id], name=entry.value)
    return entry.id in edition.entities


def _retype(edition: Edition, entry: Entry, spans: list[Span], decided: object) -> bool:
    if entry.id in edition.entities:
        edition.entities[entry.id] = replace(edition.entities[entry.id], type=entry.value)
    return entry.id in edition.entities


def _realias(edition: Edition, entry: Entry, spans: list[Span], decided: object) -> bool:
    if entry.id not in edition.entities:
        return False
    for alias, kind in entry.value.items():
        if kind is None:
            edition.aliases.pop((entry.id, alias), None)
        else:
            edition.put_alias(entry.id, alias, kind)
    return True


def _reject(edition: Edition, entry: Entry, spans: list[Span], decided: object) -> bool:
    if entry.table == "entities":
        there = entry.id in edition.entities
        if there:
            edition.repoint({entry.id: None})
        return there
    if entry.table == "relations":
        there = entry.id in edition.relations
        if there:
            edition.drop_relation(entry.id)
        return there
    row_id = _find(edition, entry, spans[0])
    if row_id is None:
        return False
    if entry.table == "evidence":
        edition.drop_evidence(row_id)
    else:
        del edition.rows(entry.table)[row_id]
    return True


def _keep(edition: Edition, entry: Entry, spans: list[Span], decided: set[tuple[str, str]]) -> bool:
    """Confirm or add: the row is there afterwards, and says what the decision says."""
    _KEEP[entry.table](edition, entry, spans, decided)
    return True


def _keep_entity(edition: Edition, entry: Entry, spans: list[Span], decided: set[tuple[str, str]]) -> None:
    row = entry.row
    edition.kept.add(entry.id)
    if entry.id not in edition.entities:
        edition.put_entity(entry.id, row, entry.where)
    for span, place in zip(spans, entry.evidence, strict=True):
        if entry.action == "add" or edition.mention_at(span) is None:
            edition.put_mention(entry.id, span, _kind(edition, entry.id, span), place.where)
    changes = {
        name: row[name] for name, action in (("name", "rename"), ("type", "retype")) if name in row and (action, entry.id) not in decided
    }
    changes |= {name: row[name] for name in ("named", "description") if name in row} | (entry.value or {})
    if changes.get("description") is not None and changes["description"] not in edition.text:
        raise DataError(
            f"{entry.where}: the source does not say {changes['description']!r}; a description quotes it character for character"
        )
    edition.entities[entry.id] = replace(edition.entities[entry.id], **changes)
    if ("realias", entry.id) not in decided:
        for alias, kind in row.get("aliases", {}).items():
            edition.put_alias(entry.id, alias, kind)


def _kind(edition: Edition, entity_id: str, span: Span) -> str:
    """What kind of mention of the entity the words at a place are."""
    text = edition.text[slice(*span)].casefold()
    if text == edition.entities[entity_id].name.casefold():
        return "name"
    return "alias" if any(owner == entity_id and alias.casefold() == text for owner, alias in edition.aliases) else "nominal"


def _keep_relation(edition: Edition, entry: Entry, spans: list[Span], decided: object) -> None:
    row = {"modality": "asserted", "valid_from": None, "valid_to": None} | dict(entry.row) | (entry.value or {})
    subject_id = edition.ensure(row["subject"], entry.where)
    object_id = edition.ensure(row["object"], entry.where) if "object" in row else None
    there = edition.relations.get(entry.id)
    status = "confirmed" if there or entry.action == "confirm" else "added"
    relation = oriented(
        Relation(
            "", subject_id, row["predicate"], object_id, row.get("literal"), row["modality"], row["valid_from"], row["valid_to"],
            0, there.confidence if there else None, status, there.rule if there else REVIEW,
        )
    )  # fmt: skip
    edition.relations[relation.relation_id] = relation
    for span, place in zip(spans, entry.evidence, strict=True):
        edition.put_evidence(relation.relation_id, span, place.where)


def _keep_mention(edition: Edition, entry: Entry, spans: list[Span], decided: object) -> None:
    row = dict(entry.row) | (entry.value or {})
    edition.put_mention(edition.ensure(row["entity"], entry.where), spans[0], row["kind"], entry.evidence[0].where)


def _keep_viewpoint(edition: Edition, entry: Entry, spans: list[Span], decided: object) -> None:
    row = dict(entry.row) | (entry.value or {})
    holder, about = (edition.ensure(row[name], entry.where) if row.get(name) else None for name in ("holder", "about"))
    there = edition.viewpoints.get(_find(edition, entry, spans[0]) or "")
    text = edition.text[slice(*spans[0])]
    viewpoint_id = there.viewpoint_id if there else edition.fresh_id("viewpoints", "vie", text)
    sentence_id = edition.sentence(spans[0], entry.evidence[0].where).sentence_id
    rule, confidence = (there.rule, there.confidence) if there else (REVIEW, None)
    edition.viewpoints[viewpoint_id] = Viewpoint(
        viewpoint_id, holder, row["stance"], row["cue"], text, about, sentence_id, *spans[0], rule, confidence
    )


def _keep_statement(edition: Edition, entry: Entry, spans: list[Span], decided: object) -> None:
    row = {"negated": False, "modality": "asserted"} | dict(entry.row) | (entry.value or {})
    there = edition.statements.get(_find(edition, entry, spans[0]) or "")
    statement_id = there.statement_id if there else edition.fresh_id("statements", "sta", row["subject"], row["relation"], row["object"])
    columns: dict[str, Any] = {name: row[name] for name in ("subject", "relation", "object", "negated", "modality")}
    for part, span in zip(("subject", "relation", "object"), row["spans"], strict=True):
        columns |= {f"{part}_start": spans[0][0] + span[0], f"{part}_end": spans[0][0] + span[1]}
    for name in ENDS["statements"]:
        columns[name] = row.get(name) if row.get(name) in edition.entities else None
    edition.statements[statement_id] = Statement(
        statement_id=statement_id,
        sentence_id=edition.sentence(spans[0], entry.evidence[0].where).sentence_id,
        proposition_id=row["proposition"],
        rule=there.rule if there else REVIEW,
        confidence=there.confidence if there else None,
        **columns,
    )


def _find(edition: Edition, entry: Entry, span: Span) -> str | None:
    """The id of the row that an entry is about: at its place and saying what it says; its id breaks a tie.

    Ids of rows with a place count equal texts, so that after an edit of the source an id may mean another place: the place decides.
    """
    said = {"evidence": {"relation_id": entry.row.get("relation")}}.get(entry.table, {})
    if entry.table == "statements":
        said = {name: entry.row[name] for name in ("subject", "relation", "object")}
    found = [
        row_id
        for row_id, row in edition.rows(entry.table).items()
        if span_of(row) == span and all(getattr(row, name) == value for name, value in said.items())
    ]
    return entry.id if entry.id in found else next(iter(found), None)


def span_of(row: Any) -> Span:
    """The place of a row: from its first to its last character."""
    if isinstance(row, Statement):
        starts, ends = (row.subject_start, row.relation_start, row.object_start), (row.subject_end, row.relation_end, row.object_end)
        return min(starts), max(ends)
    return row.start, row.end


_Phase = Callable[[Edition, Entry, list[Span], set[tuple[str, str]]], bool]
_PHASES: dict[str, _Phase] = {
    "split": split, "rename": _rename, "retype": _retype, "realias": _realias, "reject": _reject, "confirm": _keep, "add": _keep,
}  # fmt: skip
_KEEP: dict[str, Callable[[Edition, Entry, list[Span], set[tuple[str, str]]], None]] = {
    "entities": _keep_entity, "mentions": _keep_mention, "relations": _keep_relation,
    "viewpoints": _keep_viewpoint, "statements": _keep_statement,
}  # fmt: skip
