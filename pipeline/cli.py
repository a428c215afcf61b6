"""The commands: parse the call, make one call into the package, print. The only module that imports Click."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from pipeline.errors import PipelineError

RELEASE = Path("dist")
SOURCES = Path("raw")


class _Cli(click.Group):
    """Turns every expected failure into one sentence and its exit code; anything else only shows its trace with --debug."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PipelineError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"Error: {error}", err=True)
            ctx.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            ctx.exit(0)
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"Error: unexpected {type(error).__name__}: {error}; run again with `pipeline --debug …` to see where", err=True)
            ctx.exit(1)


def release_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """The release folder that a command reads: `dist/` unless another is named."""
    return click.argument("directory", metavar="[DIR]", default=RELEASE, type=click.Path(path_type=Path))(command)


@click.group(cls=_Cli, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--debug", is_flag=True, help="Show the full trace of an error.")
@click.version_option(package_name="pipeline", prog_name="pipeline")
def main(debug: bool) -> None:
    """Read articles about institutions into an open dataset whose every row leads back to the source.

    \b
    Example:
      pipeline build                 # raw/ into dist/
      pipeline validate              # check every promise of dist/
      pipeline serve                 # look at it in the browser

    Exit codes: 0 done, 1 the data is wrong, 2 the call is wrong.
    """


@main.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), default=RELEASE, show_default=True, help="Folder of the release; replaced as a whole."
)
@click.option(
    "--review/--no-review", default=True, help="Apply the recorded review decisions beside the sources (the default), or leave them out."
)
@click.option("--model", metavar="NAME", help="Another spaCy model, installed as a package or a folder; it is recorded in the release.")
def build(sources: tuple[Path, ...], out: Path, review: bool, model: str | None) -> None:
    """Build SOURCE files or folders (default: raw/) into a release.

    Reads the texts, extracts entities, statements, relations and viewpoints, validates every row and publishes
    all formats at once: the folder holds either the old release or the new one, never half of it.

    \b
    Example:
      pipeline build
      pipeline build articles/ --out /tmp/bodies --no-review
    """
    from pipeline.build import build as run

    with _progress() as advance:
        summary = run(sources or (SOURCES,), out, review=review, model=model, progress=advance)
    for line in summary.lines():
        click.echo(line)


@main.command()
@release_argument
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def validate(directory: Path, as_json: bool) -> None:
    """Check the release in DIR (default: dist/) against everything that it promises.

    Schemas, keys and references, offsets against the source texts, the data package with Frictionless, and the
    SQLite database. Exits with 1 where anything is wrong.

    \b
    Example:
      pipeline validate
      pipeline validate /tmp/bodies --json
    """
    from pipeline.tables.validate import validate_release

    report = validate_release(directory)
    click.echo(report.to_json() if as_json else report.to_text())
    sys.exit(0 if report.valid else 1)


@main.command()
@click.argument("row_id")
@release_argument
def explain(row_id: str, directory: Path) -> None:
    """Show why the row ROW_ID is in the release in DIR (default: dist/).

    Prints the row, the rule that made it, and the sentence with the evidence highlighted. A relation, an entity, a
    statement, a mention, a viewpoint, a piece of evidence or a sentence can be asked for.

    \b
    Example:
      pipeline explain environment-agency.part_of.department-for-environment
    """
    from pipeline.explain import explain as run

    click.echo(
        run(row_id, directory, highlight=lambda text: click.style(text, bold=True, reverse=True) if sys.stdout.isatty() else f"[[{text}]]")
    )


@main.command()
@release_argument
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; the default is reachable from this machine only."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port to listen on; 0 picks a free one.")
def serve(directory: Path, host: str, port: int) -> None:
    """Open the release in DIR (default: dist/) as a Datasette site. It only reads.

    \b
    Example:
      pipeline serve --port 8042
    """
    from pipeline.site.serve import serve as run

    run(directory, host=host, port=port)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A function `advance(stage, done, total)` that draws a bar on a terminal and prints plain lines elsewhere."""
    if not sys.stderr.isatty():
        last = ""

        def plain(stage: str, done: int, total: int) -> None:
            nonlocal last
            if stage != last or done == total:
                click.echo(f"{stage} ({done} of {total})" if total else stage, err=True)
            last = stage

        yield plain
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    tasks: dict[str, Any] = {}

    def advance(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bar.add_task(stage, total=total or None)
        bar.update(tasks[stage], completed=done, total=total or None)

    with bar:
        yield advance
