"""The last bytes of a log as text."""

from __future__ import annotations


def tail_text(data: bytes, limit_bytes: int, *, is_whole: bool) -> str:
    """At most `limit_bytes` of UTF-8, NUL removed, other bytes that are no UTF-8 replaced.

    A tail (`is_whole` false, or cut here) begins at the start of a line where there is one.
    """
    text = _decode(data).encode("utf-8")
    if len(text) > limit_bytes:
        text, is_whole = text[-limit_bytes:] if limit_bytes > 0 else b"", False
    if not is_whole:
        text = text[text.find(b"\n") + 1 :] if b"\n" in text[:-1] else text
    return text.decode("utf-8", "ignore")


def _decode(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\0", "")
