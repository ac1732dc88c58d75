"""User code with hooks that run before its first task."""

from __future__ import annotations

import os
from pathlib import Path

import raydeck

loaded: list[str] = []


@raydeck.on_start
def load() -> None:
    loaded.append(raydeck.context().task_id)


@raydeck.on_start
def read_model() -> None:
    model = os.environ.get("MODEL")
    if model is not None:
        loaded.append(Path(model).read_text())


@raydeck.task
def count() -> int:
    return len(loaded)
