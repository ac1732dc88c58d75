"""The fork server of an actor, without the actor and without Ray: tasks are given to it by hand."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from worker import PATIENCE_SECONDS, session

from raydeck.context import Context
from raydeck.execution.outcome import Outcome
from raydeck.gateway.own_process import OwnProcess
from raydeck.gateway.process_terms import Terms
from raydeck.gateway.processes import Processes

TASK = "01890000-0000-7000-8000-00000000000a"


class Running:
    """A task that has been given, in a thread as the actor's main thread would be."""

    def __init__(self, processes: Processes, callable_path: str, args: list[Any], changes: dict[str, Any]) -> None:
        given = session(callable_path, args, {}, **changes)
        self._text = json.dumps({**given, "executionId": "execution"})
        self._processes = processes
        self.process = OwnProcess()
        self.context = task_context()
        self._end: Outcome | int | None = None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        self._end = self._processes.run(TASK, self._text, self.process, self.context)

    def end(self) -> Outcome | int:
        """Its outcome, or its exit code."""
        self._thread.join(PATIENCE_SECONDS)
        assert self._end is not None
        return self._end

    def result(self) -> Any:
        """What it returned, after success."""
        outcome = self.outcome()
        assert outcome.result is not None, outcome.error
        return json.loads(outcome.result)

    def outcome(self) -> Outcome:
        end = self.end()
        assert isinstance(end, Outcome), end
        return end

    def began(self) -> Running:
        """Once it has said how far it is, which the user code of these tests does when it is there."""
        until(lambda: self.context._progress is not None)
        return self


class ForkScene:
    """A server whose tasks find the tests' user code, and `directory` as their working directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = str(directory)

    @cached_property
    def processes(self) -> Processes:
        # When it is first needed: the streams that it hands on are captured within a test, and not before.
        return Processes(Terms(list(sys.path), self._directory, ["http://127.0.0.1:1"], None, 1.0, {}), os.environ)

    def start(self, callable_path: str, *args: Any, **changes: Any) -> Running:
        """Begin `callable_path(*args)`; keywords change the session."""
        return Running(self.processes, callable_path, list(args), changes)


def task_context() -> Context:
    return Context(task_id=TASK, attempt_id=TASK, number=1, max_attempts=1, queue="default", idempotency_key=TASK)


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    """Whether it runs; one that has ended and that nobody has waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
