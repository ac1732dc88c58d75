"""The lines between a gateway and its actors."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

_SEPARATOR = b"\t"


def encode_line(message: list[Any], texts: Iterable[str] = ()) -> str:
    """A JSON array, and after it JSON texts as they are: inside of it each would be escaped here and unescaped there.

    JSON escapes tabs and ends of lines, so none of `texts` may hold one as such.
    """
    return "\t".join((json.dumps(message), *texts)) + "\n"


def start_mark(task_id: str) -> str:
    """The line that says that a task begins. By hand, like the next one: nothing in them is to be escaped, and for both
    an encoder takes a tenth of a small task's time.
    """
    return f'["s", "{task_id}"]\n'


def end_line(task_id: str, seconds: float, state: str, body: str) -> str:
    """The line that says how it ended, with the outcome's body."""
    return f'["o", "{task_id}", {seconds:.9f}, "{state}"]\t{body}\n'


def decode_line(line: bytes) -> list[Any]:
    """The array with the texts as its last elements. Raises ValueError for what is no such line."""
    head, *texts = line.split(_SEPARATOR)
    return [*json.loads(head), *(text.decode() for text in texts)]
