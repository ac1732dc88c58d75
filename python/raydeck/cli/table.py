"""Columns of text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from .safe_text import safe_line

Cell = object
_SHORTEST_LAST_COLUMN = 10


def table_lines(header: Sequence[str], rows: Sequence[Sequence[Cell]], width: int | None) -> Iterator[list[str]]:
    """Header and rows as padded cells, two blanks to be put between; within `width` columns the last one is cut.
    Columns that are empty in all rows are left out.
    """
    texts = [["" if cell is None else safe_line(cell) for cell in row] for row in rows]
    kept = [at for at in range(len(header)) if not texts or any(row[at] for row in texts)]
    lines = [[row[at] for at in kept] for row in [list(header), *texts]]
    widths = [max(text_width(line[at]) for line in lines) for at in range(len(kept))]
    if width is not None and widths:
        left = width - sum(widths[:-1]) - 2 * (len(widths) - 1)
        widths[-1] = min(widths[-1], max(left, _SHORTEST_LAST_COLUMN))
    for line in lines:
        yield [pad(cut(text, wanted), wanted) for text, wanted in zip(line, widths, strict=True)]


def text_width(text: str) -> int:
    """In columns of a terminal."""
    return sum(_character_width(character) for character in text)


def cut(text: str, width: int) -> str:
    """At most so many columns, with an ellipsis for what is missing."""
    if text_width(text) <= width:
        return text
    kept, used = "", 1
    for character in text:
        used += _character_width(character)
        if used > width:
            break
        kept += character
    return f"{kept}…"


def pad(text: str, width: int) -> str:
    return text + " " * (width - text_width(text))


def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
