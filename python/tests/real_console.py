"""The clients against the real console. Run by apps/web/src/rest/python-client.db.test.ts, which plays the worker:
it does what is written to standard output, a JSON object a line, and answers each by a line.
"""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any, cast

from awaited import Awaited

from raydeck import AsyncClient, Client
from raydeck.client import (
    ConflictError,
    Event,
    ForbiddenError,
    InvalidError,
    NewTask,
    NotFoundError,
    RaydeckError,
    TaskCanceledError,
    TaskFailedError,
    UnauthenticatedError,
    WaitTimeoutError,
)

PATH = "shop.tasks.charge"
NUMBER = 12345678901234567890123


def worker(act: str, **given: str) -> str:
    """Have it done; gives what came of it."""
    print(json.dumps({"act": act, **given}), flush=True)
    return sys.stdin.readline().strip()


def refusal(kind: type[RaydeckError], act: Callable[[], object]) -> Any:
    """The error by which it is refused."""
    try:
        act()
    except kind as error:
        return error
    raise AssertionError(f"{kind.__name__} was not raised")


def enqueue(client: Client) -> None:
    later = datetime.now(timezone.utc) + timedelta(hours=1)
    handle = client.options(
        queue="default",
        priority=-5,
        run_at=later,
        expires_at=timedelta(days=1),
        runner="local",
        max_attempts=4,
        timeout_seconds=60,
        retry={"backoff": "fixed", "delaySeconds": 1, "jitter": "none"},
        resources={"numCpus": 0.5, "custom": {"tpu": 1}},
        tags=["a", "é"],
        concurrency_key="customer-1",
    ).enqueue(PATH, NUMBER, 1.5, nested={"list": [None, True, "x"]})
    task = handle.get()
    assert (task.args, task.kwargs) == ([NUMBER, 1.5], {"nested": {"list": [None, True, "x"]}})
    assert (task.state, task.priority, task.tags, task.concurrency_key) == ("QUEUED", -5, ("a", "é"), "customer-1")
    assert task.run_at == later.replace(microsecond=later.microsecond // 1000 * 1000)
    assert task.effective is not None
    assert task.effective["maxAttempts"] == {"value": 4, "origin": "task"}


def keys(client: Client) -> None:
    once = client.options(idempotency_key=str(uuid.uuid4()))
    first, again = once.enqueue(PATH, 1), once.enqueue(PATH, 1)
    assert (first.id, first.replayed, again.replayed) == (again.id, False, True)
    assert refusal(ConflictError, lambda: once.enqueue(PATH, 2)).status == 409


def refusals(client: Client) -> None:
    wrong = NewTask("print", priority=101, tags=[""])
    error = refusal(InvalidError, lambda: client.enqueue_task(wrong))
    assert [problem.path for problem in error.errors] == ["callable", "priority", "tags[0]"]
    assert len(error.request_id) == 36
    refusal(NotFoundError, lambda: client.options(queue="nowhere").enqueue(PATH))
    for junk in ("junk", "a/b?c", "%", str(uuid.uuid4())):
        refusal(NotFoundError, lambda junk=junk: client.get(junk))  # type: ignore[misc]


def many(client: Client) -> None:
    tag = str(uuid.uuid4())
    made = client.options(tags=[tag])
    handles = client.enqueue_many(made.new_task(PATH, number) for number in range(5))
    assert [client.get(handle.id).args for handle in handles] == [[0], [1], [2], [3], [4]]
    listed = list(client.list(page_size=2, tag=tag, created_after=datetime(2020, 1, 1, tzinfo=timezone.utc)))
    assert [task.id for task in listed] == [handle.id for handle in reversed(handles)]
    error = refusal(InvalidError, lambda: client.enqueue_many([made.new_task(PATH), NewTask("print")]))
    assert error.errors[0].path == "tasks[1].callable"
    assert len(list(client.list(tag=tag))) == 5


def filters(client: Client) -> None:
    page = client.page(
        state="FAILED",
        queue="default",
        callable="shop.",
        tag="x",
        runner="local",
        profile="x",
        error_class="builtins.ValueError",
        ray_job="x",
        node="x",
        attempt_state="LOST",
        created_by="x",
        created_after=datetime(2020, 1, 1, tzinfo=timezone.utc),
        created_before=datetime(2020, 1, 1, tzinfo=timezone.utc),
    )
    assert page.items == ()
    assert refusal(InvalidError, lambda: client.page(cursor="junk")).errors[0].path == "cursor"


def ends(client: Client) -> None:
    good, bad, canceled = (client.enqueue(PATH) for _ in range(3))
    text = f'{{"n": {NUMBER}, "price": 1.10}}'
    worker("succeed", id=good.id, result=text)
    assert client.result_text(good.id) == text
    assert good.result(10) == {"n": NUMBER, "price": 1.1}
    assert good.wait(10).result == {"n": NUMBER, "price": 1.1}
    worker("fail", id=bad.id)
    failed = refusal(TaskFailedError, lambda: bad.result(10))
    assert str(failed).endswith("is FAILED: shop.errors.Refused: no funds"), failed
    assert canceled.cancel("a test") == "CANCELED"
    refusal(TaskCanceledError, lambda: canceled.result(10))
    refusal(ConflictError, lambda: canceled.cancel())
    waiting = client.enqueue(PATH)
    assert refusal(WaitTimeoutError, lambda: waiting.wait(1.2)).task.state == "QUEUED"


def retries(client: Client) -> None:
    handle = client.enqueue(PATH, 1)
    handle.cancel()
    assert client.retry(handle.id, reason="after all").id == handle.id
    refusal(ConflictError, lambda: client.retry(handle.id))
    handle.cancel()
    changed = client.retry(handle.id, args=[NUMBER], priority=7, tags=["changed"], run_at=timedelta(minutes=5)).get()
    assert (changed.args, changed.priority, changed.tags, changed.retried_from) == (
        [NUMBER],
        7,
        ("changed",),
        handle.id,
    )
    assert handle.get().retried_by == (changed.id,)


def edits(client: Client) -> None:
    handle = client.options(expires_at=timedelta(days=1)).enqueue(PATH)
    assert client.edit(handle.id, priority=9, run_at=timedelta(hours=1), expires_at=None, reason="later") == "QUEUED"
    task = handle.get()
    assert (task.priority, task.expires_at) == (9, None)
    handle.cancel()
    refusal(ConflictError, lambda: client.edit(handle.id, priority=1))


def others(client: Client) -> None:
    made = client.request("POST", "/keys", {"name": "reader", "scopes": ["tasks:read"]})
    with Client(api_key=made["key"]) as reader:
        refusal(ForbiddenError, lambda: reader.enqueue(PATH))
    assert client.request("DELETE", f"/keys/{made['id']}") is None


def logs(client: Client) -> None:
    handle = client.enqueue(PATH)
    refusal(NotFoundError, lambda: client.logs(handle.id))
    attempt_id = worker("log", id=handle.id, text="héllo\n")
    log = client.logs(handle.id)
    assert (log.text, log.size_bytes, log.truncated, log.final) == ("héllo\n", 7, False, False)
    chunks = client.follow_logs(handle.id)
    assert next(chunks).text == "héllo\n"
    worker("succeed", id=handle.id, result="1", log="héllo\nwörld\n")
    assert [(chunk.attempt_id, chunk.attempt_number, chunk.text) for chunk in chunks] == [(attempt_id, 1, "wörld\n")]


def events(client: Client) -> None:
    stream = client.events()
    assert next(stream) == Event("ready")
    handle = client.enqueue(PATH)
    while handle.id not in next(stream).task_ids:
        pass
    cast(Any, stream).close()


def queues(client: Client) -> None:
    name = f"q-{uuid.uuid4()}"
    made = client.queues.set(name, concurrency_limit=5, key_limit=1, max_pending=10, rate={"tasks": 10, "seconds": 0.5})
    assert (made.name, made.concurrency_limit, made.live) == (name, 5, 0)
    changed = client.queues.set(
        name,
        rate=None,
        retry_policy={"backoff": "fixed"},
        runner="local",
        allowed_runners=["local"],
        max_attempts=2,
        timeout_seconds=60,
        allowed_callables=["shop"],
        plain_callables=True,
        reason="a test",
    )
    assert (changed.concurrency_limit, changed.rate, changed.allowed_callables) == (5, None, ("shop",))
    assert client.queues.pause(name, "down").paused_reason == "down"
    refusal(ConflictError, lambda: client.queues.pause(name, "down"))
    assert not client.queues.resume(name, "up").paused
    assert name in [queue.name for queue in client.queues.list()]
    client.queues.delete(name, "not needed")
    refusal(NotFoundError, lambda: client.queues.get(name))
    refusal(ConflictError, lambda: client.queues.delete("default"))


def strangers(client: Client) -> None:
    with Client(api_key="rdk_aaaaaaaaaa_" + "a" * 43) as stranger:
        refusal(UnauthenticatedError, stranger.queues.list)


ALL = (enqueue, keys, refusals, many, filters, ends, retries, edits, others, logs, events, queues, strangers)


def main() -> None:
    for client in (Client(), cast(Client, Awaited(AsyncClient()))):
        for check in ALL:
            print(f"{check.__name__} with {client!r}", file=sys.stderr)
            check(client)
        client.close()


if __name__ == "__main__":
    main()
