"""The loop that keeps children in flight, and stops them."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..context import find_context
from .child import Outcome, Report, Work
from .choose_pool import choose_pool
from .chunk_size import ChunkSize
from .options import Options
from .pool import Pool
from .progress import Progress

# How soon a cancel or a timeout is seen.
POLL_SECONDS = 0.1
CANCELED_GRACE_SECONDS = 0.5


def stream(
    work: Work, calls: Iterable[Sequence[Any]], total: int | None, options: Options, *, ordered: bool = True
) -> Iterator[Outcome]:
    """The outcomes of `calls` (so many, None: nobody knows), in their order or as they come.

    At most a window's number of children is begun and not yet consumed, so memory stays bounded however many items
    there are and however slowly they are asked for. However it is left (to the end, by an exception, by a signal, by
    `close()` of the generator), no child goes on.
    """
    pool = choose_pool(work, options)
    try:
        yield from _Stream(pool, work, options, total, ordered).run(iter(calls))
    finally:
        pool.close(_grace_seconds(options))


class _Stream:
    def __init__(self, pool: Pool, work: Work, options: Options, total: int | None, ordered: bool) -> None:
        self._pool = pool
        self._work = work
        self._timeout_seconds = options.timeout_seconds
        self._give_up_at = time.monotonic() + (options.timeout_seconds or 0)
        self._in_flight_limit = options.max_in_flight or pool.window
        # Where the first is slow, others may finish before it: as many again, and no more.
        self._window = self._in_flight_limit * (2 if ordered else 1)
        self._ordered = ordered
        fixed = options.chunk_size if options.chunk_size or pool.prefers_chunks else 1
        self._chunk_size = ChunkSize(fixed, pool.slots, total)
        self._progress = Progress(options.progress, work.name, total)
        # Number of a chunk → the index of its first item.
        self._running: dict[int, int] = {}
        self._waiting: dict[int, Sequence[Outcome]] = {}
        self._begun = 0
        self._items_begun = 0
        self._next = 0

    def run(self, calls: Iterator[Sequence[Any]]) -> Iterator[Outcome]:
        self._progress.begin()
        has_more = True
        while has_more or self._running:
            has_more = has_more and self._fill(calls)
            if self._running:
                self._collect()
            while (ready := self._take()) is not None:
                yield from ready
        self._progress.end()

    def _fill(self, calls: Iterator[Sequence[Any]]) -> bool:
        """Begin children while there is room; whether there may be more items."""
        while len(self._running) < self._in_flight_limit and len(self._running) + len(self._waiting) < self._window:
            self._check()
            chunk = list(itertools.islice(calls, self._chunk_size.next()))
            if not chunk:
                return False
            self._running[self._begun] = self._items_begun
            self._pool.submit(self._begun, chunk)
            self._begun += 1
            self._items_begun += len(chunk)
        return True

    def _collect(self) -> None:
        """Wait until some child has ended. Raises the exception of the first one that failed."""
        while True:
            self._check()
            finished = self._pool.finished(POLL_SECONDS)
            for number, report in finished:
                self._note(number, report)
            if finished:
                return

    def _note(self, number: int, report: Report) -> None:
        first = self._running.pop(number)
        self._chunk_size.learn(len(report.outcomes), report.seconds)
        failed = [index for index, one in enumerate(report.outcomes) if one.error is not None]
        self._progress.add(len(report.outcomes), len(failed))
        for index in failed:
            error = report.outcomes[index].error
            if error is not None and not (self._work.returns_exceptions and isinstance(error, Exception)):
                _add_note(error, f"raydeck: item {first + index} of {self._work.name}")
                raise error
        self._waiting[number] = report.outcomes

    def _take(self) -> Sequence[Outcome] | None:
        """The next chunk whose turn it is."""
        number = self._next if self._ordered else next(iter(self._waiting), -1)
        outcomes = self._waiting.pop(number, None)
        if outcomes is not None:
            self._next += 1
        return outcomes

    def _check(self) -> None:
        context = find_context()
        if context is not None:
            context.check_cancelled()
        if self._timeout_seconds is not None and time.monotonic() >= self._give_up_at:
            raise TimeoutError(f"{self._work.name}: not done within {self._timeout_seconds:g} s")


def _grace_seconds(options: Options) -> float:
    context = find_context()
    is_cancelled = context is not None and context.cancelled
    return min(options.cancel_grace_seconds, CANCELED_GRACE_SECONDS) if is_cancelled else options.cancel_grace_seconds


def _add_note(error: BaseException, note: str) -> None:
    """`add_note` is Python 3.11's."""
    notes = getattr(error, "__notes__", None)
    error.__notes__ = [*notes, note] if isinstance(notes, list) else [note]  # type: ignore[attr-defined]
