"""A result that is too large for the outcome goes ahead of it, to wherever the worker stores it."""

from __future__ import annotations

import time

from .attempt_api import Answer, AttemptApi
from .backoff import delays

REQUEST_TIMEOUT_SECONDS = 120.0


def upload_result(api: AttemptApi, token: str, result: bytes, give_up_at: float) -> str | Answer:
    """PUT it until a worker has stored it; at least once. Returns the upload's id, or the last answer."""
    for delay in delays():
        answer = api.put("result", token, result, REQUEST_TIMEOUT_SECONDS)
        if answer.verdict == "ok":
            upload_id = _upload_id(answer)
            if upload_id is not None:
                return upload_id
        if answer.verdict == "refused" or time.monotonic() + delay >= give_up_at:
            return answer
        time.sleep(delay)
    raise AssertionError("delays are endless")


def _upload_id(answer: Answer) -> str | None:
    try:
        value = answer.json_object().get("uploadId")
    except ValueError:  # something between (a proxy) has answered
        return None
    return value if isinstance(value, str) else None
