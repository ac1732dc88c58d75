"""Where the output of an actor's tasks goes: one file beside Ray's own logs, read back task by task."""

from __future__ import annotations

import os
import sys
import tempfile

from ..execution.file_output import FileOutput
from .routed_stream import open_routed

LARGEST_FILE_BYTES = 8 * 1024 * 1024


class ActorOutput:
    """Made once in the actor, before any task: descriptors 1 and 2 go to the file from then on."""

    def __init__(self, name: str) -> None:
        path = os.path.join(_log_folder(), f"{name}-{os.getpid()}.log")
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for descriptor in (1, 2):
            os.dup2(opened, descriptor)
        os.close(opened)
        for number, stream in ((1, "stdout"), (2, "stderr")):
            setattr(sys, stream, open_routed(number))
        self._file = FileOutput()

    def begin(self) -> None:
        """The next task's output begins here."""
        self._file.begin_anew(LARGEST_FILE_BYTES)

    def tail(self, limit_bytes: int) -> tuple[str, int]:
        """See `Output`."""
        return self._file.tail(limit_bytes)

    def say(self, text: str) -> None:
        """See `Output`."""
        self._file.say(text)

    @property
    def whole(self) -> FileOutput:
        """As `send_log` takes it."""
        return self._file


def _log_folder() -> str:
    """Ray's, where its dashboard shows it; else the system's for temporary files."""
    try:
        folder = os.path.dirname(os.readlink("/proc/self/fd/1"))
    except OSError:
        folder = ""
    is_usable = os.path.isabs(folder) and os.path.isdir(folder) and os.access(folder, os.W_OK) and folder != "/dev"
    return folder if is_usable else tempfile.gettempdir()
