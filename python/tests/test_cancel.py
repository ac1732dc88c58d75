"""How a task is cancelled: by asking, by SIGTERM, by its deadline."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest
from conftest import Start
from worker import Body, Reply, Worker


def ask_to_cancel(body: Body, number: int) -> Reply:
    return Reply(200, {"cancelRequested": body["progress"] is not None or number > 3, "nextHeartbeatSeconds": 0.05})


def test_a_task_that_checks_ends_canceled_when_asked(worker: Worker, start: Start) -> None:
    worker.answers["heartbeat"] = ask_to_cancel
    outcome = start("processes.watches_for_cancel").outcome()
    assert outcome["state"] == "CANCELED"
    assert outcome["result"] is None
    error = outcome["error"]
    assert (error["class"], error["phase"], error["retryable"]) == ("Canceled", "call", False)
    assert error["message"] == "cancel was requested"
    assert error["traceback"].endswith("raydeck.Canceled: cancel was requested\n")


def test_a_task_that_ends_well_after_being_asked_has_succeeded(worker: Worker, start: Start) -> None:
    worker.answers["heartbeat"] = ask_to_cancel
    assert start("processes.sees_cancel").result() == "true"


@pytest.mark.parametrize(
    "name", ["waits", "spins", "waits_async", "waits_in_c", "own_handler", "exits_at_sigterm", "child_dies_of_it"]
)
def test_sigterm_is_reported_as_canceled_within_three_seconds(worker: Worker, start: Start, name: str) -> None:
    execution = start(f"processes.{name}")
    worker.wait_for_progress(1)
    terminated_at = time.monotonic()
    execution.process.terminate()
    outcome = execution.outcome()
    assert time.monotonic() - terminated_at < 3
    assert outcome["state"] == "CANCELED"
    assert (outcome["error"]["class"], outcome["error"]["message"]) == ("Canceled", "stopped by SIGTERM")
    has_own_error = name in ("child_dies_of_it", "exits_at_sigterm")
    assert outcome["error"]["traceback"].endswith("Canceled: stopped by SIGTERM\n") or has_own_error


@pytest.mark.parametrize("name", ["waits", "waits_in_c"])
def test_after_sigterm_the_traceback_shows_where_the_code_stood(worker: Worker, start: Start, name: str) -> None:
    execution = start(f"processes.{name}")
    worker.wait_for_progress(1)
    execution.process.terminate()
    assert f"in {name}\n" in execution.outcome()["error"]["traceback"].split("Traceback", 1)[1]
    assert "user_code/processes.py" in execution.outcome()["error"]["traceback"].split("\n")[1]


@pytest.mark.parametrize("name", ["cleans_up", "waits_async"])
def test_sigterm_lets_user_code_clean_up(worker: Worker, start: Start, tmp_path: Path, name: str) -> None:
    execution = start(f"processes.{name}")
    worker.wait_for_progress(1)
    execution.process.terminate()
    assert execution.outcome()["state"] == "CANCELED"
    assert (tmp_path / "cleaned").exists()


def test_sigterm_is_reported_although_the_first_worker_hangs(worker: Worker, start: Start) -> None:
    def hang_once(body: Body, number: int) -> Reply | None:
        if number > 1:
            return None
        worker.wait_for(lambda: len(worker.outcomes) > 1)
        return Reply(503)

    worker.answers["outcome"] = hang_once
    execution = start("processes.waits")
    worker.wait_for_progress(1)
    terminated_at = time.monotonic()
    execution.process.terminate()
    assert execution.outcome()["state"] == "CANCELED"
    assert time.monotonic() - terminated_at < 3


def test_a_result_returned_after_sigterm_counts(worker: Worker, start: Start) -> None:
    execution = start("processes.swallows")
    worker.wait_for_progress(1)
    execution.process.terminate()
    assert execution.result() == '"finished all the same"'


def test_a_child_that_user_code_forked_dies_of_its_own_sigterm_alone(start: Start) -> None:
    assert start("processes.terminates_child").result() == str(-signal.SIGTERM)


def test_thirty_seconds_over_the_deadline_it_reports_that_it_timed_out(worker: Worker, start: Start) -> None:
    error = start("processes.waits_in_c", deadlineSeconds=-29).error()
    assert (error["class"], error["phase"], error["retryable"]) == ("TimedOut", "call", True)
    assert "in waits_in_c" in error["traceback"]
    assert error["traceback"].endswith(f"TimedOut: {error['message']}\n")
