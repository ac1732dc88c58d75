"""Whatever user code raises is a FAILED outcome that tells what and where."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from conftest import Start
from worker import Worker


@pytest.mark.parametrize(
    ("name", "args", "class_path", "message"),
    [
        ("builtin", [], "builtins.ValueError", "boom"),
        ("custom", [], "failures.Broken", "7 in here"),
        ("nested", [], "failures.Outer.Nested", "inside"),
        ("empty", [], "builtins.KeyError", ""),
        ("exits", [0], "builtins.SystemExit", "0"),
        ("exits", [1], "builtins.SystemExit", "1"),
        ("interrupts", [], "builtins.KeyboardInterrupt", ""),
        ("fails_later", [], "builtins.ValueError", "later"),
        ("cancels_itself", [], "asyncio.exceptions.CancelledError", ""),
        ("says_canceled", [], "raydeck.Canceled", "on my own account"),
    ],
)
def test_an_exception_is_reported_with_class_and_message(
    start: Start, name: str, args: list[int], class_path: str, message: str
) -> None:
    error = start(f"failures.{name}", *args).error()
    assert error["class"] == class_path
    assert error["message"] == message
    assert error["phase"] == "call"
    assert error["retryable"] is True
    assert error["notes"] == []


def test_a_traceback_begins_with_the_users_frame_and_ends_with_the_error(start: Start) -> None:
    lines = start("failures.builtin").error()["traceback"].split("\n")
    assert lines[0] == "Traceback (most recent call last):"
    assert "user_code/failures.py" in lines[1]
    assert lines[-2:] == ["ValueError: boom", ""]


def test_a_coroutines_traceback_begins_with_the_users_frame(start: Start) -> None:
    lines = start("failures.fails_later").error()["traceback"].split("\n")
    assert "user_code/failures.py" in lines[1]


def test_a_traceback_reaches_the_log_too(start: Start) -> None:
    execution = start("failures.builtin")
    error = execution.error()
    assert error["traceback"] in execution.log()
    assert execution._worker.outcomes[0]["logTail"] == error["traceback"]


def test_chained_causes_are_in_the_traceback(start: Start) -> None:
    text = start("failures.chained").error()["traceback"]
    assert "KeyError: 'price'" in text
    assert "The above exception was the direct cause of the following exception" in text
    assert text.endswith("ValueError: no price\n")


def test_notes_are_reported(start: Start) -> None:
    assert start("failures.with_notes").error()["notes"] == ["first", "second"]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="no groups before 3.11")
def test_an_exception_group_is_reported_with_its_members(start: Start) -> None:
    error = start("failures.group").error()
    assert error["class"] == "builtins.ExceptionGroup"
    assert "ValueError: one" in error["traceback"]
    assert "TypeError: two" in error["traceback"]


def test_endless_recursion_is_a_bounded_failure(start: Start) -> None:
    error = start("failures.recursion").error()
    assert error["class"] == "builtins.RecursionError"
    assert len(error["traceback"]) <= 100_000


def test_an_exception_whose_str_raises_is_reported(start: Start) -> None:
    error = start("failures.mute").error()
    assert error["class"] == "failures.Mute"
    assert error["message"] == "<no message: its __str__ raised RuntimeError>"


def test_a_huge_message_is_cut_in_the_middle(start: Start) -> None:
    error = start("failures.huge_message").error()
    assert len(error["message"]) <= 10_000
    assert error["message"].startswith("beginx")
    assert error["message"].endswith("xend")
    assert len(error["traceback"]) <= 100_000
    assert "failures.py" in error["traceback"]
    assert error["traceback"].endswith("xend\n")


def test_nul_and_lone_surrogates_leave_the_message_and_all_else_stays(start: Start) -> None:
    error = start("failures.odd_characters").error()
    assert error["message"] == "nul  surrogate ? snowman \u2603 'quotes' \"too\" $(date)\nline"
    assert "\0" not in error["traceback"]


def test_a_module_that_cannot_be_imported_fails_with_its_own_error(start: Start) -> None:
    error = start("broken_module.run").error()
    assert (error["class"], error["phase"], error["retryable"]) == ("builtins.RuntimeError", "import", True)
    assert "user_code/broken_module.py" in error["traceback"].split("\n")[1]


def test_a_missing_import_inside_a_module_is_the_modules_own_failure(start: Start) -> None:
    error = start("imports_missing.run").error()
    assert (error["class"], error["phase"]) == ("builtins.ModuleNotFoundError", "import")
    assert error["retryable"] is True
    assert "a_package_that_is_missing" in error["message"]


def test_a_syntax_error_is_the_modules_own_failure(start: Start, tmp_path: Path) -> None:
    (tmp_path / "unparsable.py").write_text("def run(:\n")
    error = start("unparsable.run").error()
    assert (error["class"], error["phase"]) == ("builtins.SyntaxError", "import")


def test_the_outcome_says_whose_it_is_and_what_it_cost(worker: Worker, start: Start) -> None:
    outcome = start("processes.uses_up_time", 0.2).outcome()
    assert outcome["executionId"] == worker.starts[0]["executionId"]
    assert outcome["version"] == 1
    assert 0.2 <= outcome["cpuSeconds"] < 20


def test_the_peak_of_memory_is_the_executions_own(start: Start) -> None:
    ballast = bytearray(b"x") * (200 << 20)  # ru_maxrss would inherit this from us
    assert len(ballast) > start("touches.run").outcome()["peakMemoryBytes"] > 1 << 20


def test_the_peak_of_memory_stays_when_memory_is_given_back(start: Start) -> None:
    assert start("processes.uses_up_memory", 100).outcome()["peakMemoryBytes"] > 100 << 20
