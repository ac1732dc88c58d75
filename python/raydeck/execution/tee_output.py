"""Output that goes to a pipe or a terminal: a forked process passes it on and keeps the tail."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import threading

from .head_and_tail import HeadAndTail
from .tee_process import run_tee

SETTLE_SECONDS = 1.0


class TeeOutput:
    """See `Output`.

    A process, not a thread: C code that holds the interpreter's lock while it fills the pipe would block for ever on a
    reader that needs the lock, and a thread's last lines die with `os._exit` or a crash. Its price: user code that
    waits for *any* child (`os.wait`) can see it.
    """

    def __init__(self, kept_bytes: int) -> None:
        self._kept = HeadAndTail(kept_bytes)
        self._lock = threading.Lock()
        self._control, control = socket.socketpair()
        is_one = os.path.sameopenfile(1, 2)
        pipes = {1: os.pipe()} if is_one else {1: os.pipe(), 2: os.pipe()}
        self._tee = os.fork()
        if self._tee == 0:
            self._control.close()
            for _, write_end in pipes.values():
                os.close(write_end)
            run_tee(
                {read_end: target for target, (read_end, _) in pipes.items()}, control, self._kept.ring, self._kept.head
            )
        control.close()
        for target in (1, 2):
            os.dup2(pipes[1 if is_one else target][1], target)
        for pair in pipes.values():
            os.close(pair[0])
            os.close(pair[1])
        self._write = os.dup(2)

    def tail(self, limit_bytes: int) -> tuple[str, int]:
        return self._kept.tail(limit_bytes)

    def ends(self, limit_bytes: int) -> tuple[bytes, int, bytes]:
        return self._kept.ends(limit_bytes)

    def say(self, text: str) -> None:
        with contextlib.suppress(OSError):
            os.write(self._write, text.encode("utf-8", "replace"))

    def settle(self) -> None:
        self._ask(b"s")

    def close(self) -> None:
        self.settle()
        with contextlib.suppress(OSError):
            devnull = os.open(os.devnull, os.O_RDWR)
            for descriptor in (1, 2, self._write):
                os.dup2(devnull, descriptor)
            # Nobody else holds the pipes: the tee ends and leaves no zombie. Else a child still writes, and it goes on.
            if self._ask(b"e") == b"":
                os.waitpid(self._tee, 0)

    def _ask(self, question: bytes) -> bytes | None:
        with self._lock, contextlib.suppress(OSError):
            while select.select([self._control], [], [], 0)[0] and self._control.recv(16):
                pass  # an answer that came too late for its question
            self._control.send(question)
            if select.select([self._control], [], [], SETTLE_SECONDS)[0]:
                return self._control.recv(1)
        return None
