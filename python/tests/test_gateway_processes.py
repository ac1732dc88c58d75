"""How the gateway ends, and hears of, tasks that have processes of their own."""

from __future__ import annotations

import json
import signal
import time
from typing import Any

import pytest
from gateway_scene import Scene, in_loop, settled

from raydeck.gateway.death import death_of_process, death_report


async def running_scene(isolation: str = "process") -> Scene:
    """One actor, in which `a` runs and `b` waits."""
    scene = Scene(maxActors=1, resources={"isolation": isolation})
    scene.send(scene.worker, "a", "b")
    await settled()
    scene.gateway.tick()
    scene.gateway.heard_actor(scene.actors[0], ["s", "a"])
    return scene


def stop(scene: Scene) -> float:
    link: Any = scene.worker
    scene.gateway.heard(link, {"t": "stop", "ids": ["a"]})
    asked_at = time.monotonic()
    scene.gateway._lease.until = asked_at + 100
    return asked_at


def said(scene: Scene) -> list[list[Any]]:
    writer: Any = scene.actors[0].writer
    return [line for line in writer.lines if line[0] in "cike"]


def test_a_process_that_does_not_stop_is_ended_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    async def check() -> None:
        scene = await running_scene()
        asked_at = stop(scene)
        for seconds in (1.1, 3.1, 4.0):
            monkeypatch.setattr(time, "monotonic", lambda now=asked_at + seconds: now)
            scene.gateway.tick()
        assert said(scene) == [["c", "a"], ["i", "a"], ["k", "a"]]
        assert not scene.actors[0].is_killed
        scene.gateway.heard_actor(scene.actors[0], ["d", "a", 4.0, 137, "{}"])
        await settled()
        assert scene.handed() == ["a", "b"]

    in_loop(check)


def test_an_actor_that_does_not_see_its_process_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    async def check() -> None:
        scene = await running_scene()
        asked_at = stop(scene)
        for seconds in (1.1, 3.1, 8.1):
            monkeypatch.setattr(time, "monotonic", lambda now=asked_at + seconds: now)
            scene.gateway.tick()
        assert scene.actors[0].is_killed

    in_loop(check)


def test_a_task_that_shares_its_process_costs_its_actor(monkeypatch: pytest.MonkeyPatch) -> None:
    async def check() -> None:
        scene = await running_scene("actor")
        asked_at = stop(scene)
        for seconds in (1.1, 3.1):
            monkeypatch.setattr(time, "monotonic", lambda now=asked_at + seconds: now)
            scene.gateway.tick()
        assert said(scene) == [["c", "a"], ["i", "a"], ["e"]]
        assert scene.actors[0].is_killed

    in_loop(check)


def test_the_death_of_a_process_is_reported_with_its_last_words() -> None:
    async def check() -> None:
        scene = await running_scene()
        last_beat = {"executionId": "execution", "logTail": "last words"}
        told = death_report(death_of_process(7), "execution", last_beat)
        scene.gateway.heard_actor(scene.actors[0], ["d", "a", 0.5, 7, told])
        kind, seconds, body = scene.gateway.held["a"].report
        assert (kind, seconds) == ("died", 0.5)
        assert json.loads(body) == {
            "started": True,
            "exitCode": 7,
            "cause": "exited",
            "detail": "The process ended with exit code 7.",
            "executionId": "execution",
            "lastBeat": last_beat,
        }

    in_loop(check)


@pytest.mark.parametrize(
    ("code", "exit_code", "detail"),
    [
        (0, 0, "The process ended with exit code 0."),
        (-signal.SIGSEGV, 139, "The process was ended by SIGSEGV."),
        (-99, 227, "The process was ended by signal 99."),
    ],
)
def test_an_end_is_told_as_a_shell_tells_it(code: int, exit_code: int, detail: str) -> None:
    death = death_of_process(code)
    assert (death.exit_code, death.detail) == (exit_code, detail)
