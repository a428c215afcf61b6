"""`python noticed.py` in a copy of the project: for each line `{"module", "text", "tests", "seconds"}` of standard input, whether those tests notice.

The libraries are loaded once, and each run of the tests is a fork: the program itself is loaded anew, with the text of the module put in place. The
answer is a line `{"exit": …, "seconds": …}`: 0 where all tests passed, None where they did not end in time.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

_LIBRARIES = ("hypothesis", "jsonschema", "fastjsonschema", "pandas", "pyarrow.parquet", "duckdb", "spacy", "frictionless", "networkx", "yaml",
              "sqlite_utils", "apsw", "xlsxwriter", "click.testing", "srsly", "platformdirs")  # fmt: skip


def main() -> None:
    """Answer until the input ends."""
    import pytest

    for name in _LIBRARIES:
        importlib.import_module(name)
    sys.path[0] = os.getcwd()
    for line in sys.stdin:
        print(json.dumps(_answer(pytest, **json.loads(line))), flush=True)


def _answer(pytest: Any, module: str, text: str | None, tests: list[str], seconds: float) -> dict[str, Any]:
    file = Path(module)
    kept = file.read_text(encoding="utf-8")
    _forget(file)
    if text is not None:
        file.write_text(text, encoding="utf-8")
    began = time.monotonic()
    try:
        child = os.fork()
        if child == 0:
            _run(pytest, tests, keep=text is None)
        code = _wait(child, began + seconds)
    finally:
        file.write_text(kept, encoding="utf-8")
    return {"exit": code, "seconds": time.monotonic() - began}


def _run(pytest: Any, tests: list[str], *, keep: bool) -> None:
    """The tests, in this process, which ends with their verdict."""
    os.setsid()
    sys.dont_write_bytecode = not keep
    quiet = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(quiet, stream)
    code = 1
    with contextlib.suppress(BaseException):
        code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--basetemp=../tmp", *tests]))
    os._exit(code)


def _wait(child: int, until: float) -> int | None:
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _forget(file: Path) -> None:
    """No compiled version of the module is taken for that of another text."""
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()


if __name__ == "__main__":
    main()
