"""Headers of a request and of an answer."""

from __future__ import annotations

from collections.abc import Iterable

from ..version import __version__


def headers_for(api_key: str, accept: str, *, has_body: bool) -> dict[str, str]:
    """What every request says. No compression is asked for, so none has to be undone."""
    headers = {"Authorization": f"Bearer {api_key}", "Accept": accept, "User-Agent": f"raydeck-python/{__version__}"}
    if has_body:
        headers["Content-Type"] = "application/json"
    return headers


def headers_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By lower-case name; of a repeated one the last."""
    return {name.lower(): value for name, value in pairs}
