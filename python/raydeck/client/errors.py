"""What a client raises: one class for each code of the REST API, and the ends of a task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .records import TaskDetail


@dataclass(frozen=True)
class FieldProblem:
    """`path` as in `args[0].when` or `tasks[3].callable`; empty for the whole."""

    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path} {self.problem}".strip()


class RaydeckError(Exception):
    """The base of all. `code` is stable; `status` is the HTTP status, None when no answer was involved; `errors`
    names the fields that are wrong; `request_id` names the request in the console's log.
    """

    code = "INTERNAL"

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        errors: tuple[FieldProblem, ...] = (),
        request_id: str | None = None,
    ) -> None:
        # The message alone goes to Exception: so copies and pickles, as other processes make them, come out whole.
        super().__init__(message)
        self.status = status
        self.errors = errors
        self.request_id = request_id
        self.is_after_doubt = False
        """An earlier try of the same request got no answer, and may have been what changed the state."""


class SettingsError(RaydeckError, ValueError):
    """Address, key or another setting of the client is missing or cannot be right."""

    code = "SETTINGS"


class InvalidError(RaydeckError, ValueError):
    """The request is wrong; `errors` says where. Raised here or by the server, before anything was written."""

    code = "INVALID"


class UnauthenticatedError(RaydeckError):
    """The API key is missing, wrong, expired or revoked."""

    code = "UNAUTHENTICATED"


class ForbiddenError(RaydeckError):
    """The key's scopes do not allow this."""

    code = "FORBIDDEN"


class NotFoundError(RaydeckError):
    """It does not exist, or the key does not reach it."""

    code = "NOT_FOUND"


class ConflictError(RaydeckError):
    """The state does not allow it, or an idempotency key was used with another request."""

    code = "CONFLICT"


class PreconditionError(ConflictError):
    """Something else has to hold first."""

    code = "PRECONDITION"


class TooLargeError(RaydeckError):
    """The request is over 10 MiB."""

    code = "TOO_LARGE"


class InternalError(RaydeckError):
    """The console failed, again and again; its log knows more under `request_id`."""

    code = "INTERNAL"


class UnavailableError(RaydeckError):
    """The console cannot be reached, or is not able to answer now, after all retries. What was asked may have
    happened.
    """

    code = "UNAVAILABLE"


class UnexpectedAnswerError(RaydeckError):
    """What answered does not speak this API: a proxy, another address, another version."""

    code = "UNEXPECTED_ANSWER"


class WaitTimeoutError(RaydeckError, TimeoutError):
    """The task was not final in time. It goes on; `task` is how it was seen last."""

    code = "TIMEOUT"

    task: TaskDetail | None = None


class TaskFailedError(RaydeckError):
    """The task whose result was asked for ended FAILED. `task` is the whole of it, its attempts with their
    tracebacks.
    """

    code = "TASK_FAILED"

    task: TaskDetail | None = None


class TaskCanceledError(RaydeckError):
    """The task whose result was asked for ended CANCELED."""

    code = "TASK_CANCELED"

    task: TaskDetail | None = None
