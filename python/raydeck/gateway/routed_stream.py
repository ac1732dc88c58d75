"""Standard output and error of an actor: what a coroutine writes is its own task's, of several that run at once."""

from __future__ import annotations

import io
from contextvars import ContextVar

from .coroutine_output import CoroutineOutput

# Set in the context of a coroutine that runs beside others; what the main thread runs writes to the actor's file.
output_of_task: ContextVar[CoroutineOutput | None] = ContextVar("raydeck_output", default=None)


class RoutedStream(io.TextIOWrapper):
    """In place of `sys.stdout` and `sys.stderr`. What goes by their `buffer` or their descriptors is not routed."""

    def write(self, text: str, /) -> int:
        output = output_of_task.get()
        if output is None:
            return super().write(text)
        output.say(text)
        return len(text)


def open_routed(descriptor: int) -> RoutedStream:
    """By line, and no character may fail a task's print."""
    raw = open(descriptor, "wb", closefd=False)  # noqa: SIM115
    return RoutedStream(raw, errors="backslashreplace", line_buffering=True)
