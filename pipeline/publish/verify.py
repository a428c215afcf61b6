"""A release held against itself: every file is the one that was published, keeps the contract, and holds what all others hold.

Each file has three witnesses: `SHA256SUMS`, `datapackage.json`, and the release itself: the tables, the texts, the build report and the bill of materials
are all that a release is made of, so every other file is written anew out of them and compared byte by byte. So one changed byte is found, and
the file named, also where a witness was changed to hide it. Nothing but CSV, JSON and text is ever parsed of what came from elsewhere.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError
from pipeline.publish import bill_of_materials, build_report
from pipeline.publish.datapackage import describe
from pipeline.publish.formats import chosen
from pipeline.publish.resources import Edition
from pipeline.publish.source_texts import FOLDER as TEXTS
from pipeline.scratch import Scratch
from pipeline.supply.components import components
from pipeline.tables.contract import load_contract
from pipeline.tables.descriptor import DESCRIPTOR, descriptor_text, read_descriptor
from pipeline.tables.merge import Tables
from pipeline.tables.report import Issue, Report
from pipeline.tables.sums import FILE as SUMS
from pipeline.tables.sums import as_text, hashes, stated
from pipeline.tables.validate import Content, check_package, read_content, report_of

_AGAIN = "get it again from where you got the release"
_CHANGED = f"is not the file that was published; {_AGAIN}"
_MISSING = f"is missing; {_AGAIN}"
_ADDED = "is no part of the release; take it away"
_DOUBTED = f"{SUMS} and {DESCRIPTOR} disagree on it, so that one of the three was changed; get them again from where you got the release"


def verify_release(directory: Path) -> Report:
    """Check the release in `directory`, which needs nothing beside itself; what is wrong with it is in the report, never raised.

    Raises CallError where there is no release.
    """
    witnesses, issues = _call_witnesses(directory)
    if witnesses is None:
        return report_of(directory, {}, issues)
    doubts = dict(witnesses.doubts())
    if any(_is_original(path) or not witnesses.disagree_on(path) for path in doubts):
        return report_of(directory, {}, [Issue("file", path, None, None, None, note) for path, note in doubts.items()])
    # What is left, if anything, is a file on which the sums and the descriptor disagree: the originals, which are sound, decide.
    content = read_content(directory)
    issues = content.issues or list(_compare(directory, content, witnesses)) or list(check_package(directory))
    return report_of(directory, content.rows, issues, files=len(witnesses.found) + 1)


@dataclass(frozen=True, slots=True)
class _Witnesses:
    """The hash of each file by its path: as it was `found`, as the sums say it, and as the descriptor does."""

    found: Mapping[str, str]
    sums: Mapping[str, str]
    listed: Mapping[str, str]

    def doubts(self) -> Iterator[tuple[str, str]]:
        """(path, what is wrong) of the files that the sums and the descriptor do not vouch for."""
        for path in sorted({*self.found, *self.sums, *self.listed} - {DESCRIPTOR}):
            if note := self._note(path):
                yield path, note

    def disagree_on(self, path: str) -> bool:
        """Whether the sums and the descriptor say different things of a file."""
        return self.sums.get(path) != self.listed.get(path)

    def agree_on(self, path: str) -> bool:
        """Whether the sums and the descriptor, which does not list itself, both know the file as it was found."""
        return self.found.get(path) == self.sums.get(path) and (path == DESCRIPTOR or not self.disagree_on(path))

    def _note(self, path: str) -> str | None:
        said = {self.sums.get(path), self.listed.get(path)}
        found = self.found.get(path)
        if len(said) == 1:
            return None if found in said else _MISSING if found is None else _ADDED if None in said else _CHANGED
        if found is None:
            return _MISSING if path in self.listed else None  # a line too many in the sums
        if path not in self.listed:
            return _ADDED if path not in self.sums or self._descriptor_stands() else None
        believed = self.listed if self._descriptor_stands() or not self.sums else self.sums
        if found == believed.get(path):
            return None
        return _DOUBTED if found in said else _CHANGED

    def _descriptor_stands(self) -> bool:
        return self.sums.get(DESCRIPTOR) == self.found[DESCRIPTOR]


def _call_witnesses(directory: Path) -> tuple[_Witnesses | None, list[Issue]]:
    """What the files are and should be; issues where that cannot be told."""
    links = [path.relative_to(directory).as_posix() for path in sorted(directory.rglob("*")) if path.is_symlink()]
    if links:
        return None, [
            Issue("file", path, None, None, None, "is a link, which a release has none of; put the file itself there") for path in links
        ]
    try:
        resources = read_descriptor(directory)["resources"]
    except PipelineError as error:
        if not (directory / DESCRIPTOR).is_file():
            raise
        return None, [Issue("file", DESCRIPTOR, None, None, None, f"{error}; {_AGAIN}")]
    listed = {resource["path"]: str(resource.get("hash")).removeprefix("sha256:") for resource in resources}
    return _Witnesses(hashes(directory), stated(directory), listed), []


def _is_original(path: str) -> bool:
    """Whether a file is one of those that all others are made of."""
    tables = {f"{table.name}.csv" for table in load_contract().tables}
    return path in tables or path.startswith(f"{TEXTS}/") or path in (build_report.FILE, bill_of_materials.FILE)


def _compare(directory: Path, content: Content, witnesses: _Witnesses) -> Iterator[Issue]:
    """What differs from the files that are written anew out of the originals."""
    with Scratch() as anew:
        try:
            report = build_report.read_report(directory)
            _write_anew(directory, content, report, witnesses, anew)
        except PipelineError as error:
            yield Issue("file", build_report.FILE, None, None, None, str(error))
            return
        expected = hashes(anew)
        others = _other_versions(report)
        for path in sorted({*expected, *witnesses.found}):
            if path not in witnesses.found:
                yield Issue("file", path, None, None, None, _MISSING)
            elif path not in expected:
                yield Issue("file", path, None, None, None, _ADDED)
            elif expected[path] != witnesses.found[path]:
                yield _difference(path, directory, anew, others if witnesses.agree_on(path) else "")
        yield from _compare_sums(directory, as_text(expected if not others else witnesses.found))


def _write_anew(directory: Path, content: Content, report: Mapping[str, Any], witnesses: _Witnesses, folder: Path) -> None:
    """Write all files of the release, but its sums, to `folder`, each format as its module does it.

    A file that only differs from that of the release, which the other witnesses vouch for, in how its content was compressed, gives way to that:
    the library that compresses is the system's own.
    """
    origin = build_report.origin_of(report, bill_of_materials.read_bill(directory))
    package = build_report.package_of(report)
    edition = Edition(Tables(content.rows, content.texts), package, folder, origin)
    for format_ in chosen(origin.formats):
        written = list(format_.writer()(edition))
        content_of: Callable[[Path], object] | None = getattr(import_module(format_.module), "content_of", None)
        for resource in written:
            here, there = folder / resource.path, directory / resource.path
            if content_of and witnesses.agree_on(resource.path) and content_of(here) == content_of(there):
                shutil.copyfile(there, here)
        edition.written.extend(written)
    (folder / DESCRIPTOR).write_text(descriptor_text(describe(edition)), encoding="utf-8", newline="\n")


def _difference(path: str, directory: Path, anew: Path, others: str) -> Issue:
    """The first place where a file differs from what it should be."""
    found, expected = (directory / path).read_bytes(), (anew / path).read_bytes()
    at = next((at for at, (left, right) in enumerate(zip(found, expected, strict=False)) if left != right), min(len(found), len(expected)))
    line = found.count(b"\n", 0, at) + 1
    note = f"differs at byte {at + 1:,} (line {line:,}) from what the tables and texts of the release give; {others or _AGAIN}"
    return Issue("file", path, None, None, None, note)


def _compare_sums(directory: Path, expected: str) -> Iterator[Issue]:
    file = directory / SUMS
    if not file.is_file():
        yield Issue("file", SUMS, None, None, None, _MISSING)
    elif file.read_bytes() != expected.encode("utf-8"):
        yield Issue("file", SUMS, None, None, None, f"does not have the sums of the release; {_AGAIN}")


def _other_versions(report: Mapping[str, Any]) -> str:
    """What to do where the release was written by other versions than those here; empty where these are the same."""
    here = {"pipeline": version("pipeline"), **{component.name: component.version for component in components()}}
    there = {"pipeline": report["pipeline"], **report["libraries"]}
    other = [f"{name} {there[name]} ({here.get(name, 'none')} here)" for name in there if there[name] != here.get(name)]
    if not other:
        return ""
    shown = ", ".join(other[:3]) + (f" and {len(other) - 3} more" if len(other) > 3 else "")
    return f"it was written by other versions, which alone can compare it: {shown}"
