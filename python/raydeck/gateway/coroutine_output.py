"""The output of one coroutine among several in a process."""

from __future__ import annotations

import threading

from ..execution.head_and_tail import LARGEST_TAIL_BYTES, HeadAndTail


class CoroutineOutput:
    """As `ActorOutput`, in memory. Usable from any thread."""

    def __init__(self, kept_bytes: int) -> None:
        self.whole = HeadAndTail(kept_bytes)
        self._lock = threading.Lock()

    def say(self, text: str) -> None:
        """Append."""
        data = text.encode("utf-8", "backslashreplace")
        with self._lock:
            for begin in range(0, len(data), LARGEST_TAIL_BYTES):
                chunk = data[begin : begin + LARGEST_TAIL_BYTES]
                self.whole.head.write(chunk)
                self.whole.ring.write(chunk)

    def tail(self, limit_bytes: int) -> tuple[str, int]:
        """See `Output`."""
        return self.whole.tail(limit_bytes)
