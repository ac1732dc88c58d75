"""An outcome is held until a worker has committed it."""

from __future__ import annotations

import threading

import pytest
from conftest import Start
from worker import LOST, Reply, Worker


def test_an_outcome_is_repeated_unchanged_until_it_is_acknowledged(worker: Worker, start: Start) -> None:
    answers = {1: LOST, 2: Reply(503), 3: Reply(429), 4: Reply(502)}
    worker.answers["outcome"] = lambda body, number: answers.get(number)
    assert start("touches.run").result() == '"ran"'
    assert len(worker.outcomes) == 5
    assert all(outcome == worker.outcomes[0] for outcome in worker.outcomes)


def test_an_outcome_survives_seconds_without_a_worker(worker: Worker, start: Start) -> None:
    execution = start("processes.waits_for_file")
    worker.wait_for_progress(1)
    worker.pause()
    execution.release()
    threading.Timer(2.0, worker.resume).start()
    assert execution.outcome()["state"] == "SUCCEEDED"


def test_a_dead_man_limit_does_not_end_an_execution_that_reports(worker: Worker, start: Start) -> None:
    worker.answers["outcome"] = lambda body, number: Reply(503) if number <= 4 else None  # two seconds and more
    assert start("touches.run", silenceLimitSeconds=0.5).result() == '"ran"'


def test_after_the_grace_it_says_what_could_not_be_reported(worker: Worker, start: Start) -> None:
    worker.answers["outcome"] = lambda body, number: Reply(503, {"title": "no database"})
    execution = start("failures.builtin", env={"RAYDECK_REPORT_GRACE_SECONDS": "0.5"})
    assert execution.wait() == 75
    last = execution.log().splitlines()[-1]
    assert "unreported" in last
    assert "no database" in last
    assert "builtins.ValueError: boom" in last


def test_a_result_is_not_printed_when_it_cannot_be_reported(worker: Worker, start: Start) -> None:
    worker.answers["outcome"] = lambda body, number: Reply(503)
    execution = start("results.characters", 40, env={"RAYDECK_REPORT_GRACE_SECONDS": "0.2"})
    assert execution.wait() == 75
    assert "SUCCEEDED, 42 characters of result" in execution.log()
    assert "xxx" not in execution.log()


@pytest.mark.parametrize("status", [400, 401, 409, 413])
def test_a_refused_outcome_is_not_repeated(worker: Worker, start: Start, status: int) -> None:
    worker.answers["outcome"] = lambda body, number: Reply(status)
    execution = start("touches.run")
    assert execution.wait() == 76
    assert len(worker.outcomes) == 1
    assert "refused" in execution.log()


def test_an_alarm_that_user_code_left_behind_does_not_break_the_report(worker: Worker, start: Start) -> None:
    worker.answers["outcome"] = lambda body, number: LOST if number <= 3 else None
    assert start("processes.leaves_alarm").result() == '"before the alarm"'
    assert len(worker.outcomes) == 4
