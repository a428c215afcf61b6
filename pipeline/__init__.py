"""Reads articles about institutions into an open dataset. For users of the data: `from pipeline import load`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.access import load

__all__ = ["load"]


def __getattr__(name: str) -> Any:
    """`load` is only imported when asked for: the commands must start fast."""
    if name == "load":
        from pipeline.access import load

        return load
    raise AttributeError(f"module 'pipeline' has no attribute '{name}'")
