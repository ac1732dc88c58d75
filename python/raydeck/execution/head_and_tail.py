"""What is kept of a stream: its first and its last bytes."""

from __future__ import annotations

from .head import Head
from .ring import Ring
from .tail_text import tail_text

LARGEST_TAIL_BYTES = 65_536


class HeadAndTail:
    """See `Output`. `kept_bytes` is what `ends` will be asked for at most; `head` and `ring` are for who writes."""

    def __init__(self, kept_bytes: int) -> None:
        # Shared memory that is not written takes none.
        self.head = Head(kept_bytes // 2)
        self.ring = Ring(max(LARGEST_TAIL_BYTES, kept_bytes - kept_bytes // 2))

    def tail(self, limit_bytes: int) -> tuple[str, int]:
        data, total = self.ring.read(min(limit_bytes, LARGEST_TAIL_BYTES))
        return tail_text(data, limit_bytes, is_whole=len(data) == total), total

    def ends(self, limit_bytes: int) -> tuple[bytes, int, bytes]:
        head = self.head.read()[: limit_bytes // 2]
        tail, total = self.ring.read(limit_bytes - limit_bytes // 2)
        tail = tail[-(total - len(head)) :] if total > len(head) else b""
        return head, total - len(head) - len(tail), tail
