"""A console for the client's tests: an HTTP server that speaks docs/rest.md, remembers what it was asked, and can
be told to misbehave as networks and restarts do.
"""

from __future__ import annotations

import json
import queue
import socket
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from console_state import Answer, ConsoleState, Problem

KEY = "rdk_test_0123456789"
PATIENCE_SECONDS = 20.0


class Seen(NamedTuple):
    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]


LOST = Answer(0)
"""Do what was asked, then close the connection without a word."""

Misbehaviour = Callable[[Seen, int], Answer | None]


class Console:
    """`state`: its tasks and queues. `seen`: the requests in order of arrival. `connections`: how many were opened.

    `misbehave` may answer in the console's place: it gets the request and its number (from 1), and returns None to
    let the console answer, LOST to let it act and lose the answer, or a status below 0 to close before acting.
    """

    def __init__(self) -> None:
        self.state = ConsoleState()
        self.seen: list[Seen] = []
        self.connections = 0
        self.misbehave: Misbehaviour = lambda seen, number: None
        self._scheme = "http"
        self._streams: list[queue.Queue[bytes | None]] = []
        self.lock = threading.Condition()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self.end_streams()
        self._server.shutdown()
        self._server.server_close()
        self._server.drop_connections()
        self._thread.join(PATIENCE_SECONDS)

    def drop_connections(self) -> None:
        """As a console that is restarted."""
        self._server.drop_connections()

    def serve_tls(self, context: ssl.SSLContext) -> None:
        """Speak https from now on."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._scheme = "https"

    def paths(self) -> list[str]:
        """What was asked, as `POST /tasks`."""
        return [f"{seen.method} {seen.path}" for seen in self.seen]

    def wait_for_streams(self, count: int) -> None:
        """Until so many event streams listen."""
        with self.lock:
            assert self.lock.wait_for(lambda: len(self._streams) >= count, PATIENCE_SECONDS)

    def send_event(self, event: str, data: object) -> None:
        self.send_text(f"event: {event}\ndata: {json.dumps(data)}\n\n")

    def send_text(self, text: str) -> None:
        with self.lock:
            for stream in self._streams:
                stream.put(text.encode())

    def end_streams(self) -> None:
        with self.lock:
            for stream in self._streams:
                stream.put(None)
            self._streams.clear()

    def _answer(self, seen: Seen) -> Answer | None:
        with self.lock:
            self.seen.append(seen)
            number = len(self.seen)
            self.lock.notify_all()
        instead = self.misbehave(seen, number)
        if instead is not None and instead.status != 0:
            return instead if instead.status > 0 else None
        if seen.headers.get("authorization") != f"Bearer {KEY}":
            return Problem("UNAUTHENTICATED", "The API key is not known.").answer()
        try:
            answer = self.state.answer(seen.method, seen.path, seen.query, seen.body)
        except Problem as problem:
            answer = problem.answer()
        return None if instead is not None else answer

    def _handler(console: Console) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body go in two writes, the second of which would wait for the acknowledgement of the first.
            disable_nagle_algorithm = True

            def setup(self) -> None:
                super().setup()
                console.connections += 1

            def serve(self) -> None:
                url = urlsplit(self.path)
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                headers = {name.lower(): value for name, value in self.headers.items()}
                path = url.path.removeprefix("/api/v1")
                assert path != url.path, f"{url.path} is not below /api/v1"
                seen = Seen(self.command, path, dict(parse_qsl(url.query)), body, headers)
                answer = console._answer(seen)
                if answer is None:
                    self.close_connection = True
                elif answer.is_stream:
                    self.stream()
                else:
                    self.reply(answer)

            def reply(self, answer: Answer) -> None:
                data = answer.data()
                self.send_response(answer.status)
                for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                    self.send_header(name, value)
                if answer.status != 204:
                    self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def stream(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream; charset=utf-8")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                pieces: queue.Queue[bytes | None] = queue.Queue()
                pieces.put(b"event: ready\ndata: {}\n\n")
                with console.lock:
                    console._streams.append(pieces)
                    console.lock.notify_all()
                while (piece := pieces.get()) is not None:
                    self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
                self.wfile.write(b"0\r\n\r\n")
                self.close_connection = True

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = serve  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        return Handler


class _Server(ThreadingHTTPServer):
    """Remembers its connections, so that they can be dropped; what breaks on them is the tests' doing."""

    # Of 5, the default, hundreds that connect at once overflow it, and the kernel lets them wait for seconds.
    request_queue_size = 1024

    _open: set[socket.socket]

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open = getattr(self, "_open", set())
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass

    def drop_connections(self) -> None:
        for connection in list(getattr(self, "_open", ())):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
