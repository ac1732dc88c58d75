"""Coroutine functions that several tasks of one process run at once."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar

import raydeck

here: set[str] = set()
seen: ContextVar[str] = ContextVar("seen", default="nothing")
left_behind: list[asyncio.Task[None]] = []


@raydeck.task
async def meet(name: str, others: int) -> list[str]:
    """Ends once so many others are here at the same time."""
    before = seen.get()
    seen.set(name)
    print(f"{name} is here")
    here.add(name)
    while len(here) <= others:
        await asyncio.sleep(0.01)
    return [before, seen.get(), raydeck.context().task_id]


@raydeck.task
async def wait_for_ever(name: str) -> None:
    here.add(name)
    await asyncio.Event().wait()


@raydeck.task
async def leave_behind() -> int:
    async def run_on() -> None:
        await asyncio.Event().wait()

    left_behind.append(asyncio.create_task(run_on()))
    await asyncio.sleep(0)
    return 1


@raydeck.task
async def exit_in_a_child(name: str) -> str:
    async def leave() -> None:
        raise SystemExit(3)

    child = asyncio.create_task(leave())
    await asyncio.wait([child])
    child.exception()
    here.add(name)
    return name
