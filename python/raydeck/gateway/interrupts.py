"""How a running task of an actor is asked to end: a signal to the actor's main thread, for this task and no other."""

from __future__ import annotations

import os
import signal
from types import FrameType

from ..canceled import Canceled
from ..context import Context

MESSAGE = "asked to end"
_SIGINT = int(signal.SIGINT)
# Each task has it set: `signal`'s own, which makes names of numbers and back, takes a twentieth of a small one's time.
try:
    from _signal import signal as _set_handler  # type: ignore[import-not-found]
except ImportError:
    from signal import signal as _set_handler


class TaskStop:
    """The `Stop` of one task. While `is_interruptible`, the signal raises `Canceled` in user code, once."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.is_interruptible = False
        self.arrived = False

    def read(self) -> bool:
        return self.arrived

    def interrupt(self) -> None:
        self.arrived = True
        self.context._cancel(MESSAGE)
        if self.is_interruptible:
            self.is_interruptible = False
            raise Canceled(MESSAGE)


class Interrupts:
    """SIGINT in an actor's main thread. Made there. User code may put its own handler in place, as in a script."""

    def __init__(self) -> None:
        self.current: TaskStop | None = None
        self._aimed_at: TaskStop | None = None
        self._pid = os.getpid()
        self.install()

    def install(self) -> None:
        _set_handler(_SIGINT, self._handle)

    def aim(self, stop: TaskStop) -> None:
        """From any thread: interrupt this task, if it is still the one that runs when the main thread hears of it."""
        self._aimed_at = stop
        signal.pthread_kill(_main_thread(), signal.SIGINT)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if os.getpid() != self._pid:
            raise KeyboardInterrupt
        stop, self._aimed_at = self._aimed_at, None
        if stop is not None and stop is self.current:
            stop.interrupt()


def _main_thread() -> int:
    import threading

    return threading.main_thread().ident or 0
