"""The gateway's end of its connection to one worker. It dials out; the worker listens."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Callable
from typing import Any

import aiohttp

from .held import Held
from .pace import Pace

# Reports on their way, which the worker has not committed yet.
MOST_UNACKNOWLEDGED = 4_000
MOST_BYTES = 32 * 1024 * 1024
REDIAL_SECONDS = 0.5
LARGEST_FRAME_BYTES = 64 * 1024 * 1024


class WorkerLink:
    """Dials until `stop`. `heard` is told each message, `connected` each connection once the worker said who it is.
    `pace` says how long reports may be gathered after a frame of them: each frame by itself costs both sides more than
    what is in it.
    """

    def __init__(
        self,
        worker_id: str,
        url: str,
        connect: Callable[[str], Any],
        connected: Callable[[WorkerLink, list[str]], None],
        heard: Callable[[WorkerLink, dict[str, Any]], None],
        pace: Pace,
    ) -> None:
        self.worker_id = worker_id
        self.url = url
        self._connect, self._connected, self._heard = connect, connected, heard
        self._pace = pace
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._outbox: deque[str] = deque()
        self._reports: deque[Held] = deque()
        self._unacknowledged: dict[str, int] = {}
        self._unacknowledged_bytes = 0
        self._is_gathering = False
        self._news = asyncio.Event()
        self._task = asyncio.create_task(self._run())

    def say(self, message: dict[str, Any]) -> None:
        """Lost with the connection: what must not be lost is a report."""
        if self._socket is not None:
            self._outbox.append(json.dumps(message))
            self._news.set()

    def report(self, task: Held) -> None:
        """Queue what became of a task; it goes out when the worker has room, and once more after a reconnect."""
        if self._socket is not None and task.id not in self._unacknowledged:
            self._reports.append(task)
            self._tell_reports()

    def acknowledged(self, task_id: str) -> None:
        """The worker has committed it."""
        self._unacknowledged_bytes -= self._unacknowledged.pop(task_id, 0)
        self._tell_reports()

    def _tell_reports(self) -> None:
        if self._reports and not self._is_gathering:
            self._news.set()

    def _gathered(self) -> None:
        self._is_gathering = False
        self._tell_reports()

    async def stop(self) -> None:
        """Hang up for good."""
        self._task.cancel()
        with contextlib.suppress(BaseException):
            await self._task

    async def _run(self) -> None:
        while True:
            with contextlib.suppress(aiohttp.ClientError, OSError, ValueError, KeyError, asyncio.TimeoutError):
                async with self._connect(self.url) as connection:
                    await self._converse(connection)
            await asyncio.sleep(REDIAL_SECONDS)

    async def _converse(self, connection: aiohttp.ClientWebSocketResponse) -> None:
        hello = json.loads(await connection.receive_str(timeout=10))
        if hello["t"] != "hello" or hello["workerId"] != self.worker_id:
            return  # somebody else answers at this address by now
        self._socket = connection
        sender = asyncio.create_task(self._send(connection))
        try:
            self._connected(self, [str(one) for one in hello["holds"]])
            async for message in connection:
                if message.type is not aiohttp.WSMsgType.TEXT:
                    break
                self._heard(self, json.loads(message.data))
        finally:
            self._socket = None
            self._is_gathering = False
            sender.cancel()
            self._outbox.clear()
            self._reports.clear()
            self._unacknowledged.clear()
            self._unacknowledged_bytes = 0

    async def _send(self, connection: aiohttp.ClientWebSocketResponse) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            while self._outbox:
                await connection.send_str(self._outbox.popleft())
            frame = None if self._is_gathering else self._next_reports()
            if frame is not None:
                await connection.send_str(frame)
                seconds = self._pace.gather_seconds()
                self._is_gathering = seconds > 0
                if self._is_gathering:
                    asyncio.get_running_loop().call_later(seconds, self._gathered)
                self._tell_reports()

    def _next_reports(self) -> str | None:
        """What there is room for, in one frame: an outcome's body is put in as it came."""
        parts: list[str] = []
        actors: dict[str, Any] = {}
        while self._reports and len(parts) < 500 and self._has_room():
            task = self._reports.popleft()
            if task.stage != "over" or task.owner != self.worker_id:
                continue
            text = _text_of(task)
            self._unacknowledged[task.id] = len(text)
            self._unacknowledged_bytes += len(text)
            parts.append(text)
            if task.actor is not None:
                actors[task.actor.name] = task.actor.facts
        if not parts:
            return None
        return f'{{"t":"reports","actors":{json.dumps(actors)},"reports":[{",".join(parts)}]}}'

    def _has_room(self) -> bool:
        return len(self._unacknowledged) < MOST_UNACKNOWLEDGED and self._unacknowledged_bytes < MOST_BYTES


def _text_of(task: Held) -> str:
    actor = "null" if task.actor is None else json.dumps(task.actor.name)
    kind, seconds, body = task.report
    return f'{{"id":"{task.id}","actor":{actor},"ms":{seconds * 1000:.3f},"{kind}":{body}}}'
