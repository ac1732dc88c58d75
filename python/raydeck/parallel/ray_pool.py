"""Children as tasks on the Ray cluster."""

from __future__ import annotations

import functools
import math
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .child import Outcome, Report, Work
from .child_error import RemoteTraceback, unpack_error
from .child_process import PackedReport, preparation, run_child
from .options import Options
from .ray_claim import Claim, forget_claims
from .ray_interpreter import interpreter_options
from .ray_room import ray_room

MOST_IN_FLIGHT = 1000
# Ray copies arguments up to 100 KB into each task; a larger one is stored once and fetched once by each node.
INLINE_BYTES = 100_000
AFTER_FORCE_SECONDS = 5.0
STARVED_SECONDS = 1.0


@dataclass(eq=False)
class _Chunk:
    """`failure`: what became of one of its two tasks, while the other one may still run it."""

    number: int
    calls: Sequence[Sequence[Any]]
    claim: Claim | None = None
    own: Any = None
    lent: Any = None
    was_lent: bool = False
    failure: BaseException | None = None

    def other(self, ref: Any) -> Any:
        return self.lent if ref == self.own else self.own


class RayPool:
    """Ray's own retries are off unless asked for, as everywhere in Raydeck.

    One child at a time is *lent* the caller's own CPU: where the caller is a driver (an attempt's process is one) or an
    actor, Ray keeps its CPU reserved while it waits here, and a cluster full of waiting attempts would have no room for
    any of their children, for ever. Such a child asks for no CPU and runs on the caller's node. When none has ended for
    a second, it takes over a chunk whose task still waits for room: the two claim it, and one of them runs it. A caller
    that is a Ray task needs none of this: Ray gives the CPU of a blocked task to others.
    """

    prefers_chunks = True

    def __init__(self, ray: Any, work: Work, options: Options) -> None:
        self._ray = ray
        self._room = ray_room(ray, options)
        self._preparation = preparation()
        self._function = _shared(ray, ray.cloudpickle.dumps(work.function))
        self._stops_at_failure = not work.returns_exceptions
        asked = {"name": work.name, **_task_options(options), **interpreter_options(ray)}
        self._child = _remote().options(**asked)
        self._lent_child: Any = None if _is_task(ray) else _remote().options(**{**asked, **_lent(ray)})
        self._claims = uuid.uuid4().bytes
        self._chunks: dict[Any, _Chunk] = {}
        self._lent_ref: Any = None
        self._lend_at = 0.0
        # They were late for their chunk, and do nothing but find that out.
        self._losers: list[Any] = []

    @property
    def slots(self) -> int:
        return self._room

    @property
    def window(self) -> int:
        return min(MOST_IN_FLIGHT, 2 * self._room + 1)

    def submit(self, number: int, calls: Sequence[Sequence[Any]]) -> None:
        chunk = _Chunk(number, calls)
        self._lend_at = time.monotonic() + STARVED_SECONDS
        if self._can_lend():
            self._lend(chunk)
            return
        if self._lent_child is not None:
            chunk.claim = Claim(self._claims + number.to_bytes(8, "big"), b"own")
        chunk.own = self._begin(self._child, chunk, chunk.claim)

    def finished(self, timeout_seconds: float) -> Sequence[tuple[int, Report]]:
        refs = list(self._chunks)
        done, rest = self._ray.wait(refs, num_returns=1, timeout=timeout_seconds)
        if done and rest:
            more, _ = self._ray.wait(rest, num_returns=len(rest), timeout=0)
            done = [*done, *more]
        reports = [report for ref in done if ref in self._chunks and (report := self._end(ref)) is not None]
        if time.monotonic() >= self._lend_at and self._can_lend():
            self._take_over()
        return reports

    def close(self, grace_seconds: float) -> None:
        refs = [*self._chunks, *self._losers]
        if not refs or self._cancel(refs, grace_seconds):
            forget_claims(self._claims)
        self._chunks.clear()

    def _cancel(self, refs: list[Any], grace_seconds: float) -> bool:
        """Whether all have ended."""
        rest = refs
        try:
            for ref in refs:
                self._ray.cancel(ref)
            _, rest = self._ray.wait(refs, num_returns=len(refs), timeout=grace_seconds)
        finally:
            # Also when a second signal breaks off the waiting.
            for ref in rest:
                self._ray.cancel(ref, force=True)
        if rest:
            _, rest = self._ray.wait(rest, num_returns=len(rest), timeout=min(AFTER_FORCE_SECONDS, grace_seconds))
        return not rest

    def _begin(self, child: Any, chunk: _Chunk, claim: Claim | None) -> Any:
        calls = (self._preparation, chunk.calls)
        ref = child.remote(self._function, calls, self._stops_at_failure, claim)
        self._chunks[ref] = chunk
        return ref

    def _can_lend(self) -> bool:
        return self._lent_child is not None and self._lent_ref is None

    def _lend(self, chunk: _Chunk) -> None:
        chunk.was_lent = True
        claim = None if chunk.claim is None else chunk.claim._replace(who=b"lent")
        chunk.lent = self._lent_ref = self._begin(self._lent_child, chunk, claim)

    def _take_over(self) -> None:
        """Of those that may wait for room, the one that has waited longest. One that runs is asked for once."""
        waiting = next((chunk for chunk in self._chunks.values() if not chunk.was_lent), None)
        if waiting is not None:
            self._lend(waiting)

    def _end(self, ref: Any) -> tuple[int, Report] | None:
        """The report of the chunk, unless its other task is the one that runs it."""
        chunk = self._chunks.pop(ref)
        report = self._report(ref, chunk)
        is_lent, other = ref == chunk.lent, chunk.other(ref)
        if is_lent:
            chunk.lent = self._lent_ref = None
        else:
            chunk.own = None
        if report is None and other is not None:
            return None
        if other is not None:
            self._drop(other)
        # Where a chunk had to be taken over, the next one may have to as well.
        has_taken_over = is_lent and chunk.claim is not None
        self._lend_at = time.monotonic() + (0 if has_taken_over else STARVED_SECONDS)
        return chunk.number, report or Report([Outcome(error=chunk.failure)] * len(chunk.calls), 0.0)

    def _drop(self, loser: Any) -> None:
        del self._chunks[loser]
        self._losers.append(loser)
        self._ray.cancel(loser)
        if loser == self._lent_ref:
            self._lent_ref = None

    def _report(self, ref: Any, chunk: _Chunk) -> Report | None:
        try:
            packed = self._ray.get(ref)
        except Exception as error:
            chunk.failure = _own_error(self._ray, error)
            return None
        return None if packed is None else _unpacked(packed)


@functools.cache
def _remote() -> Any:
    import ray

    return ray.remote(run_child)


def _task_options(options: Options) -> dict[str, Any]:
    return {
        "num_cpus": options.num_cpus,
        "num_gpus": options.num_gpus,
        "memory": None if options.memory_bytes is None else math.ceil(options.memory_bytes),
        "resources": dict(options.resources) or None,
        "max_retries": options.max_retries,
    }


def _lent(ray: Any) -> dict[str, Any]:
    """Without the affinity Ray may place what asks for nothing on a head that offers nothing, to be left alone."""
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    here = ray.get_runtime_context().get_node_id()
    return {"num_cpus": 0, "scheduling_strategy": NodeAffinitySchedulingStrategy(here, soft=True)}


def _is_task(ray: Any) -> bool:
    context = ray.get_runtime_context()
    return context.worker.mode == ray.WORKER_MODE and context.get_actor_id() is None


def _shared(ray: Any, content: bytes) -> Any:
    return content if len(content) <= INLINE_BYTES else ray.put(content)


def _unpacked(packed: PackedReport) -> Report:
    count = len(packed.values) + len(packed.errors)
    outcomes = [
        Outcome(error=unpack_error(packed.errors[number]))
        if number in packed.errors
        else Outcome(packed.values[number])
        for number in range(count)
    ]
    return Report(outcomes, packed.seconds)


def _own_error(ray: Any, error: Exception) -> BaseException:
    """Ray wraps what went wrong around the calls: an import that failed there, a result that cannot be pickled."""
    cause = getattr(error, "cause", None)
    if not isinstance(error, ray.exceptions.RayTaskError) or not isinstance(cause, BaseException):
        return error
    cause.__cause__ = RemoteTraceback(str(error))
    return cause
