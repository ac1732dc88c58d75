"""User code that shows whether it has a process to itself."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import raydeck

marks: list[int] = []


@raydeck.task(isolation="process")
def leaves_marks() -> dict[str, Any]:
    marks.append(1)
    before = os.environ.get("LEFT_BEHIND")
    os.environ["LEFT_BEHIND"] = "yes"
    return {"pid": os.getpid(), "marks": len(marks), "environment": before}


async def adds_slowly(a: int, b: int) -> int:
    await asyncio.sleep(0)
    return a + b


def returns_text(length: int) -> str:
    return "x" * length


def leaves_child() -> int:
    return subprocess.Popen(["sleep", "600"]).pid


def ignores_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raydeck.context().progress(1)
    while True:
        signal.pause()


def works_hard() -> None:
    held = bytearray(64_000_000)
    raydeck.context().progress(1, 2)
    while held:
        pass


def says_its_last() -> str:
    for step in range(4):
        raydeck.context().progress(step, 3, "done")
    return "done"


def kills_its_parent() -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    signal.pause()


def waits_with_child() -> None:
    child = subprocess.Popen(["sleep", "600"])
    Path("child").write_text(str(child.pid))
    raydeck.context().progress(1)
    signal.pause()
