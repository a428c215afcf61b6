"""`python -m pipeline.supply licences|audit`: what the pinned libraries are under, and whether they are known to be vulnerable.

`licences` lists the licences of all in `docs/licences.md`, and fails where one is not allowed; it asks the libraries that are installed, so
that all requirements must be. `audit` asks the advisory database.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError
from pathlib import Path

from pipeline.errors import CallError
from pipeline.supply.audit import audit
from pipeline.supply.components import LICENCES, RUNTIME, TOOLS, Component, components
from pipeline.supply.licences import licence_of, policy, problems

PAGE = Path("docs/licences.md")


def installed_licences() -> dict[str, str]:
    """The licence of each pinned library. Raises SystemExit where one is not installed."""
    names = sorted({component.name for file in (RUNTIME, TOOLS) for component in components(file)})
    try:
        return {name: licence_of(name) for name in names}
    except PackageNotFoundError as error:
        raise SystemExit(f"{error.name} is not installed; run: make lint") from error


def page() -> str:
    """All libraries with their licences, as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    runtime = components(RUNTIME)
    names = {component.name for component in runtime}
    tools = [component for component in components(TOOLS) if component.name not in names]
    yield "# Licences of the libraries"
    yield ""
    yield "None of these is part of this repository or of a release: they are installed, in the pinned versions, from a package index. `make licences`"
    yield "writes this page from what each library says of itself, and fails where a licence is not one of those that"
    yield "[`licences.yaml`](../pipeline/supply/licences.yaml) allows: licences that ask for notices only, and those that ask for more of who changes the"
    yield "library itself. Code under the MIT licence may use what is under any of them."
    yield ""
    yield "Used all the same, though under another licence or under one that is not told:"
    yield ""
    yield from (f"- {name}: {reason}" for name, reason in policy()["exceptions"].items())
    yield ""
    yield from _table("What a build and the site need", runtime)
    yield ""
    yield from _table("What only the tests and checks need", tools)


def _table(title: str, found: tuple[Component, ...] | list[Component]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield "| library | licence |"
    yield "| --- | --- |"
    yield from (f"| {component.name} | {component.licence} |" for component in found)


def write_licences() -> int:
    """Write the licences and the page, and say which are not allowed; 1 where any is."""
    LICENCES.write_text(json.dumps(installed_licences(), indent=1) + "\n", encoding="utf-8")
    components.cache_clear()
    PAGE.write_text(page(), encoding="utf-8")
    found = [component for file in (RUNTIME, TOOLS) for component in components(file)]
    wrong = sorted({problem for component in found if (problem := problems(component.name, component.licence))})
    print("\n".join(wrong) or f"{len({component.name for component in found})} libraries, all under licences that are allowed: {PAGE}")
    return 1 if wrong else 0


def print_audit() -> int:
    """Say what is known against the pinned versions; 1 where anything is, 2 where nothing could be asked."""
    try:
        found = list(audit((RUNTIME, TOOLS)))
    except CallError as error:
        print(f"Error: {error}", file=sys.stderr)
        return error.exit_code
    print("\n".join(found) or "No vulnerability is known of any pinned version.")
    return 1 if found else 0


def main(arguments: Sequence[str]) -> int:
    """The command; the exit code."""
    tasks = {"licences": write_licences, "audit": print_audit}
    if len(arguments) != 1 or arguments[0] not in tasks:
        print(f"usage: python -m pipeline.supply {'|'.join(tasks)}", file=sys.stderr)
        return 2
    return tasks[arguments[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
