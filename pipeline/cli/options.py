"""What several commands share: the folders they work on, and how they show progress."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli import logs
from pipeline.errors import PipelineError
from pipeline.tables.descriptor import DESCRIPTOR

if TYPE_CHECKING:
    from pipeline.corpus.progress import Progress, State

RELEASE = Path("dist")
SOURCES = Path("raw")
LOG_SECONDS = 60
_log = logging.getLogger(__name__)


def release_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """The release folder that a command reads: `dist/` unless another is named."""
    return click.argument("directory", metavar="[DIR]", default=RELEASE, type=click.Path(path_type=Path))(command)


def cache_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Where the cache lies."""
    text = "Folder of the cache; else that of the variable PIPELINE_CACHE, else your user cache folder."
    return click.option("--cache", type=click.Path(path_type=Path), metavar="DIR", help=text)(command)


def mend_root() -> None:
    """Write the `datapackage.json` beside `dist/` anew where a build was killed before it could, or somebody changed either of the two."""
    from pipeline.publish.root import derive_root_package

    if RELEASE.is_symlink() or not (RELEASE / DESCRIPTOR).is_file():
        return
    try:
        if derive_root_package(RELEASE, Path()):
            _log.warning("%s was not that of %s/ and has been written anew", DESCRIPTOR, RELEASE)
    except OSError as error:
        _log.warning("%s is not that of %s/ and cannot be written (%s)", DESCRIPTOR, RELEASE, error.strerror)
    except PipelineError:
        pass  # a broken release: for the command to tell, where it is about it


@contextmanager
def show_progress(as_json: bool = False) -> Iterator[Progress]:
    """What shows the progress: a bar on a terminal, JSON lines for programs, else a line of the log a stage and a minute."""
    if as_json:
        yield lambda state: click.echo(state.to_json())
        return
    if logs.is_json() or not sys.stderr.isatty():
        yield _logged()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    logs.only_warnings()
    with Bar(BarColumn(), TextColumn("{task.description}"), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting", total=None)
        yield lambda state: bar.update(task, description=state.to_text(), completed=state.done, total=state.total or None)


def _logged() -> Progress:
    """Progress for a log: each stage once, then every minute."""
    stage, told = "", 0.0

    def tell(state: State) -> None:
        nonlocal stage, told
        if state.stage != stage or state.done == state.total or time.monotonic() - told > LOG_SECONDS:
            _log.info(state.to_text(), extra={"details": asdict(state)})
            told = time.monotonic()
        stage = state.stage

    return tell
