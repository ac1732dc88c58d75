"""`@raydeck.task`: marks a function as one that Raydeck may run."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, Generic, Literal, ParamSpec, TypeVar, get_args, overload

P = ParamSpec("P")
R = TypeVar("R")
Isolation = Literal["actor", "process"]


class Task(Generic[P, R]):
    """A function that Raydeck may run. Calling it calls the function, here and now.

    `func` is the function, `path` its import path. `queue`, `max_attempts`, `timeout_seconds`, `retry`, `isolation` and
    `owner` are what the author declared, None where nothing was. `raydeck.Client` enqueues with them, the catalogue
    shows them; a task that is enqueued by its path knows nothing of them: what counts is what it was enqueued with.
    """

    def __init__(
        self,
        func: Callable[P, R],
        *,
        queue: str | None = None,
        max_attempts: int | None = None,
        timeout_seconds: float | None = None,
        retry: Mapping[str, Any] | None = None,
        isolation: Isolation | None = None,
        owner: str | None = None,
    ) -> None:
        if not callable(func):
            raise TypeError(f"@raydeck.task marks functions, not {type(func).__name__}")
        if max_attempts is not None and max_attempts < 1:
            raise ValueError("max_attempts must be at least 1")
        if timeout_seconds is not None and not timeout_seconds > 0:
            raise ValueError("timeout_seconds must be above 0")
        if isolation is not None and isolation not in get_args(Isolation):
            raise ValueError("isolation must be actor or process")
        if owner is not None and not 1 <= len(owner) <= 100:
            raise ValueError("owner must have 1 to 100 characters")
        functools.update_wrapper(self, func)
        self.func = func
        self.queue = queue
        self.max_attempts = max_attempts
        self.timeout_seconds = timeout_seconds
        self.retry = dict(retry) if retry is not None else None
        self.isolation = isolation
        self.owner = owner

    @property
    def path(self) -> str:
        """`module.qualname`, the callable's name when enqueued."""
        return f"{self.func.__module__}.{self.func.__qualname__}"

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.func(*args, **kwargs)

    def __repr__(self) -> str:
        return f"<raydeck.Task {self.path}>"

    def __reduce__(self) -> str:
        # By name, as functions are: so it passes to multiprocessing and to Ray's own workers.
        return self.func.__qualname__


@overload
def task(func: Callable[P, R], /) -> Task[P, R]: ...
@overload
def task(
    *,
    queue: str | None = None,
    max_attempts: int | None = None,
    timeout_seconds: float | None = None,
    retry: Mapping[str, Any] | None = None,
    isolation: Isolation | None = None,
    owner: str | None = None,
) -> Callable[[Callable[P, R]], Task[P, R]]: ...
def task(
    func: Callable[..., Any] | None = None,
    /,
    **declared: Any,
) -> Any:
    """Mark a function, a coroutine function too, as a Raydeck task: `@task` or `@task(queue="mail", max_attempts=5)`.

    Options: `queue` (name), `max_attempts` (at least 1), `timeout_seconds` (seconds, above 0), `retry` (the retry
    policy as a JSON object), `isolation` (under the runner `ray_core`: "process" for a process of its own, else
    "actor"), `owner` (whom to ask: a team, an address). They declare, see `Task`.

    Raises TypeError for what is not callable or an unknown option, ValueError for a bad value.
    """
    if func is not None:
        return Task(func, **declared)
    return functools.partial(Task, **declared)
