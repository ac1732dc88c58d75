"""Words of a command line, as the values that they stand for."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

_NAMED = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_DURATION = re.compile(r"(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s?)?")
_LONGEST_SECONDS = 100 * 365 * 86_400


def call_values(words: Iterable[str]) -> tuple[list[Any], dict[str, Any]]:
    """Arguments out of VALUE and NAME=VALUE. Raises ArgumentTypeError for a name that comes twice."""
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    for word in words:
        named = _NAMED.fullmatch(word)
        if named is None:
            args.append(json_or_text(word))
        elif named[1] in kwargs:
            raise argparse.ArgumentTypeError(f"{named[1]} is given twice")
        else:
            kwargs[named[1]] = json_or_text(named[2])
    return args, kwargs


def json_or_text(word: str) -> Any:
    """JSON where it is JSON, else the text as it stands: 42, true, null, [1, 2], hello."""
    try:
        return parse_json(word)
    except (ValueError, RecursionError):
        return word


def json_array(word: str) -> list[Any]:
    value = _document(word)
    if not isinstance(value, list):
        raise argparse.ArgumentTypeError("is not a JSON array, such as [1, 2]")
    return value


def json_object(word: str) -> dict[str, Any]:
    value = _document(word)
    if not isinstance(value, dict):
        raise argparse.ArgumentTypeError('is not a JSON object, such as {"amount": 9.99}')
    return value


def duration(word: str) -> float:
    """Seconds out of 90, 90s, 5m, 1h30m, 2d."""
    match = _DURATION.fullmatch(word)
    if match is None or not any(match.groups()):
        raise argparse.ArgumentTypeError(f"{word!r} is no duration: write 90, 90s, 5m, 1h30m or 2d")
    units = (86_400, 3_600, 60, 1)
    seconds = sum(float(number) * unit for number, unit in zip(match.groups(), units, strict=True) if number)
    if seconds > _LONGEST_SECONDS:
        raise argparse.ArgumentTypeError(f"{word!r} is too long")
    return seconds


def whole_seconds(word: str) -> int:
    """A duration in whole seconds, at least one."""
    seconds = duration(word)
    if seconds < 1 or seconds != int(seconds):
        raise argparse.ArgumentTypeError(f"{word!r} is no whole number of seconds from 1 on")
    return int(seconds)


def time_from_now(word: str) -> timedelta:
    return timedelta(seconds=duration(word))


def time(word: str) -> datetime:
    """ISO 8601; without a zone in that of this machine."""
    try:
        return datetime.fromisoformat(word.replace("Z", "+00:00")).astimezone()
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"{word!r} is no time: write 2026-11-20T10:00:00Z") from None


def moment(word: str) -> datetime:
    """A time, or how long ago."""
    try:
        return datetime.now().astimezone() - timedelta(seconds=duration(word))
    except argparse.ArgumentTypeError:
        return time(word)


def parse_json(text: str) -> Any:
    """JSON only: Python would take NaN and Infinity too."""
    return json.loads(text, parse_constant=_refuse)


def _document(word: str) -> Any:
    try:
        if word == "-":
            return parse_json(sys.stdin.read())
        return parse_json(Path(word[1:]).read_text("utf-8") if word.startswith("@") else word)
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{word}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise argparse.ArgumentTypeError(f"is not JSON: {error}") from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
