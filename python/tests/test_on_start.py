"""What runs before the first task of a module."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from conftest import Start

import raydeck
from raydeck.on_start import run_hooks


def test_a_hook_runs_before_the_call_with_the_task_s_context(start: Start) -> None:
    assert start("warm.count").result() == "1"


def test_a_hook_that_raises_fails_the_task_and_names_hook_and_cause(start: Start) -> None:
    error = start("warm.count", env={"MODEL": "/no/such/model"}).error()
    assert (error["class"], error["phase"], error["retryable"]) == ("raydeck.OnStartFailed", "import", True)
    assert error["message"].startswith("warm.read_model: FileNotFoundError: ")
    assert "in read_model" in error["traceback"]


def hook_of(module: str, run: Callable[[], Any]) -> None:
    sys.modules.setdefault(module, ModuleType(module))
    run.__module__ = module
    raydeck.on_start(run)


def test_each_hook_runs_once_and_only_for_its_own_module() -> None:
    ran: list[str] = []
    hook_of("first_shop", lambda: ran.append("first"))
    hook_of("second_shop", lambda: ran.append("second"))
    for module in ("first_shop", "first_shop", "third_shop"):
        run_hooks(module)
    assert ran == ["first"]


def test_a_hook_that_failed_is_tried_again_and_those_before_it_are_not() -> None:
    ran: list[str] = []

    def lucky_at_last() -> None:
        ran.append("try")
        if len(ran) < 3:
            raise OSError("the model is not there yet")

    hook_of("slow_shop", lambda: ran.append("once"))
    hook_of("slow_shop", lucky_at_last)
    with pytest.raises(raydeck.OnStartFailed, match="OSError: the model is not there yet"):
        run_hooks("slow_shop")
    run_hooks("slow_shop")
    assert ran == ["once", "try", "try"]


def test_a_coroutine_function_is_refused() -> None:
    async def load() -> None: ...

    with pytest.raises(TypeError, match="plain function"):
        raydeck.on_start(load)
