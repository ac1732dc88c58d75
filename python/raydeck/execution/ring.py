"""The last bytes of a stream, in memory that two processes share."""

from __future__ import annotations

import mmap
import struct

_COUNT = struct.Struct("=Q")


class Ring:
    """One process writes, others read, without a lock: the ring holds twice what is read, so the part being
    overwritten is never the part being read."""

    def __init__(self, readable_bytes: int) -> None:
        self._readable = readable_bytes
        self._size = 2 * readable_bytes
        self._memory = mmap.mmap(-1, _COUNT.size + self._size)

    def write(self, chunk: bytes) -> None:
        """Append; a chunk is at most `readable_bytes`."""
        total = self._total()
        at = total % self._size
        first = chunk[: self._size - at]
        rest = chunk[len(first) :]
        self._memory[_COUNT.size + at : _COUNT.size + at + len(first)] = first
        self._memory[_COUNT.size : _COUNT.size + len(rest)] = rest
        _COUNT.pack_into(self._memory, 0, total + len(chunk))

    def read(self, limit_bytes: int) -> tuple[bytes, int]:
        """The last bytes, and how many were written in all."""
        total = self._total()
        count = min(total, limit_bytes, self._readable)
        at = (total - count) % self._size
        first = self._memory[_COUNT.size + at : _COUNT.size + min(self._size, at + count)]
        return first + self._memory[_COUNT.size : _COUNT.size + count - len(first)], total

    def _total(self) -> int:
        return int(_COUNT.unpack_from(self._memory, 0)[0])
