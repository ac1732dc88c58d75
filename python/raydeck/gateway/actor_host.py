"""What runs in a lane's actor: one long call that takes tasks from the gateway and runs them one after the other."""

from __future__ import annotations

import contextlib
import os
import threading
from collections import deque
from collections.abc import Mapping
from typing import Any, NoReturn

from ..execution.attempt_api import AttemptApi
from ..execution.forked_child import leave_forked_child
from ..execution.outcome import Outcome
from .actor_line import ActorLine, connect
from .actor_output import ActorOutput
from .actor_task import ActorTask, begin_task
from .beats import Beats
from .coroutines import Coroutines
from .interrupts import Interrupts
from .last_words import tell_crashes, tell_exits
from .lines import encode_line, end_line, start_mark
from .memory_watch import MemoryWatch

EXIT_WITHOUT_GATEWAY = 78


class RaydeckLane:
    """The actor's class; Ray's dashboard shows its name."""

    def serve(self, place: Mapping[str, Any], common: Mapping[str, Any]) -> None:
        """Runs until the gateway closes the connection. `place` says where it listens, and the secret it expects."""
        ActorHost(place, common).run()


class ActorHost:
    """Made in the main thread, where user code runs; a thread reads what the gateway says meanwhile."""

    def __init__(self, place: Mapping[str, Any], common: Mapping[str, Any]) -> None:
        self._common = common
        self._api = AttemptApi(tuple(place["urls"]), place["caFile"])
        self._grace_seconds = float(place["graceSeconds"])
        self._interrupts = Interrupts()
        self._output = ActorOutput(str(place["name"]))
        hello = [place["secret"], place["name"]]
        facts = {"pid": os.getpid(), **_ray_ids()}
        tell_crashes(connect(place["host"], place["port"], ["crash", *hello]))
        self._line = ActorLine(place["host"], place["port"], ["hello", *hello, facts])
        self._own_exit = tell_exits(lambda code: self._line.send_last(encode_line(["x", code])))
        self._changed = threading.Condition()
        self._waiting: deque[tuple[str, str]] = deque()
        self._is_closing = False
        self._current: ActorTask | None = None
        self._memory = MemoryWatch(int(place["maxMemoryBytes"]))
        self._runs_coroutines_beside = int(place["maxCoroutines"]) > 1
        self._coroutines = Coroutines(self._coroutine_ended)
        self._beats = Beats(self._line, self._output, self._coroutines.all, float(common["heartbeatSeconds"]))

    def run(self) -> None:
        threading.Thread(target=self._read, name="raydeck-gateway", daemon=True).start()
        self._beats.start()
        ended: list[str] = []
        while (taken := self._take(ended)) is not None:
            ended = self._run(*taken, ended)
        self._coroutines.wait()

    def _take(self, ended: list[str]) -> tuple[str, str] | None:
        """The next task. With none at hand, what has ended is told first."""
        with self._changed:
            if self._waiting:
                return self._waiting.popleft()
        if ended:
            self._line.send(*ended)
            ended.clear()
        with self._changed:
            while not self._waiting and not self._is_closing:
                self._changed.wait()
            return self._waiting.popleft() if self._waiting else None

    def _run(self, task_id: str, text: str, ended: list[str]) -> list[str]:
        """Returns what is to be told of it; the end of the one before leaves with this one's start."""
        pid = os.getpid()
        self._output.begin()
        task = begin_task(task_id, text, self._common, self._api, self._grace_seconds)
        # The mark leaves the process before user code begins: what dies after it has started.
        self._line.send(*ended, start_mark(task_id))
        self._interrupts.install()
        self._current, self._interrupts.current = task, task.stop
        self._beats.follow(task)
        try:
            end = task.run(beside_others=self._runs_coroutines_beside)
        finally:
            self._interrupts.current = None
            self._current = None
        if os.getpid() != pid:
            os._exit = self._own_exit  # type: ignore[assignment]
            leave_forked_child(task.run_state.error)
        self._beats.follow(None)
        if isinstance(end, Outcome):
            return self._told(task, end)
        task.leave_main_thread(self._output)
        self._line.send(encode_line(["a", task_id]))
        self._coroutines.start(task, end)
        return []

    def _told(self, task: ActorTask, outcome: Outcome) -> list[str]:
        body = task.report(outcome, self._output, self._api, self._grace_seconds)
        end = end_line(task.id, task.seconds, outcome.state, body)
        return [end, encode_line(["w"])] if self._memory.is_over() else [end]

    def _coroutine_ended(self, task: ActorTask, outcome: Outcome) -> None:
        self._line.send(*self._told(task, outcome))

    def _read(self) -> NoReturn:
        for message in self._line.messages():
            self._obey(message)
        # Nobody would hear of what runs here, and somebody may run it elsewhere.
        self._own_exit(EXIT_WITHOUT_GATEWAY)
        raise AssertionError("unreachable")

    def _obey(self, message: list[Any]) -> None:
        kind = message[0]
        if kind == "r":
            with self._changed:
                self._waiting.extend(zip(message[1], message[2:], strict=True))
                self._changed.notify()
        elif kind == "g":
            with self._changed:
                given = [task_id for task_id, _ in self._waiting]
                self._waiting.clear()
            self._line.send(encode_line(["g", given]))
        elif kind == "c":
            task = self._running(message[1]) or self._coroutines.find(message[1])
            if task is not None:
                task.context._cancel("cancel was requested")
        elif kind == "i":
            task = self._running(message[1])
            if task is None:
                self._coroutines.interrupt(message[1])
            else:
                with contextlib.suppress(OSError):
                    self._interrupts.aim(task.stop)
        elif kind == "e":
            with self._changed:
                self._is_closing = True
                self._changed.notify()

    def _running(self, task_id: str) -> ActorTask | None:
        task = self._current
        return task if task is not None and task.id == task_id else None


def _ray_ids() -> dict[str, str | None]:
    import ray

    context = ray.get_runtime_context()
    return {"actorId": context.get_actor_id(), "nodeId": context.get_node_id()}
