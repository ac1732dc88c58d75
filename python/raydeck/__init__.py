"""Durable tasks on Ray: what user code imports."""

from .canceled import Canceled
from .context import Context, context
from .task import Task, task
from .version import __version__

__all__ = ["Canceled", "Context", "Task", "__version__", "context", "task"]
