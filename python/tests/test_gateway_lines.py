"""The lines between a gateway and its actors."""

from __future__ import annotations

import json

import pytest

from raydeck.gateway.lines import decode_line, encode_line, end_line, start_mark

VALUES = ["", "plain", "tab\tand\nend\r of line", 'quoted "\\"', "\x00\x1f\x7f", "ü € 𝄞 \u2028\u2029\x85"]


@pytest.mark.parametrize("is_ascii", [True, False])
@pytest.mark.parametrize("count", [0, 1, len(VALUES)])
def test_what_is_said_is_heard(count: int, is_ascii: bool) -> None:
    texts = [json.dumps(value, ensure_ascii=is_ascii) for value in VALUES[:count]]
    line = encode_line(["o", *VALUES], texts).encode()
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert decode_line(line[:-1]) == ["o", *VALUES, *texts]


@pytest.mark.parametrize("line", [b"", b"\t{}", b"[", b"no json", b"[]\t\xff"])
def test_what_is_no_line_is_refused(line: bytes) -> None:
    with pytest.raises((json.JSONDecodeError, UnicodeDecodeError)):
        decode_line(line)


def test_marks_and_ends_are_lines_like_any_other() -> None:
    assert decode_line(start_mark("id").encode()[:-1]) == ["s", "id"]
    for seconds in (0.0, 1.5e-7, 12.25, 86_400.0):
        line = end_line("id", seconds, "SUCCEEDED", "{}").encode()
        assert decode_line(line[:-1]) == ["o", "id", pytest.approx(seconds, abs=1e-9), "SUCCEEDED", "{}"]
