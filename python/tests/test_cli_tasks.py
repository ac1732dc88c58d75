"""`raydeck task ...`."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from command import Raydeck
from console import Console


@pytest.fixture
def shop(console: Console) -> Console:
    """With functions that end as they are enqueued."""

    def fail() -> None:
        raise ValueError("no \x1b[31mprice\u202e")

    console.state.results = {"shop.tasks.add": lambda a, b: a + b, "shop.tasks.fail": fail}
    return console


def enqueued(console: Console) -> dict[str, Any]:
    return {name: value for name, value in console.seen[-1].body.items() if name != "idempotencyKey"}


def test_values_are_json_where_they_are_json(raydeck: Raydeck, console: Console) -> None:
    words = ["42", "4.5", "true", "null", "[1, 2]", "hello", '"42"', "NaN", "12345678901234567890123", '"a=b"', ""]
    done = raydeck("task", "enqueue", "shop.tasks.x", *words, "amount=9.99", "note=a b=c", "empty=", 'more={"a": 1}')
    assert done.code == 0, done.error
    assert enqueued(console) == {
        "callable": "shop.tasks.x",
        "args": [42, 4.5, True, None, [1, 2], "hello", "42", "NaN", 12345678901234567890123, "a=b", ""],
        "kwargs": {"amount": 9.99, "note": "a b=c", "empty": "", "more": {"a": 1}},
    }
    assert done.output == f"{next(iter(console.state.tasks))}\n"


def test_options_may_stand_between_values_and_dashes_after_two(raydeck: Raydeck, console: Console) -> None:
    done = raydeck("task", "enqueue", "shop.tasks.x", "1", "--queue", "mail", "a=2", "--", "-3", "--queue", "b=-4")
    assert done.code == 0, done.error
    assert enqueued(console) == {
        "callable": "shop.tasks.x",
        "args": [1, -3, "--queue"],
        "kwargs": {"a": 2, "b": -4},
        "queue": "mail",
    }


def test_every_option_arrives(raydeck: Raydeck, console: Console) -> None:
    done = raydeck(
        *["task", "enqueue", "shop.tasks.x", "--queue", "mail", "--priority", "-5"],
        *["--run-at", "2026-11-20T11:00:00+01:00", "--max-attempts", "3", "--timeout", "1h30m"],
        *["--profile", "shop", "--tag", "a", "--tag", "b", "--runner", "local"],
        *["--concurrency-key", "c 1", "--idempotency-key", "k", "--retry", '{"backoff": "fixed"}'],
        *["--resources", '{"numCpus": 2}', "--args-json", "[1]", "--kwargs-json", "-"],
        stdin='{"a": "é"}',
    )
    assert done.code == 0, done.error
    assert console.seen[-1].body == {
        "callable": "shop.tasks.x",
        "args": [1],
        "kwargs": {"a": "é"},
        "queue": "mail",
        "priority": -5,
        "runAt": "2026-11-20T10:00:00.000000Z",
        "maxAttempts": 3,
        "timeoutSeconds": 5400,
        "profile": "shop",
        "tags": ["a", "b"],
        "runner": "local",
        "concurrencyKey": "c 1",
        "idempotencyKey": "k",
        "retry": {"backoff": "fixed"},
        "resources": {"numCpus": 2},
    }


def test_times_may_be_spans_from_now(raydeck: Raydeck, console: Console) -> None:
    raydeck("task", "enqueue", "shop.tasks.x", "--in", "5m", "--expires-in", "2d")
    body = console.seen[-1].body
    run_at, expires_at = (datetime.fromisoformat(body[k].replace("Z", "+00:00")) for k in ("runAt", "expiresAt"))
    assert timedelta(minutes=4) < run_at - datetime.now(timezone.utc) <= timedelta(minutes=5)
    assert expires_at - run_at > timedelta(days=1)


def test_arguments_come_from_a_file(raydeck: Raydeck, console: Console, tmp_path: Path) -> None:
    (tmp_path / "args.json").write_text("[1, 2]")
    assert raydeck("task", "enqueue", "shop.tasks.x", "--args-json", "@args.json").code == 0
    assert enqueued(console)["args"] == [1, 2]


def test_the_same_again_is_said_to_be_so(raydeck: Raydeck) -> None:
    words = ("task", "enqueue", "shop.tasks.x", "--idempotency-key", "k")
    first, again = raydeck(*words), raydeck(*words)
    assert (again.output, again.error) == (first.output, "enqueued before, with this idempotency key\n")
    assert json.loads(raydeck(*words, "--json").output) == {"id": first.output.strip(), "replayed": True}


def test_waiting_prints_the_result_and_ends_as_the_task_does(raydeck: Raydeck, shop: Console) -> None:
    done = raydeck("task", "enqueue", "shop.tasks.add", "2", "3", "--wait")
    assert (done.code, done.output) == (0, "5\n")
    failed = raydeck("task", "enqueue", "shop.tasks.fail", "--wait")
    assert (failed.code, failed.output) == (1, "")
    assert failed.error.endswith(" FAILED: builtins.ValueError: no price<U+202E>\n")
    late = raydeck("task", "enqueue", "shop.tasks.x", "--wait-timeout", "0.2")
    assert (late.code, late.output) == (5, "")
    assert "is QUEUED after 0.2 s" in late.error


def test_the_end_of_a_wait_is_the_exit_code(raydeck: Raydeck, shop: Console) -> None:
    ids = [raydeck("task", "enqueue", f"shop.tasks.{name}", *args).output.strip() for name, args in TASKS]
    raydeck("task", "cancel", ids[2])
    assert [raydeck("task", "wait", task_id, "--timeout", "0").code for task_id in ids] == [0, 1, 4, 5]
    assert json.loads(raydeck("task", "wait", ids[0], "--json").output)["state"] == "SUCCEEDED"
    assert [raydeck("task", "result", task_id).code for task_id in ids] == [0, 1, 4, 5]


TASKS: list[tuple[str, list[str]]] = [("add", ["2", "3"]), ("fail", []), ("x", []), ("x", [])]


def test_a_result_is_printed_digit_by_digit(raydeck: Raydeck, console: Console) -> None:
    task_id = raydeck("task", "enqueue", "shop.tasks.x").output.strip()
    console.state.finish(task_id, "SUCCEEDED", result='{"n": 1.10, "big": 12345678901234567890123}')
    assert raydeck("task", "result", task_id).output == '{"n": 1.10, "big": 12345678901234567890123}\n'


def test_a_list_is_a_table_for_people_and_json_for_programs(raydeck: Raydeck, shop: Console) -> None:
    for name, args in TASKS:
        raydeck("task", "enqueue", f"shop.tasks.{name}", *args)
    lines = raydeck("task", "list").output.splitlines()
    assert lines[0].split() == ["ID", "STATE", "CALLABLE", "QUEUE", "ATTEMPTS", "CREATED"]
    assert [re.split(r"  +", line)[1:4] for line in lines[3:]] == [
        ["FAILED", "shop.tasks.fail", "default"],
        ["SUCCEEDED", "shop.tasks.add", "default"],
    ]
    filtered = raydeck("task", "list", "--state", "failed", "--callable", "shop.", "--json")
    assert [task["callable"] for task in json.loads(filtered.output)["items"]] == ["shop.tasks.fail"]
    assert shop.seen[-1].query == {"state": "FAILED", "callable": "shop.", "limit": "51"}


def test_a_list_that_is_cut_says_so(raydeck: Raydeck) -> None:
    for _ in range(3):
        raydeck("task", "enqueue", "shop.tasks.x")
    cut = raydeck("task", "list", "--limit", "2")
    assert (len(cut.output.splitlines()), cut.error) == (3, "There are more than 2: raise --limit.\n")
    assert json.loads(raydeck("task", "list", "--limit", "3", "--json").output)["hasMore"] is False
    assert raydeck("task", "list", "--state", "LOST").code == 2
    assert raydeck("task", "list", "--queue", "none").error == "No task matches.\n"


def test_a_list_is_bounded_in_time(raydeck: Raydeck, console: Console) -> None:
    raydeck("task", "list", "--since", "1h", "--until", "2026-11-20T10:00:00Z")
    query = console.seen[-1].query
    assert query["createdBefore"] == "2026-11-20T10:00:00Z"
    since = datetime.fromisoformat(query["createdAfter"].replace("Z", "+00:00"))
    assert timedelta(minutes=59) < datetime.now(timezone.utc) - since < timedelta(minutes=61)


def test_a_task_is_shown_with_its_failure(raydeck: Raydeck, console: Console) -> None:
    task_id = raydeck("task", "enqueue", "shop.tasks.x", "4711", "note=a\x1b[2Jb", "--tag", "t").output.strip()
    console.state.finish(task_id, "FAILED", error=("builtins.ValueError", "boom\x1b[2J"))
    lines = raydeck("task", "show", task_id).output.splitlines()
    facts = {line[:14].strip(): line[14:] for line in lines[: lines.index("")]}
    assert (facts["task"], facts["state"], facts["tags"], facts["args"]) == (task_id, "FAILED", "t", "[4711]")
    assert facts["kwargs"] == '{"note": "a\\u001b[2Jb"}'
    assert lines[-4:] == [
        "1        FAILED  builtins.ValueError: boom",
        "",
        "attempt 1",
        "builtins.ValueError: boom",
    ]
    assert json.loads(raydeck("task", "show", task_id, "--json").output) == console.state.tasks[task_id]


def test_a_task_is_explained_with_what_would_help(raydeck: Raydeck) -> None:
    task_id = raydeck("task", "enqueue", "shop.tasks.x").output.strip()
    told = raydeck("task", "explain", task_id)
    lines = told.output.splitlines()
    assert lines[0] == f"{task_id} QUEUED"
    assert lines[1].startswith("! It is paused by ada, because: \u201cmoving\u201d. (since 2026-11-20 10:00:00Z, ")
    assert lines[2:] == ["    held by shop.tasks.x " + task_id, "    resume queue default"]
    assert json.loads(raydeck("task", "explain", task_id, "--json").output)["reasons"][0]["code"] == "queue_paused"
    assert raydeck("task", "explain", "junk").code == 1


def test_several_tasks_are_canceled_and_retried(raydeck: Raydeck, console: Console) -> None:
    ids = [raydeck("task", "enqueue", "shop.tasks.x").output.strip() for _ in range(2)]
    done = raydeck("task", "cancel", ids[0], "junk", ids[1], "--reason", "a mistake")
    assert (done.code, done.output) == (1, f"{ids[0]} CANCELED\n{ids[1]} CANCELED\n")
    assert done.error == "junk:\nraydeck: There is no such task.\n"
    assert console.seen[-1].body == {"reason": "a mistake"}
    assert raydeck("task", "retry", *ids).output.split() == ids
    again = raydeck("task", "retry", ids[0])
    assert (again.code, again.error) == (
        1,
        "raydeck: The task is QUEUED: only FAILED and CANCELED tasks are retried.\n",
    )


def test_a_retry_with_changes_is_a_new_task(raydeck: Raydeck, console: Console) -> None:
    task_id = raydeck("task", "enqueue", "shop.tasks.x", "1").output.strip()
    raydeck("task", "cancel", task_id)
    done = raydeck("task", "retry", task_id, "--args-json", "[2]", "--queue", "mail", "--json")
    (item,) = json.loads(done.output)["items"]
    assert item["retriedFrom"] == task_id
    assert console.state.tasks[item["id"]]["args"] == [2]
    assert console.seen[-1].body == {"changes": {"args": [2], "queue": "mail"}}


def test_output_is_shown_harmless(raydeck: Raydeck, console: Console) -> None:
    task_id = raydeck("task", "enqueue", "shop.tasks.x").output.strip()
    none_yet = raydeck("task", "logs", task_id)
    assert (none_yet.code, "not attempted yet" in none_yet.error) == (1, True)
    attempt = console.state.begin(task_id)
    console.state.log(attempt, "\x1b]0;title\x07\x1b[31mred\x1b[0m\n10%\r100%\r\nend", 5000, final=True)
    done = raydeck("task", "logs", task_id)
    assert (done.output, done.error) == ("red\n100%\nend\n", "... the end of 5000 bytes ...\n")
    assert json.loads(raydeck("task", "logs", task_id, "--json").output)["sizeBytes"] == 5000
    assert raydeck("task", "logs", task_id, "--attempt", "1").output == done.output
    assert raydeck("task", "logs", task_id, "--attempt", "2").error.endswith("no attempt 2; there are: 1\n")


def test_output_is_followed_to_the_end(raydeck: Raydeck, console: Console) -> None:
    task_id = raydeck("task", "enqueue", "shop.tasks.x").output.strip()
    console.state.log(console.state.begin(task_id), "one", 0, final=True)
    console.state.tasks[task_id]["attempts"][0]["state"] = "FAILED"

    def retried(seen: object, number: int) -> None:
        if console.paths()[-1].endswith("/logs") and len(console.state.tasks[task_id]["attempts"]) == 1:
            console.state.log(console.state.begin(task_id), "two\n", 0, final=True)
            console.state.finish(task_id, "SUCCEEDED")

    console.misbehave = retried
    done = raydeck("task", "logs", "-f", task_id)
    assert (done.code, done.output, done.error) == (0, "one\ntwo\n", "--- attempt 2 ---\n")
    chunk = json.loads(raydeck("task", "logs", "-f", task_id, "--json").output)
    last = console.state.tasks[task_id]["attempts"][0]["id"]
    assert chunk == {"attemptId": last, "attemptNumber": 2, "text": "two\n", "isGap": False}
