"""A release is verified as it was downloaded, by itself: one changed byte of any file is found, and the file named."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.errors import CallError
from pipeline.publish import spreadsheet
from pipeline.publish.verify import verify_release
from pipeline.tables.report import Report
from pipeline.tables.sums import FILE as SUMS
from pipeline.tables.sums import sums

DESCRIPTOR = "datapackage.json"
# What others are made of: in the release of the tests, which has all formats.
ORIGINALS = {"build-report.json", "sbom.cdx.json", "sources/water-agency.txt"}


def named(report: Report) -> list[str]:
    return [issue.table for issue in report.issues]


def files_of(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def flip(file: Path) -> None:
    """Change one bit in the middle of a file."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def adapt_sums(release: Path) -> None:
    (release / SUMS).write_text(sums(release), encoding="utf-8", newline="\n")


def adapt_descriptor(release: Path) -> None:
    descriptor = json.loads((release / DESCRIPTOR).read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        content = (release / resource["path"]).read_bytes()
        resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    (release / DESCRIPTOR).write_text(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")


def test_a_release_is_verified_without_anything_beside_it(release: Path, tmp_path: Path) -> None:
    moved = Path(shutil.move(release, tmp_path / "download"))
    before = files_of(tmp_path)
    report = verify_release(moved)
    assert report.issues == ()
    assert report.files == len(files_of(moved))
    assert files_of(tmp_path) == before


def test_one_changed_byte_of_any_file_is_found_and_the_file_named(release: Path) -> None:
    for name in files_of(release):
        content = (release / name).read_bytes()
        if content:
            flip(release / name)
            assert named(verify_release(release)) == [name]
            (release / name).write_bytes(content)


def test_so_it_is_where_the_sums_were_adapted_to_hide_it(release: Path) -> None:
    """Every file that is made of others at once, and each of those others by itself."""
    filled = [name for name in files_of(release) if (release / name).stat().st_size]
    originals = {name for name in filled if name in ORIGINALS or (name.endswith(".csv") and "/" not in name)}
    made = [name for name in filled if name not in {*originals, SUMS, DESCRIPTOR}]
    for name in originals:
        content = (release / name).read_bytes()
        flip(release / name)
        adapt_sums(release)
        assert named(verify_release(release)) == [name]
        (release / name).write_bytes(content)
    for name in made:
        flip(release / name)
    adapt_sums(release)
    assert named(verify_release(release)) == [*made, SUMS]


@pytest.mark.parametrize("name", ["aliases.json", "parquet/entities.parquet", "wells.xlsx", "wells.spacy", "README.md"])
def test_and_where_sums_and_descriptor_were(release: Path, name: str) -> None:
    flip(release / name)
    adapt_descriptor(release)
    adapt_sums(release)
    assert {name, DESCRIPTOR, SUMS} <= set(named(verify_release(release)))


def of_descriptor(old: str, new: str) -> Callable[[Path], None]:
    def damage(release: Path) -> None:
        edit(release / DESCRIPTOR, old, new)
        adapt_sums(release)

    return damage


def hash_of(name: str) -> Callable[[Path], None]:
    """The hash of a file in the descriptor changed, and the sums adapted."""

    def damage(release: Path) -> None:
        digest = hashlib.sha256((release / name).read_bytes()).hexdigest()
        of_descriptor(digest, "0" * 64)(release)

    return damage


def line_of(name: str) -> Callable[[Path], None]:
    """The hash of a file in the sums changed."""

    def damage(release: Path) -> None:
        edit(release / SUMS, hashlib.sha256((release / name).read_bytes()).hexdigest(), "0" * 64)

    return damage


def both(*damages: Callable[[Path], object]) -> Callable[[Path], None]:
    def damage(release: Path) -> None:
        for one in damages:
            one(release)

    return damage


DAMAGES: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "a missing file": (lambda release: (release / "wells.ttl").unlink(), ["wells.ttl"]),
    "a missing table": (lambda release: (release / "relations.csv").unlink(), ["relations.csv"]),
    "a missing text": (lambda release: (release / "sources/water-agency.txt").unlink(), ["sources/water-agency.txt"]),
    "a missing file, hidden": (both(lambda release: (release / "wells.ttl").unlink(), adapt_sums), ["wells.ttl", SUMS]),
    "a file more": (lambda release: (release / "more.csv").write_text("1"), ["more.csv"]),
    "a file more, hidden": (both(lambda release: (release / "more.csv").write_text("1"), adapt_sums), ["more.csv", SUMS]),
    "an empty file more": (lambda release: (release / "sources/.hidden").touch(), ["sources/.hidden"]),
    "a renamed file": (lambda release: (release / "wells.nq").rename(release / "w.nq"), ["w.nq", "wells.nq"]),
    "a link": (lambda release: (release / "more.csv").symlink_to("/etc/passwd"), ["more.csv"]),
    "a swapped text": (lambda release: (release / "wells.ttl").write_bytes((release / "shapes.ttl").read_bytes()), ["wells.ttl"]),
    "no sums": (lambda release: (release / SUMS).unlink(), [SUMS]),
    "empty sums": (lambda release: (release / SUMS).write_bytes(b""), [SUMS]),
    "sums with a line too many": (lambda release: edit(release / SUMS, "\n", f"\n{'0' * 64}  ghost.csv\n"), [SUMS]),
    "sums with other line ends": (lambda release: edit(release / SUMS, "\n", "\r\n"), [SUMS]),
    "sums of a table": (line_of("relations.csv"), [SUMS]),
    "sums of a derived file": (line_of("wells.ttl"), [SUMS]),
    "sums of the descriptor": (line_of(DESCRIPTOR), [SUMS]),
    "a descriptor that is none": (lambda release: (release / DESCRIPTOR).write_text("{"), [DESCRIPTOR]),
    "a title in the descriptor": (lambda release: edit(release / DESCRIPTOR, "who licenses them", "who does not"), [DESCRIPTOR]),
    "a title in the descriptor, hidden": (of_descriptor("who licenses them", "who does not"), [DESCRIPTOR, SUMS]),
    "a hash in the descriptor, hidden": (hash_of("wells.ttl"), [DESCRIPTOR, SUMS]),
    "a hash of a table in the descriptor, hidden": (hash_of("relations.csv"), ["relations.csv"]),  # no third says which of the two it is
    "a table, and a hash in the descriptor, hidden": (
        both(hash_of("wells.ttl"), lambda release: flip(release / "relations.csv")), ["relations.csv", "wells.ttl"],
    ),
    "a path in the descriptor": (lambda release: edit(release / DESCRIPTOR, '"aliases.json"', '"../aliases.json"'), [DESCRIPTOR]),
    "a row that breaks the contract, hidden": (
        both(lambda release: edit(release / "aliases.csv", ",WA,", ",,"), adapt_descriptor, adapt_sums), ["aliases"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DAMAGES)
def test_what_is_wrong_is_named(release: Path, case: str) -> None:
    damage, expected = DAMAGES[case]
    damage(release)
    assert named(verify_release(release)) == expected


WORDS = {
    "a missing file": "is missing; get it again",
    "a missing file, hidden": "is missing; get it again",
    "a file more": "is no part of the release; take it away",
    "a file more, hidden": "is no part of the release; take it away",
    "a link": "is a link",
    "a swapped text": "is not the file that was published; get it again",
    "no sums": "is missing; get it again",
    "sums of a table": "does not have the sums of the release",
    "a title in the descriptor, hidden": "differs at byte ",
    "a descriptor that is none": "not a readable descriptor",
    "a row that breaks the contract, hidden": "must be ",
}


@pytest.mark.parametrize("case", WORDS)
def test_what_is_wrong_with_it_is_told(release: Path, case: str) -> None:
    DAMAGES[case][0](release)
    assert WORDS[case] in verify_release(release).issues[0].note


def test_the_place_of_a_difference_is_told(release: Path) -> None:
    edit(release / "jsonl" / "aliases.jsonl", '"WA"', '"WB"')
    adapt_sums(release)
    at = (release / "jsonl" / "aliases.jsonl").read_bytes().index(b"WB") + 2
    assert f"differs at byte {at} (line 1) from what the tables and texts" in verify_release(release).issues[0].note


def test_a_doubt_names_all_who_may_be_wrong(release: Path) -> None:
    hash_of("relations.csv")(release)
    (issue,) = verify_release(release).issues
    assert issue.table == "relations.csv" and SUMS in issue.note and DESCRIPTOR in issue.note


def test_the_same_content_compressed_by_another_library_is_the_same(release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulated: the workbook as this machine's library would not compress it, with all that lists its hash made to fit."""
    from pipeline.publish import verify

    packed = tmp_path / "packed.xlsx"
    with zipfile.ZipFile(release / "wells.xlsx") as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    assert packed.read_bytes() != (release / "wells.xlsx").read_bytes()
    assert spreadsheet.content_of(packed) == spreadsheet.content_of(release / "wells.xlsx")
    writer = spreadsheet.write

    def write(edition: object) -> object:
        for resource in writer(edition):  # type: ignore[arg-type]
            shutil.copyfile(packed, edition.folder / resource.path)  # type: ignore[attr-defined]
            yield resource

    monkeypatch.setattr(spreadsheet, "write", write)
    assert verify.verify_release(release).issues == ()


def test_a_release_of_other_versions_says_which(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.publish import verify

    monkeypatch.setattr(verify, "version", lambda name: "9.9.9")
    monkeypatch.setattr(verify.build_report, "version", lambda name: "9.9.9")
    report = verify_release(release)
    assert not report.valid
    assert all(
        "it was written by other versions, which alone can compare it: pipeline 0.1.0 (9.9.9 here)" in issue.note for issue in report.issues
    )


def test_where_there_is_no_release_the_call_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="there is no release here"):
        verify_release(tmp_path)


def test_the_command_prints_a_report_and_ends_with_its_verdict(release: Path) -> None:
    good = CliRunner().invoke(main, ["verify", str(release)])
    assert good.exit_code == 0
    assert good.stdout.splitlines()[-1] == f"{release}: valid"
    (release / "wells.nq").unlink()
    bad = CliRunner().invoke(main, ["verify", str(release), "--json"])
    assert bad.exit_code == 1
    content = json.loads(bad.stdout)
    assert content["valid"] is False
    assert [(issue["slug"], issue["table"]) for issue in content["issues"]] == [("file", "wells.nq")]
