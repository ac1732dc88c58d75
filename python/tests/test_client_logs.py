"""The output of a task, of which the console keeps the end."""

from __future__ import annotations

import pytest
from conftest import Connect
from console import Console, Seen
from console_state import Answer, Problem

from raydeck import Client
from raydeck.client import AttemptLog, NotFoundError, UnavailableError
from raydeck.client.follow_log import news


def log(text: str, size_bytes: int | None = None) -> AttemptLog:
    kept = len(text.encode())
    size = kept if size_bytes is None else size_bytes
    return AttemptLog(text, size, truncated=size > kept, final=False)


@pytest.mark.parametrize(
    ("before", "now", "text", "is_gap"),
    [
        (None, log("a\nb\n"), "a\nb\n", False),
        (None, log("b\n", 100), "b\n", True),
        (log("a\n"), log("a\nb\n"), "b\n", False),
        (log("a\n"), log("a\n"), "", False),
        (log("a\nb\n"), log("b\nc\n", 6), "c\n", False),
        # Lines that are all alike: only the size knows.
        (log("x\nx\nx\n"), log("x\nx\nx\n", 10), "x\nx\n", False),
        (log("é\né\n", 60), log("é\né\n", 63), "é\n", False),
        # A byte that the text does not show: the size is off by it.
        (log("a\nb\n"), log("b\nc\n", 7), "c\n", False),
        (log("a\nb\n"), log("y\nz\n", 1000), "y\nz\n", True),
        (log(""), log("y\n", 1000), "y\n", True),
    ],
)
def test_only_what_is_new_is_told(before: AttemptLog | None, now: AttemptLog, text: str, is_gap: bool) -> None:
    assert news(before, now) == (text, is_gap)


def test_the_last_attempts_output_is_shown(client: Client, console: Console) -> None:
    task_id = client.enqueue("shop.tasks.charge").id
    with pytest.raises(NotFoundError, match="QUEUED and was not attempted yet"):
        client.logs(task_id)
    first = console.state.begin(task_id)
    console.state.log(first, "one\n", 4, final=True)
    console.state.log(console.state.begin(task_id), "two\n", 400, final=False)
    last = client.logs(task_id)
    assert (last.text, last.size_bytes, last.truncated, last.final) == ("two\n", 400, True, False)
    assert client.attempt_logs(first).text == "one\n"


def test_output_is_followed_through_retries_to_the_end(client: Client, console: Console) -> None:
    task_id = client.enqueue("shop.tasks.charge").id
    chunks = client.follow_logs(task_id)
    first = console.state.begin(task_id)
    console.state.log(first, "one\n", 0, final=False)
    chunk = next(chunks)
    assert (chunk.attempt_id, chunk.attempt_number, chunk.text) == (first, 1, "one\n")
    console.state.log(first, "one\ntwo\n", 0, final=True)
    console.state.tasks[task_id]["attempts"][0]["state"] = "FAILED"
    second = console.state.begin(task_id)
    console.state.log(second, "again\n", 0, final=False)
    console.state.finish(task_id, "SUCCEEDED")
    assert [(c.attempt_number, c.text) for c in chunks] == [(1, "two\n"), (2, "again\n")]


def test_following_outlasts_a_restart_of_the_console(connect: Connect, console: Console) -> None:
    client = connect(retries=0)
    task_id = client.enqueue("shop.tasks.charge").id
    console.state.log(console.state.begin(task_id), "one\n", 0, final=False)
    chunks = client.follow_logs(task_id)
    assert next(chunks).text == "one\n"
    asked = len(console.seen)

    def restart(seen: Seen, number: int) -> Answer | None:
        if number == asked + 2:
            console.state.finish(task_id, "SUCCEEDED")
        return Problem("UNAVAILABLE", "Starting.").answer() if number == asked + 1 else None

    console.misbehave = restart
    assert list(chunks) == []
    console.misbehave = lambda seen, number: Problem("UNAVAILABLE", "Starting.").answer()
    with pytest.raises(UnavailableError):
        next(client.follow_logs(task_id))


def test_only_the_last_of_earlier_attempts_is_followed(client: Client, console: Console) -> None:
    task_id = client.enqueue("shop.tasks.charge").id
    console.state.log(console.state.begin(task_id), "old\n", 0, final=True)
    console.state.log(console.state.begin(task_id), "new\n", 0, final=True)
    console.state.finish(task_id, "FAILED")
    assert [chunk.text for chunk in client.follow_logs(task_id)] == ["new\n"]


def test_a_task_that_never_ran_has_nothing_to_follow(client: Client) -> None:
    handle = client.enqueue("shop.tasks.charge")
    handle.cancel()
    assert list(client.follow_logs(handle.id)) == []
