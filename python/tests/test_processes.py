"""Threads, children, crashes: only the original process reports, and only what happened."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest
from conftest import Start
from worker import Reply, Worker


@pytest.mark.parametrize("code", [0, 1])
def test_a_process_that_leaves_by_itself_reports_nothing(worker: Worker, start: Start, code: int) -> None:
    assert start("processes.leaves", code).wait() == code
    assert worker.outcomes == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_process_that_is_killed_reports_nothing(worker: Worker, start: Start, number: signal.Signals) -> None:
    execution = start("processes.kills_itself", int(number))
    assert execution.wait() == -number
    assert worker.outcomes == []
    assert execution.log().startswith("last words\n")


def test_a_thread_that_never_ends_does_not_hold_up_the_end(start: Start) -> None:
    assert start("processes.leaves_thread").result() == '"returned"'


def test_a_child_that_never_ends_does_not_hold_up_the_end_and_ends_with_it(worker: Worker, start: Start) -> None:
    execution = start("processes.leaves_child")
    assert execution.result() == '"returned"'
    execution.wait()
    worker.wait_for(lambda: not living_members(execution.pid))


def living_members(group: int) -> list[str]:
    """What `ps` shows of a process group, without processes that ended and wait for their parent to notice."""
    listed = subprocess.run(["ps", "-A", "-o", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    return [
        line for line in listed.splitlines() if line.split()[0] == str(group) and not line.split()[1].startswith("Z")
    ]


@pytest.mark.parametrize(("how", "code"), [("return", 0), ("raise", 1), ("exit", 3)])
def test_a_forked_child_that_comes_back_does_not_report(worker: Worker, start: Start, how: str, code: int) -> None:
    assert start("processes.forks", how).result() == f'"parent of {code}"'
    assert len(worker.outcomes) == 1


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_multiprocessing_works_in_user_code(start: Start, method: str) -> None:
    assert start("processes.uses_a_pool", method).result() == "[1, 4, 9]"


def test_another_working_directory_does_not_matter(start: Start) -> None:
    assert start("processes.changes_directory").result() == '"elsewhere"'


def test_it_leads_a_process_group_of_its_own(worker: Worker, tmp_path: Path) -> None:
    import sys

    from conftest import environment
    from worker import session

    worker.session = session("processes.waits", [], {}, silenceLimitSeconds=0.5)
    worker.answers["heartbeat"] = lambda body, number: Reply(503)
    # Started into our own group: were it not to leave it, its dead-man limit would end this test run.
    process = subprocess.Popen([sys.executable, "-m", "raydeck.entrypoint"], env=environment(worker.url), cwd=tmp_path)
    assert process.wait(20) == -signal.SIGKILL
