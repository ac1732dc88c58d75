"""One connection that speaks HTTP/1.1 on asyncio's streams: as much of it as a JSON API and an event stream need."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .headers import headers_of

_STATUS_LINE = re.compile(rb"HTTP/1\.([01]) ([1-9][0-9]{2})(?: [^\r\n]*)?\r?\n")
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,8}")
_CHUNK = 65536
_MOST_INTERIM_ANSWERS = 10


@dataclass(frozen=True)
class Head:
    """`length`: of the body, None when the chunks or the end of the connection say it. `is_last`: no request may
    follow.
    """

    status: int
    headers: Mapping[str, str]
    is_chunked: bool
    length: int | None
    is_last: bool


class Body:
    """How much of a body is still to come: `left` None until the connection ends; of a chunked one, of its chunk."""

    def __init__(self, head: Head) -> None:
        self.is_chunked = head.is_chunked
        self.left = 0 if head.is_chunked else head.length
        self.is_over = False


def request_bytes(method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> bytes:
    """A request as it goes over the line."""
    length = {"Content-Length": str(len(body or b""))} if body is not None or method != "GET" else {}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in {**headers, **length}.items())]
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError("a line break within a header")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + (body or b"")


class Connection:
    """Raises OSError, EOFError, ValueError or LimitOverrunError when the line breaks or what comes is no HTTP."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.was_silent = False

    @property
    def is_quiet(self) -> bool:
        """Whether it can take another request: not closed by the server, nothing left unread."""
        return not self._reader.at_eof() and not self._writer.is_closing() and self._reader.exception() is None

    @contextlib.contextmanager
    def silence(self, seconds: float) -> Iterator[None]:
        """Break the connection off when what is within takes longer. A timer and no task: it costs next to nothing."""
        timer = asyncio.get_running_loop().call_later(seconds, self._give_up)
        try:
            yield
        finally:
            timer.cancel()

    def _give_up(self) -> None:
        self.was_silent = True
        self._reader.set_exception(TimeoutError("no answer in time"))
        self.abort()

    async def write(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def read_head(self) -> Head:
        for _ in range(_MOST_INTERIM_ANSWERS):
            head = _parse_head(await self._reader.readuntil(b"\r\n\r\n"))
            if head.status >= 200:
                return head
        raise ValueError("the server does not come to an answer")

    async def read_body(self, body: Body) -> bytes:
        """The next of it as it comes, empty at its end. Raises EOFError when it ends too early."""
        if body.is_chunked and body.left == 0 and not await self._begin_chunk(body):
            return b""
        if body.left == 0:
            return b""
        data = await self._reader.read(_CHUNK if body.left is None else min(body.left, _CHUNK))
        if body.left is None:
            return data
        if not data:
            raise EOFError("the connection ended within the answer")
        body.left -= len(data)
        if body.is_chunked and body.left == 0:
            await self._reader.readexactly(2)
        return data

    async def _begin_chunk(self, body: Body) -> bool:
        if not body.is_over:
            body.left = _chunk_size(await self._reader.readuntil(b"\n"))
        if body.left == 0 and not body.is_over:
            body.is_over = True
            while await self._reader.readuntil(b"\n") not in (b"\r\n", b"\n"):
                pass  # trailers say nothing that is needed
        return not body.is_over

    async def close(self) -> None:
        """Says goodbye, and waits a second at most for that to be on its way."""
        self._writer.close()
        with contextlib.suppress(OSError, asyncio.TimeoutError):
            await asyncio.wait_for(self._writer.wait_closed(), 1)

    def abort(self) -> None:
        """Without a goodbye; also when the loop has ended."""
        with contextlib.suppress(RuntimeError):
            self._writer.transport.abort()


def _parse_head(data: bytes) -> Head:
    match = _STATUS_LINE.match(data)
    if match is None:
        raise ValueError("what answered does not speak HTTP/1.1")
    try:
        headers = headers_of(http.client.parse_headers(io.BytesIO(data[match.end() :])).items())
    except http.client.HTTPException as error:
        raise ValueError(str(error)) from error
    status = int(match[2])
    is_chunked = headers.get("transfer-encoding", "").strip().lower() == "chunked"
    text = headers.get("content-length", "").strip()
    length = 0 if status in (204, 304) else int(text) if text.isdecimal() and not is_chunked else None
    wants_close = "close" in headers.get("connection", "").lower() or match[1] == b"0"
    return Head(status, headers, is_chunked, length, wants_close or (length is None and not is_chunked))


def _chunk_size(line: bytes) -> int:
    text = line.split(b";")[0].strip()
    if not _CHUNK_SIZE.fullmatch(text):
        raise ValueError("a chunk of no size")
    return int(text, 16)
