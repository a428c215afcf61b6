"""Text with the mentions in it marked: from offsets to escaped HTML. Mentions may nest, and nothing of the text is ever markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention to show, from `start` to `end` in the source; `type` is its entity's."""

    start: int
    end: int
    entity_id: str
    type: str
    kind: str


@dataclass(frozen=True, slots=True)
class Lit:
    """The characters that a link led to."""

    start: int
    end: int


def marked(text: str, start: int, end: int, marks: Iterable[Mark], lit: Lit | None, entity_link: Callable[[str], str]) -> Markup:
    """`text[start:end]` as HTML in which each mark is an element that holds links to its entity.

    A mark within another lies within its element. Links cannot lie within links, so each stretch of text links to the innermost mark alone.
    The first stretch of a mark can be reached with the tab key. A mark that crosses another's end goes on in an element of its own.
    """
    inside = sorted(
        (mark for mark in marks if start <= mark.start < mark.end <= end), key=lambda mark: (mark.start, -mark.end, mark.entity_id)
    )
    edges = {start, end, *(mark.start for mark in inside), *(mark.end for mark in inside)}
    if lit:
        edges |= {edge for edge in (lit.start, lit.end) if start < edge < end}
    return Markup("").join(_pieces(text, sorted(edges), inside, lit, entity_link))


def _pieces(text: str, edges: Sequence[int], marks: Sequence[Mark], lit: Lit | None, entity_link: Callable[[str], str]) -> Iterator[Markup]:
    waiting = list(reversed(marks))
    open_: list[Mark] = []
    linked: set[Mark] = set()
    for left, right in pairwise(edges):
        yield from _close(open_, left)
        while waiting and waiting[-1].start == left:
            open_.append(waiting.pop())
            yield _opened(open_[-1])
        piece = escape(text[left:right])
        if open_:
            inner = open_[-1]
            reach = Markup("") if inner not in linked else Markup(' tabindex="-1"')
            linked.add(inner)
            piece = Markup('<a href="{}"{}>{}</a>').format(entity_link(inner.entity_id), reach, piece)
        if lit and lit.start <= left and right <= lit.end:
            piece = Markup('<mark class="lit"{}>{}</mark>').format(Markup(' id="lit"') if left == lit.start else "", piece)
        yield piece
    yield Markup("</span>") * len(open_)


def _close(open_: list[Mark], at: int) -> Iterator[Markup]:
    """End what ends here; what was opened later and goes on is opened again."""
    ending = next((depth for depth, mark in enumerate(open_) if mark.end <= at), len(open_))
    going_on = [mark for mark in open_[ending:] if mark.end > at]
    yield Markup("</span>") * (len(open_) - ending)
    del open_[ending:]
    for mark in going_on:
        open_.append(mark)
        yield _opened(mark)


def _opened(mark: Mark) -> Markup:
    return Markup('<span class="m t-{} k-{}" data-entity="{}">').format(mark.type, mark.kind, mark.entity_id)
