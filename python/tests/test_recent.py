"""A value that may be a little old."""

from __future__ import annotations

import itertools
import time

from raydeck.execution.recent import Recent


def test_it_is_read_once_while_it_is_young() -> None:
    recent = Recent(itertools.count().__next__, 60.0)
    assert [recent(), recent()] == [0, 0]


def test_it_is_read_anew_when_it_has_grown_old() -> None:
    recent = Recent(itertools.count().__next__, 0.0)
    first = recent()
    while time.monotonic() == recent._read_at:
        pass
    assert recent() > first
