"""Text that a JSON column of PostgreSQL takes, within a limit."""

from __future__ import annotations


def clean(text: str) -> str:
    """Without NUL characters, lone surrogates replaced by `?`: both are legal in Python and refused by PostgreSQL."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def cut_middle(text: str, limit: int) -> str:
    """At most `limit` characters (limit >= 100), head and tail kept: a traceback's last lines hold the error."""
    if len(text) <= limit:
        return text
    mark = f"\n... {len(text)} characters in all, the middle left out ...\n"
    room = limit - len(mark)
    return text[: room // 2] + mark + text[len(text) - (room - room // 2) :]
