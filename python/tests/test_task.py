"""`@raydeck.task`."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from raydeck import task


@task
def add(a: int, b: int) -> int:
    """Adds."""
    return a + b


@task(
    queue="mail", max_attempts=5, timeout_seconds=1.5, retry={"delaySeconds": 1}, isolation="process", owner="team-mail"
)
def send(to: str) -> str:
    return to


def test_a_task_stays_directly_callable() -> None:
    assert add(1, b=2) == 3
    assert send("x") == "x"


def test_a_task_keeps_its_functions_name_and_docstring() -> None:
    assert add.__name__ == "add"  # type: ignore[attr-defined]
    assert add.__doc__ == "Adds."
    assert add.path == "test_task.add"


def test_a_task_keeps_what_was_declared() -> None:
    assert (send.queue, send.max_attempts, send.timeout_seconds) == ("mail", 5, 1.5)
    assert (send.retry, send.isolation, send.owner) == ({"delaySeconds": 1}, "process", "team-mail")
    declared = (add.queue, add.max_attempts, add.timeout_seconds, add.retry, add.isolation, add.owner)
    assert declared == (None, None, None, None, None, None)


def test_a_task_is_pickled_by_name() -> None:
    assert pickle.loads(pickle.dumps(add)) is add


@pytest.mark.parametrize(
    "declared", [{"max_attempts": 0}, {"timeout_seconds": 0}, {"isolation": "thread"}, {"owner": ""}]
)
def test_impossible_options_are_refused(declared: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must"):
        task(**declared)(len)


def test_only_callables_can_be_marked() -> None:
    with pytest.raises(TypeError):
        task(3)  # type: ignore[call-overload]
