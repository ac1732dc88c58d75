"""What the gateway holds and hands over, without Ray and without sockets: its links and actors are told by hand."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from raydeck.gateway.actor_link import ActorLink
from raydeck.gateway.gateway import Gateway
from raydeck.gateway.lane import Lane
from raydeck.gateway.lease import Lease

SPEC = {"label": "plain", "common": {}, "runtimeEnv": {}, "resources": {}, "maxActors": 2, "idleSeconds": 60}


class Writer:
    """The gateway's end of an actor's connection: keeps what was said."""

    def __init__(self) -> None:
        self.lines: list[list[Any]] = []

    def write(self, data: bytes) -> None:
        self.lines += [json.loads(line) for line in data.splitlines()]

    def is_closing(self) -> bool:
        return False

    def handed(self) -> list[str]:
        return [task_id for line in self.lines if line[0] == "r" for task_id, _ in line[1]]


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
        self.gateway = Gateway(lease, self._make, lambda actor: None, lambda: 2)
        self.worker = self.link("one")

    def link(self, worker_id: str) -> Link:
        link: Any = Link(worker_id)
        self.gateway.links[worker_id] = link
        made: Link = link
        return made

    def send(self, link: Any, *ids: str) -> None:
        tasks = [[one, "lane", "shop.add", "execution", "{}"] for one in ids]
        self.gateway.heard(link, {"t": "tasks", "lanes": {"lane": self.spec}, "tasks": tasks})

    def _make(self, lane: Lane) -> ActorLink:
        writer: Any = None if self.is_slow_to_start else Writer()
        call: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        actor = ActorLink(f"actor-{len(self.actors)}", lane, None, call, writer=writer)
        lane.actors.append(actor)
        self.actors.append(actor)
        return actor

    def run(self, number: int, *ids: str) -> None:
        """Have the actor begin and end these."""
        for one in ids:
            self.gateway.heard_actor(self.actors[number], ["s", one])
            self.gateway.heard_actor(self.actors[number], ["o", one, 0.0001, "SUCCEEDED", "{}"])

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


IDS = ["a", "b", "c", "d", "e"]


def test_tasks_of_unknown_length_are_handed_over_one_to_an_actor() -> None:
    async def check() -> None:
        scene = Scene()
        scene.send(scene.worker, *IDS)
        await settled()
        scene.gateway.tick()
        assert [scene.handed(0), scene.handed(1)] == [["a"], ["b"]]

    in_loop(check)


def test_tasks_known_to_be_short_go_together() -> None:
    async def check() -> None:
        scene = Scene()
        scene.send(scene.worker, "first")
        await settled()
        scene.gateway.tick()
        scene.gateway.heard_actor(scene.actors[0], ["s", "first"])
        scene.gateway.heard_actor(scene.actors[0], ["o", "first", 0.0001, "SUCCEEDED", "{}"])
        scene.send(scene.worker, *IDS)
        await settled()
        writer: Any = scene.actors[0].writer
        assert [len(line[1]) for line in writer.lines] == [1, 5]

    in_loop(check)


def test_the_same_attempt_twice_is_held_once() -> None:
    async def check() -> None:
        scene = Scene()
        scene.send(scene.worker, "a")
        scene.send(scene.worker, "a")
        await settled()
        scene.gateway.tick()
        assert [one for number in range(len(scene.actors)) for one in scene.handed(number)] == ["a"]

    in_loop(check)


def test_nothing_is_handed_over_while_the_lease_is_over() -> None:
    async def check() -> None:
        scene = Scene(lease_seconds=0.0)
        scene.send(scene.worker, "a")
        await settled()
        scene.gateway.tick()
        assert scene.actors == []

    in_loop(check)


def test_the_death_of_an_actor_fails_what_was_marked_and_takes_the_rest_back() -> None:
    async def check() -> None:
        scene = Scene()
        scene.send(scene.worker, "first")
        await settled()
        scene.gateway.tick()
        actor = scene.actors[0]
        scene.gateway.heard_actor(actor, ["s", "first"])
        scene.gateway.heard_actor(actor, ["o", "first", 0.0001, "SUCCEEDED", "{}"])
        scene.send(scene.worker, "marked", "unmarked")
        await settled()
        scene.gateway.heard_actor(actor, ["s", "marked"])
        scene.gateway.actor_over(actor, None)
        assert scene.worker.reports == [("first", "outcome"), ("marked", "died")]
        assert scene.gateway.held["unmarked"].stage == "waiting"

    in_loop(check)


def test_a_fenced_worker_is_not_heard_and_its_tasks_change_hands() -> None:
    async def check() -> None:
        scene = Scene()
        scene.send(scene.worker, "held")
        other: Any = scene.link("two")
        scene.gateway.heard(other, {"t": "adopt", "ask": 1, "fence": ["one"], "ids": ["held", "never"]})
        scene.send(scene.worker, "late")
        answer = {"t": "adopted", "ask": 1, "waiting": ["held"], "started": [], "absent": ["never"]}
        assert other.said == [answer]
        assert list(scene.gateway.held) == ["held"]
        assert scene.gateway.held["held"].owner == "two"

    in_loop(check)


def test_what_waits_is_taken_back_and_what_runs_is_not() -> None:
    async def check() -> None:
        scene = Scene()
        scene.send(scene.worker, "runs", "second", "waits")
        await settled()
        scene.gateway.tick()
        scene.gateway.heard_actor(scene.actors[0], ["s", "runs"])
        link: Any = scene.worker
        scene.gateway.heard(link, {"t": "withdraw", "ask": 7, "ids": ["runs", "waits"]})
        answer = {"t": "withdrawn", "ask": 7, "withdrawn": ["waits"], "started": ["runs"], "unknown": []}
        assert scene.worker.said == [answer]

    in_loop(check)


def test_an_outcome_is_held_until_it_is_acknowledged() -> None:
    async def check() -> None:
        scene = Scene()
        scene.send(scene.worker, "a")
        await settled()
        scene.gateway.tick()
        scene.gateway.heard_actor(scene.actors[0], ["s", "a"])
        scene.gateway.heard_actor(scene.actors[0], ["o", "a", 0.1, "SUCCEEDED", "{}"])
        link: Any = scene.worker
        scene.gateway.connected(link, ["a", "b"])
        assert scene.worker.said == [{"t": "hello", "gatewayId": "gateway", "absent": ["b"]}]
        assert scene.worker.reports == [("a", "outcome"), ("a", "outcome")]
        scene.gateway.heard(link, {"t": "ack", "ids": ["a"]})
        assert scene.gateway.held == {}

    in_loop(check)


def test_an_actor_that_has_had_its_tasks_ends_when_nothing_waits() -> None:
    async def check() -> None:
        scene = Scene(maxTasks=2)
        scene.send(scene.worker, "a")
        await settled()
        scene.gateway.tick()
        scene.run(0, "a")
        scene.gateway.tick()
        assert not scene.is_told_to_end(0)
        scene.send(scene.worker, "b")
        await settled()
        scene.run(0, "b")
        scene.gateway.tick()
        assert scene.is_told_to_end(0)

    in_loop(check)


def test_a_worn_actor_works_on_until_its_successor_is_up() -> None:
    async def check() -> None:
        scene = Scene(maxActors=1)
        scene.send(scene.worker, "first", *IDS)
        await settled()
        scene.gateway.tick()
        writer, scene.is_slow_to_start = scene.actors[0].writer, True
        scene.run(0, "first")
        scene.gateway.heard_actor(scene.actors[0], ["w"])
        scene.send(scene.worker, *(f"{one}{number}" for one in IDS for number in range(100)))
        scene.gateway.tick()
        scene.gateway.tick()
        assert len(scene.actors) == 2
        assert not scene.is_told_to_end(0)
        assert len(scene.handed(0)) > 1
        scene.actors[1].writer = writer
        scene.gateway.tick()
        assert scene.is_told_to_end(0)

    in_loop(check)


def test_a_worn_actor_that_reserves_something_goes_before_its_successor_comes() -> None:
    async def check() -> None:
        scene = Scene(maxActors=1, maxTasks=1, resources={"numGpus": 1})
        scene.send(scene.worker, "a", "b")
        await settled()
        scene.gateway.tick()
        scene.run(0, "a")
        scene.gateway.tick()
        assert scene.is_told_to_end(0)
        assert len(scene.actors) == 1

    in_loop(check)


def coroutine_scene(**spec: Any) -> Scene:
    """One actor, in which the coroutine `known` runs."""
    scene = Scene(maxActors=1, maxCoroutines=3, **spec)
    scene.send(scene.worker, "known")
    return scene


async def begin_coroutines(scene: Scene, *ids: str) -> None:
    await settled()
    scene.gateway.tick()
    for one in ids:
        scene.gateway.heard_actor(scene.actors[0], ["s", one])
        scene.gateway.heard_actor(scene.actors[0], ["a", one])


def test_coroutines_run_beside_each_other_up_to_the_limit() -> None:
    async def check() -> None:
        scene = coroutine_scene()
        await begin_coroutines(scene, "known")
        scene.send(scene.worker, *IDS)
        await settled()
        assert scene.handed() == ["known", "a", "b"]
        scene.gateway.heard_actor(scene.actors[0], ["s", "a"])
        scene.gateway.heard_actor(scene.actors[0], ["o", "a", 0.5, "SUCCEEDED", "{}"])
        await settled()
        assert scene.handed() == ["known", "a", "b", "c"]

    in_loop(check)


def test_a_coroutine_that_does_not_stop_leaves_the_others_time_and_then_they_are_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def check() -> None:
        scene = coroutine_scene()
        await begin_coroutines(scene, "known")
        scene.send(scene.worker, "a")
        await begin_coroutines(scene, "a")
        link: Any = scene.worker
        scene.gateway.heard(link, {"t": "stop", "ids": ["known"]})
        asked_at = time.monotonic()
        monkeypatch.setattr(time, "monotonic", lambda: asked_at + 5)
        scene.gateway._lease.until = asked_at + 100
        scene.gateway.tick()
        assert scene.is_told_to_end(0)
        assert not scene.actors[0].is_killed
        monkeypatch.setattr(time, "monotonic", lambda: asked_at + 40)
        scene.gateway.tick()
        assert scene.actors[0].is_killed
        scene.gateway.actor_over(scene.actors[0], None)
        causes = {one: json.loads(scene.gateway.held[one].report[2])["cause"] for one in ("known", "a")}
        assert causes == {"known": "exited", "a": "actor_died"}

    in_loop(check)


@pytest.mark.parametrize(
    ("said", "stage"), [("Owner's node has crashed: its node died", "waiting"), ("it ran out of threads", "over")]
)
def test_what_waits_ends_with_an_actor_that_does_not_come_up_unless_its_node_died(said: str, stage: str) -> None:
    async def check() -> None:
        scene = Scene(maxActors=1)
        scene.is_slow_to_start = True
        scene.send(scene.worker, "a")
        await settled()
        scene.gateway.tick()
        scene.gateway.actor_over(scene.actors[0], RuntimeError(said))
        assert scene.gateway.held["a"].stage == stage

    in_loop(check)
