"""What a profile gives to the execution by way of the gate, and the callable that tries a profile out."""

from __future__ import annotations

import json
import sys

from conftest import Start
from worker import Reply, Worker

SECRET = "hunter2-hunter2"


def hand_out(worker: Worker, value: str = SECRET) -> None:
    """Let the gate's answer set SHOP_KEY."""
    worker.answers["start"] = lambda body, number: Reply(200, {**worker.session, "env": {"SHOP_KEY": value}})


def test_the_gate_sets_variables_before_user_code_is_imported(worker: Worker, start: Start) -> None:
    hand_out(worker)
    execution = start("secrets_of_shop.at_import")
    assert json.loads(execution.result()) == SECRET
    assert SECRET not in execution.log()
    assert SECRET not in json.dumps(worker.starts)


def test_what_the_gate_sets_wins_and_reaches_children(worker: Worker, start: Start) -> None:
    hand_out(worker)
    assert json.loads(start("secrets_of_shop.of_child", env={"SHOP_KEY": "old"}).result()) == SECRET


def test_a_failure_of_user_code_shows_no_variable_of_the_gate(worker: Worker, start: Start) -> None:
    hand_out(worker)
    execution = start("secrets_of_shop.fails")
    assert execution.error()["class"] == "builtins.RuntimeError"
    assert SECRET not in json.dumps(worker.outcomes)
    assert SECRET not in execution.log()


def test_a_variable_that_no_process_can_hold_fails_the_attempt_without_its_value(worker: Worker, start: Start) -> None:
    hand_out(worker, f"{SECRET}\0")
    execution = start("touches.run")
    assert execution.error()["phase"] == "bootstrap"
    assert SECRET not in json.dumps(worker.outcomes)


def test_the_log_of_the_set_up_comes_before_what_user_code_prints(worker: Worker, start: Start) -> None:
    execution = start("secrets_of_shop.prints", setupLog="19:56:23 Installing python requirements\n")
    execution.result()
    assert execution.log().index("Installing python requirements") < execution.log().index("shop is open")
    assert worker.outcomes[0]["logTail"] == "19:56:23 Installing python requirements\nshop is open\n"


def test_the_test_of_a_profile_says_what_it_finds_and_no_value(worker: Worker, start: Start) -> None:
    wanted = {
        "requirements": ["pytest>=8 ; python_version>'3'", "no-such-thing==1"],
        "variables": ["SHOP_KEY", "ABSENT"],
    }
    hand_out(worker)
    execution = start("raydeck.profile_test.run", kwargs=wanted)
    found = json.loads(execution.result())
    assert found["executable"] == sys.executable
    assert found["requirements"]["pytest"] is not None
    assert found["requirements"]["no-such-thing"] is None
    assert found["variables"] == {"SHOP_KEY": True, "ABSENT": False}
    log = execution.log()
    assert "variable ABSENT: NOT SET" in log
    assert "requirement no-such-thing: not installed" in log
    assert SECRET not in log + json.dumps(worker.outcomes)
