"""What is reported of an outcome (docs/attempt-api.md)."""

from __future__ import annotations

from typing import Any

from .outcome import Outcome


def outcome_body(
    outcome: Outcome,
    *,
    execution_id: str,
    upload_id: str | None,
    log_tail: str | None,
    log_bytes: int | None,
    peak_memory: int | None,
    cpu: float | None,
    progress: dict[str, Any] | None,
) -> dict[str, Any]:
    """The body of `POST /attempt/v1/outcome`; None for what is not known."""
    return {
        "executionId": execution_id,
        "version": 1,
        "state": outcome.state,
        "result": outcome.result,
        **({} if upload_id is None else {"resultUpload": upload_id}),
        "error": outcome.error,
        "logTail": log_tail,
        "logBytes": log_bytes,
        "peakMemoryBytes": peak_memory,
        "cpuSeconds": cpu,
        "progress": progress,
    }
