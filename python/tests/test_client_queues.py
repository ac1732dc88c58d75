"""Queues, and the catalogue."""

from __future__ import annotations

import pytest
from console import Console
from console_state import Problem

from raydeck import Client
from raydeck.client import BoundedCount, ConflictError, NotFoundError


def test_queues_are_listed_and_shown(client: Client) -> None:
    assert [queue.name for queue in client.queues.list()] == ["default", "mail"]
    queue = client.queues.get("mail")
    assert (queue.paused, queue.queued, queue.live) == (False, BoundedCount(0, False), None)
    with pytest.raises(NotFoundError):
        client.queues.get("a b/c")


def test_a_queue_is_paused_and_resumed(client: Client) -> None:
    paused = client.queues.pause("mail", "migration")
    assert (paused.paused, paused.paused_reason) == (True, "migration")
    with pytest.raises(ConflictError, match="paused already"):
        client.queues.pause("mail", "again")
    assert not client.queues.resume("mail", "done").paused


def test_setting_changes_what_is_named_and_leaves_the_rest(client: Client, console: Console) -> None:
    client.queues.set("mail", concurrency_limit=5, rate={"tasks": 10, "seconds": 60}, reason="slow server")
    queue = client.queues.set("mail", concurrency_limit=None, allowed_callables=["shop"])
    assert (queue.concurrency_limit, queue.rate) == (None, {"tasks": 10, "seconds": 60})
    assert queue.allowed_callables == ("shop",)
    assert console.seen[0].body["reason"] == "slow server"
    assert console.seen[1].body == {"concurrencyLimit": None, "allowedCallables": ["shop"]}


def test_setting_makes_a_queue_that_is_not_there(client: Client, console: Console) -> None:
    assert client.queues.set("new", key_limit=1).name == "new"
    assert console.paths() == ["PATCH /queues/new", "PUT /queues/new"]
    client.queues.delete("new", "a try")
    with pytest.raises(NotFoundError):
        client.queues.delete("new")


def test_setting_makes_no_queue_when_something_else_is_not_there(client: Client, console: Console) -> None:
    missing = Problem("NOT_FOUND", "There is no profile x.", [{"path": "profile", "problem": "is not there"}])
    console.misbehave = lambda seen, number: missing.answer()
    with pytest.raises(NotFoundError, match="no profile x"):
        client.queues.set("mail", profile="x")
    assert console.paths() == ["PATCH /queues/mail"]


def test_a_catalogue_goes_to_the_profiles_current_version(client: Client, console: Console) -> None:
    entry = {"callable": "shop.tasks.charge", "kind": "raydeck"}
    assert client.put_catalogue("shop", [entry]) == 3
    assert client.put_catalogue("shop", [], version=2) == 2
    assert console.state.catalogues == {("shop", 3): [entry], ("shop", 2): []}
    assert client.catalogue(callable_path="shop.tasks.charge") == [{**entry, "profile": "shop", "version": 3}]
    with pytest.raises(NotFoundError):
        client.put_catalogue("other", [entry])
