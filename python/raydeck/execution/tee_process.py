"""The process that stands between the execution and its log when that is a pipe or a terminal."""

from __future__ import annotations

import os
import select
import signal
import socket
from typing import NoReturn

from .head import Head
from .ring import Ring

CHUNK_BYTES = 65_536
DRAIN_ROUNDS = 64  # more than a pipe holds; a child that never stops writing must not hold up the answer


def run_tee(sources: dict[int, int], control: socket.socket, ring: Ring, head: Head) -> NoReturn:
    """Copy each source (a pipe's read end) to its target until all writers are gone; answer questions on `control`.

    Asked `s` or `e`, it passes on what the pipes hold, then answers `s`; after `e` it ends instead when nobody can
    write any more. It outlives the execution's SIGTERM and death, so that the last lines arrive.
    """
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    try:
        while sources:
            asked = control.fileno()  # -1 when the execution is gone
            ready, _, _ = select.select([*sources, *([asked] if asked >= 0 else [])], [], [])
            for source in [source for source in ready if source in sources]:
                _copy(source, sources, ring, head)
            if asked in ready:
                _answer(control, sources, ring, head)
    finally:
        os._exit(0)
    raise AssertionError("unreachable")


def _answer(control: socket.socket, sources: dict[int, int], ring: Ring, head: Head) -> None:
    question = control.recv(1)
    for _ in range(DRAIN_ROUNDS):
        ready = select.select(list(sources), [], [], 0)[0] if sources else []
        for source in ready:
            _copy(source, sources, ring, head)
        if not ready:
            break
    if not question:
        control.close()
    elif sources or question == b"s":
        control.send(b"s")


def _copy(source: int, sources: dict[int, int], ring: Ring, head: Head) -> None:
    chunk = os.read(source, CHUNK_BYTES)
    if not chunk:
        del sources[source]
        return
    head.write(chunk)
    ring.write(chunk)
    _pass_on(chunk, sources[source])


def _pass_on(chunk: bytes, target: int) -> None:
    while chunk:
        try:
            chunk = chunk[os.write(target, chunk) :]
        except BlockingIOError:
            select.select([], [target], [])
        except OSError:
            return  # the reader is gone; the execution must not notice
