"""Coroutine functions side by side: one event loop in a thread of its own, and a task of asyncio's for each of ours."""

from __future__ import annotations

import asyncio
import contextvars
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from ..context import set_task_context
from ..execution.forked_child import leave_forked_child
from ..execution.outcome import Outcome
from ..execution.run_attempt import Bound
from .actor_task import ActorTask
from .interrupts import MESSAGE
from .routed_stream import output_of_task

REPORTERS = 4


@dataclass(eq=False)
class Running:
    """`own` runs the user's coroutine, `children` are what it has created besides."""

    task: ActorTask
    own: asyncio.Task[None] | None = None
    children: set[asyncio.Task[Any]] = field(default_factory=set)
    is_in_user_code: bool = False


_running: ContextVar[Running | None] = ContextVar("raydeck_running", default=None)


class Coroutines:
    """`ended` is told each outcome, in a thread that may wait."""

    def __init__(self, ended: Callable[[ActorTask, Outcome], None]) -> None:
        self._ended = ended
        self._pid = os.getpid()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._reporters = ThreadPoolExecutor(REPORTERS, "raydeck-report")
        self._known: dict[str, Running] = {}
        self._changed = threading.Condition()

    def start(self, task: ActorTask, bound: Bound) -> None:
        """From the main thread."""
        running = Running(task)
        self._known[task.id] = running
        # A copy of what imports have set there; what a coroutine sets is seen by nobody else.
        context = contextvars.copy_context()
        self._started_loop().call_soon_threadsafe(self._spawn, running, bound, context)

    def find(self, task_id: str) -> ActorTask | None:
        """One whose outcome has not been told yet."""
        running = self._known.get(task_id)
        return None if running is None else running.task

    def all(self) -> list[ActorTask]:
        """Those whose outcome has not been told yet."""
        return [running.task for running in list(self._known.values())]

    def wait(self) -> None:
        """Until all of them have ended; from the main thread, when it starts no more."""
        with self._changed:
            while self._known:
                self._changed.wait()

    def interrupt(self, task_id: str) -> None:
        """Cancel it, and no other: asyncio's CancelledError is raised where it waits."""
        running = self._known.get(task_id)
        if running is None:
            return
        running.task.stop.arrived = True
        running.task.context._cancel(MESSAGE)
        self._started_loop().call_soon_threadsafe(_cancel, running)

    def _started_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            factory: Any = _owned_task
            self._loop.set_task_factory(factory)
            threading.Thread(target=_turn, args=(self._loop,), name="raydeck-coroutines", daemon=True).start()
        return self._loop

    def _spawn(self, running: Running, bound: Bound, context: contextvars.Context) -> None:
        loop = self._started_loop()
        running.own = context.run(loop.create_task, self._run(running, bound))

    async def _run(self, running: Running, bound: Bound) -> None:
        task = running.task
        _running.set(running)
        set_task_context(task.context)
        output_of_task.set(task.own_output)
        running.is_in_user_code = True
        outcome = await task.run_state.run_coroutine(bound)
        running.is_in_user_code = False
        if os.getpid() != self._pid:
            leave_forked_child(task.run_state.error)
        await _end_children(running)
        await asyncio.get_running_loop().run_in_executor(self._reporters, self._tell, task, outcome)

    def _tell(self, task: ActorTask, outcome: Outcome) -> None:
        try:
            self._ended(task, outcome)
        finally:
            with self._changed:
                self._known.pop(task.id, None)
                self._changed.notify()


def _owned_task(loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, Any], **more: Any) -> asyncio.Task[Any]:
    made: asyncio.Task[Any] = asyncio.Task(coroutine, loop=loop, **more)
    owner = _running.get()
    if owner is not None:
        owner.children.add(made)
        made.add_done_callback(owner.children.discard)
    return made


def _cancel(running: Running) -> None:
    # Before user code the run looks at its context; after it, nothing is left to interrupt.
    if running.own is not None and running.is_in_user_code:
        running.own.cancel()


async def _end_children(running: Running) -> None:
    """As `asyncio.run` does at its end."""
    children = [child for child in running.children if not child.done()]
    for child in children:
        child.cancel()
    if children:
        await asyncio.wait(children, timeout=5.0)


def _turn(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    while True:
        try:
            loop.run_forever()
        except BaseException:
            # SystemExit and KeyboardInterrupt of what a coroutine has created pass through the loop; the others go on.
            continue
