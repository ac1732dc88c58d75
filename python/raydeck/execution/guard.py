"""The guard: a thread that ends the execution when the main thread does not."""

from __future__ import annotations

import select
import threading
import time
from collections.abc import Callable

from .finish import Finish
from .heartbeat import Heartbeat
from .outcome import Outcome
from .output import Output
from .process_group import kill_own_group
from .stop_signal import StopSignal

CLEANUP_SECONDS = 1.5
WATCHDOG_MARGIN_SECONDS = 30.0
TICK_SECONDS = 0.5


class Guard:
    """Three limits: after SIGTERM user code has 1.5 s to clean up before CANCELED is reported without it (SIGKILL comes
    after three); 30 s over the deadline TimedOut is reported, in case the worker has not enforced it; and without a 200
    from a worker for the silence limit the process group is killed, for the attempt may be somebody else's by now.

    None applies once the outcome is being reported: user code has ended, and the report's own grace rules.
    """

    def __init__(
        self,
        *,
        stop_signal: StopSignal,
        heartbeat: Heartbeat,
        finish: Finish,
        output: Output,
        silence_limit_seconds: float,
        deadline_at: float | None,
        stopped: Callable[[], Outcome],
        timed_out: Callable[[], Outcome],
    ) -> None:
        self._stop_signal = stop_signal
        self._heartbeat = heartbeat
        self._finish = finish
        self._output = output
        self._silence_limit = silence_limit_seconds
        self._watchdog_at = None if deadline_at is None else deadline_at + WATCHDOG_MARGIN_SECONDS
        self._stop_at: float | None = None
        self._stopped = stopped
        self._timed_out = timed_out

    def start(self) -> None:
        threading.Thread(target=self._run, name="raydeck-guard", daemon=True).start()

    def _run(self) -> None:
        while not self._finish.is_claimed:
            self._wait()
            now = time.monotonic()
            if self._stop_at is None and self._stop_signal.read():
                self._stop_at = now + CLEANUP_SECONDS
            if self._stop_at is not None and now >= self._stop_at:
                self._end(self._stopped, is_urgent=True)
            if self._watchdog_at is not None and now >= self._watchdog_at:
                self._end(self._timed_out, is_urgent=False)
            if now - self._heartbeat.last_contact >= self._silence_limit and self._finish.claim():
                self._output.say(
                    f"raydeck: no worker answered for {self._silence_limit:g} s; ending the process group\n"
                )
                self._output.settle()
                kill_own_group()

    def _wait(self) -> None:
        limits = [self._stop_at, self._watchdog_at, self._heartbeat.last_contact + self._silence_limit]
        nearest = min(limit for limit in limits if limit is not None) - time.monotonic()
        seconds = max(0.0, min(TICK_SECONDS, nearest))
        try:
            select.select([self._stop_signal.wake_fd] if self._stop_at is None else [], [], [], seconds)
        except (OSError, ValueError):  # user code closed all descriptors
            time.sleep(seconds)

    def _end(self, outcome: Callable[[], Outcome], *, is_urgent: bool) -> None:
        if self._finish.claim():
            self._finish.report_and_exit(outcome(), is_urgent=is_urgent)
