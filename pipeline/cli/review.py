"""The commands that review what was extracted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import SOURCES, show_progress
from pipeline.errors import CallError


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


@click.group(cls=_ReviewGroup)
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
    with show_progress() as progress:
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
