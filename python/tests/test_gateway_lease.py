"""The gateway's lease, renewed while something takes long."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from raydeck.execution.attempt_api import Answer
from raydeck.gateway.lease import LeaseRefused, take_lease

GIVEN = {"gatewayId": "g", "sessionToken": "t", "leaseSeconds": 0.05, "silenceLimitSeconds": 60, "workers": []}


class Workers:
    """Answers as the workers would: the start, and then so many renewals, after which it refuses."""

    def __init__(self, renewals: int) -> None:
        self.left = renewals
        self.asked: list[str] = []
        self.is_used_up = threading.Event()

    def post(self, path: str, token: str, body: bytes, timeout: float) -> Answer:
        self.asked.append(path)
        if path == "gateway/start":
            return Answer(200, json.dumps(GIVEN).encode())
        if self.left == 0:
            self.is_used_up.set()
            return Answer(409, b"{}")
        self.left -= 1
        return Answer(200, json.dumps({"workers": [], "gateways": 3}).encode())


def test_it_is_renewed_meanwhile_and_a_refusal_ends_it() -> None:
    workers: Any = Workers(renewals=3)
    lease = take_lease(workers, "ticket", 1.0)
    with pytest.raises(LeaseRefused), lease.kept():
        assert workers.is_used_up.wait(60)
    assert workers.asked == ["gateway/start", *["gateway/renew"] * 4]
    assert lease.gateways == 3


def test_it_is_left_alone_afterwards() -> None:
    workers: Any = Workers(renewals=0)
    lease = take_lease(workers, "ticket", 1.0)
    lease.seconds = 3_600.0
    with lease.kept():
        pass
    assert not any(thread.name == "raydeck-lease" for thread in threading.enumerate())
    assert workers.asked == ["gateway/start"]
