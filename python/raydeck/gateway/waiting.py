"""The tasks of a lane that wait, in the order in which they are handed over."""

from __future__ import annotations

from bisect import insort
from collections import deque
from itertools import chain, islice

from .held import Held


class Waiting:
    """The highest priority first; of one priority what came first, and before it what an actor gave back."""

    def __init__(self) -> None:
        self._lines: dict[int, deque[Held]] = {}
        self._order: list[int] = []  # negative priorities, ascending
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, task: Held) -> None:
        """Behind all others of its priority."""
        self._line(task).append(task)
        self._count += 1

    def add_first(self, task: Held) -> None:
        """Before all others of its priority."""
        self._line(task).appendleft(task)
        self._count += 1

    def first(self) -> Held:
        """The next one. Raises IndexError when none waits."""
        return self._lines[-self._order[0]][0]

    def take_first(self) -> Held:
        """The next one, which waits no more."""
        task = self.first()
        self._lines[task.priority].popleft()
        self._taken(task)
        return task

    def remove(self, task: Held) -> None:
        """It waits no more. Raises KeyError or ValueError when it did not; not long, or as long as its line."""
        self._lines[task.priority].remove(task)
        self._taken(task)

    def peek(self, count: int) -> list[Held]:
        """So many of the next ones at most."""
        return list(islice(chain.from_iterable(self._lines[-key] for key in self._order), count))

    def _line(self, task: Held) -> deque[Held]:
        line = self._lines.get(task.priority)
        if line is None:
            line = self._lines[task.priority] = deque()
            insort(self._order, -task.priority)
        return line

    def _taken(self, task: Held) -> None:
        self._count -= 1
        if not self._lines[task.priority]:
            del self._lines[task.priority]
            self._order.remove(-task.priority)
