"""Text from elsewhere, made harmless for a terminal. The console in the browser shows escape sequences as text
(apps/web/src/text); here they are dropped.
"""

from __future__ import annotations

import re

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # cursor, colours, erasing
    r"|(?:\x1b\]|\x9d)[\s\S]*?(?:\x07|\x1b\\|\x9c|$)"  # titles, links, the clipboard
    r"|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[\s\S]*?(?:\x1b\\|\x9c|$)"  # strings for the terminal itself
    r"|\x1b[ -/]*[0-~]?"
)
# Controls but tab and line feed, and what hides or turns the direction: U+200B-200F, 2028-202E, 2060-2069, FEFF.
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def safe_text(text: str) -> str:
    """Without escape sequences; a line that was written over shows its last state; other controls, zero-width and
    direction characters show as <U+202E>.
    """
    if "\r" in text:
        text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    return _HIDDEN.sub(lambda match: f"<U+{ord(match[0]):04X}>", _ESCAPES.sub("", text))


def safe_line(value: object) -> str:
    """The same in one line."""
    return " ".join(safe_text(str(value)).split())
