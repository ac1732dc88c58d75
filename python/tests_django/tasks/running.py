"""Waiting for what a real worker does with a task."""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from conftest import this_installation
from installation import until


def run(task: Any, *args: Any, **kwargs: Any) -> Any:
    """Its result, once a worker has run it to its end."""
    return finished(task.using(queue_name="exec").enqueue(*args, **kwargs))


async def arun(task: Any, *args: Any, **kwargs: Any) -> Any:
    result = await task.using(queue_name="exec").aenqueue(*args, **kwargs)
    return await sync_to_async(finished)(result)


def finished(result: Any) -> Any:
    """The same result, refreshed until it is finished."""

    def look() -> bool:
        result.refresh()
        return bool(result.is_finished)

    until(f"task {result.id} is finished", look)
    return result


def log_lines(result: Any) -> list[str]:
    """What the last attempt has put out."""
    sql = "SELECT log_tail FROM raydeck.attempt WHERE task_id = %s ORDER BY number DESC LIMIT 1"
    return str(this_installation().sql(sql, result.id)[0][0] or "").splitlines()
