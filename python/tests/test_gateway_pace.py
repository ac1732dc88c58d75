"""How long ends are gathered."""

from __future__ import annotations

import pytest

from raydeck.gateway.pace import LONGEST_GATHER_SECONDS, SHORTEST_OF_LONG_LINE_SECONDS, Pace


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr("time.monotonic", lambda: self.now)

    def end(self, kept: Pace, count: int, seconds: float) -> None:
        for _ in range(count):
            kept.ended()
        self.now += seconds


def test_a_fiftieth_of_what_the_line_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    kept = Pace()
    clock.end(kept, 50, 0.25)  # five milliseconds each
    assert kept.gather_seconds(100) == pytest.approx(0.01)
    assert kept.gather_seconds(1) == pytest.approx(0.0001)
    assert kept.gather_seconds(100_000) == LONGEST_GATHER_SECONDS


def test_a_moment_of_a_long_line_however_quick_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    kept = Pace()
    assert kept.gather_seconds(2_000) == SHORTEST_OF_LONG_LINE_SECONDS
    clock.end(kept, 5_000, 0.25)
    assert kept.gather_seconds(2_000) == SHORTEST_OF_LONG_LINE_SECONDS
    assert kept.gather_seconds(100) == pytest.approx(0.0001)


def test_how_long_it_rested_before_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    kept = Pace()
    clock.end(kept, 1, 3_600.0)
    assert kept.gather_seconds(10) == pytest.approx(0.002)
