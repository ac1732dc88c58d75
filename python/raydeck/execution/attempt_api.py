"""The HTTP client of docs/attempt-api.md: one request to one worker, no retries of its own."""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

Verdict = Literal["ok", "refused", "again"]
_REFUSALS = frozenset({400, 401, 409, 413})


@dataclass(frozen=True)
class Answer:
    """`status` 0 means that no answer came; `body` then holds the reason."""

    status: int
    body: bytes

    @property
    def verdict(self) -> Verdict:
        """What the protocol says to do. Other statuses come from what stands between, an ingress say: try again."""
        if self.status == 200:
            return "ok"
        return "refused" if self.status in _REFUSALS else "again"

    def json_object(self) -> dict[str, Any]:
        """The body as a JSON object. Raises ValueError when it is none."""
        value = json.loads(self.body)
        if not isinstance(value, dict):
            raise ValueError("the answer is not a JSON object")
        return value

    def __str__(self) -> str:
        text = self.body[:500].decode("utf-8", "replace")
        return f"HTTP {self.status} {text}".strip() if self.status else text


class AttemptApi:
    """Knows the workers' URLs; stays with one while it answers, goes on to the next when not. Safe in several threads.

    Environment proxies are not used: workers are neighbours, and a proxy's answer would pass for theirs. Raises OSError
    when the CA file cannot be read.
    """

    def __init__(self, urls: tuple[str, ...], ca_file: str | None) -> None:
        self._urls = urls
        self._index = random.randrange(len(urls))
        self._tls = ssl.create_default_context(cafile=ca_file) if any(u.startswith("https:") for u in urls) else None

    @property
    def urls(self) -> tuple[str, ...]:
        """All workers' base URLs."""
        return self._urls

    def post(self, verb: str, token: str, body: bytes, timeout_seconds: float) -> Answer:
        """POST `body` (JSON) to `/attempt/v1/<verb>`. Never raises for a network failure: that is status 0."""
        return self._ask("POST", verb, token, body, timeout_seconds)

    def put(self, verb: str, token: str, body: bytes, timeout_seconds: float) -> Answer:
        """The same with PUT; the timeout is for each part of it, not for all."""
        return self._ask("PUT", verb, token, body, timeout_seconds)

    def get(self, verb: str, token: str, timeout_seconds: float) -> Answer:
        """The same with GET."""
        return self._ask("GET", verb, token, None, timeout_seconds)

    def _ask(self, method: str, verb: str, token: str, body: bytes | None, timeout_seconds: float) -> Answer:
        index = self._index
        url = self._urls[index % len(self._urls)]
        try:
            answer = self._ask_at(url, method, verb, token, body, timeout_seconds)
        except (OSError, http.client.HTTPException) as error:
            answer = Answer(0, f"{url}: {type(error).__name__}: {error}".encode("utf-8", "replace"))
        if answer.verdict == "again":
            self._index = index + 1
        return answer

    def _ask_at(
        self, url: str, method: str, verb: str, token: str, body: bytes | None, timeout_seconds: float
    ) -> Answer:
        parts = urlsplit(url)
        host = parts.hostname or ""
        connection: http.client.HTTPConnection
        if parts.scheme == "https":
            connection = http.client.HTTPSConnection(host, parts.port, timeout=timeout_seconds, context=self._tls)
        else:
            connection = http.client.HTTPConnection(host, parts.port, timeout=timeout_seconds)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Connection": "close"}
        try:
            # Who refuses a large body does not read it to its end: the answer may be there all the same.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.request(method, f"{parts.path}/attempt/v1/{verb}", body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.read())
        finally:
            connection.close()


def encode(body: Mapping[str, Any]) -> bytes:
    """The body of a request. Its text must be clean (`bounded_text.clean`)."""
    return encode_text(body).encode("utf-8")


def encode_text(body: Mapping[str, Any]) -> str:
    """The same as text; no field may hold lone surrogates."""
    return _ENCODER.encode(body)


# Made once: `json.dumps` makes another for each body.
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
