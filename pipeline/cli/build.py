"""The commands that make a release: build, formats, cache."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import RELEASE, SOURCES, cache_option, show_progress
from pipeline.errors import CallError, printable


@click.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@click.option(
    "--out", type=click.Path(path_type=Path), default=RELEASE, show_default=True, help="Folder of the release; replaced as a whole."
)
@click.option(
    "--review/--no-review", default=True, help="Apply the recorded review decisions beside the sources (the default), or leave them out."
)
@click.option("--model", metavar="NAME", help="Another spaCy model, installed as a package or a folder; it is recorded in the release.")
@click.option(
    "--format",
    "formats",
    metavar="NAME,…",
    callback=lambda context, option, value: value.split(",") if value else None,
    help="Only these formats; `pipeline formats` lists them. Default: what suits the number of texts.",
)
@click.option("--workers", metavar="N", type=click.IntRange(1), help="Processes that read texts. Default: one a core; one for few texts.")
@cache_option
@click.option("--no-cache", is_flag=True, help="Neither use nor keep what earlier builds have read.")
@click.option(
    "--max-characters",
    metavar="N",
    type=click.IntRange(1),
    help="How long a text may be (default: 1,000,000); a longer one is listed in the table `failures`.",
)
@click.option(
    "--strict", is_flag=True, help="Publish nothing where one text cannot be read, instead of listing it in the table `failures`."
)
@click.option(
    "--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True, help="Read on this machine or on a Dask cluster."
)
@click.option("--scheduler", metavar="ADDRESS", help="The scheduler of the cluster, such as tcp://127.0.0.1:8786; needed by --engine dask.")
@click.option("--json", "as_json", is_flag=True, help="Print progress and summary as one JSON object a line.")
def build(
    sources: tuple[str, ...],
    out: Path,
    cache: Path | None,
    no_cache: bool,
    engine: str,
    scheduler: str | None,
    as_json: bool,
    **options: Any,
) -> None:
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

    if (engine == "dask") != (scheduler is not None):
        raise CallError("--engine dask and --scheduler ADDRESS go together; start a scheduler with: dask scheduler")
    given = {name: value for name, value in options.items() if value}
    if scheduler is not None:
        from pipeline.corpus.cluster import DaskEngine

        address = scheduler
        given["engine"] = lambda model: DaskEngine(model, address)
    with show_progress(as_json) as progress:
        settings = Options(**{**given, "review": options["review"]}, cache=None if no_cache else cache_folder(cache))
        summary = run(sources or (str(SOURCES),), out, settings, progress)
    click.echo(summary.to_json() if as_json else printable("\n".join(summary.lines())))


@click.command()
def formats() -> None:
    """List the formats of a release, one a line. Those with a star are what a release of many texts has by default.

    \b
    Example:
      pipeline formats
      pipeline build --format csv,parquet
    """
    from pipeline.publish.formats import FORMATS

    for format_ in FORMATS:
        click.echo(f"{'*' if format_.corpus else ' '} {format_.name:10} {format_.description}")


@click.group()
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
