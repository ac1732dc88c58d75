"""The event stream."""

from __future__ import annotations

import itertools

import pytest
from conftest import Connect
from console import Console
from console_state import Answer, Problem

from raydeck import Client
from raydeck.client import Event, UnauthenticatedError, UnavailableError
from raydeck.client.sse import EventStream

READY = Event("ready")


def test_changes_are_told_as_they_come(client: Client, console: Console) -> None:
    events = client.events()
    assert next(events) == READY
    console.send_text(": still here\n\n")
    console.send_event("later", {"taskIds": ["x"]})
    console.send_event("changed", {"taskIds": ["a", "b"]})
    assert next(events) == Event("changed", ("a", "b"))
    events.close()  # type: ignore[attr-defined]


def test_after_a_break_the_stream_goes_on_and_says_so(client: Client, console: Console) -> None:
    events = client.events()
    assert next(events) == READY
    console.end_streams()
    assert next(events) == READY
    console.drop_connections()
    assert next(events) == READY
    console.send_event("changed", {"taskIds": ["a"]})
    assert next(events) == Event("changed", ("a",))
    events.close()  # type: ignore[attr-defined]


def test_a_key_that_has_ended_ends_the_stream(client: Client, console: Console) -> None:
    events = client.events()
    assert next(events) == READY
    console.misbehave = lambda seen, number: Problem("UNAUTHENTICATED", "The API key is revoked.").answer()
    console.end_streams()
    with pytest.raises(UnauthenticatedError, match="revoked"):
        next(events)


def test_a_stream_that_never_begins_is_given_up(connect: Connect, console: Console) -> None:
    console.misbehave = lambda seen, number: Answer(502, b"", {"Content-Type": "text/html"})
    with pytest.raises(UnavailableError):
        next(connect(retries=1).events())
    assert len(console.seen) == 2


TEXT = (
    ': hi\n\nevent: ready\ndata: {}\n\nevent: changed\r\ndata: {"taskIds":\r\ndata: ["é"]}\r\n\r\n'
    "event: changed\ndata: x\n\n"
)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_an_event_may_come_in_any_pieces(size: int) -> None:
    data, stream = TEXT.encode(), EventStream()
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    assert list(itertools.chain.from_iterable(map(stream.feed, pieces))) == [READY, Event("changed", ("é",))]
