"""The commands that look at a release: validate, verify, dictionary, explain, serve, diff."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.cli.options import release_argument
from pipeline.errors import printable


@click.command()
@release_argument
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def validate(directory: Path, as_json: bool) -> None:
    """Check that the data in DIR (default: dist/) keep the contract.

    Schemas, keys and references, offsets against the source texts, the data package with Frictionless, and the
    SQLite database. Exits with 1 where anything is wrong. For a download, `pipeline verify` checks this and more.

    \b
    Example:
      pipeline validate
      pipeline validate /tmp/bodies --json
    """
    from pipeline.tables.validate import validate_release

    report = validate_release(directory)
    click.echo(report.to_json() if as_json else printable(report.to_text()))
    sys.exit(0 if report.valid else 1)


@click.command()
@release_argument
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def verify(directory: Path, as_json: bool) -> None:
    """Check that the release in DIR (default: dist/) is whole and unchanged, such as after a download.

    Every file against SHA256SUMS and datapackage.json; the tables against the contract, as `pipeline validate` does;
    and every other format against the tables and texts, by writing it anew. Names each file that was changed, is
    missing, or was added, and exits with 1. It needs nothing but the folder.

    \b
    Example:
      pipeline verify
      pipeline verify ~/Downloads/bodies --json
    """
    from pipeline.publish.verify import verify_release

    report = verify_release(directory)
    click.echo(report.to_json() if as_json else printable(report.to_text()))
    sys.exit(0 if report.valid else 1)


@click.command()
@release_argument
def dictionary(directory: Path) -> None:
    """Print the data dictionary, with a diagram of the keys and the row counts of the release in DIR (default: dist/), as Markdown.

    \b
    Example:
      pipeline dictionary > docs/data-dictionary.md
    """
    from pipeline.tables.dictionary import dictionary_of

    click.echo(dictionary_of(directory), nl=False)


@click.command()
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


@click.command()
@release_argument
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; the default is reachable from this machine only."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port to listen on; 0 picks a free one.")
@click.option("--base-url", default="/", show_default=True, help="Path or whole address at which a proxy shows the site.")
def serve(directory: Path, host: str, port: int, base_url: str) -> None:
    """Open the release in DIR (default: dist/) as a Datasette site. It only reads.

    \b
    Example:
      pipeline serve --port 8042
      pipeline serve --base-url https://data.example.org/set/
    """
    from pipeline.site.serve import serve as run

    run(directory, host=host, port=port, base_url=base_url)


@click.command()
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
      pipeline diff old/bodies.db /tmp/bodies --format markdown
    """
    from pipeline.tables.diff import Counts, open_side
    from pipeline.tables.diff import diff as run
    from pipeline.tables.diff_report import FORMATS

    counts = Counts()
    for line in FORMATS[format_](run(open_side(old), open_side(new)), counts):
        click.echo(line)
    sys.exit(1 if counts.tables else 0)
