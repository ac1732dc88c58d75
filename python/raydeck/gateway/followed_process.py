"""The process of one task, as its actor follows it from its start to its end."""

from __future__ import annotations

import contextlib
import json
import select
import socket

from ..context import Context
from ..execution.failure import own_failure
from ..execution.outcome import Outcome
from .own_process import OwnProcess

PIECE_BYTES = 1 << 18
LARGEST_REPORT_BYTES = 1 << 16


class ServerGone(Exception):
    """The fork server has ended, and its processes with it."""


class FollowedProcess:
    """`line` is the process's, `control` the fork server's; what it says of itself goes to `process` and `context`."""

    def __init__(self, line: socket.socket, control: socket.socket, process: OwnProcess, context: Context) -> None:
        self._line = line
        self._control = control
        self._process = process
        self._context = context
        self._unread: list[bytes] = []
        self._end: Outcome | int | None = None
        self._outcome: Outcome | None = None

    def end(self) -> Outcome | int:
        """Its outcome or, without one, its exit code. Raises ServerGone."""
        poll = select.poll()
        poll.register(self._line, select.POLLIN)
        poll.register(self._control, select.POLLIN)
        while self._end is None:
            for descriptor, _ in poll.poll():
                if descriptor == self._control.fileno():
                    self._hear_server()
                elif not self._hear_process():
                    poll.unregister(self._line)
        # What it said last may still be under way, and a process that has left its group may hold the other end open.
        self._line.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while self._hear_process():
                pass
        return self._outcome or self._end

    def _hear_server(self) -> None:
        try:
            packet = self._control.recv(LARGEST_REPORT_BYTES)
        except OSError:
            packet = b""
        if not packet:
            raise ServerGone
        kind, _, *rest = json.loads(packet)
        if kind == "started":
            self._process.pid = rest[0]
        elif kind == "failed":
            text = f"no process could be started: {rest[0]}"
            error = own_failure("NoProcess", text, f"NoProcess: {text}\n", "bootstrap", retryable=True)
            self._end = Outcome("FAILED", error=error)
        else:
            code, peak_memory_bytes, cpu_seconds = rest
            self._process.ended(peak_memory_bytes, cpu_seconds)
            self._end = code

    def _hear_process(self) -> bool:
        """False when it has closed its end."""
        try:
            piece = self._line.recv(PIECE_BYTES)
        except ConnectionError:
            return False
        *lines, rest = piece.split(b"\n")
        for line in lines:
            message = json.loads(b"".join([*self._unread, line]))
            self._unread.clear()
            self._context._progress = message[-1]
            if message[0] == "o":
                self._outcome = Outcome(**message[1])
        self._unread.append(rest)
        return bool(piece)
