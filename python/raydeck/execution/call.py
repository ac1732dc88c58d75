"""The call itself."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any


def call(function: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]) -> Any:
    """What the function returns; an awaitable (a coroutine function makes one) is awaited first."""
    value = function(*args, **kwargs)
    if not inspect.isawaitable(value):
        return value
    import asyncio  # costs 50 ms: only for those who use it

    return asyncio.run(_awaited(value))


async def _awaited(value: Awaitable[Any]) -> Any:
    return await value
