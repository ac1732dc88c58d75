"""One function over the parts of one whole."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, overload

from .options import ParallelOptions
from .parallel_map import Async, parallel_map

if TYPE_CHECKING:
    from typing_extensions import Unpack

R = TypeVar("R")


@overload
def scatter_gather(
    function: Callable[[Any], Async[R]], data: Any, parts: int, **options: Unpack[ParallelOptions]
) -> list[R]: ...
@overload
def scatter_gather(
    function: Callable[[Any], R], data: Any, parts: int, **options: Unpack[ParallelOptions]
) -> list[R]: ...
def scatter_gather(function: Any, data: Any, parts: int, **options: Unpack[ParallelOptions]) -> list[Any]:
    """Split `data` into at most `parts` slices of nearly equal length, and call `function` with each of them at once.

    `data` has a length and slices: a list, a NumPy array, a pandas DataFrame (by `iloc`). Slices keep their order, none
    is empty, and so are the results. The options are those of `parallel_map`, but for `chunk_size`: a slice is a child.
    Raises ValueError when `parts` is below 1, TypeError for data that cannot be sliced.
    """
    if parts < 1:
        raise ValueError(f"parts must be at least 1, not {parts}")
    whole: ParallelOptions = {**options, "chunk_size": 1}
    results: list[Any] = parallel_map(function, _slices(data, parts), **whole)
    return results


def _slices(data: Any, parts: int) -> Sequence[Any]:
    source = getattr(data, "iloc", data)
    try:
        length = len(data)
        count = min(parts, length)
        ends = [length * number // count for number in range(count + 1)] if count else []
        return [source[start:end] for start, end in itertools.pairwise(ends)]
    except (TypeError, KeyError) as error:
        raise TypeError(f"{type(data).__name__} has no slices: make a list of it") from error
