"""Cutting and cleaning of text, and the ring that holds a log's tail."""

from __future__ import annotations

import pytest

from raydeck.execution.bounded_text import clean, cut_middle
from raydeck.execution.ring import Ring
from raydeck.execution.tail_text import tail_text


def test_text_within_the_limit_stays_whole() -> None:
    assert cut_middle("x" * 100, 100) == "x" * 100


@pytest.mark.parametrize("length", [101, 1_000, 100_000])
def test_cut_text_keeps_head_and_tail_within_the_limit(length: int) -> None:
    cut = cut_middle("h" + "x" * (length - 2) + "t", 100)
    assert len(cut) == 100
    assert cut[0] == "h"
    assert cut[-1] == "t"
    assert str(length) in cut


def test_clean_text_can_be_stored() -> None:
    assert clean("a\0b\ud800c\U0001f600") == "ab?c\U0001f600"


def test_a_tail_begins_at_a_line_where_there_is_one() -> None:
    assert tail_text(b"cut off\nwhole\nlines\n", 100, is_whole=False) == "whole\nlines\n"
    assert tail_text(b"one long line\n", 100, is_whole=False) == "one long line\n"
    assert tail_text(b"a whole\nlog\n", 100, is_whole=True) == "a whole\nlog\n"


def test_a_tail_keeps_to_its_bytes_when_replacements_make_it_longer() -> None:
    text = tail_text(b"\xff" * 100, 100, is_whole=True)
    assert len(text.encode()) <= 100
    assert set(text) == {"\ufffd"}


def test_a_tail_of_nothing_is_empty() -> None:
    assert tail_text(b"abc", 0, is_whole=True) == ""


def test_a_ring_gives_back_the_last_bytes_in_order() -> None:
    ring, written = Ring(10), b""
    for number in range(50):
        chunk = bytes(str(number), "ascii") * (number % 4)
        ring.write(chunk[:10])
        written += chunk[:10]
        assert ring.read(7) == (written[-7:], len(written))
    assert ring.read(100) == (written[-10:], len(written))
