"""An actor's fork server, and the processes that it makes: one for each task."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict

from ..context import Context
from ..execution.forked_group import signal_group
from ..execution.outcome import Outcome
from .followed_process import FollowedProcess, ServerGone
from .own_process import OwnProcess
from .process_terms import Terms

# Where this package can be imported from, by an interpreter that knows of nothing else.
_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Processes:
    """Made in the actor's main thread, and used there; `kill` from any."""

    def __init__(self, terms: Terms, environment: Mapping[str, str]) -> None:
        self._terms = terms
        self._environment = dict(environment)
        self._start_server()

    def run(self, task_id: str, text: str, process: OwnProcess, context: Context) -> Outcome | int:
        """Run one task in a process of its own. Returns its outcome or, without one, the process's exit code, -N after
        signal N. By then nothing of it runs any more.
        """
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self._order_start(task_id, theirs)
            process.begin(ours, ["r", task_id, text])
            try:
                return FollowedProcess(ours, self._control, process, context).end()
            except ServerGone:
                # With it the kernel has ended the process, and nobody what that has left in its group.
                if process.pid is not None:
                    signal_group(process.pid, signal.SIGKILL, has_leader_ended=True)
                self._replace_server()
                return -signal.SIGKILL

    def kill(self, task_id: str) -> None:
        """End the process of a task, and what it has started."""
        with contextlib.suppress(OSError):
            self._control.send(json.dumps(["kill", task_id]).encode())

    def _order_start(self, task_id: str, line: socket.socket) -> None:
        order = [json.dumps(["start", task_id]).encode()]
        try:
            socket.send_fds(self._control, order, [line.fileno()])
        except OSError:  # somebody has ended it
            self._replace_server()
            socket.send_fds(self._control, order, [line.fileno()])

    def close(self) -> None:
        """End the server, and what it has forked."""
        self._control.close()
        self._server.wait()

    def _replace_server(self) -> None:
        self._server.kill()
        self.close()
        self._start_server()

    def _start_server(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "raydeck.gateway.process_server"],
                stdin=theirs.fileno(),
                cwd=_ROOT,
                env=self._environment,
            )
        self._control.send(json.dumps(asdict(self._terms)).encode())
