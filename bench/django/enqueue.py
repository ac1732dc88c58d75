"""What an enqueue through Django costs beside an INSERT of the same row, on the same connection, alternating.

Run by `./raydeck bench django`. Arguments: address of a migrated database, by its owner; seconds. Prints JSON: median
milliseconds of an enqueue, of the INSERT by Django's models and of the INSERT as bare SQL, each in a transaction of its own and
within an open one; and the queries of one enqueue.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings

INSERT = """INSERT INTO raydeck.task (callable, args, kwargs, queue, priority, tags, created_by)
VALUES (%s, %s, %s, 'default', 0, %s, 'bench') RETURNING id::text, created_at"""
ARGUMENTS = (4711, "a typical small payload")


def main(url: str, seconds: float) -> None:
    parts = urlsplit(url)
    database = {"NAME": parts.path[1:], "USER": parts.username, "PASSWORD": parts.password}
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "HOST": parts.hostname,
                "PORT": parts.port,
                **database,
            }
        },
        TASKS={"default": {"BACKEND": "raydeck.django.RaydeckBackend"}},
        USE_TZ=True,
    )
    django.setup()
    sys.path.insert(0, str(Path(__file__).parent))
    print(json.dumps(measured(seconds)))


def measured(seconds: float) -> dict[str, Any]:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext
    from task_to_enqueue import Row, charge

    def enqueue() -> None:
        charge.enqueue(*ARGUMENTS)

    def create() -> None:
        args = json.dumps(ARGUMENTS, ensure_ascii=False)
        Row.objects.create(callable=charge.module_path, args=args, tags=["django=default"])

    def insert() -> None:
        with connection.cursor() as cursor:
            args = json.dumps(ARGUMENTS, ensure_ascii=False)
            cursor.execute(INSERT, [charge.module_path, args, "{}", ["django=default"]])
            cursor.fetchone()

    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        enqueue()
    acts = {"enqueue": enqueue, "model": create, "sql": insert}
    own = alternating(acts, seconds)
    with transaction.atomic():
        within = alternating(acts, seconds)
    return {"queries": len(queries), "own": own, "within": within}


def alternating(acts: dict[str, Callable[[], None]], seconds: float) -> dict[str, float]:
    """Medians in milliseconds: the machine's mood changes, and all of them feel it."""
    times: dict[str, list[float]] = {name: [] for name in acts}
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        for name, act in acts.items():
            began_at = time.perf_counter()
            act()
            times[name].append((time.perf_counter() - began_at) * 1000)
    return {name: median(kept) for name, kept in times.items()}


main(sys.argv[1], float(sys.argv[2]))
