"""The exceptions by which a task says what is to become of it."""

from __future__ import annotations

import functools
import math
from typing import Any

LONGEST_SECONDS = 31_536_000


class Retry(Exception):
    """Ends the attempt and asks for another one, in `after` seconds (0 to 31,536,000), or when the policy says.

    It counts as a failure: at the last of `max_attempts` the task FAILS. The policy's `retryOn` and `giveUpOn` are
    not asked. Raises TypeError or ValueError for an `after` that is no such number. See docs/retries.md.
    """

    after: float | None = None

    def __init__(self, message: str = "", *, after: float | None = None) -> None:
        self.after = None if after is None else _seconds(after)
        when = "" if after is None else f" in {after:g} s"
        super().__init__(message or f"asks to be retried{when}")

    def __reduce__(self) -> tuple[Any, ...]:
        return functools.partial(type(self), after=self.after), self.args


class GiveUp(Exception):
    """Ends the attempt and the task: FAILED at once, whatever its policy says. See docs/retries.md."""


class Snooze(Exception):
    """Ends the attempt and queues the task again, to run in `after` seconds (0 to 31,536,000), as if it had not begun.

    It is no failure and uses up none of `max_attempts`; a task may snooze 10,000 times. Raises TypeError or ValueError
    for an `after` that is no such number. See docs/retries.md.
    """

    after: float

    def __init__(self, message: str = "", *, after: float) -> None:
        self.after = _seconds(after)
        super().__init__(message or f"asks to run again in {after:g} s")

    def __reduce__(self) -> tuple[Any, ...]:
        return functools.partial(type(self), after=self.after), self.args


Retry.__module__ = GiveUp.__module__ = Snooze.__module__ = "raydeck"


def ask_of(error: BaseException) -> dict[str, Any] | None:
    """What the exception asks for, as the protocol has it; None for any other exception. Never raises.

    A class derived from ours may have left out our `__init__`: without a usable delay a retry waits as the policy
    says, and a snooze is a failure like any other.
    """
    if isinstance(error, GiveUp):
        return {"kind": "give_up"}
    if not isinstance(error, (Retry, Snooze)):
        return None
    try:
        after: float | None = _seconds(getattr(error, "after", None))
    except Exception:  # `after` may be user code
        after = None
    if isinstance(error, Retry):
        return {"kind": "retry", "afterSeconds": after}
    return None if after is None else {"kind": "snooze", "afterSeconds": after}


def _seconds(after: Any) -> float:
    if isinstance(after, bool) or not isinstance(after, (int, float)):
        raise TypeError(f"after takes seconds as a number, not {type(after).__name__}")
    if not math.isfinite(after) or not 0 <= after <= LONGEST_SECONDS:
        raise ValueError(f"after takes 0 to {LONGEST_SECONDS} seconds")
    return after
