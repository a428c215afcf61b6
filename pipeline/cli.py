"""The commands: parse the call, make one call into the package, print. The only module that imports Click."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.errors import CallError, PipelineError

if TYPE_CHECKING:
    from pipeline.corpus.progress import Progress, State

RELEASE = Path("dist")
SOURCES = Path("raw")
LOG_SECONDS = 60


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


def cache_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Where the cache lies."""
    text = "Folder of the cache; else that of the variable PIPELINE_CACHE, else your user cache folder."
    return click.option("--cache", type=click.Path(path_type=Path), metavar="DIR", help=text)(command)


@main.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@click.option(
    "--out", type=click.Path(path_type=Path), default=RELEASE, show_default=True, help="Folder of the release; replaced as a whole."
)
@click.option(
    "--review/--no-review", default=True, help="Apply the recorded review decisions beside the sources (the default), or leave them out."
)
@click.option("--model", metavar="NAME", help="Another spaCy model, installed as a package or a folder; it is recorded in the release.")
@click.option(
    "--format", "formats", metavar="NAME", multiple=True, help="Only this format; may be repeated. Default: what suits the number of texts."
)
@click.option("--workers", metavar="N", type=click.IntRange(1), help="Processes that read texts. Default: one a core; one for few texts.")
@cache_option
@click.option("--no-cache", is_flag=True, help="Neither use nor keep what earlier builds have read.")
@click.option(
    "--strict", is_flag=True, help="Publish nothing where one text cannot be read, instead of listing it in the table `failures`."
)
@click.option("--json", "as_json", is_flag=True, help="Print progress and summary as one JSON object a line.")
def build(sources: tuple[str, ...], out: Path, cache: Path | None, no_cache: bool, as_json: bool, **options: Any) -> None:
    """Build SOURCE texts (default: raw/) into a release.

    Reads the texts, extracts entities, statements, relations and viewpoints, validates every row and publishes
    all formats at once: the folder holds either the old release or the new one, never half of it.

    A SOURCE is a text, a folder, a pattern such as 'articles/**/*.txt', or a JSON Lines or Parquet file of (id, title, text); plain or
    compressed (.gz, .bz2, .xz, .zst), here or at a URL. What cannot be read is listed in the table `failures`; where nothing can be
    read, or with --strict, the build fails. What was read is kept, so that the next build only reads what has changed.

    \b
    Example:
      pipeline build
      pipeline build articles/ --out /tmp/bodies --no-review
      pipeline build corpus.jsonl.gz --out /tmp/bodies --workers 8
    """
    from pipeline.build import Options
    from pipeline.build import build as run
    from pipeline.corpus.cache import cache_folder

    given = {name: value for name, value in options.items() if value}
    with _progress(as_json) as progress:
        settings = Options(**{**given, "review": options["review"]}, cache=None if no_cache else cache_folder(cache))
        summary = run(sources or (str(SOURCES),), out, settings, progress)
    click.echo(summary.to_json() if as_json else "\n".join(summary.lines()))


@main.group()
def cache() -> None:
    """Look at what earlier builds have kept, or remove it.

    \b
    Example:
      pipeline cache info
    """


@cache.command()
@cache_option
def info(cache: Path | None) -> None:
    """Tell where the cache lies and what it holds.

    \b
    Example:
      pipeline cache info
    """
    from pipeline.corpus.cache import cache_folder, usage

    click.echo("\n".join(usage(cache_folder(cache)).lines()))


@cache.command()
@cache_option
def clear(cache: Path | None) -> None:
    """Remove the cache. Builds are as they were without it, only slower.

    \b
    Example:
      pipeline cache clear
    """
    from pipeline.corpus.cache import cache_folder
    from pipeline.corpus.cache import clear as run

    click.echo(f"Removed {run(cache_folder(cache)) / 1e6:,.1f} MB")


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


@main.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--format", "format_", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True, help="How to print it."
)
def diff(old: Path, new: Path, format_: str) -> None:
    """Tell what changed from OLD to NEW: each a release folder, a datapackage.json or a SQLite database.

    Rows are compared by their keys: added, removed, changed cells, and changes of the tables. Exits with 0 where both say the same, with 1 where not.

    \b
    Example:
      pipeline diff dist /tmp/new
      pipeline diff old/miit.db dist --format markdown
    """
    from pipeline.tables.diff import Counts, open_side
    from pipeline.tables.diff import diff as run
    from pipeline.tables.diff_report import FORMATS

    counts = Counts()
    for line in FORMATS[format_](run(open_side(old), open_side(new)), counts):
        click.echo(line)
    sys.exit(1 if counts.tables else 0)


class _ReviewGroup(click.Group):
    """A group whose plain call, with a folder or nothing, starts a review."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["start", *args]
        return super().parse_args(ctx, args)


def sources_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """The folder of source texts that is reviewed: `raw/` unless another is named."""
    return click.argument("directory", metavar="[DIR]", default=SOURCES, type=click.Path(path_type=Path))(command)


def sources_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same where other arguments are named."""
    option = click.option(
        "--sources", "directory", default=SOURCES, show_default=True, type=click.Path(path_type=Path), help="Folder of texts."
    )
    return option(command)


def review_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Which rows a review command is about."""
    names = ["relations", "viewpoints", "entities", "mentions", "statements"]
    default = ("relations", "viewpoints", "entities")
    tables = click.option(
        "--table", "tables", multiple=True, type=click.Choice(names), default=default, help="Only rows of this table; may be repeated."
    )
    document = click.option("--document", metavar="ID", help="Only rows of this document.")
    return tables(document(command))


@main.group(cls=_ReviewGroup)
def review() -> None:
    """Go through what was extracted from the texts in DIR (default: raw/), and record what is right, wrong or missing.

    `pipeline review [DIR]` starts at a terminal with the least certain row. Decisions are kept in DIR/review/, and every
    build applies them.

    \b
    Example:
      pipeline review
      pipeline review status
      pipeline review add reject agency.regulates.wells --reason "the sentence speaks of another agency"
    """


@review.command(hidden=True)
@sources_argument
@review_options
def start(directory: Path, tables: tuple[str, ...], document: str | None) -> None:
    """Show every unreviewed row, least certain first, and record one decision a key.

    \b
    Example:
      pipeline review
      pipeline review articles/ --table viewpoints
    """
    from pipeline.review.desk import Desk
    from pipeline.review.keyboard import Keyboard
    from pipeline.review.session import Terminal, run_session

    keyboard = Keyboard()
    with _progress() as progress:
        desk = Desk.open(directory, progress=progress)
    with keyboard:
        terminal = Terminal(click.echo, keyboard.key, keyboard.line, lambda text: click.style(text, bold=True, reverse=True))
        run_session(desk, terminal, tables, document)


@review.command("list")
@sources_argument
@review_options
@click.option(
    "--state", "states", multiple=True, help="Only unreviewed, confirmed, added, changed, rejected or stale rows; may be repeated."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with what the row says and its sentences.")
def list_(directory: Path, tables: tuple[str, ...], document: str | None, states: tuple[str, ...], as_json: bool) -> None:
    """List the rows of the texts in DIR (default: raw/) with the state of their review, least certain first.

    \b
    Example:
      pipeline review list --state unreviewed --table relations
    """
    from pipeline.review.desk import Desk
    from pipeline.review.listing import list_rows

    for line in list_rows(Desk.open(directory), tables, states, document, as_json=as_json):
        click.echo(line)


@review.command()
@sources_argument
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def status(directory: Path, as_json: bool) -> None:
    """Tell how far the review of the texts in DIR (default: raw/) is.

    \b
    Example:
      pipeline review status
    """
    from pipeline.review.desk import Desk
    from pipeline.review.listing import status_json, status_lines

    desk = Desk.open(directory)
    click.echo(status_json(desk) if as_json else "\n".join(status_lines(desk)))


@review.command()
@sources_argument
@review_options
def draft(directory: Path, tables: tuple[str, ...], document: str | None) -> None:
    """Print a decisions file that confirms every unreviewed row, to be corrected in an editor and recorded with `review add --from`.

    \b
    Example:
      pipeline review draft --table relations > draft.yaml
      pipeline review add --from draft.yaml
    """
    from pipeline.review.desk import Desk
    from pipeline.review.listing import draft as lines

    desk = Desk.open(directory)
    for line in lines(desk, tables, desk.document(document)):
        click.echo(line)


@review.command()
@click.argument("action", required=False, type=click.Choice(["confirm", "reject", "rename", "retype", "realias"]))
@click.argument("row_ids", metavar="[ID]...", nargs=-1)
@sources_option
@click.option("--from", "file", type=click.Path(path_type=Path, allow_dash=True), help="A file of decisions, `-` for standard input.")
@click.option("--value", help="The new name or type, or YAML for what else is put in place.")
@click.option("--reason", help="Why it is decided so.")
def add(action: str | None, row_ids: tuple[str, ...], directory: Path, file: Path | None, value: str | None, reason: str | None) -> None:
    """Record decisions: one ACTION on the rows with these IDs, or all those in a file.

    Whatever a decision leaves out of table, content and evidence is filled in from the rows as they are. Either all are recorded or none.

    \b
    Example:
      pipeline review add confirm agency.regulates.wells agency.promotes.safety
      pipeline review add rename agency --value "Water Agency" --reason "its full name"
      pipeline review add --from decisions.yaml
    """
    from pipeline.review.bulk import record_file, record_rows
    from pipeline.review.desk import Desk

    if (file is None) == (action is None or not row_ids):
        raise CallError("name an action and the ids of rows, or a file with --from; see: pipeline review add --help")
    desk = Desk.open(directory)
    click.echo(record_file(desk, file) if file else record_rows(desk, str(action), row_ids, value, reason))


@review.command()
@click.argument("entity_id")
@click.argument("into_id")
@sources_option
@click.option("--reason", required=True, help="Why the two are one.")
def merge(entity_id: str, into_id: str, directory: Path, reason: str) -> None:
    """Record that the entity ENTITY_ID is the same as INTO_ID, whose name and id stay.

    \b
    Example:
      pipeline review merge wa water-agency --reason "its acronym"
    """
    from pipeline.review.bulk import record_rows
    from pipeline.review.desk import Desk

    click.echo(record_rows(Desk.open(directory), "merge", (entity_id,), into_id, reason))


@contextmanager
def _progress(as_json: bool = False) -> Iterator[Progress]:
    """What shows the progress: a bar on a terminal, JSON lines for programs, else a line a stage and a minute."""
    if as_json:
        yield lambda state: click.echo(state.to_json())
        return
    if not sys.stderr.isatty():
        yield _logged()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    with Bar(BarColumn(), TextColumn("{task.description}"), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting", total=None)
        yield lambda state: bar.update(task, description=state.to_text(), completed=state.done, total=state.total or None)


def _logged() -> Progress:
    """Progress for a log: each stage once, then every minute."""
    stage, told = "", 0.0

    def tell(state: State) -> None:
        nonlocal stage, told
        if state.stage != stage or state.done == state.total or time.monotonic() - told > LOG_SECONDS:
            click.echo(state.to_text(), err=True)
            told = time.monotonic()
        stage = state.stage

    return tell
