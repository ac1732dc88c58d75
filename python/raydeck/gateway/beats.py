"""Signs of life of the task that an actor runs, with progress and the end of its output."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from ..execution.live_budget import LiveBudget
from .actor_line import ActorLine
from .actor_output import ActorOutput
from .actor_task import ActorTask
from .lines import encode_line


@dataclass(eq=False)
class Told:
    """What has been told of a task's output."""

    log_bytes: int = -1
    budget: LiveBudget = field(default_factory=LiveBudget)


class Beats:
    """A thread that says something only of a task that has run for a whole interval. `others` are those that run beside
    the one that it follows.
    """

    def __init__(
        self, line: ActorLine, output: ActorOutput, others: Callable[[], list[ActorTask]], every_seconds: float
    ) -> None:
        self._line = line
        self._output = output
        self._others = others
        self._every_seconds = every_seconds
        self._task: ActorTask | None = None

    def start(self) -> None:
        threading.Thread(target=self._run, name="raydeck-beats", daemon=True).start()

    def follow(self, task: ActorTask | None) -> None:
        """None: nothing runs in the main thread."""
        self._task = task

    def _run(self) -> None:
        told: dict[ActorTask, Told] = {}
        pause = threading.Event()
        while not pause.wait(self._every_seconds):
            task = self._task
            running = [*([] if task is None else [task]), *self._others()]
            before, told = told, {one: told.get(one) or Told() for one in running}
            for one in running:
                # Seen for the first time: it beats at the next turn, if it still runs.
                if one in before or one.seconds >= self._every_seconds / 2:
                    with contextlib.suppress(OSError):
                        self._beat(one, told[one])

    def _beat(self, task: ActorTask, told: Told) -> None:
        limit = task.session.log_tail_limit_bytes
        allowed = told.budget.allow(limit)
        log_tail, log_bytes = (task.own_output or self._output).tail(allowed)
        is_news = log_bytes != told.log_bytes
        if is_news:
            told.budget.spend(len(log_tail))
            if allowed < min(limit, log_bytes):
                left_out = log_bytes - allowed
                log_tail = f"[raydeck: {left_out} bytes left out, it prints too fast to be shown]\n{log_tail}"
        told.log_bytes = log_bytes
        body = {
            "executionId": task.execution_id,
            "progress": task.context._progress,
            "logTail": log_tail if is_news else None,
            "logBytes": log_bytes,
            "peakMemoryBytes": task.peak_memory_bytes,
            "cpuSeconds": task.cpu_seconds,
        }
        self._line.send(encode_line(["b", task.id, body]))
