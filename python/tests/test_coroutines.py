"""Coroutine functions side by side in one process, without Ray: what one does, prints or suffers is its own."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import side_by_side
from worker import session

from raydeck.execution.outcome import Outcome
from raydeck.gateway.actor_task import ActorTask, begin_task
from raydeck.gateway.coroutine_output import CoroutineOutput
from raydeck.gateway.coroutines import Coroutines
from raydeck.gateway.routed_stream import RoutedStream

PATIENCE_SECONDS = 10.0


class Host:
    """As an actor's: begins tasks and hears of their ends."""

    def __init__(self) -> None:
        self.outcomes: dict[str, Outcome] = {}
        self.coroutines = Coroutines(self._ended)
        self._changed = threading.Condition()

    def start(self, name: str, callable_path: str, *args: Any) -> ActorTask:
        given = session(callable_path, list(args), {}, taskId=name)
        api: Any = None
        task = begin_task(name, json.dumps({**given, "executionId": name}), {}, api, 0.0)
        bound = task.run(beside_others=True)
        assert not isinstance(bound, Outcome), bound
        task.own_output = CoroutineOutput(1_000)
        self.coroutines.start(task, bound)
        return task

    def _ended(self, task: ActorTask, outcome: Outcome) -> None:
        with self._changed:
            self.outcomes[task.id] = outcome
            self._changed.notify()

    def outcome(self, name: str) -> Outcome:
        with self._changed:
            assert self._changed.wait_for(lambda: name in self.outcomes, PATIENCE_SECONDS)
        return self.outcomes[name]

    def result(self, name: str) -> Any:
        outcome = self.outcome(name)
        assert outcome.result is not None, outcome.error
        return json.loads(outcome.result)


@pytest.fixture
def host() -> Host:
    side_by_side.here.clear()
    return Host()


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_they_run_at_once_each_with_its_own_context(host: Host) -> None:
    names = ["a", "b", "c"]
    for name in names:
        host.start(name, "side_by_side.meet", name, 2)
    assert [host.result(name) for name in names] == [["nothing", name, name] for name in names]


def test_what_they_print_is_told_apart(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with RoutedStream((tmp_path / "rest").open("wb"), line_buffering=True) as stream:
        monkeypatch.setattr("sys.stdout", stream)
        tasks = [host.start(name, "side_by_side.meet", name, 1) for name in ("a", "b")]
        for task in tasks:
            host.outcome(task.id)
        print("not of a coroutine")
        monkeypatch.undo()
    outputs = [task.own_output.tail(1_000)[0] for task in tasks if task.own_output is not None]
    assert outputs == ["a is here\n", "b is here\n"]
    assert (tmp_path / "rest").read_text() == "not of a coroutine\n"


def test_an_interruption_ends_one_and_no_other(host: Host) -> None:
    host.start("asked", "side_by_side.wait_for_ever", "asked")
    host.start("other", "side_by_side.meet", "other", 2)
    until(lambda: len(side_by_side.here) == 2)
    host.coroutines.interrupt("asked")
    asked = host.outcome("asked")
    assert (asked.state, asked.error and asked.error["class"]) == ("CANCELED", "Canceled")
    side_by_side.here.add("third")
    assert host.result("other")[1] == "other"


def test_what_a_coroutine_leaves_behind_ends_with_it(host: Host) -> None:
    host.start("a", "side_by_side.leave_behind")
    assert host.result("a") == 1
    assert side_by_side.left_behind.pop().cancelled()


def test_an_exit_within_one_does_not_stop_the_others(host: Host) -> None:
    host.start("other", "side_by_side.meet", "other", 1)
    host.start("leaves", "side_by_side.exit_in_a_child", "leaves")
    assert host.result("leaves") == "leaves"
    assert host.result("other")[1] == "other"


def test_an_actor_waits_for_those_that_have_not_ended(host: Host) -> None:
    host.start("a", "side_by_side.meet", "a", 1)
    side_by_side.here.add("b")
    host.coroutines.wait()
    assert host.result("a")[1] == "a"
