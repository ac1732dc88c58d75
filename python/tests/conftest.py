"""Fixtures: a worker, and executions of the real entrypoint in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Protocol, cast

import pytest
from awaited import Awaited
from command import Done, Raydeck
from console import KEY, Console
from worker import PATIENCE_SECONDS, TICKET, Body, Worker, session

from raydeck import AsyncClient, Client

HERE = Path(__file__).parent


class Execution:
    """A started entrypoint. `log()` is what reached its standard output and error."""

    def __init__(self, process: subprocess.Popen[bytes], worker: Worker, log_file: Path | None) -> None:
        self.process = process
        self._worker = worker
        self._log_file = log_file

    @property
    def pid(self) -> int:
        return self.process.pid

    def wait(self) -> int:
        return self.process.wait(PATIENCE_SECONDS)

    def release(self) -> None:
        """Let `processes.waits_for_file` return."""
        assert self._log_file is not None
        (self._log_file.parent / "released").touch()

    def log(self) -> str:
        assert self._log_file is not None
        return self._log_file.read_text("utf-8", "replace")

    def outcome(self) -> Body:
        """The outcome, after the execution has ended with exit code 0."""
        assert self.wait() == 0, self.log()
        return self._worker.outcomes[-1]

    def result(self) -> str:
        """The result's JSON text, after success."""
        outcome = self.outcome()
        assert outcome["state"] == "SUCCEEDED", outcome["error"]
        assert outcome["error"] is None
        result = outcome["result"]
        assert isinstance(result, str)
        return result

    def error(self) -> Body:
        """The error, after failure."""
        outcome = self.outcome()
        assert outcome["state"] == "FAILED"
        assert outcome["result"] is None
        error = outcome["error"]
        assert isinstance(error, dict)
        return error


class Start(Protocol):
    def __call__(
        self,
        callable_path: str,
        *args: Any,
        kwargs: Body | None = None,
        env: dict[str, str] | None = None,
        stdout: int | IO[bytes] | None = None,
        stderr: int | IO[bytes] | None = None,
        **changes: Any,
    ) -> Execution: ...


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.close()


@pytest.fixture
def start(worker: Worker, tmp_path: Path) -> Iterator[Start]:
    """Start `callable_path(*args)`; further keywords change the session. The working directory is `tmp_path`."""
    started: list[subprocess.Popen[bytes]] = []

    def start_execution(
        callable_path: str,
        *args: Any,
        kwargs: Body | None = None,
        env: dict[str, str] | None = None,
        stdout: int | IO[bytes] | None = None,
        stderr: int | IO[bytes] | None = None,
        **changes: Any,
    ) -> Execution:
        worker.session = session(callable_path, list(args), kwargs or {}, **changes)
        log_file = tmp_path / f"log-{len(started)}"
        with log_file.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "raydeck.entrypoint"],
                env=environment(worker.url) | (env or {}),
                cwd=tmp_path,
                stdout=stdout if stdout is not None else log,
                stderr=stderr if stderr is not None else log,
                start_new_session=True,
            )
        started.append(process)
        return Execution(process, worker, log_file)

    yield start_execution
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def environment(urls: str) -> dict[str, str]:
    """What a runner hands over, and the path to the package and to the tests' user code."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(HERE.parent), str(HERE / "user_code")]),
        "RAYDECK_TICKET": TICKET,
        "RAYDECK_ATTEMPT_API_URLS": urls,
    }


@pytest.fixture
def console() -> Iterator[Console]:
    console = Console()
    yield console
    console.close()


class Connect(Protocol):
    def __call__(self, url: str | None = None, key: str = KEY, **settings: Any) -> Client: ...


@pytest.fixture(params=["blocking", "asyncio"])
def connect(request: pytest.FixtureRequest, console: Console) -> Iterator[Connect]:
    """Makes clients: each test that uses it runs with the blocking and with the asynchronous one."""
    made: list[Client] = []

    def make(url: str | None = None, key: str = KEY, **settings: Any) -> Client:
        address = console.url if url is None else url
        client: Any = Client(address, key, **settings)
        if request.param == "asyncio":
            client = Awaited(AsyncClient(address, key, **settings))
        made.append(cast(Client, client))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(connect: Connect) -> Client:
    """One that does not repeat itself for long."""
    return connect(retries=2, timeout_seconds=10)


@pytest.fixture
def raydeck(console: Console, tmp_path: Path) -> Raydeck:
    """Runs `python -m raydeck`."""

    def run(*words: str, stdin: str = "", env: dict[str, str | None] | None = None) -> Done:
        command = [sys.executable, "-m", "raydeck", *words]
        variables = command_environment(console) | (env or {})
        given = {name: value for name, value in variables.items() if value is not None}
        done = subprocess.run(
            command, cwd=tmp_path, env=given, input=stdin, capture_output=True, text=True, timeout=PATIENCE_SECONDS
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run


def command_environment(console: Console) -> dict[str, str | None]:
    """The console's address and key, and the path to the package and to the tests' user code."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(HERE.parent), str(HERE / "user_code")]),
        "RAYDECK_URL": console.url,
        "RAYDECK_API_KEY": KEY,
    }
