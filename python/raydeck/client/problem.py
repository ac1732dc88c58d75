"""From an answer that is none of the good ones to the error that it stands for."""

from __future__ import annotations

import json
from typing import Any

from .errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    InternalError,
    InvalidError,
    NotFoundError,
    PreconditionError,
    RaydeckError,
    TooLargeError,
    UnauthenticatedError,
    UnavailableError,
    UnexpectedAnswerError,
)
from .exchange import Reply

_BY_CODE: dict[str, type[RaydeckError]] = {
    kind.code: kind
    for kind in (
        InvalidError,
        UnauthenticatedError,
        ForbiddenError,
        NotFoundError,
        ConflictError,
        PreconditionError,
        TooLargeError,
        InternalError,
        UnavailableError,
    )
}


def error_of(reply: Reply) -> RaydeckError:
    """The error for a reply whose status is not 2xx."""
    problem = _problem(reply)
    if problem is None:
        return _foreign(reply)
    kind = _BY_CODE.get(str(problem.get("code")), UnexpectedAnswerError)
    detail = str(problem.get("detail") or problem.get("title") or f"HTTP {reply.status}")
    errors = tuple(_field_problems(problem.get("errors")))
    if len(errors) > 1:
        detail = "; ".join(str(error) for error in errors[:20])
    request_id = problem.get("requestId")
    return kind(detail, status=reply.status, errors=errors, request_id=None if request_id is None else str(request_id))


def _problem(reply: Reply) -> dict[str, Any] | None:
    if not reply.headers.get("content-type", "").startswith("application/problem+json"):
        return None
    try:
        value = json.loads(reply.body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _field_problems(value: Any) -> list[FieldProblem]:
    found = value if isinstance(value, list) else []
    return [FieldProblem(str(e.get("path", "")), str(e.get("problem", ""))) for e in found if isinstance(e, dict)]


def _foreign(reply: Reply) -> RaydeckError:
    """The API always answers with a problem: this came from something else, an ingress or a proxy."""
    status = reply.status
    if 300 <= status < 400:
        where = reply.headers.get("location", "another place")
        return UnexpectedAnswerError(
            f"the server sends on to {where} (HTTP {status}); redirects are not followed, so that the key goes nowhere "
            "else: use the console's own address",
            status=status,
        )
    if status >= 500 or status == 429:
        return UnavailableError(f"something before the console answered HTTP {status}", status=status)
    text = " ".join(reply.body[:200].decode("utf-8", "replace").split())
    return UnexpectedAnswerError(
        f"HTTP {status} from something that is not Raydeck's API: is this the console's address? {text}".rstrip(),
        status=status,
    )
