"""What runs in the actor of a lane with the isolation `process`: it takes tasks as others do, and runs none itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

from ..execution.kept_log import send_log
from ..execution.outcome import Outcome
from .actor_host import ActorHost
from .actor_task import ActorTask, begin_task
from .death import death_of_process, death_report
from .lines import encode_line, start_mark
from .nested_ray import environment_for_drivers
from .own_process import OwnProcess
from .process_terms import Terms
from .processes import Processes


class RaydeckProcessLane:
    """The actor's class; Ray's dashboard shows its name."""

    def serve(self, place: Mapping[str, Any], common: Mapping[str, Any]) -> None:
        """See `RaydeckLane`."""
        ProcessHost(place, common).run()


class ProcessHost(ActorHost):
    """One task at a time, each in a process that is forked for it and ends with it."""

    def __init__(self, place: Mapping[str, Any], common: Mapping[str, Any]) -> None:
        super().__init__(place, common)
        terms = Terms(
            path=list(sys.path),
            directory=os.getcwd(),
            urls=list(place["urls"]),
            ca_file=place["caFile"],
            grace_seconds=self._grace_seconds,
            common=dict(common),
        )
        self._processes = Processes(terms, environment_for_drivers())

    def _run(self, task_id: str, text: str, ended: list[str]) -> list[str]:
        self._output.begin()
        task = begin_task(task_id, text, self._common, self._api, self._grace_seconds)
        process = task.process = OwnProcess()
        # The mark leaves the actor before user code begins.
        self._line.send(*ended, start_mark(task_id))
        self._current = task
        self._beats.follow(task)
        end = self._processes.run(task_id, text, process, task.context)
        self._beats.follow(None)
        self._current = None
        return self._told(task, end) if isinstance(end, Outcome) else [self._told_death(task, end)]

    def _obey(self, message: list[Any]) -> None:
        kind = message[0]
        if kind not in ("c", "i", "k"):
            return super()._obey(message)
        task = self._running(message[1])
        if task is None or task.process is None:
            return None
        if kind == "k":
            return self._processes.kill(task.id)
        return task.process.say([kind])

    def _told_death(self, task: ActorTask, code: int) -> str:
        """It ended without an outcome. The actor lives on, and says what one that dies cannot: its last output."""
        death = death_of_process(code)
        log_tail, log_bytes = self._output.tail(task.session.log_tail_limit_bytes)
        last_beat = {
            "executionId": task.execution_id,
            "progress": task.context._progress,
            "logTail": log_tail,
            "logBytes": log_bytes,
            "peakMemoryBytes": task.peak_memory_bytes,
            "cpuSeconds": task.cpu_seconds,
        }
        if task.session.log_limit_bytes > 0 and log_bytes > task.session.log_tail_limit_bytes:
            send_log(self._api, task.session.token, self._output.whole, task.session.log_limit_bytes, is_urgent=False)
        report = death_report(death, task.execution_id, last_beat)
        return encode_line(["d", task.id, task.seconds, death.exit_code], [report])
