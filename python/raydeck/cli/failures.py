"""From an error to a line on standard error and an exit code."""

from __future__ import annotations

from ..client import RaydeckError, SettingsError, TaskCanceledError, UnavailableError, WaitTimeoutError
from . import exit_codes
from .safe_text import safe_text
from .terminal import Terminal


def exit_code_of(error: Exception, terminal: Terminal) -> int:
    """Tells of it. Below 0 for what is no error of the client: that is a defect, and its traceback is of use."""
    if not isinstance(error, RaydeckError):
        return -1
    request = f" (request {error.request_id})" if error.request_id and (error.status or 0) >= 500 else ""
    terminal.note(terminal.style("raydeck: ", "red") + safe_text(f"{error}{request}"))
    if isinstance(error, SettingsError):
        return exit_codes.USAGE
    if isinstance(error, UnavailableError):
        return exit_codes.UNREACHABLE
    if isinstance(error, TaskCanceledError):
        return exit_codes.CANCELED
    return exit_codes.NOT_YET if isinstance(error, WaitTimeoutError) else exit_codes.REFUSED
