"""What can go wrong, by whose problem it is. Each message says what, where and the remedy."""

from __future__ import annotations

# What the command line ends with where no PipelineError says it: an error of the pipeline itself, and a stop by Ctrl-C.
UNEXPECTED, STOPPED = 3, 130


def printable(text: str) -> str:
    """The text with everything escaped that a terminal would act on instead of showing it: control characters but line ends, and marks of direction."""
    return "".join(c if c.isprintable() or c in "\n\t" else c.encode("unicode_escape").decode("ascii") for c in text)


class PipelineError(Exception):
    """Root of every expected failure; `exit_code` is what the command line ends with."""

    exit_code = 1


class DataError(PipelineError):
    """The data is wrong: a source, a rule, a schema, a review decision or a release."""


class CallError(PipelineError):
    """The call is wrong: a path that is not there, an option that does not exist, a target that cannot be written."""

    exit_code = 2
