"""The failures that are Raydeck's own, as classes. Errors have them by name, see docs/attempt-api.md.

Django's `TaskError.exception_class` gives one of these for an attempt that did not fail by an exception of its own.
"""

from __future__ import annotations


class Failure(Exception):
    """One that has no class of its own here."""


class WrongInterpreter(Failure):
    """Python or Ray differ from the cluster's."""


class CallableNotFound(Failure):
    """The module or the function does not exist where the task was to run."""


class CallableNotAllowed(Failure):
    """It exists, and is no task."""


class InvalidArguments(Failure):
    """The function does not accept them."""


class ResultNotSerialisable(Failure):
    """The returned value is not JSON that PostgreSQL takes."""


class ResultTooLarge(Failure):
    """The returned value's JSON is over the limit."""


class ResultMissing(Failure):
    """The process ended well without an outcome."""


class ProcessKilled(Failure):
    """The process was killed, or ran out of memory."""


class ProcessExited(Failure):
    """The process ended with an exit code and without an outcome."""


class RuntimeEnvSetupFailed(Failure):
    """Ray could not set up the profile's environment."""


class RayUnschedulable(Failure):
    """No node of the cluster has what the task asks for."""


class RayActorDied(Failure):
    """Ray's process for the job died."""


class StartTimedOut(Failure):
    """It did not start in time."""


class StartFailed(Failure):
    """It ended before user code began."""


class SubmitRefused(Failure):
    """Ray did not take the job."""


class TimedOut(Failure):
    """It ran past the task's timeout."""


class Canceled(Failure):
    """The task was canceled."""


class Lost(Failure):
    """The execution is gone, and nobody knows how it ended."""


def exception_class_path(name: str) -> str:
    """The import path for the class of an error: names of user code have a module, ours have none."""
    if "." in name:
        return name
    known = globals().get(name)
    is_ours = isinstance(known, type) and issubclass(known, Failure)
    return f"{__name__}.{name if is_ours else 'Failure'}"
