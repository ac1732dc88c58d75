"""One task in a process of its own: what the fork server's child does, from the task's text to its outcome."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import threading
import time
from dataclasses import asdict
from typing import Any, NoReturn

from ..context import Context, set_context
from ..execution.attempt_api import AttemptApi
from ..execution.flush import flush_streams
from ..execution.forked_child import leave_forked_child
from ..execution.outcome import Outcome
from .actor_task import begin_task
from .interrupts import Interrupts, TaskStop
from .process_terms import Terms

EXIT_UNREPORTED = 75
LONGEST_UNTOLD_SECONDS = 1.0
PIECE_BYTES = 1 << 18


class ProcessChild:
    """Reads `["r", id, text]` from its line, later `["c"]` (cancel was requested) and `["i"]` (interrupt it). Says
    `["p", progress]` as it goes and `["o", outcome, progress]` at its end: lines of JSON, as between gateway and actor.
    """

    def __init__(self, line: socket.socket, terms: Terms, api: AttemptApi) -> None:
        self._line = line
        self._inode = os.fstat(line.fileno()).st_ino
        self._terms = terms
        self._api = api
        self._unread = b""
        self._sending = threading.Lock()
        self._pid = os.getpid()

    def run(self) -> NoReturn:
        """Run the task, and end the process."""
        _, task_id, text = self._first_message()
        task = begin_task(task_id, text, self._terms.common, self._api, self._terms.grace_seconds)
        interrupts = Interrupts()
        interrupts.current = task.stop
        listen = (task.context, task.stop, interrupts, min(LONGEST_UNTOLD_SECONDS, task.session.heartbeat_seconds / 2))
        threading.Thread(target=self._listen, args=listen, name="raydeck-actor", daemon=True).start()
        set_context(task.context)
        outcome = task.run_state.run()
        interrupts.current = None
        if os.getpid() != self._pid:
            leave_forked_child(task.run_state.error)
        end = (outcome, task.context)
        try:
            # Signal handlers that user code has left behind run in the main thread, and would break in there.
            threading.Thread(target=self._tell_and_exit, args=end, name="raydeck-end").start()
        except RuntimeError:  # user code has used up all threads
            self._tell_and_exit(*end)
        while True:
            with contextlib.suppress(BaseException):
                time.sleep(60)

    def _first_message(self) -> list[Any]:
        while b"\n" not in self._unread:
            piece = self._line.recv(PIECE_BYTES)
            if not piece:
                os._exit(1)  # the actor is gone
            self._unread += piece
        first, self._unread = self._unread.split(b"\n", 1)
        message: list[Any] = json.loads(first)
        return message

    def _listen(self, context: Context, stop: TaskStop, interrupts: Interrupts, every_seconds: float) -> None:
        told: dict[str, Any] | None = None
        # User code that closes all descriptors is not heard of, nor told, any more.
        with contextlib.suppress(OSError, ValueError):
            while True:
                ready = self._unread or select.select([self._line], [], [], every_seconds)[0]
                if ready and not self._hear(context, stop, interrupts):
                    return
                if context._progress is not told:
                    told = context._progress
                    self._say(["p", told])

    def _hear(self, context: Context, stop: TaskStop, interrupts: Interrupts) -> bool:
        *lines, rest = self._unread.split(b"\n")
        if not lines:
            piece = self._line.recv(PIECE_BYTES)
            if not piece:
                return False
            *lines, rest = (self._unread + piece).split(b"\n")
        self._unread = rest
        for line in lines:
            kind = json.loads(line)[0]
            if kind == "c":
                context._cancel("cancel was requested")
            elif kind == "i":
                with contextlib.suppress(OSError):
                    interrupts.aim(stop)
        return True

    def _say(self, message: list[Any]) -> None:
        data = f"{json.dumps(message)}\n".encode()
        with self._sending:
            # User code that has closed all descriptors and opened its own must not find our lines in them.
            if os.fstat(self._line.fileno()).st_ino != self._inode:
                raise OSError("the line to the actor was closed")
            self._line.sendall(data)

    def _tell_and_exit(self, outcome: Outcome, context: Context) -> NoReturn:
        code = EXIT_UNREPORTED
        try:
            flush_streams(2.0)
            self._say(["o", asdict(outcome), context._progress])
            code = 0
        finally:
            os._exit(code)
