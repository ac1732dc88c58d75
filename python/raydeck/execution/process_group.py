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


def kill_own_group() -> NoReturn:
    """SIGKILL to the group and to this process. Nothing runs after it: no finally, no report."""
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
    os._exit(137)
