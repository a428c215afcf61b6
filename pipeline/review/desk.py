"""The documents of a folder as reviewed so far, what is still to be looked at, and the files in which decisions are recorded."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from pipeline.config import check_data
from pipeline.corpus.columns import records_of
from pipeline.corpus.progress import Progress, silent
from pipeline.errors import CallError, DataError
from pipeline.records import Extraction
from pipeline.review.apply import STALE, apply_decisions
from pipeline.review.content import Rows
from pipeline.review.decisions import FOLDER, check, complete, entry_of, load_decisions
from pipeline.review.fill import fill, ordered

if TYPE_CHECKING:
    from pipeline.build import Options

TABLES = ("relations", "viewpoints", "entities")
_WIDTH = 120


@dataclass(frozen=True, slots=True)
class Item:
    """A row that can be reviewed; `state` is `unreviewed`, or what was decided: confirmed, added, changed, rejected or stale."""

    document_id: str
    table: str
    row_id: str
    confidence: float | None
    start: int
    state: str


class Desk:
    """Extractions under review. Every decision is on the disk before the next one is asked for."""

    def __init__(self, folder: Path, extractions: Iterable[Extraction]) -> None:
        self.folder = folder
        self.extracted = {extraction.document.document_id: extraction for extraction in extractions}
        self.rows: dict[str, Rows] = {}
        self._undo: list[tuple[Path, str, str]] = []
        self.reload()

    @classmethod
    def open(cls, folder: Path, options: Options | None = None, progress: Progress = silent) -> Desk:
        """The texts in `folder`, extracted; see `read_sources` for what is raised."""
        from pipeline.build import USUAL, extractions
        from pipeline.corpus.inventory import Failures, Inventory

        if not folder.is_dir():
            raise CallError(f"{folder}: no such folder; give the folder that the texts and their review/ lie in")
        inventory = Inventory.of([folder])
        found = Failures(inventory, strict=True).without(extractions([folder], inventory, options or USUAL, progress=progress))
        return cls(folder, sorted(map(records_of, found), key=lambda extraction: extraction.document.path))

    def reload(self) -> None:
        """Read the decisions anew and apply them."""
        self.entries, _ = load_decisions([self.folder], self.extracted)
        for document_id, extraction in self.extracted.items():
            self.rows[document_id] = Rows(apply_decisions(extraction, self.entries.get(document_id, ())))

    def document(self, document_id: str | None) -> str:
        """The id of a document that is here; none needs to be named where there is only one."""
        if document_id is None and len(self.extracted) == 1:
            return next(iter(self.extracted))
        if document_id not in self.extracted:
            said = f"there is no document '{document_id}'" if document_id else "there are several documents"
            raise CallError(f"{said}; name one of {', '.join(sorted(self.extracted))}")
        return document_id

    def document_of(self, row_id: str) -> str:
        """The document that has a row with this id."""
        found = [document_id for document_id, rows in self.rows.items() if rows.table_of(row_id)]
        if len(found) != 1:
            said = "no row has" if not found else f"rows of several documents ({', '.join(found)}) have"
            raise CallError(f"{said} the id '{row_id}'; see the ids with: pipeline review list")
        return found[0]

    def record(self, document_id: str, items: Sequence[Mapping[str, Any]], locate: Callable[..., str] | None = None) -> None:
        """Fill decisions in, check them together with all others by applying them, and append them to the document's file.

        `locate` tells where the value at a path of keys below `items` was written. Raises DataError, and then records nothing.
        """
        place = locate or (lambda *path: "the new decision")
        rows = self.rows[document_id]
        full = [fill(item, rows, place(at)) for at, item in enumerate(items)]
        check_data({"document": document_id, "decisions": full}, "decisions", lambda *path: place(*path[1:]))
        new = [complete(entry_of(document_id, item, lambda *path, at=at: place(at, *path))) for at, item in enumerate(full)]
        entries = [*self.entries.get(document_id, ()), *new]
        check(entries)
        self.rows[document_id] = Rows(apply_decisions(self.extracted[document_id], entries))
        written = [ordered({**item, "id": entry.id}) if entry.id else item for item, entry in zip(full, new, strict=True)]
        self._append(self.folder / FOLDER / f"{document_id}.yaml", document_id, written)
        self.entries[document_id] = entries

    def _append(self, file: Path, document_id: str, items: list[dict[str, Any]]) -> None:
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        head = before if before.strip() else f"document: {document_id}\ndecisions:\n"
        after = head + ("" if head.endswith("\n") else "\n") + to_yaml(items)
        try:
            grown = yaml.safe_load(after)["decisions"]
        except (yaml.YAMLError, TypeError, KeyError):
            grown = None
        known = (yaml.safe_load(before) or {}).get("decisions") if before.strip() else []
        if grown != [*(known or []), *items]:
            raise DataError(
                f"{file}: decisions cannot be appended; let the file end with the list `decisions:`, one `- action: …` an entry"
            )
        _replace(file, after)
        self._undo.append((file, before, after))

    def undo(self) -> bool:
        """Take the last recorded decisions back; False where none was made at this desk, or the file was changed since."""
        if not self._undo:
            return False
        file, before, after = self._undo.pop()
        if file.read_text(encoding="utf-8") != after:
            return False
        if before:
            _replace(file, before)
        else:
            file.unlink()
        self.reload()
        return True

    def items(self, tables: Sequence[str] = TABLES, document_id: str | None = None) -> list[Item]:
        """The rows of the tables, least certain first, and the rejected and stale decisions on them."""
        found = []
        for name, rows in self.rows.items():
            if document_id in (None, name):
                state = _states(rows)
                for table in tables:
                    for row_id, row in rows.tables[table].items():
                        start = min(rows.places(table, row_id), default=(0, 0))[0]
                        found.append(Item(name, table, row_id, getattr(row, "confidence", None), start, state(table, row_id)))
                found += [
                    Item(name, d.row_table, d.row_id, None, d.start or 0, STALE if d.state == STALE else "rejected")
                    for d in rows.extraction.decisions
                    if d.row_table in tables and (d.state == STALE or d.action == "reject")
                ]
        order = {table: at for at, table in enumerate(tables)}
        return sorted(
            found, key=lambda i: (1.0 if i.confidence is None else i.confidence, order[i.table], i.document_id, i.start, i.row_id)
        )

    def status(self) -> dict[str, Counter[str]]:
        """How many rows of each table are in which state."""
        counts: dict[str, Counter[str]] = {table: Counter() for table in TABLES}
        for item in self.items():
            counts[item.table][item.state] += 1
        return counts


def _states(rows: Rows) -> Callable[[str, str], str]:
    """What was decided on a row. Rows with a place are known by it, as their ids may mean another after an edit of the source."""
    done = {"confirm": "confirmed", "add": "added"}
    by_id: dict[tuple[str, str], str] = {}
    by_place: dict[tuple[str, int | None, int | None], str] = {}
    for decision in rows.extraction.decisions:
        said = done.get(decision.action, "changed")
        by_id[decision.row_table, decision.row_id] = said
        if decision.row_table in ("mentions", "viewpoints"):
            by_place[decision.row_table, decision.start, decision.end] = said

    def state(table: str, row_id: str) -> str:
        row = rows.tables[table][row_id]
        if table == "relations":
            return "unreviewed" if row.status == "extracted" else str(row.status)
        if table in ("mentions", "viewpoints"):
            return by_place.get((table, row.start, row.end), "unreviewed")
        return by_id.get((table, row_id), "unreviewed")

    return state


def to_yaml(items: Sequence[Mapping[str, Any]]) -> str:
    """Decisions as they stand in a file: an entry each, its innermost lists and mappings on one line."""
    text: str = yaml.dump(list(items), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH, default_flow_style=None)
    return text


class _Dumper(yaml.SafeDumper):
    """Writes values out wherever they stand: decision files have no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _replace(file: Path, text: str) -> None:
    """Write a file in one step: whoever reads it, and a crash, finds it as it was or as it will be."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, file.stat().st_mode & 0o777 if file.exists() else 0o644)
        os.replace(name, file)
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
