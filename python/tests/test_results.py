"""A result is JSON, exactly, or a failure that names the place."""

from __future__ import annotations

import json

import pytest
from conftest import Start


def test_arguments_and_results_keep_digits_and_order(start: Start) -> None:
    number = 2**53 + 1
    big = 12345678901234567890123456789
    result = start("results.echo", number, big, 0.1, kwargs={"z": 1, "a": [True, None]}).result()
    assert result == f'{{"args": [{number}, {big}, 0.1], "kwargs": {{"z": 1, "a": [true, null]}}}}'


def test_any_text_passes_unchanged_both_ways(start: Start) -> None:
    text = "quotes ' \" newline \n tab \t $(date) `id` \\ é 漢字 \U0001f600 \u2028 \x1b[31m"
    assert json.loads(start("results.echo", text).result())["args"] == [text]


@pytest.mark.parametrize("size", [200_000, 20_000_000])
def test_large_arguments_arrive_whole(start: Start, size: int) -> None:
    assert start("results.size", "x" * size).result() == str(size)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("date", "$.items[3].when is of type datetime.datetime, which is not JSON"),
        ("set", "$ is of type set, which is not JSON"),
        ("bytes", "$ is of type bytes, which is not JSON"),
        ("nan", "$.rate is nan, which is not JSON"),
        ("infinity", "$[0] is -inf, which is not JSON"),
        ("nul", "$[0] holds a NUL character"),
        ("surrogate", "$.name holds a lone surrogate"),
        ("key", '$["by id"] has a key of type int; JSON\'s keys are text'),
        ("object", "$ is of type object, which is not JSON"),
    ],
)
def test_what_is_not_json_is_refused_with_its_path(start: Start, kind: str, message: str) -> None:
    error = start("results.text_of", kind).error()
    assert (error["class"], error["phase"], error["retryable"]) == ("ResultNotSerialisable", "serialise", False)
    assert error["message"] == message
    assert error["traceback"] == f"ResultNotSerialisable: {message}\n"


def test_a_circular_result_is_refused_with_its_path(start: Start) -> None:
    error = start("results.circular").error()
    assert error["class"] == "ResultNotSerialisable"
    assert error["message"] == "$[1].again refers back to what holds it"


def test_a_result_nested_too_deeply_is_refused(start: Start) -> None:
    error = start("results.deep").error()
    assert error["class"] == "ResultNotSerialisable"
    assert error["message"].endswith("is nested too deeply")


@pytest.mark.parametrize("name", ["generator", "async_generator"])
def test_a_generator_is_refused(start: Start, name: str) -> None:
    error = start(f"results.{name}").error()
    assert error["class"] == "ResultNotSerialisable"
    assert error["message"] == f"$ is of type {name}, which is not JSON; return a list"


def test_a_result_over_the_limit_is_too_large(start: Start) -> None:
    error = start("results.characters", 101, resultLimitBytes=102).error()
    assert (error["class"], error["phase"], error["retryable"]) == ("ResultTooLarge", "serialise", False)
    assert error["message"] == "the result is 103 bytes of JSON, the limit is 102"


def test_a_result_at_the_limit_passes(start: Start) -> None:
    assert len(start("results.characters", 100, resultLimitBytes=102).result()) == 102


@pytest.mark.parametrize("name", ["coroutine", "gives_awaitable"])
def test_awaitables_are_awaited(start: Start, name: str) -> None:
    assert start(f"results.{name}").result() == '"awaited"'
