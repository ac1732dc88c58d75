"""The report of an outcome, held until a worker has committed it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

from .attempt_api import AttemptApi
from .backoff import delays

REQUEST_TIMEOUT_SECONDS = 10.0
URGENT_REQUEST_TIMEOUT_SECONDS = 0.7


@dataclass(frozen=True)
class Report:
    """How the report ended; `detail` is the last answer."""

    end: Literal["committed", "refused", "unreported"]
    detail: str


def report(api: AttemptApi, token: str, body: bytes, grace_seconds: float, *, is_urgent: bool) -> Report:
    """POST the very same bytes until they are acknowledged, refused, or the grace is over; at least once.

    `is_urgent`: SIGKILL is about to follow (SIGTERM was received), so a worker that is slow is left for the next one.
    """
    give_up_at = time.monotonic() + grace_seconds
    timeout = URGENT_REQUEST_TIMEOUT_SECONDS if is_urgent else REQUEST_TIMEOUT_SECONDS
    for delay in delays(first_seconds=0.05 if is_urgent else 0.2):
        answer = api.post("outcome", token, body, timeout)
        if answer.verdict == "ok":
            return Report("committed", str(answer))
        if answer.verdict == "refused":
            return Report("refused", str(answer))
        if time.monotonic() + delay >= give_up_at:
            return Report("unreported", str(answer))
        time.sleep(delay)
    raise AssertionError("delays are endless")
