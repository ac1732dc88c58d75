"""A gateway without Ray and without sockets: its links and actors are told by hand."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from raydeck.gateway.actor_link import ActorLink
from raydeck.gateway.gateway import Gateway
from raydeck.gateway.lane import Lane
from raydeck.gateway.lease import Lease
from raydeck.gateway.lines import decode_line

SPEC = {"label": "plain", "common": {}, "runtimeEnv": {}, "resources": {}, "maxActors": 2, "idleSeconds": 60}

IDS = ["a", "b", "c", "d", "e"]


class Writer:
    """The gateway's end of an actor's connection: keeps what was said."""

    def __init__(self) -> None:
        self.lines: list[list[Any]] = []

    def write(self, data: bytes) -> None:
        self.lines += [decode_line(line) for line in data.splitlines()]

    def is_closing(self) -> bool:
        return False

    def handed(self) -> list[str]:
        return [task_id for line in self.lines if line[0] == "r" for task_id in line[1]]


class Link:
    """A worker's connection: keeps what it is told."""

    def __init__(self, worker_id: str) -> None:
        self.worker_id = worker_id
        self.said: list[dict[str, Any]] = []
        self.reports: list[tuple[str, str]] = []

    def say(self, message: dict[str, Any]) -> None:
        self.said.append(message)

    def report(self, task: Any) -> None:
        self.reports.append((task.id, task.report[0]))

    def acknowledged(self, task_id: str) -> None:
        pass

    async def stop(self) -> None:
        pass


class Scene:
    """A gateway with a lease, whose actors are up as soon as they are made."""

    def __init__(self, lease_seconds: float = 60.0, **spec: Any) -> None:
        self.spec = {**SPEC, **spec}
        api: Any = None
        now = time.monotonic()
        lease = Lease(api, "token", "gateway", lease_seconds, 300.0, now + lease_seconds, now)
        self.actors: list[ActorLink] = []
        self.is_slow_to_start = False
        self.lease = lease
        self.gateway = Gateway(lease, self._make, lambda actor: None, lambda: 2)
        self.worker = self.link("one")

    def link(self, worker_id: str) -> Link:
        link: Any = Link(worker_id)
        self.gateway.links[worker_id] = link
        made: Link = link
        return made

    def send(self, link: Any, *ids: str, priority: int = 0, of: str = "shop.add") -> None:
        tasks = [[one, "lane", of, "execution", "{}"] for one in ids]
        self.gateway.heard(
            link, {"t": "tasks", "lanes": {"lane": self.spec}, "tasks": tasks, "priorities": [priority] * len(ids)}
        )

    def _make(self, lane: Lane) -> ActorLink:
        writer: Any = None if self.is_slow_to_start else Writer()
        call: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        actor = ActorLink(f"actor-{len(self.actors)}", lane, None, call, writer=writer)
        lane.actors.append(actor)
        self.actors.append(actor)
        return actor

    def add_actor(self) -> None:
        """To the lane, as after a stretch of long tasks."""
        self._make(self.actors[0].lane)

    def run(self, number: int, *ids: str, seconds: float = 0.0001) -> None:
        """Have the actor begin and end these, each after so long."""
        for one in ids:
            self.gateway.heard_actor(self.actors[number], ["s", one])
            self.gateway.heard_actor(self.actors[number], ["o", one, seconds, "SUCCEEDED", "{}"])

    def is_told_to_end(self, number: int) -> bool:
        writer: Any = self.actors[number].writer
        return ["e"] in writer.lines

    def handed(self, number: int = 0) -> list[str]:
        writer: Any = self.actors[number].writer
        handed: list[str] = writer.handed()
        return handed


def in_loop(check: Callable[[], Awaitable[None]]) -> None:
    async def run() -> None:
        await check()

    asyncio.run(run())


async def settled() -> None:
    await asyncio.sleep(0)
    await asyncio.sleep(0)
