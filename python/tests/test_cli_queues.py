"""`raydeck queue ...`."""

from __future__ import annotations

import json

import pytest
from command import Raydeck
from console import Console


def test_queues_are_listed(raydeck: Raydeck, console: Console) -> None:
    console.state.queues["mail"] |= {"queued": {"count": 10_000, "isCapped": True}, "concurrencyLimit": 5}
    lines = raydeck("queue", "list").output.splitlines()
    assert [line.split() for line in lines] == [
        ["QUEUE", "QUEUED", "DUE", "RUNNING", "PARKED", "LIMIT"],
        ["default", "0", "0", "0", "0", "-"],
        ["mail", "10000+", "0", "0", "0", "5"],
    ]
    names = [queue["name"] for queue in json.loads(raydeck("queue", "list", "--json").output)["items"]]
    assert names == ["default", "mail"]


def test_a_queue_is_paused_and_resumed(raydeck: Raydeck, console: Console) -> None:
    assert raydeck("queue", "pause", "mail", "default", "--reason", "down").output == "mail paused\ndefault paused\n"
    assert console.state.queues["mail"]["pausedReason"] == "down"
    assert "paused: down" in raydeck("queue", "list").output
    assert raydeck("queue", "resume", "mail").output == "mail goes on\n"
    again = raydeck("queue", "resume", "mail")
    assert (again.code, again.error) == (1, "raydeck: The queue mail is not paused.\n")


def test_settings_are_changed(raydeck: Raydeck, console: Console) -> None:
    words = ["concurrencyLimit=20", "rate=100/60s", "runner=local", 'allowedCallables=["shop"]', "maxAttempts=null"]
    done = raydeck("queue", "set", "mail", *words, "--reason", "slow server")
    assert done.code == 0, done.error
    assert console.seen[-1].body == {
        "concurrencyLimit": 20,
        "rate": {"tasks": 100, "seconds": 60},
        "runner": "local",
        "allowedCallables": ["shop"],
        "maxAttempts": None,
        "reason": "slow server",
    }
    shown = dict(line.split(maxsplit=1) for line in raydeck("queue", "show", "mail").output.splitlines())
    assert (shown["concurrencyLimit"], shown["maxAttempts"], shown["paused"]) == ("20", "-", "no")
    assert json.loads(raydeck("queue", "show", "mail", "--json").output) == console.state.queues["mail"]


def test_setting_makes_a_queue(raydeck: Raydeck, console: Console) -> None:
    assert raydeck("queue", "set", "new", "keyLimit=1").code == 0
    assert console.state.queues["new"]["keyLimit"] == 1


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("concurencyLimit=1", "there is no setting 'concurencyLimit': concurrencyLimit?"),
        ("paused=true", "there is no setting 'paused'"),
        ("20", "'20' is no SETTING=VALUE"),
    ],
)
def test_settings_that_are_none_are_wrong_usage(raydeck: Raydeck, console: Console, word: str, said: str) -> None:
    done = raydeck("queue", "set", "mail", word)
    assert (done.code, said in done.error) == (2, True)
    assert console.seen == []
