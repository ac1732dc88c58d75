"""How an exception comes home from another process: as itself, with its causes and the traceback as text."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from ..execution.traceback_text import traceback_text

CHAIN_LIMIT = 10


class RemoteTraceback(Exception):
    """Stands where the causes of a child's exception end, and shows where in the child it was raised."""

    def __str__(self) -> str:
        return f'\n"""\n{self.args[0]}"""'


class ChildError(RuntimeError):
    """An exception of a child that cannot be sent to another process. The message has its class path and its text."""


RemoteTraceback.__module__ = ChildError.__module__ = "raydeck.parallel"


@dataclass(frozen=True)
class Link:
    """One exception of a chain. `reason` is why the next one belongs to it."""

    content: bytes
    reason: Literal["cause", "context"]
    suppresses_context: bool


@dataclass(frozen=True)
class PackedError:
    chain: tuple[Link, ...]
    traceback: str


def pack_error(error: BaseException, dumps: Callable[[Any], bytes]) -> PackedError:
    """`dumps` pickles what pickle cannot, such as classes of a script. Never raises."""
    links: list[Link] = []
    at: BaseException | None = error
    while at is not None and len(links) < CHAIN_LIMIT:
        follows_cause = at.__cause__ is not None
        links.append(Link(_pickled(at, dumps), "cause" if follows_cause else "context", at.__suppress_context__))
        at = at.__cause__ if follows_cause else at.__context__
    return PackedError(tuple(links), traceback_text(error))


def unpack_error(packed: PackedError) -> BaseException:
    """The user's own exception. At the end of its causes stands a RemoteTraceback."""
    chain = [_unpickled(link.content) for link in packed.chain]
    for error, link, following in zip(chain, packed.chain, [*chain[1:], None], strict=True):
        if following is None:
            error.__cause__ = RemoteTraceback(packed.traceback)
        elif link.reason == "cause":
            error.__cause__ = following
        else:
            error.__context__ = following
            error.__suppress_context__ = link.suppresses_context
    return chain[0]


def _pickled(error: BaseException, dumps: Callable[[Any], bytes]) -> bytes:
    """As it says of itself; else by its parts, for many a class has an `__init__` that pickle does not understand; else
    by its words.
    """
    for form in (error, _Parts(type(error), error.args, dict(error.__dict__))):
        try:
            content = dumps(form)
            if type(_unpickled(content)) is type(error):
                return content
        except Exception:  # how it is pickled is user code
            continue
    return pickle.dumps(ChildError(_words(error)))


def _unpickled(content: bytes) -> BaseException:
    found = pickle.loads(content)
    error = found.whole() if isinstance(found, _Parts) else found
    if not isinstance(error, BaseException):
        raise TypeError("what was unpickled is no exception")
    return error


@dataclass(frozen=True)
class _Parts:
    kind: type[BaseException]
    args: tuple[Any, ...]
    attributes: dict[str, Any]

    def whole(self) -> BaseException:
        error = self.kind.__new__(self.kind, *self.args)
        error.args = self.args
        error.__dict__.update(self.attributes)
        return error


def _words(error: BaseException) -> str:
    path = f"{type(error).__module__}.{type(error).__qualname__}"
    try:
        return f"{path}: {error}"
    except Exception:  # its __str__ is user code
        return path
