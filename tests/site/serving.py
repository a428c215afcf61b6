"""A release behind `pipeline serve`, as a visitor finds it: for the tests in a browser, the measurements and the load."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from datasette.utils import tilde_encode

ROOT = Path(__file__).parents[2]


class Served:
    """A running site: its address, the process behind it, and what is in its database."""

    def __init__(self, directory: Path, address: str, process: int) -> None:
        self.address = address
        self.process = process
        self.file = next(directory.glob("*.db"))
        self.name = self.file.stem

    def rows(self, sql: str) -> list[tuple]:
        """The answer of the database itself."""
        with closing(sqlite3.connect(self.file)) as database:
            return database.execute(sql).fetchall()

    def one(self, sql: str) -> tuple:
        """The first row of the answer."""
        return self.rows(sql)[0]

    def row(self, table: str, key: str) -> str:
        """The address of the page of a row."""
        return f"/{self.name}/{table}/{tilde_encode(key)}"


@contextmanager
def served(directory: Path, *, quiet: bool = False) -> Iterator[Served]:
    """The site over the release in `directory`, on a free port of the loopback, until the block ends; `quiet` where many mistakes will be made."""
    command = [Path(sys.executable).with_name("pipeline"), "serve", directory, "--port", "0"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL if quiet else None, text=True)
    try:
        server.stdout.readline()
        yield Served(directory, re.search(r"http://[\d.:]+", server.stdout.readline()).group(), server.pid)
    finally:
        server.terminate()
        server.wait()
