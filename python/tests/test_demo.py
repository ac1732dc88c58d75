"""The demonstration tasks do what their names say, run as `./raydeck up --demo` runs them."""

from __future__ import annotations

import pytest
from conftest import Start
from worker import Worker


def test_add_succeeds(start: Start) -> None:
    assert start("raydeck.demo.add", 2, 3, plainCallables=False).result() == "5"


def test_deep_failure_shows_its_frames_and_its_cause(start: Start) -> None:
    error = start("raydeck.demo.deep_failure", plainCallables=False).error()
    assert error["class"] == "builtins.ValueError"
    assert error["traceback"].count("_descend") > 25
    assert "KeyError: 'price'" in error["traceback"]
    assert "raydeck/demo.py" in error["traceback"]
    assert "raydeck/execution" not in error["traceback"]


@pytest.mark.parametrize("number", [1, 2])
def test_third_time_lucky_fails_at_first(start: Start, number: int) -> None:
    assert start("raydeck.demo.third_time_lucky", attemptNumber=number).error()["class"] == "builtins.ConnectionError"


def test_third_time_lucky_succeeds_at_the_third_attempt(start: Start) -> None:
    assert start("raydeck.demo.third_time_lucky", attemptNumber=3).result() == '"succeeded at attempt 3"'


@pytest.mark.parametrize(
    ("name", "number", "kind"),
    [
        ("asks_again", 1, "retry"),
        ("gives_up", 1, "give_up"),
        ("snoozes_twice", 1, "snooze"),
        ("snoozes_twice", 2, "snooze"),
    ],
)
def test_tasks_that_ask_do_so(start: Start, name: str, number: int, kind: str) -> None:
    assert start(f"raydeck.demo.{name}", attemptNumber=number).error()["ask"]["kind"] == kind


@pytest.mark.parametrize(
    ("name", "number", "result"), [("asks_again", 2, '"came back"'), ("snoozes_twice", 3, '"the file is there"')]
)
def test_tasks_that_ask_succeed_in_the_end(start: Start, name: str, number: int, result: str) -> None:
    assert start(f"raydeck.demo.{name}", attemptNumber=number).result() == result


def test_long_task_reports_progress(start: Start) -> None:
    outcome = start("raydeck.demo.long_task", 0.2).outcome()
    assert outcome["progress"]["current"] == outcome["progress"]["total"] == 0.2


def test_long_task_ends_when_cancelled(worker: Worker, start: Start) -> None:
    from test_cancel import ask_to_cancel

    worker.answers["heartbeat"] = ask_to_cancel
    assert start("raydeck.demo.long_task", 600).outcome()["state"] == "CANCELED"


def test_large_result_fits_the_limit(start: Start) -> None:
    assert 200_000 < len(start("raydeck.demo.large_result", plainCallables=False).result()) < 262_144


def test_a_result_over_the_limit_is_named_so(start: Start) -> None:
    assert start("raydeck.demo.large_result", 300).error()["class"] == "ResultTooLarge"


def test_greet_without_a_name_is_a_wrong_call(start: Start) -> None:
    assert start("raydeck.demo.greet").error()["class"] == "InvalidArguments"


def test_coroutine_is_awaited(start: Start) -> None:
    assert start("raydeck.demo.coroutine", 0.01, plainCallables=False).result() == '"awaited 0.01 s"'


def test_noisy_prints_more_than_the_tail_keeps(start: Start) -> None:
    outcome = start("raydeck.demo.noisy", plainCallables=False).outcome()
    assert outcome["logBytes"] > len(outcome["logTail"])
    assert outcome["logTail"].endswith("line 2000 of 2000: the quick brown fox jumps over the lazy dog\n")


def test_in_parallel_counts_the_processes_that_took_part(start: Start) -> None:
    assert start("raydeck.demo.in_parallel", 3, 0.01, plainCallables=False).result() == "1"


def test_busy_takes_the_cpu_time_that_it_is_told(start: Start) -> None:
    outcome = start("raydeck.demo.busy", 300).outcome()
    assert outcome["result"] == "300"
    assert outcome["cpuSeconds"] >= 0.3
