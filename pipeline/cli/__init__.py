"""The commands: parse the call, make one call into the package, print. The only package that imports Click."""

from __future__ import annotations

from typing import Any

import click

from pipeline.cli.build import build, cache, formats
from pipeline.cli.release import dictionary, diff, explain, serve, validate, verify
from pipeline.cli.review import review
from pipeline.errors import PipelineError


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


@click.group(cls=_Cli, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--debug", is_flag=True, help="Show the full trace of an error.")
@click.version_option(package_name="pipeline", prog_name="pipeline")
def main(debug: bool) -> None:
    """Read articles about institutions into an open dataset whose every row leads back to the source.

    \b
    Example:
      pipeline build                 # raw/ into dist/
      pipeline verify                # check that dist/ is whole, valid and unchanged
      pipeline serve                 # look at it in the browser

    Exit codes: 0 done, 1 the data is wrong, 2 the call is wrong.
    """


for _command in (build, cache, dictionary, diff, explain, formats, review, serve, validate, verify):
    main.add_command(_command)
