"""A task's own process, as its actor sees it."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
from typing import Any

from ..execution.usage import peak_bytes_of

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class OwnProcess:
    """What is said to it before it is there waits for it. Any thread may say something."""

    def __init__(self) -> None:
        self.pid: int | None = None
        self._line: socket.socket | None = None
        self._unsaid: list[list[Any]] = []
        self._lock = threading.Lock()
        self._last: tuple[int, float] | None = None

    def begin(self, line: socket.socket, first: list[Any]) -> None:
        """It is there: `first`, and then what waits."""
        with self._lock:
            self._line = line
            self._send(line, first, *self._unsaid)
            self._unsaid.clear()

    def say(self, message: list[Any]) -> None:
        """Nothing when it has ended, which is found out by itself."""
        with self._lock:
            if self._line is None:
                self._unsaid.append(message)
            else:
                self._send(self._line, message)

    def ended(self, peak_memory_bytes: int, cpu_seconds: float) -> None:
        """What it has used up in all, from who has waited for it."""
        self._last = (peak_memory_bytes, cpu_seconds)

    @property
    def peak_memory_bytes(self) -> int | None:
        """Of its own; in the end also of a child that it has waited for. None while nobody knows."""
        if self._last is not None:
            return self._last[0]
        return None if self.pid is None else peak_bytes_of(self.pid)

    @property
    def cpu_seconds(self) -> float | None:
        """User and system time of it and of the children that it has waited for. None while nobody knows."""
        if self._last is not None:
            return self._last[1]
        return None if self.pid is None else _cpu_seconds_of(self.pid)

    def _send(self, line: socket.socket, *messages: list[Any]) -> None:
        with contextlib.suppress(OSError):
            line.sendall("".join([f"{json.dumps(message)}\n" for message in messages]).encode())


def _cpu_seconds_of(pid: int) -> float | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:
            # Behind the command's name, in which anything may stand: the fields from the third on.
            fields = stat.read().rpartition(b")")[2].split()
        return sum(map(int, fields[11:15])) / _TICKS_A_SECOND
    except (OSError, ValueError, IndexError):
        return None
