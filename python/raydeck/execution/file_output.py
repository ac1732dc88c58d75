"""Output that goes to a regular file: read the tail back from it."""

from __future__ import annotations

import contextlib
import fcntl
import os

from .tail_text import tail_text


class FileOutput:
    """See `Output`. Raises OSError when the file behind descriptor 1 cannot be opened for reading."""

    def __init__(self) -> None:
        self._file = os.open("/proc/self/fd/1", os.O_RDONLY | os.O_CLOEXEC)
        self._write = os.dup(2)  # user code may close or replace 2
        found = os.fstat(self._file)
        self._identity = (found.st_dev, found.st_ino)
        appends = fcntl.fcntl(1, fcntl.F_GETFL) & os.O_APPEND
        self._start = found.st_size if appends else os.lseek(1, 0, os.SEEK_CUR)

    def begin_anew(self, largest_bytes: int) -> None:
        """Forget what was written so far: the next task's output begins here. The file is emptied beyond the size."""
        end = os.fstat(self._file).st_size
        if end > largest_bytes and self._size_of_ours(1) is not None:
            os.ftruncate(1, 0)
            end = 0
        self._start = end

    def tail(self, limit_bytes: int) -> tuple[str, int]:
        end = self._size_of_ours(self._file)
        if end is None or end == self._start:
            return "", 0
        if end < self._start:
            self._start = 0  # somebody rotated the log by truncating it
        begin = max(self._start, end - limit_bytes)
        data = os.pread(self._file, end - begin, begin)
        return tail_text(data, limit_bytes, is_whole=begin == self._start), end - self._start

    def ends(self, limit_bytes: int) -> tuple[bytes, int, bytes]:
        end = self._size_of_ours(self._file)
        if end is None:
            return b"", 0, b""
        total = max(0, end - self._start)
        head = self._read(self._start, min(total, limit_bytes // 2))
        tail_bytes = min(total - len(head), limit_bytes - limit_bytes // 2)
        tail = self._read(self._start + total - tail_bytes, tail_bytes)
        return head, total - len(head) - len(tail), tail

    def _read(self, begin: int, count: int) -> bytes:
        return os.pread(self._file, count, begin) if count > 0 else b""

    def say(self, text: str) -> None:
        if self._size_of_ours(self._write) is not None:
            with contextlib.suppress(OSError):
                os.write(self._write, text.encode("utf-8", "replace"))

    def settle(self) -> None:
        pass

    def close(self) -> None:
        pass

    def _size_of_ours(self, descriptor: int) -> int | None:
        # User code that closes all descriptors and opens its own must not find our lines in its files.
        try:
            found = os.fstat(descriptor)
        except OSError:
            return None
        return found.st_size if (found.st_dev, found.st_ino) == self._identity else None
