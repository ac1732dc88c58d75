"""A value that may be a little old."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """What `read` gives, read anew when it is older than so many seconds."""

    def __init__(self, read: Callable[[], T], largest_age_seconds: float) -> None:
        self._read, self._largest_age_seconds = read, largest_age_seconds
        self._value: T | None = None
        self._read_at = float("-inf")

    def __call__(self) -> T:
        now = time.monotonic()
        if self._value is None or now - self._read_at > self._largest_age_seconds:
            self._value, self._read_at = self._read(), now
        return self._value
