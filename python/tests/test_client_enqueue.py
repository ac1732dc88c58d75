"""What a client makes of a call, and what it refuses before anything is sent."""

from __future__ import annotations

import functools
import json
from datetime import datetime, timedelta, timezone
from typing import Any

import own_process
import pytest
import results
import shop.tasks
from console import Console

from raydeck import Client, task
from raydeck.client import ConflictError, InvalidError, NewTask, NotFoundError, TaskOptions


@task(queue="mail", max_attempts=5, timeout_seconds=1.5, retry={"delaySeconds": 1})
def send(to: str) -> str:
    return to


class Mailer:
    def send(self) -> None: ...

    @classmethod
    def send_all(cls) -> None: ...


def last_body(console: Console) -> Any:
    body = dict(console.seen[-1].body)
    assert len(body.pop("idempotencyKey")) == 36
    return body


def test_a_call_is_enqueued_as_it_was_written(client: Client, console: Console) -> None:
    handle = client.enqueue("shop.tasks.charge", 4711, amount=9.99, note="hé")
    assert last_body(console) == {
        "callable": "shop.tasks.charge",
        "args": [4711],
        "kwargs": {"amount": 9.99, "note": "hé"},
    }
    assert handle.id in console.state.tasks
    assert not handle.replayed


def test_arguments_too_large_for_one_request_go_ahead_of_their_task(client: Client, console: Console) -> None:
    client.enqueue("shop.tasks.charge", "x" * 9_000_000, currency="EUR")
    (upload_id,) = console.state.uploads
    assert console.state.uploads[upload_id] == {"args": ["x" * 9_000_000], "kwargs": {"currency": "EUR"}}
    assert last_body(console) == {"callable": "shop.tasks.charge", "argumentsUpload": upload_id}


def test_integers_beyond_doubles_travel_digit_by_digit(client: Client, console: Console) -> None:
    number = 12345678901234567890123
    handle = client.enqueue("shop.tasks.charge", number)
    assert client.get(handle.id).args == [number]


def test_every_option_arrives_under_its_name_in_the_api(client: Client, console: Console) -> None:
    at = datetime(2026, 11, 20, 11, 30, tzinfo=timezone(timedelta(hours=1)))
    client.options(
        queue="mail",
        priority=-5,
        run_at=at,
        expires_at=at,
        runner="local",
        max_attempts=3,
        timeout_seconds=60,
        retry={"backoff": "fixed", "delaySeconds": 1},
        resources={"numCpus": 2},
        profile="shop",
        tags=["a", "b"],
        concurrency_key="customer-1",
        idempotency_key="order-1",
    ).enqueue("shop.tasks.charge")
    assert console.seen[-1].body == {
        "callable": "shop.tasks.charge",
        "queue": "mail",
        "priority": -5,
        "runAt": "2026-11-20T10:30:00.000000Z",
        "expiresAt": "2026-11-20T10:30:00.000000Z",
        "runner": "local",
        "maxAttempts": 3,
        "timeoutSeconds": 60,
        "retry": {"backoff": "fixed", "delaySeconds": 1},
        "resources": {"numCpus": 2},
        "profile": "shop",
        "tags": ["a", "b"],
        "concurrencyKey": "customer-1",
        "idempotencyKey": "order-1",
    }


def test_new_task_has_every_option() -> None:
    fields = list(NewTask.__dataclass_fields__)
    assert fields == ["callable", "args", "kwargs", *TaskOptions.__annotations__]


def test_a_time_from_now_becomes_a_time(client: Client, console: Console) -> None:
    client.options(run_at=timedelta(minutes=5)).enqueue("shop.tasks.charge")
    run_at = datetime.fromisoformat(console.seen[-1].body["runAt"].replace("Z", "+00:00"))
    left = run_at - datetime.now(timezone.utc)
    assert timedelta(minutes=4) < left <= timedelta(minutes=5)


def test_what_a_task_declares_goes_along(client: Client, console: Console) -> None:
    client.enqueue(send, "x")
    assert last_body(console) == {
        "callable": "test_client_enqueue.send",
        "args": ["x"],
        "queue": "mail",
        "maxAttempts": 5,
        "timeoutSeconds": 2,
        "retry": {"delaySeconds": 1},
    }


def test_what_a_django_task_declares_goes_along(client: Client, console: Console) -> None:
    client.enqueue(shop.tasks.welcome, 7)
    assert last_body(console) == {"callable": "shop.tasks._welcome", "args": [7], "queue": "mail", "priority": 3}


def test_options_outweigh_what_a_task_declares(client: Client, console: Console) -> None:
    client.options(queue="default").options(max_attempts=1, retry=None).enqueue(send, to="x")
    body = last_body(console)
    assert (body["queue"], body["maxAttempts"], body["retry"]) == ("default", 1, {"delaySeconds": 1})


def test_how_a_task_must_run_stays_when_something_else_is_said_of_its_resources(
    client: Client, console: Console
) -> None:
    client.enqueue(own_process.leaves_marks)
    assert last_body(console)["resources"] == {"isolation": "process"}
    client.options(resources={"numCpus": 2}).enqueue(own_process.leaves_marks)
    assert last_body(console)["resources"] == {"isolation": "process", "numCpus": 2}
    client.options(resources={"isolation": "actor"}).enqueue(own_process.leaves_marks)
    assert last_body(console)["resources"] == {"isolation": "actor"}


@pytest.mark.parametrize(
    ("function", "path"),
    [
        (results.named, "results.named"),
        (results.Greeter.greet, "results.Greeter.greet"),
        (results.django_task, "results.django_task"),
        (len, "builtins.len"),
        (Mailer.send_all, "test_client_enqueue.Mailer.send_all"),
    ],
)
def test_a_function_goes_by_its_name(client: Client, console: Console, function: Any, path: str) -> None:
    client.enqueue(function)
    assert last_body(console)["callable"] == path


def in_main() -> None: ...


in_main.__module__ = "__main__"


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (lambda: 1, "lies within a function"),
        (in_main, "move it into a module"),
        (functools.partial(results.named, "x"), "being a partial"),
        (Mailer().send, "a method of one Mailer"),
        (3, "not int"),
    ],
)
def test_what_no_other_process_finds_is_refused(client: Client, console: Console, function: Any, said: str) -> None:
    with pytest.raises(InvalidError, match=said) as refused:
        client.enqueue(function)
    assert refused.value.errors[0].path == "callable"
    assert console.seen == []


@pytest.mark.parametrize(
    ("args", "kwargs", "said"),
    [
        ([datetime(2026, 1, 1)], {}, "args[0] is of type datetime.datetime, which is not JSON"),
        ([1, {"items": [{1, 2}]}], {}, "args[1].items[0] is of type set, which is not JSON"),
        ([], {"price": float("nan")}, "kwargs.price is nan, which is not JSON"),
        ([], {"by_id": {1: "x"}}, "kwargs.by_id has a key of type int; JSON's keys are text"),
        (["a\0b"], {}, "args[0] holds a NUL character"),
        (["\ud800"], {}, "args[0] holds a lone surrogate"),
    ],
)
def test_what_is_not_json_is_refused_by_its_place(
    client: Client, console: Console, args: list[Any], kwargs: dict[str, Any], said: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        client.enqueue("shop.tasks.charge", *args, **kwargs)
    assert str(refused.value) == said
    assert console.seen == []


def test_a_time_without_a_zone_is_refused(client: Client, console: Console) -> None:
    with pytest.raises(InvalidError, match="runAt is a time without a zone"):
        client.options(run_at=datetime(2026, 1, 1)).enqueue("shop.tasks.charge")
    with pytest.raises(InvalidError, match="tags takes a list, not str"):
        client.options(tags="mail").enqueue("shop.tasks.charge")
    assert console.seen == []


def test_the_servers_refusal_names_the_fields(client: Client) -> None:
    with pytest.raises(InvalidError) as refused:
        client.enqueue("charge")
    assert [error.path for error in refused.value.errors] == ["callable"]
    assert (refused.value.status, refused.value.request_id) == (400, "request-1")
    with pytest.raises(NotFoundError, match="no queue nowhere"):
        client.options(queue="nowhere").enqueue("shop.tasks.charge")


def test_an_idempotency_key_gives_the_first_task_again(client: Client) -> None:
    once = client.options(idempotency_key="order-4711")
    first = once.enqueue("shop.tasks.charge", 4711)
    again = once.enqueue("shop.tasks.charge", 4711)
    assert (first.id, first.replayed, again.replayed) == (again.id, False, True)
    with pytest.raises(ConflictError):
        once.enqueue("shop.tasks.charge", 4712)


def test_many_are_enqueued_in_one_request_and_order(client: Client, console: Console) -> None:
    mail = client.options(queue="mail")
    handles = client.enqueue_many(mail.new_task("shop.tasks.charge", number) for number in range(3))
    assert console.paths() == ["POST /tasks/batch"]
    assert [client.get(handle.id).args for handle in handles] == [[0], [1], [2]]
    bodies = console.seen[0].body["tasks"]
    assert len({body["idempotencyKey"] for body in bodies}) == 3
    assert {body["queue"] for body in bodies} == {"mail"}


def test_of_many_with_one_that_is_refused_none_is_enqueued(client: Client, console: Console) -> None:
    with pytest.raises(InvalidError) as refused:
        client.enqueue_many([NewTask("shop.tasks.charge"), NewTask("charge")])
    assert refused.value.errors[0].path == "tasks[1].callable"
    with pytest.raises(InvalidError, match=r"tasks\[1\].args\[0\] is of type set"):
        client.enqueue_many([NewTask("shop.tasks.charge"), NewTask("shop.tasks.charge", [{1}])])
    with pytest.raises(InvalidError, match=r"tasks\[0\].runAt is a time without a zone"):
        client.enqueue_many([NewTask("shop.tasks.charge", run_at=datetime(2026, 1, 1))])
    assert console.state.tasks == {}


def test_more_than_a_batch_is_refused_and_nothing_is_no_request(client: Client, console: Console) -> None:
    with pytest.raises(InvalidError, match="more than 1000"):
        client.enqueue_many(NewTask("shop.tasks.charge") for _ in iter(int, 1))
    with pytest.raises(InvalidError, match=r"tasks\[0\] is no NewTask"):
        client.enqueue_many([{"callable": "shop.tasks.charge"}])  # type: ignore[list-item]
    assert client.enqueue_many([]) == []
    assert console.seen == []


def test_empty_arguments_are_left_out(client: Client, console: Console) -> None:
    client.enqueue("shop.tasks.charge")
    assert json.dumps(last_body(console)) == '{"callable": "shop.tasks.charge"}'
