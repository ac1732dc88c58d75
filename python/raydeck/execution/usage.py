"""What the execution has used up."""

from __future__ import annotations

import os
import resource
import sys


def cpu_seconds() -> float:
    """User and system time of this process and of the children that it has waited for."""
    total = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(who)
        total += usage.ru_utime + usage.ru_stime
    return round(total, 6)


def peak_memory_bytes() -> int:
    """The largest resident size of this process or of any child that it has waited for."""
    children = peak_bytes_of_rusage(resource.getrusage(resource.RUSAGE_CHILDREN))
    # Linux hands ru_maxrss on through exec: it would show the peak of Ray's supervisor, from which this process came.
    own = peak_bytes_of(os.getpid()) or peak_bytes_of_rusage(resource.getrusage(resource.RUSAGE_SELF))
    return max(own, children)


def peak_bytes_of_rusage(usage: resource.struct_rusage) -> int:
    """Its largest resident size."""
    return int(usage.ru_maxrss) * (1 if sys.platform == "darwin" else 1024)


def peak_bytes_of(pid: int) -> int | None:
    """The largest resident size of a process so far; None where the system does not tell."""
    try:
        with open(f"/proc/{pid}/status", "rb") as status:
            line = next((line for line in status if line.startswith(b"VmHWM:")), None)
        return None if line is None else int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        return None
