"""How the command ends, for scripts."""

OK = 0
REFUSED = 1
"""The server refused it, or the task that was waited for FAILED."""
USAGE = 2
UNREACHABLE = 3
CANCELED = 4
NOT_YET = 5
"""The task was not final within the time."""
INTERRUPTED = 130
CLOSED_PIPE = 141
