"""Standard output and error of the execution: they reach the log of the job, and their tail goes to the worker."""

from __future__ import annotations

import os
import stat
from typing import Protocol

from .file_output import FileOutput
from .tee_output import TeeOutput


class Output(Protocol):
    """Usable from any thread. No method raises for what user code did to its descriptors."""

    def tail(self, limit_bytes: int) -> tuple[str, int]:
        """The last text, of at most `limit_bytes` in UTF-8, and how many bytes were written in all."""

    def ends(self, limit_bytes: int) -> tuple[bytes, int, bytes]:
        """The first and the last bytes, together at most `limit_bytes`, and how many lie between them."""

    def say(self, text: str) -> None:
        """A line for people, into the log."""

    def settle(self) -> None:
        """Wait, at most a second, until what was written before has arrived."""

    def close(self) -> None:
        """Settle and let go. The last call."""


def open_output(kept_bytes: int) -> Output:
    """Begin to keep what is written to descriptors 1 and 2. Call it once, before any thread is started.

    `kept_bytes` is what `ends` will be asked for at most. Where both already go to one regular file, as under Ray, that
    file is read back: nothing stands between user code and its log, nothing is lost when the process dies. Else (pipe,
    terminal, two files) a forked process tees.
    """
    _ensure_open()
    out, err = os.fstat(1), os.fstat(2)
    if stat.S_ISREG(out.st_mode) and (out.st_dev, out.st_ino) == (err.st_dev, err.st_ino):
        try:
            return FileOutput()
        except OSError:
            pass  # no /proc, or a file that this user may write and not read
    return TeeOutput(kept_bytes)


def _ensure_open() -> None:
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)
            if opened != descriptor:
                os.dup2(opened, descriptor)
                os.close(opened)
