"""What type checkers know of the client's surface. Checked by mypy, run by nobody: an `ignore` that is not needed is an
error too, so each says that what it stands beside is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from raydeck import AsyncClient, Client, task
from raydeck.client import AsyncTaskHandle, NewTask, TaskHandle

if TYPE_CHECKING:
    from typing_extensions import assert_type


@task(queue="mail")
def add(a: int, b: int = 2) -> int:
    return a + b


@task
async def fetch(url: str) -> bytes:
    return url.encode()


def plain(a: int) -> str:
    return str(a)


def a_call_is_checked_by_the_functions_signature(client: Client) -> None:
    assert_type(client.enqueue(add, 1, b=2), TaskHandle[int])
    assert_type(client.options(priority=5).enqueue(plain, 1).result(), str)
    assert_type(client.enqueue(fetch, "x").result(timeout_seconds=1), bytes)
    assert_type(client.enqueue("shop.tasks.charge", 4711, amount=1), TaskHandle[Any])
    assert_type(client.new_task(add, 1), NewTask)
    client.enqueue(add, "1")  # type: ignore[call-overload]
    client.enqueue(add, c=1)  # type: ignore[call-overload]
    client.new_task(plain)  # type: ignore[call-overload]
    client.options(qeue="mail")  # type: ignore[call-arg]
    client.options(priority="high")  # type: ignore[arg-type]
    client.list(state="DONE")  # type: ignore[arg-type]


async def it_is_the_same_for_asyncio(client: AsyncClient) -> None:
    assert_type(await client.enqueue(add, 1, b=2), AsyncTaskHandle[int])
    assert_type(await (await client.enqueue(fetch, "x")).result(), bytes)
    await client.enqueue(add, "1")  # type: ignore[call-overload]
    async for summary in client.list(state="FAILED"):
        assert_type(summary.id, str)
