"""What a caller of Celery does and sees. Run by `./raydeck bench peers`, with a worker of `peer_app` up.

`measure.py fill TASKS` enqueues while the worker consumes nothing; `measure.py drain TASKS` lets it consume until as
many results are stored; `measure.py latency PER_SECOND SECONDS` enqueues at a steady rate. The last two print JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import datetime

from peer_app import REDIS_URL, add, app
from redis import Redis

results = Redis.from_url(f"{REDIS_URL}/1")
QUEUE = "celery"
DEADLINE_SECONDS = 240.0


def fill(tasks: int) -> None:
    results.flushdb()
    app.control.cancel_consumer(QUEUE, reply=True)
    # A read that is under way would still take a task.
    until("the worker to consume no more", lambda: results.info("clients")["blocked_clients"] == 0)
    for number in range(tasks):
        add.delay(number, 1)


def drain(tasks: int) -> dict[str, float]:
    """Tasks a second, from the moment at which the worker may consume."""
    app.control.ping(limit=1)  # Connects.
    began_at = time.perf_counter()
    app.control.add_consumer(QUEUE)
    until("the tasks to be drained", lambda: results.dbsize() == tasks, every_seconds=0.1)
    return {"perSecond": tasks / (time.perf_counter() - began_at)}


def latency(per_second: int, seconds: int) -> dict[str, list[float]]:
    """Milliseconds from before each call to the end of its task, by the one clock of this machine."""
    add.delay(0, 1).get(timeout=60)  # Connects, and waits for the worker.
    results.flushdb()
    sent_at: dict[str, float] = {}
    began_at = time.perf_counter()
    for number in range(per_second * seconds):
        time.sleep(max(0.0, began_at + number / per_second - time.perf_counter()))
        at = time.time()
        sent_at[add.delay(number, 1).id] = at
    until("the tasks to end", lambda: results.dbsize() == len(sent_at))
    stored = map(json.loads, results.mget([f"celery-task-meta-{task_id}" for task_id in sent_at]))
    ended_at = {
        one["task_id"]: datetime.fromisoformat(one["date_done"]).timestamp()
        for one in stored
        if one["status"] == "SUCCESS"
    }
    return {"latenciesMs": [(ended_at[task_id] - at) * 1000 for task_id, at in sent_at.items()]}


def until(what: str, holds: Callable[[], bool], *, every_seconds: float = 0.02) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Waited in vain for {what}.")
        time.sleep(every_seconds)


MEASURES = {"fill": fill, "drain": drain, "latency": latency}

print(json.dumps(MEASURES[sys.argv[1]](*map(int, sys.argv[2:]))))
