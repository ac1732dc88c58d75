"""User code that returns something."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Iterator
from datetime import datetime
from typing import Any

import raydeck


def echo(*args: Any, **kwargs: Any) -> Any:
    return {"args": args, "kwargs": kwargs}


def size(text: str) -> int:
    return len(text)


def text_of(kind: str) -> Any:
    return {
        "date": {"items": [1, 2, 3, {"when": datetime(2026, 1, 1)}]},
        "set": {1},
        "bytes": b"x",
        "nan": {"rate": float("nan")},
        "infinity": [float("-inf")],
        "nul": ["a\0b"],
        "surrogate": {"name": "\udc80"},
        "key": {"by id": {1: "one"}},
        "object": object(),
    }[kind]


def circular() -> Any:
    ring: list[Any] = [1]
    ring.append({"again": ring})
    return ring


def deep() -> Any:
    value: Any = 0
    for _ in range(100_000):
        value = [value]
    return value


def generator() -> Iterator[int]:
    yield 1


async def async_generator() -> AsyncIterator[int]:
    yield 1


async def coroutine() -> str:
    return "awaited"


def gives_awaitable() -> Awaitable[str]:
    return coroutine()


def characters(count: int) -> str:
    return "x" * count


@raydeck.task
def marked(a: int, b: int = 2) -> int:
    return a + b


def named(name: str, *, times: int = 1) -> str:
    return name * times


class Greeter:
    @staticmethod
    def greet() -> str:
        return "hello"


class DjangoTask:
    """What Django's Task looks like to us."""

    module_path = "results.django_task"
    takes_context = False

    @staticmethod
    def func() -> str:
        return "django"


class DjangoTaskWithContext(DjangoTask):
    takes_context = True


django_task = DjangoTask()
django_task_with_context = DjangoTaskWithContext()
not_callable = 3
in_a_closure = (lambda: lambda: 1)()


def context_values() -> dict[str, Any]:
    context = raydeck.context()
    return {
        "task_id": context.task_id,
        "attempt_id": context.attempt_id,
        "number": context.number,
        "max_attempts": context.max_attempts,
        "queue": context.queue,
        "idempotency_key": context.idempotency_key,
        "cancelled": context.cancelled,
    }


def environment_text() -> str:
    import os

    return repr(dict(os.environ))
