"""Large results go ahead of the outcome, cut logs after it; large arguments are fetched."""

from __future__ import annotations

import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

from conftest import Start
from worker import LOST, Reply, Worker

from raydeck.execution.live_budget import BURST_BYTES, BYTES_A_SECOND, LEAST_BYTES, LiveBudget

LARGE: dict[str, Any] = {"resultLimitBytes": 1_000, "resultUploadLimitBytes": 10_000_000}


def test_a_large_result_goes_ahead_and_the_outcome_names_it(start: Start, worker: Worker) -> None:
    outcome = start("results.characters", 2_000_000, **LARGE).outcome()
    assert worker.results == [json.dumps("x" * 2_000_000).encode()]
    assert (outcome["result"], outcome["resultUpload"]) == (None, "upload-1")


def test_a_small_result_stays_in_the_outcome(start: Start, worker: Worker) -> None:
    outcome = start("results.characters", 998, **LARGE).outcome()
    assert outcome["result"] is not None
    assert "resultUpload" not in outcome
    assert worker.results == []


def test_a_storage_that_is_away_costs_time_and_no_result(start: Start, worker: Worker) -> None:
    worker.upload_answers = [Reply(503, {"code": "UNAVAILABLE"}), LOST, Reply(502)]
    outcome = start("results.characters", 5_000, **LARGE).outcome()
    assert outcome["resultUpload"] == "upload-4"


def test_an_upload_that_is_refused_is_not_reported_as_a_success(start: Start, worker: Worker) -> None:
    worker.upload_answers = [Reply(409, {"code": "CONFLICT"})]
    execution = start("results.characters", 5_000, **LARGE)
    assert execution.wait() == 76
    assert worker.outcomes == []


def test_beyond_the_limit_of_uploads_a_result_is_too_large(start: Start, worker: Worker) -> None:
    error = start("results.characters", 2_001, resultLimitBytes=1_000, resultUploadLimitBytes=2_000).error()
    assert error["class"] == "ResultTooLarge"
    assert worker.results == []


def test_stored_arguments_are_fetched_and_checked(start: Start, worker: Worker) -> None:
    worker.arguments = json.dumps({"args": ["y" * 300_000], "kwargs": {}}).encode()
    stored = {"sizeBytes": len(worker.arguments), "sha256": hashlib.sha256(worker.arguments).hexdigest()}
    assert start("results.size", args=None, kwargs=None, argumentsStored=stored).result() == "300000"


def test_arguments_that_are_not_what_was_stored_are_not_called_with(start: Start, worker: Worker) -> None:
    worker.arguments = b'{"args": ["other"], "kwargs": {}}'
    stored = {"sizeBytes": len(worker.arguments), "sha256": "0" * 64}
    env = {"RAYDECK_REPORT_GRACE_SECONDS": "0.3"}
    error = start("results.size", env=env, argumentsStored=stored).error()
    assert (error["class"], error["phase"], error["retryable"]) == ("ArgumentsUnavailable", "arguments", True)


def test_a_log_that_its_tail_cannot_hold_is_kept_with_head_and_tail(start: Start, worker: Worker) -> None:
    execution = start("processes.prints_lines", 5_000, logTailLimitBytes=2_000, logLimitBytes=10_000)
    outcome = execution.outcome()
    assert execution.log().endswith(outcome["logTail"])
    text = unpacked(worker.logs)
    whole = execution.log()
    head, _, rest = text.partition("\n[raydeck: ")
    assert head == whole[:5_000]
    gap, _, tail = rest.partition(" bytes left out]\n")
    assert tail == whole[-5_000:]
    assert int(gap) == outcome["logBytes"] - 10_000


def test_the_same_through_a_pipe(start: Start, worker: Worker, tmp_path: Path) -> None:
    with (tmp_path / "other").open("wb") as other:
        start("processes.prints_lines", 5_000, stderr=other, logTailLimitBytes=2_000, logLimitBytes=10_000).outcome()
    text = unpacked(worker.logs)
    assert text.startswith("line 0 ")
    assert " bytes left out]\n" in text
    assert "line 4999 " in text.splitlines()[-1]


def test_a_log_within_the_limit_is_whole(start: Start, worker: Worker) -> None:
    execution = start("processes.prints_lines", 100, logTailLimitBytes=2_000, logLimitBytes=100_000)
    execution.outcome()
    assert unpacked(worker.logs) == execution.log()


def test_a_log_that_its_tail_holds_is_not_sent_again(start: Start, worker: Worker) -> None:
    start("processes.prints_lines", 10, logLimitBytes=100_000).outcome()
    assert worker.logs == []


def test_a_log_that_cannot_be_kept_leaves_the_outcome_as_it_is(start: Start, worker: Worker) -> None:
    worker.upload_answers = [Reply(409)]
    outcome = start("processes.prints_lines", 100, logTailLimitBytes=2_000, logLimitBytes=100_000).outcome()
    assert outcome["state"] == "SUCCEEDED"


def test_a_flood_is_shown_at_a_bounded_rate() -> None:
    now = [0.0]
    budget = LiveBudget(lambda: now[0])
    sent = 0
    for _ in range(1_000):
        allowed = budget.allow(65_536)
        budget.spend(allowed)
        sent += allowed
        now[0] += 5
    assert sent <= BURST_BYTES + 1_000 * max(LEAST_BYTES, 5 * BYTES_A_SECOND)
    assert allowed == 5 * BYTES_A_SECOND


def unpacked(logs: list[bytes]) -> str:
    assert len(logs) == 1
    return zlib.decompress(logs[0], 16 + zlib.MAX_WBITS).decode()
