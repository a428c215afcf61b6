"""Hostile inputs by the thousand, each taken the whole way from bytes to tables.

Hypothesis makes them of words, of what means something to somebody else's parser, of any characters and of any bytes. A hundred at a time are merged
and checked against the contract; some of these are published in all formats, and the release is validated.
"""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from tests.soak.hostile import Way, inputs

SIZE = 20_000
_TOGETHER = 100
_PUBLISHED = 20  # of so many hundreds, one


def run(folder: Path, size: int) -> str:
    """Take `size` inputs the whole way."""
    way = Way()
    published = 0

    @settings(
        max_examples=size,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs())
    def each(found: tuple[bytes, str | None]) -> None:
        nonlocal published
        way.take(*found)
        taken = way.read + way.refused
        if taken % _TOGETHER == 0:
            publish = (taken // _TOGETHER) % _PUBLISHED == 1
            published += publish
            way.merge(folder / f"release-{taken}" if publish else None)
            if taken % 1000 == 0:
                print(f"{taken:,} of {size:,} taken", flush=True)

    each()
    way.merge(folder / "last")
    return f"""{way.read + way.refused:,} inputs: {way.read:,} were read into {way.rows:,} rows, all of which keep the contract (schemas, keys, references, offsets
against the text), and {way.refused:,} were refused with one line that names the file and the place. {published + 1} releases of up to {_TOGETHER} of them were
published in all formats and validated.
"""
