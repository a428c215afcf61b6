"""Inputs that a fuzzer finds, guided by the coverage of the code.

Atheris (libFuzzer) changes bytes so that ever new branches of the readers, the layout, the ids and the extraction are taken. Each input goes from bytes to
records, whose offsets and quotes are checked.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

SIZE = 100_000
# What the fuzzer changes bytes of: a text for each thing that is read in a way of its own.
_SEEDS = (
    "The Water Agency (WA) plans roads.\n\nIt is overseen by the Ministry.",
    "# Title\n\n- item [1]\n\n== A ==\nSee B.",
    "\ufeff“Yes”, critics said…",
    "Ministry of Rivers[edit]\n\n## Tasks\n\nIts tasks are:\n1. licensing wells and canals;\n2) plans, under the Water Act 2001;\n(c) the rest.\n",
    "Its board was set up in 2011. It reports to the Ministry of Rivers and works with the Port Office, the U.S. Coast Guard and others.[4][a]",
    "Critics argue that the agency is slow. According to Ann Lee, “its budget is too small”; she said it “must not” grow. Others deny this.",
    "Office of Roads, also known as OR, is a body which plans roads, e.g. highways, and is headed by Xu Shaoshi from 1999 to 2004.\r\n\r\nSee Part 3.",
    "国务院 Office\n\nThe 国务院 oversees the Министерство воды (МВ) and وزارة المياه. 💧 Té Pūtea’s board meets in New York — not in Köln.",
    "The office plans the roads and the harbours of the,\nBay. It aims to promote 5G, such as\nthe new “networks”.\n\nHistory\nIt succeeded the Road Board.",
)
_MOST_BYTES = 2_000


def run(folder: Path, size: int) -> str:
    """Try `size` inputs."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(_SEEDS):
        (corpus / str(number)).write_text(seed, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "tests.soak.fuzz",
        str(corpus),
        f"-runs={size}",
        f"-max_len={_MOST_BYTES}",
        "-seed=9",
        "-timeout=60",
        f"-artifact_prefix={folder}/",
    ]
    with (folder / "log").open("w") as log:
        code = subprocess.run(command, stderr=log, stdout=log, check=False).returncode
    told = (folder / "log").read_text(encoding="utf-8", errors="replace")
    found = [path.read_bytes() for path in folder.glob("crash-*")] + [path.read_bytes() for path in folder.glob("timeout-*")]
    assert code == 0, f"broken by {found}: {told[-3000:]}"
    runs, coverage = re.findall(r"#(\d+)\s+\S+\s+cov: (\d+)", told)[-1]
    return f"""{int(runs):,} inputs, {len(list(corpus.iterdir())):,} of which took a new way through the code ({int(coverage):,} branches in all). They begin as
sentences and short articles, and are let grow, to at most {_MOST_BYTES:,} bytes, as shorter ones find nothing new. Each was read, with every offset and
quote right, or refused with one line that names the file and the place.
"""


def main() -> None:
    """The process in which the code is watched."""
    import atheris

    with atheris.instrument_imports(include=["pipeline"]):
        from tests.soak.hostile import Way

    def one(raw: bytes) -> None:
        Way().take(raw, None)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
