"""The command, run for real in a process of its own."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Done(NamedTuple):
    code: int
    output: str
    error: str


class Raydeck(Protocol):
    """`raydeck(*words)` in an empty folder, against the test's console; `env` adds variables, None takes them away."""

    def __call__(self, *words: str, stdin: str = "", env: dict[str, str | None] | None = None) -> Done: ...
