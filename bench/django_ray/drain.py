"""Drains no-op tasks through django-ray, with a worker and a local Ray of its own. Run by `./raydeck bench peers`.

Arguments: how many tasks. The database, at BENCH_DATABASE_URL, gets django-ray's tables. Prints JSON: tasks a second,
from the end of the first to the end of the last, so that the start of Ray and of its processes does not count.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.core.management import call_command
from django.db.models import Max, Min

os.environ["DJANGO_SETTINGS_MODULE"] = "peer_settings"
django.setup()

from django_ray.models import RayTaskExecution  # noqa: E402
from peer_tasks import add  # noqa: E402

DEADLINE_SECONDS = 120.0


def main(tasks: int) -> None:
    call_command("migrate", verbosity=0)
    for number in range(tasks):
        add.enqueue(number, 1)
    ended = RayTaskExecution.objects.filter(state="SUCCEEDED")
    with worker() as process:
        deadline = time.monotonic() + DEADLINE_SECONDS
        while ended.count() < tasks:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"django-ray ended {ended.count()} of {tasks} tasks.")
            time.sleep(0.5)
    times = ended.aggregate(first=Min("finished_at"), last=Max("finished_at"))
    print(json.dumps({"perSecond": (tasks - 1) / (times["last"] - times["first"]).total_seconds()}))


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """Its worker, which starts a Ray and ends it."""
    command = [sys.executable, "-m", "django", "django_ray_worker", "--queue=default", "--local"]
    # Ray's sockets need a short path.
    with tempfile.TemporaryDirectory(prefix="rd-", ignore_cleanup_errors=True) as folder:
        env = {**os.environ, "RAY_TMPDIR": folder, "RAY_USAGE_STATS_ENABLED": "0"}
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


main(int(sys.argv[1]))
