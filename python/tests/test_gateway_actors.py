"""How the gateway's actors are replaced, run coroutines side by side, and end."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from gateway_scene import IDS, Scene, in_loop, settled

from raydeck.gateway.lane import KEPT_SECONDS


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


def test_a_lane_keeps_its_smallest_size_and_lets_the_others_go() -> None:
    async def check() -> None:
        scene = Scene(minActors=2, maxActors=4, idleSeconds=1)
        scene.send(scene.worker, "a")
        await settled()
        scene.gateway.tick()
        assert len(scene.actors) == 2
        scene.add_actor()
        scene.run(0, "a")
        for actor in scene.actors:
            actor.idle_since = time.monotonic() - 2
        scene.gateway.tick()
        assert [scene.is_told_to_end(number) for number in range(3)] == [True, False, False]

    in_loop(check)


def test_a_lane_that_nothing_came_to_for_long_keeps_no_actor() -> None:
    async def check() -> None:
        scene = Scene(minActors=1, idleSeconds=1)
        scene.send(scene.worker, "a")
        await settled()
        scene.gateway.tick()
        scene.run(0, "a")
        lane = scene.actors[0].lane
        lane.used_at = time.monotonic() - KEPT_SECONDS - 1
        scene.actors[0].idle_since = time.monotonic() - 2
        scene.gateway.tick()
        assert scene.is_told_to_end(0)
        scene.gateway.tick()
        assert len(scene.actors) == 1

    in_loop(check)


def test_an_actor_that_has_grown_too_large_gets_no_other_task() -> None:
    async def check() -> None:
        scene = Scene(maxActors=1)
        scene.send(scene.worker, "a")
        await settled()
        scene.gateway.tick()
        scene.run(0, "a")
        scene.gateway.heard_actor(scene.actors[0], ["w"])
        scene.send(scene.worker, "b")
        await settled()
        scene.gateway.tick()
        assert scene.is_told_to_end(0)
        assert scene.handed(0) == ["a"]

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


@pytest.mark.parametrize(("gateways", "actors"), [(1, 2), (2, 1), (3, 1)])
def test_several_gateways_share_the_processors(gateways: int, actors: int) -> None:
    async def check() -> None:
        scene = Scene(maxActors=8)
        scene.lease.gateways = gateways
        scene.send(scene.worker, *IDS)
        await settled()
        scene.gateway.tick()
        assert len(scene.actors) == actors

    in_loop(check)


@pytest.mark.parametrize(("gateways", "actors"), [(1, 5), (2, 3), (5, 1)])
def test_several_gateways_share_the_size_of_a_lane(gateways: int, actors: int) -> None:
    async def check() -> None:
        scene = Scene(maxActors=5)
        scene.lease.gateways = gateways
        scene.send(scene.worker, "first")
        await settled()
        scene.gateway.tick()
        scene.gateway.heard_actor(scene.actors[0], ["s", "first"])
        scene.gateway.heard_actor(scene.actors[0], ["o", "first", 1.0, "SUCCEEDED", "{}"])
        # Known to be long by now: each is worth an actor.
        scene.send(scene.worker, *(f"task{number}" for number in range(20)))
        await settled()
        scene.gateway.tick()
        assert len(scene.actors) == actors

    in_loop(check)
