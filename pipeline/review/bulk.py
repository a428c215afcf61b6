"""Many decisions at once: from a file, or one action on many rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from pipeline.config import load_located
from pipeline.errors import CallError
from pipeline.review.desk import Desk

_PLAIN = {"rename", "retype", "merge"}


def record_file(desk: Desk, file: Path) -> str:
    """Record the decisions in a file (`-` is standard input), which may leave out what the rows themselves say; a line on what was done."""
    data, locate = load_located(Path("/dev/stdin") if str(file) == "-" else file, "decisions")
    document_id = desk.document(data["document"])
    desk.record(document_id, data["decisions"] or [], lambda *place: locate("decisions", *place))
    return _done(len(data["decisions"]))


def record_rows(desk: Desk, action: str, row_ids: Sequence[str], value: str | None, reason: str | None) -> str:
    """Record one action on rows of any documents; a line on what was done."""
    extra: dict[str, Any] = {} if reason is None else {"reason": reason}
    if value is not None:
        extra["value"] = value if action in _PLAIN else _yaml(value)
    by_document: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row_id in row_ids:
        by_document[desk.document_of(row_id)].append({"action": action, "id": row_id, **extra})
    for document_id, items in by_document.items():
        desk.record(document_id, items)
    return _done(len(row_ids))


def _yaml(text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise CallError(f"--value: not valid YAML: {text!r}; write for example '{{WA: acronym}}'") from error


def _done(count: int) -> str:
    return f"Recorded {count} decision{'s' if count != 1 else ''}."
