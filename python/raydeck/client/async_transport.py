"""HTTP/1.1 on asyncio's streams, with connections kept alive. One try each, no retries of its own."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace

from .exchange import Reply, Request, TransportError
from .headers import headers_for
from .http1 import Body, Connection, Head, request_bytes
from .settings import Settings
from .transport import MOST_IDLE, transport_error, was_dropped

# What a broken connection or an answer that is no HTTP raises while it is read.
_BROKEN = (OSError, EOFError, asyncio.LimitOverrunError, ValueError)

Read = Callable[[], Awaitable[bytes]]


class AsyncTransport:
    """As `Transport`, for one event loop at a time: connections of a loop that has ended are dropped."""

    def __init__(self, settings: Settings, tls: ssl.SSLContext | None) -> None:
        self._settings = settings
        self._tls = (tls or ssl.create_default_context()) if settings.is_https else None
        self._idle: list[Connection] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_closed = False

    async def close(self) -> None:
        self._is_closed = True
        idle, self._idle = self._idle, []
        for connection in idle:
            await connection.close()

    async def send(self, request: Request) -> Reply:
        """Raises TransportError when no whole answer came."""
        timeout = self._settings.timeout_seconds + request.wait_seconds
        if request.is_repeatable and (idle := self._live_idle()) is not None:
            try:
                return await self._exchange(idle, request, timeout)
            except TransportError as error:
                if not was_dropped(error):
                    raise
            # The server closed it in this very moment, as it may while nobody asks: a new connection decides.
            return replace(await self._exchange(await self._connect(), request, timeout), is_second=True)
        return await self._exchange(await self._connect(), request, timeout)

    @contextlib.asynccontextmanager
    async def stream(self, path: str, silence_seconds: float) -> AsyncIterator[tuple[Reply, Read]]:
        """An event stream: the reply (with its body when the status is not 200), and what gives the next bytes as they
        come, none at the end."""
        connection = await self._connect()
        try:
            timeout = self._settings.timeout_seconds
            head = await self._ask(connection, Request("GET", path), timeout, "text/event-stream")
            data = b"" if head.status == 200 else await self._read(connection, head, timeout)
            body = Body(head)
            yield Reply(head.status, head.headers, data), lambda: self._read_some(connection, body, silence_seconds)
        finally:
            connection.abort()

    async def _connect(self) -> Connection:
        if self._is_closed:
            raise RuntimeError("the client is closed")
        host, port = self._settings.host, self._settings.port
        try:
            opening = asyncio.open_connection(host, port, ssl=self._tls)
            return Connection(*await asyncio.wait_for(opening, self._settings.timeout_seconds))
        except asyncio.TimeoutError:
            raise TransportError("no connection in time", was_sent=False) from None
        except OSError as error:
            raise transport_error(error, was_sent=False) from error

    async def _exchange(self, connection: Connection, request: Request, timeout: float) -> Reply:
        try:
            head = await self._ask(connection, request, timeout, "application/json")
            reply = Reply(head.status, head.headers, await self._read(connection, head, timeout))
        except BaseException:  # cancelled too: half an answer must not wait in the pool for the next request
            connection.abort()
            raise
        if head.is_last or self._is_closed or len(self._idle) >= MOST_IDLE:
            await connection.close()
        else:
            self._idle.append(connection)
        return reply

    async def _ask(self, connection: Connection, request: Request, timeout: float, accept: str) -> Head:
        headers = headers_for(self._settings.api_key, accept, has_body=request.body is not None)
        headers["Host"] = self._settings.host_header
        path = self._settings.path + request.path
        with _network_errors(connection), connection.silence(timeout):
            # A server that refuses a body early answers and closes before all of it is sent: the answer counts.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                await connection.write(request_bytes(request.method, path, headers, request.body))
            return await connection.read_head()

    async def _read(self, connection: Connection, head: Head, timeout: float) -> bytes:
        body, pieces = Body(head), []
        while piece := await self._read_some(connection, body, timeout):
            pieces.append(piece)
        return b"".join(pieces)

    async def _read_some(self, connection: Connection, body: Body, silence_seconds: float) -> bytes:
        with _network_errors(connection), connection.silence(silence_seconds):
            return await connection.read_body(body)

    def _live_idle(self) -> Connection | None:
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, old, self._idle = loop, self._idle, []
            for connection in old:
                connection.abort()
        while self._idle:
            connection = self._idle.pop()
            if connection.is_quiet:
                return connection
            connection.abort()
        return None


@contextlib.contextmanager
def _network_errors(connection: Connection) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        if connection.was_silent:
            raise TransportError("no answer in time", was_sent=True) from error
        raise transport_error(error, was_sent=True) from error
