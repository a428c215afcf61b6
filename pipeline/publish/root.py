"""The root's `datapackage.json`: the descriptor of the release in a folder below, with its paths adapted; derived from it, and written last."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.publish.exchange import write_whole
from pipeline.scratch import exclusive
from pipeline.tables.descriptor import DESCRIPTOR, descriptor_text, read_descriptor


def derive_root_package(release: Path, root: Path) -> bool:
    """Write `root/datapackage.json` anew where it is not what the release in `release`, a folder below `root`, says; True where it was written.

    One that describes other files than those of the release is somebody else's and stays. Raises as `read_descriptor`, and OSError.
    """
    prefix = f"{release.resolve().relative_to(root.resolve()).as_posix()}/"
    target = root / DESCRIPTOR
    with exclusive(root):
        descriptor = read_descriptor(release)
        for resource in descriptor["resources"]:
            resource["path"] = prefix + resource["path"]
        content = descriptor_text(descriptor).encode("utf-8")
        present = target.read_bytes() if target.is_file() else b""
        if content == present or _is_foreign(present, prefix):
            return False
        write_whole(target, content)
    return True


def _is_foreign(content: bytes, prefix: str) -> bool:
    """Whether it is a descriptor, and of files that lie elsewhere."""
    try:
        found: Any = json.loads(content)
        return not all(resource["path"].startswith(prefix) for resource in found["resources"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False
