"""Tasks to look at: what `./raydeck up --demo` enqueues. Each shows one thing on the console."""

from __future__ import annotations

import asyncio
import os
import time

from .asks import GiveUp, Retry, Snooze
from .context import context
from .task import task


@task
def add(a: int, b: int) -> int:
    """Succeeds: `add(2, 3)` is 5."""
    return a + b


@task
def greet(name: str) -> str:
    """A greeting; enqueue it without `name`, or with `nmae=...`, to see InvalidArguments."""
    return f"Hello, {name}!"


@task(max_attempts=3)
def deep_failure(depth: int = 25) -> None:
    """Fails below `depth` nested calls, with the cause chained: a long traceback to read."""
    _descend(depth)


def _descend(depth: int) -> None:
    if depth > 0:
        return _descend_further(depth - 1)
    try:
        _read_price({"currency": "EUR"})
    except KeyError as missing:
        raise ValueError("the order has no price") from missing
    return None


def _descend_further(depth: int) -> None:
    _descend(depth)


def _read_price(order: dict[str, str]) -> str:
    return order["price"]


@task(max_attempts=3)
def third_time_lucky() -> str:
    """Fails at attempts 1 and 2, succeeds at attempt 3: a retry to watch."""
    number = context().number
    if number < 3:
        raise ConnectionError(f"attempt {number} found the line busy")
    return f"succeeded at attempt {number}"


@task(max_attempts=2)
def asks_again(after: float = 1) -> str:
    """Asks at attempt 1 for its own retry in `after` seconds, and succeeds at attempt 2."""
    if context().number == 1:
        raise Retry("the service asks to come back later", after=after)
    return "came back"


@task(max_attempts=5)
def gives_up() -> None:
    """Gives up at attempt 1, though five are allowed."""
    raise GiveUp("the order is gone: no retry brings it back")


@task(max_attempts=1)
def snoozes_twice(after: float = 1) -> str:
    """Snoozes for `after` seconds at attempts 1 and 2, succeeds at attempt 3; it may fail only once, and has not."""
    if context().number < 3:
        raise Snooze("the file is not there yet", after=after)
    return "the file is there"


@task
def long_task(seconds: float = 600) -> dict[str, float]:
    """Runs for `seconds`, with progress and a log line every ten seconds; ends within half a second when cancelled."""
    began = time.monotonic()
    said = 0
    while (elapsed := time.monotonic() - began) < seconds:
        context().check_cancelled()
        context().progress(round(elapsed, 1), total=seconds, message=f"{elapsed:.0f} of {seconds:.0f} s")
        if elapsed >= 10 * said:
            context().logger.info("%.0f s have passed", elapsed)
            said += 1
        time.sleep(min(0.5, seconds - elapsed))
    context().progress(seconds, total=seconds)
    return {"seconds": seconds}


@task
def in_parallel(pieces: int = 20, seconds: float = 1) -> int:
    """So many pieces of work of `seconds` each, at once on the cluster: progress to watch, a cancel that ends them all.

    Returns how many processes took part.
    """
    from .parallel import parallel_map

    return len(set(parallel_map(_piece, [seconds] * pieces, chunk_size=1)))


def _piece(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


@task
def large_result(kilobytes: int = 200) -> dict[str, list[str]]:
    """A result of about so many kilobytes of JSON; over the limit (256 by default) it is ResultTooLarge."""
    line = "x" * 1020
    return {"lines": [line] * kilobytes}


@task
async def coroutine(seconds: float = 0.5) -> str:
    """A coroutine function: awaits for `seconds`."""
    await asyncio.sleep(seconds)
    return f"awaited {seconds} s"


@task
def noisy(lines: int = 2_000) -> int:
    """Prints so many lines: more than the console's tail keeps, all of them in Ray's log."""
    for number in range(1, lines + 1):
        print(f"line {number} of {lines}: the quick brown fox jumps over the lazy dog")
    return lines


@task
def busy(milliseconds: float = 10) -> float:
    """Computes until this thread has had so much CPU time: what a machine has of it, whoever else wants it."""
    until = time.thread_time() + milliseconds / 1_000
    while time.thread_time() < until:
        sum(range(100))
    return milliseconds
