"""What the execution has used up."""

from __future__ import annotations

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
    unit = 1 if sys.platform == "darwin" else 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
    return max(_own_peak_bytes() or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit, children)


def _own_peak_bytes() -> int | None:
    # Linux hands ru_maxrss on through exec: it would show the peak of Ray's supervisor, from which this process came.
    try:
        with open("/proc/self/status", "rb") as status:
            line = next((line for line in status if line.startswith(b"VmHWM:")), None)
        return None if line is None else int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        return None
