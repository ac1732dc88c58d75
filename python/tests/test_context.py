"""`raydeck.context()` in a task and outside."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator

import pytest
from conftest import Start

import raydeck
from raydeck.context import set_context


@pytest.fixture
def context() -> Iterator[raydeck.Context]:
    context = raydeck.Context(
        task_id="t", attempt_id="a", number=2, max_attempts=3, queue="default", idempotency_key="k"
    )
    set_context(context)
    yield context
    set_context(None)


def test_a_task_sees_its_attempt(start: Start) -> None:
    values = json.loads(start("results.context_values", attemptNumber=2, queue="mail", idempotencyKey="key").result())
    assert values == {
        "task_id": "01890000-0000-7000-8000-00000000000b",
        "attempt_id": "01890000-0000-7000-8000-00000000000a",
        "number": 2,
        "max_attempts": 3,
        "queue": "mail",
        "idempotency_key": "key",
        "cancelled": False,
    }


def test_outside_a_task_it_raises_a_clear_error() -> None:
    with pytest.raises(RuntimeError, match="only inside a task"):
        raydeck.context()


def test_the_last_progress_wins_and_its_message_is_bounded(context: raydeck.Context) -> None:
    raydeck.context().progress(1)
    raydeck.context().progress(2, total=3.5, message="\0" + "m" * 600)
    assert context._progress == {"current": 2, "total": 3.5, "message": "m" * 500}


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_progress_refuses_numbers_that_are_not_finite(context: raydeck.Context, value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        context.progress(value)


@pytest.mark.parametrize("value", ["1", True, None])
def test_progress_refuses_what_is_no_number(context: raydeck.Context, value: object) -> None:
    with pytest.raises(TypeError):
        context.progress(value)  # type: ignore[arg-type]


def test_check_cancelled_raises_only_when_cancelled(context: raydeck.Context) -> None:
    context.check_cancelled()
    context._cancel("asked")
    assert context.cancelled
    with pytest.raises(raydeck.Canceled, match="asked"):
        context.check_cancelled()


def test_a_retry_loop_that_catches_exception_does_not_swallow_canceled() -> None:
    assert not issubclass(raydeck.Canceled, Exception)


def test_the_logger_writes_to_the_log(start: Start) -> None:
    execution = start("processes.logs")
    execution.outcome()
    assert execution.log().count("INFO said with the logger") == 1
