"""What a command tells while it runs, on standard error: progress, warnings and errors, as text or as one JSON object a line."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

from pipeline.errors import printable

FORMATS = ("text", "json")
_PREFIXES = {logging.WARNING: "Warning: ", logging.ERROR: "Error: "}


def set_up(format_: str) -> None:
    """Log what the package says, and nothing of its libraries, in this format."""
    handler = _Handler()
    handler.setFormatter(_Json() if format_ == "json" else _Text())
    logger = logging.getLogger("pipeline")
    logger.handlers = [handler]
    logger.propagate = False
    logger.setLevel(logging.INFO)


def is_json() -> bool:
    """Whether the log is for programs."""
    return any(isinstance(handler.formatter, _Json) for handler in logging.getLogger("pipeline").handlers)


def only_warnings() -> None:
    """Say no more than what is wrong, as something else shows the progress."""
    logging.getLogger("pipeline").setLevel(logging.WARNING)


class _Handler(logging.StreamHandler[Any]):
    """Writes to what standard error is at the moment, which a progress bar may have replaced."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return _PREFIXES.get(record.levelno, "") + printable(record.getMessage())


class _Json(logging.Formatter):
    """`time`, `level`, `logger` and `message`, and what the record carries as `details`."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "details", {}),
        }
        return json.dumps(said, ensure_ascii=False, default=str)
