"""A build publishes all or nothing, whatever befalls it: a small sample of what `make soak` tries for long."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("trial", "size", "words"),
    [
        ("kills", 3, "3 builds were killed"),
        ("faults", 1, "| the order in which things reach the disk | files and folders on the disk before the exchange: "),
    ],
)
def test_after_every_fault_the_target_is_a_whole_release(trial: str, size: int, words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak", trial, "--size", str(size)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    print(done.stdout)
    assert done.returncode == 0, done.stderr[-3000:]
    assert words in done.stdout
