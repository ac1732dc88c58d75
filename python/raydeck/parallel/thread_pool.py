"""Children in threads of this process, where there is no cluster."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

from ..task_logger import task_logger
from .child import Report, Work, run_calls
from .child_context import child_context, in_child
from .django_connections import own_connections
from .options import Options

MOST_THREADS = 32


class ThreadPool:
    """Threads, not processes: lambdas, closures and whatever else cannot be pickled run as they do on Ray, and a
    process that has threads, as an execution has, forks badly. CPU-bound Python gains nothing from them; it is for
    Ray to make that quick.

    A thread cannot be ended from outside. What has not begun never will, and the others see `context().cancelled`; an
    attempt that ends takes them with it.
    """

    prefers_chunks = False

    def __init__(self, work: Work, options: Options) -> None:
        self.slots = max(
            1, min(MOST_THREADS, int(cpu_count() / options.num_cpus) if options.num_cpus else MOST_THREADS)
        )
        self.window = self.slots
        self._work = work
        self._context = child_context()
        self._executor = ThreadPoolExecutor(options.max_in_flight or self.slots, thread_name_prefix="raydeck-child")
        self._numbers: dict[Future[Report], int] = {}

    def submit(self, number: int, calls: Sequence[Sequence[Any]]) -> None:
        self._numbers[self._executor.submit(self._run, calls)] = number

    def finished(self, timeout_seconds: float) -> Sequence[tuple[int, Report]]:
        done, _ = wait(self._numbers, timeout_seconds, FIRST_COMPLETED)
        return [(self._numbers.pop(one), one.result()) for one in done]

    def close(self, grace_seconds: float) -> None:
        if self._context is not None:
            self._context._cancel("the other children of the call were cancelled")
        self._executor.shutdown(wait=False, cancel_futures=True)
        _, running = wait(self._numbers, grace_seconds)
        if running:
            task_logger().warning("%d of %s still run: threads cannot be ended", len(running), self._work.name)

    def _run(self, calls: Sequence[Sequence[Any]]) -> Report:
        with in_child(self._context), own_connections():
            return run_calls(self._work.function, calls, stops_at_failure=not self._work.returns_exceptions)


def cpu_count() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
