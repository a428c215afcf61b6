"""The commands: parse the call, make one call into the package, print. The only package that imports Click."""

from __future__ import annotations

import logging
from typing import Any

import click

from pipeline.cli import logs
from pipeline.cli.build import build, cache, formats
from pipeline.cli.options import mend_root
from pipeline.cli.release import dictionary, diff, explain, serve, validate, verify
from pipeline.cli.review import review
from pipeline.errors import STOPPED, UNEXPECTED, PipelineError

_log = logging.getLogger(__name__)


class _Cli(click.Group):
    """Turns every expected failure into one sentence and its exit code; anything else only shows its trace with --debug."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            if not logs.is_json():
                raise
            _end(ctx, error.format_message(), error.exit_code)
        except (click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            _end(ctx, "stopped", STOPPED)
        except MemoryError:
            if ctx.params.get("debug"):
                raise
            _end(ctx, "there is not enough memory, so nothing was published; use fewer --workers, fewer formats, or shorter texts", 1)
        except BrokenPipeError:
            ctx.exit(0)
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            if isinstance(error, PipelineError):
                _end(ctx, str(error), error.exit_code)
            _end(ctx, f"unexpected {type(error).__name__}: {error}; run again with `pipeline --debug …` to see where", UNEXPECTED)


def _end(ctx: click.Context, message: str, exit_code: int) -> None:
    _log.error("%s", message, extra={"details": {"exit_code": exit_code}})
    ctx.exit(exit_code)


@click.group(cls=_Cli, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--debug", is_flag=True, help="Show the full trace of an error.")
@click.option(
    "--log-format", type=click.Choice(logs.FORMATS), default="text", show_default=True, is_eager=True, expose_value=False,
    callback=lambda ctx, option, value: logs.set_up(value),  # before anything can go wrong, so that it is told so too
    help="What progress, warnings and errors on standard error are: text, or a JSON object a line.",
)  # fmt: skip
@click.version_option(package_name="pipeline", prog_name="pipeline")
def main(debug: bool) -> None:
    """Read articles about institutions into an open dataset whose every row leads back to the source.

    \b
    Example:
      pipeline build                 # raw/ into dist/
      pipeline verify                # check that dist/ is whole, valid and unchanged
      pipeline serve                 # look at it in the browser

    Exit codes: 0 done, 1 the data is wrong, 2 the call is wrong, 3 the pipeline is, 130 stopped with Ctrl-C.
    """
    mend_root()


for _command in (build, cache, dictionary, diff, explain, formats, review, serve, validate, verify):
    main.add_command(_command)
