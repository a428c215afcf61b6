"""Readable, stable identifiers.

An id depends only on content (the document's id, the text that a row quotes and the how-manieth such text it
is), never on the position of a row or the order in which files are read.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

_MAX_SLUG = 80


@lru_cache(1 << 16)
def slug(name: str) -> str:
    """Lower-case ASCII words of `name` joined by hyphens.

    Letters that have no ASCII decomposition (CJK, Arabic, ...) would vanish and make unlike names collide, so a
    name that loses any of them, and a slug that is too long, ends in a short hash of the whole name. The result is never empty.
    """
    folded = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    plain = plain.replace("'s", "s").replace("’s", "s")
    ascii_words = re.findall(r"[a-z0-9]+", plain)
    lost = any(c.isalnum() and not c.isascii() for c in plain)
    text = "-".join(ascii_words)
    if lost or not text or len(text) > _MAX_SLUG:
        text = "-".join(part for part in (text[:_MAX_SLUG].rstrip("-"), digest(name)) if part)
    return text


def digest(*parts: str, length: int = 16) -> str:
    """Hex digits of a SHA-256 over the parts, others for any other parts."""
    payload = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    if payload.count(b"\x1f") >= len(parts):  # a part holds the separator itself: then they end in a byte that no UTF-8 has
        payload = b"".join(part.encode("utf-8", "surrogatepass") + b"\xff" for part in parts)
    return hashlib.sha256(payload).hexdigest()[:length]


def scoped(owner_id: str, name: str) -> str:
    """The id of an organ or office known only through its owner: `owner--board`."""
    return f"{owner_id}--{slug(name)}"


def relation_id(subject_id: str, predicate: str, object_: str, *, symmetric: bool) -> str:
    """`subject.predicate.object`; a symmetric predicate has its ends in id order."""
    first, second = sorted((subject_id, object_)) if symmetric else (subject_id, object_)
    return f"{first}.{predicate}.{second}"


class Numbering:
    """Ids of one document's rows: a prefix and a hash of (document, key text, how-manieth such text).

    >>> ids = Numbering("water-agency")
    >>> ids("s", "It was created.") != ids("s", "It was created.")
    True
    """

    def __init__(self, document_id: str) -> None:
        self.document_id = document_id
        self._seen: dict[tuple[str, ...], int] = {}

    def __call__(self, prefix: str, *key: str) -> str:
        """The next id for `prefix` (one a table) and the quoted text `key`."""
        place = (prefix, *key)
        number = self._seen[place] = self._seen.get(place, 0) + 1
        return f"{prefix}-{digest(self.document_id, prefix, *key, str(number))}"
