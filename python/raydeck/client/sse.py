"""The text of an event stream, taken apart: the part of the HTML standard's event stream format that the API uses."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator

from .exchange import TransportError
from .records import Event

MOST_PENDING_CHARACTERS = 10_000_000


class EventStream:
    """Feed it the bytes as they come. Comments, unknown events and data that make no sense are passed over. Raises
    TransportError when an event does not end."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._event = ""
        self._data: list[str] = []

    def feed(self, chunk: bytes) -> Iterator[Event]:
        text = self._rest + self._decoder.decode(chunk)
        *lines, self._rest = text.replace("\r\n", "\n").split("\n")
        if len(self._rest) + sum(map(len, self._data)) > MOST_PENDING_CHARACTERS:
            raise TransportError("an event of the stream does not end", was_sent=True)
        for line in lines:
            if line == "":
                yield from self._dispatch()
            elif not line.startswith(":"):
                name, _, value = line.partition(":")
                self._take(name, value.removeprefix(" "))

    def _take(self, name: str, value: str) -> None:
        if name == "event":
            self._event = value
        elif name == "data":
            self._data.append(value)

    def _dispatch(self) -> Iterator[Event]:
        event, data = self._event, "\n".join(self._data)
        self._event, self._data = "", []
        if event == "ready":
            yield Event("ready")
        elif event == "changed" and (task_ids := _task_ids(data)):
            yield Event("changed", task_ids)


def _task_ids(data: str) -> tuple[str, ...]:
    try:
        value = json.loads(data)
    except ValueError:
        return ()
    ids = value.get("taskIds") if isinstance(value, dict) else None
    return tuple(str(item) for item in ids) if isinstance(ids, list) else ()
