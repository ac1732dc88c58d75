"""The process group of the execution: the entrypoint, and the children that stayed with it."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import NoReturn


def lead_own_group() -> None:
    """Make this process the leader of a group of its own, unless it is (under Ray it is), so that ending the group ends
    nobody else's process."""
    if os.getpgrp() != os.getpid():
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)


def kill_rest_of_group() -> None:
    """SIGKILL to all in the group but this process.

    An execution that is known to be over must leave nothing running, and Ray's own watcher of the group dies with a
    normal end of the job before it acts. Where the system does not list its processes in /proc, a SIGTERM has to do,
    which this process ignores from then on.
    """
    if os.getpgrp() != os.getpid():
        return
    if not os.path.isdir("/proc/self"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(os.getpid(), signal.SIGTERM)
        return
    for name in filter(str.isdigit, os.listdir("/proc")):
        pid = int(name)
        with contextlib.suppress(OSError):  # it ended meanwhile
            if pid != os.getpid() and os.getpgid(pid) == os.getpid():
                os.kill(pid, signal.SIGKILL)


def kill_own_group() -> NoReturn:
    """SIGKILL to the group and to this process. Nothing runs after it: no finally, no report."""
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
    os._exit(137)
