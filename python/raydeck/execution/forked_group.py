"""What every process that a fork server starts has: a session of its own, and an end with its server at the latest."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1

# Loaded before the fork: a child has no time to look for it.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with(parent_pid: int) -> None:
    """Have the kernel (Linux) kill this process when the thread of its parent that started it is gone."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:
        os._exit(1)  # it died before the kernel knew that we are to follow


def ignore_polite_signals() -> None:
    """For the server: who ends the whole session ends its parent too, and that ends it: in order, with its children."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def lead_as_new(server_pid: int) -> None:
    """In the child: the leader of its own session and group, with the signals that a new interpreter would find."""
    end_with(server_pid)
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def signal_group(leader_pid: int, number: int, *, has_leader_ended: bool) -> bool:
    """Signal the group; False when there is nobody left in it."""
    try:
        os.killpg(leader_pid, number)
        return True
    except (ProcessLookupError, PermissionError):  # macOS says the second when only zombies are left
        if has_leader_ended:
            return False
    with contextlib.suppress(OSError):  # it has not come to lead its group yet
        os.kill(leader_pid, number)
    return True


def wake_on_children() -> int:
    """A descriptor that becomes readable when a child has ended; in the server's main thread."""
    wake, write = os.pipe()
    for end in (wake, write):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    return wake
