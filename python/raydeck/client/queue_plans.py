"""What a client does with queues, as plans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import requests
from .decode import camel, decode
from .errors import ConflictError, NotFoundError
from .exchange import Plan, Request
from .plans import ask, items_of
from .records import Queue


def list_queues() -> Plan[tuple[Queue, ...]]:
    answer = yield from ask(requests.list_queues())
    return tuple(decode(Queue, item) for item in items_of(answer))


def get_queue(name: str) -> Plan[Queue]:
    return decode(Queue, (yield from ask(requests.get_queue(name))))


def set_queue(name: str, settings: Mapping[str, Any], reason: str | None) -> Plan[Queue]:
    """Changes what is named; makes the queue when there is none."""
    body = {camel(setting): value for setting, value in settings.items()}
    try:
        return decode(Queue, (yield from ask(requests.change_queue(name, body, reason))))
    except NotFoundError as error:
        if error.errors:
            raise  # with a path it is something else that is not there: a profile
        return decode(Queue, (yield from ask(requests.put_queue(name, body, reason))))


def pause_queue(name: str, reason: str) -> Plan[Queue]:
    return (yield from _move(name, requests.pause_queue(name, reason), is_paused=True))


def resume_queue(name: str, reason: str | None) -> Plan[Queue]:
    return (yield from _move(name, requests.resume_queue(name, reason), is_paused=False))


def delete_queue(name: str, reason: str | None) -> Plan[None]:
    try:
        yield from ask(requests.delete_queue(name, reason))
    except NotFoundError as error:
        if not error.is_after_doubt:
            raise


def _move(name: str, request: Request, *, is_paused: bool) -> Plan[Queue]:
    try:
        return decode(Queue, (yield from ask(request)))
    except ConflictError as error:
        if not error.is_after_doubt:
            raise
        queue = yield from get_queue(name)
        if queue.paused == is_paused:
            return queue  # an earlier try, whose answer was lost, did it
        raise
