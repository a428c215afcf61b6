"""The pinned libraries held against the advisories on vulnerable versions, with pip-audit, which asks the Python Package Index.

There is no database of advisories to pin and to keep here, so the network is needed. pip-audit passes over what it finds nothing about, and then
reports nothing; here a library that was not checked is as bad as a vulnerable one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import CallError

_COMMAND = ("-m", "pip_audit", "--disable-pip", "--no-deps", "--progress-spinner", "off", "--format", "json")


def audit(files: Sequence[Path]) -> Iterator[str]:
    """A line for each known vulnerability of what the requirements files pin. Raises CallError where they could not be checked, all or some."""
    asked = [option for file in files for option in ("--requirement", str(file))]
    done = subprocess.run([sys.executable, *_COMMAND, *asked], capture_output=True, text=True, check=False)
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, LookupError) as error:
        reason = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        raise CallError(f"the advisory database cannot be reached, so that nothing was checked: {reason[:300]}") from error
    unknown = [entry["name"] for entry in found if "skip_reason" in entry]
    if unknown:
        shown = ", ".join(unknown[:3]) + (f" and {len(unknown) - 3} more" if len(unknown) > 3 else "")
        raise CallError(
            f"the advisory database gave no answer on {len(unknown)} of {len(found)} libraries ({shown}), so that they were not checked;"
            " run this where the Python Package Index itself can be reached"
        )
    for entry in found:
        yield from (_line(entry, known) for known in entry["vulns"])


def _line(entry: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    mended = ", ".join(known["fix_versions"]) or "none yet"
    return f"{entry['name']} {entry['version']}: {known['id']}; mended in: {mended}"
