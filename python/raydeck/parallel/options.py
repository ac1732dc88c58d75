"""What a caller may say about the children."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypedDict

Backend = Literal["ray", "threads", "caller"]


class ParallelOptions(TypedDict, total=False):
    """All may be left out; None is as good as nothing.

    What one child reserves on the cluster: `num_cpus` (1), `num_gpus` (0), `memory_bytes`, `resources` (of Ray's own
    names, so much of each). Without Ray only `num_cpus` counts: so many children run at once as this machine has CPUs
    for.

    `max_in_flight`: at most so many children at once, running or waiting for room. By default twice as many as the
    cluster has room for (a pipeline that does not run dry), without Ray as many as there is room for.

    `chunk_size`: so many items for one child. By default one at first and more as items prove to be quick, until a
    child takes about a fifth of a second; without Ray always one.

    `max_retries` (0): how often Ray starts a child again whose process or node has died. What it had done is done
    twice then. A child's exception is never retried here.

    `timeout_seconds`: of the whole call; TimeoutError after it. `cancel_grace_seconds` (5): how long children may take
    to clean up when they are cancelled, before their processes are killed; half a second when the task is cancelled,
    for then its own end is near.

    `progress`: True tells the task's page how many items are done, False does not; by default it is told unless the
    task has told some of its own by `context().progress()`.

    `backend`: "ray", "threads", or "caller", which runs all in the calling thread, one after another. By default Ray
    where the process is part of a cluster, else threads; the caller's thread where a transaction of Django's is open,
    which no other thread could see into.
    """

    num_cpus: float | None
    num_gpus: float | None
    memory_bytes: float | None
    resources: Mapping[str, float] | None
    max_in_flight: int | None
    chunk_size: int | None
    max_retries: int | None
    timeout_seconds: float | None
    cancel_grace_seconds: float | None
    progress: bool | None
    backend: Backend | None


@dataclass(frozen=True)
class Options:
    """The same, checked and with defaults."""

    num_cpus: float = 1
    num_gpus: float = 0
    memory_bytes: float | None = None
    resources: Mapping[str, float] = field(default_factory=dict)
    max_in_flight: int | None = None
    chunk_size: int | None = None
    max_retries: int = 0
    timeout_seconds: float | None = None
    cancel_grace_seconds: float = 5
    progress: bool | None = None
    backend: Backend | None = None


def parse_options(given: Mapping[str, Any]) -> Options:
    """Raises TypeError for an option that does not exist, TypeError or ValueError for a value that is none."""
    unknown = sorted(given.keys() - {one.name for one in fields(Options)})
    if unknown:
        raise TypeError(f"there is no option {', '.join(unknown)}")
    said = {name: value for name, value in given.items() if value is not None}
    for name in ("num_cpus", "num_gpus", "memory_bytes", "timeout_seconds", "cancel_grace_seconds"):
        _check_amount(name, said.get(name, 0))
    for name, amount in said.get("resources", {}).items():
        _check_amount(f"resources[{name!r}]", amount)
    for name, least in (("max_in_flight", 1), ("chunk_size", 1), ("max_retries", 0)):
        _check_count(name, said.get(name, least), least)
    if said.get("backend", "ray") not in ("ray", "threads", "caller"):
        raise ValueError(f"backend is 'ray', 'threads' or 'caller', not {said['backend']!r}")
    return Options(**said)


def _check_amount(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{name} takes a number, not {type(value).__name__}")
    if not (math.isfinite(value) and value >= 0):
        raise ValueError(f"{name} takes a finite number of at least 0, not {value}")


def _check_count(name: str, value: object, least: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} takes a whole number, not {type(value).__name__}")
    if value < least:
        raise ValueError(f"{name} must be at least {least}, not {value}")
