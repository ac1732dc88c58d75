"""What a task asks for by its exception, and what is told of the exception's class."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from conftest import Start

import raydeck


@pytest.mark.parametrize(
    ("name", "args", "class_path", "ask", "message"),
    [
        ("asks_for_a_retry", [0.5], "raydeck.Retry", {"kind": "retry", "afterSeconds": 0.5}, "busy"),
        ("asks_for_a_retry", [None], "raydeck.Retry", {"kind": "retry", "afterSeconds": None}, "busy"),
        ("gives_up", [], "raydeck.GiveUp", {"kind": "give_up"}, "the order is gone"),
        ("snoozes", [], "raydeck.Snooze", {"kind": "snooze", "afterSeconds": 60}, "asks to run again in 60 s"),
    ],
)
def test_what_a_task_asks_for_is_reported(
    start: Start, name: str, args: list[Any], class_path: str, ask: dict[str, Any], message: str
) -> None:
    error = start(f"failures.{name}", *args).error()
    assert (error["class"], error["ask"], error["message"]) == (class_path, ask, message)
    assert error["retryable"] is (name != "gives_up")


def test_a_class_derived_from_ours_asks_as_ours_does(start: Start) -> None:
    error = start("failures.raises_derived", "Busy").error()
    assert (error["message"], error["ask"]) == ("db1 is busy", {"kind": "retry", "afterSeconds": 5})
    assert "raydeck.Retry" in error["classPaths"]


def test_a_snooze_without_a_delay_is_a_failure_like_any_other(start: Start) -> None:
    error = start("failures.raises_derived", "Careless").error()
    assert (error["ask"], error["retryable"]) == (None, True)


def test_an_ordinary_exception_asks_for_nothing_and_tells_its_bases(start: Start) -> None:
    error = start("failures.empty").error()
    assert error["ask"] is None
    assert error["classPaths"] == [
        "builtins.KeyError",
        "builtins.LookupError",
        "builtins.Exception",
        "builtins.BaseException",
    ]


def test_at_most_thirty_bases_are_told_nearest_first(start: Start) -> None:
    paths = start("failures.many_bases", 40, 5).error()["classPaths"]
    assert paths == [f"failures.Base{number}" for number in range(39, 9, -1)]


def test_a_base_whose_path_is_too_long_is_left_out_and_not_cut(start: Start) -> None:
    paths = start("failures.many_bases", 1, 300).error()["classPaths"]
    assert paths == ["failures.Base0", "builtins.ValueError", "builtins.Exception", "builtins.BaseException"]


@pytest.mark.parametrize(("after", "problem"), [("5", "TypeError"), (True, "TypeError"), (-1, "ValueError")])
def test_a_wrong_delay_fails_where_it_is_written(start: Start, after: object, problem: str) -> None:
    error = start("failures.asks_for_a_wrong_retry", after).error()
    assert (error["class"], error["ask"]) == (f"builtins.{problem}", None)


@pytest.mark.parametrize("after", [float("nan"), float("inf"), 31_536_000.5])
def test_a_delay_is_a_finite_number_of_at_most_a_year(after: float) -> None:
    with pytest.raises(ValueError, match="after takes 0 to 31536000 seconds"):
        raydeck.Snooze(after=after)
    assert raydeck.Retry(after=31_536_000).after == 31_536_000


@pytest.mark.parametrize(
    "error", [raydeck.Retry("busy", after=5), raydeck.Retry(), raydeck.Snooze(after=0), raydeck.GiveUp("gone")]
)
def test_they_come_back_from_other_processes(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
