"""Signs of life of the task that an actor runs, with progress and the end of its output."""

from __future__ import annotations

import contextlib
import threading

from ..execution.live_budget import LiveBudget
from ..execution.usage import cpu_seconds, peak_memory_bytes
from .actor_line import ActorLine
from .actor_output import ActorOutput
from .actor_task import ActorTask


class Beats:
    """A thread that says something only of a task that has run for a whole interval."""

    def __init__(self, line: ActorLine, output: ActorOutput, every_seconds: float) -> None:
        self._line = line
        self._output = output
        self._every_seconds = every_seconds
        self._task: ActorTask | None = None
        self._told_bytes = -1
        self._budget = LiveBudget()

    def start(self) -> None:
        threading.Thread(target=self._run, name="raydeck-beats", daemon=True).start()

    def follow(self, task: ActorTask | None) -> None:
        """None: nothing runs."""
        self._task = task

    def _run(self) -> None:
        told: ActorTask | None = None
        pause = threading.Event()
        while not pause.wait(self._every_seconds):
            task = self._task
            if task is None or task is not told:
                # Seen for the first time: it beats at the next turn, if it still runs.
                told, self._told_bytes, self._budget = task, -1, LiveBudget()
                if task is None or task.seconds < self._every_seconds / 2:
                    continue
            with contextlib.suppress(OSError):
                self._beat(task)

    def _beat(self, task: ActorTask) -> None:
        limit = task.session.log_tail_limit_bytes
        allowed = self._budget.allow(limit)
        log_tail, log_bytes = self._output.tail(allowed)
        is_news = log_bytes != self._told_bytes
        if is_news:
            self._budget.spend(len(log_tail))
            if allowed < min(limit, log_bytes):
                left_out = log_bytes - allowed
                log_tail = f"[raydeck: {left_out} bytes left out, it prints too fast to be shown]\n{log_tail}"
        self._told_bytes = log_bytes
        body = {
            "executionId": task.execution_id,
            "progress": task.context._progress,
            "logTail": log_tail if is_news else None,
            "logBytes": log_bytes,
            "peakMemoryBytes": peak_memory_bytes(),
            "cpuSeconds": round(max(0.0, cpu_seconds() - task.cpu_before), 6),
        }
        self._line.send(["b", task.id, body])
