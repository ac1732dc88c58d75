"""What a task may say to Raydeck beside what Django's framework knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
OPTION_NAMES = ("max_attempts", "backoff", "timeout", "resources", "profile", "idempotency_key", "concurrency_key")
ATTRIBUTE = "raydeck_task_options"


def task_options(**options: Any) -> Callable[[F], F]:
    """A decorator under `@task` that declares options: of any Django version, and harmless under other backends.

        @task(queue_name="mail")
        @task_options(max_attempts=5, backoff=30)
        def send(order_pk): ...

    The options are the fields of `RaydeckTask`. Raises TypeError for an unknown one.
    """
    unknown = sorted(set(options) - set(OPTION_NAMES))
    if unknown:
        raise TypeError(f"task_options() got an unexpected option {unknown[0]!r}; known are {', '.join(OPTION_NAMES)}")

    def mark(function: F) -> F:
        setattr(function, ATTRIBUTE, {**declared(function), **options})
        return function

    return mark


def declared(function: Callable[..., Any]) -> Mapping[str, Any]:
    """What `task_options` declared on a function."""
    options: Mapping[str, Any] = getattr(function, ATTRIBUTE, {})
    return options


def normal_option(name: str, value: Any) -> Any:
    """The one form of an option's value, in which it is compared and stored. Raises TypeError or ValueError."""
    if value is None:
        return None
    if name == "backoff":
        return _backoff(value)
    if name == "timeout":
        return _seconds(value)
    if name == "resources":
        if not isinstance(value, Mapping):
            raise TypeError(f"resources takes a mapping, not {type(value).__name__}")
        return dict(value)
    if name == "max_attempts":
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"max_attempts takes a whole number, not {type(value).__name__}")
        if not 1 <= value <= 100:
            raise ValueError("max_attempts must be from 1 to 100")
        return value
    if not isinstance(value, str) or not value:
        raise TypeError(f"{name} takes a text of at least one character")
    return value


def _backoff(value: Any) -> dict[str, Any]:
    """Seconds or a timedelta between attempts, or a retry policy as docs/rest.md has it."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, timedelta):
        value = value.total_seconds()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"backoff takes seconds, a timedelta or a retry policy, not {type(value).__name__}")
    if not value >= 0:
        raise ValueError("backoff must be at least 0 seconds")
    return {"backoff": "fixed", "delaySeconds": value, "jitter": "none"}


def _seconds(value: Any) -> int:
    """Whole seconds, rounded up, as the door takes them."""
    if isinstance(value, timedelta):
        value = value.total_seconds()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"timeout takes seconds or a timedelta, not {type(value).__name__}")
    if not value > 0:
        raise ValueError("timeout must be above 0")
    return int(-(-value // 1))
