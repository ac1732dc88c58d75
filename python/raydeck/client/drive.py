"""Carries out plans: once blocking, once awaiting."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from .errors import RaydeckError
from .exchange import Pause, Plan, Reply, Request, T, TransportError

# What a plan may handle. Everything else, Ctrl-C and a cancelled asyncio task above all, passes it by.
_HANDLED = (RaydeckError, TransportError)


def drive(plan: Plan[T], send: Callable[[Request], Reply], pause: Callable[[float], None]) -> T:
    """What the plan returns; raises what it raises."""
    try:
        step = next(plan)
        while True:
            reply = None
            try:
                if isinstance(step, Pause):
                    pause(step.seconds)
                else:
                    reply = send(step)
            except _HANDLED as error:
                step = plan.throw(error)
            else:
                step = plan.send(reply)
    except StopIteration as end:
        value: T = end.value
        return value


async def drive_async(
    plan: Plan[T], send: Callable[[Request], Awaitable[Reply]], pause: Callable[[float], Awaitable[None]]
) -> T:
    """What the plan returns; raises what it raises."""
    try:
        step = next(plan)
        while True:
            reply = None
            try:
                if isinstance(step, Pause):
                    await pause(step.seconds)
                else:
                    reply = await send(step)
            except _HANDLED as error:
                step = plan.throw(error)
            else:
                step = plan.send(reply)
    except StopIteration as end:
        value: T = end.value
        return value
