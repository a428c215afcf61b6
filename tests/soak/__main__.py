"""`python -m tests.soak [NAME]...` runs the long trials of the promises (all of them, or those named) and writes what they saw to docs/soak.md.

A trial is a module of this package with a docstring, whose first line becomes the title of its section, a `SIZE` (how many runs, inputs or seconds its
published figures are of) and a function `run(folder, size)`: it works in an empty folder, prints how far it is, raises an AssertionError where a
promise is broken, and gives the text of its section in Markdown. `--size N` tries it in another size and only prints.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "soak.md"
INTRODUCTION = """# What the promises were tried with

A build publishes all or nothing; what is published is valid and traceable; no input can run code, leave its folder or bring the process down; the site
only reads. `make soak` tries this for hours and writes the figures below, each section from its own run; `make test` holds a small sample of each.
"""


def trials() -> list[str]:
    """The names of all trials: the modules that have a `run`."""
    names = sorted(path.stem for path in HERE.glob("[a-z]*.py"))
    return [name for name in names if hasattr(_module(name), "run")]


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"tests.soak.{name}")


def perform(name: str, size: int | None) -> str:
    """Run a trial, and give its section."""
    module = _module(name)
    with tempfile.TemporaryDirectory(prefix=f"soak-{name}-") as folder:
        body = module.run(Path(folder), size or module.SIZE)
    title = (module.__doc__ or name).splitlines()[0].rstrip(".")
    where = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    return f"## {name}: {title}\n\nBy `python -m tests.soak {name}`, on {where}.\n\n{body.strip()}\n"


def with_section(page: str, name: str, section: str) -> str:
    """The page with the section of a trial replaced or added; sections are sorted by name."""
    parts = re.split(r"^(?=## )", page, flags=re.MULTILINE)[1:]
    sections = {part[3:].partition(":")[0]: part.strip() + "\n" for part in parts}
    sections[name] = section
    return "\n".join([INTRODUCTION, *(sections[key] for key in sorted(sections))])


def publish(name: str, section: str) -> None:
    """Write the section into the page."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    PAGE.write_text(with_section(page, name, section), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """The command; 1 where a promise was broken."""
    known = trials()
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="Try the promises for long.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}; default: all")
    parser.add_argument("--size", type=int, help="runs, inputs or seconds instead of the usual ones; only prints")
    asked = parser.parse_args(arguments)
    if unknown := sorted(set(asked.names) - set(known)):
        parser.error(f"there is no trial {', '.join(unknown)}; there are {', '.join(known)}")
    if len(asked.names) == 1:
        section = perform(asked.names[0], asked.size)
        print(section)
        if asked.size is None:
            publish(asked.names[0], section)
        return 0
    size = [] if asked.size is None else ["--size", str(asked.size)]
    # A process each: one trial that breaks down hides no other, and each begins with the same memory.
    broken = [
        name for name in asked.names or known if subprocess.run([sys.executable, "-m", "tests.soak", name, *size], check=False).returncode
    ]
    if broken:
        print(f"Broken: {', '.join(broken)}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
