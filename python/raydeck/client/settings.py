"""Where the console is, and who asks."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from .errors import SettingsError

_EXAMPLE = "for example http://127.0.0.1:3000"


@dataclass(frozen=True)
class Settings:
    """`host`, `port`, `path`: of the API. `url` is for people. The key is left out of the repr, which ends in logs."""

    url: str
    is_https: bool
    host: str
    port: int
    path: str
    api_key: str
    timeout_seconds: float
    retries: int

    def __repr__(self) -> str:
        return f"Settings(url={self.url!r})"

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.is_https else 80) else f"{host}:{self.port}"


def read_settings(url: str | None, api_key: str | None, timeout_seconds: float, retries: int) -> Settings:
    """What was passed, else RAYDECK_URL and RAYDECK_API_KEY. Raises SettingsError."""
    url = url if url is not None else os.environ.get("RAYDECK_URL", "")
    if not url:
        raise SettingsError(f"where is the console? Set RAYDECK_URL, {_EXAMPLE}, or pass url=")
    api_key = (api_key if api_key is not None else os.environ.get("RAYDECK_API_KEY", "")).strip()
    if not api_key:
        raise SettingsError("which API key? Set RAYDECK_API_KEY to one like rdk_..., or pass api_key=")
    if not api_key.isascii() or not api_key.isprintable() or " " in api_key:
        raise SettingsError("the API key holds characters that no key has")
    if not timeout_seconds > 0:
        raise SettingsError("timeout_seconds must be above 0")
    if not 0 <= retries <= 100:
        raise SettingsError("retries must be from 0 to 100")
    is_https, host, port, path = _address(url)
    return Settings(url.rstrip("/"), is_https, host, port, path, api_key, timeout_seconds, retries)


def _address(url: str) -> tuple[bool, str, int, str]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SettingsError(f"{url!r} is not an address: {error}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"{url!r} is not an address of a console, {_EXAMPLE}")
    if parts.username is not None or parts.query or parts.fragment:
        raise SettingsError("the console's address holds no user, query or fragment: the key goes into RAYDECK_API_KEY")
    is_https = parts.scheme == "https"
    path = parts.path.rstrip("/").removesuffix("/api/v1")
    return is_https, parts.hostname, port or (443 if is_https else 80), f"{path}/api/v1"
