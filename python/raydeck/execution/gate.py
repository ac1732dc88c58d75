"""The start gate: the exchange of the ticket for payload and session. User code is not touched before it has passed."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass

from .attempt_api import Answer, AttemptApi, encode
from .backoff import delays
from .interpreter import facts
from .session import Session, parse_session
from .settings import Settings

REQUEST_TIMEOUT_SECONDS = 15.0


class GateRefused(Exception):
    """A worker answered that this execution must not run."""


class GateUnreachable(Exception):
    """No worker gave a usable answer within the grace."""


@dataclass(frozen=True)
class Passage:
    """`asked_at` (monotonic seconds) is when the request that got the session was sent."""

    execution_id: str
    session: Session
    asked_at: float


def pass_gate(api: AttemptApi, settings: Settings) -> Passage:
    """Exchange the ticket for a session. Raises GateRefused or GateUnreachable.

    The id is drawn once and sent with every try: when a reply was lost after the worker had committed, the same id gets
    the same answer, and any other execution is refused.
    """
    execution_id = str(uuid.uuid4())
    body = encode({"executionId": execution_id, **facts()})
    give_up_at = time.monotonic() + settings.start_grace_seconds
    for delay in delays():
        asked_at = time.monotonic()
        timeout = max(1.0, min(REQUEST_TIMEOUT_SECONDS, give_up_at - asked_at))
        answer = api.post("start", settings.ticket, body, timeout)
        if answer.verdict == "refused":
            raise GateRefused(str(answer))
        session = _session(answer) if answer.verdict == "ok" else str(answer)
        if isinstance(session, Session):
            return Passage(execution_id, session, asked_at)
        if time.monotonic() + delay >= give_up_at:
            raise GateUnreachable(session)
        time.sleep(delay)
    raise AssertionError("delays are endless")


def _session(answer: Answer) -> Session | str:
    try:
        return parse_session(answer.json_object())
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return f"unusable answer: {type(error).__name__}: {error}"
