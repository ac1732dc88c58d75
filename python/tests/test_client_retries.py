"""What a client does when answers are lost, late, or none of Raydeck's."""

from __future__ import annotations

import socket
import threading
import time

import pytest
from conftest import Connect
from console import LOST, PATIENCE_SECONDS, Console, Seen
from console_state import Answer, Problem

from raydeck import Client
from raydeck.client import (
    ConflictError,
    InternalError,
    InvalidError,
    NewTask,
    UnavailableError,
    UnexpectedAnswerError,
)

BEFORE = Answer(-1)


def first(console: Console, answer: Answer) -> None:
    """Misbehave so at the next request, and then no more."""
    done = len(console.seen)
    console.misbehave = lambda seen, number: answer if number == done + 1 else None


def test_a_task_whose_answer_was_lost_is_enqueued_once(client: Client, console: Console) -> None:
    first(console, LOST)
    handle = client.enqueue("shop.tasks.charge", 1)
    assert list(console.state.tasks) == [handle.id]
    assert not handle.replayed
    assert len({seen.body["idempotencyKey"] for seen in console.seen}) == 1


def test_a_batch_whose_answer_was_lost_is_enqueued_once(client: Client, console: Console) -> None:
    first(console, LOST)
    handles = client.enqueue_many(NewTask("shop.tasks.charge", [number]) for number in range(3))
    assert list(console.state.tasks) == [handle.id for handle in handles]


@pytest.mark.parametrize("code", ["UNAVAILABLE", "INTERNAL"])
def test_a_server_in_trouble_is_asked_again(client: Client, console: Console, code: str) -> None:
    first(console, Problem(code, "Try again.").answer())
    assert client.enqueue("shop.tasks.charge").id in console.state.tasks
    assert len(console.seen) == 2


def test_retry_after_is_respected(client: Client, console: Console) -> None:
    first(console, Answer(429, {}, {"Retry-After": "1"}))
    began = time.monotonic()
    client.enqueue("shop.tasks.charge")
    assert time.monotonic() - began >= 1


def test_trouble_without_end_is_told(client: Client, console: Console) -> None:
    console.misbehave = lambda seen, number: Problem("INTERNAL", "The log knows more.").answer()
    with pytest.raises(InternalError, match="The log knows more") as failed:
        client.queues.list()
    assert (failed.value.status, failed.value.request_id, len(console.seen)) == (500, "request-1", 3)


def test_a_refusal_is_not_asked_again(client: Client, console: Console) -> None:
    with pytest.raises(InvalidError):
        client.enqueue("charge")
    assert len(console.seen) == 1


def test_a_server_that_is_not_there_is_named(connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(UnavailableError) as failed:
        connect(url, retries=1).queues.list()
    assert str(failed.value).startswith(f"{url} does not answer after 2 tries: ConnectionRefusedError")


def test_a_server_that_falls_silent_is_given_up(connect: Connect, console: Console) -> None:
    released = threading.Event()

    def hold(seen: Seen, number: int) -> None:
        released.wait(PATIENCE_SECONDS)

    console.misbehave = hold
    began = time.monotonic()
    with pytest.raises(UnavailableError, match="no answer in time"):
        connect(retries=0, timeout_seconds=0.3).queues.list()
    released.set()
    assert 0.3 <= time.monotonic() - began < 5


@pytest.mark.parametrize("talk", [b"hello\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"])
def test_nonsense_is_no_answer(connect: Connect, talk: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(talk)

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(UnavailableError, match="does not answer"):
            connect(f"http://127.0.0.1:{server.getsockname()[1]}", retries=0).queues.list()
        thread.join(PATIENCE_SECONDS)


def test_requests_share_a_connection(client: Client, console: Console) -> None:
    for _ in range(5):
        client.queues.list()
    assert console.connections == 1


def test_a_connection_that_the_server_closed_costs_no_try(connect: Connect, console: Console) -> None:
    client = connect(retries=0)
    client.queues.list()
    console.drop_connections()
    client.queues.list()
    assert (console.connections, len(console.seen)) == (2, 2)


def test_a_connection_that_breaks_as_it_is_used_costs_no_try(connect: Connect, console: Console) -> None:
    client = connect(retries=0)
    client.queues.list()
    first(console, BEFORE)
    client.queues.list()
    assert (console.connections, len(console.seen)) == (2, 3)


@pytest.mark.parametrize("is_connected", [False, True])
def test_a_cancel_whose_answer_was_lost_counts(client: Client, console: Console, is_connected: bool) -> None:
    task_id = console.state.answer("POST", "/tasks", {}, {"callable": "shop.tasks.charge"}).body["id"]
    if is_connected:
        client.queues.list()
    first(console, LOST)
    assert client.cancel(task_id, "wrong card") == "CANCELED"
    with pytest.raises(ConflictError, match="nothing to cancel"):
        client.cancel(task_id)


def test_a_retry_whose_answer_was_lost_counts(client: Client, console: Console) -> None:
    task_id = client.enqueue("shop.tasks.charge").id
    console.state.finish(task_id, "FAILED")
    first(console, LOST)
    assert client.retry(task_id).id == task_id
    with pytest.raises(ConflictError, match="only FAILED and CANCELED"):
        client.retry(task_id)


def test_a_pause_whose_answer_was_lost_counts(client: Client, console: Console) -> None:
    first(console, LOST)
    assert client.queues.pause("mail", "migration").paused
    first(console, LOST)
    assert not client.queues.resume("mail").paused
    first(console, LOST)
    client.queues.delete("mail")
    assert "mail" not in console.state.queues


def test_a_retry_with_changes_is_never_made_twice(client: Client, console: Console) -> None:
    task_id = client.enqueue("shop.tasks.charge", 1).id
    console.state.finish(task_id, "FAILED")
    first(console, LOST)
    with pytest.raises(UnavailableError):
        client.retry(task_id, args=[2])
    assert len(console.state.tasks) == 2
    first(console, Problem("UNAVAILABLE", "Later.").answer())
    with pytest.raises(UnavailableError, match="Later"):
        client.retry(task_id, args=[2])
    first(console, Answer(429, {}))
    assert client.retry(task_id, args=[2]).get().args == [2]
    assert len(console.state.tasks) == 3


def test_a_request_of_ones_own_is_repeated_as_its_method_allows(client: Client, console: Console) -> None:
    first(console, LOST)
    assert client.request("PUT", "/queues/new", {"keyLimit": 1})["name"] == "new"
    first(console, LOST)
    with pytest.raises(UnavailableError):
        client.request("POST", "/queues/new/pause", {"reason": "x"})
    first(console, LOST)
    with pytest.raises(ConflictError):
        client.request("POST", "/queues/mail/pause", {"reason": "x"}, is_repeatable=True)
    assert client.request("DELETE", "/queues/new", {}) is None
    with pytest.raises(InvalidError, match="begins with a slash"):
        client.request("GET", "http://elsewhere/keys")


def test_redirects_are_not_followed(client: Client, console: Console) -> None:
    first(console, Answer(302, b"", {"Location": "http://elsewhere.example/login"}))
    with pytest.raises(UnexpectedAnswerError, match=r"sends on to http://elsewhere.example/login \(HTTP 302\)"):
        client.queues.list()


def test_another_servers_answers_are_told_apart(client: Client, console: Console) -> None:
    page = {"Content-Type": "text/html"}
    first(console, Answer(200, b"<html>", page))
    with pytest.raises(UnexpectedAnswerError, match="is this the console's address"):
        client.queues.list()
    first(console, Answer(404, b"<html>not found", page))
    with pytest.raises(UnexpectedAnswerError, match=r"HTTP 404 .* is this the console's address"):
        client.queues.list()
    console.misbehave = lambda seen, number: Answer(502, b"<html>", page)
    with pytest.raises(UnavailableError, match="something before the console answered HTTP 502"):
        client.queues.list()
