"""What makes a folder a release, and what is said of one that is none."""

from pathlib import Path

import pytest

from pipeline.errors import CallError, DataError
from pipeline.tables.descriptor import DESCRIPTOR, database_of, read_descriptor

BROKEN = {
    "not JSON": ("{", "not a readable descriptor"),
    "not UTF-8": ("\udcff", "not a readable descriptor"),
    "a list": ("[]", "not the descriptor of a release"),
    "no name": ('{"resources": []}', "not the descriptor of a release"),
    "no resources": ('{"name": "x"}', "not the descriptor of a release"),
    "a resource without a path": ('{"name": "x", "resources": [{}]}', "not the descriptor of a release"),
    "a resource that is none": ('{"name": "x", "resources": ["x.csv"]}', "not the descriptor of a release"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_descriptor_is_named(case: str, tmp_path: Path) -> None:
    content, message = BROKEN[case]
    (tmp_path / DESCRIPTOR).write_text(content, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(DataError, match=rf"datapackage\.json: {message}"):
        read_descriptor(tmp_path)


def test_the_database_is_found_or_missed_with_a_remedy(release: Path, tmp_path: Path) -> None:
    assert database_of(release) == release / "wells.db"
    with pytest.raises(CallError, match="there is no release here"):
        database_of(tmp_path / "nowhere")
    (release / "wells.db").unlink()
    with pytest.raises(CallError, match="has no SQLite database"):
        database_of(release)
