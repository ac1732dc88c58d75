"""HTTP/1.1 by the standard library, blocking, with connections kept alive. One try each, no retries of its own."""

from __future__ import annotations

import contextlib
import http.client
import os
import select
import socket
import ssl
from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from .exchange import Reply, Request, TransportError
from .headers import headers_for, headers_of
from .settings import Settings

MOST_IDLE = 10


class Transport:
    """Safe in several threads, and after a fork: a child never speaks on its parent's connections.

    The timeout is how long the server may stay silent: while connecting, before the answer, and within it. Proxies
    from the environment are not used and redirects not followed, so the key goes to the named address and nowhere
    else.
    """

    def __init__(self, settings: Settings, tls: ssl.SSLContext | None) -> None:
        self._settings = settings
        self._tls = (tls or ssl.create_default_context()) if settings.is_https else None
        self._idle: deque[http.client.HTTPConnection] = deque()
        self._pid = os.getpid()
        self._is_closed = False

    def close(self) -> None:
        self._is_closed = True
        while (connection := self._take_idle()) is not None:
            connection.close()

    def send(self, request: Request) -> Reply:
        """Raises TransportError when no whole answer came."""
        timeout = self._settings.timeout_seconds + request.wait_seconds
        if request.is_repeatable and (idle := self._live_idle()) is not None:
            try:
                return self._exchange(idle, request, timeout)
            except TransportError as error:
                if not was_dropped(error):
                    raise
            # The server closed it in this very moment, as it may while nobody asks: a new connection decides.
            return replace(self._exchange(self._connect(timeout), request, timeout), is_second=True)
        return self._exchange(self._connect(timeout), request, timeout)

    @contextlib.contextmanager
    def stream(self, path: str, silence_seconds: float) -> Iterator[tuple[Reply, Iterator[bytes]]]:
        """An event stream: the reply (with its body when the status is not 200) and the chunks as they come."""
        connection = self._connect(self._settings.timeout_seconds)
        try:
            response = self._ask(connection, Request("GET", path), self._settings.timeout_seconds, "text/event-stream")
            with _network_errors(was_sent=True):
                body = b"" if response.status == 200 else response.read()
            connection.sock.settimeout(silence_seconds)
            yield Reply(response.status, headers_of(response.getheaders()), body), _chunks(response)
        finally:
            connection.close()

    def _connect(self, timeout: float) -> http.client.HTTPConnection:
        if self._is_closed:
            raise RuntimeError("the client is closed")
        host, port = self._settings.host, self._settings.port
        connection: http.client.HTTPConnection
        if self._tls is None:
            connection = http.client.HTTPConnection(host, port, timeout=timeout)
        else:
            connection = http.client.HTTPSConnection(host, port, timeout=timeout, context=self._tls)
        try:
            with _network_errors(was_sent=False):
                connection.connect()
        except BaseException:
            connection.close()
            raise
        return connection

    def _exchange(self, connection: http.client.HTTPConnection, request: Request, timeout: float) -> Reply:
        try:
            response = self._ask(connection, request, timeout, "application/json")
            with _network_errors(was_sent=True):
                reply = Reply(response.status, headers_of(response.getheaders()), response.read())
        except BaseException:  # Ctrl-C too: half an answer must not wait in the pool for the next request
            connection.close()
            raise
        if response.will_close or self._is_closed or len(self._idle) >= MOST_IDLE:
            connection.close()
        else:
            self._idle.append(connection)
        return reply

    def _ask(
        self, connection: http.client.HTTPConnection, request: Request, timeout: float, accept: str
    ) -> http.client.HTTPResponse:
        path = self._settings.path + request.path
        headers = headers_for(self._settings.api_key, accept, has_body=request.body is not None)
        with _network_errors(was_sent=True):
            connection.sock.settimeout(timeout)
            try:
                connection.request(request.method, path, request.body, headers)
            except (BrokenPipeError, ConnectionResetError):
                # A server that refuses a body early answers and closes before all of it is sent: the answer counts.
                return connection.getresponse()
            return connection.getresponse()

    def _live_idle(self) -> http.client.HTTPConnection | None:
        while (connection := self._take_idle()) is not None:
            if _is_quiet(connection.sock):
                return connection
            connection.close()
        return None

    def _take_idle(self) -> http.client.HTTPConnection | None:
        if os.getpid() != self._pid:
            self._pid = os.getpid()
            while self._idle:
                # Without a goodbye on the line, which TLS would send: the parent still speaks there.
                with contextlib.suppress(OSError, IndexError):
                    os.close(self._idle.pop().sock.detach())
        with contextlib.suppress(IndexError):
            return self._idle.pop()
        return None


def _is_quiet(sock: socket.socket | None) -> bool:
    """Whether nothing waits to be read: on a connection at rest that could only be its end."""
    if sock is None or sock.fileno() < 0:
        return False
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return not poll.poll(0)


def _chunks(response: http.client.HTTPResponse) -> Iterator[bytes]:
    while True:
        with _network_errors(was_sent=True):
            chunk = response.read1(65536)
        if not chunk:
            return
        yield chunk


@contextlib.contextmanager
def _network_errors(*, was_sent: bool) -> Iterator[None]:
    try:
        yield
    except (OSError, http.client.HTTPException) as error:
        raise transport_error(error, was_sent=was_sent) from error


def was_dropped(error: TransportError) -> bool:
    """Whether the other end closed the connection, and did not fall silent or answer nonsense."""
    return isinstance(error.__cause__, (ConnectionError, EOFError, ssl.SSLError))


def transport_error(error: Exception, *, was_sent: bool) -> TransportError:
    """In the words of the error. A certificate that does not hold will not hold at the next try."""
    if isinstance(error, TimeoutError):
        text = "no answer in time" if was_sent else "no connection in time"
    else:
        text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return TransportError(text, was_sent=was_sent, is_permanent=isinstance(error, ssl.SSLCertVerificationError))
