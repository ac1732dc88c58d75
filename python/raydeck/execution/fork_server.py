"""`python -m raydeck.execution.fork_server`: starts executions on the worker's own machine, for the runner `local`.

A new interpreter takes a tenth of a second and more until it has imported what an execution needs; a process that has
it all forks one in a few milliseconds. Each execution still is a process of its own, the leader of its process group,
and has imported nothing of anybody's user code.

Orders are lines of JSON on standard input:

    {"start": name, "directory": path, "output": path, "env": {name: value}}
    {"signal": name, "number": number}

Reports are lines of JSON to descriptor 3:

    {"ready": pid}
    {"started": name, "pid": pid}
    {"failed": name, "reason": text}
    {"ended": name, "exitCode": code}    code is -N after signal N

When the worker dies, however it dies, the kernel closes standard input, and all
process groups are killed. When this process dies, the kernel kills the executions themselves (on Linux), and the worker
what is left of their groups.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import runpy
import select
import signal
import sys
import time
from dataclasses import dataclass
from typing import Any, NoReturn

# Not the entrypoint itself: each execution runs it as its `__main__`.
from . import execute, settings  # noqa: F401
from .forked_group import ignore_polite_signals, lead_as_new, signal_group, wake_on_children
from .interpreter import ray_version

REPORTS = 3
LAST_WORDS_SECONDS = 0.5
POLL_SECONDS = 0.01


@dataclass
class Child:
    """One execution. When its first process has ended, the rest of its group may end by itself until `give_up_at`."""

    name: str
    pid: int
    exit_code: int | None = None
    give_up_at: float = 0.0

    def send(self, number: int) -> bool:
        """Signal the group; False when there is nobody left in it."""
        return signal_group(self.pid, number, has_leader_ended=self.exit_code is not None)


class ForkServer:
    """Single-threaded, so that a fork copies no lock that somebody holds."""

    def __init__(self) -> None:
        self._pid = os.getpid()
        self._children: dict[str, Child] = {}
        self._unread = b""
        # What stood there before the worker's package and whatever comes with an execution.
        own = os.path.realpath(os.getcwd())
        self._path = [entry for entry in sys.path if os.path.realpath(entry) != own]
        self._wake = wake_on_children()
        ignore_polite_signals()

    def serve(self) -> None:
        """Serve until the worker closes standard input or dies; then nothing of its executions runs any more."""
        _report({"ready": self._pid})
        while True:
            leaving = any(child.exit_code is not None for child in self._children.values())
            ready, _, _ = select.select([0, self._wake], [], [], POLL_SECONDS if leaving else None)
            if self._wake in ready:
                os.read(self._wake, 4096)
            if 0 in ready and not self._read_orders():
                break
            self._reap()
            self._let_go()
        for child in self._children.values():
            child.send(signal.SIGKILL)

    def _read_orders(self) -> bool:
        chunk = os.read(0, 1 << 16)
        *lines, self._unread = (self._unread + chunk).split(b"\n")
        for line in lines:
            self._obey(json.loads(line))
        return bool(chunk)

    def _obey(self, order: dict[str, Any]) -> None:
        if "start" in order:
            self._start(order)
        elif order["signal"] in self._children:
            self._children[order["signal"]].send(order["number"])

    def _start(self, order: dict[str, Any]) -> None:
        name = order["start"]
        try:
            pid = os.fork()
        except OSError as error:
            return _report({"failed": name, "reason": str(error)})
        if pid == 0:
            self._execute(order)
        self._children[name] = Child(name, pid)
        return _report({"started": name, "pid": pid})

    def _reap(self) -> None:
        by_pid = {child.pid: child for child in self._children.values() if child.exit_code is None}
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid in by_pid:
                by_pid[pid].exit_code = os.waitstatus_to_exitcode(status)
                by_pid[pid].give_up_at = time.monotonic() + LAST_WORDS_SECONDS

    def _let_go(self) -> None:
        for child in [child for child in self._children.values() if child.exit_code is not None]:
            if child.send(0) and time.monotonic() < child.give_up_at:
                continue
            child.send(signal.SIGKILL)
            del self._children[child.name]
            _report({"ended": child.name, "exitCode": child.exit_code})

    def _execute(self, order: dict[str, Any]) -> NoReturn:
        code = 1
        try:
            self._become(order)
            if sys.platform != "linux":
                # macOS: its libraries refuse to work in a process that was forked and runs no program of its own.
                os.execve(sys.executable, [sys.executable, "-m", "raydeck.entrypoint"], os.environ)
            runpy.run_module("raydeck.entrypoint", run_name="__main__", alter_sys=True)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            with contextlib.suppress(BaseException):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)
        raise AssertionError("unreachable")

    def _become(self, order: dict[str, Any]) -> None:
        """What a new interpreter would find: its own session, streams, directory, environment, path and signals."""
        lead_as_new(self._pid)
        null = os.open(os.devnull, os.O_RDONLY)
        output = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for target, source in ((0, null), (1, output), (2, output)):
            os.dup2(source, target)
        os.closerange(3, 256)
        directory, env = order["directory"], order["env"]
        os.chdir(directory)
        os.environ.clear()
        os.environ.update(env)
        time.tzset()
        sys.path[:] = [directory, *filter(None, env.get("PYTHONPATH", "").split(os.pathsep)), *self._path]
        sys.argv = sys.argv[:1]  # runpy names the entrypoint there
        self._children.clear()


def _report(message: dict[str, Any]) -> None:
    os.write(REPORTS, json.dumps(message).encode() + b"\n")


def main() -> None:
    """Import, warm up, serve."""
    ray_version()  # reads through all that is installed, and is remembered
    server = ForkServer()
    gc.collect()
    gc.freeze()
    server.serve()


if __name__ == "__main__":
    main()
