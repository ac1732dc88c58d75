"""An asynchronous client behind the blocking one's surface, so that the same tests hold for both."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from typing import Any


class Awaited:
    """Awaits what its target's methods return, on an event loop of its own. Handles and queues come wrapped too."""

    def __init__(self, target: Any, loop: asyncio.AbstractEventLoop | None = None) -> None:
        self._target = target
        self._loop = loop or asyncio.new_event_loop()

    def close(self) -> None:
        self._loop.run_until_complete(self._target.close())
        self._loop.close()

    def __repr__(self) -> str:
        return repr(self._target)

    def __getattr__(self, name: str) -> Any:
        return self._wrap(getattr(self._target, name))

    def _wrap(self, value: Any) -> Any:
        if inspect.isroutine(value):
            return lambda *args, **kwargs: self._wrap(self._finish(value(*args, **kwargs)))
        if isinstance(value, list):
            return [self._wrap(item) for item in value]
        is_ours = type(value).__name__ in ("AsyncTaskHandle", "AsyncEnqueuer", "AsyncQueues")
        return Awaited(value, self._loop) if is_ours else value

    def _finish(self, value: Any) -> Any:
        if inspect.isasyncgen(value):
            return self._items(value)
        return self._loop.run_until_complete(value) if inspect.iscoroutine(value) else value

    def _items(self, items: Any) -> Iterator[Any]:
        try:
            while True:
                try:
                    item = self._loop.run_until_complete(anext(items))
                except StopAsyncIteration:
                    return
                yield item
        finally:
            self._loop.run_until_complete(items.aclose())
