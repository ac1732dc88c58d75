"""What the runner hands over in environment variables."""

from __future__ import annotations

import math
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit


class SettingsError(Exception):
    """The environment is not one that a runner makes; the message is a single line for people."""


@dataclass(frozen=True)
class Settings:
    """`urls` are base URLs without a trailing slash; the two graces are seconds."""

    ticket: str = field(repr=False)
    urls: tuple[str, ...]
    ca_file: str | None
    start_grace_seconds: float
    report_grace_seconds: float


def take_settings(environ: MutableMapping[str, str]) -> Settings:
    """Read the settings and remove the ticket from `environ`. Raises SettingsError."""
    ticket = environ.pop("RAYDECK_TICKET", "").strip()
    if not ticket:
        raise SettingsError("RAYDECK_TICKET is not set: this program is started by a Raydeck worker, once per attempt")
    urls = tuple(
        url.strip().rstrip("/") for url in environ.get("RAYDECK_ATTEMPT_API_URLS", "").split(",") if url.strip()
    )
    if not urls:
        raise SettingsError("RAYDECK_ATTEMPT_API_URLS is not set")
    for url in urls:
        _check_url(url)
    return Settings(
        ticket=ticket,
        urls=urls,
        ca_file=environ.get("RAYDECK_ATTEMPT_API_CA") or None,
        start_grace_seconds=_seconds(environ, "RAYDECK_START_GRACE_SECONDS", 60),
        report_grace_seconds=_seconds(environ, "RAYDECK_REPORT_GRACE_SECONDS", 600),
    )


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise SettingsError(f"RAYDECK_ATTEMPT_API_URLS: {url!r} is not an http or https URL")


def _seconds(environ: MutableMapping[str, str], name: str, default: float) -> float:
    text = environ.get(name) or str(default)
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value >= 0):
        raise SettingsError(f"{name}: {text!r} is not a number of seconds")
    return value
