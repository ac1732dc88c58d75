"""The Celery application that Raydeck is measured beside: one task that does nothing, settings as Celery brings them.

Run by `./raydeck bench peers`. Redis, at BENCH_REDIS_URL, is the broker (database 0) and keeps results (database 1).
"""

from __future__ import annotations

import os

from celery import Celery

REDIS_URL = os.environ["BENCH_REDIS_URL"]

app = Celery("peer_app", broker=f"{REDIS_URL}/0", backend=f"{REDIS_URL}/1")


@app.task
def add(a: int, b: int) -> int:
    """What Raydeck's side runs as well: `raydeck.demo.add`."""
    return a + b
