"""What an actor says when its process ends under it: Ray tells of an actor's death, and of no exit code."""

from __future__ import annotations

import faulthandler
import os
import socket
from collections.abc import Callable
from typing import Any

_crash_line: socket.socket | None = None


def tell_exits(tell: Callable[[int], None]) -> Callable[[int], Any]:
    """Have `os._exit` of this process, not of its forks, say its code first. Returns the one that says nothing."""
    own_exit, pid = os._exit, os.getpid()

    def exit_and_tell(status: int) -> Any:
        if os.getpid() == pid:
            tell(status)
        own_exit(status)

    os._exit = exit_and_tell
    return own_exit


def tell_crashes(line: socket.socket) -> None:
    """Have the interpreter write the stack of a crash (SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL) onto a connection."""
    global _crash_line
    _crash_line = line  # kept open: the handler writes to its descriptor
    faulthandler.enable(file=line.fileno(), all_threads=False)


CRASHES = {
    "Segmentation fault": 139,
    "Aborted": 134,
    "Bus error": 135,
    "Floating-point exception": 136,
    "Floating point exception": 136,
    "Illegal instruction": 132,
}


def exit_code_of(crash_text: str) -> int | None:
    """As a shell tells it: 128 and the signal's number; None when there was no crash."""
    return next((code for words, code in CRASHES.items() if words in crash_text), None)
