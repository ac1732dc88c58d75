"""SIGTERM, by which Ray and the worker stop an execution: SIGKILL follows three seconds later."""

from __future__ import annotations

import contextlib
import os
import signal
from types import FrameType
from typing import Protocol

from ..canceled import Canceled
from ..context import Context

MESSAGE = "stopped by SIGTERM"


class Stop(Protocol):
    """What ends user code from outside, as a run sees it."""

    is_interruptible: bool

    def read(self) -> bool:
        """Whether it was asked to end."""


class StopSignal:
    """Made in the main thread. `wake_fd` becomes readable at each signal, whatever the main thread does.

    While `is_interruptible`, the signal raises `Canceled` in the main thread, once, so that the user's `finally` blocks
    run. Code that never returns to the interpreter, or has a handler of its own, still leaves a byte on `wake_fd`.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self.is_interruptible = False
        self.arrived = False
        self._is_forked = False
        self.wake_fd, self._write_fd = os.pipe()
        os.set_blocking(self.wake_fd, False)
        os.set_blocking(self._write_fd, False)
        signal.set_wakeup_fd(self._write_fd, warn_on_full_buffer=False)
        signal.signal(signal.SIGTERM, self._handle)
        os.register_at_fork(after_in_child=self._forget)

    def read(self) -> bool:
        """Empty `wake_fd`; whether SIGTERM was among the signals."""
        if self._is_forked:
            return self.arrived  # the pipe is the parent's
        try:
            numbers = os.read(self.wake_fd, 4096)
        except OSError:
            numbers = b""
        if signal.SIGTERM in numbers:
            self._note()
        return self.arrived

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self._note()
        if self.is_interruptible:
            self.is_interruptible = False
            raise Canceled(MESSAGE)

    def _note(self) -> None:
        self.arrived = True
        self._context._cancel(MESSAGE)

    def _forget(self) -> None:
        self._is_forked = True
        # A forked child of user code must die of its own SIGTERM (multiprocessing's terminate()), and not tell us.
        with contextlib.suppress(OSError, ValueError):
            if signal.getsignal(signal.SIGTERM) == self._handle:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
            previous = signal.set_wakeup_fd(-1)
            if previous not in (-1, self._write_fd):
                signal.set_wakeup_fd(previous, warn_on_full_buffer=False)
