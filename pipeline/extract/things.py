"""What a document speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.source.tokens import Sentence


@dataclass(eq=False, slots=True)
class Thing:
    """Something the document speaks of; two things are the same only where they are one object.

    `scope` is the owner of an organ or office that is known only through it. `aliases` maps other names to acronym, variant or
    translation. A mention is (sentence, start, end, kind) with offsets into the source; `description` is the span of the
    text's own words about it.
    """

    name: str
    type: str
    named: bool
    scope: Thing | None = None
    aliases: dict[str, str] = field(default_factory=dict)
    mentions: list[tuple[Sentence, int, int, str]] = field(default_factory=list)
    description: tuple[int, int] | None = None

    @property
    def sort(self) -> str:
        """Its type, and whether it is named: "law named"."""
        return f"{self.type}{' named' if self.named else ''}"

    def __repr__(self) -> str:
        return f"<{self.name} {self.type}>"
