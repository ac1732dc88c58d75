"""The order in which a lane's tasks are handed over."""

from __future__ import annotations

from typing import Any

import pytest

from raydeck.gateway.held import Held
from raydeck.gateway.waiting import Waiting


def held(name: str, priority: int = 0) -> Held:
    lane: Any = None
    return Held(name, "execution", "owner", lane, "shop.add", "{}", priority)


def names(waiting: Waiting) -> list[str]:
    return [task.id for task in waiting.peek(100)]


def test_priorities_come_before_arrival() -> None:
    waiting = Waiting()
    for name, priority in (("a", 0), ("b", 5), ("c", -5), ("d", 0), ("e", 5)):
        waiting.add(held(name, priority))
    assert (len(waiting), names(waiting)) == (5, ["b", "e", "a", "d", "c"])
    assert [waiting.take_first().id for _ in range(5)] == ["b", "e", "a", "d", "c"]
    assert not waiting


def test_what_is_given_back_comes_first_of_its_priority() -> None:
    waiting = Waiting()
    waiting.add(held("a"))
    waiting.add(held("urgent", 1))
    waiting.add_first(held("back"))
    assert names(waiting) == ["urgent", "back", "a"]


def test_one_is_taken_out_of_the_middle() -> None:
    waiting = Waiting()
    tasks = [held(name, priority) for name, priority in (("a", 0), ("b", 3), ("c", 0))]
    for task in tasks:
        waiting.add(task)
    waiting.remove(tasks[1])
    waiting.remove(tasks[0])
    assert (len(waiting), names(waiting)) == (1, ["c"])
    with pytest.raises(KeyError):
        waiting.remove(tasks[1])


def test_a_look_takes_nothing_and_goes_no_further_than_asked() -> None:
    waiting = Waiting()
    for number in range(5):
        waiting.add(held(str(number)))
    assert ([task.id for task in waiting.peek(2)], len(waiting)) == (["0", "1"], 5)
    with pytest.raises(IndexError):
        Waiting().first()
