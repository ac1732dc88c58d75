"""The gateway's lease: taken once with the ticket, renewed with the session token, ended by a refusal."""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..execution.attempt_api import Answer, AttemptApi, encode
from ..execution.backoff import delays
from ..execution.interpreter import facts

REQUEST_TIMEOUT_SECONDS = 5.0


class LeaseRefused(Exception):
    """This incarnation is over, or never was: nothing more may start, and nothing may run on."""


class LeaseUnreachable(Exception):
    """No worker answered within the grace."""


@dataclass
class Lease:
    """`until` is on our monotonic clock, from before the renewal was sent: it ends before others may judge. `gateways`:
    how many share the cluster, this one among them.
    """

    api: AttemptApi
    token: str = field(repr=False)
    gateway_id: str
    seconds: float
    silence_limit_seconds: float
    until: float
    last_contact: float
    workers: dict[str, str] = field(default_factory=dict)
    is_draining: bool = False
    gateways: int = 1

    @property
    def is_live(self) -> bool:
        """Whether tasks may start."""
        return time.monotonic() < self.until

    def renew(self, told: dict[str, Any]) -> bool:
        """One try; false when nobody answered. Raises LeaseRefused."""
        sent_at = time.monotonic()
        answer = self.api.post("gateway/renew", self.token, encode(told), REQUEST_TIMEOUT_SECONDS)
        if answer.verdict == "refused":
            raise LeaseRefused(str(answer))
        body = _body(answer)
        if body is None:
            return False
        self._heed(body, sent_at)
        return True

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """Renewed by a thread while the block runs, which may outlast it. Raises LeaseRefused at its end."""
        is_over = threading.Event()
        refusals: list[LeaseRefused] = []

        def renew() -> None:
            while not (refusals or is_over.wait(self.seconds / 5)):
                try:
                    self.renew({"held": 0, "actors": 0})
                except LeaseRefused as refused:
                    refusals.append(refused)

        thread = threading.Thread(target=renew, name="raydeck-lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()
        if refusals:
            raise refusals[0]

    def _heed(self, body: dict[str, Any], sent_at: float) -> None:
        self.workers = {str(one["workerId"]): str(one["url"]) for one in body["workers"]}
        self.is_draining = body.get("draining") is True
        self.gateways = max(1, int(body.get("gateways", 1)))
        self.last_contact = sent_at
        self.until = sent_at + self.seconds


def take_lease(api: AttemptApi, ticket: str, grace_seconds: float) -> Lease:
    """Exchange the ticket; the same execution id in every try, so that a lost answer costs nothing."""
    body = encode({**facts(), "executionId": str(uuid.uuid4())})
    give_up_at = time.monotonic() + grace_seconds
    for delay in delays():
        sent_at = time.monotonic()
        answer = api.post("gateway/start", ticket, body, REQUEST_TIMEOUT_SECONDS)
        if answer.verdict == "refused":
            raise LeaseRefused(str(answer))
        given = _body(answer)
        if given is not None:
            lease = Lease(
                api=api,
                token=str(given["sessionToken"]),
                gateway_id=str(given["gatewayId"]),
                seconds=float(given["leaseSeconds"]),
                silence_limit_seconds=float(given["silenceLimitSeconds"]),
                until=sent_at,
                last_contact=sent_at,
            )
            lease._heed(given, sent_at)
            return lease
        if time.monotonic() + delay >= give_up_at:
            raise LeaseUnreachable(str(answer))
        time.sleep(delay)
    raise AssertionError("delays are endless")


def _body(answer: Answer) -> dict[str, Any] | None:
    if answer.verdict != "ok":
        return None
    try:
        return answer.json_object()
    except ValueError:  # something between (a proxy) has answered
        return None
