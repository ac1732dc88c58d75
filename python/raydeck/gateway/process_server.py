"""`python -m raydeck.gateway.process_server`: forks a process for each task of an actor with the isolation `process`.

It stands beside the actor, and not in it: an actor has threads and connections of Ray's, which a fork would copy
half. It has imported what a task needs of ours, and nothing of anybody's user code.

Descriptor 0 is a socket of packets to the actor. The first one says on which terms (`Terms`); then come orders,
`["start", id]` with one end of the task's own socket, and `["kill", id]`. It reports `["started", id, pid]`,
`["failed", id, reason]` and `["ended", id, code, peakMemoryBytes, cpuSeconds]`, in which the code is -N after signal N.

When the actor dies, however it dies, the kernel closes the socket, and all of its tasks' process groups are killed.
When this process dies, the kernel kills the tasks' processes themselves, and the actor what is left of their groups.
"""

from __future__ import annotations

import asyncio  # noqa: F401
import contextlib
import faulthandler
import gc
import io
import json
import os
import select
import signal
import socket
import sys
from dataclasses import dataclass
from typing import Any, NoReturn

from ..execution.attempt_api import AttemptApi
from ..execution.forked_group import (
    ignore_polite_signals,
    lead_as_new,
    signal_group,
    wake_on_children,
)
from ..execution.interpreter import ray_version
from ..execution.usage import peak_bytes_of_rusage
from .process_child import ProcessChild
from .process_terms import Terms

LARGEST_PACKET_BYTES = 1 << 17
LINE = 3


@dataclass
class Forked:
    """A task's process, and the group that it leads."""

    name: str
    pid: int


class ProcessServer:
    """Single-threaded, so that a fork copies no lock that somebody holds."""

    def __init__(self, control: socket.socket, terms: Terms) -> None:
        self._pid = os.getpid()
        self._control = control
        self._terms = terms
        # Made once: reading a CA file takes longer than a small task.
        self._api = AttemptApi(tuple(terms.urls), terms.ca_file)
        self._children: dict[int, Forked] = {}
        self._wake = wake_on_children()
        ignore_polite_signals()

    def serve(self) -> None:
        """Until the actor closes its end; then nothing of its tasks runs any more."""
        control = self._control.fileno()
        while True:
            ready, _, _ = select.select([control, self._wake], [], [])
            if self._wake in ready:
                os.read(self._wake, 4096)
                self._reap()
            if control in ready and not self._obey():
                break
        for child in self._children.values():
            signal_group(child.pid, signal.SIGKILL, has_leader_ended=False)

    def _obey(self) -> bool:
        packet, descriptors, _, _ = socket.recv_fds(self._control, LARGEST_PACKET_BYTES, 1)
        if not packet:
            return False
        kind, name = json.loads(packet)
        if kind == "start":
            self._start(name, descriptors[0])
        else:
            for child in self._children.values():
                if child.name == name:
                    signal_group(child.pid, signal.SIGKILL, has_leader_ended=False)
        return True

    def _start(self, name: str, line: int) -> None:
        try:
            pid = os.fork()
        except OSError as error:
            self._report(["failed", name, str(error)])
        else:
            if pid == 0:
                self._become_child(line)
            self._children[pid] = Forked(name, pid)
            self._report(["started", name, pid])
        finally:
            os.close(line)

    def _reap(self) -> None:
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            child = self._children.pop(pid, None)
            if child is None:
                continue
            # What it has left behind in its group must not outlive the task.
            signal_group(pid, signal.SIGKILL, has_leader_ended=True)
            code = os.waitstatus_to_exitcode(status)
            used = [peak_bytes_of_rusage(usage), round(usage.ru_utime + usage.ru_stime, 6)]
            self._report(["ended", child.name, code, *used])

    def _report(self, message: list[Any]) -> None:
        with contextlib.suppress(OSError):  # the actor is gone, which is found out by itself
            self._control.send(json.dumps(message).encode())

    def _become_child(self, line: int) -> NoReturn:
        code = 1
        try:
            lead_as_new(self._pid)
            control = self._control.detach()
            null = os.open(os.devnull, os.O_RDONLY)
            os.dup2(null, 0)
            os.dup2(line, LINE, inheritable=False)
            os.closerange(LINE + 1, max(256, control, line, null) + 1)
            self._children.clear()
            ProcessChild(socket.socket(fileno=LINE), self._terms, self._api).run()
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            with contextlib.suppress(BaseException):
                sys.stderr.flush()
            os._exit(code)
        raise AssertionError("unreachable")


def main() -> None:
    """Set up what the children share, and serve."""
    control = socket.socket(fileno=os.dup(0))
    terms = Terms(**json.loads(control.recv(LARGEST_PACKET_BYTES)))
    sys.path[:] = terms.path
    os.chdir(terms.directory)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(line_buffering=True, errors="backslashreplace")
    # The stack of a crash goes to the task's own log.
    faulthandler.enable(file=2, all_threads=False)
    ray_version()  # reads through all that is installed, and is remembered
    server = ProcessServer(control, terms)
    gc.collect()
    gc.freeze()
    server.serve()


if __name__ == "__main__":
    main()
