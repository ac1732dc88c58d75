"""The start gate: user code is started once, or not at all."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from conftest import Start
from worker import LOST, TICKET, TOKEN, Body, Reply, Worker


def test_the_start_says_which_execution_and_machine_it_is(worker: Worker, start: Start) -> None:
    execution = start("touches.run")
    execution.result()
    (body,) = worker.starts
    assert body["pid"] == execution.pid
    assert body["hostname"] == socket.gethostname()
    assert set(body) == {
        "executionId", "python", "raydeck", "ray", "rayNodeId", "rayJobId", "pod", "hostname", "pid",
    }  # fmt: skip


def test_the_ticket_opens_the_gate_and_the_session_token_all_else(worker: Worker, start: Start) -> None:
    execution = start("processes.waits")
    worker.wait_for_progress(1)
    execution.process.terminate()
    assert execution.outcome()["state"] == "CANCELED"
    assert worker.tokens == {"start": {TICKET}, "heartbeat": {TOKEN}, "outcome": {TOKEN}}


@pytest.mark.parametrize("status", [400, 401, 409, 413])
def test_a_refused_start_never_imports_user_code(worker: Worker, start: Start, tmp_path: Path, status: int) -> None:
    worker.answers["start"] = lambda body, number: Reply(status, {"code": "CONFLICT", "title": "not yours"})
    execution = start("touches.run")
    assert execution.wait() == 76
    assert not (tmp_path / "imported").exists()
    assert len(worker.starts) == 1
    assert worker.outcomes == []
    assert "not yours" in execution.log()


def test_a_start_whose_reply_was_lost_is_repeated_with_the_same_id_and_runs_once(
    worker: Worker, start: Start, tmp_path: Path
) -> None:
    worker.answers["start"] = lambda body, number: LOST if number <= 2 else None
    assert start("touches.run").result() == '"ran"'
    assert len({body["executionId"] for body in worker.starts}) == 1
    assert len(worker.starts) == 3
    assert (tmp_path / "imported").read_text() == "once\n"


def test_each_execution_draws_its_own_id(worker: Worker, start: Start, tmp_path: Path) -> None:
    start("touches.run").result()
    assert start("touches.run").wait() == 76
    assert len({body["executionId"] for body in worker.starts}) == 2
    assert (tmp_path / "imported").read_text() == "once\n"


@pytest.mark.parametrize("status", [429, 500, 503, 404, 302])
def test_a_start_is_tried_again_when_the_worker_cannot_answer(worker: Worker, start: Start, status: int) -> None:
    worker.answers["start"] = lambda body, number: Reply(status) if number == 1 else None
    assert start("touches.run").result() == '"ran"'


def test_a_start_is_tried_again_when_the_answer_is_no_session(worker: Worker, start: Start) -> None:
    worker.answers["start"] = lambda body, number: Reply(200, {"login": "please"}) if number == 1 else None
    assert start("touches.run").result() == '"ran"'


def test_all_urls_are_tried(worker: Worker, start: Start) -> None:
    urls = f"http://127.0.0.1:1, http://127.0.0.1:2/,{worker.url}/,http://127.0.0.1:3"
    assert start("touches.run", env={"RAYDECK_ATTEMPT_API_URLS": urls}).result() == '"ran"'


def test_without_a_worker_it_gives_up_after_the_grace(worker: Worker, start: Start, tmp_path: Path) -> None:
    worker.answers["start"] = lambda body, number: Reply(503, {"title": "starting"})
    execution = start("touches.run", env={"RAYDECK_START_GRACE_SECONDS": "0.5"})
    assert execution.wait() == 77
    assert "starting" in execution.log()
    assert not (tmp_path / "imported").exists()


def test_user_code_finds_no_ticket_in_its_environment(worker: Worker, start: Start) -> None:
    result = start("results.environment_text").result()
    assert TICKET not in result
    assert TOKEN not in result
    assert "RAYDECK_TICKET" not in result


def test_unknown_fields_of_the_session_are_passed_over(worker: Worker, start: Start) -> None:
    changes: Body = {"fromTheFuture": {"a": 1}}
    assert start("touches.run", **changes).result() == '"ran"'
