"""Waiting for the end of a task, and what it gave."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

import pytest
from console import KEY, PATIENCE_SECONDS, Console, Seen
from console_state import Answer, Problem

from raydeck import AsyncClient, Client
from raydeck.client import (
    NotFoundError,
    PreconditionError,
    TaskCanceledError,
    TaskFailedError,
    UnavailableError,
    UnexpectedAnswerError,
    WaitTimeoutError,
)


def once_asked(console: Console, act: Callable[[], None], count: int = 1) -> threading.Thread:
    """Do it when so many more requests are there."""
    asked = len(console.seen) + count

    def run() -> None:
        with console.lock:
            assert console.lock.wait_for(lambda: len(console.seen) >= asked, PATIENCE_SECONDS)
        act()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_waiting_ends_with_the_task(client: Client, console: Console) -> None:
    handle = client.enqueue("shop.tasks.charge")
    thread = once_asked(console, lambda: console.state.finish(handle.id, "SUCCEEDED"), 2)
    task = handle.wait(PATIENCE_SECONDS)
    thread.join(PATIENCE_SECONDS)
    assert (task.state, task.is_final) == ("SUCCEEDED", True)
    assert console.seen[-1].query == {"waitSeconds": "19"}


def test_waiting_has_an_end_of_its_own(client: Client, console: Console) -> None:
    handle = client.enqueue("shop.tasks.charge")
    began = time.monotonic()
    with pytest.raises(WaitTimeoutError, match=f"the task {handle.id} is QUEUED after 1.2 s") as ended:
        handle.wait(1.2)
    assert 1.2 <= time.monotonic() - began < 4
    assert ended.value.task is not None
    assert ended.value.task.id == handle.id
    with pytest.raises(TimeoutError):
        handle.wait(0)


def test_waiting_outlasts_a_restart_of_the_console(client: Client, console: Console) -> None:
    handle = client.enqueue("shop.tasks.charge")
    asked = len(console.seen)

    def restart(seen: Seen, number: int) -> Answer | None:
        if asked + 3 <= number < asked + 6:
            return Problem("UNAVAILABLE", "Starting.").answer()
        if number == asked + 6:
            console.state.finish(handle.id, "SUCCEEDED")
        return None

    console.misbehave = restart
    thread = once_asked(console, console.drop_connections, 2)
    assert handle.wait(PATIENCE_SECONDS).state == "SUCCEEDED"
    thread.join(PATIENCE_SECONDS)


def test_waiting_on_a_console_that_was_never_there_ends_at_once(client: Client, console: Console) -> None:
    console.misbehave = lambda seen, number: Problem("UNAVAILABLE", "Starting.").answer()
    with pytest.raises(UnavailableError):
        client.wait("x")
    assert len(console.seen) == 3


def test_a_result_comes_digit_by_digit(client: Client, console: Console) -> None:
    text = '{"big": 12345678901234567890123, "order": [1e22, -0.0], "é": "x"}'
    handle = client.enqueue("shop.tasks.charge")
    console.state.finish(handle.id, "SUCCEEDED", result=text)
    assert client.result_text(handle.id) == text
    assert handle.result() == {"big": 12345678901234567890123, "order": [1e22, -0.0], "é": "x"}


def test_a_result_that_python_cannot_read_points_to_its_text(client: Client, console: Console) -> None:
    handle = client.enqueue("shop.tasks.charge")
    console.state.finish(handle.id, "SUCCEEDED", result="[" * 100_000)
    with pytest.raises(UnexpectedAnswerError, match=r"see result_text\(\)"):
        handle.result()


def test_a_failed_task_has_no_result_but_its_error(client: Client, console: Console) -> None:
    handle = client.enqueue("shop.tasks.charge")
    console.state.finish(handle.id, "FAILED", error=("shop.errors.CardRefused", "no funds"))
    with pytest.raises(TaskFailedError, match=r"is FAILED: shop.errors.CardRefused: no funds$") as failed:
        handle.result()
    assert failed.value.task is not None
    assert failed.value.task.attempts[0].traceback == "shop.errors.CardRefused: no funds\n"


def test_a_canceled_task_has_no_result(client: Client) -> None:
    handle = client.enqueue("shop.tasks.charge")
    assert handle.cancel("not needed") == "CANCELED"
    with pytest.raises(TaskCanceledError, match=r"is CANCELED$"):
        handle.result()


def test_what_is_not_there_is_not_found(client: Client) -> None:
    for junk in ("123", "a/../b", "%", "é"):
        with pytest.raises(NotFoundError):
            client.get(junk)


def test_a_state_that_changes_before_the_result_is_read_is_told(client: Client, console: Console) -> None:
    handle = client.enqueue("shop.tasks.charge")
    console.state.finish(handle.id, "SUCCEEDED")
    asked = len(console.seen)

    def reopen(seen: Seen, number: int) -> None:
        if number == asked + 2:
            console.state.tasks[handle.id]["state"] = "QUEUED"

    console.misbehave = reopen
    with pytest.raises(PreconditionError):
        handle.result()


def test_hundreds_wait_at_once_and_a_cancelled_wait_ends_at_once(console: Console) -> None:
    async def main() -> None:
        async with AsyncClient(console.url, KEY) as client:
            handles = await client.enqueue_many([client.new_task("shop.tasks.charge", n) for n in range(200)])
            waits = [asyncio.create_task(handle.wait()) for handle in handles]
            left = asyncio.create_task(client.wait((await client.enqueue("shop.tasks.charge")).id))
            while sum("waitSeconds" in seen.query for seen in console.seen) < 201:
                await asyncio.sleep(0.01)
            began = time.monotonic()
            left.cancel()
            with pytest.raises(asyncio.CancelledError):
                await left
            assert time.monotonic() - began < 1
            for handle in handles:
                console.state.finish(handle.id, "SUCCEEDED")
            assert {task.state for task in await asyncio.gather(*waits)} == {"SUCCEEDED"}

    asyncio.run(main())
