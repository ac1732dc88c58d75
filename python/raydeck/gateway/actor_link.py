"""The gateway's end of one actor: what was handed to it, and what becomes of that."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .held import Held
from .lines import encode_line

if TYPE_CHECKING:
    from .lane import Lane


@dataclass(eq=False)
class ActorLink:
    """`tasks`: the handed and started ones, oldest first; `coroutines`: how many of them run beside the others;
    `expected_seconds`: how long the others will take.
    `handle` and `call` are Ray's, `writer` its connection. `ended`: how many tasks it has had; `is_worn`: it is to be
    replaced, by `successor` once there is one.
    """

    name: str
    lane: Lane
    handle: Any
    call: asyncio.Future[Any]
    tasks: dict[str, Held] = field(default_factory=dict)
    writer: asyncio.StreamWriter | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    idle_since: float = 0.0
    coroutines: int = 0
    expected_seconds: float = 0.0
    ended: int = 0
    is_worn: bool = False
    successor: ActorLink | None = None
    exit_code: int | None = None
    crash_text: str = ""
    is_line_over: asyncio.Event = field(default_factory=asyncio.Event)
    is_killed: bool = False
    is_leaving: bool = False
    is_recalled: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether tasks can be handed to it."""
        return self.writer is not None and not (self.is_killed or self.is_leaving)

    @property
    def running(self) -> Held | None:
        """The one in the main thread: its start mark has come and its end has not. Those beside it do not count."""
        return next((task for task in self.tasks.values() if task.stage == "started" and not task.is_coroutine), None)

    @property
    def others(self) -> list[Held]:
        """What has started in it and was not asked to end."""
        return [task for task in self.tasks.values() if task.stage == "started" and task.stop_asked_at is None]

    def hand(self, tasks: list[Held]) -> None:
        """Hand these over, in one line."""
        for task in tasks:
            task.stage, task.actor = "handed", self
            self.tasks[task.id] = task
            self.expected_seconds += task.expected_seconds
            if task.is_coroutine:
                self.coroutines += 1
        self._write(encode_line(["r", [task.id for task in tasks]], [task.body for task in tasks]))

    def take_out(self, task_id: str) -> Held | None:
        """Out of its hands; None when it is not in them."""
        task = self.tasks.pop(task_id, None)
        if task is not None:
            self._leave_line(task)
            if task.is_coroutine:
                self.coroutines -= 1
        return task

    def beside(self, task: Held) -> None:
        """It is a coroutine and has left the main thread, which goes on to the next one."""
        self._leave_line(task)
        if not task.is_coroutine:
            task.is_coroutine = True
            self.coroutines += 1

    def _leave_line(self, task: Held) -> None:
        self.expected_seconds -= task.expected_seconds
        task.expected_seconds = 0.0

    def leave(self) -> None:
        """Have it end when it has done what it holds; nothing more is handed to it."""
        self.is_leaving = True
        self.say(["e"])

    def say(self, message: list[Any]) -> None:
        """To the actor; nothing when it is gone, which is found out by itself."""
        self._write(encode_line(message))

    def _write(self, line: str) -> None:
        if self.writer is not None and not self.writer.is_closing():
            self.writer.write(line.encode())
