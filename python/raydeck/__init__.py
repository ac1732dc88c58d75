"""Durable tasks on Ray: what user code imports."""

from typing import TYPE_CHECKING

from .asks import GiveUp, Retry, Snooze
from .canceled import Canceled
from .context import Context, context
from .task import Task, task
from .version import __version__

if TYPE_CHECKING:
    from .client import AsyncClient, Client
else:

    def __getattr__(name):
        # Loaded when asked for: every attempt imports this package, few speak to the API.
        if name not in ("AsyncClient", "Client"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from . import client

        return getattr(client, name)


__all__ = [
    "AsyncClient",
    "Canceled",
    "Client",
    "Context",
    "GiveUp",
    "Retry",
    "Snooze",
    "Task",
    "__version__",
    "context",
    "task",
]
