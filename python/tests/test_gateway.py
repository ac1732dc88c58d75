"""What the gateway holds and hands over."""

from __future__ import annotations

from typing import Any

from gateway_scene import IDS, Scene, in_loop, settled


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


def test_a_line_is_as_long_as_its_tasks_are_short() -> None:
    async def check() -> None:
        for seconds, in_line in ((0.003, 33), (0.011, 9), (0.03, 1)):
            scene = Scene(maxActors=1)
            scene.send(scene.worker, "first")
            await settled()
            scene.gateway.tick()
            scene.run(0, "first", seconds=seconds)
            scene.send(scene.worker, *(str(number) for number in range(100)))
            await settled()
            assert len(scene.handed()) == 1 + in_line

    in_loop(check)


def test_what_is_short_stands_behind_nothing_long() -> None:
    async def check() -> None:
        scene = Scene(maxActors=1)
        for one, seconds in (("shop.add", 0.001), ("shop.report", 0.05)):
            scene.send(scene.worker, one, of=one)
            await settled()
            scene.gateway.tick()
            scene.run(0, one, seconds=seconds)
        scene.send(scene.worker, "long", of="shop.report")
        scene.send(scene.worker, *IDS)
        await settled()
        assert scene.handed()[2:] == ["long"]

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


def test_a_backlog_of_short_calls_goes_to_as_many_actors_as_there_are_cpus() -> None:
    async def check() -> None:
        scene = Scene(maxActors=4)
        scene.send(scene.worker, *IDS)  # nothing is known of them: one each
        await settled()
        scene.gateway.tick()
        scene.gateway.tick()
        assert len(scene.actors) == 2
        for _ in range(2):
            scene.add_actor()
        scene.run(0, "a")
        scene.run(1, "b")
        await settled()
        scene.send(scene.worker, *(f"{one}{number}" for one in IDS for number in range(100)))
        await settled()
        assert [len(scene.handed(number)) > 1 for number in range(4)] == [True, True, False, False]

    in_loop(check)


def test_what_is_urgent_is_handed_over_before_what_came_earlier() -> None:
    async def check() -> None:
        scene = Scene(maxActors=1)
        scene.send(scene.worker, "first", "second", "third")
        await settled()
        scene.gateway.tick()
        scene.send(scene.worker, "later", priority=-5)
        scene.send(scene.worker, "urgent", priority=10)
        await settled()
        scene.run(0, "first")
        await settled()
        assert scene.handed() == ["first", "urgent", "second", "third", "later"]

    in_loop(check)


def test_a_backlog_of_coroutine_functions_goes_to_all_actors() -> None:
    async def check() -> None:
        scene = Scene(maxActors=4, maxCoroutines=3)
        scene.send(scene.worker, *IDS)
        await settled()
        scene.gateway.tick()
        for _ in range(2):
            scene.add_actor()
        scene.gateway.heard_actor(scene.actors[0], ["s", "a"])
        scene.gateway.heard_actor(scene.actors[0], ["a", "a"])  # it is one, and waits beside others
        scene.gateway.heard_actor(scene.actors[0], ["o", "a", 0.005, "SUCCEEDED", "{}"])
        scene.send(scene.worker, *(f"{one}{number}" for one in IDS for number in range(10)))
        await settled()
        assert all(len(scene.handed(number)) > 1 for number in range(2, 4))

    in_loop(check)
