"""How long ends are gathered, and actors left unread."""

from __future__ import annotations

import pytest

from raydeck.gateway.pace import BUSY_REST_SECONDS, LONGEST_GATHER_SECONDS, SHORTEST_OF_LONG_LINE_SECONDS, Pace


class Line:
    """A pace with a clock of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, held: int) -> None:
        self.now = 100.0
        monkeypatch.setattr("time.monotonic", lambda: self.now)
        self.held = range(held)
        self.pace = Pace(self.held)

    def end(self, count: int, seconds: float) -> None:
        for _ in range(count):
            self.pace.ended()
        self.now += seconds


@pytest.mark.parametrize(("held", "seconds"), [(1, 0.0), (5, 0.0), (100, 0.01), (100_000, LONGEST_GATHER_SECONDS)])
def test_a_fiftieth_of_what_the_line_takes(monkeypatch: pytest.MonkeyPatch, held: int, seconds: float) -> None:
    line = Line(monkeypatch, held)
    line.end(50, 0.25)  # five milliseconds each
    assert line.pace.gather_seconds() == pytest.approx(seconds)


@pytest.mark.parametrize(("held", "seconds"), [(100, 0.0), (2_000, SHORTEST_OF_LONG_LINE_SECONDS)])
def test_a_moment_of_a_long_line_however_quick(monkeypatch: pytest.MonkeyPatch, held: int, seconds: float) -> None:
    line = Line(monkeypatch, held)
    assert line.pace.gather_seconds() == seconds
    line.end(5_000, 0.25)
    assert line.pace.gather_seconds() == seconds


def test_how_long_it_rested_before_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(monkeypatch, 10)
    line.end(1, 3_600.0)
    assert line.pace.gather_seconds() == pytest.approx(0.002)


def test_an_actor_is_read_again_before_its_line_is_through(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(monkeypatch, 2_000)
    line.end(50, 0.25)
    assert line.pace.rest_seconds(10, 0.1) == pytest.approx(0.05)
    assert line.pace.rest_seconds(1, 0.001) == 0.0
    assert line.pace.rest_seconds(200, 0.001) == BUSY_REST_SECONDS
