"""Arguments that stand outside of the task's row: fetched once the gate has passed."""

from __future__ import annotations

import hashlib
import json
import time
from typing import Any

from .arguments import refuse_constant
from .attempt_api import AttemptApi
from .backoff import delays
from .refusal import ArgumentsUnavailable, InvalidArguments
from .session import StoredArguments

REQUEST_TIMEOUT_SECONDS = 120.0


def fetch_arguments(
    api: AttemptApi, token: str, stored: StoredArguments, grace_seconds: float
) -> tuple[list[Any], dict[str, Any]]:
    """args and kwargs, whole and unchanged. Raises InvalidArguments or ArgumentsUnavailable."""
    give_up_at = time.monotonic() + grace_seconds
    for delay in delays():
        answer = api.get("arguments", token, REQUEST_TIMEOUT_SECONDS)
        is_whole = len(answer.body) == stored.size_bytes and hashlib.sha256(answer.body).hexdigest() == stored.sha256
        if answer.verdict == "ok" and is_whole:
            return _parse(answer.body)
        if answer.verdict == "refused" or time.monotonic() + delay >= give_up_at:
            reason = "they are not what was stored" if answer.verdict == "ok" else str(answer)
            raise ArgumentsUnavailable(f"the stored arguments could not be fetched: {reason}")
        time.sleep(delay)
    raise AssertionError("delays are endless")


def _parse(body: bytes) -> tuple[list[Any], dict[str, Any]]:
    try:
        value = json.loads(body, parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidArguments(f"the stored arguments cannot be read as JSON: {error}") from None
    if not isinstance(value, dict) or not set(value) <= {"args", "kwargs"}:
        raise InvalidArguments("the stored arguments are not a JSON object of args and kwargs")
    args, kwargs = value.get("args", []), value.get("kwargs", {})
    if not isinstance(args, list) or not isinstance(kwargs, dict):
        raise InvalidArguments("the stored args are not a JSON array, or kwargs no object")
    return args, kwargs
