"""What a child does, wherever it runs: some calls of one function, one after another."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..execution.call import call


@dataclass(frozen=True)
class Work:
    """What is the same for all children of one call. `function` may be a coroutine function."""

    function: Callable[..., Any]
    name: str
    returns_exceptions: bool


@dataclass(frozen=True)
class Outcome:
    """Of one call: `value`, or `error` when it raised."""

    value: Any = None
    error: BaseException | None = None


@dataclass(frozen=True)
class Report:
    """Of one child. There are fewer outcomes than calls when one failed and that ends it all."""

    outcomes: Sequence[Outcome]
    seconds: float


def run_calls(function: Callable[..., Any], calls: Sequence[Sequence[Any]], *, stops_at_failure: bool) -> Report:
    """Run them. KeyboardInterrupt alone passes, by which Ray cancels a child; SystemExit is a failure, as in a task."""
    began_at = time.monotonic()
    outcomes = []
    for arguments in calls:
        outcomes.append(_run_call(function, arguments))
        if stops_at_failure and outcomes[-1].error is not None:
            break
    return Report(outcomes, time.monotonic() - began_at)


def _run_call(function: Callable[..., Any], arguments: Sequence[Any]) -> Outcome:
    try:
        return Outcome(call(function, list(arguments), {}))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return Outcome(error=error)
