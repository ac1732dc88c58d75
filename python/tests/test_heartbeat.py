"""Signs of life, and what comes back with them."""

from __future__ import annotations

import contextlib
import signal
from pathlib import Path

import pytest
from conftest import Start
from worker import LOST, Body, Reply, Worker


def test_a_heartbeat_tells_progress_log_and_cost(worker: Worker, start: Start) -> None:
    start("processes.prints_and_waits")
    worker.wait_for_progress(1)
    worker.wait_for(lambda: any(beat["logTail"] == "first\n" for beat in worker.heartbeats))
    beat = worker.heartbeats[-1]
    assert beat["executionId"] == worker.starts[0]["executionId"]
    assert beat["progress"] == {"current": 1, "total": None, "message": None}
    assert beat["logBytes"] == 6
    assert beat["peakMemoryBytes"] > 1 << 20
    assert beat["cpuSeconds"] > 0


def test_an_unchanged_log_is_not_sent_again(worker: Worker, start: Start) -> None:
    start("processes.prints_and_waits")
    worker.wait_for_progress(1)
    count = len(worker.heartbeats)
    worker.wait_for(lambda: len(worker.heartbeats) >= count + 3)
    assert [beat["logTail"] for beat in worker.heartbeats].count("first\n") == 1
    assert worker.heartbeats[-1]["logTail"] is None


def test_a_log_that_was_not_acknowledged_is_sent_again(worker: Worker, start: Start) -> None:
    worker.answers["heartbeat"] = lambda body, number: Reply(503) if number <= 3 else None
    start("processes.prints_and_waits")
    worker.wait_for(lambda: len([b for b in worker.heartbeats[3:] if b["logTail"] == "first\n"]) == 1)


def test_heartbeats_go_on_while_user_code_spins(worker: Worker, start: Start) -> None:
    start("processes.spins")
    worker.wait_for_progress(1)
    count = len(worker.heartbeats)
    worker.wait_for(lambda: len(worker.heartbeats) >= count + 5)


def test_the_answer_sets_the_next_interval(worker: Worker, start: Start) -> None:
    def answer(body: Body, number: int) -> Reply:
        return Reply(200, {"cancelRequested": False, "nextHeartbeatSeconds": 0.05 if number < 3 else 600})

    worker.answers["heartbeat"] = answer
    execution = start("processes.waits", heartbeatSeconds=0.05)
    worker.wait_for(lambda: len(worker.heartbeats) == 3)
    with pytest.raises(AssertionError):
        worker.wait_for(lambda: len(worker.heartbeats) > 3, patience_seconds=0.5)
    execution.process.terminate()
    assert execution.outcome()["state"] == "CANCELED"


@pytest.mark.parametrize("status", [401, 409])
def test_an_execution_that_is_not_live_any_more_ends_with_its_children(
    worker: Worker, start: Start, tmp_path: Path, status: int
) -> None:
    worker.answers["heartbeat"] = lambda body, number: Reply(status) if (body["progress"] or {}) else None
    execution = start("processes.child_dies_of_it")
    assert execution.wait() == -signal.SIGKILL
    assert worker.outcomes == []
    assert "not live" in execution.log()
    assert_gone(int((tmp_path / "child").read_text()))


def test_without_an_answer_for_the_silence_limit_it_ends_with_its_children(
    worker: Worker, start: Start, tmp_path: Path
) -> None:
    worker.answers["heartbeat"] = lambda body, number: Reply(503) if (body["progress"] or {}) else None
    execution = start("processes.child_dies_of_it", silenceLimitSeconds=1)
    assert execution.wait() == -signal.SIGKILL
    assert worker.outcomes == []
    assert "no worker answered for 1 s" in execution.log()
    assert_gone(int((tmp_path / "child").read_text()))


def test_a_worker_that_hangs_counts_as_silent(worker: Worker, start: Start) -> None:
    def hang(body: Body, number: int) -> None:
        worker.wait_for(lambda: False, patience_seconds=2)

    worker.answers["heartbeat"] = hang
    assert start("processes.waits", silenceLimitSeconds=0.5).wait() == -signal.SIGKILL


def test_answers_put_the_silence_limit_off(worker: Worker, start: Start) -> None:
    execution = start("processes.waits", silenceLimitSeconds=1)
    worker.wait_for(lambda: len(worker.heartbeats) >= 30)  # 1.5 s
    assert execution.process.poll() is None


def test_a_heartbeat_that_crosses_the_outcome_does_not_end_the_execution(worker: Worker, start: Start) -> None:
    # The worker commits the outcome, its reply is lost, and a heartbeat under way is told "not live".
    def answer_late(body: Body, number: int) -> Reply:
        worker.wait_for(lambda: worker.outcomes)
        return Reply(409)

    worker.answers["heartbeat"] = answer_late
    worker.answers["outcome"] = lambda body, number: LOST if number <= 2 else None
    execution = start("processes.waits_for_file")
    worker.wait_for(lambda: worker.heartbeats)
    execution.release()
    assert execution.outcome()["state"] == "SUCCEEDED"
    assert len(worker.outcomes) == 3


def assert_gone(pid: int) -> None:
    """The process is dead: no such id, or a zombie that nobody has collected."""
    status = Path(f"/proc/{pid}/status")
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        assert "\nState:\tZ" in status.read_text()
