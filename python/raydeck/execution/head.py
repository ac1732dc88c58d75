"""The first bytes of a stream, in memory that two processes share."""

from __future__ import annotations

import mmap
import struct

_COUNT = struct.Struct("=Q")


class Head:
    """One process writes, others read. Pages that are never written take no memory."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._memory = mmap.mmap(-1, _COUNT.size + max(1, limit_bytes))

    def write(self, chunk: bytes) -> None:
        count = self._count()
        part = chunk[: self._limit - count]
        if part:
            self._memory[_COUNT.size + count : _COUNT.size + count + len(part)] = part
            _COUNT.pack_into(self._memory, 0, count + len(part))

    def read(self) -> bytes:
        return self._memory[_COUNT.size : _COUNT.size + self._count()]

    def _count(self) -> int:
        return int(_COUNT.unpack_from(self._memory, 0)[0])
