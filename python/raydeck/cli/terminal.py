"""Where the command writes to: plain for programs, with colours for people."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from typing import Any, Literal, TextIO

from .safe_text import safe_text
from .table import Cell, table_lines

Style = Literal["plain", "bold", "dim", "red", "green", "yellow", "cyan"]
_CODES: dict[Style, str] = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
_STATES: dict[str, Style] = {
    "SUCCEEDED": "green",
    "FAILED": "red",
    "LOST": "red",
    "CANCELED": "yellow",
    "RUNNING": "cyan",
    "BLOCKED": "dim",
}


class Terminal:
    """`is_terminal`: whether people read the output. Colours only then, and not with NO_COLOR or TERM=dumb. What is
    written must be safe already.
    """

    def __init__(self, out: TextIO, error: TextIO) -> None:
        self._out = out
        self._error = error
        self.is_terminal = out.isatty()
        plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
        self._has_color = self.is_terminal and not plain
        self.width = shutil.get_terminal_size().columns if self.is_terminal else None

    def line(self, text: str = "") -> None:
        print(text, file=self._out, flush=True)

    def write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()

    def note(self, text: str) -> None:
        """Beside the output, on standard error."""
        print(text, file=self._error, flush=True)

    def json(self, value: Any) -> None:
        """ASCII only, so that nothing in it can be a control of the terminal."""
        print(json.dumps(value, indent=2 if self.is_terminal else None), file=self._out, flush=True)

    def result(self, text: str) -> None:
        """JSON text of a task: as it is for programs, harmless for people."""
        self.line(safe_text(text) if self.is_terminal else text)

    def table(self, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """The last column is cut at the terminal's edge."""
        for number, cells in enumerate(table_lines(header, rows, self.width)):
            styled = [self.style(text, "bold" if number == 0 else state_style(text.strip())) for text in cells]
            self.line("  ".join(styled).rstrip())

    def style(self, text: str, style: Style) -> str:
        code = _CODES.get(style)
        return f"\x1b[{code}m{text}\x1b[0m" if code and self._has_color and text.strip() else text

    def state(self, state: str) -> str:
        return self.style(state, state_style(state))


def state_style(text: str) -> Style:
    """The colour of a task's or an attempt's state; plain for any other text."""
    return _STATES.get(text, "plain")


def standard_terminal() -> Terminal:
    """Standard output and error. What their encoding cannot say is escaped instead of raising."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    return Terminal(sys.stdout, sys.stderr)
