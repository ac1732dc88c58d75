"""Lists that are longer than a page."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from console import Console
from console_state import Answer

from raydeck import Client
from raydeck.client import InvalidError, NewTask, UnexpectedAnswerError


@pytest.fixture
def numbers(client: Client) -> list[int]:
    client.enqueue_many(NewTask("shop.tasks.charge", [number]) for number in range(7))
    return list(reversed(range(7)))


def test_all_pages_are_followed(client: Client, console: Console, numbers: list[int]) -> None:
    tasks = list(client.list(page_size=3, state="QUEUED", callable="shop.", created_by=None))
    assert [task.raw["args"][0] for task in tasks] == numbers
    asked = [seen.query for seen in console.seen if seen.method == "GET"]
    filters = {"state": "QUEUED", "callable": "shop.", "limit": "3"}
    assert asked == [filters, filters | {"cursor": "3"}, filters | {"cursor": "6"}]


def test_a_list_asks_for_no_more_than_is_taken(client: Client, console: Console, numbers: list[int]) -> None:
    tasks = client.list(page_size=3)
    assert next(tasks).raw["args"] == [6]
    assert len(console.seen) == 2


def test_pages_that_are_empty_before_the_end_are_passed(client: Client, console: Console) -> None:
    pages = [
        Answer(200, {"items": [], "nextCursor": "a", "isPartial": True}),
        Answer(200, {"items": [], "nextCursor": None, "isPartial": False}),
    ]
    console.misbehave = lambda seen, number: pages[number - 1]
    assert list(client.list(error_class="builtins.ValueError", attempt_state="LOST")) == []
    assert console.seen[1].query == {
        "errorClass": "builtins.ValueError",
        "attemptState": "LOST",
        "limit": "100",
        "cursor": "a",
    }


def test_a_page_can_be_taken_by_hand(client: Client, numbers: list[int]) -> None:
    page = client.page(limit=5)
    assert (len(page.items), page.next_cursor, page.is_partial) == (5, "5", False)
    rest = client.page(limit=5, cursor=page.next_cursor)
    assert ([task.raw["args"][0] for task in rest.items], rest.next_cursor) == ([1, 0], None)


def test_times_are_sent_with_their_zone(client: Client, console: Console) -> None:
    client.page(created_after=datetime(2026, 1, 1, tzinfo=timezone.utc))
    assert console.seen[-1].query["createdAfter"] == "2026-01-01T00:00:00Z"
    with pytest.raises(InvalidError, match="createdBefore is a time without a zone"):
        client.page(created_before=datetime(2026, 1, 1))


def test_times_come_aware(client: Client, numbers: list[int]) -> None:
    (task, *_) = client.page().items
    assert task.created_at == datetime(2026, 11, 20, 10, 0, 0, 123000, tzinfo=timezone.utc)


@pytest.mark.parametrize("body", [[], {}, {"items": [{}]}, {"items": [{"id": 1, "callable": "a.b"}]}])
def test_an_answer_of_another_shape_is_told(client: Client, console: Console, body: object) -> None:
    console.misbehave = lambda seen, number: Answer(200, body)
    with pytest.raises(UnexpectedAnswerError, match="the answer"):
        client.page()
