"""What is sent of the output once the outcome is committed: its head and its tail, compressed."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from typing import Protocol

from .attempt_api import AttemptApi
from .backoff import delays

GRACE_SECONDS = 6.0
REQUEST_TIMEOUT_SECONDS = 5.0
URGENT_REQUEST_TIMEOUT_SECONDS = 0.7
GZIP = 16 + zlib.MAX_WBITS


class Kept(Protocol):
    """An `Output`, as far as it is sent."""

    def ends(self, limit_bytes: int) -> tuple[bytes, int, bytes]: ...


def send_log(api: AttemptApi, token: str, output: Kept, limit_bytes: int, *, is_urgent: bool) -> None:
    """Best effort and soon over: the worker stops what lingers, and can fetch the log of a Ray job from Ray instead."""
    head, gap, tail = output.ends(limit_bytes)
    body = compress(head, gap, tail)
    give_up_at = time.monotonic() + (0.0 if is_urgent else GRACE_SECONDS)
    timeout = URGENT_REQUEST_TIMEOUT_SECONDS if is_urgent else REQUEST_TIMEOUT_SECONDS
    for delay in delays():
        verdict = api.put("log", token, body, timeout).verdict
        if verdict != "again" or time.monotonic() + delay >= give_up_at:
            return
        time.sleep(delay)


def compress(head: bytes, gap: int, tail: bytes) -> bytes:
    """gzip of both, with what lies between named in its place."""
    # Level 1: the attempt holds its place while this is done.
    packer = zlib.compressobj(1, zlib.DEFLATED, GZIP)
    return b"".join([*(packer.compress(part) for part in _parts(head, gap, tail)), packer.flush()])


def _parts(head: bytes, gap: int, tail: bytes) -> Iterator[bytes]:
    yield head
    if gap > 0:
        yield f"\n[raydeck: {gap} bytes left out]\n".encode()
    yield tail
