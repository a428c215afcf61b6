"""What the witnesses of a file say together, and how a difference is told; `test_verify.py` has whole releases."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from pipeline.publish import verify
from pipeline.publish.verify import (
    _ADDED,
    _CHANGED,
    _DOUBTED,
    _MISSING,
    _compare_sums,
    _difference,
    _is_original,
    _other_versions,
    _Witnesses,
)
from pipeline.supply.components import components
from pipeline.tables.descriptor import DESCRIPTOR
from pipeline.tables.sums import FILE as SUMS

# The hash of a file as it is, as the sums say it, and as the descriptor says it -> what is wrong with it where the sums know the
# descriptor as it is, and where they do not.
SAID: list[tuple[str | None, str | None, str | None, str | None, str | None]] = [
    ("a", "a", "a", None, None),
    ("b", "a", "a", _CHANGED, _CHANGED),
    (None, "a", "a", _MISSING, _MISSING),
    ("a", None, None, _ADDED, _ADDED),
    (None, None, "a", _MISSING, _MISSING),
    (None, "a", None, None, None),
    (None, "b", "a", _MISSING, _MISSING),
    ("a", "a", None, _ADDED, None),
    ("b", "a", None, _ADDED, None),
    ("a", None, "a", None, _DOUBTED),
    ("b", None, "a", _CHANGED, _CHANGED),
    ("a", "b", "a", None, _DOUBTED),
    ("a", "a", "b", _DOUBTED, None),
    ("a", "b", "c", _CHANGED, _CHANGED),
]


def witnesses(found: str | None, sums: str | None, listed: str | None, *, stands: bool = True, name: str = "x") -> _Witnesses:
    def of(said: str | None, descriptor: str | None) -> dict[str, str]:
        return {path: hash_ for path, hash_ in ((name, said), (DESCRIPTOR, descriptor)) if hash_ is not None}

    return _Witnesses(of(found, "d"), of(sums, "d" if stands else "e"), of(listed, None))


@pytest.mark.parametrize(("found", "sums", "listed", "stands", "falls"), SAID)
def test_two_of_three_are_believed_and_of_two_the_one_that_is_unchanged(
    found: str | None, sums: str | None, listed: str | None, stands: str | None, falls: str | None
) -> None:
    assert dict(witnesses(found, sums, listed).doubts()) == ({"x": stands} if stands else {})
    assert dict(witnesses(found, sums, listed, stands=False).doubts()) == ({"x": falls} if falls else {})


def test_without_sums_the_descriptor_is_believed() -> None:
    found = {"a": "1", "b": "2", "c": "3", DESCRIPTOR: "d"}
    assert dict(_Witnesses(found, {}, {"a": "1", "b": "9"}).doubts()) == {"b": _CHANGED, "c": _ADDED}


def test_doubts_are_sorted_and_never_about_the_descriptor() -> None:
    found = {"b": "1", "a": "1", DESCRIPTOR: "d"}
    assert list(_Witnesses(found, {DESCRIPTOR: "e"}, {DESCRIPTOR: "f"}).doubts()) == [("a", _ADDED), ("b", _ADDED)]


@pytest.mark.parametrize(
    ("found", "sums", "listed", "name", "agree", "disagree"),
    [
        ("a", "a", "a", "x", True, False),
        ("b", "a", "a", "x", False, False),
        ("a", "a", "b", "x", False, True),
        ("a", "b", "a", "x", False, True),
        ("a", "a", None, "x", False, True),
        (None, None, None, "x", True, False),
    ],
)
def test_witnesses_agree(found: str | None, sums: str | None, listed: str | None, name: str, agree: bool, disagree: bool) -> None:
    said = witnesses(found, sums, listed, name=name)
    assert (said.agree_on(name), said.disagree_on(name)) == (agree, disagree)


@pytest.mark.parametrize("stands", [True, False])
def test_the_descriptor_has_one_witness(stands: bool) -> None:
    assert witnesses("a", "a", "a", stands=stands).agree_on(DESCRIPTOR) is stands


@pytest.mark.parametrize(
    ("path", "original"),
    [
        ("aliases.csv", True),
        ("documents.csv", True),
        ("sources/water.txt", True),
        ("build-report.json", True),
        ("sbom.cdx.json", True),
        ("aliases.json", False),
        ("edges.csv", False),
        ("other/aliases.csv", False),
        ("more/sources/water.txt", False),
        ("sources.txt", False),
        (SUMS, False),
        (DESCRIPTOR, False),
    ],
)
def test_originals_are_what_all_others_are_made_of(path: str, original: bool) -> None:
    assert _is_original(path) is original


@pytest.mark.parametrize(
    ("found", "expected", "place"),
    [
        ("one\ntwo\n", "one\ntoo\n", "byte 6 (line 2)"),
        ("Xne\ntwo\n", "one\ntwo\n", "byte 1 (line 1)"),
        ("one\n", "one\ntwo\n", "byte 5 (line 2)"),
        ("one\ntwo\n", "one", "byte 4 (line 1)"),
        ("", "one", "byte 1 (line 1)"),
        ("\none", "\ntwo", "byte 2 (line 2)"),
        ("x" * 1_500 + "\ny", "x" * 1_500 + "\nz", "byte 1,502 (line 2)"),
    ],
)
def test_the_first_difference_is_placed(tmp_path: Path, found: str, expected: str, place: str) -> None:
    for name, content in (("here", found), ("anew", expected)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").write_text(content)
    issue = _difference("x", tmp_path / "here", tmp_path / "anew", "")
    assert (issue.slug, issue.table, issue.row) == ("file", "x", None)
    assert place in issue.note and issue.note.endswith(verify._AGAIN)
    assert _difference("x", tmp_path / "here", tmp_path / "anew", "by others").note.endswith("by others")


@pytest.mark.parametrize(("content", "wrong"), [(b"a  x\n", False), (b"b  x\n", True), (b"a  x\r\n", True), (b"", True), (None, True)])
def test_sums_are_compared(tmp_path: Path, content: bytes | None, wrong: bool) -> None:
    if content is not None:
        (tmp_path / SUMS).write_bytes(content)
    assert [(issue.slug, issue.table) for issue in _compare_sums(tmp_path, "a  x\n")] == [("file", SUMS)] * wrong


OWN = {component.name: component.version for component in components()}
FOUR = dict.fromkeys(("a", "b", "c", "d"), "0")


@pytest.mark.parametrize(
    ("pipeline", "libraries", "told"),
    [
        (version("pipeline"), {}, ""),
        (version("pipeline"), OWN, ""),
        (version("pipeline"), OWN | {"zebra": "1"}, ": zebra 1 (none here)"),
        ("0.0.9", OWN, f": pipeline 0.0.9 ({version('pipeline')} here)"),
        ("0.0.9", {"a": "0", "b": "0"}, f": pipeline 0.0.9 ({version('pipeline')} here), a 0 (none here), b 0 (none here)"),
        (version("pipeline"), FOUR, ": a 0 (none here), b 0 (none here), c 0 (none here) and 1 more"),
        ("0.0.9", FOUR, f": pipeline 0.0.9 ({version('pipeline')} here), a 0 (none here), b 0 (none here) and 2 more"),
    ],
)
def test_other_versions_are_named(pipeline: str, libraries: dict[str, Any], told: str) -> None:
    note = _other_versions({"pipeline": pipeline, "libraries": libraries})
    assert note.endswith(told) and bool(note) is bool(told)
