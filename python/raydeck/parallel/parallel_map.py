"""`raydeck.parallel_map()` and its kin: one function over many items, in parallel."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence, Sized
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from .child import Outcome, Work
from .function_of import function_of, name_of
from .options import ParallelOptions, parse_options
from .stream import stream

if TYPE_CHECKING:
    from typing_extensions import Unpack

T = TypeVar("T")
R = TypeVar("R")
Async = Coroutine[Any, Any, R]


@overload
def parallel_map(
    function: Callable[[T], Async[R]],
    items: Iterable[T],
    *,
    return_exceptions: Literal[False] = False,
    **options: Unpack[ParallelOptions],
) -> list[R]: ...
@overload
def parallel_map(
    function: Callable[[T], Async[R]],
    items: Iterable[T],
    *,
    return_exceptions: bool,
    **options: Unpack[ParallelOptions],
) -> list[R | Exception]: ...
@overload
def parallel_map(
    function: Callable[[T], R],
    items: Iterable[T],
    *,
    return_exceptions: Literal[False] = False,
    **options: Unpack[ParallelOptions],
) -> list[R]: ...
@overload
def parallel_map(
    function: Callable[[T], R], items: Iterable[T], *, return_exceptions: bool, **options: Unpack[ParallelOptions]
) -> list[R | Exception]: ...
def parallel_map(
    function: Any, items: Iterable[Any], *, return_exceptions: bool = False, **options: Unpack[ParallelOptions]
) -> list[Any]:
    """`[function(item) for item in items]` with the calls in parallel: as children on the Ray cluster that this process
    is part of, else in threads. Returns the results in the order of the items.

    `function`: a function (a lambda or a closure too), a coroutine function (each item runs in an event loop of its
    own), a `@raydeck.task`, a task of Django's. On Ray it, the items and the results are pickled. An item that is an
    ObjectRef arrives as its value. `items`: any iterable, read as children find room. `options`: `ParallelOptions`.

    The first exception of a child is raised here as itself, with a note of the item's number; a RemoteTraceback at the
    end of its causes shows the child's own. All other children are cancelled and have ended by then. With
    `return_exceptions` exceptions stand among the results instead; a child whose process died gives Ray's own for each
    of its items. What is no Exception (`raydeck.Canceled`, SystemExit) is raised all the same.

    When the task is cancelled, or KeyboardInterrupt or anything else is raised in this thread, the children are
    cancelled: those that wait never run, the others get KeyboardInterrupt on Ray and are killed after
    `cancel_grace_seconds`, in threads see `context().cancelled`. Then `raydeck.Canceled`, or what was raised, passes.

    In a child, `raydeck.context()` is the task's, without effect of its `progress()`. Where Django is set up here it is
    set up there, and connections are closed after each child. A child may call this function in turn: however full
    the cluster is, somebody can always go on. It blocks: within an event loop use `await asyncio.to_thread(...)`.

    Raises TimeoutError after `timeout_seconds`, TypeError or ValueError for arguments and options that make no sense.
    See docs/python.md.
    """
    outcomes = _outcomes(function, _single(items), _length(items), return_exceptions, options)
    return [_value(one) for one in outcomes]


@overload
def parallel_starmap(
    function: Callable[..., Async[R]],
    calls: Iterable[Iterable[Any]],
    *,
    return_exceptions: Literal[False] = False,
    **options: Unpack[ParallelOptions],
) -> list[R]: ...
@overload
def parallel_starmap(
    function: Callable[..., Async[R]],
    calls: Iterable[Iterable[Any]],
    *,
    return_exceptions: bool,
    **options: Unpack[ParallelOptions],
) -> list[R | Exception]: ...
@overload
def parallel_starmap(
    function: Callable[..., R],
    calls: Iterable[Iterable[Any]],
    *,
    return_exceptions: Literal[False] = False,
    **options: Unpack[ParallelOptions],
) -> list[R]: ...
@overload
def parallel_starmap(
    function: Callable[..., R],
    calls: Iterable[Iterable[Any]],
    *,
    return_exceptions: bool,
    **options: Unpack[ParallelOptions],
) -> list[R | Exception]: ...
def parallel_starmap(
    function: Any,
    calls: Iterable[Iterable[Any]],
    *,
    return_exceptions: bool = False,
    **options: Unpack[ParallelOptions],
) -> list[Any]:
    """`[function(*arguments) for arguments in calls]`, as `parallel_map` does it."""
    made = (tuple(arguments) for arguments in calls)
    return [_value(one) for one in _outcomes(function, made, _length(calls), return_exceptions, options)]


@overload
def parallel_imap(
    function: Callable[[T], Async[R]],
    items: Iterable[T],
    *,
    ordered: bool = True,
    return_exceptions: Literal[False] = False,
    **options: Unpack[ParallelOptions],
) -> Iterator[R]: ...
@overload
def parallel_imap(
    function: Callable[[T], Async[R]],
    items: Iterable[T],
    *,
    ordered: bool = True,
    return_exceptions: bool,
    **options: Unpack[ParallelOptions],
) -> Iterator[R | Exception]: ...
@overload
def parallel_imap(
    function: Callable[[T], R],
    items: Iterable[T],
    *,
    ordered: bool = True,
    return_exceptions: Literal[False] = False,
    **options: Unpack[ParallelOptions],
) -> Iterator[R]: ...
@overload
def parallel_imap(
    function: Callable[[T], R],
    items: Iterable[T],
    *,
    ordered: bool = True,
    return_exceptions: bool,
    **options: Unpack[ParallelOptions],
) -> Iterator[R | Exception]: ...
def parallel_imap(
    function: Any,
    items: Iterable[Any],
    *,
    ordered: bool = True,
    return_exceptions: bool = False,
    **options: Unpack[ParallelOptions],
) -> Iterator[Any]:
    """`parallel_map` as an iterator, for results that are too many to keep and for items without end.

    The results come in the order of the items, or with `ordered=False` as they are ready. At most twice
    `max_in_flight` children are begun and not yet asked for. Nothing runs before the first result is asked for, or
    after the iterator is closed, as the end of a `for` loop closes it in CPython; else use `contextlib.closing`.
    """
    outcomes = _outcomes(function, _single(items), _length(items), return_exceptions, options, ordered=ordered)
    return _values(outcomes)


def _outcomes(
    function: Any,
    calls: Iterable[Sequence[Any]],
    total: int | None,
    return_exceptions: bool,
    options: ParallelOptions,
    *,
    ordered: bool = True,
) -> Iterator[Outcome]:
    work = Work(function_of(function), name_of(function), return_exceptions)
    return stream(work, calls, total, parse_options(options), ordered=ordered)


def _single(items: Iterable[Any]) -> Iterator[tuple[Any]]:
    return ((item,) for item in items)


def _length(items: object) -> int | None:
    return len(items) if isinstance(items, Sized) else None


def _values(outcomes: Iterator[Outcome]) -> Iterator[Any]:
    return (_value(one) for one in outcomes)


def _value(outcome: Outcome) -> Any:
    return outcome.value if outcome.error is None else outcome.error
