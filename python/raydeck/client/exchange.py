"""One request and what came back, as both transports know them."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Request:
    """`path` stands below `/api/v1`, with its query. `is_repeatable`: sent twice it does the same as once.
    `wait_seconds`: how much longer than usual the answer may take.
    """

    method: str
    path: str
    body: bytes | None = None
    is_repeatable: bool = True
    wait_seconds: float = 0.0


@dataclass(frozen=True)
class Reply:
    """The names of the headers are lower case. `is_second`: the request had gone out once before, on a connection
    that then turned out to be closed.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_second: bool = False


@dataclass(frozen=True)
class Pause:
    """A step of a plan: wait so long."""

    seconds: float


Step: TypeAlias = Request | Pause

# What a client does, without saying how: yields requests and pauses, is sent replies (None after a pause), returns
# what it was for. So retries, waiting and the like are written once for the blocking and the asynchronous client.
Plan: TypeAlias = Generator[Step, Reply | None, T]


class TransportError(Exception):
    """No answer. `was_sent`: the server may have had the request. `is_permanent`: the next try will go no better."""

    def __init__(self, message: str, *, was_sent: bool, is_permanent: bool = False) -> None:
        super().__init__(message)
        self.was_sent = was_sent
        self.is_permanent = is_permanent
