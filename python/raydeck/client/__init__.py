"""Raydeck's REST API from Python: a blocking client and one for asyncio. Standard library only."""

from typing import TYPE_CHECKING

from .client import Client
from .errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    InternalError,
    InvalidError,
    NotFoundError,
    PreconditionError,
    RaydeckError,
    SettingsError,
    TaskCanceledError,
    TaskFailedError,
    TooLargeError,
    UnauthenticatedError,
    UnavailableError,
    UnexpectedAnswerError,
    WaitTimeoutError,
)
from .filters import TaskFilters
from .new_task import NewTask, Resources, RetryPolicy, TaskEdit, TaskOptions
from .queue_settings import QueueSettings, Rate
from .records import (
    Attempt,
    AttemptLog,
    BoundedCount,
    Event,
    Explanation,
    Help,
    Holder,
    LogChunk,
    Page,
    Progress,
    Queue,
    Reason,
    ReasonTime,
    TaskDetail,
    TaskEvent,
    TaskSummary,
)
from .task_handle import AsyncTaskHandle, TaskHandle

if TYPE_CHECKING:
    from .async_client import AsyncClient
else:

    def __getattr__(name):
        # asyncio is a third of what there is to load: only for those who use it.
        if name != "AsyncClient":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from .async_client import AsyncClient

        return AsyncClient


__all__ = [
    "AsyncClient",
    "AsyncTaskHandle",
    "Attempt",
    "AttemptLog",
    "BoundedCount",
    "Client",
    "ConflictError",
    "Event",
    "Explanation",
    "FieldProblem",
    "ForbiddenError",
    "Help",
    "Holder",
    "InternalError",
    "InvalidError",
    "LogChunk",
    "NewTask",
    "NotFoundError",
    "Page",
    "PreconditionError",
    "Progress",
    "Queue",
    "QueueSettings",
    "Rate",
    "RaydeckError",
    "Reason",
    "ReasonTime",
    "Resources",
    "RetryPolicy",
    "SettingsError",
    "TaskCanceledError",
    "TaskDetail",
    "TaskEdit",
    "TaskEvent",
    "TaskFailedError",
    "TaskFilters",
    "TaskHandle",
    "TaskOptions",
    "TaskSummary",
    "TooLargeError",
    "UnauthenticatedError",
    "UnavailableError",
    "UnexpectedAnswerError",
    "WaitTimeoutError",
]
