"""How a task ended, for people and for scripts."""

from __future__ import annotations

from ..client import TaskDetail
from . import exit_codes
from .safe_text import safe_line
from .terminal import Terminal

_CODES = {"SUCCEEDED": exit_codes.OK, "FAILED": exit_codes.REFUSED, "CANCELED": exit_codes.CANCELED}


def end_of(task: TaskDetail, terminal: Terminal) -> int:
    """Says on standard error how it ended and why; the exit code for that."""
    last = task.last_attempt
    error = f": {last.error_class}: {last.error_message or ''}" if last is not None and last.error_class else ""
    terminal.note(f"{task.id} {terminal.state(task.state)}{safe_line(error) if task.state != 'SUCCEEDED' else ''}")
    return _CODES[task.state]
