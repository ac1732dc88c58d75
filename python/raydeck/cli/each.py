"""The same for several tasks or queues: what is refused for one does not keep the others from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..client import RaydeckError, UnavailableError
from . import exit_codes
from .failures import exit_code_of
from .safe_text import safe_line
from .terminal import Terminal


def for_each(
    names: Sequence[str],
    act: Callable[[str], tuple[str, Any]],
    terminal: Terminal,
    *,
    as_json: bool,
) -> int:
    """`act` gives a line for people and a value for programs. The exit code is that of the first that was refused."""
    code, answers = exit_codes.OK, []
    for name in names:
        try:
            line, value = act(name)
        except UnavailableError:
            raise
        except RaydeckError as error:
            if len(names) > 1:
                terminal.note(f"{safe_line(name)}:")
            code = code or exit_code_of(error, terminal)
        else:
            answers.append(value)
            if not as_json:
                terminal.line(line)
    if as_json:
        terminal.json({"items": answers})
    return code
