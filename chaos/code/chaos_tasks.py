"""What the tasks of a chaos run do. Each start and each end of it is a line in a file that nothing else writes to."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import time
import uuid
from typing import Any

import raydeck


def result_of(key: str) -> str:
    """What a task must return: nobody else can have made it from another task's key."""
    return hashlib.sha256(f"effect of {key}".encode()).hexdigest()[:24]


@raydeck.task
def run(file: str, key: str, kind: str = "plain", seconds: float = 0.0, times: int = 0) -> dict[str, Any]:
    """Write down the start, do what `kind` says, write down the end."""
    effect = Effect(file, key)
    effect.write("start")
    try:
        value = act(effect, kind, seconds, times)
    except BaseException as error:
        effect.write("raise", error=type(error).__name__)
        raise
    effect.write("return", result=value)
    return {"key": key, "value": value}


def act(effect: Effect, kind: str, seconds: float, times: int) -> str:
    """`times`: how many attempts shall end badly."""
    if seconds > 0:
        time.sleep(seconds)
    is_bad = effect.number <= times
    if kind == "fail" and is_bad:
        raise RuntimeError(f"attempt {effect.number} of {effect.key} fails")
    if kind == "exit" and is_bad:
        os._exit(1)
    if kind == "kill" and is_bad:
        os.kill(os.getpid(), signal.SIGKILL)
    return result_of(effect.key)


class Effect:
    """The lines of one execution of user code."""

    def __init__(self, file: str, key: str) -> None:
        context = raydeck.context()
        self.key = key
        self.number = context.number
        self._file = file
        self._same = {
            "key": key,
            "taskId": context.task_id,
            "attemptId": context.attempt_id,
            "number": context.number,
            # Of this call of user code: two of one attempt are told apart by it.
            "run": str(uuid.uuid4()),
            "pid": os.getpid(),
        }

    def write(self, event: str, **more: Any) -> None:
        """One line, whole and on disk before the next step is taken."""
        times = {"wallMs": time.time() * 1000, "monotonicMs": time.monotonic() * 1000}
        line = json.dumps({"event": event, **self._same, **times, **more}) + "\n"
        handle = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())
            os.fsync(handle)
        finally:
            os.close(handle)
