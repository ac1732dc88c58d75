"""Tasks that Django's own test tasks do not have: options, retries, models, progress."""

from __future__ import annotations

import os
import time
from typing import Any

from tasks.compat import task

import raydeck
from raydeck.django import task_options


@task
def add(a: int, b: int) -> int:
    return a + b


@task
@task_options(max_attempts=3, backoff=0)
def succeed_at_third(marker: str) -> int:
    number = raydeck.context().number
    if number < 3:
        raise ValueError(f"{marker} {number}")
    return number


@task(takes_context=True)
@task_options(max_attempts=3, backoff=0)
def tell_context(context: Any) -> dict[str, Any]:
    result = context.task_result
    if context.attempt < 3:
        raise ValueError(f"attempt {context.attempt}")
    return {
        "id": result.id,
        "attempt": context.attempt,
        "attempts": result.attempts,
        "worker_ids": result.worker_ids,
        "errors": [[error.exception_class_path, error.traceback.splitlines()[-1]] for error in result.errors],
        "args": result.args,
        "queue": result.task.queue_name,
        "priority": result.task.priority,
        "run_after": result.task.run_after and result.task.run_after.isoformat(),
        "backend": result.task.backend,
        "status": str(result.status),
        "enqueued_at": result.enqueued_at.isoformat(),
        "started_at": result.started_at.isoformat(),
        "last_attempted_at": result.last_attempted_at.isoformat(),
    }


@task
def complete(order_pk: int) -> str:
    from shop.models import Order

    order = Order.objects.get(pk=order_pk)
    order.state = "done"
    order.save()
    return order.number


@task
def complete_all(order_pks: list[int]) -> dict[str, Any]:
    """By a task of Django's in each child."""
    numbers = raydeck.parallel_map(complete, order_pks, chunk_size=1)
    return {"numbers": numbers, "elsewhere": raydeck.parallel_map(is_elsewhere, [os.getpid()])}


def is_elsewhere(pid: int) -> bool:
    return os.getpid() != pid


@task
async def count_orders() -> int:
    from shop.models import Order

    return await Order.objects.acount()


@task
@task_options(max_attempts=1)
def any_keywords(**kwargs: Any) -> str:
    return "done"


@task
def sleep_in_first_attempt(seconds: float) -> int:
    number = raydeck.context().number
    if number == 1:
        time.sleep(seconds)
    return number


@task
def write_and_fail(number: str) -> None:
    from shop.models import Order

    Order.objects.using("owner").create(number=number)
    raise ValueError("no")


@task
def fail() -> None:
    raise ValueError("no")


@task
async def fail_async() -> None:
    raise ValueError("no")


@task
def wait_for_cancel() -> None:
    raydeck.context().progress(1)
    while True:
        raydeck.context().check_cancelled()
        time.sleep(0.05)


@task
def break_transaction() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column")


# Deleted from the code that runs, while this process still has it.
if "RAYDECK_ATTEMPT_API_URLS" not in os.environ:

    @task
    @task_options(max_attempts=1)
    def vanished() -> None:
        pass


def not_a_task() -> None:
    pass
