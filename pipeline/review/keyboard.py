"""Single keys and lines from a terminal. Keys typed ahead are kept, and none is echoed."""

from __future__ import annotations

import os
import re
import sys
from typing import Any

from pipeline.errors import CallError

# What arrows, function keys and the like send (ECMA-48 control sequences, and keys with Alt).
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?")
QUIT = "q"


class Keyboard:
    """The terminal as a context in which every key counts at once; a line is still read with its usual editing.

    Raises CallError where standard input is no terminal, or the system has no such terminals.
    """

    def __init__(self) -> None:
        try:
            import termios
            import tty
        except ImportError:
            raise CallError("this system has no terminal that gives single keys; use: pipeline review draft and add --from") from None
        if not sys.stdin.isatty():
            raise CallError("a review needs a terminal; in a script use: pipeline review list, add, merge or draft")
        self._termios, self._tty = termios, tty
        self._fd = sys.stdin.fileno()
        self._ahead: list[str] = []

    def __enter__(self) -> Keyboard:
        self._before: Any = self._termios.tcgetattr(self._fd)
        self._tty.setcbreak(self._fd, self._termios.TCSANOW)
        return self

    def __exit__(self, *_: object) -> None:
        self._termios.tcsetattr(self._fd, self._termios.TCSADRAIN, self._before)

    def key(self) -> str:
        """The next key; a closed terminal or Ctrl-C quits. Keys that send several characters (arrows) are left out."""
        try:
            while not self._ahead:
                read = os.read(self._fd, 64)
                if not read:
                    return QUIT
                self._ahead = list(_ESCAPES.sub("", read.decode("utf-8", "replace")))
            return self._ahead.pop(0)
        except (KeyboardInterrupt, OSError):
            return QUIT

    def line(self, question: str, default: str) -> str:
        """A line, or the default where it is empty. Raises CallError where it is given up with Ctrl-C or Ctrl-D."""
        shown = f" [{default}] (- for none)" if default else ""
        self.__exit__()
        try:
            return input(f"  {question}{shown}: ") or default
        except (KeyboardInterrupt, EOFError):
            raise CallError("given up") from None
        finally:
            self.__enter__()
