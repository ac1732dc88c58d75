"""Durable tasks on Ray: what user code imports."""

from typing import TYPE_CHECKING

from .asks import GiveUp, Retry, Snooze
from .canceled import Canceled
from .context import Context, context
from .on_start import OnStartFailed, on_start
from .task import Task, task
from .version import __version__

if TYPE_CHECKING:
    from .client import AsyncClient, Client
    from .parallel import parallel_imap, parallel_map, parallel_starmap, ray_resources, scatter_gather
else:
    _CLIENT = ("AsyncClient", "Client")
    _PARALLEL = ("parallel_imap", "parallel_map", "parallel_starmap", "ray_resources", "scatter_gather")

    def __getattr__(name):
        # Loaded when asked for: every attempt imports this package, few speak to the API or work in parallel.
        if name in _CLIENT:
            from . import client as module
        elif name in _PARALLEL:
            from . import parallel as module
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(module, name)


__all__ = [
    "AsyncClient",
    "Canceled",
    "Client",
    "Context",
    "GiveUp",
    "OnStartFailed",
    "Retry",
    "Snooze",
    "Task",
    "__version__",
    "context",
    "on_start",
    "parallel_imap",
    "parallel_map",
    "parallel_starmap",
    "ray_resources",
    "scatter_gather",
    "task",
]
